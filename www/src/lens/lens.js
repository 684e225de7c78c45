// The number lens: a value in every way it can be read, its bits as a grid, and how they came
// about in the step that made it. Loaded when somebody asks about a value.

import * as says from "../../locales/en/lens/lens.ftl";
import { movement } from "./movement.js";
import * as read from "./read.js";
import { sheet } from "./sheet.js";

function element(tag, properties = {}, children = []) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
}

/** Bits in bytes, the highest first. `kind(index)` is what a bit is, 0 the lowest. */
function grid(cells, label) {
  const bytes = [];
  const lead = cells.length % 8;
  if (lead > 0) bytes.push(cells.slice(0, lead));
  for (let at = lead; at < cells.length; at += 8) bytes.push(cells.slice(at, at + 8));
  const groups = bytes.map((byte) =>
    element("span", { className: "byte" }, byte.map(({ bit, kind }) => {
      const cell = element("span", { className: `bit is-${bit === "1" ? "one" : "zero"}`, textContent: bit });
      if (kind) cell.classList.add(`is-${kind}`);
      return cell;
    })),
  );
  const node = element("div", { className: "bits" }, groups);
  node.setAttribute("role", "img");
  node.setAttribute("aria-label", `${label}: ${cells.map(({ bit }) => bit).join("")}`);
  return node;
}

const cellsOf = (raw, width, kind) =>
  [...read.binary(raw, width)].map((bit, at) => ({ bit, kind: kind(width - 1 - at) }));

/** A sentence beside what is shown. */
export const note = (textContent) => element("p", { className: "muted", textContent });

/** Names and readings, as a list. */
export const readings = (pairs) =>
  element("dl", { className: "readings" }, pairs.flatMap(([name, text]) => [
    element("dt", { textContent: name }),
    element("dd", { textContent: text }),
  ]));

function integerReadings(raw, width) {
  const pairs = [
    [says.signed, String(read.signed(raw, width))],
    [says.unsigned, String(raw)],
    [says.hexadecimal, read.hex(raw, width)],
    [says.character, read.character(raw)],
  ];
  if (width % 8 === 0) pairs.splice(3, 0, [says.inMemory, read.bytes(raw, width)]);
  if (width >= 32) pairs.push([says.asFloat(width), read.floatText(raw, width)]);
  return pairs;
}

/** An integer in all its readings; one that is not of whole bytes lies in no memory. */
export function lensOfInteger(raw, width) {
  const sign = (at) => (at === width - 1 ? "sign" : "");
  return [grid(cellsOf(raw, width, sign), says.bitsSignFirst(width)), readings(integerReadings(raw, width))];
}

function float(raw, width) {
  const parts = read.floatParts(raw, width);
  const kind = (at) => (at === width - 1 ? "sign" : at >= parts.fractionBits ? "exponent" : "");
  return [
    grid(cellsOf(raw, width, kind), says.floatBits),
    readings([
      [says.number, read.floatText(raw, width)],
      [says.sign, parts.sign === 1 ? says.negative : says.positive],
      [says.exponent, says.inBits(parts.exponent, parts.exponentBits)],
      [says.fraction, says.inBits(read.hex(parts.fraction, Math.ceil(parts.fractionBits / 4) * 4), parts.fractionBits)],
      [says.together, parts.says],
      [says.hexadecimal, read.hex(raw, width)],
      [says.inMemory, read.bytes(raw, width)],
      [says.asInteger(width), String(read.signed(raw, width))],
    ]),
  ];
}

/** The shape that a vector was last looked at in. */
let chosen = "i32x4";

function vector(raw) {
  const table = element("table", { className: "lanes" });
  const draw = () => {
    const real = chosen.startsWith("f");
    const head = real ? [says.lane, says.number, says.bits] : [says.lane, says.signed, says.unsigned, says.bits];
    const rows = read.lanesOf(raw, chosen).map(({ index, raw, width }) => {
      const words = real
        ? [read.floatText(raw, width)]
        : [String(read.signed(raw, width)), String(raw)];
      const th = element("th", { scope: "row", textContent: String(index) });
      return element("tr", {}, [
        th,
        ...[...words, read.hex(raw, width)].map((textContent) => element("td", { textContent })),
      ]);
    });
    const first = element("tr", {}, head.map((textContent) => element("th", { scope: "col", textContent })));
    table.replaceChildren(element("thead", {}, [first]), element("tbody", {}, rows));
  };
  const select = element("select", { ariaLabel: says.lanes }, read.shapes.map((name) =>
    element("option", { value: name, textContent: name, selected: name === chosen })));
  select.setAttribute("aria-label", says.lanes);
  select.addEventListener("change", () => {
    chosen = select.value;
    draw();
  });
  draw();
  return [element("label", { className: "shape" }, [`${says.lanes} `, select]), table];
}

/** What is shown of a value of `window.wasmscope` that has bits. */
export function lensOf(value) {
  const { raw, width } = read.bitsOf(value);
  if (width === 128) return vector(raw);
  return value.type.startsWith("f") ? float(raw, width) : lensOfInteger(raw, width);
}

/** Bytes of memory, as a number of so many bytes; the choice is made in the lens. */
export function lensOfBytes(bytes) {
  const widths = [1, 2, 4, 8].filter((count) => count <= bytes.length);
  const body = element("div");
  const draw = (count) => {
    const raw = bytes.slice(0, count).reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
    body.replaceChildren(...lensOfInteger(raw, count * 8));
  };
  const select = element("select", {}, widths.map((count) =>
    element("option", { value: String(count), textContent: says.bytes(count) })));
  select.setAttribute("aria-label", says.readTogether);
  select.addEventListener("change", () => draw(Number(select.value)));
  draw(1);
  return [element("label", { className: "shape" }, [`${says.read} `, select]), body];
}

/** How the bits came about in the step that made the value; nothing where there is nothing to
 * show. */
export function movementOf(record) {
  const moved = movement(record);
  if (!moved) return [];
  return [
    element("h4", { textContent: says.howMade(record.op) }),
    element("div", { className: "movement" }, moved.sheets.map(sheet)),
    element("ol", { className: "told" }, moved.words.map((textContent) => element("li", { textContent }))),
  ];
}
