// Reads what has to be known of a module to call it exactly, and writes modules around it.
// The binary format is that of the specification, section 5. The module is valid: the page's
// own machine has run it.

const utf8 = new TextDecoder();
const encoder = new TextEncoder();

/** A number as the binary format writes it, unsigned. */
export function unsigned(value) {
  const bytes = [];
  let rest = BigInt(value);
  do {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    bytes.push(rest === 0n ? low : low | 0x80);
  } while (rest !== 0n);
  return bytes;
}

/** A number as the binary format writes it, signed. */
export function signed(value) {
  const bytes = [];
  let rest = BigInt(value);
  for (;;) {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    if ((rest === 0n && low < 0x40) || (rest === -1n && low >= 0x40)) return [...bytes, low];
    bytes.push(low | 0x80);
  }
}

export const text = (value) => {
  const bytes = encoder.encode(value);
  return [...unsigned(bytes.length), ...bytes];
};

export const vector = (items) => [...unsigned(items.length), ...items.flat()];

/** A section; none where it has no items. */
export const section = (id, items) => (items.length === 0 ? [] : sized(id, vector(items)));

export const sized = (id, content) => [id, ...unsigned(content.length), ...content];

export const magic = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];

class Reader {
  constructor(bytes, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  byte() {
    return this.bytes[this.at++];
  }

  /** Also skips a signed number, whose value nobody asks for. */
  number() {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = this.byte();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  }

  count() {
    return Number(this.number());
  }

  name() {
    const length = this.count();
    this.at += length;
    return utf8.decode(this.bytes.subarray(this.at - length, this.at));
  }

  list(read) {
    return Array.from({ length: this.count() }, read);
  }

  /** The bytes that something is read from. */
  raw(read) {
    const from = this.at;
    read();
    return [...this.bytes.subarray(from, this.at)];
  }

  /** A value type, as its bytes. */
  type() {
    return this.raw(() => {
      const first = this.byte();
      if (first === 0x63 || first === 0x64) this.number();
    });
  }

  limits() {
    const flags = this.byte();
    const least = this.number();
    return { is64: (flags & 4) !== 0, least, most: flags & 1 ? this.number() : undefined };
  }

  /** A composite type: parameters and results of a function; null for an object. */
  composite(form) {
    if (form === 0x60) return { params: this.list(() => this.type()), results: this.list(() => this.type()) };
    const field = () => {
      this.type();
      this.byte();
    };
    if (form === 0x5f) this.list(field);
    else field();
    return null;
  }

  subtype(form = this.byte()) {
    if (form !== 0x50 && form !== 0x4f) return this.composite(form);
    this.list(() => this.number());
    return this.composite(this.byte());
  }

  recursion() {
    const form = this.byte();
    return form === 0x4e ? this.list(() => this.subtype()) : [this.subtype(form)];
  }

  import() {
    const [module, name, kind] = [this.name(), this.name(), this.byte()];
    const found = { module, name, kind };
    if (kind === 0) found.type = this.count();
    else if (kind === 1) found.raw = this.raw(() => [this.type(), this.limits()]);
    else if (kind === 2) found.limits = this.limits();
    else if (kind === 3) [found.value, found.mutable] = [this.type(), this.byte()];
    else [, found.type] = [this.byte(), this.count()];
    return found;
  }
}

/**
 * What there is to know of a module: its sections, types by index (null for those of objects),
 * imports, exports, the type of each function, and how many of the other things it has.
 */
export function read(bytes) {
  const reader = new Reader(bytes, magic.length);
  const sections = [];
  while (reader.at < bytes.length) {
    const from = reader.at;
    const [id, size] = [reader.byte(), reader.count()];
    sections.push({ id, from, content: reader.at, end: reader.at + size });
    reader.at += size;
  }
  const own = (id, item) => {
    const found = sections.find((one) => one.id === id);
    if (!found) return [];
    reader.at = found.content;
    return reader.list(item ?? (() => {}));
  };
  const size = (id) => {
    const found = sections.find((one) => one.id === id);
    if (!found) return 0;
    reader.at = found.content;
    return reader.count();
  };
  const groups = own(1, () => reader.recursion());
  const groupBytes = sections.find(({ id }) => id === 1);
  let rawTypes = [];
  if (groupBytes) {
    reader.at = groupBytes.content;
    reader.count();
    rawTypes = [...bytes.subarray(reader.at, groupBytes.end)];
  }
  const imports = own(2, () => reader.import());
  const imported = (kind) => imports.filter((one) => one.kind === kind);
  const functions = [...imported(0).map(({ type }) => type), ...own(3, () => reader.count())];
  const tags = [
    ...imported(4).map(({ type }) => type),
    ...own(13, () => (reader.byte(), reader.count())),
  ];
  const exports = own(7, () => ({ name: reader.name(), kind: reader.byte(), index: reader.count() }));
  return {
    bytes,
    sections,
    types: groups.flat(),
    groups: groups.length,
    rawTypes,
    imports,
    exports,
    functions,
    tags,
    memories: imported(2).length + size(5),
    globals: imported(3).length + size(6),
  };
}

/** The module's types with more of them after. */
export const typesAnd = ({ groups, rawTypes }, more) =>
  sized(1, [...unsigned(groups + more.length), ...rawTypes, ...more.flat()]);

/** The same module with more exports. */
export function exporting(module, more) {
  const items = [...module.exports, ...more].map(({ name, kind, index }) => [
    ...text(name),
    kind,
    ...unsigned(index),
  ]);
  const added = Uint8Array.from(section(7, items));
  const { sections, bytes } = module;
  // They stand before the start function, elements and code.
  const behind = sections.findIndex(({ id }) => [8, 9, 10, 11, 12].includes(id));
  const parts = [bytes.subarray(0, magic.length)];
  const at = behind < 0 ? sections.length : behind;
  sections.forEach(({ id, from, end }, index) => {
    if (index === at) parts.push(added);
    if (id !== 7) parts.push(bytes.subarray(from, end));
  });
  if (at === sections.length) parts.push(added);
  return concatenated(parts);
}

function concatenated(parts) {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
