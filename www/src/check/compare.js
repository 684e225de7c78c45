// Whether two engines agree: what the page's machine has come to, and what the browser's says.

import * as says from "../../locales/en/check/compare.ftl";
import { bitsOf, bytesOf, likeness, sizeOf, textOf } from "./values.js";

const SLOT = 16;

/** How browsers call what the specification's test suite calls so. */
const words = [
  ["unreachable", /unreachable/i],
  ["integer divide by zero", /(divi\w+|remainder) by zero/i],
  ["integer overflow", /unrepresentable|integer overflow|out of bounds trunc/i],
  ["invalid conversion to integer", /unrepresentable in integer|invalid conversion|out of bounds trunc/i],
  ["out of bounds memory access", /memory access|memory index|data segment|bounds memory|^index out of bounds/i],
  ["out of bounds table access", /table (index|access|element)|element segment|bounds table|^index out of bounds/i],
  ["undefined element", /table index|bounds table|bounds call_indirect|^index out of bounds/i],
  ["uninitialized element", /null/i],
  ["indirect call type mismatch", /signature/i],
  ["call stack exhausted", /call stack|recursion/i],
  ["null", /null/i],
  ["out of bounds array access", /array|segment|^index out of bounds/i],
  ["cast failure", /cast/i],
];

/** Whether two engines name the same trap; undefined when the browser's words are not known. */
export function sameTrap(ours, theirs) {
  const own = words.find(([name]) => name === ours || (name === "null" && ours.startsWith("null")));
  if (own?.[1].test(theirs)) return true;
  return words.some(([, pattern]) => pattern.test(theirs)) ? false : undefined;
}

const call = ({ module, name, args }) => `${module}.${name}(${args.map(({ text }) => text).join(", ")})`;

/** What is found while comparing. */
class Findings {
  differences = [];
  notes = new Set();
  compared = [];

  /** Compares a value of ours with bits of theirs. */
  value(what, { type, text, bits }, theirs) {
    const alike = likeness(type, bits, theirs);
    if (alike === "other") {
      this.differences.push(says.differ(what, `${type} ${text}`, textOf(type, theirs)));
    } else if (alike === "nan") {
      this.notes.add(says.nan);
    }
  }
}

const NULLS = [says.notNull, "null"];

function results(found, ours, bytes) {
  ours.results.forEach((value, at) => {
    const what = ours.results.length === 1 ? says.result : says.resultAt(at);
    const theirs = bytes.subarray(at * SLOT, at * SLOT + SLOT);
    if (sizeOf(value.type)) return found.value(what, value, bitsOf(value.type, theirs));
    const [here, there] = [Number(value.text === "null"), theirs[0]];
    found.notes.add(says.onlyNull);
    if (here !== there) found.differences.push(says.differ(what, NULLS[here], NULLS[there]));
  });
  found.compared.push(says.results(ours.results.length));
}

function globals(found, ours, bytes) {
  ours.globals.forEach((value, at) => {
    const name = value.name ? `$${value.name}` : `${value.index}`;
    found.value(says.global(name), value, bitsOf(value.type, bytes.subarray(at * SLOT, at * SLOT + SLOT)));
  });
  if (ours.globals.length > 0) found.compared.push(says.globals(ours.globals.length));
}

/** Whether a difference at an address can be one of a NaN's bits. */
function isNanAt(ours, theirs, at) {
  return [["f32", 4], ["f64", 8]].some(([type, size]) => {
    const from = at - (at % size);
    const [left, right] = [ours, theirs].map((bytes) => bitsOf(type, bytes.subarray(from, from + size)));
    return likeness(type, left, right) === "nan";
  });
}

/** The first address from one on where two memories differ; -1 when there is none. */
function firstDifference(ours, theirs, from) {
  for (let at = from; at < ours.length; at += 1) if (ours[at] !== theirs[at]) return at;
  return -1;
}

