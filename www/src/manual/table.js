// The manual of all instructions, as the machine's crate has it (vm/src/explain/manual). It is a
// part of its own, which is loaded when somebody asks about an instruction.

import table from "./instructions.json";

/** Every instruction, in the order of the manual. */
export const instructions = table;

const byName = new Map(table.map((entry) => [entry.name, entry]));

/** The instruction of a name; undefined where there is none. */
export const find = (name) => byName.get(name);

/** A copy for scripts, which may do with it what they like. */
export const copies = () => structuredClone(table);

/** The same of one instruction; undefined where there is none of that name. */
export const copy = (name) => structuredClone(find(name));

/** Those in which all words of a query are found; the ones whose names have it come first. */
export function search(query) {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const own = ({ name }) => words.every((word) => name.includes(word));
  const text = ({ name, group, signature, meaning }) =>
    `${name} ${group} ${signature} ${meaning}`.toLowerCase();
  const found = table.filter((entry) => words.every((word) => text(entry).includes(word)));
  return [...found.filter(own), ...found.filter((entry) => !own(entry))];
}
