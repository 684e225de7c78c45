// The lens on a reference: what it refers to. A program cannot see its bits; only those of an `i31`
// are a number.

import * as says from "../../locales/en/lens/reference.ftl";
import { lensOfInteger, note, readings } from "./lens.js";

/** Fields of an object that are shown. */
const FIELDS = 8;

/** The first fields of an object: `val = 7, next = struct 8`. */
function fieldsOf({ fields, len }) {
  const words = fields.slice(0, FIELDS).map(({ name, text }) => (name ? `${name} = ${text}` : text));
  const more = len - words.length;
  if (words.length === 0) return says.nothing;
  return more > 0 ? says.andMore(words.join(", "), more) : words.join(", ");
}

/** A row with a button that shows a line of the source. */
function lineButton(line, reveal) {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "go", textContent: says.goToLine(line) });
  button.addEventListener("click", () => reveal(line));
  const row = document.createElement("p");
  row.append(button);
  return row;
}

/** What is shown of a reference, given what it refers to: nothing where that is not known. */
export function lensOfReference(referent, reveal) {
  if (!referent) return [note(says.noBits)];
  const { text, function: func, object } = referent;
  if (func) {
    const shown = readings([[says.reference, text], [func.host ? says.hostFunction : says.function, func.name], [says.type, func.type]]);
    return [shown, ...(func.line ? [lineButton(func.line, reveal)] : []), note(says.noBits)];
  }
  if (object) {
    const { type = object.kind } = object;
    const pairs = [[says.reference, text], [object.kind === "exn" ? says.tag : says.type, type], [says.holds, fieldsOf(object)]];
    return [readings(pairs), note(says.noBits)];
  }
  const [kind, number] = text.split(" ");
  if (kind === "i31") return [note(says.i31), ...lensOfInteger(BigInt.asUintN(31, BigInt(number)), 31)];
  return [readings([[says.reference, text]]), note(kind === "null" ? says.null : says.extern)];
}
