// Where one has looked in memory is kept over edits, and forgotten with the program.

import assert from "node:assert/strict";
import { test } from "node:test";

import { eventually, openExample, press, show, source, state } from "./machine.mjs";
import { open } from "./page.mjs";

/** The address of the first row, and the one at the cursor. */
const place = async (page) => {
  const memory = await show(page, "Memory");
  const first = await memory.getByRole("grid").getByRole("rowheader").first().innerText();
  const cursor = await memory.getByRole("group", { name: "Values at the cursor" }).locator("code").innerText();
  return [first, cursor.split(" ")[0]];
};

const trap = async (page) => {
  await openExample(page, "Three ways out of bounds");
  await press(page, "Run");
  await eventually(async () => (await state(page)).status, "trapped", "it traps");
  await eventually(async () => (await place(page))[1], "65534", "it is known where");
  await (await show(page, "Memory")).locator(".is-cursor").waitFor();
};

test("another program begins at the beginning of its memory", async (t) => {
  const page = await open(t);
  await trap(page);
  await openExample(page, "Hello, bytes");
  await eventually(() => place(page), ["00000000", "0"], "an example");
  await trap(page);
  await page.evaluate(() => {
    wasmscope.load('(module (memory 1) (func (export "main")))');
    wasmscope.start("main");
  });
  await eventually(() => place(page), ["00000000", "0"], "a script's program");
});

test("an edit and another run keep the place", async (t) => {
  const page = await open(t);
  await trap(page);
  const [first] = await place(page);
  assert.notEqual(first, "00000000");
  await press(page, "Restart");
  assert.deepEqual(await place(page), [first, "65534"], "another run");
  await (await source(page)).click();
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.insertText("\n;; more");
  await eventually(() => page.getByTitle("Three ways out of bounds", { exact: true }).count(), 0, "it is edited");
  assert.deepEqual(await place(page), [first, "65534"], "an edit");
});

test("another program is shown from its first memory on", async (t) => {
  const page = await open(t);
  await openExample(page, "Two memories");
  const memory = await show(page, "Memory");
  await memory.getByRole("combobox", { name: "Memory shown" }).selectOption({ index: 1 });
  await openExample(page, "Hello, bytes");
  await (await show(page, "Memory")).getByText("1 page, 64 KiB").waitFor();
});
