// Texts that are no program: each is told of in its place, the text of the editor stays,
// and so does the last machine that was right.

import assert from "node:assert/strict";
import { test } from "node:test";

import { control, eventually, ready, show, source, stack, state, step, write } from "./machine.mjs";
import { open } from "./page.mjs";

const good = `(module (func (export "main") (result i32) (local $good i32) i32.const 20 i32.const 3 i32.sub))`;

const bad = [
  ["cut off", `(module (func (export "main")`, /expected|missing|closed/i],
  ["not WebAssembly", "print('hello')", /module/i],
  ["nothing but brackets", "(".repeat(50_000), /./],
  ["an unknown instruction", `(module (func (export "main") i32.ad))`, /i32\.ad/],
  ["of the wrong type", `(module (func (export "main") (result i32) i64.const 1))`, /i32.*i64|i64.*i32/s],
  ["a memory beyond the limit", `(module (memory 65536) (func (export "main")))`, /65536 pages.*4096/],
  ["a table beyond the limit", `(module (table 4294967295 funcref) (func (export "main")))`, /4294967295/],
  [
    "a segment that does not fit",
    `(module (memory 1) (data (i32.const 65530) "too long") (func (export "main")))`,
    /Out of bounds memory access.*65530 \+ 8 > 65536/,
  ],
];

test("a text that is no program is told of, and the older machine goes on", async (t) => {
  const page = await open(t);
  await ready(page);
  for (const [what, text, message] of bad) {
    await write(page, good);
    await eventually(async () => (await state(page)).frames[0]?.locals[0]?.name, "good", "it is assembled");
    await eventually(async () => (await state(page)).step, 0, "it begins anew");
    await step(page, 2);
    await write(page, text);
    const problem = (await show(page, "Problems")).getByRole("listitem").first();
    await problem.waitFor();
    await eventually(async () => message.test(await problem.innerText()), true, `it says what: ${what}`);
    await source(page);
    await page.getByText("The machine still runs the last valid text").waitFor();
    if (text.length < 1_000) assert.equal((await (await source(page)).innerText()).trim(), text);
    assert.deepEqual(await stack(page), ["i32 3", "i32 20"]);
    await step(page);
    await eventually(() => stack(page), ["i32 17"], "and steps");
  }
});

test("a page that opens with a text that is none is no blank page", async (t) => {
  const page = await open(t);
  await ready(page);
  await write(page, "(module (func $f");
  await (await show(page, "Problems")).getByRole("listitem").first().waitFor();
  await page.reload();
  await ready(page);
  await (await show(page, "Problems")).getByRole("listitem").first().waitFor();
  await (await show(page, "Explanation")).getByText("The text has a problem").waitFor();
  assert.equal((await (await source(page)).innerText()).trim(), "(module (func $f");
  assert.equal(await page.getByText("still runs the last valid text").count(), 0, "there is none");
  for (const name of ["Step", "Run", "Step back", "Restart"]) {
    await (await control(page, name)).click({ force: true });
  }
  assert.equal((await state(page)).status, "ready");
  await write(page, good);
  await eventually(async () => (await state(page)).at?.op, "i32.const", "mended, it starts");
});
