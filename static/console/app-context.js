// What every view of the console shares. app.js fills it once, before any view is imported;
// views read `app.…` when they need it and never keep a copy of a member at module level.

/**
 * @typedef {object} Me
 * @property {string} id
 * @property {string} name
 * @property {string} email
 * @property {"operator" | "supervisor" | "administrator"} role
 * @property {string} locale
 * @property {string} time_zone
 * @property {boolean} [must_change]
 * @property {string[]} [rights] beside the role: editor, customers, reports
 */

/**
 * @typedef {object} Route
 * @property {"inbox" | "tickets" | "ticket" | "customers" | "settings" | "search" | "getting-started"} name which view shows it
 * @property {string} path the address without the query, e.g. "/console/tickets/1042"
 * @property {string[]} parts what follows the view's own name, e.g. ["mine", "<conversation>"], ["1042"], ["team"]
 * @property {URLSearchParams} query
 */

/**
 * @typedef {object} App
 * @property {typeof import("./staff-api.js").api} api get/post/patch/put/delete → JSON or throws ApiError
 * @property {import("./staff-live.js").StaffLive} live the one live connection
 * @property {import("./store.js").Store} store what the console knows now; `store.subscribe(topic, fn)`
 * @property {Me} me who is signed in
 * @property {string} lang the language shown
 * @property {(key: string, args?: Record<string, unknown>) => string} t text of the catalogues
 * @property {(path: string, options?: {replace?: boolean}) => void} navigate shows another address; back works
 * @property {(text: string, options?: {undo?: () => void, tone?: "plain" | "bad", seconds?: number, action?: {label: string, run: () => void}}) => void} toast
 * @property {(dialog: HTMLDialogElement) => void} openDialog shows it as a modal, gives the focus back, removes it when it closes
 * @property {(text: string, urgent?: boolean) => void} announce says it to screen readers
 * @property {(error: unknown) => void} report shows a failed request as a toast with what to do and the request id
 * @property {import("./preferences.js").Preferences} preferences keys, sound, theme, Enter
 */

export const app = /** @type {App} */ ({});
