// What a stranger's page loads: one button. Everything else is fetched when it is first opened.
// Attributes of the script tag: data-site, data-hue, data-side (left|right), data-lang, data-identity.
(() => {
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  if (!script || document.querySelector('balcao-widget')) return;
  const { site = 'default', hue, side, lang: asked, identity } = script.dataset;
  const { origin } = new URL(script.src);
  const lang = (asked || document.documentElement.lang || navigator.language).toLowerCase();
  const words = {
    pt: ['Iniciar bate-papo', 'Fechar o bate-papo', 'não lidas', 'Bate-papo com o suporte'],
    es: ['Iniciar chat', 'Cerrar el chat', 'sin leer', 'Chat con soporte'],
    en: ['Start a chat', 'Close the chat', 'unread', 'Support chat'],
  };
  const [start, shut, unread, title] = words[/** @type {'en'} */ (lang.slice(0, 2))] ?? words.en;

  const style = `:host{all:initial;color-scheme:light dark;--h:${parseFloat(hue || '') || 250};--a:light-dark(oklch(52% .17 var(--h)),oklch(68% .14 var(--h)))}
*{box-sizing:border-box}[hidden]{display:none!important}
:focus-visible{outline:3px solid var(--a);outline-offset:3px}
svg{width:24px;fill:none;stroke:currentColor;stroke-width:1.75;stroke-linecap:round;stroke-linejoin:round}
.go,.panel{position:fixed;z-index:2147483000;right:20px;bottom:20px}
.left{right:auto!important;left:20px}
.go{border:0;padding:0;cursor:pointer;width:56px;height:56px;border-radius:50%;background:var(--a);color:light-dark(#fff,#0b0e13);box-shadow:0 4px 14px #0004;display:grid;place-items:center}
.n{position:absolute;top:-3px;right:-3px;min-width:22px;padding:0 5px;border-radius:11px;background:#c4212f;color:#fff;box-shadow:0 0 0 2px light-dark(#fff,#0d0f14);font:600 12px/22px system-ui;text-align:center}
.panel{width:380px;height:min(640px,100dvh - 108px);overflow:hidden;bottom:88px;max-width:calc(100vw - 40px);background:light-dark(#fff,#14171d);border:1px solid light-dark(#e3e6ea,#2a2d33);border-radius:14px;box-shadow:0 8px 28px light-dark(#0003,#0008)}
.peek{width:320px}
iframe{width:100%;height:100%;border:0;color-scheme:light dark}
@media(max-width:480px){.panel:not(.peek){inset:0!important;width:100%;max-width:none;height:100dvh;border:0;border-radius:0}.open .go{display:none}}
@media(prefers-reduced-motion:no-preference){.panel{animation:up .15s}@keyframes up{from{opacity:0;translate:0 8px}}}
@media print{:host{display:none}}`;

  /** @param {string} tag @param {string} cls @param {...(Node | string)} inside @returns {any} */
  const el = (tag, cls, ...inside) => {
    const e = document.createElement(tag);
    if (cls) e.className = cls;
    e.append(...inside);
    return e;
  };
  /** @param {string} d */
  const draw = (d) => {
    const [svg, path] = ['svg', 'path'].map((tag) => document.createElementNS('http://www.w3.org/2000/svg', tag));
    svg.setAttribute('viewBox', '0 0 24 24');
    svg.setAttribute('aria-hidden', 'true');
    path.setAttribute('d', d);
    svg.append(path);
    return svg;
  };
  /** @param {Storage | undefined} from @param {string} key @param {string | null} [value] undefined reads */
  const keep = (from, key, value) => {
    try {
      if (value === undefined) return from?.getItem(key);
      if (value === null) from?.removeItem(key);
      else from?.setItem(key, value);
    } catch {
      // blocked or full: it is only a comfort here
    }
  };
  /** @param {'localStorage' | 'sessionStorage'} name */
  const store = (name) => {
    try {
      return window[name];
    } catch {
      return undefined;
    }
  };
  const local = store('localStorage');
  const session = store('sessionStorage');

  const glyph = draw('M4 5h16v11.5h-9.5L6 20.5v-4H4z');
  const badge = el('span', 'n');
  const go = el('button', 'go', glyph, badge);
  const panel = el('div', 'panel');
  const all = el('div', '', panel, go);
  const host = document.createElement('balcao-widget');
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  root.adoptedStyleSheets = [sheet];
  root.append(all);
  go.type = 'button';
  panel.hidden = true;
  if (side === 'left') for (const e of [go, panel]) e.classList.add('left');

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
    badge.textContent = n > 99 ? '99+' : String(n);
    go.setAttribute('aria-label', (opened ? shut : start) + (n ? ` · ${n} ${unread}` : ''));
    go.setAttribute('aria-expanded', String(opened));
    const base = document.title.replace(/^\(\d+\) /, '');
    const next = n ? `(${n}) ${base}` : base;
    if (document.title !== next) document.title = next;
    keep(local, 'balcao.unread', n ? String(n) : null);
  };

  /** @param {boolean} on @param {boolean} [focus] */
  const open = (on, focus = true) => {
    if (!frame && on) {
      const q = new URLSearchParams({
        site,
        host: location.origin,
        ...(asked ? { lang: asked } : {}),
        ...(hue ? { hue } : {}),
      });
      frame = el('iframe', '');
      Object.assign(/** @type {any} */ (frame), {
        title,
        allow: 'clipboard-write; autoplay',
        src: `${origin}/widget/?${q}`,
      });
      panel.append(frame);
    }
    const was = opened;
    opened = on;
    wanted = focus;
    panel.hidden = !on;
    panel.classList.remove('peek');
    all.classList.toggle('open', on);
    glyph.firstElementChild?.setAttribute('d', on ? 'M6 9.5l6 6 6-6' : 'M4 5h16v11.5h-9.5L6 20.5v-4H4z');
    keep(session, 'balcao.open', on ? '1' : null);
    show(count);
    fit();
    tell(on ? 'open' : 'close', { focus });
    if (on && focus) frame?.focus();
    else if (focus && (was || document.activeElement === host)) go.focus();
  };

  // On a phone the keyboard covers the page: the panel keeps to what is left.
  let before = '';
  const fit = () => {
    const view = window.visualViewport;
    const whole = opened && matchMedia('(max-width: 480px)').matches;
    if (opened || panel.hidden) panel.style.height = whole && view ? `${view.height}px` : '';
    panel.style.translate = whole && view?.offsetTop ? `0 ${view.offsetTop}px` : '';
    const { style: page } = document.documentElement;
    if (whole && page.overflow !== 'hidden') {
      before = page.overflow;
      page.overflow = 'hidden';
    } else if (!whole && page.overflow === 'hidden') page.overflow = before;
  };
  for (const type of ['resize', 'scroll']) window.visualViewport?.addEventListener(type, fit);

  /** Shows the newest message beside the launcher; the frame draws it. @param {number} [height] */
  const peek = (height = 86) => {
    if (opened) return;
    panel.hidden = false;
    panel.classList.add('peek');
    panel.style.height = `${Math.min(height, 120)}px`;
  };

  addEventListener('message', (e) => {
    const d = e.data;
    if (e.origin !== origin || !frame || e.source !== frame.contentWindow || d?.balcao !== 1) return;
    if (d.t === 'ready') {
      ready = true;
      /** @type {Record<string, string>} */
      const stored = {};
      try {
        for (const [k, v] of Object.entries(local ?? {})) if (k.startsWith('balcao.')) stored[k] = v;
      } catch {
        // blocked here too
      }
      tell('init', { page: location.href, title: document.title, identity, stored, open: opened, focus: wanted });
    } else if (d.t === 'close') open(false);
    else if (d.t === 'unread' && Number.isInteger(d.n)) {
      show(d.n);
      if (!d.n && !opened) panel.hidden = true;
    } else if (d.t === 'peek') peek(Number(d.height) || undefined);
    else if (d.t === 'open') open(true);
    else if (
      d.t === 'keep' &&
      typeof d.key === 'string' &&
      d.key.startsWith('balcao.') &&
      (d.value === null || typeof d.value === 'string')
    )
      keep(local, d.key, d.value);
  });
  go.onclick = () => open(!opened);
  all.onkeydown = (/** @type {KeyboardEvent} */ e) => {
    if (e.key === 'Escape' && opened) open(false);
  };

  const place = () => {
    document.body.append(host);
    show(Number(keep(local, 'balcao.unread')) || 0);
    if (keep(session, 'balcao.open')) open(true, false);
  };
  if (document.body) place();
  else addEventListener('DOMContentLoaded', place);
})();
