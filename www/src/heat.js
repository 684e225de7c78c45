// How often each line was executed, beside it: a count, and a bar that is longest at the hottest
// line. They move along with edits, and go with their line.

import { RangeSet, StateEffect, StateField } from "@codemirror/state";
import { GutterMarker, gutter } from "@codemirror/view";

import * as text from "../locales/en/heat.ftl";

/** All of them, each `{from, count, share}`: `from` begins the line, `share` is of 1. */
export const setHeat = StateEffect.define();

/** `1,204`, and from ten thousand on `12k`, `3.4M`, in at most five characters. */
function short(count) {
  if (count < 10_000) return count.toLocaleString("en-US");
  return new Intl.NumberFormat("en-US", { notation: "compact", maximumSignificantDigits: 3 }).format(count);
}

class Bar extends GutterMarker {
  constructor(count, share, length) {
    super();
    this.count = count;
    this.share = share;
    this.length = length;
  }

  eq(other) {
    return other.count === this.count && other.share === this.share && other.length === this.length;
  }

  toDOM() {
    const bar = document.createElement("span");
    bar.className = "cm-heat";
    bar.style.setProperty("--length", this.length);
    bar.textContent = short(this.count);
    const percent = (this.share * 100).toLocaleString("en-US", { maximumFractionDigits: 1 });
    bar.title = text.executed(this.count, percent);
    return bar;
  }
}

const heat = StateField.define({
  create: () => RangeSet.empty,
  update(value, tr) {
    let all = tr.docChanged ? value.map(tr.changes) : value;
    for (const effect of tr.effects) {
      if (!effect.is(setHeat)) continue;
      const most = Math.max(...effect.value.map(({ count }) => count));
      const bars = effect.value.map(({ from, count, share }) => new Bar(count, share, count / most).range(from));
      all = RangeSet.of(bars, true);
    }
    return all;
  },
});

export const heatMarks = () => [
  heat,
  gutter({ class: "cm-heat-gutter", markers: (view) => view.state.field(heat) }),
];
