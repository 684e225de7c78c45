// Places of values, as scripts name them and as the page (Rust) takes them.

import * as text from "../locales/en/location.ftl";
import { WasmscopeError } from "./errors.js";

const wrong = (message) => new WasmscopeError("argument", message);

/** The index of something by its name or its index. */
function indexOf(all, wanted, what) {
  if (typeof wanted !== "string") return wanted;
  const name = wanted.replace(/^\$/, "");
  const found = all?.find((one) => one.name === name);
  if (!found) throw wrong(text.nothingCalled(what, wanted));
  return found.index;
}

/** What a place is, and three numbers. */
export function numbersOf(location, state) {
  const { local, operand, global, memory, table, object, result } = location ?? {};
  const { frame = 0, length = 1, index = 0, field = 0 } = location ?? {};
  if (local !== undefined) {
    return ["local", indexOf(state.frames[frame]?.locals, local, "local"), frame, 0];
  }
  if (operand !== undefined) return ["operand", operand, frame, 0];
  if (global !== undefined) return ["global", indexOf(state.globals, global, "global"), 0, 0];
  if (memory !== undefined) return ["memory", memory, length, index];
  if (table !== undefined) return ["table", table, index, 0];
  if (object !== undefined) return ["object", object, field, 0];
  if (result !== undefined) return ["result", result, 0, 0];
  throw wrong(
    text.location,
  );
}
