// How the bits of a result come from those of its operands: what is lost, copied, rounded or moved.
// A row is bits, the highest first, each with what becomes of it; the words say the same.

import * as says from "../../locales/en/lens/movement.ftl";
import { binary } from "./read.js";
import { rounding } from "./rounding.js";

const view = new DataView(new ArrayBuffer(8));

/** The bits of a float as the machine writes it. */
function floatBits(text, width) {
  const number = Number(text.replace("inf", "Infinity"));
  if (width === 32) view.setFloat32(0, number);
  else view.setFloat64(0, number);
  return width === 32 ? BigInt(view.getUint32(0)) : view.getBigUint64(0);
}

/** `i32:5` and `f32:0.1` as bits without a sign; undefined for what is no number of these types. The
 * bits of a NaN are not told. */
function numeric(typed) {
  const [, type, text] = /^([if](?:32|64)):(.*)$/.exec(typed) ?? [];
  if (!type) return undefined;
  const width = Number(type.slice(1));
  const isInteger = type.startsWith("i");
  const isNan = text.includes("nan");
  const raw = isInteger ? BigInt.asUintN(width, BigInt(text)) : isNan ? undefined : floatBits(text, width);
  return { width, text, isInteger, isNan, raw };
}

/** Bits as a row: `kind(index)` of each, index 0 being the lowest bit. */
const row = (name, raw, width, kind = () => "") => ({ name, low: 0, bits: binary(raw, width), kind });

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

/** All bits of a number: as many as it has, or in two's complement one more than are kept, or as many
 * as it takes with its sign. */
function allBits(exact, width, isSigned) {
  const wide = exact.toString(2).replace("-", "").length + 1;
  if (!isSigned && exact >= 0n) return binary(exact, width);
  const most = Math.max(width + 1, wide);
  return binary(BigInt.asUintN(most, exact), most);
}

/** What does not fit in the width of a sum, difference or product: the whole of it, read without signs
 * and with them, and what is kept modulo 2^32 or 2^64. */
function overflowed([x, y], result, name) {
  const { width } = result;
  const readings = [
    { exact: exactly[name](x.raw, y.raw), as: BigInt.asUintN, name: says.unsigned },
    { exact: exactly[name](BigInt.asIntN(width, x.raw), BigInt.asIntN(width, y.raw)), as: BigInt.asIntN, name: says.signed },
  ].map((one, at) => {
    const kept = one.as(width, one.exact);
    return { ...one, kept, fits: kept === one.exact, bits: allBits(one.exact, width, at === 1) };
  });
  const [unsigned, signed] = readings;
  const reading = ({ fits }) => (fits ? says.fits : says.wrapsAround);
  const operator = { add: "+", sub: "−", mul: "×" }[name];
  const lost = (at) => (at >= width ? "lost" : "");
  const wraps = readings.filter(({ fits }) => !fits);
  const words = [
    says.read(width, reading(unsigned), reading(signed)),
    ...wraps.map(({ exact, kept, as }) => (as === BigInt.asIntN ? says.wrapsSigned : says.wrapsUnsigned)(exact, width, kept)),
  ];
  // One row is enough where both readings have the same bits.
  const full = wraps.filter(({ bits }, at) => at === 0 || bits !== wraps[0].bits);
  return {
    words,
    rows: [
      row("x", x.raw, width),
      row(`${operator} y`, y.raw, width),
      ...full.map(({ bits, name }) => ({ name, low: 0, bits, kind: lost })),
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

/** The same of integers. */
function ofIntegers(op, operands, result) {
  if (op === "i32.wrap_i64") return wrapped(operands, result);
  const [, from, sign] = /\.extend_?(?:i)?(8|16|32)_([su])$/.exec(op) ?? [];
  if (from) return extended(operands[0], result, Number(from), sign === "s");
  const name = op.split(".")[1];
  if (["add", "sub", "mul"].includes(name)) return overflowed(operands, result, name);
  if (["shl", "shr_s", "shr_u", "rotl", "rotr"].includes(name)) return shifted(operands, result, name);
  return undefined;
}

/** What becomes of the bits in a step, from its record: sentences, and sheets of rows whose bits of
 * equal worth stand below each other. Undefined where nothing is to be shown. */
export function movement({ op, pop = [], push = [] }) {
  const operands = pop.map(numeric);
  const result = push.length === 1 ? numeric(push[0]) : undefined;
  if (!result || operands.includes(undefined)) return undefined;
  const rounds = rounding(op, operands, result);
  if (rounds) return rounds;
  if (![...operands, result].every(({ isInteger }) => isInteger)) return undefined;
  const { words, rows } = ofIntegers(op, operands, result) ?? {};
  return rows && { words: [words].flat(), sheets: [{ rows }] };
}
