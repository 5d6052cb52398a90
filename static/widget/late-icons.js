// Drawings that only the late part has.
import { ICONS } from './icons.js';

const FACE = 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM9 9.5v.1M15 9.5v.1M8';

Object.assign(ICONS, {
  next: 'M9.5 6l6 6-6 6',
  ticket: 'M3.5 6h17v4a2 2 0 0 0 0 4v4h-17v-4a2 2 0 0 0 0-4zM14.5 6.5v2M14.5 11v2M14.5 15.5v2',
  file: 'M6 3.5h8l4.5 4.5v12.5H6zM13.5 3.5v5h5M9 12.5h6M9 16h6',
  save: 'M12 4v11.5M7 11l5 4.7 5-4.7M4.5 20h15',
  mail: 'M3.5 5.5h17v13h-17zM4 7l8 6 8-6',
  // from very bad to very good
  mood1: `${FACE}.5 16.5a4 4 0 0 1 7 0M7.5 8l2.5 1.2M16.5 8L14 9.2`,
  mood2: `${FACE}.5 16.3a4.5 4.5 0 0 1 7 0`,
  mood3: `${FACE}.5 15.5h7`,
  mood4: `${FACE}.5 14.5a4.5 4.5 0 0 0 7 0`,
  mood5: `${FACE} 13.5h8a4 4 0 0 1-8 0z`,
});
