// Where the number lens is put: into the pane called History, above what is known of the value's
// past. The lens itself is loaded when a value is asked about.

import { numbersOf } from "../location.js";

const load = () => import("./lens.js");
const loadReference = () => import("./reference.js");

/** What there is at a place of history: a value of the state, or bytes of memory. */
function valueAt(location, state, calls) {
  if (location.memory !== undefined) {
    const { pages = 0 } = state.memories[location.index] ?? {};
    const length = Math.min(8, pages * 65_536 - location.memory);
    return length > 0 ? globalThis.wasmscope.memory(location.memory, length, location.index) : undefined;
  }
  if (location.operand !== undefined) return state.stack[location.operand];
  if (location.local !== undefined) return state.frames[location.frame ?? 0]?.locals[location.local];
  if (location.global !== undefined) return state.globals[location.global];
  if (location.result !== undefined) return state.results?.[location.result];
  if (location.object !== undefined) return calls.field(location.object, location.field);
  // Elements of tables are references.
  return { bits: "" };
}

/** An element with the lens on the value at a place: its bits, or what a reference refers to. */
export function lensOn(location, state, calls) {
  const lens = document.createElement("div");
  lens.className = "lens";
  const value = valueAt(location, state, calls);
  if (value?.bits === "") {
    const referent = calls.referent(numbersOf(location, state));
    loadReference().then(({ lensOfReference }) => {
      lens.prepend(...lensOfReference(referent, calls.revealLine));
    });
  } else if (value) {
    load().then(({ lensOf, lensOfBytes }) => {
      lens.prepend(...(value instanceof Uint8Array ? lensOfBytes(value) : lensOf(value)));
    });
  }
  return lens;
}

/** The record of the operation that made a value, from what is known of its origin, however it was
 * moved since; undefined where no operation did, or only to a part. */
function madeBy([asked, ...nodes]) {
  const nodeOf = ({ node }) => nodes[node - 1];
  let [made] = asked.inputs.map(nodeOf);
  while (made && made.value === asked.value && ["load", "store"].includes(made.kind)) {
    [made] = made.inputs.filter(({ role }) => role === "value").map(nodeOf);
  }
  if (made?.kind !== "operation" || made.value !== asked.value) return undefined;
  const pop = made.inputs.map((input) => nodeOf(input)?.value);
  return pop.includes(undefined) ? undefined : { op: made.op, pop, push: [made.value] };
}

/** Adds how the bits came about in the step that made the value. */
export async function addMovement(lens, nodes) {
  const record = madeBy(nodes);
  if (!record) return;
  const { movementOf } = await load();
  lens.append(...movementOf(record));
}
