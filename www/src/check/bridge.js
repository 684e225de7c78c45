// The modules around the one that is checked. JavaScript does not keep all bits of a value
// (payloads of NaN, vectors), so what goes in and comes out passes through memory: the module
// called `host` has a function for each imported one, which writes its arguments down, asks
// JavaScript, and reads its results; `caller` calls with constants and writes down what comes
// back, and what the globals hold.

import * as says from "../../locales/en/check/bridge.ftl";
import { exporting, magic, section, signed, text, typesAnd, unsigned, vector } from "./module.js";
import { bytesOf } from "./values.js";

/** Room for one value, in bytes. */
export const SLOT = 16;

const names = { 0x7f: "i32", 0x7e: "i64", 0x7d: "f32", 0x7c: "f64", 0x7b: "v128" };
const codes = { i32: 0x7f, i64: 0x7e, f32: 0x7d, f64: 0x7c, v128: 0x7b };
const stores = { i32: [0x36], i64: [0x37], f32: [0x38], f64: [0x39], v128: [0xfd, 11] };
const loads = { i32: [0x28], i64: [0x29], f32: [0x2a], f64: [0x2b], v128: [0xfd, 0] };

/** The name of a number type, given its bytes; "ref" for references. */
export const nameOf = ([code]) => names[code] ?? "ref";
export const isNumber = (name) => name in codes;
const isNullable = ([code]) => code !== 0x64;

const constant = { i32: 0x41, i64: 0x42, f32: [0x43], f64: [0x44], v128: [0xfd, 12] };

/** An instruction that pushes a value of a type: of these bits, or null. */
function push(type, bits) {
  const name = nameOf(type);
  if (name === "ref") return [0xd0, ...(type[0] === 0x63 ? type.slice(1) : type)];
  if (name === "i32") return [constant.i32, ...signed(BigInt.asIntN(32, BigInt(bits || 0)))];
  if (name === "i64") return [constant.i64, ...signed(BigInt.asIntN(64, BigInt(bits || 0)))];
  return [...constant[name], ...bytesOf(name, bits)];
}

const place = (slot) => [0, ...unsigned(slot * SLOT)];
/** Writes down what `value` pushes; of a reference, whether it is null. */
function store(type, slot, value) {
  const name = nameOf(type);
  const code = name === "ref" ? [0xd1, ...stores.i32] : stores[name];
  return [0x41, 0, ...value, ...code, ...place(slot)];
}
const load = (type, slot) =>
  nameOf(type) === "ref" ? push(type) : [0x41, 0, ...loads[nameOf(type)], ...place(slot)];

const code = (locals, body) => {
  const content = [...vector(locals.map((type) => [1, ...type])), ...body, 0x0b];
  return [...unsigned(content.length), ...content];
};
const exported = (name, kind, index) => [...text(name), kind, ...unsigned(index)];
const memory = (slots) => section(5, [[0, ...unsigned(Math.max(1, Math.ceil((slots * SLOT) / 65536)))]]);
const nothing = [0x60, 0, 0];

/** Why an import cannot be given by JavaScript; nothing when it can. */
export function refusedImport(module) {
  const strict = (types) => types.some((type) => !isNullable(type));
  for (const { module: from, name, kind, type, value, raw } of module.imports) {
    const wrong =
      (kind === 0 && strict(module.types[type].results)) ||
      (kind === 3 && !isNullable(value)) ||
      (kind === 1 && raw[0] === 0x64);
    if (wrong) return says.notNull(from, name);
  }
  return undefined;
}

