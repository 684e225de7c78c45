// Chooses its own widths.
// The bits that the number lens shows of arithmetic, without a page: what is rounded exactly is
// compared with the engine that runs these tests, for operands at random.

import assert from "node:assert/strict";
import { test } from "node:test";

import { source } from "./sources.mjs";

const { movement } = await source("lens/movement.js");
const { groupsOf, spokenOf } = await source("lens/sheet.js");

const types = { i32: 0x7f, i64: 0x7e, f32: 0x7d, f64: 0x7c };
const codes = {
  "f32.ceil": [0x8d], "f32.floor": [0x8e], "f32.trunc": [0x8f], "f32.nearest": [0x90], "f32.sqrt": [0x91],
  "f32.add": [0x92], "f32.sub": [0x93], "f32.mul": [0x94], "f32.div": [0x95],
  "f64.ceil": [0x9b], "f64.floor": [0x9c], "f64.trunc": [0x9d], "f64.nearest": [0x9e], "f64.sqrt": [0x9f],
  "f64.add": [0xa0], "f64.sub": [0xa1], "f64.mul": [0xa2], "f64.div": [0xa3],
  "i32.add": [0x6a], "i32.sub": [0x6b], "i32.mul": [0x6c], "i64.add": [0x7c], "i64.sub": [0x7d], "i64.mul": [0x7e],
  "i32.wrap_i64": [0xa7], "i64.extend_i32_s": [0xac], "i32.shr_s": [0x75], "i64.rotl": [0x89],
  "f32.demote_f64": [0xb6], "f64.promote_f32": [0xbb],
};
const froms = ["f32", "f64"].flatMap((type) => ["_s", "_u"].map((sign) => type + sign));
for (const [at, type] of [[0xa8, "i32"], [0xae, "i64"]]) {
  for (const [index, from] of froms.entries()) codes[`${type}.trunc_${from}`] = [at + index];
}
for (const [at, type] of [[0, "i32"], [4, "i64"]]) {
  for (const [index, from] of froms.entries()) codes[`${type}.trunc_sat_${from}`] = [0xfc, at + index];
}
for (const [at, type] of [[0xb2, "f32"], [0xb7, "f64"]]) {
  for (const [index, from] of ["i32_s", "i32_u", "i64_s", "i64_u"].entries()) codes[`${type}.convert_${from}`] = [at + index];
}

/** The types of an instruction's operands and of its result. */
function signature(op) {
  const [type, name] = op.split(".");
  const from = /_([if](?:32|64))/.exec(name)?.[1];
  const two = /^(add|sub|mul|div|sh|rot)/.test(name);
  return { params: from ? [from] : Array(two ? 2 : 1).fill(type), result: type };
}

/** The instruction as a function of this engine. */
function engine(op) {
  const { params, result } = signature(op);
  const code = [0, ...params.flatMap((_, at) => [0x20, at]), ...codes[op], 0x0b];
  const bytes = [
    0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0,
    1, 5 + params.length, 1, 0x60, params.length, ...params.map((type) => types[type]), 1, types[result],
    3, 2, 1, 0, 7, 5, 1, 1, 0x66, 0, 0,
    10, code.length + 2, 1, code.length, ...code,
  ];
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.from(bytes)));
  return exports.f;
}

// Numbers at random, the same in every run (xorshift).
let seed = 0x9e3779b97f4a7c15n;
function random(bits) {
  seed ^= BigInt.asUintN(64, seed << 13n);
  seed ^= seed >> 7n;
  seed ^= BigInt.asUintN(64, seed << 17n);
  return seed & ((1n << BigInt(bits)) - 1n);
}
const pick = (list) => list[Number(random(16)) % list.length];

const view = new DataView(new ArrayBuffer(8));
function float(raw, width) {
  if (width === 32) view.setUint32(0, Number(raw));
  else view.setBigUint64(0, raw);
  return width === 32 ? view.getFloat32(0) : view.getFloat64(0);
}
function bitsOf(value, type) {
  if (type === "i32") return BigInt.asUintN(32, BigInt(value));
  if (type === "i64") return BigInt.asUintN(64, value);
  if (type === "f32") view.setFloat32(0, value);
  else view.setFloat64(0, value);
  return type === "f32" ? BigInt(view.getUint32(0)) : view.getBigUint64(0);
}

const special = [0, -0, 0.5, -0.5, 1.5, 2.5, -2.5, 1e-45, -1e-45, 5e-324, 2 ** -126, 2 ** -1022, 2 ** 31, 2 ** 63, 3.5e38, 1.8e308, Infinity, -Infinity, NaN];

