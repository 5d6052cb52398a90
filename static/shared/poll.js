// What stands in where WebSockets do not get through: long polls for reading, requests for writing.

/** Polls for five minutes; throws when the server cannot be reached. @param {import('./line.js').Line} line */
export async function poll(line) {
  const until = Date.now() + 300_000;
  while (line.running && Date.now() < until) {
    const a = await line.api.get('/live/events', { ...line.at, wait: line.open ? 25 : 0 });
    if (a.reset) await line.refresh();
    for (const f of a.items ?? []) line.event(f);
    if (!a.reset) line.reach(a.pos);
    if (!line.open) line.synced('polling');
  }
}

/**
 * Sends one unsent message; answers as the socket would, null when nobody could be reached.
 * @param {any} api
 * @param {any} frame of `send`
 */
export async function post(api, { t, conv, new: fresh, ...body }) {
  try {
    const m = await api.post(conv ? `/conversations/${conv}/messages` : '/conversations', { ...body, ...fresh });
    const said = m.message ?? m;
    return {
      t: 'ok',
      cmid: body.cmid,
      conv: said.conv ?? m.id,
      stream: body.stream,
      seq: said.seq ?? m.last_message?.seq ?? 1,
      mid: said.mid,
      ts: said.at,
    };
  } catch (/** @type {any} */ e) {
    return e.status
      ? { t: 'err', code: e.code, detail: e.detail, retry_after_ms: e.retryAfter && e.retryAfter * 1000 }
      : null;
  }
}
