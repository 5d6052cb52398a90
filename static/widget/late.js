// What a conversation does without until it is asked for: fetched at its first use.
import style from './late.css' with { type: 'css' };
import './start.js'; // here already; saying so keeps all that both need in the first script

export { add, file, tray } from './files.js';
export { form } from './form.js';
export { introduce } from './identity.js';
export { noted, recent } from './noted.js';
export { earlier, menu } from './past.js';
export { queue } from './queue.js';
export { rating } from './rating.js';
export { ticket, tickets } from './ticket.js';

document.adoptedStyleSheets.push(style);
