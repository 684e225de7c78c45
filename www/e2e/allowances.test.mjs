// Chooses its own widths.
// What the specification leaves to an engine, where two of them differ; without a page.

import assert from "node:assert/strict";
import { test } from "node:test";

import { source } from "./sources.mjs";

const { allowances, excused } = await source("check/compare.js");

const memory = (size) => ({ memories: [new Uint8Array(size)] });
const ours = { sizes: [65536] };

test("relaxed SIMD that was executed may be the reason", () => {
  const [reason, ...more] = allowances(ours, memory(65536), ["i32.add", "f32x4.relaxed_madd"]);
  assert.match(reason, /f32x4\.relaxed_madd/);
  assert.deepEqual(more, []);
  assert.deepEqual(allowances(ours, memory(65536), ["i32.add"]), []);
});

test("growth may be the reason only where a memory has another size", () => {
  assert.equal(allowances(ours, memory(131072), ["memory.grow"]).length, 1);
  assert.equal(allowances(ours, { memories: [131072] }, ["memory.grow"]).length, 1, "too large to be compared");
  assert.equal(allowances(ours, {}, ["memory.grow"]).length, 1, "nobody knows");
  assert.deepEqual(allowances(ours, memory(65536), ["memory.grow"]), []);
  assert.equal(allowances(ours, memory(65536), ["table.grow"]).length, 1);
});

test("without a reason a difference stays what it is", () => {
  const found = { verdict: "differs", text: "so", differences: ["one"], notes: ["a"] };
  assert.equal(excused(found, []), found);
  const { verdict, allowed, notes } = excused(found, ["why"]);
  assert.deepEqual([verdict, allowed, notes], ["differs", true, ["why", "a"]]);
});
