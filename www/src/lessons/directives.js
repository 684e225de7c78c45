// What makes a program an exercise or a storyboard: lines of words, as comments `;;@ …` in a
// program, or behind `@` in the task of a lesson. docs/exercises.md says what each word means.

import * as says from "../../locales/en/lessons/directives.ftl";
import { nearest } from "./nearest.js";

/** Words that take a list of instructions. */
const LISTS = ["must", "never"];
/** Words that take a number: the most steps, or calls under way, of each assertion. */
const NUMBERS = ["steps", "depth"];
/** All words of ours. */
const OURS = ["task", "assert", "secret", ...LISTS, ...NUMBERS, "hint", "note"];
/** Words that say what lies in memory: vm/src/overlay reads them, and tells what is none of them
 * and was probably meant as one. */
const STRUCTURES = ["struct", "view"];
/** What may be a word. Compilers leave `;;@ file.c:3:1` behind, which is none. */
const WORD = /^[\p{L}\d_-]+[:=]?$/u;

/** What is wrong with a directive. */
class Wrong extends Error {}

/** A task of nothing. */
const nothing = () => ({
  task: "", cases: [], hints: [], notes: [], must: [], never: [], steps: null, depth: null, problems: [],
});

/** The words of a text; what stands between quotation marks is one. */
export const words = (text) =>
  [...text.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain);

/** `set 3 then get = 3`: calls on one instance, and what comes of the last. */
function assertion(text, isSecret) {
  const [left, ...right] = text.split(/\s=(?=\s|$)/);
  if (right.length > 1) throw new Wrong(says.severalEquals);
  const calls = left.split(/\sthen\s/).map((call) => words(call));
  if (calls.some((call) => call.length === 0)) throw new Wrong(says.noFunction);
  const wanted = right.length === 0 ? null : right[0].trim();
  const [, ending, why] = /^(trap|throw)\b\s*(.*)$/.exec(wanted ?? "") ?? [];
  return {
    calls,
    text: left.trim(),
    isSecret,
    wanted: wanted ?? "",
    ending: ending === "trap" ? "trapped" : ending === "throw" ? "thrown" : "returned",
    why: why ?? "",
    results: wanted === null || ending ? null : words(wanted),
  };
}

function whole(text) {
  const digits = text.replaceAll(",", "");
  if (!/^\d+$/.test(digits)) throw new Wrong(says.wholeNumber);
  return Number(digits);
}

/** Takes a directive into what was read so far. */
function take(all, word, rest) {
  if (word === "task") all.task += `${all.task ? "\n\n" : ""}${rest}`;
  else if (word === "assert" || word === "secret") all.cases.push(assertion(rest, word === "secret"));
  else if (word === "hint") all.hints.push(rest);
  else if (LISTS.includes(word)) all[word].push(...rest.split(/[\s,]+/).filter(Boolean));
  else if (NUMBERS.includes(word)) all[word] = whole(rest);
  else if (word === "note") {
    const [, step, text] = /^(\S+)\s*([\s\S]*)$/.exec(rest) ?? [];
    if (step === undefined) throw new Wrong(says.stepAndText);
    all.notes.push({ step: whole(step), text });
  }
}

/** How many braces a text opens and does not close. */
const braces = (text) => text.split("{").length - text.split("}").length;

/** Refuses a word that nobody has; nothing for what may be a remark. */
function refuse(word, meant) {
  if (meant) throw new Wrong(says.meant(meant));
  if (WORD.test(word)) throw new Wrong(says.unknown(OURS.join(", ")));
}

/** Reads directives, each `{line, text}`; a text that begins with spaces goes on with the one
 * before it. What says what lies in memory is somebody else's, to the end of its braces. */
export function read(lines) {
  const whole = [];
  for (const { line, text, isBehind } of lines) {
    if (/^\s/.test(text) && whole.length > 0) whole.at(-1).text += ` ${text.trim()}`;
    else whole.push({ line, text: text.trim(), isBehind });
  }
  const all = nothing();
  let open = 0;
  for (const { line, text, isBehind } of whole) {
    const [, word, rest] = /^(\S+)\s*([\s\S]*)$/.exec(text) ?? [];
    if (word === undefined) continue;
    const meant = OURS.includes(word) ? word : nearest(word, [...OURS, ...STRUCTURES]);
    if (open > 0 || STRUCTURES.includes(meant)) {
      open = Math.max(open + braces(text), 0);
      continue;
    }
    try {
      if (meant !== word) refuse(word, meant);
      else if (isBehind) throw new Wrong(says.ownLine);
      else take(all, word, rest);
    } catch (error) {
      if (!(error instanceof Wrong)) throw error;
      all.problems.push({ line, text: says.wrong(text, error.message) });
    }
  }
  all.notes.sort((one, other) => one.step - other.step);
  return all;
}

/** A line with its strings blanked, which may hold `;;@` without beginning a comment. */
const withoutStrings = (text) => text.replaceAll(/"(?:\\.|[^"\\])*"/g, (string) => "_".repeat(string.length));

/** The directives of a program, and the lines on which `;;?` marks what is to be written. */
export function ofProgram(source) {
  const lines = source.split("\n");
  const found = [];
  lines.forEach((line, index) => {
    const text = line.trimEnd();
    const [, before] = /^((?:(?!;;|\(;).)*);;@/.exec(withoutStrings(text)) ?? [];
    if (before === undefined) return;
    const directive = text.slice(before.length + 3).replace(/^ /, "");
    found.push({ line: index + 1, text: directive, isBehind: before.trim() !== "" });
  });
  const holes = lines.flatMap((text, index) => (/;;\?/.test(text) ? [index + 1] : []));
  return { ...read(found), holes };
}

/** Whether there is something to be checked, or to be played. */
export const isExercise = ({ task, cases }) => task !== "" || cases.length > 0;
export const isStoryboard = ({ notes }) => notes.length > 0;
/** Whether there is something to be shown, if only what is wrong. */
export const hasAny = (program) => isExercise(program) || isStoryboard(program) || program.problems.length > 0;
