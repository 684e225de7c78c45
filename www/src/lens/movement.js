// How the bits of a result come from those of its operands: what is lost, copied, rounded or moved.
// A row is bits, the highest first, each with what becomes of it; the words say the same.

import * as says from "../../locales/en/lens/movement.ftl";
import { binary, floatParts } from "./read.js";

/** `i32:5` as a type and bits without a sign; undefined for what is no integer. */
function integer(typed) {
  const [, type, text] = /^(i32|i64):(-?\d+)$/.exec(typed) ?? [];
  if (!type) return undefined;
  const width = Number(type.slice(1));
  return { width, raw: BigInt.asUintN(width, BigInt(text)), number: BigInt(text) };
}

const view = new DataView(new ArrayBuffer(8));

/** `f32:0.1` as bits. */
function real(typed) {
  const [, type, text] = /^(f32|f64):(.*)$/.exec(typed) ?? [];
  if (!type || text.includes("nan")) return undefined;
  const number = text.endsWith("inf") ? Number(text.replace("inf", "Infinity")) : Number(text);
  if (type === "f32") view.setFloat32(0, number);
  else view.setFloat64(0, number);
  const width = Number(type.slice(1));
  return { width, raw: width === 32 ? BigInt(view.getUint32(0)) : view.getBigUint64(0), number };
}

/** Bits as cells: `kind(index)` of each, index 0 being the lowest bit. */
const row = (name, raw, width, kind = () => "") => ({
  name,
  cells: [...binary(raw, width)].map((bit, at) => ({ bit, kind: kind(width - 1 - at) })),
});

function wrapped([operand], result) {
  const lost = operand.raw >> 32n !== 0n;
  const words = lost
    ? says.wrappedLost
    : says.wrapped;
  return {
    words,
    rows: [
      row("i64", operand.raw, 64, (at) => (at >= 32 ? "lost" : "")),
      row("i32", result.raw, 32),
    ],
  };
}

/** A number of `from` bits in more bits. */
function extended(operand, result, from, isSigned) {
  const kind = isSigned ? "copied" : "new";
  const sign = binary(operand.raw, operand.width)[operand.width - from];
  const words = isSigned
    ? says.extendedSign(from, sign, result.width - from)
    : says.extendedZero(result.width - from, from);
  return {
    words,
    rows: [
      row(says.operand, operand.raw, operand.width, (at) => (at === from - 1 && isSigned ? "sign" : at >= from ? "lost" : "")),
      row(says.result, result.raw, result.width, (at) => (at >= from ? kind : "")),
    ],
  };
}

const exactly = { add: (x, y) => x + y, sub: (x, y) => x - y, mul: (x, y) => x * y };

/** What does not fit in the width of a sum, difference or product. */
function overflowed([x, y], result, name) {
  const exact = exactly[name](x.raw, y.raw);
  const { width } = result;
  const isSame = (number, asType) => asType(width, number) === number;
  const fits = isSame(exact, BigInt.asUintN);
  const fitsSigned = isSame(exactly[name](BigInt.asIntN(width, x.raw), BigInt.asIntN(width, y.raw)), BigInt.asIntN);
  const reading = (fits) => (fits ? says.fits : says.wrapsAround);
  const words = says.read(width, reading(fits), reading(fitsSigned));
  if (fits) return { words, rows: [row(says.result, result.raw, width)] };
  // What is below zero borrows one bit.
  const full = exact < 0n ? exact + (1n << BigInt(width + 1)) : exact;
  const wide = full.toString(2).length;
  return {
    words,
    rows: [
      row(says.exact, full, wide, (at) => (at >= width ? "lost" : "")),
      row(says.result, result.raw, width),
    ],
  };
}

function shifted([x, y], result, name) {
  const { width } = result;
  const by = Number(y.raw % BigInt(width));
  const left = name === "shl" || name === "rotl";
  const leaves = (at) => (left ? at >= width - by : at < by);
  const comes = (at) => (left ? at < by : at >= width - by);
  const round = name.startsWith("rot");
  const filled = name === "shr_s" ? "copied" : round ? "moved" : "new";
  const words = {
    shl: says.zerosFromRight,
    shr_u: says.zerosFromLeft,
    shr_s: says.signsFromLeft,
    rotl: says.inAtRight,
    rotr: says.inAtLeft,
  }[name];
  return {
    words: y.raw >= BigInt(width) ? says.moveModulo(by, y.raw, width, words) : says.move(by, words),
    rows: [
      row(says.operand, x.raw, width, (at) => (leaves(at) ? (round ? "moved" : "lost") : "")),
      row(says.result, result.raw, width, (at) => (comes(at) ? filled : "")),
    ],
  };
}

/** An f64 rounded to an f32: of 52 bits of the fraction 23 are left. */
function demoted(operand, result) {
  const parts = floatParts(operand.raw, 64);
  const dropped = operand.raw & ((1n << 29n) - 1n);
  const up = dropped > 1n << 28n;
  const half = dropped === 1n << 28n;
  const words =
    dropped === 0n
      ? says.nothingLost
      : says.leftOut(parts.fractionBits, half ? says.half : up ? says.moreThanHalf : says.lessThanHalf);
  return {
    words,
    rows: [
      row("f64", operand.raw, 64, (at) => (at < 29 ? "lost" : at >= 52 && at < 63 ? "exponent" : at === 63 ? "sign" : "")),
      row("f32", result.raw, 32, (at) => (at >= 23 && at < 31 ? "exponent" : at === 31 ? "sign" : "")),
    ],
  };
}

/** What becomes of the bits in a step, from its record; undefined where nothing is to be shown. */
export function movement({ op, pop = [], push = [] }) {
  if (push.length !== 1) return undefined;
  if (op === "f32.demote_f64") {
    const [operand, result] = [real(pop[0]), real(push[0])];
    return operand && result && demoted(operand, result);
  }
  const operands = pop.map(integer);
  const result = integer(push[0]);
  if (!result || operands.some((one) => one === undefined)) return undefined;
  if (op === "i32.wrap_i64") return wrapped(operands, result);
  const [, from, sign] = /\.extend_?(?:i)?(8|16|32)_([su])$/.exec(op) ?? [];
  if (from) return extended(operands[0], result, Number(from), sign === "s");
  const name = op.split(".")[1];
  if (["add", "sub", "mul"].includes(name)) return overflowed(operands, result, name);
  if (["shl", "shr_s", "shr_u", "rotl", "rotr"].includes(name)) return shifted(operands, result, name);
  return undefined;
}
