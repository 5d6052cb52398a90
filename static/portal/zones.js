// Every time zone the browser knows, beside the common ones that the page brings.

/** @param {HTMLSelectElement} select */
export function offerZones(select) {
  const here = new Set([...select.options].map((o) => o.value));
  const groups = new Map(
    [...select.querySelectorAll('optgroup')].map((g) => [g.querySelector('option')?.value.split('/')[0], g]),
  );
  for (const zone of Intl.supportedValuesOf?.('timeZone') ?? []) {
    const group = groups.get(zone.split('/')[0]);
    if (!here.has(zone) && group)
      group.append(new Option(zone.split('/').slice(1).join(' · ').replaceAll('_', ' '), zone));
  }
}