const hex = (byte) => byte.toString(16).padStart(2, "0");

function memory(found, index, ours, theirs) {
  const what = says.memory(index);
  if (ours === null || typeof theirs === "number") {
    found.notes.add(says.tooLarge(what));
    return;
  }
  if (ours.length !== theirs.length) {
    found.differences.push(says.otherSize(what, ours.length, theirs.length));
    return;
  }
  found.compared.push(says.bytesOfMemory(ours.length, index));
  let at = firstDifference(ours, theirs, 0);
  while (at >= 0 && isNanAt(ours, theirs, at)) {
    found.notes.add(says.memoryNan);
    at = firstDifference(ours, theirs, at + 1);
  }
  if (at >= 0) {
    found.differences.push(says.differ(says.at(what, `0x${at.toString(16)}`), hex(ours[at]), hex(theirs[at])));
  }
}

/** What an exception carries, of the types that JavaScript can read. */
function carried(found, args, theirs) {
  args.forEach((value, at) => {
    const given = theirs[at];
    const view = new DataView(new ArrayBuffer(8));
    if (value.type === "i32" && typeof given === "number") view.setInt32(0, given, true);
    else if (value.type === "f32" && typeof given === "number") view.setFloat32(0, given, true);
    else if (value.type === "f64" && typeof given === "number") view.setFloat64(0, given, true);
    else if (value.type === "i64" && typeof given === "bigint") view.setBigInt64(0, given, true);
    else return found.notes.add(says.unread);
    found.value(says.carries(at), value, bitsOf(value.type, new Uint8Array(view.buffer)));
  });
}

const endings = {
  returned: () => says.returns,
  trapped: ({ message }) => says.traps(message),
  thrown: () => says.throws,
  exited: ({ code }) => says.endsWith(code),
};

/** How the two have ended, where both did so in the same way. */
function ending(found, ours, theirs) {
  if (theirs.outcome === "returned") results(found, ours, theirs.results);
  if (theirs.outcome === "trapped") {
    const same = sameTrap(ours.trap, theirs.message);
    if (same === false) {
      found.differences.push(says.otherTrap(ours.trap, theirs.message));
    } else if (same === undefined) {
      found.notes.add(says.unknownTrap(theirs.message));
    }
    found.compared.push(says.theTrap);
  }
  if (theirs.outcome === "thrown") {
    if (theirs.tag < 0 || ours.tag === undefined) {
      found.notes.add(says.noTag);
    } else if (theirs.tag !== ours.tag) {
      found.differences.push(says.otherTag(ours.tag, theirs.tag));
    } else carried(found, ours.exception, theirs.args);
    found.compared.push(says.theException);
  }
}

/** A call of the host that was not made before, or not so. */
function otherCall(ours, { number: at, at: position, slot, given }) {
  const recorded = ours.calls[at];
  const import_ = ours.imports[position];
  const theirs = `${import_.module}.${import_.name}`;
  if (!recorded) return says.oneMoreCall(theirs);
  if (slot === undefined) return says.otherCall(at + 1, call(recorded), theirs);
  const { type, text } = recorded.args[slot];
  const there = sizeOf(type) ? textOf(type, bitsOf(type, given)) : NULLS[given[0]];
  return says.otherArgument(at + 1, theirs, slot, `${type} ${text}`, there);
}

/** What the ending is, for whom both agree. */
function agreed({ status, results, trap }) {
  const values = (results ?? []).map(({ type, text }) => `${type} ${text}`).join(", ");
  if (status === "returned") return values ? says.bothReturnValues(values) : says.bothReturn;
  if (status === "trapped") return says.bothTrap(trap);
  return status === "thrown" ? says.bothThrow : says.bothExit;
}

const unknown = (text) => ({ verdict: "unknown", text, compared: [], differences: [], notes: [] });

