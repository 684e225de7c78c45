// Programs and arguments that are wrong: each is told of in its place, the text of the
// editor stays, and so does the last machine that was right.

import assert from "node:assert/strict";
import { test } from "node:test";

import { button, eventually, ready, region, stack, state, step, write } from "./machine.mjs";
import { open } from "./page.mjs";

const source = (page) => page.getByRole("textbox", { name: "Source", exact: true });
const good = `(module (func (export "main") (result i32) i32.const 20 i32.const 3 i32.sub))`;

/** A page with a machine that has made two steps. */
async function withMachine(t) {
  const page = await open(t);
  await write(page, good);
  await eventually(async () => (await state(page)).at?.op, "i32.const", "it is assembled");
  await step(page, 2);
  assert.deepEqual(await stack(page), ["i32 3", "i32 20"]);
  return page;
}

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

for (const [what, text, message] of bad) {
  test(`a text that is ${what} is told of, and the older machine goes on`, async (t) => {
    const page = await withMachine(t);
    await write(page, text);
    const problem = region(page, "Problems").getByRole("listitem").first();
    await problem.waitFor();
    await eventually(async () => message.test(await problem.innerText()), true, "it says what");
    await page.getByText("The machine still runs the last valid text").waitFor();
    if (text.length < 1_000) assert.equal((await source(page).innerText()).trim(), text);
    assert.deepEqual(await stack(page), ["i32 3", "i32 20"]);
    await step(page);
    await eventually(() => stack(page), ["i32 17"], "and steps");
    await write(page, good);
    await eventually(async () => (await state(page)).step, 0, "mended, it begins anew");
  });
}

test("a program that traps keeps its last picture, and can be gone back", async (t) => {
  const page = await open(t);
  await write(page, `(module (func (export "main") (result i32) i32.const 1 i32.const 0 i32.div_u))`);
  await eventually(async () => (await state(page)).at?.op, "i32.const", "it is assembled");
  await button(page, "Run").click();
  await region(page, "Explanation").getByText(/divide by zero/).first().waitFor();
  assert.deepEqual(await stack(page), ["i32 0", "i32 1"]);
  await button(page, "Step back").click();
  await eventually(async () => (await state(page)).status, "paused", "before it");
  await button(page, "Restart").click();
  await eventually(async () => (await state(page)).step, 0, "and anew");
});

test("a recursion without end is told of, and its frames can be looked at", async (t) => {
  const page = await open(t);
  await write(page, `(module (func $deep (export "deep") (param $n i32) (call $deep (local.get $n))))`);
  await eventually(async () => (await state(page)).at?.op, "local.get", "it is assembled");
  await button(page, "Run").click();
  await region(page, "Explanation").getByText(/call stack exhausted/).first().waitFor();
  const { status, frames } = await state(page);
  assert.deepEqual([status, frames.length], ["trapped", 100_000]);
  await region(page, "Frames").getByText(/100,000|99,999|more/).first().waitFor();
  await button(page, "Step back").click();
  await eventually(async () => (await state(page)).status, "paused", "it can be gone back");
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
  await button(page, "Run").click();
  await eventually(async () => (await state(page)).status, "returned", "it has ended");
  assert.equal((await state(page)).results[0].text, "4033");
  await region(page, "Memory").getByText(/4,?033 pages/).first().waitFor();
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
      await button(page, "Step").click();
      await button(page, "Run").click();
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

test("a page that opens with a text that is none is no blank page", async (t) => {
  const page = await open(t);
  await ready(page);
  await write(page, "(module (func $f");
  await region(page, "Problems").getByRole("listitem").first().waitFor();
  await page.reload();
  await ready(page);
  await region(page, "Problems").getByRole("listitem").first().waitFor();
  await region(page, "Explanation").getByText("The text has a problem").waitFor();
  assert.equal((await source(page).innerText()).trim(), "(module (func $f");
  for (const name of ["Step", "Run", "Step back", "Restart"]) {
    await button(page, name).click({ force: true });
  }
  assert.equal((await state(page)).status, "ready");
  await write(page, good);
  await eventually(async () => (await state(page)).at?.op, "i32.const", "mended, it starts");
});
