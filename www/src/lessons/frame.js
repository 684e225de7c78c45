// The frame of the pane: beside the machine where there is room, else below it, where it can be
// folded; a line that says what to look at, and one for screen readers.

import * as says from "../../locales/en/lessons/frame.ftl";

const shell = `
  <header>
    <h2>${says.name}</h2>
    <button type="button" class="quiet" data-do="list">${says.all}</button>
    <button type="button" class="quiet fold" data-do="fold" aria-expanded="true" aria-controls="lesson-body">${says.text}</button>
    <button type="button" class="quiet" data-do="close">${says.close}</button>
  </header>
  <p class="look" data-part="look" hidden></p>
  <div class="body" id="lesson-body" tabindex="0" role="group" aria-label="${says.text}"></div>
  <footer>
    <button type="button" data-do="back">${says.back}</button>
    <span class="muted" data-part="position"></span>
    <button type="button" data-do="next">${says.next}</button>
  </footer>
  <p class="visually-hidden" role="status" data-part="said"></p>`;

/** Brings a tab into sight, where there are tabs. */
export const showTab = (name) => document.getElementById(`tab-${name}`)?.click();

/** Folds the menu of a phone, which would lie over the pane; later, since a press of one of its
 * buttons folds it as well. */
const foldMenu = () => setTimeout(() => document.querySelector(".menu[aria-expanded='true']")?.click());

export class Frame {
  constructor() {
    this.pane = document.createElement("section");
    this.pane.id = "pane-lessons";
    this.pane.className = "pane lessons";
    this.pane.setAttribute("aria-label", says.name);
    this.pane.hidden = true;
    this.pane.innerHTML = shell;
    document.querySelector(".page").append(this.pane);
  }

  part(name) {
    return this.pane.querySelector(`[data-part=${name}]`);
  }

  get body() {
    return this.pane.querySelector(".body");
  }

  get isOpen() {
    return !this.pane.hidden;
  }

  get hasFocus() {
    return this.pane.contains(document.activeElement);
  }

  /** Whether it takes room from the panes, and can be folded. */
  get isBelow() {
    return getComputedStyle(this.pane.querySelector(".fold")).display !== "none";
  }

  open() {
    this.pane.hidden = false;
    document.documentElement.classList.add("has-lessons");
    foldMenu();
    this.fold(false);
  }

  /** Hides it; the focus does not get lost with it. */
  close() {
    const { hasFocus } = this;
    this.pane.hidden = true;
    document.documentElement.classList.remove("has-lessons");
    if (hasFocus) document.querySelector(".controls .primary")?.focus();
  }

  /** Folded, the pane is its title and what to look at. */
  fold(folded = !this.pane.classList.contains("is-folded")) {
    this.pane.classList.toggle("is-folded", folded);
    this.pane.querySelector("[data-do=fold]").setAttribute("aria-expanded", String(!folded));
  }

  /** Gives way to the machine, or to another tab, where it takes their room. */
  giveWay(tab) {
    if (this.isBelow) this.fold(true);
    showTab(tab);
  }

  /** Draws a text, and below it, in words as well, which of how many it is; nothing for none. */
  draw(html, { at, of, position }) {
    this.body.innerHTML = html;
    this.pane.querySelector("footer").hidden = of === 0;
    this.part("position").textContent = position;
    for (const [name, isEnd] of [["back", at === 0], ["next", at === of - 1]]) {
      this.pane.querySelector(`footer [data-do=${name}]`).setAttribute("aria-disabled", String(isEnd));
    }
  }

  /** Draws anew, and leaves the focus at the control that had it, or at what took its place. */
  redraw(draw) {
    const { body } = this;
    const had = body.contains(document.activeElement) && { ...document.activeElement.dataset };
    const scroll = body.scrollTop;
    draw();
    body.scrollTop = scroll;
    if (!had) return;
    const [name, value] = Object.entries(had)[0] ?? [];
    const same = name && body.querySelector(`[data-${name}="${value}"]`);
    (same || body.querySelector("[data-do=check]") || body).focus();
  }

  /** Puts the focus on the heading of what is shown. */
  focus() {
    foldMenu();
    this.body.scrollTop = 0;
    this.body.querySelector("h3")?.focus();
  }

  /** Tells a screen reader; and everybody, where that is wanted. */
  say(text, isShown = false) {
    this.part("said").textContent = text.replaceAll("`", "");
    if (isShown) this.look(text);
  }

  /** What to look at, above the text; it stays in sight while the pane is folded. */
  look(text) {
    this.part("look").textContent = text;
    this.part("look").hidden = text === "";
  }
}
