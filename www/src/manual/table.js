// The manual of all instructions, as the machine's crate has it (vm/src/explain/manual). It is a
// part of its own, which is loaded when somebody asks about an instruction.

import table from "./instructions.json";
import { wordsFor } from "./words.js";

/** Every instruction, in the order of the manual. */
export const instructions = table;

const byName = new Map(table.map((entry) => [entry.name, entry]));

/** The instruction of a name; undefined where there is none. */
export const find = (name) => byName.get(name);

/** A copy for scripts, which may do with it what they like. */
export const copies = () => structuredClone(table);

/** The same of one instruction; undefined where there is none of that name. */
export const copy = (name) => structuredClone(find(name));

/** How near a word is to an instruction: in its name, in a word that people use for it, in what is
 * said of it; undefined where it is in none. */
function distance(word, { name, group, signature, meaning }) {
  if (name.includes(word)) return 0;
  if (wordsFor(name).some((one) => one.startsWith(word))) return 1;
  return `${group} ${signature} ${meaning}`.toLowerCase().includes(word) ? 2 : undefined;
}

/** Those in which all words of a query are found; the nearest come first. */
export function search(query) {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const found = [[], [], []];
  for (const entry of table) {
    const far = words.map((word) => distance(word, entry));
    if (!far.includes(undefined)) found[Math.max(0, ...far)].push(entry);
  }
  return found.flat();
}
