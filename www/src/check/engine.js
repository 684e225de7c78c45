// The browser's engine, in a worker of its own, so that a program that never ends there does
// not keep the page from answering.

import * as says from "../../locales/en/check/engine.ftl";

/**
 * What the worker does; it is made of this function's text, and so uses nothing from outside.
 *
 * It is given the modules `host`, `module` and `caller`, the `calls` of the host in their order,
 * and what to look at afterwards. It says how the call ended, and what memories and globals
 * hold then.
 */
export function work() {
  const SLOT = 16;
  const same = (type, left, right) => {
    if (left.every((byte, at) => byte === right[at])) return true;
    const view = (bytes) => new DataView(Uint8Array.from(bytes).buffer);
    if (type === "f32") return [left, right].every((bytes) => Number.isNaN(view(bytes).getFloat32(0, true)));
    return type === "f64" && [left, right].every((bytes) => Number.isNaN(view(bytes).getFloat64(0, true)));
  };

  function run({ host, module, caller, prefix, imports, calls, tags, most }) {
    /** Why it went no further: another call of the host than before, or one that ends it. */
    let stop;
    let next = 0;
    let scratch;
    let instance;
    const ended = (how) => {
      stop ??= how;
      throw stop;
    };

    /** Gives the recorded answer to a call of the import at a position. */
    function asked(at) {
      if (stop) throw stop;
      const call = calls[next];
      if (!call || call.at !== at) ended({ outcome: "asked", number: next, at });
      call.args.forEach(({ type, bytes }, slot) => {
        const given = [...new Uint8Array(scratch.buffer, slot * SLOT, bytes.length)];
        if (!same(type, given, bytes)) ended({ outcome: "asked", number: next, at, slot, given });
      });
      next += 1;
      if (call.writes.length > 0 && !instance) ended({ outcome: "cannot", why: "start" });
      for (const { memory, address, bytes } of call.writes) {
        new Uint8Array(instance.exports[`${prefix} memory ${memory}`].buffer).set(bytes, address);
      }
      if (call.exit !== undefined) ended({ outcome: "exited", code: call.exit });
      call.results.forEach((bytes, slot) => new Uint8Array(scratch.buffer, slot * SLOT, bytes.length).set(bytes));
    }

    function memoryOf({ is64, least, most, bytes }) {
      const size = (pages) => (is64 ? BigInt(pages) : Number(pages));
      const descriptor = { initial: size(least) };
      if (most !== undefined) descriptor.maximum = size(most);
      if (is64) descriptor.address = "i64";
      const memory = new WebAssembly.Memory(descriptor);
      for (const [address, byte] of bytes) new Uint8Array(memory.buffer)[address] = byte;
      return memory;
    }

    /** What everything else holds, once the call is over. */
    function left(reader) {
      const memories = [];
      for (let index = 0; ; index += 1) {
        const memory = instance.exports[`${prefix} memory ${index}`];
        if (!memory) break;
        const { buffer } = memory;
        memories.push(buffer.byteLength <= most ? new Uint8Array(buffer).slice() : buffer.byteLength);
      }
      reader.exports.globals();
      return { memories, globals: new Uint8Array(reader.exports.memory.buffer).slice() };
    }

    /** How something that was thrown ends the call. */
    function fault(error) {
      if (stop) return stop;
      if (typeof WebAssembly.Exception === "function" && error instanceof WebAssembly.Exception) {
        const index = tags.findIndex((_, at) => error.is(instance?.exports[`${prefix} tag ${at}`] ?? {}));
        const read = (_, at) => {
          try {
            return error.getArg(instance.exports[`${prefix} tag ${index}`], at);
          } catch {
            return undefined;
          }
        };
        return { outcome: "thrown", tag: index, args: index < 0 ? [] : tags[index].map(read) };
      }
      const deep = /call stack|recursion/i.test(error.message);
      if (error instanceof WebAssembly.RuntimeError || deep) return { outcome: "trapped", message: error.message };
      return { outcome: "cannot", why: `${error.name}: ${error.message}` };
    }

    const given = Object.create(null);
    const stubs = new WebAssembly.Instance(new WebAssembly.Module(host), { page: { asked } });
    scratch = stubs.exports.memory;
    imports.forEach(({ module, name, memory }, at) => {
      (given[module] ??= Object.create(null))[name] ??= memory ? memoryOf(memory) : stubs.exports[at];
    });
    const compiled = new WebAssembly.Module(module);
    let reader;
    let how;
    try {
      instance = new WebAssembly.Instance(compiled, given);
      const seen = {};
      for (const [name, value] of Object.entries(instance.exports)) {
        if (name.startsWith(`${prefix} `)) seen[name.slice(prefix.length + 1)] = value;
      }
      reader = new WebAssembly.Instance(new WebAssembly.Module(caller), { module: seen });
      reader.exports.call();
      const results = new Uint8Array(reader.exports.memory.buffer).slice();
      how = stop ?? { outcome: "returned", results };
    } catch (error) {
      how = fault(error);
    }
    return { ...how, asked: next, ...(reader ? left(reader) : {}) };
  }

  self.onmessage = ({ data }) => {
    let answer;
    try {
      answer = run(data);
    } catch (error) {
      answer = { outcome: "cannot", why: `${error.name}: ${error.message}` };
    }
    self.postMessage(answer);
  };
}

/**
 * Does the call on the browser's engine. Resolves to what the worker says, or to
 * `{outcome: "endless"}` when it has not ended after so many milliseconds; undefined when it
 * was given up.
 */
export function onEngine(job, timeout, signal) {
  return new Promise((resolve) => {
    const address = URL.createObjectURL(new Blob([`(${work})()`], { type: "text/javascript" }));
    const worker = new Worker(address);
    let timer;
    const end = (answer) => {
      clearTimeout(timer);
      worker.terminate();
      URL.revokeObjectURL(address);
      resolve(answer);
    };
    if (signal?.aborted) return end(undefined);
    signal?.addEventListener("abort", () => end(undefined), { once: true });
    timer = setTimeout(end, timeout, { outcome: "endless" });
    worker.onmessage = ({ data }) => end(data);
    worker.onerror = ({ message }) => end({ outcome: "cannot", why: message || says.notStarted });
    worker.postMessage(job);
  });
}
