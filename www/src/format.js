// Lays the source out, by a module of its own (../../format) that is loaded when this is.

import address from "format:wasm";
import init, { __wbg_reset_state as beginAnew, format } from "format:glue";

import * as text from "../locales/en/format.ftl";
import { tokens } from "./wat-tokens.js";

/** Resolves once the module is there. */
let loaded;
const load = () => (loaded ??= init({ module_or_path: new URL(address, import.meta.url) }));

/**
 * The changes that make one text of another, all of them between tokens, so that whatever stands
 * at a token stays there; null when the tokens are not the same.
 */
export function changesBetween(before, after) {
  const [old, now] = [[...tokens(before)], [...tokens(after)]];
  if (old.length !== now.length) return null;
  const changes = [];
  let [from, begin] = [0, 0];
  for (let i = 0; i <= old.length; i += 1) {
    const [was, is] = [old[i], now[i]];
    if (was?.text !== is?.text) return null;
    const to = was?.from ?? before.length;
    const insert = after.slice(begin, is?.from ?? after.length);
    if (before.slice(from, to) !== insert) changes.push({ from, to, insert });
    [from, begin] = [was?.to, is?.to];
  }
  return changes;
}

/**
 * How a text is laid out: `{changes}`, or `{problem}`, a sentence of why it is left as it is.
 */
export async function layOut(source) {
  try {
    await load();
  } catch {
    loaded = undefined;
    return { problem: text.notLoaded };
  }
  let laidOut;
  try {
    laidOut = format(source);
  } catch (error) {
    // A sentence is thrown by the module; anything else has broken it.
    if (typeof error === "string") return { problem: text.refused(error) };
    beginAnew();
    return { problem: text.tooDeep };
  }
  const changes = changesBetween(source, laidOut);
  return changes ? { changes } : { problem: text.moreThanLayout };
}

/** Sentences for who puts the changes into the editor. */
export const said = {
  onlyRead: text.onlyRead,
  changedMeanwhile: text.changedMeanwhile,
  already: text.already,
  done: text.done,
};
