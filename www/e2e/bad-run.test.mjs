// Programs that go wrong while they run, and arguments that are none: each is told of in
// its place, and the last picture stays.

import assert from "node:assert/strict";
import { test } from "node:test";

import { eventually, press, show, stack, state, step, write } from "./machine.mjs";
import { open } from "./page.mjs";

test("a program that traps keeps its last picture, and can be gone back", async (t) => {
  const page = await open(t);
  await write(page, `(module (func (export "main") (result i32) i32.const 1 i32.const 0 i32.div_u))`);
  await eventually(async () => (await state(page)).at?.op, "i32.const", "it is assembled");
  await press(page, "Run");
  await (await show(page, "Explanation")).getByText(/divide by zero/).first().waitFor();
  assert.deepEqual(await stack(page), ["i32 0", "i32 1"]);
  await press(page, "Step back");
  await eventually(async () => (await state(page)).status, "paused", "before it");
  await press(page, "Restart");
  await eventually(async () => (await state(page)).step, 0, "and anew");
});

test("a recursion without end is told of, and its frames can be looked at", async (t) => {
  const page = await open(t);
  await write(page, `(module (func $deep (export "deep") (param $n i32) (call $deep (local.get $n))))`);
  await eventually(async () => (await state(page)).at?.op, "local.get", "it is assembled");
  await press(page, "Run");
  await (await show(page, "Explanation")).getByText(/call stack exhausted/).first().waitFor();
  const seen = await page.evaluate(() => {
    const { status, frames } = wasmscope.state();
    return [status, frames.length, frames[0].depth];
  });
  assert.deepEqual(seen, ["trapped", 100_000, 99_999]);
  await (await show(page, "Frames")).getByText(/100,000|99,999|more/).first().waitFor();
  await press(page, "Step back");
  await (await show(page, "Timeline")).getByText("Paused").waitFor();
  await press(page, "Step out back");
  await press(page, "Restart");
  await eventually(async () => (await state(page)).step, 0, "and anew");
});

test("a program that wants ever more memory is refused it, and goes on", async (t) => {
  const page = await open(t);
  await write(
    page,
    `(module (memory 1)
      (func (export "main") (result i32)
        (loop $more
          (br_if $more (i32.ne (memory.grow (i32.const 64)) (i32.const -1))))
        (memory.size)))`,
  );
  await eventually(async () => (await state(page)).at?.op, "loop", "it is assembled");
  await press(page, "Run");
  await eventually(async () => (await state(page)).status, "returned", "it has ended");
  assert.equal((await state(page)).results[0].text, "4033");
  await (await show(page, "Memory")).getByText(/4,?033 pages/).first().waitFor();
});

test("an argument that is none is marked alone, and nothing runs until it is mended", async (t) => {
  const page = await open(t);
  await write(
    page,
    `(module (func (export "f") (param $a i32) (param $b f32) (param $c i64) (param externref)
      local.get $a drop))`,
  );
  const box = (name) => page.getByRole("textbox", { name, exact: true });
  await box("$a").waitFor();
  await box("$a").fill("7");
  await eventually(async () => (await state(page)).frames[0]?.locals[0].text, "7", "it is taken");
  await step(page);
  const wrong = [
    ["$a", ["seven", "4294967296", "-2147483649", "1.5", "", "0x"]],
    ["$b", ["1e39", "one", "nan:0x0"]],
    ["$c", ["18446744073709551616", "null"]],
    ["arg 3", ["7"]],
  ];
  for (const [name, texts] of wrong) {
    const before = await box(name).inputValue();
    for (const text of texts) {
      await box(name).fill(text);
      const alert = page.getByRole("alert").filter({ hasText: `${name}: ` });
      await alert.waitFor();
      for (const other of ["$a", "$b", "$c", "arg 3"]) {
        assert.equal(await box(other).getAttribute("aria-invalid"), String(other === name), `${other}: ${text}`);
      }
      await press(page, "Step");
      await press(page, "Run");
      const { step: at, status, frames } = await state(page);
      assert.deepEqual([at, status, frames[0].locals[0].text], [1, "paused", "7"], "nothing moves");
      await page.getByRole("status").getByText(`${name}: `).waitFor();
    }
    await box(name).fill(name === "arg 3" ? "extern 1" : before);
    await eventually(() => box(name).getAttribute("aria-invalid"), "false", "mended");
    await eventually(async () => (await state(page)).step, 0, "it begins anew");
    await step(page);
  }
});
