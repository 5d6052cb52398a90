// Drawings that only the parts fetched later need.

const PATHS = {
  next: 'M9.5 6l6 6-6 6',
  ticket: 'M3.5 6h17v4a2 2 0 0 0 0 4v4h-17v-4a2 2 0 0 0 0-4zM14.5 6.5v2M14.5 11v2M14.5 15.5v2',
  file: 'M6 3.5h8l4.5 4.5v12.5H6zM13.5 3.5v5h5M9 12.5h6M9 16h6',
  save: 'M12 4v11.5M7 11l5 4.7 5-4.7M4.5 20h15',
  news: 'M4 10v4h3l8.5 4.5v-13L7 10zM7 14l1 5.5h3L10 15.5M18.5 9.5a3.5 3.5 0 0 1 0 5',
  mail: 'M3.5 5.5h17v13h-17zM4 7l8 6 8-6',
};

/** Adds them to those of the page. */
export function add() {
  for (const [id, d] of Object.entries(PATHS)) {
    const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    path.id = id;
    path.setAttribute('d', d);
    document.querySelector('defs')?.append(path);
  }
}
