// A plain text area in place of the editor, for whoever reads or types better in one. It is
// another sight of the editor's document: what is typed here is an edit there, so that
// undo, breakpoints and the machine's places are the same in both.

import { redo, undo } from "@codemirror/commands";

import * as says from "../locales/en/editor.ftl";

export class PlainText {
  #area = document.createElement("textarea");
  #view;

  constructor(parent, view) {
    this.#view = view;
    const area = this.#area;
    area.className = "plain-source";
    area.spellcheck = false;
    area.wrap = "off";
    area.autocapitalize = "off";
    area.setAttribute("aria-label", says.source);
    area.setAttribute("autocorrect", "off");
    area.addEventListener("input", () => this.#typed());
    area.addEventListener("keydown", (event) => this.#key(event));
    area.addEventListener("beforeinput", (event) => {
      const command = { historyUndo: undo, historyRedo: redo }[event.inputType];
      if (command) this.#history(command, event);
    });
    parent.append(area);
    this.follow();
    area.setSelectionRange(0, 0);
  }

  remove() {
    this.#area.remove();
  }

  /**
   * Takes over what has become of the document. The cursor goes to what has changed; where only
   * the layout did, by these changes, it stays where it is in the program.
   */
  follow(layout) {
    const { state } = this.#view;
    const text = state.doc.toString();
    this.#area.readOnly = state.readOnly;
    if (this.#area.value === text) return;
    const moved = [this.#area.selectionStart, this.#area.selectionEnd].map((at) => layout?.mapPos(at, 1));
    const { from } = difference(this.#area.value, text);
    this.#area.value = text;
    this.#area.setSelectionRange(moved[0] ?? from, moved[1] ?? from);
  }

  focus() {
    this.#area.focus();
  }

  /** The offset of the cursor; null while the focus is elsewhere. */
  cursor() {
    return document.activeElement === this.#area ? this.#area.selectionStart : null;
  }

  /** The offset of the cursor, also while the focus is elsewhere. */
  lastCursor() {
    return this.#area.selectionStart;
  }

  /** Brings a line into sight, unless somebody is typing. */
  scrollTo(line) {
    if (document.activeElement !== this.#area) this.#scroll(line);
  }

  /** Puts the cursor to an offset on a line, and the focus here. */
  reveal(line, offset) {
    this.#area.focus();
    this.#area.setSelectionRange(offset, offset);
    this.#scroll(line);
  }

  #scroll(line) {
    const area = this.#area;
    const height = Number.parseFloat(getComputedStyle(area).lineHeight);
    const top = (line - 1) * height;
    const inSight = top >= area.scrollTop && top + 2 * height <= area.scrollTop + area.clientHeight;
    if (!inSight) area.scrollTop = top - area.clientHeight / 2;
  }

  #typed() {
    const before = this.#view.state.doc.toString();
    const { from, to, insert } = difference(before, this.#area.value);
    this.#view.dispatch({ changes: { from, to, insert }, userEvent: "input.type" });
  }

  #key(event) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const key = event.key.toLowerCase();
    if (key === "z") this.#history(event.shiftKey ? redo : undo, event);
    else if (key === "y") this.#history(redo, event);
  }

  /** The text area's own history knows nothing of what the page has put into it. */
  #history(command, event) {
    event.preventDefault();
    command(this.#view);
  }
}

/** The one change that makes one text of another. */
function difference(before, after) {
  const shorter = Math.min(before.length, after.length);
  let from = 0;
  while (from < shorter && before[from] === after[from]) from += 1;
  let end = 0;
  while (end < shorter - from && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  return { from, to: before.length - end, insert: after.slice(from, after.length - end) };
}
