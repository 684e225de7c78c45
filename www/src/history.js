// The pane called History: who wrote a value, who reads it next and where it comes from, the
// steps at which a condition held, and whether a loop ends. It takes a part of the room of the
// source, or on a phone of the pane that is shown, so that what was asked about stays in sight,
// and asks the same object that scripts use.

import * as says from "../locales/en/history.ftl";
import { addMovement, lensOn } from "./lens/open.js";
import { numbersOf } from "./location.js";

/** Nodes of an origin that are looked for, and levels of it that are unfolded at first. */
const NODES = 300;
const UNFOLDED = 4;

/** How long a second click is waited for, in milliseconds. */
const SECOND_CLICK = 250;

/** The page's functions that no script has. */
let calls;
let pane;
/** The tree that is shown: the nodes of the origin, and the keys of lines that were turned. */
let tree = { nodes: [], turned: new Set() };
/** The first steps of the stretches that were found. */
let found = [];
/** What stands in place of an answer. */
let invitation;
/** Counts runs: a comparison is shown while its run is the one that is looked at. */
let run = 0;
/** Counts questions: an answer is shown while the number is its own. */
let question = 0;

const code = (text) => `<code>${escape(text)}</code>`;
const escape = (text) =>
  String(text).replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);
const go = (step) =>
  `<button type="button" class="go" data-go="${step}">${says.step(step)}</button>`;

const shell = `
  <header>
    <h2>${says.name}</h2>
    <span class="muted" data-part="busy"></span>
    <button type="button" class="quiet" data-do="cancel" hidden>${says.cancel}</button>
    <button type="button" class="quiet" data-do="close">${says.close}</button>
  </header>
  <div class="body" tabindex="0" role="group" aria-label="${says.content}">
    <div data-part="answer"><p class="empty">${says.empty}</p></div>
    <form class="find">
      <label>${says.findWhere} <input type="text" class="mono" aria-label="${says.findWhere}"
        placeholder="$i > 5 && mem32[0x40] == 7" autocomplete="off" spellcheck="false"></label>
      <button type="submit">${says.find}</button>
      <button type="button" data-do="previous" aria-disabled="true">${says.previous}</button>
      <button type="button" data-do="next" aria-disabled="true">${says.next}</button>
      <span class="muted" role="status" data-part="hits"></span>
    </form>
    <p class="loop-question"><button type="button" data-do="loop">${says.askLoop}</button>
      <span role="status" data-part="loop"></span></p>
    <p class="loop-question"><button type="button" data-do="compare">${says.compare}</button>
      <span role="status" data-part="compared"></span></p>
  </div>`;

/** A part of the pane. */
const part = (name) => pane.querySelector(`[data-part=${name}]`);

function makePane() {
  pane = document.createElement("section");
  pane.id = "pane-history";
  pane.className = "pane history";
  pane.setAttribute("aria-label", says.name);
  pane.hidden = true;
  pane.innerHTML = shell;
  invitation = part("answer").firstElementChild;
  document.querySelector(".panes").append(pane);
  pane.addEventListener("click", onClick);
  pane.addEventListener("keydown", onKey);
  pane.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    find(pane.querySelector("input").value);
  });
}

/** Shows the pane, or hides it. */
function open(shown) {
  if (!pane) makePane();
  pane.hidden = !shown;
}

export function closeHistory() {
  if (pane) open(false);
}

export function toggleHistory() {
  open(!pane || pane.hidden);
  if (!pane.hidden) pane.querySelector("input").focus();
}

/** Awaits an answer, and says meanwhile how far the search is; undefined when another question
 * was asked or this one was given up. */
async function ask(promise) {
  const mine = question;
  const cancel = pane.querySelector("[data-do=cancel]");
  const busy = setInterval(() => {
    if (mine !== question) return;
    cancel.hidden = false;
    part("busy").textContent = says.atStep(calls.questionStep());
  }, 200);
  try {
    const answer = await promise;
    return mine === question ? answer : undefined;
  } catch (error) {
    if (error.kind !== "busy") throw error;
    return undefined;
  } finally {
    clearInterval(busy);
    if (mine === question) {
      cancel.hidden = true;
      part("busy").textContent = "";
    }
  }
}

/** Begins a question in place of the one that is being answered. */
function begin() {
  question += 1;
  calls.giveUpQuestions();
  open(true);
  return question;
}

// ---- a value

/** `Written at step 812 by i32.store in $sort, line 14.` */
const by = (what, { step, record }) => says.by(what, step, code(record.op), code(record.name), record.line ?? 0);

