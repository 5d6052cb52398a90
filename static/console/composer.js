// The composer: a reply to the customer or a note to colleagues, never mistaken for each other.

import { fill, h, icon } from "../shared/dom.js";
import { clock } from "../shared/time.js";
import { claim, nameOf } from "./actions.js";
import { app } from "./app-context.js";
import { ComposerFiles } from "./composer-files.js";
import { ComposerMenu } from "./composer-menu.js";
import { Drafts } from "./drafts.js";
import { isMine, waiting } from "./lists.js";

/** @typedef {"reply" | "note"} Mode */

export class Composer {
  /** @type {Mode} */
  mode = "reply";
  /** @type {Record<Mode, string>} */
  texts = { reply: "", note: "" };
  /** @type {import("./thread-store.js").Message | undefined} the message that is answered */
  quoted;
  /** @type {import("./thread-store.js").Message | undefined} what a colleague said since the reply was begun */
  meanwhile;

  /** @param {string} id */
  constructor(id) {
    this.id = id;
    const { t } = app;
    this.drafts = new Drafts(id, (state) => this.#showDraft(state));
    this.text = h("textarea", { class: "composer-text", rows: 1, name: "text", enterKeyHint: "enter", autocomplete: "off", maxLength: 16000 });
    this.menu = new ComposerMenu(this.text, { conversation: () => this.conversation, mode: () => this.mode, changed: () => this.#changed() });
    this.files = new ComposerFiles(() => this.#showSend());
    this.switch = { reply: this.#modeButton("reply", "R"), note: this.#modeButton("note", "N") };
    this.hint = h("span", { class: "composer-hint" });
    this.state = h("span", { class: "composer-state", role: "status" });
    this.send = h("button", { class: "button button-primary composer-send", type: "button", onclick: () => this.submit() });
    this.slash = h("button", { class: "icon-button", type: "button", title: t("console.canned_replies"), "aria-label": t("console.canned_replies"), onclick: () => this.menu.open("/") }, icon("slash"));
    const at = h("button", { class: "icon-button", type: "button", title: t("console.mention"), "aria-label": t("console.mention"), onclick: () => (this.setMode("note"), this.menu.open("@")) }, icon("at"));
    this.strip = h("div", { class: "composer-strip", hidden: true });
    this.held = h("div", { class: "composer-held", role: "alert", hidden: true });
    this.box = h("div", { class: "composer", role: "group" },
      h("div", { class: "composer-head" }, h("div", { class: "composer-switch", role: "group", "aria-label": t("console.reply_or_note") }, this.switch.reply, this.switch.note), this.hint),
      this.strip, this.text, this.files.list,
      h("div", { class: "composer-tools" }, this.files.button, this.slash, at, h("span", { class: "spacer" }), this.state, this.send));
    this.el = h("div", { class: "composer-wrap" }, this.held, this.menu.el, this.box);
    this.#listen();
    this.#restore();
    this.#show();
  }

  get conversation() {
    return app.store.conversations.get(this.id);
  }

  #listen() {
    this.text.addEventListener("input", () => this.#changed());
    this.text.addEventListener("keydown", (/** @type {KeyboardEvent} */ e) => this.#key(e));
    this.text.addEventListener("paste", (/** @type {ClipboardEvent} */ e) => {
      const files = [...(e.clipboardData?.files ?? [])];
      if (files.length) (e.preventDefault(), this.files.add(files));
    });
    this.box.addEventListener("focusin", () => this.box.classList.add("active"));
    const back = (/** @type {any} */ e) => e.detail.conv === this.id && this.#takeBack(e.detail);
    document.addEventListener("take-back", back);
    this.ends = [
      app.store.subscribe(`conversation:${this.id}`, () => this.#show()),
      app.store.subscribe("message", (m) => this.#heard(m)),
      () => document.removeEventListener("take-back", back),
    ];
  }

  end() {
    for (const end of this.ends ?? []) end();
    if (this.typing) app.live.typing(this.id, false);
    this.drafts.flush();
    this.files.end();
  }

  async #restore() {
    const local = this.drafts.local();
    this.texts = { reply: local.reply, note: local.note };
    this.mode = local.mode;
    this.text.value = this.texts[this.mode];
    this.#fit();
    if (this.text.value) this.#showDraft("saved");
    const remote = await this.drafts.remote();
    const newer = remote?.text && (!local.at || Date.parse(remote.updated_at) > Date.parse(local.at) + 2000);
    if (!newer || this.text.value !== this.texts[this.mode] || this.text.value) return;
    this.mode = remote.stream === "internal" ? "note" : "reply";
    this.texts[this.mode] = remote.text;
    this.text.value = remote.text;
    this.#fit();
    this.#show();
    this.#showDraft("saved");
  }

  /** @param {Mode} mode @param {string} key */
  #modeButton(mode, key) {
    const label = app.t(`console.${mode}`);
    return h("button", { class: "composer-mode", type: "button", "aria-pressed": "false", onclick: () => this.setMode(mode) },
      mode === "note" && icon("lock", "icon-16"), h("span", null, label), h("kbd", { "aria-hidden": "true" }, key));
  }

  /** Each mode has a text of its own: a note never turns into a reply. @param {Mode} mode */
  setMode(mode) {
    if (mode !== this.mode) {
      this.texts[this.mode] = this.text.value;
      this.mode = mode;
      this.text.value = this.texts[mode];
      this.menu.close();
      this.#fit();
      this.#show();
      this.drafts.keep({ ...this.texts, mode });
      app.announce(app.t(mode === "note" ? "console.now_note" : "console.now_reply", { name: this.conversation ? nameOf(this.conversation) : "" }));
    }
    this.focus();
  }

  focus() {
    this.text.focus();
  }

  /** @param {import("./thread-store.js").Message} message */
  quote(message) {
    this.setMode(message.stream === "internal" ? "note" : "reply");
    this.quoted = message;
    this.#showStrip();
  }

  #changed() {
    this.texts[this.mode] = this.text.value;
    this.#fit();
    this.menu.update();
    this.#showSend();
    this.drafts.keep({ ...this.texts, mode: this.mode });
    const on = this.mode === "reply" && this.text.value.trim() !== "";
    if (on || this.typing) app.live.typing(this.id, on);
    this.typing = on;
    if (!this.texts.reply.trim()) this.#letGo();
  }

  /** @param {KeyboardEvent} e */
  #key(e) {
    if (e.isComposing || this.menu.key(e)) return;
    if (e.key === "Escape") return void this.text.blur();
    if (e.key !== "Enter" || e.shiftKey || e.altKey) return;
    const ctrl = e.ctrlKey || e.metaKey;
    if (app.preferences.get("send") === "enter" || ctrl) (e.preventDefault(), this.submit());
  }

  /** A colleague said something while a reply stands here unsent. @param {import("./thread-store.js").Message} m */
  #heard(m) {
    if (m.conv !== this.id || m.stream !== "public" || m.author.kind !== "operator" || m.author.id === app.me.id) return;
    if (this.texts.reply.trim()) this.meanwhile = m;
  }

  #letGo() {
    this.meanwhile = undefined;
    this.held.hidden = true;
  }

  async submit(anyway = false) {
    const c = this.conversation;
    const text = this.text.value.trim();
    if (!c || (!text && !this.files.ready.length)) return this.focus();
    if (this.files.busy) return app.toast(app.t("console.wait_for_files"));
    if ([...text].length > 16000) return app.toast(app.t("console.too_long"), { tone: "bad" });
    const note = this.mode === "note";
    if (!note && this.meanwhile && !anyway) return this.#hold(this.meanwhile);
    if (!note && waiting(c)) {
      await claim(c);
      const now = this.conversation;
      if (!now || !isMine(now, app.me.id)) return;
    }
    app.live.send({ conv: this.id, stream: note ? "internal" : "public", text, files: this.files.ready, reply_to: this.quoted?.seq });
    this.texts[this.mode] = this.text.value = "";
    this.quoted = undefined;
    this.#letGo();
    this.files.clear();
    this.#showStrip();
    this.#changed();
    this.drafts.flush();
    this.focus();
  }

  /** Shows what the colleague said, before the reply goes out. @param {import("./thread-store.js").Message} m */
  #hold(m) {
    const { t } = app;
    fill(this.held, icon("warning"), h("div", { class: "held-text" }, h("b", null, t("console.held", { name: m.author.name, time: clock(m.at) })), h("p", null, m.text || m.files?.[0]?.name)),
      h("button", { class: "button button-small", type: "button", onclick: () => (this.#letGo(), this.focus()) }, t("console.change_it")),
      h("button", { class: "button button-small", type: "button", onclick: () => this.submit(true) }, t("console.send_anyway")));
    this.held.hidden = false;
  }

  /** @param {import("../shared/outbox.js").Item} item */
  #takeBack(item) {
    const mode = item.stream === "internal" ? "note" : "reply";
    this.setMode(mode);
    this.text.value = [this.text.value, item.text].filter(Boolean).join("\n");
    this.files.restore(item.files ?? []);
    this.#changed();
  }

  #show() {
    const c = this.conversation;
    if (!c) return;
    const { t } = app;
    const note = this.mode === "note";
    const name = nameOf(c);
    this.box.classList.toggle("note", note);
    this.switch.reply.setAttribute("aria-pressed", String(!note));
    this.switch.note.setAttribute("aria-pressed", String(note));
    const others = c.state === "assigned" && c.operator && !isMine(c, app.me.id);
    fill(this.hint, note ? [icon("lock", "icon-16"), h("b", null, t("console.only_staff"))]
      : c.state === "closed" ? t("console.reply_reopens") : waiting(c) ? t("console.reply_claims") : others ? t("console.reply_joins", { name: c.operator?.name }) : t("console.to_in_chat", { name: name.split(" ")[0] }));
    this.text.placeholder = note ? t("console.write_note") : t("console.write_to", { name: name.split(" ")[0] });
    this.text.setAttribute("aria-label", note ? t("console.note_label") : t("console.reply_label", { name }));
    this.#showSend();
  }

  #showSend() {
    const { t } = app;
    const note = this.mode === "note";
    const c = this.conversation;
    const label = note ? t("console.add_note") : c && waiting(c) ? t("console.claim_and_send") : t("console.send");
    const sign = [note, label, app.preferences.get("send")].join();
    if (sign !== this.sendSign) {
      this.sendSign = sign;
      this.send.className = `button composer-send ${note ? "button-note" : "button-primary"}`;
      this.send.setAttribute("aria-label", label);
      fill(this.send, h("span", null, label), icon("return", "enter"), icon("arrow-right", "arrow"));
      this.send.title = app.preferences.get("send") === "enter" ? "Enter" : "Ctrl+Enter";
    }
    this.send.classList.toggle("idle", !this.text.value.trim() && !this.files.ready.length);
  }

  #showStrip() {
    this.strip.hidden = !this.quoted;
    if (!this.quoted) return;
    fill(this.strip, icon("return", "icon-16"), h("span", { class: "ellipsis" }, h("b", null, this.quoted.author.name), " ", this.quoted.text),
      h("button", { class: "icon-button", type: "button", "aria-label": app.t("console.dismiss"), onclick: () => ((this.quoted = undefined), this.#showStrip()) }, icon("close", "icon-16")));
  }

  /** @param {"saving" | "saved" | "local" | "none"} state */
  #showDraft(state) {
    this.state.textContent = state === "saved" ? app.t("console.draft_saved") : state === "local" ? app.t("console.draft_local") : "";
  }

  /** For browsers whose fields do not grow by themselves. */
  #fit() {
    if (CSS.supports("field-sizing", "content")) return;
    this.text.style.setProperty("height", "auto");
    this.text.style.setProperty("height", `${Math.min(this.text.scrollHeight, 220)}px`);
  }
}
