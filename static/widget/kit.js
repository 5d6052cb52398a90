// What the parts fetched only when first needed (form, ticket, rating) are given, so that they stand outside the bundle.
import { avatar } from '../shared/avatar.js';
import { clock, short } from '../shared/clock.js';
import { fill, h } from '../shared/dom.js';
import { setHTML } from '../shared/html.js';
import { has } from '../shared/i18n.js';
import { uuid7 } from '../shared/outbox.js';
import { app } from './app.js';
import { composer } from './composer.js';
import { said } from './feed.js';
import { storage, tell } from './host.js';
import { files, glyph, head, keyed, logo, opening, presence, tool, w, wp } from './parts.js';

export const kit = {
  // app.js is evaluated after this file
  get app() {
    return app;
  },
  avatar,
  clock,
  composer,
  files,
  fill,
  glyph,
  h,
  has,
  head,
  keyed,
  logo,
  opening,
  presence,
  said,
  setHTML,
  short,
  storage,
  tell,
  tool,
  uuid7,
  w,
  wp,
};
