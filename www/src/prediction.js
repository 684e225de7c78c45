// Prediction: while it is on, the explanation does not say what comes next. The learner says it —
// the top of the stack, the branch that is taken or the byte that is written — and the step shows
// whether it was right. Loaded when it is first asked for.

import * as text from "../locales/en/prediction.ftl";

let pane;
let right = 0;
let asked = 0;
/** What is asked about the next instruction; undefined where nothing is. */
let question;

const part = (name) => pane.querySelector(`[data-part=${name}]`);

/** What can be predicted of each kind of instruction, by its name. */
const kinds = [
  [/^(br_if|br_on_)/, "branch"],
  [/^if$/, "arm"],
  [/store|^memory\.(fill|copy|init)/, "byte"],
];

const questions = { branch: text.whatBranch, arm: text.whatArm, byte: text.whatByte, top: text.whatTop };

/** What is chosen among, by kind; a value is typed where there is nothing to choose. */
const choices = {
  branch: [text.branches, text.goesOn],
  arm: [text.firstArm, text.elseArm],
};

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
    if (question && !choices[question] && value.trim() !== "") judge(value.trim());
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

/** Asks about the instruction that comes next. */
function ask() {
  const { at, status } = globalThis.wasmscope.state();
  question = at && status === "paused" ? (kinds.find(([form]) => form.test(at.op))?.[1] ?? "top") : undefined;
  const asks = part("question");
  if (!question) {
    asks.textContent = at ? text.notWhileItRuns : text.nothingNext;
  } else {
    const code = document.createElement("code");
    code.textContent = at.text || at.op;
    asks.replaceChildren(`${text.nextIs} `, code, `. ${questions[question]}`);
  }
  pane.querySelector("form").hidden = !question;
  part("typed").hidden = choices[question] !== undefined;
  pane.querySelector("[type=submit]").hidden = choices[question] !== undefined;
  part("choices").replaceChildren(
    ...(choices[question] ?? []).map((name, index) => {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", textContent: name });
      button.dataset.choice = index;
      return button;
    }),
  );
  const input = pane.querySelector("input");
  input.value = "";
  input.placeholder = question === "byte" ? text.suchByte : text.suchValue;
  part("score").textContent = asked === 0 ? "" : text.score(right, asked);
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

/** What came of the step, as the answer to the question: words, and whether a guess is right. */
function outcome(kind, { record, state }) {
  if (state.status === "trapped") {
    return { words: text.trapped(state.trap.message), is: (guess) => guess === "trap" };
  }
  if (kind === "branch") {
    const branches = record?.branch !== undefined || record?.return !== undefined;
    return {
      words: branches ? text.branched : text.wentOn,
      is: (guess) => guess === (branches ? 0 : 1),
    };
  }
  if (kind === "arm") {
    const first = record?.pop?.at(-1) !== "i32:0";
    return { words: first ? text.firstArmRuns : text.firstArmLeftOut, is: (guess) => guess === (first ? 0 : 1) };
  }
  if (kind === "byte") {
    const bytes = (record?.mem ?? []).find(({ new: now }) => now !== undefined)?.new ?? "";
    const byte = parseInt(bytes.slice(0, 2), 16);
    if (Number.isNaN(byte)) return { words: text.wroteNothing, is: (guess) => /^(nothing|none)$/i.test(guess) };
    const words = text.wrote(bytes.slice(0, 2), byte);
    const is = (guess) => guess !== "trap" && (Number(guess) === byte || parseInt(guess, 16) === byte);
    return { words, is };
  }
  const values = state.status === "returned" ? state.results : state.stack;
  const top = values?.at(-1);
  if (!top) return { words: text.stackIsEmpty, is: (guess) => /^(empty|nothing|none)$/i.test(guess) };
  return { words: text.onTop(`${top.type} ${top.text}`), is: (guess) => same(String(guess), top) };
}

/** Whether a text that was typed means a value: signed, unsigned or hexadecimal. */
function same(guess, { type, text: value, bits }) {
  const word = guess.replace(/^(i32|i64|f32|f64)\s+/, "").replaceAll("_", "").toLowerCase();
  if (word === value) return true;
  if (type.startsWith("i")) {
    if (!/^(-?\d+|0x[0-9a-f]+)$/.test(word)) return false;
    return BigInt.asUintN((bits.length - 2) * 4, BigInt(word)) === BigInt(bits);
  }
  if (type.startsWith("f")) {
    const number = Number(word);
    return word !== "" && (type === "f32" ? Math.fround(number) : number) === Number(value.replace("inf", "Infinity"));
  }
  return word === bits;
}

/** Executes the step and says whether a guess was right; undefined is none. */
function judge(guess) {
  const kind = question;
  if (!kind) return;
  let result;
  try {
    result = outcome(kind, step());
  } catch (error) {
    part("verdict").textContent = error.message;
    return;
  }
  const verdict = part("verdict");
  if (guess === undefined) {
    verdict.textContent = result.words;
    verdict.className = "";
  } else {
    const is = result.is(guess);
    asked += 1;
    if (is) right += 1;
    verdict.textContent = is ? text.right(result.words) : text.notSo(result.words);
    verdict.className = is ? "is-right" : "is-wrong";
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

const onStep = ({ detail }) => {
  if (detail.kind !== "step" || detail.step !== undefined) ask();
};

/** Begins to ask, or stops. */
export function togglePrediction() {
  const page = document.querySelector(".page");
  if (!pane) {
    makePane();
    pane.hidden = true;
  }
  pane.hidden = !pane.hidden;
  page.classList.toggle("is-predicting", !pane.hidden);
  if (pane.hidden) {
    document.removeEventListener("wasmscope:step", onStep);
    document.querySelector(".controls .primary")?.focus();
    return;
  }
  [right, asked] = [0, 0];
  part("verdict").textContent = "";
  document.addEventListener("wasmscope:step", onStep);
  ask();
  focusFirst();
}