/** What it was before and after. */
function change({ local, global, mem = [] }) {
  const { old, new: now } = local ?? global ?? {};
  const bare = (typed) => typed.replace(/^[^:]*:/, "");
  const words = now === undefined || old === undefined ? [] : [`${bare(old)} → ${bare(now)}`];
  for (const { addr, old, new: now, len } of mem) {
    if (now !== undefined && len === undefined && now.length <= 32) {
      words.push(says.bytes(`0x${addr.toString(16)}`, code(old), code(now)));
    }
  }
  return words.map((text) => ` ${text}.`).join("");
}

function written(writer) {
  if (writer.kind === "step") return `${by("written", writer)}${change(writer.record)} ${go(writer.step)}`;
  if (writer.kind === "edited") return says.byHand(writer.step);
  return says.asItWas(writer.step);
}

function read(reader) {
  if (calls.isPredicting()) return says.notWhilePredicting;
  if (reader.kind === "unread") return says.unread(reader.step);
  return `${by(reader.kind, reader)} ${go(reader.step)}`;
}

/** Asks about a value, which is called `name`. */
async function askValue(name, location) {
  let asked;
  begin();
  try {
    // All three begin at the step that is shown now.
    const questions = ["lastWriter", "nextReader", "origin"];
    const place = numbersOf(location, calls.state());
    asked = questions.map((question) => calls[question](place, { nodes: NODES, sides: true }));
  } catch {
    // It was drawn before the machine moved on.
    return;
  }
  const heading = `<h3>${says.valueAt(escape(name), calls.state().step)}</h3>`;
  const lens = lensOn(location, calls.state(), calls);
  part("answer").innerHTML = heading;
  part("answer").append(lens);
  const [writer, reader, origin] = (await ask(Promise.all(asked))) ?? [];
  if (!writer) return;
  tree = { nodes: origin.nodes, turned: new Set() };
  const more = origin.complete ? "" : `<p class="muted">${says.firstShown(NODES)}</p>`;
  part("answer").innerHTML = `${heading}<div role="status"><ul class="sentences"><li>${written(writer)}</li><li>${read(reader)}</li></ul></div>
    <ul class="origin" role="tree" aria-label="${says.origin}"></ul>${more}`;
  part("answer").querySelector("h3").after(lens);
  addMovement(lens, origin.nodes);
  drawTree();
}

// ---- where a value comes from

const kinds = {
  argument: says.argument,
  zero: says.zero,
  initial: says.initial,
  host: says.host,
  edited: says.edited,
};
const roles = { value: "", address: says.address, condition: says.condition };

/** What made a value, in words. */
function what({ kind, text, value, bytes, step, line }) {
  const words = [kinds[kind] ?? code(text)];
  if (kind === "segment") words[0] = says.segment(code(text));
  if (value !== undefined && kind !== "constant") words[0] += ` = ${escape(value.replace(/^[^:]*:/, ""))}`;
  if (bytes !== undefined) words[0] += ` = ${bytes.replace(/..(?=.)/g, "$& ")}`;
  if (step !== undefined) words.push(says.inStep(step));
  if (line !== undefined) words.push(says.line(line));
  return words.join(", ");
}

/** The steps that only moved it. */
function through({ through, moved }) {
  if (moved === 0) return "";
  const steps = through.slice(0, 4).map(says.number);
  return `, ${says.moved(moved, steps.join(", "), Math.max(moved - 4, 0))}`;
}

/** The lines below a node; a node that was drawn before is not drawn again. */
function lines(inputs, level, key, seen) {
  return inputs
    .filter(({ node }) => node !== undefined)
    .map((input, index) => {
      const node = tree.nodes[input.node];
      const again = seen.has(node);
      seen.add(node);
      const mine = `${key}.${index}`;
      const parent = !again && node.inputs.some(({ node }) => node !== undefined);
      const usual = level < UNFOLDED && input.role === "value";
      const isOpen = parent && usual !== tree.turned.has(mine);
      const expanded = parent ? ` aria-expanded="${isOpen}"` : "";
      const twist = parent ? (isOpen ? "▾" : "▸") : "·";
      const target = node.step === undefined ? "" : ` data-go="${node.step}"`;
      const text = `${roles[input.role]}${what(node)}${through(input)}${again ? `, ${says.asAbove}` : ""}`;
      const line = `<li role="treeitem" tabindex="-1" aria-level="${level}"${expanded}${target} data-key="${mine}" style="--level:${level - 1}"><span class="twist" aria-hidden="true">${twist}</span>${text}</li>`;
      return line + (isOpen ? lines(node.inputs, level + 1, mine, seen) : "");
    })
    .join("");
}

function drawTree() {
  const list = pane.querySelector(".origin");
  const focused = list.contains(document.activeElement) && document.activeElement.dataset.key;
  list.innerHTML = lines(tree.nodes[0].inputs, 1, "", new Set());
  if (list.firstElementChild) list.firstElementChild.tabIndex = 0;
  if (focused) list.querySelector(`[data-key="${focused}"]`)?.focus();
}

