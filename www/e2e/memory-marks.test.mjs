import assert from "node:assert/strict";
import { test } from "node:test";

import { eventually, openExample, ready, reveal, show, state, step, write } from "./machine.mjs";
import { open } from "./page.mjs";

const addresses = async (page, mark) =>
  (await show(page, "Memory"))
    .locator(`.byte.${mark}`)
    .evaluateAll((cells) => cells.map((cell) => Number(cell.dataset.address)));

test("bytes that the last step read and wrote are marked", async (t) => {
  const page = await open(t);
  await openExample(page, "Hello, bytes");
  await eventually(async () => (await state(page)).at?.name, "hello", "it is open");
  assert.deepEqual(await addresses(page, "is-written"), []);

  // Two constants, the call of the host, the address, the address of the load.
  await step(page, 6);
  assert.equal((await state(page)).at.op, "i32.const");
  assert.deepEqual(await addresses(page, "is-read"), [16]);
  await step(page, 3);
  assert.deepEqual(await addresses(page, "is-written"), [16]);
  assert.deepEqual(await addresses(page, "is-read"), []);
  await (await show(page, "Memory")).getByText("68", { exact: true }).first().waitFor();
  await step(page);
  assert.deepEqual(await addresses(page, "is-written"), [], "only what the last step did");
});

test("a memory of any size is shown by the rows in sight", async (t) => {
  const page = await open(t);
  await write(
    page,
    `(module (memory 4096)
      (func (export "main") (i32.store (i32.const 268435452) (i32.const 1))))`,
  );
  const memory = await show(page, "Memory");
  await memory.getByText("4096 pages").waitFor();
  assert.ok((await memory.locator(".memory-row").count()) < 60);

  await memory.getByRole("textbox", { name: "Go to address" }).fill("0x1000000");
  await page.keyboard.press("Enter");
  await memory.getByText("01000000", { exact: true }).waitFor();
  await memory.getByRole("textbox", { name: "Go to address" }).fill("268435456");
  await page.keyboard.press("Enter");
  await memory.getByText("The last address").waitFor();

  await step(page, 3);
  assert.deepEqual(await addresses(page, "is-written"), [
    268435452, 268435453, 268435454, 268435455,
  ]);
});

test("the cursor reads bytes as numbers, by keyboard too", async (t) => {
  const page = await open(t);
  await write(
    page,
    `(module (memory 1) (data (i32.const 0) "\\2a\\00\\00\\00\\00\\00\\80\\3f") (func (export "main")))`,
  );
  const values = page.getByRole("group", { name: "Values at the cursor" });
  await reveal(page, values);
  await values.getByRole("row", { name: "i32 42" }).waitFor();
  await page.getByRole("grid", { name: "Bytes" }).focus();
  for (let i = 0; i < 4; i += 1) await page.keyboard.press("ArrowRight");
  await values.getByRole("row", { name: "f32 1", exact: true }).waitFor();
});

test("what showed the memory of a program that is gone is let go", async (t) => {
  const page = await open(t);
  await ready(page);
  const session = await page.context().newCDPSession(page);
  const load = async (memory) => {
    await page.evaluate((memory) => wasmscope.load(`(module ${memory} (func (export "main")))`), memory);
    const scroller = page.locator(".memory-scroller");
    await scroller.waitFor({ state: memory ? "attached" : "detached" });
    if (memory) await scroller.evaluate((element) => (globalThis.seen ??= []).push(new WeakRef(element)));
  };
  for (let i = 0; i < 5; i += 1) {
    await load("(memory 1)");
    await load("");
  }
  await load("(memory 1)");
  const left = async () => {
    await session.send("HeapProfiler.collectGarbage");
    return page.evaluate(() => seen.filter((element) => element.deref()).length);
  };
  await eventually(left, 1, "those of the programs before are gone");
});
