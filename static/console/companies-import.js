// Companies from a CSV file: first a dry run that names each bad line; nothing is written until all lines are good.

import { fill, h } from '../shared/dom.js';
import { lang, t } from '../shared/i18n.js';
import { app } from './app-context.js';
import { forgetCompanies } from './company-names.js';
import { field } from './field.js';
import { formDialog } from './form-dialog.js';
import { icon } from './marks.js';

/** @param {() => void} ondone */
export function openImport(ondone) {
  const pick = /** @type {HTMLInputElement} */ (
    h('input', { type: 'file', class: 'input file-input', name: 'file', accept: '.csv,text/csv' })
  );
  const result = h('div', { class: 'import-result', 'aria-live': 'polite' });
  /** The file that the dry run found good. @type {File | undefined} */
  let good;
  let turn = 0;

  const box = formDialog({
    title: t('customers.import.title'),
    label: t('customers.import.check'),
    body: h(
      'div',
      { class: 'form-grid' },
      h(
        'p',
        { class: 'wide asked-who' },
        t('customers.import.intro'),
        ' ',
        h('a', { class: 'link', href: '/api/v1/companies/export.csv', download: '' }, t('customers.import.example')),
      ),
      field({ name: 'file', label: t('customers.import.file'), control: pick, wide: true }),
      result,
    ),
    onsubmit: async () => {
      const file = pick.files?.[0];
      if (!file) throw { field: 'file', detail: t('settings.missing') };
      if (file !== good) {
        await check(file);
        throw { quiet: true };
      }
      const said = await send(file, false);
      forgetCompanies();
      app.toast(t('customers.import.done', { created: said.created, changed: said.changed }));
      ondone();
    },
  });
  const label = /** @type {HTMLElement} */ (box.send.querySelector('.send-label'));
  const retell = () => (label.textContent = good ? t('customers.import.write') : t('customers.import.check'));

  pick.addEventListener('change', () => {
    good = undefined;
    retell();
    fill(result);
    const file = pick.files?.[0];
    if (file) check(file).catch((error) => app.report(error));
  });

  async function check(/** @type {File} */ file) {
    const mine = ++turn;
    fill(result, h('p', { class: 'muted', role: 'status' }, t('customers.import.checking')));
    try {
      const said = await send(file, true);
      if (mine !== turn) return;
      good = said.errors?.length ? undefined : file;
      fill(result, summary(said), said.errors?.length ? faults(said.errors) : null);
    } catch (error) {
      if (mine === turn) fill(result);
      throw error;
    } finally {
      if (mine === turn) retell();
    }
  }
}

/** @param {File} file @param {boolean} dry */
async function send(file, dry) {
  const { api } = app;
  const answer = await fetch(api.url(`/companies/import?dry_run=${dry}`), {
    method: 'POST',
    headers: { ...api.headers(), 'Content-Type': 'text/csv' },
    body: file,
  }).catch(() => {
    throw api.refusal(0, null);
  });
  const said = await answer.json().catch(() => null);
  // a file with faults may be refused as a whole and still name each line
  if (!answer.ok && !said?.errors) throw api.refusal(answer.status, said);
  if (!answer.ok && !dry) throw api.refusal(answer.status, said);
  return said;
}

/** @param {any} said */
function summary(said) {
  const n = (/** @type {number} */ x) => (x ?? 0).toLocaleString(lang());
  const bad = said.errors?.length ?? 0;
  return h(
    'p',
    { class: `import-summary ${bad ? 'bad' : 'good'}` },
    icon(bad ? 'alert' : 'check-circle', 16),
    h(
      'span',
      {},
      bad
        ? t('customers.import.bad', { count: bad })
        : t('customers.import.good', {
            lines: n(said.lines),
            created: n(said.created),
            changed: n(said.changed),
            unchanged: n(said.unchanged),
          }),
    ),
  );
}

/** @param {any[]} errors */
function faults(errors) {
  return h(
    'div',
    { class: 'import-faults', tabindex: '0', role: 'region', 'aria-label': t('customers.import.faults') },
    h(
      'table',
      {},
      h(
        'thead',
        {},
        h('tr', {}, ...['line', 'field', 'fault'].map((c) => h('th', { scope: 'col' }, t(`customers.import.${c}`)))),
      ),
      h(
        'tbody',
        {},
        ...errors.map((e) =>
          h(
            'tr',
            {},
            h('td', {}, String(e.line)),
            h('td', {}, h('code', {}, e.field ?? '')),
            h('td', {}, e.detail ?? e.code),
          ),
        ),
      ),
    ),
  );
}
