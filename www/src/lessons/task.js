// A task as it is shown, of a lesson or of a program in a link: what is called and what has to
// come of it, `Check`, hints one after the other, and in a lesson the solution at last.

import * as places from "../../locales/en/lessons/places.ftl";
import * as says from "../../locales/en/lessons/task.ftl";
import { check } from "./check.js";
import { escape, inline } from "./markdown.js";

/** What is known of the task that is shown: its hints so far, and how it was checked. */
export const freshTask = () => ({ hints: 0, verdict: null, isSolved: false });

/** The sign of an assertion: a shape and a word, not a colour alone. */
const sign = (run, isStale) => {
  if (!run || isStale) return '<span class="sign">·</span>';
  const [mark, name, word] = run.isRight ? ["✓", "right", says.right] : ["✗", "wrong", says.wrong];
  return `<span class="sign ${name}" aria-hidden="true">${mark}</span><span class="visually-hidden">${word} </span>`;
};

const wanted = ({ ending, wanted }) => (ending === "returned" ? wanted || "nothing" : wanted);

/** A row; what came of another text leaves its room. */
function row(one, run, index, isStale) {
  const isWrong = run && !run.isRight;
  const text = escape(one.text);
  const step = isWrong && one.calls.length === 1
    ? `<br><button type="button" data-call="${index}">${says.stepThrough(`<code>${text}</code>`)}</button>` : "";
  const got = isWrong ? `<br><span class="got${isStale ? " was" : ""}">${says.came(`<code>${escape(run.got)}</code>`)}</span>${step}` : "";
  return `<li>${sign(run, isStale)}<span><code>${text}</code> → <code>${escape(wanted(one))}</code>${got}</span></li>`;
}

/** Whether a run is one of this assertion, which may have been edited since. */
const isOf = (run, one) => run?.text === one.text && run.expected === wanted(one);

/** The assertions that are shown; of those that are not, one that fails. */
function cases(task, verdict, isStale) {
  const runs = verdict?.runs ?? [];
  const all = task.cases.map((one, at) => [one, isOf(runs[at], one) ? runs[at] : undefined, at, isStale]);
  const rows = all.filter(([one]) => !one.isSecret).map((shown) => row(...shown));
  const secret = all.filter(([one]) => one.isSecret);
  const failed = secret.find(([, run]) => run && !run.isRight);
  if (failed) rows.push(row(...failed));
  const others = secret.length - (failed ? 1 : 0);
  if (others > 0) {
    rows.push(`<li class="muted"><span class="sign">·</span><span>${says.secret(others)}</span></li>`);
  }
  return rows.length === 0 ? "" : `<ul class="cases" aria-label="${says.cases}">${rows.join("")}</ul>`;
}

/** The rules of a task in words. */
function rules({ must, never, steps, depth }) {
  const list = (ops) => ops.map((op) => `\`${op}\``).join(", ");
  const said = [
    must.length > 0 && says.executes(list(must)),
    never.length > 0 && says.neverExecutes(list(never)),
    steps !== null && says.mostSteps(steps),
    depth !== null && says.mostCalls(depth),
  ].filter(Boolean);
  return said.length === 0 ? "" : `<p>${says.besides(inline(said.join("; ")))}</p>`;
}

/** What a check has found out, in a sentence. */
export function said(task, { isDone, problem, runs, rules }) {
  if (isDone) return says.allRight;
  if (problem) return says.notValid(problem);
  if (rules.length > 0) return says.butRules(rules[0]);
  const wrong = runs.filter((run) => !run.isRight);
  const first = wrong[0];
  if (first.refused) return says.cannotCall(first.text, first.refused);
  return says.otherwise(wrong.length, runs.length, first.text, first.expected, first.got);
}

/** The lines of a verdict below the button. */
function verdictOf(task, verdict, isStale) {
  if (!verdict) return "";
  const line = verdict.line === undefined ? "" : ` <button type="button" data-line="${verdict.line}">${places.goToLine(verdict.line)}</button>`;
  const name = isStale ? "is-stale" : verdict.isDone ? "is-right" : "is-wrong";
  const of = `<small class="of">${isStale ? says.ofBefore : says.ofThis}</small>`;
  return `<p class="verdict ${name}">${of}${inline(said(task, verdict), false)}${line}</p>`;
}

/** The task as HTML. `opens` are the buttons that open programs, `solution` says whether there is one. */
export function taskHtml(task, { hints, verdict, isStale, isSolved }, { opens = "", solution = false, withLinks = true }) {
  const given = task.hints.slice(0, hints);
  const more = hints < task.hints.length;
  const all = task.hints.length;
  const checks = task.cases.length > 0 ? `<button type="button" class="primary" data-do="check">${says.check}</button>` : "";
  return `${cases(task, verdict, isStale)}${rules(task)}
    <p class="actions">${opens}${checks}</p>
    <div data-part="verdict">${verdictOf(task, verdict, isStale)}</div>
    ${given.length > 0 ? `<ol class="hints" aria-label="${says.hints}">${given.map((hint) => `<li>${inline(hint, withLinks)}</li>`).join("")}</ol>` : ""}
    <p class="actions">
      ${more ? `<button type="button" data-do="hint">${says.showHint(hints + 1, all)}</button>` : ""}
      ${solution && (!more || isSolved) ? `<button type="button" data-do="solution">${says.showSolution}</button>` : ""}
    </p>`;
}

/** Checks a source, and keeps the verdict in `state`. */
export function checkTask(task, state, source) {
  state.verdict = { ...check(globalThis.wasmscope.tryOut, source, task), source };
  state.isSolved ||= state.verdict.isDone;
  return state.verdict;
}
