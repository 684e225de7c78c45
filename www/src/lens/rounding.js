// Floats that are computed, converted and rounded, as bits: the exact result, what of it is kept, what
// is cut off, and how that decides. The numbers are those of `exact.js`; here they become rows and
// sentences.

import * as says from "../../locales/en/lens/rounding.ftl";
import {
  formats, length, numberOf, numberOfInteger, opposite, product, quotient, root, rounded, sum, top, wholeOf,
} from "./exact.js";
import { binary, signed } from "./read.js";

const minus = "−";
const sign = ({ negative }) => (negative ? minus : "+");

/** Bits of a magnitude between two places, the highest first. */
function row(name, { magnitude, scale }, ends, more = {}) {
  const { high, low } = ends;
  const bits = magnitude << BigInt(Math.max(0, scale - low));
  return { name, low, bits: binary(bits, high - low + 1), ...more };
}

/** As many as it has. */
const own = (name, number) =>
  row(name, number, number.magnitude === 0n ? { high: 0, low: 0 } : { high: top(number), low: number.scale });

/** Significands with the leading bits below each other. */
const significand = (name, number) => own(name, { ...number, scale: 1 - Math.max(1, length(number.magnitude)) });

/** What becomes of an exact number: its row, the letters of what is cut off, and what is kept. The
 * place `end` is shown even where there are only zeros. */
function cutRows(exact, { scale, cut, up, whole, inexact }, { letters, end }) {
  const named = (name) => (exact.negative ? `${minus} ${name}` : name);
  const high = Math.max(top(exact), end);
  const low = Math.min(exact.scale, end);
  const lost = (at) => (at < scale ? "lost" : "");
  const full = row(named(says.exact), exact, { high, low }, { kind: lost, more: exact.rest });
  if (!inexact) return [full];
  const marks = {
    name: "",
    low: scale - cut.count,
    bits: `GR${"S".repeat(Math.max(0, cut.count - 2))}`.slice(0, cut.count),
    kind: () => "mark",
    isSign: true,
  };
  const kept = {
    name: named(says.kept),
    low: scale,
    bits: binary(whole, Math.max(1, high - scale + 1)),
    kind: (at) => (up && ((cut.kept ^ whole) >> BigInt(at - scale)) % 2n === 1n ? "carried" : ""),
  };
  return letters ? [full, marks, kept] : [full, kept];
}

/** How what is cut off decides, to the nearest. */
function decision({ cut, up }) {
  const [guard, round, sticky] = [cut.guard, cut.round, cut.sticky].map(Number);
  const how = cut.guard && !cut.round && !cut.sticky ? `tie-${up ? "up" : "stays"}` : up ? "more" : "less";
  return [says.marks(guard, round, sticky), says.decision(how)];
}

const storedRow = (raw, width) => ({
  name: says.stored,
  low: 0,
  bits: binary(raw, width),
  kind: (at) => (at === width - 1 ? "sign" : at >= formats[width].fractionBits ? "exponent" : ""),
});

/** What is stored of a rounded number. */
function storedWords({ negative, isZero, isInfinite, isSubnormal, exponent }, width) {
  const { bias, fractionBits } = formats[width];
  if (isZero) return says.storedZero(Number(negative));
  if (isInfinite) return says.infinite(bias + 1, width);
  if (isSubnormal) return says.storedSubnormal(Number(negative), fractionBits);
  return says.storedNormal(Number(negative), exponent - bias, bias, exponent, fractionBits);
}

