// An instruction in the editor tells what it does: under the pointer, at the cursor when F1 is
// pressed, and where the cursor comes to rest when it was moved by keyboard. The manual is loaded
// then. The card lies above the line or below it. Escape takes it away; the pointer may go onto it.
// Only what was asked for by F1 is spoken.

import { completionStatus } from "@codemirror/autocomplete";
import { syntaxTree } from "@codemirror/language";
import { Prec, StateEffect, StateField, Transaction } from "@codemirror/state";
import {
  EditorView,
  ViewPlugin,
  closeHoverTooltips,
  hasHoverTooltips,
  hoverTooltip,
  keymap,
  showTooltip,
} from "@codemirror/view";

const loadCard = () => import("./card.js");

/** The word at an offset that may be an instruction, with its range. */
function wordAt(state, offset) {
  const { from, text } = state.doc.lineAt(offset);
  for (const { 0: word, index } of text.matchAll(/[a-z][a-z0-9_.]*/g)) {
    if (from + index > offset || from + index + word.length < offset) continue;
    const { name } = syntaxTree(state).resolveInner(from + index, 1);
    const other = /Comment|String|Identifier|Number/.test(name);
    return other ? undefined : { word, from: from + index, to: from + index + word.length };
  }
  return undefined;
}

/** The word at the cursor of the editor that had the focus last. */
let atCursor;
export const wordAtCursor = () => atCursor;

/** How long the cursor rests before a card comes by itself, in milliseconds: who moves on or types is
 * not disturbed. */
const REST = 800;

/** Whether one comes by itself. */
let atRest = true;
export const tellAtRest = (wanted) => (atRest = wanted);

const setCard = StateEffect.define();

/** The card at the cursor; it stays while the cursor does not leave the word. */
const shownCard = StateField.define({
  create: () => null,
  update(card, tr) {
    const asked = tr.effects.find((effect) => effect.is(setCard));
    if (asked) return asked.value;
    if (!card || tr.docChanged) return null;
    const { head, empty } = tr.state.selection.main;
    return empty && head >= card.pos && head <= card.end ? card : null;
  },
  provide: (field) => showTooltip.from(field),
});

/** Off the letters, so that nothing of the line is covered. */
const BESIDE = { x: 0, y: 4 };

const tooltip = ({ from, to }, dom, more) => ({ pos: from, end: to, above: true, create: () => ({ dom, offset: BESIDE }), ...more });

const underPointer = hoverTooltip(
  async (view, offset) => {
    const found = wordAt(view.state, offset);
    if (!found) return null;
    const card = (await loadCard()).cardOf(found.word);
    return card ? tooltip(found, card.dom) : null;
  },
  { hoverTime: 450, hideOnChange: true },
);

/** Shows the card of the word at the cursor, `asked` for by F1 or not; calls back where there is none. */
async function showAtCursor(view, found, asked, none = () => {}) {
  const card = (await loadCard()).cardOf(found.word);
  if (!card) return none();
  // The cursor may have gone on meanwhile, or the focus, which takes with it what nobody asked for.
  const now = wordAt(view.state, view.state.selection.main.head);
  if (!asked && !view.hasFocus) return undefined;
  if (now?.from !== found.from || now.word !== found.word) return undefined;
  const spoken = asked ? [EditorView.announce.of(card.spoken)] : [];
  return view.dispatch({ effects: [setCard.of(tooltip(found, card.dom, { asked })), ...spoken] });
}

/** F1: tells of the instruction at the cursor; elsewhere, and once more, the page's own key is obeyed. */
function tell(view) {
  const found = wordAt(view.state, view.state.selection.main.head);
  if (!found || view.state.field(shownCard)?.asked) return false;
  showAtCursor(view, found, true, () => globalThis.wasmscopePage.openReference());
  return true;
}

/** Takes the cards away; whether there was one. */
function dismiss(view) {
  const card = view.state.field(shownCard, false);
  const hovered = hasHoverTooltips(view.state);
  if (!card && !hovered) return false;
  view.dispatch({ effects: [setCard.of(null), ...(hovered ? [closeHoverTooltips] : [])] });
  return true;
}

/** Whether the cursor was moved by a key, and not by the pointer, a search or the page. */
const isMovedByKey = (update) =>
  update.selectionSet && !update.docChanged && update.transactions.some((tr) => tr.annotation(Transaction.userEvent) === "select");

/** Waits until the cursor rests on an instruction. After Escape none is told of by itself until the
 * editor is left. Escape is listened for everywhere, since the pointer needs no focus. */
class AtCursor {
  #waiting;
  #quiet = false;

  constructor(view) {
    this.view = view;
    this.onKey = (event) => {
      if (event.key !== "Escape" || !dismiss(view)) return;
      this.#quiet = true;
      event.preventDefault();
      event.stopPropagation();
    };
    document.addEventListener("keydown", this.onKey, true);
  }

  update(update) {
    const { state, view } = update;
    const found = wordAt(state, state.selection.main.head);
    atCursor = found?.word;
    if (update.docChanged || update.selectionSet || update.focusChanged) clearTimeout(this.#waiting);
    if (update.focusChanged && !view.hasFocus) this.#left();
    if (!atRest || !isMovedByKey(update) || this.#quiet || !found || !state.selection.main.empty || state.field(shownCard)) return;
    this.#waiting = setTimeout(() => {
      const isBusy = completionStatus(view.state) || hasHoverTooltips(view.state) || view.state.field(shownCard);
      if (view.hasFocus && !isBusy) showAtCursor(view, found, false);
    }, REST);
  }

  /** The focus is elsewhere: what came by itself goes, unless the focus is in it. */
  #left() {
    this.#quiet = false;
    setTimeout(() => {
      const isInside = this.view.dom.contains(document.activeElement);
      const card = this.view.state.field(shownCard, false);
      if (card && !card.asked && !isInside) this.view.dispatch({ effects: setCard.of(null) });
    });
  }

  destroy() {
    clearTimeout(this.#waiting);
    document.removeEventListener("keydown", this.onKey, true);
  }
}

export const instructionCards = () => [
  shownCard,
  underPointer,
  ViewPlugin.fromClass(AtCursor),
  Prec.high(keymap.of([{ key: "F1", run: tell, stopPropagation: true }])),
];
