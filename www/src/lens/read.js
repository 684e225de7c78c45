// Bits read as numbers of every kind. Nothing here knows the page: values are `BigInt`s of their
// bits, without a sign.

import * as says from "../../locales/en/lens/read.ftl";

/** The bits of a value of `window.wasmscope` that is no reference, and how many there are. A packed
 * field has only those that it is stored in. */
export function bitsOf({ bits, storage }) {
  if (storage) return { raw: BigInt(bits), width: storage === "i8" ? 8 : 16 };
  return { raw: BigInt(bits), width: (bits.length - 2) * 4 };
}

export const unsigned = (raw, width) => BigInt.asUintN(width, raw);
export const signed = (raw, width) => BigInt.asIntN(width, raw);

/** `0x0000002a` */
export const hex = (raw, width) => `0x${raw.toString(16).padStart(Math.ceil(width / 4), "0")}`;

/** Each bit as a character, the highest first. */
export const binary = (raw, width) => raw.toString(2).padStart(width, "0");

/** The bytes as they lie in memory, the lowest first. */
export function bytes(raw, width) {
  const digits = raw.toString(16).padStart(width / 4, "0");
  return digits.match(/../g).reverse().join(" ");
}

/** The character that the number stands for in Unicode, in words. */
export function character(raw) {
  if (raw > 0x10ffffn || (raw >= 0xd800n && raw <= 0xdfffn)) return says.noCharacter;
  const code = `U+${raw.toString(16).toUpperCase().padStart(4, "0")}`;
  if (raw < 0x20n || (raw >= 0x7fn && raw < 0xa0n)) return says.control(code);
  return raw === 0x20n ? says.space(code) : `${String.fromCodePoint(Number(raw))} (${code})`;
}

const view = new DataView(new ArrayBuffer(8));

/** The float of these bits, as a JavaScript number. */
export function float(raw, width) {
  if (width === 32) {
    view.setUint32(0, Number(raw));
    return view.getFloat32(0);
  }
  view.setBigUint64(0, raw);
  return view.getFloat64(0);
}

const shape = { 32: { exponent: 8, fraction: 23, bias: 127 }, 64: { exponent: 11, fraction: 52, bias: 1023 } };

/** Sign, exponent and fraction of a float, and what they say. */
export function floatParts(raw, width) {
  const { exponent: exponentBits, fraction: fractionBits, bias } = shape[width];
  const sign = Number(raw >> BigInt(width - 1));
  const exponent = Number((raw >> BigInt(fractionBits)) & ((1n << BigInt(exponentBits)) - 1n));
  const fraction = raw & ((1n << BigInt(fractionBits)) - 1n);
  const most = 2 ** exponentBits - 1;
  const minus = sign ? "-" : "";
  const part = Number(fraction) / 2 ** fractionBits;
  let meaning;
  if (exponent === most && fraction === 0n) meaning = says.infinite(minus);
  else if (exponent === most) meaning = says.notANumber(hex(fraction, Math.ceil(fractionBits / 4) * 4));
  else if (exponent === 0 && fraction === 0n) meaning = says.zero(minus);
  else if (exponent === 0) meaning = says.subnormal(`${minus}${part} × 2^${1 - bias}`);
  else meaning = says.normal(`${minus}${1 + part} × 2^${exponent - bias}`, exponent, bias);
  return { sign, exponent, fraction, exponentBits, fractionBits, bias, says: meaning };
}

/** A float as the machine writes it. */
export function floatText(raw, width) {
  const number = float(raw, width);
  if (Number.isNaN(number)) return "nan";
  if (!Number.isFinite(number)) return number < 0 ? "-inf" : "inf";
  if (Object.is(number, -0)) return "-0";
  if (width === 64) return String(number);
  // The fewest digits that read back as the same f32.
  for (let digits = 1; digits < 10; digits += 1) {
    const text = number.toPrecision(digits);
    if (Math.fround(Number(text)) === number) return String(Number(text));
  }
  return String(number);
}

const lanes = { i8x16: 8, i16x8: 16, i32x4: 32, i64x2: 64, f32x4: 32, f64x2: 64 };
export const shapes = Object.keys(lanes);

/** The lanes of a vector in a shape, lane 0 first. */
export function lanesOf(raw, name) {
  const width = lanes[name];
  const lane = (index) => (raw >> BigInt(index * width)) & ((1n << BigInt(width)) - 1n);
  return Array.from({ length: 128 / width }, (_, index) => ({ index, raw: lane(index), width }));
}
