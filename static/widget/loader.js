// What a stranger's page loads: one button. Everything else is fetched when it is first opened.
// Attributes of the script tag: data-site, data-hue, data-side (left|right), data-lang, data-identity.
(() => {
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  if (!script || document.querySelector('balcao-widget')) return;
  const { site = 'default', hue, side, lang: asked, identity } = script.dataset;
  const { origin } = new URL(script.src);
  const lang = (asked || document.documentElement.lang || navigator.language).toLowerCase();
  const words = {
    pt: ['Iniciar bate-papo', 'Fechar o bate-papo', 'não lidas', 'Bate-papo com o suporte', 'Dispensar'],
    es: ['Iniciar chat', 'Cerrar el chat', 'sin leer', 'Chat con soporte', 'Descartar'],
    en: ['Start a chat', 'Close the chat', 'unread', 'Support chat', 'Dismiss'],
  };
  const [start, shut, unread, title, dismiss] = words[/** @type {'en'} */ (lang.slice(0, 2))] ?? words.en;

  const style = `:host{all:initial;color-scheme:light dark;--h:${parseFloat(hue || '') || 250};--a:light-dark(oklch(52% .17 var(--h)),oklch(68% .14 var(--h)));font:400 15px/20px system-ui,"Segoe UI",Roboto,sans-serif;color:light-dark(oklch(24% .02 260),oklch(94% .006 260))}
*{box-sizing:border-box}[hidden]{display:none!important}
button{font:inherit;color:inherit;border:0;margin:0;padding:0;background:none;cursor:pointer;text-align:start}
:focus-visible{outline:3px solid var(--a);outline-offset:3px}
svg{width:24px;fill:none;stroke:currentColor;stroke-width:1.75;stroke-linecap:round;stroke-linejoin:round}
.go,.card,.panel{position:fixed;z-index:2147483000;right:20px;bottom:20px}
.left{right:auto!important;left:20px}
.go{width:56px;height:56px;border-radius:50%;background:var(--a);color:light-dark(#fff,oklch(16% .03 var(--h)));box-shadow:0 4px 14px #0004;display:grid;place-items:center}
.n{position:absolute;top:-3px;right:-3px;min-width:22px;padding:0 5px;border-radius:11px;background:#c4212f;color:#fff;box-shadow:0 0 0 2px light-dark(#fff,#0d0f14);font:600 12px/22px system-ui;text-align:center}
.card,.panel{bottom:88px;max-width:calc(100vw - 40px);background:light-dark(#fff,oklch(20.5% .013 260));border:1px solid light-dark(oklch(91.5% .008 260),oklch(29% .015 260));border-radius:14px;box-shadow:0 8px 28px light-dark(oklch(30% .03 260/.16),#0008)}
.card{width:320px;display:flex;gap:12px;padding:12px}
.who{width:36px;height:36px;border-radius:50%;flex:none;font:600 13px/36px system-ui;text-align:center;background:oklch(88.5% .06 var(--p));color:oklch(31% .085 var(--p))}
.say{flex:1;min-width:0;overflow-wrap:anywhere}.say b{font-weight:600}.say :is(b,span){font-size:13px}.say span{opacity:.75}
.say p{margin:0;display:-webkit-box;-webkit-line-clamp:3;-webkit-box-orient:vertical;overflow:hidden}
.off{width:24px;height:24px}
.panel{width:380px;height:min(640px,100dvh - 108px);overflow:hidden}
iframe{width:100%;height:100%;border:0;color-scheme:light dark}
@media(max-width:480px){.panel{inset:0!important;width:100%;max-width:none;height:100dvh;border:0;border-radius:0}.open .go{display:none}}
@media(prefers-reduced-motion:no-preference){.panel,.card{animation:up .15s}@keyframes up{from{opacity:0;translate:0 8px}}}
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
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
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
  const card = el('div', 'card');
  const panel = el('div', 'panel');
  const all = el('div', '', card, panel, go);
  const host = document.createElement('balcao-widget');
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  root.adoptedStyleSheets = [sheet];
  root.append(all);
  go.type = 'button';
  card.hidden = panel.hidden = true;
  if (side === 'left') for (const e of [go, card, panel]) e.classList.add('left');

  /** @type {HTMLIFrameElement | undefined} */
  let frame;
  let ready = false;
  let count = 0;

  /** @param {string} t @param {object} [more] */
  const tell = (t, more) => ready && frame?.contentWindow?.postMessage({ balcao: 1, t, ...more }, origin);

  /** @param {number} n */
  const show = (n) => {
    count = n;
    badge.hidden = !n;
    badge.textContent = n > 99 ? '99+' : String(n);
    go.setAttribute('aria-label', (panel.hidden ? start : shut) + (n ? ` · ${n} ${unread}` : ''));
    go.setAttribute('aria-expanded', String(!panel.hidden));
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
    panel.hidden = !on;
    all.classList.toggle('open', on);
    if (on) card.hidden = true;
    glyph.firstElementChild?.setAttribute('d', on ? 'M6 9.5l6 6 6-6' : 'M4 5h16v11.5h-9.5L6 20.5v-4H4z');
    keep(session, 'balcao.open', on ? '1' : null);
    show(count);
    fit();
    tell(on ? 'open' : 'close', { focus });
    if (on && focus) frame?.focus();
    else if (!on && focus) go.focus();
  };

  // On a phone the keyboard covers the page: the panel keeps to what is left.
  let before = '';
  const fit = () => {
    const view = window.visualViewport;
    const whole = !panel.hidden && matchMedia('(max-width: 480px)').matches;
    panel.style.height = whole && view ? `${view.height}px` : '';
    panel.style.translate = whole && view?.offsetTop ? `0 ${view.offsetTop}px` : '';
    const { style: page } = document.documentElement;
    if (whole && page.overflow !== 'hidden') {
      before = page.overflow;
      page.overflow = 'hidden';
    } else if (!whole && page.overflow === 'hidden') page.overflow = before;
  };
  for (const type of ['resize', 'scroll']) window.visualViewport?.addEventListener(type, fit);

  /** @param {{id?: string, name: string, time: string, text: string, initials: string, hue: number}} last */
  const preview = ({ name, time, text, initials, hue: p }) => {
    const off = el('button', 'off', draw('M5.5 5.5l13 13M18.5 5.5l-13 13'));
    const say = el('button', 'say', el('b', '', name), el('span', '', ` · ${time}`), el('p', '', text));
    const who = el('span', 'who', initials);
    who.style.setProperty('--p', String(Number(p) || 0));
    off.ariaLabel = dismiss;
    off.onclick = () => {
      card.hidden = true;
      go.focus();
    };
    say.onclick = () => open(true);
    card.replaceChildren(who, say, off);
    card.hidden = !panel.hidden;
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
      tell('init', { page: location.href, title: document.title, identity, stored, open: !panel.hidden });
    } else if (d.t === 'close') open(false);
    else if (d.t === 'unread' && Number.isInteger(d.n)) {
      show(d.n);
      if (!d.n) card.hidden = true;
      else if (typeof d.last?.text === 'string') preview(d.last);
    } else if (
      d.t === 'keep' &&
      typeof d.key === 'string' &&
      d.key.startsWith('balcao.') &&
      (d.value === null || typeof d.value === 'string')
    )
      keep(local, d.key, d.value);
  });
  go.onclick = () => open(panel.hidden);
  all.onkeydown = (/** @type {KeyboardEvent} */ e) => {
    if (e.key === 'Escape' && !panel.hidden) open(false);
  };

  const place = () => {
    document.body.append(host);
    show(Number(keep(local, 'balcao.unread')) || 0);
    if (keep(session, 'balcao.open')) open(true, false);
  };
  if (document.body) place();
  else addEventListener('DOMContentLoaded', place);
})();
