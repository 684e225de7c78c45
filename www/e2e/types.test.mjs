// The types on the stack beside each line, before anything runs.

import assert from "node:assert/strict";
import { test } from "node:test";

import { control, eventually, press, ready, source, write } from "./machine.mjs";
import { open } from "./page.mjs";

/** What stands beside each line that has types. */
const beside = async (page) => {
  await source(page);
  return page.locator(".operand-types").allInnerTexts();
};

test("each line is followed by the types that it leaves", async (t) => {
  const page = await open(t);
  await ready(page);
  const lines = ["i32.const 1", "i64.const 2", "i64.eqz", "i32.add", "br 0", "i64.add", "drop"];
  await write(page, `(module (func (export "main") (result i32)\n${lines.join("\n")}))`);
  assert.deepEqual(await beside(page), [], "they are shown when they are asked for");
  await press(page, "Types");
  await eventually(
    () => beside(page),
    ["[i32]", "[i32 i64]", "[i32 i32]", "[i32]", "[…]", "[… i64]", "[…]"],
    "after unreachable code any types are there",
  );
  const inBlock = ["i32.const 1", "f64.const 2", "block", "br 0", "i64.eqz", "drop", "end", "drop", "drop"];
  await write(page, `(module (func (export "main")\n${inBlock.join("\n")}))`);
  await eventually(
    () => beside(page),
    ["[i32]", "[i32 f64]", "[i32 f64]", "[i32 f64 …]", "[i32 f64 … i32]", "[i32 f64 …]", "[i32 f64]", "[i32]", "[]"],
    "what lies below a block stays below",
  );
  await write(page, '(module (func (export "main") (result f32)\nf32.const 1\nf32.neg\n))');
  await eventually(() => beside(page), ["[f32]", "[f32]"], "they follow the text");
  assert.equal(await (await control(page, "Types")).getAttribute("aria-pressed"), "true");
  await press(page, "Types");
  assert.deepEqual(await beside(page), []);
});
