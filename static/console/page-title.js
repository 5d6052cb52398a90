// The title of the tab: how many customers wait, where one is, and the name of the house.

let page = '';
let waiting = 0;

/** @param {string} name of what is shown; empty for the inbox, which is where one is as a rule */
export function titlePage(name) {
  page = name;
  write();
}

/** @param {number} n customers who wait for me */
export function titleWaiting(n) {
  waiting = n;
  write();
}

function write() {
  const name = document.documentElement.dataset.name ?? '';
  const title = [page, name].filter(Boolean).join(' · ');
  const said = waiting ? `(${waiting}) ${title}` : title;
  if (document.title !== said) document.title = said;
}