/** What cannot be compared, and why. */
function incomparable({ outcome, why }) {
  if (outcome === "endless") {
    return says.endless;
  }
  if (why === "start") return says.wroteEarly;
  if (/^(Compile|Syntax|Type|Reference)Error/.test(why)) return says.cannotRun(why);
  return says.couldNot(why);
}

/**
 * The verdict: `agrees`, `differs` or `unknown`, in a sentence, with what was compared, what
 * differs and what there is to know about it.
 *
 * `ours` has `status`, `results`, `trap`, `exception` and `tag`, `exitCode`, `calls` and
 * `imports`, the `globals` that are numbers and the bytes of `memories` (null where there are
 * too many); `theirs` is what engine.js says.
 */
export function compare(ours, theirs) {
  const { outcome } = theirs;
  if (outcome === "cannot" || outcome === "endless") return unknown(incomparable(theirs));
  const deep = "call stack exhausted";
  const isDeep = [ours.trap === deep, outcome === "trapped" && sameTrap(deep, theirs.message) === true];
  if (isDeep[0] !== isDeep[1]) {
    return unknown(isDeep[0] ? says.deepHere : says.deepThere);
  }
  const found = new Findings();
  if (outcome === "asked") {
    found.differences.push(otherCall(ours, theirs));
  } else if (outcome !== ours.status || (outcome === "exited" && theirs.code !== ours.exitCode)) {
    const here = endings[ours.status]({ message: ours.trap, code: ours.exitCode });
    const there = endings[outcome](theirs);
    found.differences.push(says.otherEnding(here, there));
  } else {
    ending(found, ours, theirs);
    if (theirs.asked < ours.calls.length) {
      found.differences.push(says.fewerCalls(ours.calls.length, theirs.asked));
    } else if (ours.calls.length > 0) found.compared.push(says.calls(ours.calls.length));
    if (theirs.globals) globals(found, ours, theirs.globals);
    theirs.memories?.forEach((bytes, index) => memory(found, index, ours.memories[index], bytes));
    if (!theirs.memories && ours.memories.length + ours.globals.length > 0) {
      found.notes.add(says.early);
    }
    if (isDeep[0]) found.notes.add(says.deep);
  }
  const { differences, compared } = found;
  const verdict = differences.length === 0 || (isDeep[0] && outcome !== "asked") ? "agrees" : "differs";
  return {
    verdict,
    text: verdict === "agrees" ? agreed(ours) : says.doNotAgree,
    compared,
    differences: verdict === "agrees" ? [] : differences,
    notes: [...found.notes],
  };
}

/** Whether a memory has another size on the browser's engine; true where that cannot be known. */
function otherSizes({ sizes }, { memories }) {
  if (!memories) return true;
  return memories.some((bytes, at) => (typeof bytes === "number" ? bytes : bytes.length) !== sizes[at]);
}

/**
 * Why the specification may allow a difference, by the names of instructions that were executed:
 * results of relaxed SIMD are each engine's own choice among a few, and any engine may refuse to
 * let a memory or a table grow. Empty where neither can be the reason.
 */
export function allowances(ours, theirs, executed) {
  const relaxed = executed.filter((op) => op.includes(".relaxed_"));
  const reasons = relaxed.length > 0 ? [says.relaxed(relaxed.join(", "))] : [];
  const grows = ["memory.grow", "table.grow"].filter(
    (op) => executed.includes(op) && (op === "table.grow" || otherSizes(ours, theirs)),
  );
  return [...reasons, ...grows.map((op) => says.refusesToGrow(op))];
}

/** The same verdict, with why the specification may allow what differs. */
export function excused(found, reasons) {
  if (reasons.length === 0) return found;
  return { ...found, text: says.mayDiffer, allowed: true, notes: [...reasons, ...found.notes] };
}

/** A recorded value as the worker takes it. */
export const recorded = ({ type, text, bits }) => ({
  type,
  bytes: sizeOf(type) ? bytesOf(type, bits) : [Number(text === "null"), 0, 0, 0],
});
