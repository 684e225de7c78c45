// Prediction: while it is on, the explanation does not say what comes next. The learner says it —
// the top of the stack, the branch that is taken or the byte that is written — and the step shows
// whether it was right. Loaded when it is first asked for.

import * as text from "../locales/en/prediction.ftl";
import { closeHistory } from "./history.js";
import { armsOf, bytesOf, means, readingOf } from "./predicted.js";

/** Arms of a `br_table` that are offered as buttons; of more, the label is typed. */
const MOST_ARMS = 8;

/** The page's functions. */
let calls;
let pane;
let right = 0;
let asked = 0;
/** What is asked about the next instruction; undefined where nothing is. */
let question;
/** What there is to choose among, where it is not typed. */
let choices = [];
/** Of a `br_table`: its labels, and the arms of each. */
let table;
/** The state that the verdict is about. */
let judged;
/** The step that was looked at last. */
let reached;

const part = (name) => pane.querySelector(`[data-part=${name}]`);

/** What can be predicted of each kind of instruction, by its name. */
const kinds = [
  [/^(br_if|br_on_)/, "branch"],
  [/^br_table$/, "target"],
  [/^if$/, "arm"],
  [/store|^memory\.(fill|copy|init)/, "byte"],
];

const questions = {
  branch: text.whatBranch,
  target: text.whatTarget,
  arm: text.whatArm,
  byte: text.whatByte,
  top: text.whatTop,
};

const suchAnswers = { target: text.suchLabel, byte: text.suchByte, top: text.suchValue };

/** Why nothing is asked where the program does not stand before an instruction. */
const reasons = {
  running: () => text.notWhileItRuns,
  waiting: () => text.hostIsAsked,
  returned: () => text.hasReturned,
  trapped: ({ trap }) => text.hasTrapped(trap.message),
  thrown: () => text.hasThrown,
  exited: () => text.hasExited,
};

/** What is chosen among; nothing where the answer is typed. */
function choicesOf(kind) {
  if (kind === "branch") return [text.branches, text.goesOn];
  if (kind === "arm") return [text.firstArm, text.elseArm];
  if (kind !== "target" || table.labels.length > MOST_ARMS) return [];
  const last = table.labels.length - 1;
  const named = (arm) => (arm === last ? text.defaultArm(arm) : String(arm));
  return [...table.arms].map(([label, arms]) => text.target(label, arms.map(named).join(", ")));
}

function makePane() {
  pane = document.createElement("section");
  pane.id = "pane-prediction";
  pane.className = "pane prediction";
  pane.setAttribute("aria-label", text.name);
  pane.innerHTML = `
    <header><h2>${text.name}</h2><span class="muted" data-part="score"></span>
      <button type="button" class="quiet" data-do="close">${text.stop}</button></header>
    <div class="body">
      <p data-part="question"></p>
      <form>
        <label data-part="typed">${text.yourPrediction} <input type="text" class="mono" autocomplete="off"
          spellcheck="false" autocapitalize="off" aria-label="${text.yourPrediction}"></label>
        <span data-part="choices"></span>
        <button type="submit" class="primary">${text.check}</button>
        <button type="button" data-do="trap">${text.traps}</button>
        <button type="button" data-do="skip">${text.skip}</button>
      </form>
      <p role="status" data-part="verdict"></p>
    </div>`;
  document.querySelector(".page").append(pane);
  pane.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    const { value } = pane.querySelector("input");
    if (question && choices.length === 0 && value.trim() !== "") type(value.trim());
  });
  pane.addEventListener("click", ({ target }) => {
    const action = target.closest("[data-do]")?.dataset.do;
    if (action === "close") togglePrediction();
    if (action === "trap") judge("trap");
    if (action === "skip") judge(undefined);
    const choice = target.closest("[data-choice]")?.dataset.choice;
    if (choice !== undefined) judge(Number(choice));
  });
  pane.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    togglePrediction();
  });
}

/** What is asked of a state; undefined where nothing can be known of it. */
function questionOf({ at, status }) {
  if (!at || status !== "paused" || calls.callsHost()) return undefined;
  return kinds.find(([form]) => form.test(at.op))?.[1] ?? "top";
}

/** The next instruction, as it is written, in a sentence. */
function withNext(at, sentence) {
  const code = document.createElement("code");
  code.textContent = at.text || at.op;
  return [`${text.nextIs} `, code, `. ${sentence}`];
}

/** Asks about the instruction that comes next. */
function ask() {
  const state = calls.state();
  const { at, status } = state;
  question = questionOf(state);
  table = question === "target" ? armsOf(at.text) : undefined;
  choices = choicesOf(question);
  const why = reasons[status]?.(state) ?? (at ? undefined : text.nothingNext);
  const asks = part("question");
  if (question) asks.replaceChildren(...withNext(at, questions[question]));
  else if (why) asks.textContent = why;
  else asks.replaceChildren(...withNext(at, text.hostAnswers));
  pane.querySelector("form").hidden = !question;
  part("typed").hidden = choices.length > 0;
  pane.querySelector("[type=submit]").hidden = choices.length > 0;
  part("choices").replaceChildren(
    ...choices.map((name, index) => {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", textContent: name });
      button.dataset.choice = index;
      return button;
    }),
  );
  const input = pane.querySelector("input");
  input.value = "";
  input.removeAttribute("aria-invalid");
  input.placeholder = suchAnswers[question] ?? "";
  part("score").textContent = asked === 0 ? "" : text.score(right, asked);
}

