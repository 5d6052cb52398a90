// What the parts fetched only when first needed (form, ticket, rating) are given, so that they stand outside the bundle.
import { avatar } from '../shared/avatar.js';
import { short } from '../shared/clock.js';
import { fill, h } from '../shared/dom.js';
import { setHTML } from '../shared/html.js';
import { has } from '../shared/i18n.js';
import { uuid7 } from '../shared/outbox.js';
import { app } from './app.js';
import { composer, droppable } from './composer.js';
import {
  blob,
  chip,
  glyph,
  head,
  keyed,
  logo,
  opening,
  presence,
  promise,
  save,
  ticketRow,
  tool,
  w,
  wp,
} from './parts.js';
import { files } from './rows.js';

export const kit = {
  // app.js is evaluated after this file
  get app() {
    return app;
  },
  avatar,
  blob,
  chip,
  composer,
  droppable,
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
  promise,
  save,
  setHTML,
  short,
  ticketRow,
  tool,
  uuid7,
  w,
  wp,
};