/** A float: any bits, a number of few bits, near another one, or one of those that are special. */
function someFloat(width) {
  const [fraction, bias] = width === 32 ? [23, 127n] : [52, 1023n];
  const near = () => (random(1) << BigInt(width - 1)) | ((bias - 40n + random(6)) << BigInt(fraction)) | random(fraction);
  const few = () => Number(random(12)) * 2 ** (Number(random(5)) - 16) * pick([1, -1]);
  const subnormal = () => float((random(1) << BigInt(width - 1)) | random(fraction), width);
  const number = pick([() => float(random(width), width), () => float(near(), width), few, subnormal, () => pick(special)])();
  return width === 32 ? Math.fround(number) : number;
}
const someInteger = (width) => BigInt.asIntN(width, random(pick([width, 8, width - 1, 40])) * pick([1n, -1n]));
const someValue = (type) => {
  const width = Number(type.slice(1));
  if (type.startsWith("f")) return someFloat(width);
  return width === 32 ? Number(someInteger(32)) : someInteger(64);
};

/** As the machine writes it. */
const written = (value, type) => `${type}:${Object.is(value, -0) ? "-0" : String(value).replace("Infinity", "inf").replace("NaN", "nan")}`;

const numberOfRow = ({ name, bits, low }, least) => {
  const magnitude = BigInt(`0b${bits}`) << BigInt(low - least);
  return name.startsWith("−") ? -magnitude : magnitude;
};

/** Looks at the rows: what is cut off and what is kept are the exact result, and it is the operands'. */
function checkRows(op, sheets, what) {
  const rows = sheets.flatMap(({ rows }) => rows);
  const at = rows.findIndex(({ name }) => name.endsWith("exact"));
  const kept = rows.find(({ name }) => name.endsWith("kept"));
  const exact = rows[at];
  if (!exact) return;
  const kinds = [...exact.bits].map((_, index) => exact.kind(exact.low + exact.bits.length - 1 - index));
  const whole = [...exact.bits].filter((_, index) => kinds[index] !== "lost").join("");
  assert.equal(kept !== undefined, kinds.includes("lost"), `${what}: bits are cut off where others are kept`);
  if (kept) {
    assert.equal(kept.low, exact.low + exact.bits.length - whole.length, `${what}: they stand below each other`);
    const added = BigInt(`0b${kept.bits}`) - BigInt(`0b${whole || "0"}`);
    const carried = [...kept.bits].some((_, index) => kept.kind(kept.low + index) === "carried");
    assert.ok(added === 0n || added === 1n, `${what}: one is added, or nothing`);
    assert.equal(carried, added === 1n, `${what}: what is changed is marked`);
  }
  if (!/add|sub/.test(op) || at < 2) return;
  const least = Math.min(...rows.slice(0, at + 1).map(({ low }) => low));
  const [x, y, sum] = rows.slice(0, at + 1).map((row) => numberOfRow(row, least));
  assert.equal(x + y, sum, `${what}: the exact result is the sum of both rows`);
}

