// What the machine marks in the source: the token that runs next (with an arrow
// beside the line, or a cross when it has trapped) and the one that ran last. The marks move along with edits.

import { RangeSetBuilder, StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, GutterMarker, gutter } from "@codemirror/view";

import * as says from "../locales/en/machine-marks.ftl";

/** `{next: range | null, last: range | null}`; `next.trapped`. */
export const setMarks = StateEffect.define();

const none = { next: null, last: null };
const nextToken = Decoration.mark({ class: "cm-next", attributes: { "aria-current": "step" } });
const trappedToken = Decoration.mark({
  class: "cm-next is-trapped",
  attributes: { "aria-current": "step" },
});
const lastToken = Decoration.mark({ class: "cm-last" });
const nextLine = Decoration.line({ class: "cm-next-line" });
const trappedLine = Decoration.line({ class: "cm-next-line is-trapped" });

const marks = StateField.define({
  create: () => none,
  update(value, tr) {
    let { next, last } = value;
    if (tr.docChanged) {
      next = moved(next, tr.changes);
      last = moved(last, tr.changes);
    }
    for (const effect of tr.effects) {
      if (effect.is(setMarks)) ({ next, last } = effect.value);
    }
    return next === value.next && last === value.last ? value : { next, last };
  },
  provide: (field) => EditorView.decorations.from(field, decorations),
});

const isSame = (one, other) =>
  one === other ||
  (one !== null && other !== null && ["from", "to", "trapped"].every((key) => one[key] === other[key]));

/** Whether the marks are these already. */
export function areMarked(state, { next, last }) {
  const now = state.field(marks);
  return isSame(now.next, next) && isSame(now.last, last);
}

function moved(range, changes) {
  if (!range) return null;
  const from = changes.mapPos(range.from, 1);
  const to = changes.mapPos(range.to, -1);
  return from < to ? { ...range, from, to } : null;
}

function decorations({ next, last }) {
  return (view) => {
    const { doc } = view.state;
    const ranges = [];
    if (next && next.to <= doc.length) {
      const [line, token] = next.trapped ? [trappedLine, trappedToken] : [nextLine, nextToken];
      ranges.push(line.range(doc.lineAt(next.from).from));
      if (next.to > next.from) ranges.push(token.range(next.from, next.to));
    }
    const same = next && last && next.from === last.from;
    if (last && !same && last.to > last.from && last.to <= doc.length) {
      ranges.push(lastToken.range(last.from, last.to));
    }
    return Decoration.set(ranges, true);
  };
}

class Sign extends GutterMarker {
  constructor(text, title, name) {
    super();
    Object.assign(this, { text, title, name });
  }

  toDOM() {
    const sign = document.createElement("span");
    sign.className = `cm-next-arrow ${this.name}`;
    sign.textContent = this.text;
    sign.title = this.title;
    return sign;
  }
}
const arrow = new Sign("▶", says.runsNext, "");
const cross = new Sign("✖", says.trappedHere, "is-trapped");

const arrowGutter = gutter({
  class: "cm-machine-gutter",
  markers(view) {
    const { next } = view.state.field(marks);
    const builder = new RangeSetBuilder();
    if (next && next.from <= view.state.doc.length) {
      const { from } = view.state.doc.lineAt(next.from);
      builder.add(from, from, next.trapped ? cross : arrow);
    }
    return builder.finish();
  },
  initialSpacer: () => arrow,
});

export function machineMarks() {
  return [marks, arrowGutter];
}
