// Breakpoints in the source: a mark beside the line and one on the token itself. They move
// along with edits, and are gone when their token is.

import { RangeSet, StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, GutterMarker, gutter, lineNumbers } from "@codemirror/view";

import * as text from "../locales/en/breakpoints.ftl";

/** All breakpoints, each `{id, from, to}`. */
export const setBreakpoints = StateEffect.define();

const token = Decoration.mark({ class: "cm-break" });

const breakpoints = StateField.define({
  create: () => [],
  update(value, tr) {
    let all = value;
    if (tr.docChanged) all = all.map((one) => moved(one, tr.changes)).filter(Boolean);
    for (const effect of tr.effects) {
      if (effect.is(setBreakpoints)) all = effect.value;
    }
    return all;
  },
  provide: (field) =>
    EditorView.decorations.from(field, (all) =>
      Decoration.set(all.map(({ from, to }) => token.range(from, to)), true),
    ),
});

function moved({ id, from, to }, changes) {
  const now = { id, from: changes.mapPos(from, 1), to: changes.mapPos(to, -1) };
  return now.from < now.to ? now : null;
}

class Dot extends GutterMarker {
  eq(other) {
    return other instanceof Dot;
  }

  toDOM() {
    const dot = document.createElement("span");
    dot.className = "cm-break-dot";
    dot.textContent = "⬢";
    dot.title = text.remove;
    return dot;
  }
}
const dot = new Dot();

/** Where the breakpoints are now. */
export const breakpointsOf = (state) => state.field(breakpoints);

/**
 * @param {(line: number, ids: Uint32Array) => void} onClick called with the line that was
 * clicked beside and the breakpoints on it
 */
export function breakpointMarks(onClick) {
  const click = (view, block) => {
    const line = view.state.doc.lineAt(block.from);
    const here = breakpointsOf(view.state).filter(
      ({ from }) => from >= line.from && from <= line.to,
    );
    onClick(line.number, Uint32Array.from(here, ({ id }) => id));
    return true;
  };
  // The numbers count as beside the line: that is where people click first.
  const onPress = {
    mousedown(view, block, event) {
      if (event.button !== 0) return false;
      event.preventDefault();
      return click(view, block);
    },
  };
  return [
    breakpoints,
    gutter({
      class: "cm-break-gutter",
      markers(view) {
        const { doc } = view.state;
        const starts = new Set(breakpointsOf(view.state).map(({ from }) => doc.lineAt(from).from));
        return RangeSet.of([...starts].map((from) => dot.range(from)), true);
      },
      initialSpacer: () => dot,
      domEventHandlers: onPress,
    }),
    lineNumbers({ domEventHandlers: onPress }),
  ];
}
