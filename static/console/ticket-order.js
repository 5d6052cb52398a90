// The list a ticket was opened from, so that its page can go to the one before and after.

/** @type {{address: string, view: string, numbers: number[], more: boolean}} */
let last = { address: '/console/tickets', view: '', numbers: [], more: false };

/** @param {{address: string, view: string, numbers: number[], more: boolean}} list */
export function rememberOrder(list) {
  last = list;
}

/** Where a ticket stands in the list it was opened from. @param {number} number */
export function placeOf(number) {
  const index = last.numbers.indexOf(number);
  return {
    address: last.address,
    view: last.view,
    index,
    total: last.numbers.length,
    more: last.more,
    previous: index > 0 ? last.numbers[index - 1] : 0,
    next: index >= 0 ? (last.numbers[index + 1] ?? 0) : 0,
  };
}