/** Folds a line or unfolds it. */
function turn(item) {
  const { key } = item.dataset;
  if (!tree.turned.delete(key)) tree.turned.add(key);
  drawTree();
}

// ---- what is found, and loops

async function find(condition) {
  const hits = part("hits");
  let answer;
  try {
    begin();
    hits.textContent = "";
    answer = await ask(calls.findShown(condition));
  } catch (error) {
    found = [];
    hits.textContent = error.message;
  }
  if (answer) {
    found = answer.stretches.map(([first]) => first);
    const { states, count } = answer;
    hits.textContent = states === 0 ? says.never : count === states ? says.found(states) : says.foundStretches(states, count);
  }
  calls.markFound?.(found);
  showWhetherFound();
}

function showWhetherFound() {
  for (const button of pane.querySelectorAll("[data-do=next], [data-do=previous]")) {
    button.setAttribute("aria-disabled", String(found.length === 0));
  }
}

/** Goes to the next place that was found, or to the one before. */
function goToFound(back) {
  const here = calls.state().step;
  const step = back ? found.findLast((step) => step < here) : found.find((step) => step > here);
  if (step !== undefined) goTo(step);
  else if (found.length > 0) part("hits").textContent = back ? says.noneBefore : says.noneAfter;
}

const goTo = (step) => globalThis.wasmscope.goTo(step);

/** What was found out of the loop of a paused run. */
let endless;

/** The run is another one: what was answered, and what is still being asked, was of the one before. */
export function forgetAnswers() {
  endless = undefined;
  found = [];
  if (!pane) return;
  question += 1;
  run += 1;
  pane.querySelector("[data-do=cancel]").hidden = true;
  for (const name of ["busy", "hits", "loop", "compared"]) part(name).textContent = "";
  part("loop").className = "";
  part("answer").replaceChildren(invitation);
  showWhetherFound();
}

/** Whether the loop can end. Unasked, nothing is said but that it cannot, and in a notice. */
async function askLoop(isAsked) {
  if (isAsked) begin();
  if (isAsked && calls.isPredicting()) return drawLoop({ text: says.notWhilePredicting });
  // Given up, it has no answer.
  const answer = await (isAsked ? ask(calls.loop()) : calls.loop()?.catch(() => undefined));
  if (answer === undefined) return;
  if (isAsked) return drawLoop(answer);
  if (answer?.endless && calls.tellEndless(answer.text)) endless = answer;
}

function drawLoop(answer) {
  open(true);
  const text = answer ? answer.text : says.noLoop;
  const { first, again } = answer?.endless ?? {};
  part("loop").className = answer?.endless ? "loop-answer is-endless" : "loop-answer";
  part("loop").innerHTML = escape(text) + (answer?.endless ? ` ${go(first)} ${go(again)}` : "");
}

/** Shows what a notice has said of the loop, with the ways to both steps. */
export function showLoop() {
  drawLoop(endless);
  pane.querySelector("[data-do=loop]").focus();
}

/** In what the run before, of another text or with other arguments, and this one differ. */
async function compare() {
  begin();
  const mine = run;
  const text = part("compared");
  if (calls.isPredicting()) {
    text.textContent = says.notWhilePredicting;
    return;
  }
  text.textContent = says.comparing;
  let answer;
  try {
    answer = await globalThis.wasmscope.compare("before");
    if (mine !== run) return;
  } catch (error) {
    if (mine !== run) return;
    text.textContent = error.kind === "busy" ? "" : says.noRunBefore;
    return;
  }
  const first = answer.values ?? answer.control;
  text.innerHTML = escape(answer.text) + (first ? ` ${go(first.right)}` : "");
}

export function compareWithBefore() {
  open(true);
  compare();
  pane.querySelector("[data-do=compare]").focus();
}

// ---- clicks and keys

function onClick({ target }) {
  const action = target.closest("[data-do]")?.dataset.do;
  const item = target.closest("[role=treeitem]");
  if (item && target.closest(".twist") && item.hasAttribute("aria-expanded")) return turn(item);
  const step = target.closest("[data-go]")?.dataset.go;
  if (step !== undefined) goTo(Number(step));
  if (action === "close") close();
  if (action === "loop") askLoop(true);
  if (action === "compare") compare();
  if (action === "next" || action === "previous") goToFound(action === "previous");
  if (action === "cancel") {
    question += 1;
    calls.giveUpQuestions();
    part("busy").textContent = says.givenUp;
    pane.querySelector("[data-do=cancel]").hidden = true;
  }
  return undefined;
}

/** Hides the pane; the focus does not get lost with it. */
function close() {
  open(false);
  document.querySelector(".controls .primary")?.focus();
}

