// Chooses its own widths.
// What the reference finds, without a page: names, words that people use, and what is said.

import assert from "node:assert/strict";
import { test } from "node:test";

import { source } from "./sources.mjs";

const { instructions, search } = await source("manual/table.js");

const names = (query) => search(query).map(({ name }) => name);

test("words that people use find the instruction that does it", () => {
  const wanted = {
    multiply: "i32.mul",
    remainder: "i32.rem_s",
    modulo: "i64.rem_u",
    minus: "i32.sub",
    jump: "br",
    goto: "br_if",
    subtract: "f64.sub",
    negate: "f32.neg",
    shift: "i32.shl",
    rotate: "i32.rotl",
    absolute: "f64.abs",
    switch: "br_table",
    while: "loop",
    malloc: "memory.grow",
    pointer: "i32.load",
    assign: "local.set",
    crash: "unreachable",
    "multiply i64": "i64.mul",
  };
  for (const [query, name] of Object.entries(wanted)) {
    const found = names(query);
    assert.ok(found.includes(name), `${query}: ${found}`);
    assert.ok(found.length < instructions.length / 3, `${query} finds ${found.length}`);
  }
});

test("the nearest come first: by name, then by word, then by what is said", () => {
  assert.equal(names("multiply")[0], "i32.mul");
  assert.equal(names("jump")[0], "br");
  assert.equal(names("loop")[0], "loop");
  assert.equal(names("modulo")[0], "i32.rem_s");
  assert.deepEqual(names("no such thing"), []);
  assert.equal(names("").length, instructions.length);
});