/** What a typed answer means to a question; what cannot be read is refused, in a sentence. */
function read(typed) {
  if (/^(it )?traps?$/i.test(typed)) return { guess: "trap" };
  if (question === "target") {
    return table.arms.has(typed) ? { guess: typed } : { refused: text.noLabel(typed) };
  }
  if (question === "byte") {
    const guess = /^(nothing|none)$/i.test(typed) ? [] : bytesOf(typed);
    return guess ? { guess } : { refused: text.noByte(typed) };
  }
  try {
    const guess = readingOf(typed, calls.readValue);
    return guess ? { guess } : { refused: text.noValue(typed) };
  } catch (error) {
    return { refused: text.notCounted(error.message) };
  }
}

/** Takes a typed answer. What cannot be read can be mended, and does not count. */
function type(typed) {
  const { guess, refused } = read(typed);
  if (refused === undefined) return judge(guess);
  pane.querySelector("input").setAttribute("aria-invalid", "true");
  judged = standing();
  tell(refused);
  return undefined;
}

/** Executes the step, and gives its record. */
function step() {
  let record;
  const unsubscribe = globalThis.wasmscope.observe((event) => {
    const { state, ...members } = event;
    record = members;
  });
  const state = globalThis.wasmscope.step(1);
  unsubscribe();
  return { record, state };
}

const is = (wanted) => (guess) => guess === wanted;

/** What came of the step, as the answer to the question: words, and whether a guess is right. */
function outcome(kind, table, { record, state }) {
  if (state.status === "trapped") return { words: text.trapped(state.trap.message), is: is("trap") };
  if (kind === "branch") {
    const branches = record?.branch !== undefined || record?.return !== undefined;
    return { words: branches ? text.branched : text.wentOn, is: is(branches ? 0 : 1) };
  }
  if (kind === "arm") {
    const first = record?.pop?.at(-1) !== "i32:0";
    return { words: first ? text.firstArmRuns : text.firstArmLeftOut, is: is(first ? 0 : 1) };
  }
  if (kind === "target") return wentTo(table, record);
  if (kind === "byte") {
    const bytes = (record?.mem ?? []).find(({ new: now }) => now !== undefined)?.new ?? "";
    const byte = parseInt(bytes.slice(0, 2), 16);
    if (Number.isNaN(byte)) return { words: text.wroteNothing, is: (guess) => guess.length === 0 };
    return {
      words: text.wrote(bytes.slice(0, 2), byte),
      is: (guess) => guess !== "trap" && guess.includes(byte),
    };
  }
  const values = state.status === "returned" ? state.results : state.stack;
  const top = values?.at(-1);
  const words = top ? text.onTop(`${top.type} ${top.text}`) : text.stackIsEmpty;
  return { words, is: (guess) => guess !== "trap" && means(guess, top) };
}

/** Where a `br_table` has gone: its operand is unsigned, and the last arm takes what is too large. */
function wentTo({ labels, arms }, record) {
  const operand = Number(BigInt.asUintN(32, BigInt(record?.pop?.at(-1)?.replace("i32:", "") ?? 0)));
  const label = labels[Math.min(operand, labels.length - 1)];
  const chosen = [...arms.keys()].indexOf(label);
  return {
    words: text.wentTo(label, operand),
    is: (guess) => guess === label || guess === chosen,
  };
}

/** Where the machine stands, as a text that tells it from other places. */
function standing() {
  const { step, status, at } = calls.state();
  return [step, status, at?.func, at?.pc].join(" ");
}

/** Shows a sentence about the answer. */
function tell(words, sign = "") {
  part("verdict").textContent = words;
  part("verdict").className = sign;
}

/** Executes the step and says whether a guess was right; undefined is none. */
function judge(guess) {
  const [kind, choosing] = [question, table];
  if (!kind) return;
  let result;
  try {
    result = outcome(kind, choosing, step());
  } catch (error) {
    judged = standing();
    tell(error.message);
    return;
  }
  judged = standing();
  if (guess === undefined) tell(result.words);
  else {
    const isRight = result.is(guess);
    asked += 1;
    if (isRight) right += 1;
    tell(isRight ? text.right(result.words) : text.notSo(result.words), isRight ? "is-right" : "is-wrong");
  }
  ask();
  focusFirst();
}

/** Puts the focus where the next prediction is given. */
function focusFirst() {
  const choice = pane.querySelector("[data-choice]");
  if (choice) choice.focus();
  else if (question) pane.querySelector("input").focus();
}

/** The machine has moved. A verdict about another place goes, and so do answers about later steps. */
function onStep() {
  const { step } = calls.state();
  if (step < reached) globalThis.wasmscopePage.forgetAnswers();
  reached = step;
  if (judged !== standing()) tell("");
  ask();
}

/** Begins to ask, or stops. `given` are the page's functions. */
export function togglePrediction(given = calls) {
  calls = given;
  if (!pane) {
    makePane();
    pane.hidden = true;
  }
  pane.hidden = !pane.hidden;
  calls.predict(!pane.hidden);
  if (pane.hidden) {
    document.removeEventListener("wasmscope:step", onStep);
    document.querySelector(".controls .primary")?.focus();
    return;
  }
  // On a phone there is room for one of the two: what was asked for last.
  if (matchMedia("(width < 43.75em)").matches) closeHistory();
  [right, asked] = [0, 0];
  tell("");
  reached = calls.state().step;
  document.addEventListener("wasmscope:step", onStep);
  ask();
  focusFirst();
}