function onKey(event) {
  if (event.key === "Escape") {
    event.preventDefault();
    close();
    return;
  }
  const item = event.target.closest("[role=treeitem]");
  if (!item) return;
  const expanded = item.getAttribute("aria-expanded");
  const { parentElement: list } = item;
  const to = {
    ArrowDown: item.nextElementSibling,
    ArrowUp: item.previousElementSibling,
    Home: list.firstElementChild,
    End: list.lastElementChild,
  }[event.key];
  if (to) to.focus();
  else if (event.key === "ArrowRight" && expanded === "false") turn(item);
  else if (event.key === "ArrowLeft" && expanded === "true") turn(item);
  else if (event.key === "Enter" || event.key === " ") item.click();
  else return;
  event.preventDefault();
}

// ---- the other panes

const rows = {
  "pane-stack": "li",
  "pane-locals": "tr",
  "pane-globals": "tr",
  "pane-tables": "tr",
  "pane-heap": ".fields > span",
  "pane-explanation": ".results > .value",
};

/** What an element of another pane shows: its name, and where it lies; nothing if no value. */
function placeOf(element) {
  const home = element.closest(".pane");
  const row = rows[home?.id] && element.closest(rows[home.id]);
  if (home?.id === "pane-memory") {
    const cell = element.closest("[data-address]") ?? home.querySelector(".is-cursor");
    if (!cell) return undefined;
    const address = Number(cell.dataset.address);
    const index = home.querySelector("select")?.selectedIndex ?? 0;
    return [says.byte(address.toString(16)), { memory: address, index }, cell];
  }
  if (!row) return undefined;
  const at = [...home.querySelectorAll(rows[home.id])].indexOf(row);
  const name = row.querySelector("th")?.textContent;
  const all = [...row.parentElement.children].indexOf(row);
  const frame = Number(document.querySelector("#pane-frames [data-chosen]")?.dataset.chosen ?? 0);
  switch (home.id) {
    case "pane-stack": {
      const operand = Number(row.dataset.operand);
      return [says.operand(operand), { operand }, row];
    }
    case "pane-locals":
      return [name, { local: at, frame }, row];
    case "pane-globals":
      return [name, { global: at }, row];
    case "pane-tables": {
      const table = [...home.querySelectorAll("table")].indexOf(row.closest("table"));
      return [says.element(all, table), { table, index: all }, row];
    }
    case "pane-heap": {
      const object = row.closest("tr").querySelector("th").textContent;
      return [says.field(all, object), { object: Number(object.split(" ")[1]), field: all }, row];
    }
    default:
      return [says.result(at), { result: at }, row];
  }
}

/** A click on a value asks about it; so does Enter, and arrows go from one to the next. */
function onPaneClick({ target }) {
  if (target.closest("input, button, select, a")) return;
  const place = placeOf(target);
  if (!place) return;
  askValue(place[0], place[1]);
  // Where there is less room for it now.
  requestAnimationFrame(() => place[2].scrollIntoView({ block: "nearest" }));
}

function onPaneKey(event) {
  const { target, key } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || target.closest("input, button, select, a")) return;
  const home = target.closest(".pane");
  const selector = rows[home?.id];
  const values = selector ? [...home.querySelectorAll(selector)] : [];
  const at = values.indexOf(target);
  const step = { ArrowDown: 1, ArrowUp: -1 }[key];
  if (key === "ContextMenu" && placeOf(target)) {
    onPaneClick(event);
  } else if (key === "Enter" && (at >= 0 || home?.id === "pane-memory")) {
    onPaneClick(event);
  } else if (key === "Enter" && values.length > 0) {
    focusOn(values[0]);
  } else if (step && at >= 0) {
    focusOn(values[at + step]);
  } else return;
  event.preventDefault();
}

function focusOn(element) {
  if (!element) return;
  element.tabIndex = -1;
  element.focus();
}

/** Takes the page's functions, and listens. */
export function answerHistory(given) {
  calls = given;
  let second;
  document.addEventListener("click", (event) => {
    clearTimeout(second);
    const operand = event.target.closest?.("[data-ask-operand]")?.dataset.askOperand;
    if (operand !== undefined) return askValue(says.operand(operand), { operand: Number(operand) });
    if (!event.target.closest?.(".panes") || event.detail > 1) return;
    // A second click would change the value, and where the panes are narrow it may have moved
    // by then.
    if (event.target.closest(".changeable")) second = setTimeout(onPaneClick, SECOND_CLICK, event);
    else onPaneClick(event);
  });
  document.addEventListener("keydown", (event) => {
    if (!event.defaultPrevented && event.target.closest?.(".panes")) onPaneKey(event);
  });
  // A run that was paused in a loop: whether it can end is looked for without being asked.
  document.addEventListener("wasmscope:step", ({ detail }) => {
    if (detail.kind === "stop" && calls.lastStop().reason === "pause") askLoop(false);
  });
}
