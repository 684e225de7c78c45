// What somebody has typed as a prediction, read in every form that the page writes and takes:
// `7`, `-1`, `0xff`, `i32:7`, `i32 7`, `i32.const 7`, `1e3`, `inf`, `i32x4:1,2,3,4` and
// `i32x4 1 2 3 4`, `null`, `func 3`, and words for an empty stack.

const TYPES = ["i32", "i64", "f32", "f64", "v128"];

/** A number type, as the format of values (`i32:7`) or the text format (`i32.const 7`) has it. */
const TYPED = /^(i32|i64|f32|f64|v128)(?:\.const)?(?:\s*:\s*|\s+)(.+)$/i;

const REFERENCE = /^(?:ref\.)?(func|extern|i31|struct|array|exn)\s+(-?\d+)$/i;

/** The bits of a float that are zero, with any sign. */
const ZERO = /^0x[08]0*$/;

/** A vector with its shape and lanes in the form of values: one space, none around the colon. */
const vectorOf = (text) => text.replace(/\s+/g, " ").replace(/ ?: ?/, ":").toLowerCase();

/**
 * What a text can mean: `{ empty }`, `{ reference }` or the bits by type, `{ bits, isNan }`.
 * `read(type, text)` is the parser of the boxes for arguments; it gives bits, or throws what can
 * be written. Undefined, or what `read` throws, where the text means nothing.
 */
export function readingOf(guess, read) {
  const text = guess.trim().replace(/^\(\s*(.*?)\s*\)$/s, "$1");
  if (/^(empty|nothing|none)$/i.test(text)) return { empty: true };
  if (/^(null|ref\.null(\s.*)?)$/i.test(text)) return { reference: "null" };
  const [, kind, number] = REFERENCE.exec(text) ?? [];
  if (kind) return { reference: `${kind.toLowerCase()} ${BigInt(number)}` };
  const [, type, rest] = TYPED.exec(text) ?? [];
  const word = rest ?? text;
  const isNan = /^[+-]?nan$/i.test(word);
  if (type) {
    const known = type.toLowerCase();
    return { bits: { [known]: bitsOf(known, word, read) }, isNan };
  }
  const bits = {};
  for (const one of TYPES) {
    try {
      bits[one] = bitsOf(one, word, read);
    } catch {
      // It is no value of this type.
    }
  }
  return Object.keys(bits).length > 0 ? { bits, isNan } : undefined;
}

function bitsOf(type, word, read) {
  if (type !== "v128") return read(type, word);
  const all = word.replaceAll("_", "").toLowerCase();
  return /^0x[0-9a-f]{32}$/.test(all) ? all : read(type, vectorOf(word));
}

/** Whether a reading means a value; undefined is no value at all, an empty stack. */
export function means(reading, value) {
  if (!value) return reading.empty === true;
  const { type, text, bits } = value;
  if (bits === "") return reading.reference === text;
  const read = reading.bits?.[type];
  if (read === undefined) return false;
  if (!type.startsWith("f")) return read === bits;
  // A float is meant by its value: a NaN by any other, zero with any sign.
  if (reading.isNan) return text.includes("nan");
  return read === bits || (ZERO.test(read) && ZERO.test(bits));
}

/** The byte that a text means, in hexadecimal or decimal; undefined where it means none. */
export function bytesOf(guess) {
  const text = guess.trim().replaceAll("_", "");
  const found = [];
  if (/^\d+$/.test(text) || /^0x[0-9a-f]+$/i.test(text)) found.push(Number(text));
  if (/^[0-9a-f]{1,2}$/i.test(text)) found.push(parseInt(text, 16));
  const bytes = found.filter((byte) => byte < 256);
  return bytes.length > 0 ? bytes : undefined;
}

/** What a `br_table` can be written to go to: each label with its arms, the last one the default. */
export function armsOf(text) {
  const labels = text.trim().split(/\s+/).slice(1);
  const arms = new Map();
  labels.forEach((label, arm) => arms.set(label, [...(arms.get(label) ?? []), arm]));
  return { labels, arms };
}
