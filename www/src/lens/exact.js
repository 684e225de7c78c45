// Arithmetic on floats as the specification defines it (section 4.3.3): the result is computed
// exactly first and rounded then, to the nearest float, the even one of two. A number is
// `{ negative, magnitude, scale, rest }`: ± magnitude × 2^scale, of which less than one more 2^scale
// follows where `rest` is true, as behind the first digits of a quotient.

/** What a float of so many bits keeps: significant bits, the exponents of the least bit of all and of
 * the largest number, and how many bits lie where. */
export const formats = {
  32: { precision: 24, least: -149, most: 127, bias: 127, fractionBits: 23 },
  64: { precision: 53, least: -1074, most: 1023, bias: 1023, fractionBits: 52 },
};

const one = (by) => 1n << BigInt(by);

/** How many bits a magnitude has, 0 of zero. */
export const length = (magnitude) => (magnitude === 0n ? 0 : magnitude.toString(2).length);

/** The exponent of the highest bit of a number that is not zero. */
export const top = ({ magnitude, scale }) => scale + length(magnitude) - 1;

/** Without zeros at the end, which say nothing. */
export function shortest({ negative, magnitude, scale, rest = false }) {
  if (magnitude === 0n || rest) return { negative, magnitude, scale, rest };
  const zeros = /0*$/.exec(magnitude.toString(2))[0].length;
  return { negative, magnitude: magnitude >> BigInt(zeros), scale: scale + zeros, rest };
}

/** The number that the bits of a float mean; undefined of infinities and NaN. */
export function numberOf(raw, width) {
  const { least, fractionBits } = formats[width];
  const negative = raw >> BigInt(width - 1) === 1n;
  const fraction = BigInt.asUintN(fractionBits, raw);
  const exponent = Number(BigInt.asUintN(width - 1, raw) >> BigInt(fractionBits));
  if (exponent === 2 ** (width - 1 - fractionBits) - 1) return undefined;
  const magnitude = exponent === 0 ? fraction : fraction + one(fractionBits);
  return shortest({ negative, magnitude, scale: least + Math.max(exponent - 1, 0) });
}

/** An integer, as it is read. */
export const numberOfInteger = (whole) => shortest({ negative: whole < 0n, magnitude: whole < 0n ? -whole : whole, scale: 0 });

export const opposite = (x) => ({ ...x, negative: !x.negative });

export function sum(x, y) {
  if (x.magnitude === 0n && y.magnitude === 0n) return { ...x, negative: x.negative && y.negative };
  if (x.magnitude === 0n) return y;
  if (y.magnitude === 0n) return x;
  const scale = Math.min(x.scale, y.scale);
  const at = ({ negative, magnitude, scale: own }) => (negative ? -magnitude : magnitude) * one(own - scale);
  const whole = at(x) + at(y);
  return shortest({ negative: whole < 0n, magnitude: whole < 0n ? -whole : whole, scale });
}

export const product = (x, y) => shortest({
  negative: x.negative !== y.negative,
  magnitude: x.magnitude * y.magnitude,
  scale: x.scale + y.scale,
});

/** Digits of quotients and roots behind those that a float keeps, before what is only known not to
 * be zero: two that rounding names, and one more. */
const FURTHER = 3;

/** The first bits of a quotient; the divisor is not zero. */
export function quotient(x, y, width) {
  const wanted = formats[width].precision + FURTHER;
  const by = Math.max(0, wanted + length(y.magnitude) - length(x.magnitude));
  const dividend = x.magnitude << BigInt(by);
  return shortest({
    negative: x.negative !== y.negative,
    magnitude: dividend / y.magnitude,
    scale: x.scale - y.scale - by,
    rest: dividend % y.magnitude !== 0n,
  });
}

/** The largest whole number whose square is not larger (Newton's method, from above). */
function wholeRoot(square) {
  if (square === 0n) return 0n;
  let root = one(Math.ceil(length(square) / 2));
  for (;;) {
    const next = (root + square / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

/** The first bits of a square root of what is not negative. */
export function root(x, width) {
  const wanted = 2 * (formats[width].precision + FURTHER);
  let by = Math.max(0, wanted - length(x.magnitude));
  if ((x.scale - by) % 2 !== 0) by += 1;
  const square = x.magnitude << BigInt(by);
  const magnitude = wholeRoot(square);
  return shortest({
    negative: x.negative,
    magnitude,
    scale: (x.scale - by) / 2,
    rest: magnitude * magnitude !== square,
  });
}

/** What is cut off of a number below 2^scale, and what is left of it. */
function cutAt({ magnitude, scale: own, rest }, scale) {
  const count = Math.max(0, scale - own);
  const bit = (at) => at >= 0 && (magnitude >> BigInt(at)) % 2n === 1n;
  const below = count < 2 ? 0n : BigInt.asUintN(count - 2, magnitude);
  const [guard, round] = [bit(count - 1) && count > 0, bit(count - 2) && count > 1];
  return {
    count,
    guard,
    round,
    sticky: below !== 0n || rest,
    kept: own > scale ? magnitude * one(own - scale) : magnitude >> BigInt(count),
  };
}

/** Whether any of what is cut off is not zero. */
const isMore = ({ guard, round, sticky }) => guard || round || sticky;

/** To the nearest, the even one of two. */
const isUp = ({ guard, round, sticky, kept }) => guard && (round || sticky || kept % 2n === 1n);

/** How a number becomes a float: what is cut off, which way it goes, and the bits that are stored. */
export function rounded(number, width) {
  const { precision, least, most, fractionBits } = formats[width];
  const { negative, magnitude } = number;
  const sign = negative ? one(width - 1) : 0n;
  if (magnitude === 0n) return { negative, raw: sign, isZero: true };
  const scale = Math.max(top(number) - precision + 1, least);
  const cut = cutAt(number, scale);
  const up = isUp(cut);
  const whole = cut.kept + (up ? 1n : 0n);
  // One more may be one bit more; all others are zeros then.
  const carried = length(whole) > precision;
  const [significand, low] = carried ? [whole >> 1n, scale + 1] : [whole, scale];
  const result = { negative, scale, cut, inexact: isMore(cut), up, whole, carried };
  const infinity = one(width - 1) - one(fractionBits);
  if (low + precision - 1 > most) return { ...result, isInfinite: true, raw: sign + infinity };
  const isSubnormal = significand < one(fractionBits);
  const exponent = isSubnormal ? 0 : low - least + 1;
  const fraction = isSubnormal ? significand : significand - one(fractionBits);
  return { ...result, isSubnormal, low, exponent, raw: sign + BigInt(exponent) * one(fractionBits) + fraction };
}

const ways = {
  nearest: isUp,
  trunc: () => false,
  ceil: (cut, negative) => !negative && isMore(cut),
  floor: (cut, negative) => negative && isMore(cut),
};

/** How a number becomes a whole one, with the magnitude `whole`; `how` is the instruction's own word. */
export function wholeOf(number, how) {
  const cut = cutAt(number, 0);
  const up = ways[how](cut, number.negative);
  return { negative: number.negative, scale: 0, cut, inexact: isMore(cut), up, whole: cut.kept + (up ? 1n : 0n) };
}
