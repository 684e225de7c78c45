// Colours for WebAssembly text. The grammar knows words, names, numbers, strings
// and comments; which words are structure, types, control or plain instructions
// is told apart here. Every colour is a CSS variable, so a theme is only CSS. Parentheses and words
// of structure have the colour of a line: what has no element of its own costs nothing to scroll.

import { syntaxTree } from "@codemirror/language";
import { Decoration, ViewPlugin } from "@codemirror/view";

const structure = new Set(
  ("module func param result local global memory table type import export start elem data " +
    "offset item mut declare rec sub final field struct array tag ref").split(" "),
);
const types = new Set(
  ("i32 i64 f32 f64 v128 i8 i16 funcref externref anyref eqref i31ref structref arrayref " +
    "exnref nullref nullfuncref nullexternref extern any eq none noextern nofunc").split(" "),
);
const control = new Set(
  ("block loop if then else end br br_if br_table return call call_indirect call_ref " +
    "return_call return_call_indirect return_call_ref unreachable nop throw throw_ref try_table " +
    "catch catch_all catch_ref catch_all_ref br_on_null br_on_non_null br_on_cast br_on_cast_fail").split(" "),
);

const classes = {
  LineComment: "wat-comment",
  BlockComment: "wat-comment",
  Identifier: "wat-name",
  Number: "wat-number",
  String: "wat-string",
};
const decorations = new Map();
function decoration(name) {
  if (!decorations.has(name)) decorations.set(name, Decoration.mark({ class: name }));
  return decorations.get(name);
}

function classOf(node, doc) {
  if (node.name !== "Type" && node.name !== "Keyword") return classes[node.name];
  const word = doc.sliceString(node.from, node.to);
  if (structure.has(word)) return undefined;
  if (types.has(word)) return "wat-type";
  if (control.has(word)) return "wat-control";
  return word.includes("=") ? "wat-number" : "wat-instruction";
}

function build(view) {
  const ranges = [];
  for (const { from, to } of view.visibleRanges) {
    syntaxTree(view.state).iterate({
      from,
      to,
      enter(node) {
        const name = node.to > node.from && classOf(node, view.state.doc);
        if (name) ranges.push(decoration(name).range(node.from, node.to));
      },
    });
  }
  return Decoration.set(ranges, true);
}

export const watColours = ViewPlugin.fromClass(
  class {
    constructor(view) {
      this.tree = syntaxTree(view.state);
      this.decorations = build(view);
    }

    update(update) {
      const tree = syntaxTree(update.state);
      if (update.docChanged || update.viewportChanged || tree !== this.tree) {
        this.tree = tree;
        this.decorations = build(update.view);
      }
    }
  },
  { decorations: (plugin) => plugin.decorations },
);
