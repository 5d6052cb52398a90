// What a person chose for this browser: keys, sound, theme, Enter.

/**
 * @typedef {object} Choices
 * @property {boolean} keys single keys act
 * @property {boolean} sound
 * @property {boolean} desktop desktop notices
 * @property {"system" | "light" | "dark"} theme
 * @property {"enter" | "ctrl"} send what sends a message
 * @property {boolean} details the details pane is open
 */

const KEY = 'balcao.console';
/** @type {Choices} */
const DEFAULTS = { keys: true, sound: true, desktop: false, theme: 'system', send: 'enter', details: true };

export class Preferences extends EventTarget {
  /** @param {Storage | undefined} storage absent where the browser forbids it: choices then last until reload */
  constructor(storage) {
    super();
    this.storage = storage;
    /** @type {Choices} */
    this.choices = { ...DEFAULTS, ...this.#read() };
  }

  /**
   * @template {keyof Choices} K
   * @param {K} name
   * @returns {Choices[K]}
   */
  get(name) {
    return this.choices[name];
  }

  /**
   * @template {keyof Choices} K
   * @param {K} name
   * @param {Choices[K]} value
   */
  set(name, value) {
    this.choices[name] = value;
    try {
      this.storage?.setItem(KEY, JSON.stringify(this.choices));
    } catch {
      // a full or forbidden storage costs only the memory of the choice
    }
    this.dispatchEvent(new CustomEvent('change', { detail: name }));
  }

  #read() {
    try {
      return JSON.parse(this.storage?.getItem(KEY) ?? '{}');
    } catch {
      return {};
    }
  }
}
