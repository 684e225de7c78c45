// Beside the line of a type error: the operand stack that is asked for at its token, and the one
// that is there, with the entries marked that do not fit.

import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, WidgetType } from "@codemirror/view";

import * as says from "../locales/en/type-errors.ftl";

class Stacks extends WidgetType {
  constructor(stacks) {
    super();
    this.stacks = stacks;
    this.key = JSON.stringify(stacks);
  }

  eq(other) {
    return other.key === this.key;
  }

  toDOM() {
    const { expected, found, wrong, below } = this.stacks;
    const span = document.createElement("span");
    span.className = "operand-types type-error";
    span.title = says.stacks;
    // The list of problems says it; here it is no part of the text that is read and copied.
    span.setAttribute("aria-hidden", "true");
    const append = (text, kind = "span") => {
      const part = document.createElement(kind);
      part.dataset.text = text;
      span.append(part);
    };
    append(`${says.expected} [${expected.join(" ")}], ${says.found} [`);
    if (below) append(found.length > 0 ? `${below} ` : below);
    found.forEach((type, index) => {
      if (index > 0) append(" ");
      append(type, wrong.includes(index) ? "b" : "span");
    });
    append("]");
    return span;
  }

  ignoreEvent() {
    return false;
  }
}

const setErrors = StateEffect.define();

/** What shows stacks at the ends of lines: `[{at, stacks}]`, offsets of the text. */
export function showTypeErrors({ doc }, errors) {
  const ranges = errors.map(({ at, stacks }) =>
    Decoration.widget({ widget: new Stacks(stacks), side: 2 }).range(doc.lineAt(at).to),
  );
  return setErrors.of(Decoration.set(ranges, true));
}

export const typeErrors = () =>
  StateField.define({
    create: () => Decoration.none,
    update(value, tr) {
      let moved = value.map(tr.changes);
      for (const effect of tr.effects) if (effect.is(setErrors)) moved = effect.value;
      return moved;
    },
    provide: (field) => EditorView.decorations.from(field),
  });
