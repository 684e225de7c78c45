// The types on the stack beside each line, as validation knows them before anything runs: what is
// there after the last instruction of the line. `…` are operands of any type, where control
// cannot come. They are shown when they are asked for.

import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, ViewPlugin, WidgetType } from "@codemirror/view";

import * as says from "../locales/en/operand-types.ftl";

/** How long after the last key a text is valid again at the earliest, in milliseconds. */
const AFTER_EDIT = 600;

/** The page's function that knows the types; none while it starts. */
let typesOf = () => [];
let shown = false;
const views = new Set();

export function useOperandTypes(given) {
  typesOf = given;
}

class Types extends WidgetType {
  constructor(text) {
    super();
    this.text = text;
  }

  eq(other) {
    return other.text === this.text;
  }

  toDOM() {
    const span = document.createElement("span");
    span.className = "operand-types";
    span.textContent = `[${this.text}]`;
    span.title = says.afterLine;
    return span;
  }

  ignoreEvent() {
    return false;
  }
}

const setTypes = StateEffect.define();

const field = StateField.define({
  create: () => Decoration.none,
  update(value, tr) {
    let moved = value.map(tr.changes);
    for (const effect of tr.effects) if (effect.is(setTypes)) moved = effect.value;
    return moved;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** The types after each line, by its number, of rows `[function, line, column, types before]`. */
export function afterLines(rows) {
  const lines = new Map();
  rows.forEach(([func, line], index) => {
    const next = rows[index + 1];
    // What follows the end of a function is another one.
    if (next?.[0] === func) lines.set(line, next[3]);
  });
  return lines;
}

function decorations({ doc }) {
  if (!shown) return Decoration.none;
  const flat = typesOf();
  const rows = [];
  for (let at = 0; at < flat.length; at += 4) rows.push(flat.slice(at, at + 4));
  const found = [...afterLines(rows)].filter(([line]) => line <= doc.lines);
  const ranges = found.map(([line, text]) => {
    const widget = Decoration.widget({ widget: new Types(text), side: 1 });
    return widget.range(doc.line(line).to);
  });
  return Decoration.set(ranges, true);
}

function refresh(view) {
  view.dispatch({ effects: setTypes.of(decorations(view.state)) });
}

export function showOperandTypes(wanted) {
  shown = wanted;
  for (const view of views) refresh(view);
}

/** Keeps what is shown true to the text: after an edit, and when the machine begins again. */
const follower = ViewPlugin.define((view) => {
  let timer;
  const later = (wait) => {
    clearTimeout(timer);
    if (shown) timer = setTimeout(() => refresh(view), wait);
  };
  const onStep = ({ detail }) => {
    if (detail.kind !== "step") later(0);
  };
  views.add(view);
  document.addEventListener("wasmscope:step", onStep);
  return {
    update({ docChanged, transactions }) {
      if (docChanged) later(AFTER_EDIT);
      // The page marks the next instruction once it has assembled an edit.
      else if (transactions.some(({ effects }) => effects.some((one) => !one.is(setTypes)))) later(100);
    },
    destroy() {
      views.delete(view);
      clearTimeout(timer);
      document.removeEventListener("wasmscope:step", onStep);
    },
  };
});

export const operandTypes = () => [field, follower];
