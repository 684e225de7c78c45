// Checks a program against a task: runs its calls on a machine of their own and says which
// came out otherwise, with what was wanted and what came.

import * as says from "../../locales/en/lessons/check.ftl";
import * as places from "../../locales/en/lessons/places.ftl";

/** Instructions for each assertion. */
const FUEL = 1_000_000;

/** A whole number as people write it; undefined when it is none. */
function integer(text) {
  const [, sign, digits] = /^([+-]?)(0x[\da-f_]+|[\d_]+)$/i.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const value = BigInt(digits.replaceAll("_", ""));
  return sign === "-" ? -value : value;
}

function float(text) {
  const infinite = /^([+-]?)inf(inity)?$/.exec(text);
  if (infinite) return infinite[1] === "-" ? -Infinity : Infinity;
  return /^[+-]?nan/.test(text) ? NaN : Number(text);
}

/** A vector as four words, from `i32x4:1,-1,0xff,0` or as values are written. */
function vector(text) {
  const [, lanes] = /^i32x4[: ](.*)$/.exec(text) ?? [];
  const values = lanes?.split(/[,\s]+/).map(integer);
  return values?.map((value) => (value === undefined ? "?" : BigInt.asUintN(32, value))).join();
}

/** Whether a result, `i32:5`, is what was wanted, `5` or `0x5`. */
export function isSame(result, wanted) {
  const [, type, text] = /^([^:]*):([\s\S]*)$/.exec(result) ?? [];
  if (type === "i32" || type === "i64") {
    const bits = type === "i32" ? 32 : 64;
    const value = integer(wanted);
    return value !== undefined && BigInt.asIntN(bits, value) === BigInt.asIntN(bits, integer(text));
  }
  if (type === "f32") return Object.is(Math.fround(float(text)), Math.fround(float(wanted)));
  if (type === "f64") return Object.is(float(text), float(wanted));
  if (type === "v128") return vector(text) === vector(wanted);
  return text === wanted;
}

const plain = (results) => results.map((result) => result.replace(/^[^:]*:/, "")).join(" ") || "nothing";

/** What came of a call, in words; “nothing”, “trap” and “throw” are those of directives. */
function came({ status, results, why, detail }) {
  if (status === "returned") return plain(results);
  if (status === "fuel") return says.noEnd(FUEL);
  if (status === "trapped") return `trap ${why}${detail ? ` (${detail})` : ""}`;
  if (status === "thrown") return `throw ${why ?? ""}`.trim();
  if (status === "host") return says.host(why);
  return says.limit(why);
}

/** What was wanted, in words. */
const wish = ({ ending, wanted }) => (ending === "returned" ? wanted || "nothing" : wanted);

function isAsWanted(ended, { ending, why, results }) {
  if (ended.status !== ending) return false;
  if (ending !== "returned") return (ended.why ?? "").includes(why);
  if (results === null) return true;
  const wanted = results.length === 1 && results[0] === "nothing" ? [] : results;
  return wanted.length === ended.results.length && wanted.every((one, at) => isSame(ended.results[at], one));
}

/** Tries one assertion: what is said about it, and how it went. */
function tryCase(tryOut, source, one) {
  const { calls, ops } = tryOut(source, one.calls, FUEL);
  const last = calls.at(-1);
  const isComplete = calls.length === one.calls.length;
  const isRight = isComplete && isAsWanted(last, one);
  const got = came(last);
  return {
    isRight,
    isSecret: one.isSecret,
    text: one.text,
    expected: wish(one),
    got: isComplete ? got : says.ofCall(got, one.calls[calls.length - 1].join(" ")),
    steps: calls.reduce((sum, { steps }) => sum + steps, 0),
    depth: Math.max(...calls.map(({ depth }) => depth)),
    ops,
  };
}

/** Instructions in words: `a`, `b` and `c`. */
function listed(ops, word) {
  const all = ops.map((op) => `\`${op}\``);
  const last = all.pop();
  return all.length === 0 ? last : all.join(", ") + word + last;
}

/** What the rules of a task say against runs that give the right results. */
function against(task, runs) {
  const said = [];
  const ops = new Set(runs.flatMap((run) => run.ops));
  const missing = task.must.filter((op) => !ops.has(op));
  if (missing.length > 0) said.push(says.missing(listed(missing, says.and)));
  const used = task.never.filter((op) => ops.has(op));
  if (used.length > 0) said.push(says.used(listed(used, says.or)));
  const most = (what, limit, words) => {
    const worst = limit === null ? undefined : runs.find((run) => run[what] > limit);
    if (worst) said.push(says.tooMuch(worst.text, words(worst[what]), words(limit), limit));
  };
  most("steps", task.steps, says.steps);
  most("depth", task.depth, says.callsAtOnce);
  return said;
}

/** Checks a source. `isDone` says whether all is as it should be; `problem` why nothing could be
 * tried; `runs` how each assertion went, or why it was `refused`; `rules` what is against the rules. */
export function check(tryOut, source, task) {
  const runs = [];
  for (const one of task.cases) {
    try {
      runs.push(tryCase(tryOut, source, one));
    } catch (error) {
      if (!error.kind) throw error;
      if (error.kind !== "argument") {
        const problem = error.line === undefined ? error.message : places.onLine(error.line, error.message);
        return { isDone: false, problem, line: error.line, runs: [], rules: [] };
      }
      const { text, isSecret } = one;
      const refused = error.message;
      runs.push({ isRight: false, isSecret, text, expected: wish(one), got: refused, refused, steps: 0, depth: 0, ops: [] });
    }
  }
  const isRight = runs.every((run) => run.isRight);
  const rules = isRight ? against(task, runs) : [];
  return { isDone: isRight && rules.length === 0, runs, rules };
}
