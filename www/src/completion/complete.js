// What can stand at a place of the source: instructions with what the manual says of them,
// names that the text declares, words and types. It is loaded with the first word that is typed.

import * as says from "../../locales/en/completion/complete.ftl";
import { instructions } from "../manual/table.js";
import { wordPattern } from "../wat-tokens.js";
import { survey } from "./survey.js";
import { fields, flat, parts, types } from "./words.js";

/** Which names follow a word; the first row that fits counts. */
const takes = [
  [/^local\./, "local"],
  [/^global\./, "global"],
  [/^(return_)?call$|^ref\.func$|^start$/, "func"],
  [/^(return_)?call_indirect$/, "table type"],
  [/^(return_)?call_ref$|^(ref|sub)$|^ref\./, "type"],
  [/^br_on_cast/, "label type"],
  [/^br/, "label"],
  [/^catch_all/, "label"],
  [/^catch/, "tag label"],
  [/^throw$/, "tag"],
  [/^struct\.[gs]et/, "type field"],
  [/^array\.(new|init)_data$/, "type data"],
  [/^array\.(new|init)_elem$/, "type elem"],
  [/^(struct|array)\./, "type"],
  [/^table\.init$/, "table elem"],
  [/^table\./, "table"],
  [/^memory\.init$/, "memory data"],
  [/^(data|elem)\.drop$/, "data elem"],
  [/^memory\.|\.(load|store)/, "memory"],
  [/^(func|global|memory|table|tag|type|data|elem)$/, "same"],
];

const typed = new Set(["param", "result", "local", "global", "field", "mut", "array", "table", "elem", "sub", "ref"]);

const ofWords = (words) => Object.entries(words).map(([label, info]) => ({ label, info }));
const instructionOptions = instructions.map(({ name, signature, meaning }) => ({
  label: name,
  detail: signature,
  info: meaning,
}));

/** The names that can follow `word`: of the kinds that it takes, or all if there are none. */
function namesAfter(word, { names, place }) {
  const known = names.filter(({ kind, field }) => kind !== "local" || field === place.field);
  const labels = place.labels.map((name, depth) => ({ kind: "label", name, detail: says.label(depth) }));
  const all = [...known, ...labels.filter(({ name }) => name)];
  const row = takes.find(([pattern]) => pattern.test(word ?? ""));
  const kinds = row?.[1] === "same" ? [word] : (row?.[1].split(" ") ?? []);
  const fitting = all.filter(({ kind }) => kinds.includes(kind));
  // Names of one kind may be declared again by what shadows them.
  const options = new Map();
  for (const { name, detail } of fitting.length > 0 ? fitting : all) {
    if (!options.has(name)) options.set(name, { label: name, detail });
  }
  return [...options.values()];
}

/** The words that can stand there. */
function words({ head, parent, words: before }) {
  const isHead = before.length === 0;
  if (isHead && (parent === undefined || parent === "module")) {
    return ofWords(parent === undefined ? { module: says.module, ...fields } : fields);
  }
  if (isHead) return [...ofWords(parts), ...instructionOptions];
  if (typed.has(head)) return ofWords(types);
  return head === "module" ? [] : [...ofWords(flat), ...instructionOptions];
}

/** A source of completions, as CodeMirror has them. */
export function complete(context) {
  const word = context.matchBefore(wordPattern);
  const from = word?.from ?? context.pos;
  const text = word?.text ?? "";
  const isName = text.startsWith("$");
  // One letter is no question yet, and numbers are never completed.
  if (!context.explicit && text.length < (isName ? 1 : 2)) return null;
  if (/^[-+]?\d/.test(text)) return null;
  const found = survey(context.state.doc.toString(), from);
  const { place } = found;
  if (!place) return null;
  const before = place.words.filter((word) => !/^[$\d]/.test(word)).at(-1);
  const after = namesAfter(before, found);
  const options = isName ? after : [...(context.explicit && text === "" ? after : []), ...words(place)];
  return options.length > 0 ? { from, options, validFor: isName ? /^\$\S*$/ : /^[^$\s()]+$/ } : null;
}