const rounding = Object.keys(codes).filter((op) => op.includes("f32") || op.includes("f64"));
for (const op of rounding) {
  test(`${op} is rounded as the engine rounds it, and each row agrees`, () => {
    const { params, result } = signature(op);
    const run = engine(op);
    let stored = 0;
    for (let time = 0; time < 1500; time += 1) {
      const operands = params.map(someValue);
      let value;
      try {
        value = run(...operands);
      } catch {
        continue;
      }
      const pop = operands.map((operand, at) => written(operand, params[at]));
      const what = `${op} of ${pop}`;
      const { words, sheets } = movement({ op, pop, push: [written(value, result)] });
      assert.ok(words.length > 0 && words.every((word) => /^\S.*[.:]$/.test(word) && !/undefined|\^NaN|\[object/.test(word)), `${what}: ${words}`);
      for (const { rows } of sheets) {
        for (const row of rows) {
          assert.match(row.bits, row.isSign ? /^GR?S*$/ : /^[01]+$/, what);
          assert.ok(groupsOf(rows).length < 80, `${what}: what is long is told by its length`);
          assert.ok(row.isSign || spokenOf(row).length < 400, `${what}: ${spokenOf(row)}`);
        }
      }
      checkRows(op, sheets, what);
      if (sheets.length === 0) continue;
      const { bits } = sheets.at(-1).rows[0];
      assert.equal(BigInt(`0b${bits}`), bitsOf(value, result), `${what} is ${value}: ${words.join(" ")}`);
      stored += 1;
    }
    assert.ok(stored > 300, `${stored} of them are numbers`);
  });
}

test("of integers all bits of the result are shown, and those that fall away are marked", () => {
  for (const op of ["i32.add", "i32.sub", "i32.mul", "i64.add", "i64.sub", "i64.mul"]) {
    const type = op.slice(0, 3);
    const width = Number(type.slice(1));
    const run = engine(op);
    for (let time = 0; time < 1000; time += 1) {
      const operands = [someValue(type), someValue(type)];
      const value = run(...operands);
      const { words, sheets } = movement({ op, pop: operands.map((one) => written(one, type)), push: [written(value, type)] });
      const [x, y] = operands.map(BigInt);
      const [rows] = sheets.map(({ rows }) => rows);
      const what = `${op} of ${operands}: ${words}`;
      const exactly = { add: (a, b) => a + b, sub: (a, b) => a - b, mul: (a, b) => a * b }[op.slice(4)];
      const asRead = { unsigned: [BigInt.asUintN, exactly(BigInt.asUintN(width, x), BigInt.asUintN(width, y))], signed: [BigInt.asIntN, exactly(x, y)] };
      for (const [name, [as, exact]] of Object.entries(asRead)) {
        const wraps = as(width, exact) !== exact;
        const begin = `With${name === "signed" ? "" : "out"} signs the whole result is ${exact};`;
        assert.equal(words.some((word) => word.startsWith(begin)), wraps, what);
        const full = rows.find((row) => row.name === name);
        if (!full) continue;
        assert.ok(wraps, what);
        assert.ok(full.bits.length > width && full.kind(width) === "lost" && full.kind(width - 1) === "", what);
        const read = BigInt(`0b${full.bits}`);
        assert.equal(exact < 0n || name === "signed" ? BigInt.asIntN(full.bits.length, read) : read, exact, what);
      }
      const kept = rows.at(-1);
      assert.equal(BigInt(`0b${kept.bits}`), bitsOf(value, type), what);
      for (const { bits } of rows) assert.equal(BigInt.asUintN(width, BigInt(`0b${bits}`)) === BigInt(`0b${kept.bits}`) || bits.length === width, true, what);
    }
  }
});

test("the words name the decision", () => {
  const told = (op, pop, push) => movement({ op, pop, push: [push] }).words.join(" ");
  assert.match(told("f64.add", ["f64:0.1", "f64:0.2"], "f64:0.30000000000000004"), /x move one place to the right.*exactly half, and the last bit kept is 1/);
  assert.match(told("f32.convert_i32_s", ["i32:16777217"], "f32:16777216"), /exactly half, and the last bit kept is 0/);
  assert.match(told("f32.convert_i32_s", ["i32:2147483647"], "f32:2147483600"), /carried through all bits/);
  assert.match(told("f64.sub", ["f64:1.0000000000000002", "f64:1"], "f64:2.220446049250313e-16"), /52 leading bits cancel/);
  assert.match(told("f32.mul", ["f32:1e+30", "f32:1e+30"], "f32:inf"), /From 2\^128 on, an f32 has no numbers/);
  assert.match(told("f32.mul", ["f32:1e-30", "f32:1e-10"], "f32:1e-40"), /end at 2\^-149/);
  assert.match(told("f64.div", ["f64:1", "f64:3"], "f64:0.3333333333333333"), /not end here.*below 1, so the exponent becomes -2|below 1, so the exponent becomes -2.*not end here/);
  assert.match(told("i32.trunc_sat_f64_u", ["f64:-3.5"], "i32:0"), /-3 is out of the range of the 32 bits: the end of the range is taken, 0/);
  assert.match(told("f64.floor", ["f64:-1.5"], "f64:-2"), /away from zero.*One is added/);
  assert.match(told("f64.nearest", ["f64:2.5"], "f64:2"), /exactly half, and the last bit kept is 0/);
  assert.match(told("i32.add", ["i32:2147483647", "i32:7"], "i32:-2147483642"), /With signs the whole result is 2147483654; in 32 bits of two’s complement that is -2147483642/);
});

test("what is read aloud says what is cut off, and where the point is", () => {
  const { sheets } = movement({ op: "f64.nearest", pop: ["f64:5.75"], push: ["f64:6"] });
  const [{ rows, point }] = sheets;
  assert.deepEqual(rows.filter(({ isSign }) => !isSign).map((row) => spokenOf(row, point)), ["exact: 101., cut off 11", "kept: 1, changed by rounding 10"]);
});
