// The run once more, on the browser's own engine: the same call with the same arguments, and
// every call of the host answered as it was. Then both are compared.

import * as says from "../../locales/en/check/check.ftl";
import { caller, host, isNumber, nameOf, opened, refusedImport } from "./bridge.js";
import { allowances, compare, excused, recorded } from "./compare.js";
import { onEngine } from "./engine.js";
import { read } from "./module.js";

/** Bytes of all memories together that are compared. */
const MOST_MEMORY = 64 << 20;
/** Bytes that the page copies at once. */
const PART = 1 << 20;
const PAGE = 65536;
/** How long the browser's engine is waited for, in milliseconds. */
export const TIMEOUT = 20_000;

const unknown = (text) => ({ verdict: "unknown", text, compared: [], differences: [], notes: [] });

/** The bytes of each memory; null where they are too many. */
function memoriesOf({ memories }) {
  let left = MOST_MEMORY;
  return memories.map(({ pages }, index) => {
    const size = Number(pages) * PAGE;
    if (size > left) return null;
    left -= size;
    const bytes = new Uint8Array(size);
    for (let at = 0; at < size; at += PART) {
      bytes.set(globalThis.wasmscope.memory(at, Math.min(PART, size - at), index), at);
    }
    return bytes;
  });
}

/** What the page's machine has come to. */
function oursOf(state, module, again, calls) {
  return {
    status: state.status,
    results: state.results ?? [],
    trap: state.trap?.message,
    exception: state.exception?.args ?? [],
    tag: again.called.tag,
    exitCode: state.exitCode,
    globals: state.globals.filter(({ type }) => isNumber(type)),
    memories: memoriesOf(state),
    sizes: state.memories.map(({ pages }) => Number(pages) * PAGE),
    imports: module.imports,
    calls,
  };
}

/** What the worker is given. */
function jobOf(module, again, ours, calls) {
  const { prefix, bytes } = opened(module, again.called, ours.globals);
  const functions = module.imports.map((one, at) => ({ ...one, at })).filter(({ kind }) => kind === 0);
  return {
    host: host(module, again.imports),
    module: bytes,
    caller: caller(module, again.called, ours.globals),
    prefix,
    imports: module.imports.map(({ module, name, limits }, at) => ({
      module,
      name,
      memory: limits && { ...limits, bytes: again.imports[at]?.bytes ?? [] },
    })),
    calls: calls.map(({ module, name, args, results, writes, exit }) => ({
      at: functions.find((one) => one.module === module && one.name === name)?.at,
      args: args.map(recorded),
      results: results.map((value) => recorded(value).bytes),
      writes: writes.map(([memory, address, digits]) => ({
        memory,
        address,
        bytes: (digits.match(/../g) ?? []).map((byte) => parseInt(byte, 16)),
      })),
      exit,
    })),
    tags: module.tags.map((type) => module.types[type].params.map(nameOf)),
    most: MOST_MEMORY,
  };
}

/** The names of the instructions that the run has executed; none where that was given up. */
async function executedBy(calls) {
  try {
    return JSON.parse(await calls.profile()).opcodes.map(({ op }) => op);
  } catch (error) {
    if (error.kind !== "busy") throw error;
    return [];
  }
}

/**
 * Whether the browser's engine agrees with the run that has ended; undefined when it was given
 * up by `options.signal`. `calls` are the page's functions.
 */
export async function check(calls, { timeout = TIMEOUT, signal } = {}) {
  const again = calls.runAgain();
  if (again.refused) return unknown(again.refused);
  const state = calls.state();
  const module = read(again.bytes);
  const isGiven = again.imports.every(({ value }) => !value || value.bits !== "" || value.text === "null");
  const refused = isGiven ? refusedImport(module) : says.ownReference;
  if (refused) return unknown(refused);
  let said;
  try {
    said = await calls.hostCalls();
  } catch (error) {
    if (error.kind !== "busy") throw error;
    return unknown(says.noCalls);
  }
  const ours = oursOf(state, module, again, said);
  const theirs = await onEngine(jobOf(module, again, ours, said), timeout, signal);
  const found = theirs && compare(ours, theirs);
  if (found?.verdict !== "differs") return found;
  return excused(found, allowances(ours, theirs, await executedBy(calls)));
}