/** The module that stands for all imports but memories; each is exported by its position. */
export function host(module, first) {
  const { imports, types } = module;
  const of = (kind) => imports.map((one, at) => ({ ...one, at })).filter((one) => one.kind === kind);
  const functions = of(0).map(({ type, at }) => {
    const { params, results } = types[type];
    return code([], [
      ...params.flatMap((param, slot) => store(param, slot, [0x20, ...unsigned(slot)])),
      0x41, ...signed(at), 0x10, 0,
      ...results.flatMap((result, slot) => load(result, slot)),
    ]);
  });
  const globals = of(3).map(({ value, mutable, at }) => [
    ...value, mutable, ...push(value, first[at]?.value?.bits), 0x0b,
  ]);
  const exports = [
    exported("memory", 2, 0),
    ...of(0).map(({ at }, index) => exported(String(at), 0, index + 1)),
    ...of(1).map(({ at }, index) => exported(String(at), 1, index)),
    ...of(3).map(({ at }, index) => exported(String(at), 3, index)),
    ...of(4).map(({ at }, index) => exported(String(at), 4, index)),
  ];
  return Uint8Array.from([
    ...magic,
    ...typesAnd(module, [[0x60, 1, 0x7f, 0]]),
    ...section(2, [[...text("page"), ...text("asked"), 0, ...unsigned(types.length)]]),
    ...section(3, of(0).map(({ type }) => unsigned(type))),
    ...section(4, of(1).map(({ raw }) => raw)),
    // A function has at most 1,000 parameters, and as many results.
    ...memory(1000),
    ...section(13, of(4).map(({ type }) => [0, ...unsigned(type)])),
    ...section(6, globals),
    ...section(7, exports),
    ...section(10, functions),
  ]);
}

/** The module that makes the calls and reads globals. */
export function caller(module, { func, first, args }, globals) {
  const type = func === undefined ? undefined : module.functions[func];
  const { params, results } = type === undefined ? { params: [], results: [] } : module.types[type];
  const imports = globals.map(({ index, type, mutable }) => [
    ...text("module"), ...text(`global ${index}`), 3, codes[type], Number(mutable),
  ]);
  const functions = [["first", first], ["entry", func]].filter(([, index]) => index !== undefined);
  imports.unshift(...functions.map(([name, index]) => [
    ...text("module"), ...text(name), 0, ...unsigned(module.functions[index]),
  ]));
  const base = functions.length;
  const call = [
    ...(first === undefined ? [] : [0x10, 0]),
    ...params.flatMap((param, at) => push(param, args[at].bits)),
    ...(type === undefined ? [] : [0x10, base - 1]),
    ...results.flatMap((_, at) => [0x21, ...unsigned(results.length - 1 - at)]),
    ...results.flatMap((result, at) => store(result, at, [0x20, ...unsigned(at)])),
  ];
  const look = globals.flatMap(({ type }, at) => store([codes[type]], at, [0x23, ...unsigned(at)]));
  return Uint8Array.from([
    ...magic,
    ...typesAnd(module, [nothing]),
    ...section(2, imports),
    ...section(3, [unsigned(module.types.length), unsigned(module.types.length)]),
    ...memory(Math.max(1000, globals.length)),
    ...section(7, [
      exported("memory", 2, 0), exported("call", 0, base), exported("globals", 0, base + 1),
    ]),
    ...section(10, [code(results, call), code([], look)]),
  ]);
}

/** The module itself, with what is looked at exported under names of ours. */
export function opened(module, { func, first }, globals) {
  let prefix = "wasmscope";
  while (module.exports.some(({ name }) => name.startsWith(prefix))) prefix += "'";
  const called = (name) => `${prefix} ${name}`;
  const many = (count, kind, name) =>
    Array.from({ length: count }, (_, index) => ({ name: called(`${name} ${index}`), kind, index }));
  const more = [
    ...[["first", first], ["entry", func]]
      .filter(([, index]) => index !== undefined)
      .map(([name, index]) => ({ name: called(name), kind: 0, index })),
    ...many(module.memories, 2, "memory"),
    ...globals.map(({ index }) => ({ name: called(`global ${index}`), kind: 3, index })),
    ...many(module.tags.length, 4, "tag"),
  ];
  return { prefix, bytes: exporting(module, more) };
}
