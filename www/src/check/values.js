// Values by their bits, as the page writes them: "0x" and two digits for each byte, the most
// significant first.

const sizes = { i32: 4, i64: 8, f32: 4, f64: 8, v128: 16 };

export const sizeOf = (type) => sizes[type];

/** The bytes of a value as memory holds them. */
export function bytesOf(type, bits) {
  const digits = (bits || "0x").slice(2).padStart(sizes[type] * 2, "0");
  return Array.from({ length: sizes[type] }, (_, at) => parseInt(digits.slice(at * 2, at * 2 + 2), 16)).reverse();
}

/** The bits of a value that lies in memory. */
export const bitsOf = (type, bytes) =>
  `0x${[...bytes.slice(0, sizes[type])].reverse().map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;

const isNan32 = (bits) => (bits & 0x7f800000n) === 0x7f800000n && (bits & 0x7fffffn) !== 0n;
const isNan64 = (bits) =>
  (bits & 0x7ff0000000000000n) === 0x7ff0000000000000n && (bits & 0xfffffffffffffn) !== 0n;

/** Whether a float of these bits is no number. */
export const isNan = (type, bits) =>
  type === "f32" ? isNan32(BigInt(bits)) : type === "f64" && isNan64(BigInt(bits));

const lanes = (bits, digits) => bits.slice(2).match(new RegExp(`.{${digits}}`, "g")).map((lane) => `0x${lane}`);

/**
 * "same", "nan" where they differ only in bits of NaN, which the specification leaves to the
 * engine (section 4.3.3), or "other".
 */
export function likeness(type, ours, theirs) {
  if (ours === theirs) return "same";
  const equal = (float, digits) => {
    const [left, right] = [lanes(ours, digits), lanes(theirs, digits)];
    return left.every((lane, at) => lane === right[at] || (isNan(float, lane) && isNan(float, right[at])));
  };
  const allowed =
    (type === "f32" && equal("f32", 8)) ||
    (type === "f64" && equal("f64", 16)) ||
    (type === "v128" && (equal("f32", 8) || equal("f64", 16)));
  return allowed ? "nan" : "other";
}

/** The shortest digits that read back in single precision. */
function single(value) {
  for (let digits = 1; digits < 10; digits += 1) {
    const text = Number(value.toPrecision(digits));
    if (Math.fround(text) === value) return text;
  }
  return value;
}

/** A value as the page writes it. */
export function textOf(type, bits) {
  if (type === "i32") return String(BigInt.asIntN(32, BigInt(bits)));
  if (type === "i64") return String(BigInt.asIntN(64, BigInt(bits)));
  if (type === "v128") return `i32x4 ${lanes(bits, 8).reverse().join(" ")}`;
  if (isNan(type, bits)) return `nan (${bits})`;
  const view = new DataView(Uint8Array.from(bytesOf(type, bits)).buffer);
  const value = type === "f32" ? single(view.getFloat32(0, true)) : view.getFloat64(0, true);
  if (Object.is(value, -0)) return "-0";
  return String(value).replace("Infinity", "inf");
}