/** From an exact number to the bits of a float. */
function toFloat(exact, width, aligned = []) {
  const { precision, least, fractionBits } = formats[width];
  const result = rounded(exact, width);
  const stored = { rows: [storedRow(result.raw, width)] };
  if (result.isZero) return { words: [says.exactZero, storedWords(result, width)], sheets: [stored] };
  const { cut, inexact, carried, scale } = result;
  const words = [];
  if (!inexact) words.push(says.fits(precision, width));
  else if (exact.rest) words.push(says.cutEndless(width, precision));
  else if (scale === least && top(exact) < least + fractionBits) words.push(says.cutSubnormal(cut.count, least + fractionBits, width, least));
  else words.push(says.cut(cut.count, width, precision));
  if (inexact) words.push(...decision(result));
  if (carried) words.push(says.carried);
  words.push(storedWords(result, width));
  const rows = cutRows(exact, result, { letters: true, end: inexact ? Math.max(scale, top(exact)) : top(exact) });
  return { words, sheets: [{ rows: [...aligned, ...rows], point: top(exact) }, stored] };
}

/** A number of an operand in words. */
const operandWords = (name, { text }, number) =>
  number.magnitude === 0n ? says.zeroOperand(name, text) : says.operand(name, text, top(number));

const nameOf = (letter, number) => (number.negative ? `${minus} ${letter}` : letter);

const exactWords = (operator, exact) => says.exactBits(operator, top(exact), exact.scale, length(exact.magnitude));

/** A sum: what is worth the same stands in one column, so the smaller one moves to the right. */
function added([x, y], operator, width, operands) {
  const second = operator === "sub" ? opposite(y) : y;
  const exact = sum(x, second);
  const words = [operandWords("x", operands[0], x), operandWords("y", operands[1], y)];
  if (x.magnitude === 0n || y.magnitude === 0n) {
    const rest = toFloat(exact, width);
    return { ...rest, words: [...words, ...rest.words] };
  }
  const by = top(x) - top(y);
  words.push(by === 0 ? says.sameExponent : says.aligned(Math.abs(by), by > 0 ? "y" : "x"));
  const most = Math.max(top(x), top(y));
  const rows = [own(nameOf("x", x), x), own(`${sign(second)} y`, second)];
  if (exact.magnitude === 0n) {
    const { words: more, sheets } = toFloat(exact, width);
    return { words: [...words, ...more], sheets: [{ rows, point: most }, ...sheets] };
  }
  words.push(exactWords(operator, exact));
  if (most - top(exact) > 1) words.push(says.cancelled(most - top(exact)));
  const rest = toFloat(exact, width, rows);
  return { ...rest, words: [...words, ...rest.words] };
}

/** Products, quotients and roots: significands and exponents for themselves. */
function multiplied(numbers, operator, width, operands) {
  const exact = { mul: product, div: quotient, sqrt: root }[operator](...numbers, width);
  const names = numbers.length > 1 ? ["x", "y"] : ["x"];
  const words = names.map((name, at) => operandWords(name, operands[at], numbers[at]));
  const rows = names.map((name, at) => significand(nameOf(name, numbers[at]), numbers[at]));
  const rest = toFloat(exact, width);
  if (exact.magnitude === 0n) return { words: [...words, ...rest.words], sheets: rest.sheets };
  const [first, second = 0] = numbers.map(top);
  const usual = { mul: first + second, div: first - second, sqrt: Math.floor(first / 2) }[operator];
  words.push(says.exponents(operator, first, second, usual));
  if (top(exact) !== usual) words.push(says.shifted(operator, top(exact)));
  words.push(exact.rest ? says.endless(operator, length(exact.magnitude)) : exactWords(operator, exact));
  return { words: [...words, ...rest.words], sheets: [{ rows, point: 0 }, ...rest.sheets] };
}

/** What is behind the point goes, and how. */
function wholeWords(result, how) {
  const { cut, inexact, up, negative } = result;
  if (!inexact) return [says.whole];
  const words = [says.behindPoint(cut.count)];
  if (how === "nearest") return [...words, ...decision(result)];
  return [...words, says.way(how === "trunc" ? how : `${how}-${negative ? "negative" : "positive"}`), ...(up ? [says.oneMore] : [])];
}

