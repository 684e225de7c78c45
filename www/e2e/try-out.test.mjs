// `wasmscope.tryOut`: calls on a machine of their own.

import assert from "node:assert/strict";
import { test } from "node:test";

import { ready, step } from "./machine.mjs";
import { open } from "./page.mjs";

test("a program tried out leaves the machine where it is", async (t) => {
  const page = await open(t);
  await ready(page);
  await step(page, 2);
  const tried = await page.evaluate(() => {
    const before = JSON.stringify(wasmscope.state());
    const text = '(module (memory 1) (func (export "f") (param i32) (result i32) (i32.div_s (i32.const 6) (local.get 0))))';
    const { calls } = wasmscope.tryOut(text, [["f", 3], ["f", 0], ["f", 1]]);
    const kinds = [["f"], ["g"], ["f", "x"]].map((call) => {
      try {
        wasmscope.tryOut(text, [call]);
        return null;
      } catch ({ kind }) {
        return kind;
      }
    });
    try {
      wasmscope.tryOut("(module (func (result i32)))", []);
    } catch ({ kind }) {
      kinds.push(kind);
    }
    return { isSame: before === JSON.stringify(wasmscope.state()), calls, kinds };
  });
  assert.ok(tried.isSame);
  assert.deepEqual(tried.calls.map(({ status, results }) => [status, results]), [["returned", ["i32:2"]], ["trapped", []]]);
  assert.deepEqual(tried.kinds, ["argument", "argument", "argument", "invalid"]);
});
