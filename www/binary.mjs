// What the build of the page reads of a binary module: the names of its functions, its tables.

import { readFileSync, writeFileSync } from "node:fs";

/** Reads a binary module. */
class Reader {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 8;
  }

  number() {
    for (let value = 0, shift = 0; ; shift += 7) {
      const byte = this.bytes[this.at++];
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  }

  text() {
    const length = this.number();
    return this.bytes.toString("utf8", this.at, (this.at += length));
  }

  /** The sections, by id and end; what is read of each is up to the caller. */
  *sections() {
    while (this.at < this.bytes.length) {
      const id = this.bytes[this.at++];
      const end = this.number() + this.at;
      yield [id, end];
      this.at = end;
    }
  }
}

/** The names of all functions, imported ones first, by the name section. */
export function names(bytes) {
  const reader = new Reader(bytes);
  const found = [];
  for (const [section, end] of reader.sections()) {
    if (section !== 0 || reader.text() !== "name") continue;
    while (reader.at < end) {
      const kind = bytes[reader.at++];
      const next = reader.number() + reader.at;
      if (kind === 1) {
        for (let left = reader.number(); left > 0; left -= 1) found[reader.number()] = reader.text();
      }
      reader.at = next;
    }
  }
  return found;
}

/** How many functions are imported: nothing else is. */
function imported(bytes) {
  const reader = new Reader(bytes);
  for (const [section] of reader.sections()) if (section === 2) return reader.number();
  return 0;
}

/** The path and the size in bytes of each function that is not imported. */
export function functions(bytes) {
  const own = names(bytes).slice(imported(bytes));
  const reader = new Reader(bytes);
  const found = [];
  for (const [section] of reader.sections()) {
    if (section !== 10) continue;
    for (let left = reader.number(); left > 0; left -= 1) {
      const size = reader.number();
      reader.at += size;
      found.push({ size, parts: path(own[found.length] ?? "") });
    }
  }
  return found;
}

/** The exported tables: where the index of each stands in the bytes. */
function tables(bytes) {
  const reader = new Reader(bytes);
  const found = new Map();
  for (const [section] of reader.sections()) {
    if (section !== 7) continue;
    for (let left = reader.number(); left > 0; left -= 1) {
      const name = reader.text();
      const kind = bytes[reader.at++];
      if (kind === 1) found.set(name, reader.at);
      reader.number();
    }
  }
  return found;
}

/** Some releases of Binaryen export the first table in the place of every other one. */
export function exportTablesOf(original, file) {
  const bytes = readFileSync(file);
  const places = tables(bytes);
  for (const [name, place] of tables(original)) bytes[places.get(name)] = original[place];
  writeFileSync(file, bytes);
}

/** What stands for characters that mangled names cannot have. */
const signs = {
  LT: "<", GT: ">", LP: "(", RP: ")", C: ",", RF: "&", BP: "*", SP: "@",
  u20: " ", u27: "'", u2b: "+", u3b: ";", u5b: "[", u5d: "]", u7b: "{", u7d: "}",
};

/**
 * The path of a function of Rust, from its name: what it is in, and itself. Functions made of
 * one generic function have the same path. A name that is not one of Rust is its own path.
 */
export function path(name) {
  const parts = [];
  const mangled = /^_ZN(.*)17h[0-9a-f]{16}E(.*)$/.exec(name);
  // The standard library's own are mangled in another way: only what differs is taken away.
  if (!mangled) return [name.replace(/Cs[0-9A-Za-z]{5,}_|\.\d+$|h[0-9a-f]{16}$/g, "")];
  for (let rest = mangled[1]; rest; ) {
    const [digits] = /^\d+/.exec(rest);
    const end = digits.length + Number(digits);
    const part = rest.slice(digits.length, end).replace(/^_(?=\$)/, "");
    parts.push(part.replace(/\$(\w+?)\$/g, (sign, word) => signs[word] ?? sign).replaceAll("..", "::"));
    rest = rest.slice(end);
  }
  return parts;
}
