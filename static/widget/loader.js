// What a stranger's page loads: one button. Everything else is fetched when it is first opened.
// Attributes of the script tag: data-site, data-hue, data-side (left|right), data-lang, data-identity.
(() => {
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  if (!script || document.querySelector('balcao-widget')) return;
  const { site = 'default', hue = '', side = '', lang = '', identity } = script.dataset;
  const { origin } = new URL(script.src);
  const words = {
    pt: ['Iniciar bate-papo', 'Fechar o bate-papo', 'não lidas', 'Bate-papo com o suporte'],
    es: ['Iniciar chat', 'Cerrar el chat', 'sin leer', 'Chat con soporte'],
    en: ['Start a chat', 'Close the chat', 'unread', 'Support chat'],
  };
  const spoken = (lang || document.documentElement.lang || navigator.language).slice(0, 2).toLowerCase();
  const [start, shut, unread, title] = words[/** @type {'en'} */ (spoken)] ?? words.en;

  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`:host{all:initial;color-scheme:light dark;--h:${parseFloat(hue) || 250};--a:light-dark(oklch(52% .17 var(--h)),oklch(68% .14 var(--h)))}
*{box-sizing:border-box}[hidden]{display:none!important}
:focus-visible{outline:3px solid var(--a);outline-offset:3px}
svg{width:24px;fill:none;stroke:currentColor;stroke-width:1.75;stroke-linecap:round;stroke-linejoin:round}
.all>*{position:fixed;z-index:2147483000;right:20px;bottom:20px;border:0;padding:0}
.left>*{right:auto;left:20px}
.go{cursor:pointer;width:56px;height:56px;border-radius:50%;background:var(--a);color:light-dark(#fff,#0b0e13);box-shadow:0 4px 14px #0004;display:grid;place-items:center}
.n{position:absolute;top:-3px;right:-3px;min-width:22px;padding:0 5px;border-radius:11px;background:#c4212f;color:#fff;box-shadow:0 0 0 2px light-dark(#fff,#0d0f14);font:600 12px/22px system-ui;text-align:center}
.all>.panel{width:380px;height:min(640px,100dvh - 108px);overflow:hidden;bottom:88px;max-width:calc(100vw - 40px);background:light-dark(#fff,#14171d);border:1px solid light-dark(#e3e6ea,#2a2d33);border-radius:14px;box-shadow:0 8px 28px light-dark(#0003,#0008)}
.all>.peek{width:320px}
iframe{width:100%;height:100%;border:0;color-scheme:light dark}
@media(max-width:480px){.all>.panel:not(.peek){inset:0;width:100%;max-width:none;height:100dvh;border:0;border-radius:0}.open .go{display:none}}
@media(prefers-reduced-motion:no-preference){.panel{animation:up .15s}@keyframes up{from{opacity:0;translate:0 8px}}}
@media print{:host{display:none}}`);

  /** @param {string} tag @param {string} cls @param {...Node} inside @returns {any} */
  const el = (tag, cls, ...inside) => {
    const e = document.createElement(tag);
    e.className = cls;
    e.append(...inside);
    return e;
  };
  /** Blocked or full, storage is only a comfort here. @param {'localStorage' | 'sessionStorage'} where @param {string} key @param {string | null} [value] undefined reads */
  const keep = (where, key, value) => {
    try {
      if (value === undefined) return window[where].getItem(key);
      if (value === null) window[where].removeItem(key);
      else window[where].setItem(key, value);
    } catch {}
  };

  // Another reader than the last time: the frame has to know at once, while the identity is fresh.
  const last = keep('localStorage', 'balcao.sub');
  let sub = last && '';
  try {
    sub = JSON.parse(atob(/** @type {any} */ (identity).split('.')[1].replace(/-/g, '+').replace(/_/g, '/'))).sub;
  } catch {}

  const [svg, glyph] = ['svg', 'path'].map((tag) => document.createElementNS('http://www.w3.org/2000/svg', tag));
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.append(glyph);
  const badge = el('span', 'n');
  const go = el('button', 'go', svg, badge);
  const panel = el('div', 'panel');
  const all = el('div', `all ${side}`, panel, go);
  const host = el('balcao-widget', '');
  const root = host.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = [sheet];
  root.append(all);
  go.type = 'button';
  panel.hidden = true;

  /** @type {HTMLIFrameElement | undefined} */
  let frame;
  let ready = false;
  let opened = false;
  let wanted = false;
  let count = 0;

  /** @param {string} t @param {object} [more] */
  const tell = (t, more) => ready && frame?.contentWindow?.postMessage({ balcao: 1, t, ...more }, origin);

  /** @param {number} n */
  const show = (n) => {
    count = n;
    badge.hidden = !n;
    badge.textContent = n > 99 ? '99+' : n;
    glyph.setAttribute('d', opened ? 'M6 9.5l6 6 6-6' : 'M4 5h16v11.5h-9.5L6 20.5v-4H4z');
    go.ariaLabel = (opened ? shut : start) + (n ? ` · ${n} ${unread}` : '');
    go.ariaExpanded = opened;
    const name = (n ? `(${n}) ` : '') + document.title.replace(/^\(\d+\) /, '');
    if (document.title !== name) document.title = name;
    keep('localStorage', 'balcao.unread', n ? `${n}` : null);
  };

  const load = () => {
    const src = `${origin}/widget/?${new URLSearchParams({ site, host: location.origin, lang, hue })}`;
    frame = Object.assign(el('iframe', ''), { title, allow: 'clipboard-write; autoplay', src });
    panel.append(frame);
  };
  /** @param {boolean} on @param {boolean} [focus] */
  const open = (on, focus = true) => {
    if (!frame && on) load();
    const was = opened;
    opened = on;
    wanted = focus;
    panel.hidden = !on;
    panel.classList.remove('peek');
    all.classList.toggle('open', on);
    keep('sessionStorage', 'balcao.open', on ? '1' : null);
    show(count);
    fit();
    tell(on ? 'open' : 'close', { focus });
    if (on && focus) frame?.focus();
    else if (focus && (was || document.activeElement === host)) go.focus();
  };

  // On a phone the keyboard covers the page: the panel keeps to what is left, and the page beneath stays where it is.
  const view = /** @type {VisualViewport} */ (visualViewport);
  const { style: page } = document.documentElement;
  /** @type {string | undefined} */
  let before;
  const fit = () => {
    const whole = opened && matchMedia('(max-width: 480px)').matches;
    if (opened || panel.hidden) panel.style.height = whole ? `${view.height}px` : '';
    panel.style.translate = whole ? `0 ${view.offsetTop}px` : '';
    if (whole && before === undefined) {
      before = page.overflow;
      page.overflow = 'hidden';
    } else if (!whole && before !== undefined) {
      page.overflow = before;
      before = undefined;
    }
  };
  view.onresize = view.onscroll = fit;

  /** What the frame says. @type {Record<string, (d: any) => any>} */
  const hear = {
    ready() {
      ready = true;
      /** @type {Record<string, string>} */
      const stored = {};
      try {
        for (const [k, v] of Object.entries(localStorage)) if (k.startsWith('balcao.')) stored[k] = v;
      } catch {}
      tell('init', { page: location.href, title: document.title, identity, sub, stored, open: opened, focus: wanted });
    },
    open: () => open(true),
    close: () => open(false),
    unread({ n }) {
      show(n | 0);
      if (!n && !opened) panel.hidden = true;
    },
    /** The newest message stands beside the launcher; the frame draws it. */
    peek({ height }) {
      if (opened) return;
      panel.hidden = false;
      panel.classList.add('peek');
      panel.style.height = `${Math.min(height || 86, 120)}px`;
    },
    keep: ({ key, value }) => `${key}`.startsWith('balcao.') && keep('localStorage', key, value),
  };
  addEventListener('message', ({ data, origin: from, source }) => {
    if (from === origin && frame && source === frame.contentWindow && data?.balcao === 1) hear[data.t]?.(data);
  });
  go.onclick = () => open(!opened);
  all.onkeydown = (/** @type {KeyboardEvent} */ e) => {
    if (e.key === 'Escape' && opened) open(false);
  };

  const place = () => {
    document.body.append(host);
    show(Number(keep('localStorage', 'balcao.unread')));
    if (sub !== last) load();
    if (keep('sessionStorage', 'balcao.open')) open(true, false);
  };
  if (document.body) place();
  else addEventListener('DOMContentLoaded', place);
})();
