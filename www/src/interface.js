// `window.wasmscope`: the object that scripts use. The page (Rust) gives the
// functions; what only JavaScript can say in few words is here.

import * as text from "../locales/en/interface.ftl";
import { WasmscopeError } from "./errors.js";
import { answerHistory } from "./history.js";
import { answerLessons } from "./lessons.js";
import { numbersOf } from "./location.js";
import { useOperandTypes } from "./operand-types.js";
import { pictureOf } from "./overview.js";
import { nextTask } from "./tasks.js";

export const wasmscopeError = (kind, message, place) => new WasmscopeError(kind, message, place);

/** What an observer is told: the members of a record, and the state when it is asked for. */
class StepEvent {
  #state;
  #isOver = false;

  constructor(fields) {
    Object.assign(this, fields);
  }

  get state() {
    if (this.#state === undefined && this.#isOver) {
      const what = text.callbackOnly;
      throw new WasmscopeError("argument", what);
    }
    return (this.#state ??= globalThis.wasmscope.state());
  }

  static over(event) {
    event.#isOver = true;
  }
}

/** The page's functions, once there are any. */
let page;

/** Compares the run with what the browser's own engine makes of the call. */
export async function checkWithBrowser() {
  const { openCheck } = await import("./check/dialog.js");
  await openCheck(page);
}

/** Asks what comes next, or stops asking. */
export async function togglePrediction() {
  const prediction = await import("./prediction.js");
  prediction.togglePrediction(page);
}

export const stepEvent = (fields) => new StepEvent(fields);

/** The callbacks have returned: what the event has not shown of the state, it never will. */
export const eventOver = (event) => StepEvent.over(event);

/** The options of a call: an object, or nothing. */
function optionsOf(options) {
  if (options === undefined || options === null) return {};
  if (typeof options === "object") return options;
  throw new WasmscopeError("argument", text.options(typeof options));
}

/** Puts the object in its place. `calls` are the page's functions by name. */
export function publish(version, calls) {
  const placeOf = (location) => numbersOf(location, calls.state());
  const wasmscope = {
    version,
    load: (source, options) => calls.load(source, optionsOf(options)),
    start: (name, args) => calls.start(name, args),
    step: (count) => calls.step(count),
    stepBack: (count) => calls.stepBack(count),
    seek: (step) => calls.seek(step),
    goTo: async (step) => calls.goTo(step),
    stepOver: async () => calls.stepOver(),
    stepOut: async () => calls.stepOut(),
    stepOverBack: async () => calls.stepOverBack(),
    stepOutBack: async () => calls.stepOutBack(),
    run: async (options) => calls.run(options),
    runBack: async (options) => calls.runBack(options),
    pause: () => calls.pause(),
    answer: (values) => calls.answer(values),
    input: (text) => calls.input(text),
    state: () => calls.state(),
    lastStop: () => calls.lastStop(),
    async overview(options) {
      const { from, to, columns } = optionsOf(options);
      for (;;) {
        const flat = calls.overview(from, to, columns);
        if (flat !== undefined) return pictureOf(flat);
        await nextTask();
      }
    },
    picture: () => calls.picture(),
    memory: (address, length, index) => calls.memory(address, length, index),
    breakpoints: {
      add: (breakpoint) => calls.addBreakpoint(breakpoint),
      set: (id, changes) => calls.setBreakpoint(id, optionsOf(changes)),
      remove: (id) => calls.removeBreakpoint(id),
      list: () => calls.breakpoints(),
    },
    edit: (place) => calls.edit(place),
    branches: {
      list: () => calls.branches(),
      switch: async (id) => calls.switchBranch(id),
      rename: (id, name) => calls.renameBranch(id, name),
      remove: (id) => calls.removeBranch(id),
    },
    compare: async (left, right) => calls.compare(left, right),
    divergence: () => calls.divergence(),
    instantiation: () => calls.instantiation(),
    observe(observer, options) {
      const { on, func, every } = optionsOf(options);
      const id = calls.observe(observer, on, func, every);
      return () => calls.unobserve(id);
    },
    get events() {
      return calls.events();
    },
    set events(wanted) {
      calls.setEvents(Boolean(wanted));
    },
    lastWriter: async (location) => calls.lastWriter(placeOf(location)),
    nextReader: async (location) => calls.nextReader(placeOf(location)),
    origin: async (location, options) => calls.origin(placeOf(location), optionsOf(options)),
    find: async (condition) => calls.find(condition),
    loop: async () => calls.loop(),
    profile: async () => JSON.parse(await calls.profile()),
    async trace(options) {
      return new Blob(await calls.trace(optionsOf(options))).text();
    },
    async checkWithBrowser(options) {
      const { timeout } = optionsOf(options);
      const { check } = await import("./check/check.js");
      return check(calls, { timeout });
    },
    instructions: async () => (await import("./manual/table.js")).copies(),
    async explain(name) {
      const found = (await import("./manual/table.js")).copy(name);
      if (found) return found;
      throw new WasmscopeError("argument", text.noInstruction(name));
    },
    explanation: () => calls.explanation(),
    tryOut: (source, wanted, fuel) => calls.tryOut(source, wanted, fuel),
    share: (options) => calls.share(optionsOf(options).step),
  };
  page = calls;
  globalThis.wasmscope = Object.freeze(wasmscope);
  answerHistory(calls);
  useOperandTypes(calls.operandTypes);
  answerLessons(calls);
  if (document.documentElement.dataset.embed !== undefined) showEmbedded();
}

/** The address as it was when the page began: the page takes what it has opened from it. */
const options = new URLSearchParams(location.hash.slice(1));

/** The page inside of another one, once it is drawn. */
async function showEmbedded() {
  const { embed } = await import("./embed.js");
  embed(options);
}
