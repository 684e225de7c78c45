// `window.wasmscope`: the object that scripts use. The page (Rust) gives the
// functions; what only JavaScript can say in few words is here.

/** What every failure of the interface is. */
export class WasmscopeError extends Error {
  constructor(kind, message, place) {
    super(message);
    this.name = "WasmscopeError";
    this.kind = kind;
    Object.assign(this, place);
  }
}

export const wasmscopeError = (kind, message, place) => new WasmscopeError(kind, message, place);

/** What an observer is told: the members of a record, and the state when it is asked for. */
class StepEvent {
  constructor(fields) {
    Object.assign(this, fields);
  }

  get state() {
    return globalThis.wasmscope.state();
  }
}

export const stepEvent = (fields) => new StepEvent(fields);

/** Puts the object in its place. `calls` are the page's functions by name. */
export function publish(version, calls) {
  const wasmscope = {
    version,
    load: (source, options = {}) => calls.load(source, options),
    start: (name, args) => calls.start(name, args),
    step: (count) => calls.step(count),
    stepBack: (count) => calls.stepBack(count),
    seek: (step) => calls.seek(step),
    goTo: async (step) => calls.goTo(step),
    stepOver: async () => calls.stepOver(),
    stepOut: async () => calls.stepOut(),
    stepOverBack: async () => calls.stepOverBack(),
    stepOutBack: async () => calls.stepOutBack(),
    run: async (options = {}) => calls.run(options.until, options.fuel),
    runBack: async (options = {}) => calls.runBack(options.until),
    pause: () => calls.pause(),
    answer: (values) => calls.answer(values),
    state: () => calls.state(),
    lastStop: () => calls.lastStop(),
    memory: (address, length, index) => calls.memory(address, length, index),
    breakpoints: {
      add: (breakpoint) => calls.addBreakpoint(breakpoint),
      remove: (id) => calls.removeBreakpoint(id),
      list: () => calls.breakpoints(),
    },
    observe(observer, options = {}) {
      const id = calls.observe(observer, options.on, options.func, options.every);
      return () => calls.unobserve(id);
    },
    get events() {
      return calls.events();
    },
    set events(wanted) {
      calls.setEvents(Boolean(wanted));
    },
    share: (options = {}) => calls.share(options.step),
  };
  globalThis.wasmscope = Object.freeze(wasmscope);
}
