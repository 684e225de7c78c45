// Whether two engines agree: what the page's machine has come to, and what the browser's says.

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

const number = (value) => value.toLocaleString("en-US");
const count = (many, one) => `${number(many)} ${one}${many === 1 ? "" : "s"}`;
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
      this.differences.push(`${what}: ${type} ${text} here, ${textOf(type, theirs)} on the browser's engine.`);
    } else if (alike === "nan") {
      this.notes.add("Sign and payload of a NaN are another; the specification leaves them to the engine.");
    }
  }
}

const NULLS = ["not null", "null"];

function results(found, ours, bytes) {
  ours.results.forEach((value, at) => {
    const what = ours.results.length === 1 ? "Result" : `Result ${at}`;
    const theirs = bytes.subarray(at * SLOT, at * SLOT + SLOT);
    if (sizeOf(value.type)) return found.value(what, value, bitsOf(value.type, theirs));
    const [here, there] = [Number(value.text === "null"), theirs[0]];
    found.notes.add("Of references, only whether they are null was compared.");
    if (here !== there) found.differences.push(`${what}: ${NULLS[here]} here, ${NULLS[there]} on the browser's engine.`);
  });
  found.compared.push(count(ours.results.length, "result"));
}

function globals(found, ours, bytes) {
  ours.globals.forEach((value, at) => {
    const name = value.name ? `$${value.name}` : `${value.index}`;
    found.value(`Global ${name}`, value, bitsOf(value.type, bytes.subarray(at * SLOT, at * SLOT + SLOT)));
  });
  if (ours.globals.length > 0) found.compared.push(count(ours.globals.length, "global"));
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
  const what = `Memory ${index}`;
  if (ours === null || typeof theirs === "number") {
    found.notes.add(`${what} is too large to be compared.`);
    return;
  }
  if (ours.length !== theirs.length) {
    found.differences.push(`${what}: ${number(ours.length)} bytes here, ${number(theirs.length)} on the browser's engine.`);
    return;
  }
  found.compared.push(`${number(ours.length)} bytes of memory ${index}`);
  let at = firstDifference(ours, theirs, 0);
  while (at >= 0 && isNanAt(ours, theirs, at)) {
    found.notes.add("Memory differs only in bits of NaN; the specification leaves them to the engine.");
    at = firstDifference(ours, theirs, at + 1);
  }
  if (at >= 0) {
    found.differences.push(`${what} at 0x${at.toString(16)}: ${hex(ours[at])} here, ${hex(theirs[at])} on the browser's engine.`);
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
    else return found.notes.add("What the exception carries cannot all be read by JavaScript.");
    found.value(`What the exception carries, ${at}`, value, bitsOf(value.type, new Uint8Array(view.buffer)));
  });
}

const endings = {
  returned: () => "returns",
  trapped: ({ message }) => `traps (${message})`,
  thrown: () => "throws an exception that nobody catches",
  exited: ({ code }) => `ends with code ${code}`,
};

/** How the two have ended, where both did so in the same way. */
function ending(found, ours, theirs) {
  if (theirs.outcome === "returned") results(found, ours, theirs.results);
  if (theirs.outcome === "trapped") {
    const same = sameTrap(ours.trap, theirs.message);
    if (same === false) {
      found.differences.push(`The trap: ${ours.trap} here, “${theirs.message}” on the browser's engine.`);
    } else if (same === undefined) {
      found.notes.add(`Both trap; the browser says “${theirs.message}”, whose meaning is not known here.`);
    }
    found.compared.push("the trap");
  }
  if (theirs.outcome === "thrown") {
    if (theirs.tag < 0 || ours.tag === undefined) {
      found.notes.add("Both throw; the exception's tag could not be compared.");
    } else if (theirs.tag !== ours.tag) {
      found.differences.push(`The exception has tag ${ours.tag} here, ${theirs.tag} on the browser's engine.`);
    } else carried(found, ours.exception, theirs.args);
    found.compared.push("the exception");
  }
}

/** A call of the host that was not made before, or not so. */
function otherCall(ours, { number: at, at: position, slot, given }) {
  const recorded = ours.calls[at];
  const import_ = ours.imports[position];
  const theirs = `${import_.module}.${import_.name}`;
  if (!recorded) return `The browser's engine calls ${theirs} once more than this machine did.`;
  if (slot === undefined) return `Call ${at + 1} of the host is ${call(recorded)} here, ${theirs} on the browser's engine.`;
  const { type, text } = recorded.args[slot];
  const there = sizeOf(type) ? textOf(type, bitsOf(type, given)) : NULLS[given[0]];
  return `Call ${at + 1} of the host, ${theirs}: argument ${slot} is ${type} ${text} here, ${there} on the browser's engine.`;
}

/** What the ending is, for whom both agree. */
function agreed({ status, results, trap }) {
  const values = (results ?? []).map(({ type, text }) => `${type} ${text}`).join(", ");
  if (status === "returned") return values ? `Both return ${values}.` : "Both return.";
  if (status === "trapped") return `Both trap: ${trap}.`;
  return status === "thrown" ? "Both throw the same exception." : "Both end the program with the same code.";
}

const unknown = (text) => ({ verdict: "unknown", text, compared: [], differences: [], notes: [] });

/** What cannot be compared, and why. */
function incomparable({ outcome, why }) {
  if (outcome === "endless") {
    return "The browser's engine has not come to an end in the time it was given. It may need longer, or never end there.";
  }
  if (why === "start") return "The host wrote to memory while the module was being made, which JavaScript cannot do.";
  if (/^(Compile|Syntax|Type|Reference)Error/.test(why)) return `This browser cannot run the module: ${why}`;
  return `The browser's engine could not do it: ${why}`;
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
    const where = isDeep[0] ? "here" : "on the browser's engine";
    return unknown(`The call stack is exhausted ${where} only. How deep it may be is each engine's own choice.`);
  }
  const found = new Findings();
  if (outcome === "asked") {
    found.differences.push(otherCall(ours, theirs));
  } else if (outcome !== ours.status || (outcome === "exited" && theirs.code !== ours.exitCode)) {
    const here = endings[ours.status]({ message: ours.trap, code: ours.exitCode });
    const there = endings[outcome](theirs);
    found.differences.push(`The program ${here} here; on the browser's engine it ${there}.`);
  } else {
    ending(found, ours, theirs);
    if (theirs.asked < ours.calls.length) {
      found.differences.push(`This machine has called the host ${ours.calls.length} times, the browser's engine ${theirs.asked} times.`);
    } else if (ours.calls.length > 0) found.compared.push(count(ours.calls.length, "call") + " of the host");
    if (theirs.globals) globals(found, ours, theirs.globals);
    theirs.memories?.forEach((bytes, index) => memory(found, index, ours.memories[index], bytes));
    if (!theirs.memories && ours.memories.length + ours.globals.length > 0) {
      found.notes.add("It ended while the module was being made, so memories and globals cannot be read.");
    }
    if (isDeep[0]) found.notes.add("How deep the stack may be is each engine's own choice, so what was done before may differ.");
  }
  const { differences, compared } = found;
  const verdict = differences.length === 0 || (isDeep[0] && outcome !== "asked") ? "agrees" : "differs";
  return {
    verdict,
    text: verdict === "agrees" ? agreed(ours) : "The two engines do not agree.",
    compared,
    differences: verdict === "agrees" ? [] : differences,
    notes: [...found.notes],
  };
}

/** A recorded value as the worker takes it. */
export const recorded = ({ type, text, bits }) => ({
  type,
  bytes: sizeOf(type) ? bytesOf(type, bits) : [Number(text === "null"), 0, 0, 0],
});
