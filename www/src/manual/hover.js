// An instruction in the editor tells what it does: under the pointer, and at the cursor when F1 is
// pressed. The manual is loaded then. Escape takes the card away; the pointer may go onto it.

import { syntaxTree } from "@codemirror/language";
import { Prec, StateEffect, StateField } from "@codemirror/state";
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

const setCard = StateEffect.define();

/** The card that was asked for by keyboard. */
const shownCard = StateField.define({
  create: () => null,
  update(card, tr) {
    const asked = tr.effects.find((effect) => effect.is(setCard));
    if (asked) return asked.value;
    return tr.docChanged || tr.selection ? null : card;
  },
  provide: (field) => showTooltip.from(field),
});

const tooltip = ({ from, to }, dom) => ({ pos: from, end: to, above: true, create: () => ({ dom }) });

const underPointer = hoverTooltip(
  async (view, offset) => {
    const found = wordAt(view.state, offset);
    if (!found) return null;
    const card = (await loadCard()).cardOf(found.word);
    return card ? tooltip(found, card.dom) : null;
  },
  { hoverTime: 450, hideOnChange: true },
);

/** F1: tells of the instruction at the cursor; elsewhere the page's own key is obeyed. */
function tell(view) {
  const found = wordAt(view.state, view.state.selection.main.head);
  if (!found || view.state.field(shownCard)) return false;
  loadCard().then(({ cardOf }) => {
    const card = cardOf(found.word);
    if (!card) return globalThis.wasmscopePage.openReference();
    return view.dispatch({
      effects: [setCard.of(tooltip(found, card.dom)), EditorView.announce.of(card.spoken)],
    });
  });
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

/** Escape is listened for everywhere, since the pointer needs no focus. */
const escape = ViewPlugin.define((view) => {
  const onKey = (event) => {
    if (event.key !== "Escape" || !dismiss(view)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  document.addEventListener("keydown", onKey, true);
  return {
    update({ state }) {
      atCursor = wordAt(state, state.selection.main.head)?.word;
    },
    destroy: () => document.removeEventListener("keydown", onKey, true),
  };
});

export const instructionCards = () => [
  shownCard,
  underPointer,
  escape,
  Prec.high(keymap.of([{ key: "F1", run: tell, stopPropagation: true }])),
];