function toWhole(number, how, operand) {
  const result = wholeOf(number, how);
  const rows = cutRows(number, result, { letters: how === "nearest", end: 0 });
  const words = [operandWords("x", operand, number), ...wholeWords(result, how)];
  return { result, words, sheets: [{ rows, point: 0 }] };
}

/** A float as a whole float. */
function toWholeFloat(number, how, operand, { raw, width }) {
  if (number.magnitude === 0n) return { words: [says.isZero], sheets: [{ rows: [storedRow(raw, width)] }] };
  const { result, words, sheets } = toWhole(number, how, operand);
  const { whole: magnitude, negative } = result;
  const kept = rounded({ negative, magnitude, scale: 0, rest: false }, width);
  return { words: [...words, storedWords(kept, width)], sheets: [...sheets, { rows: [storedRow(kept.raw, width)] }] };
}

/** A float as an integer, of which the machine has taken the nearest where it is out of range. */
function toInteger(number, operand, { raw, width }, isSigned) {
  const kind = (at) => (isSigned && at === width - 1 ? "sign" : "");
  const stored = (bits) => ({ rows: [{ name: says.stored, low: 0, bits: binary(bits, width), kind }] });
  if (number.magnitude === 0n) return { words: [says.isZero], sheets: [stored(0n)] };
  const { result, words, sheets } = toWhole(number, "trunc", operand);
  const whole = result.negative ? -result.whole : result.whole;
  const isIn = (isSigned ? BigInt.asIntN : BigInt.asUintN)(width, whole) === whole;
  if (!isIn) words.push(says.outOfRange(whole, width, isSigned ? signed(raw, width) : raw));
  else words.push(whole < 0n ? says.complement(whole, width) : says.inBits(whole, width));
  return { words, sheets: [...sheets, stored(isIn ? BigInt.asUintN(width, whole) : raw)] };
}

/** Where no number is rounded: what is no number, or infinite. */
function special(operator, operands, numbers, result) {
  if (operands.some(({ isNan }) => isNan)) return result.isInteger ? says.nanToInteger : says.nan;
  if (numbers.includes(undefined)) return result.isInteger ? says.infiniteToInteger : says.infinity;
  if (result.isNan) return says.noNumber;
  if (operator === "div" && numbers[1].magnitude === 0n) return says.byZero;
  return undefined;
}

/**
 * What becomes of the bits where a float is computed or made of a number: sentences and sheets of
 * rows. Operands and result have `width`, `raw`, `text`, `isInteger` and `isNan`; undefined for an
 * instruction that is none of these.
 */
export function rounding(op, operands, result) {
  const [, type, name] = /^([if](?:32|64))\.(.*)$/.exec(op) ?? [];
  const { width } = result;
  const to = type?.startsWith("f") && /^(add|sub|mul|div|sqrt|nearest|trunc|ceil|floor)$/.test(name);
  const from = /^(demote|promote|convert|trunc)_/.test(name);
  if (!to && !from) return undefined;
  const isSigned = !name.endsWith("_u");
  const numbers = operands.map((operand) => {
    if (!operand.isInteger) return operand.isNan ? undefined : numberOf(operand.raw, operand.width);
    return numberOfInteger(isSigned ? signed(operand.raw, operand.width) : operand.raw);
  });
  const told = special(name, operands, numbers, result);
  if (told) return { words: [told], sheets: [] };
  if (name === "add" || name === "sub") return added(numbers, name, width, operands);
  if (["mul", "div", "sqrt"].includes(name)) return multiplied(numbers, name, width, operands);
  if (to) return toWholeFloat(numbers[0], name, operands[0], result);
  if (type.startsWith("i")) return toInteger(numbers[0], operands[0], result, isSigned);
  const text = operands[0].isInteger && !isSigned ? String(operands[0].raw) : operands[0].text;
  const { words, sheets } = toFloat(numbers[0], width);
  return { words: [operandWords("x", { text }, numbers[0]), ...words], sheets };
}
