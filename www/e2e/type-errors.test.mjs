// A type error shows the operand stack that is asked for, and the one that is there.

import assert from "node:assert/strict";
import { test } from "node:test";

import { eventually, ready, show, source, write } from "./machine.mjs";
import { open } from "./page.mjs";

const wrong = `(module (func (param f64) (result i32)
  i32.const 1
  local.get 0
  i32.add))`;

test("both stacks stand in the list and beside the line, and what does not fit is marked", async (t) => {
  const page = await open(t);
  await ready(page);
  await write(page, wrong);
  const problems = await show(page, "Problems");
  const stacks = problems.locator(".stacks");
  await stacks.waitFor();
  const text = async () => (await stacks.textContent()).replace(/\s+/g, " ").trim();
  await eventually(text, "expected i32 i32 found i32 f64, which does not fit");
  const marked = (await stacks.locator(".is-wrong").allTextContents()).map((text) => text.trim());
  assert.deepEqual(marked, ["f64, which does not fit"]);
  await source(page);
  const beside = page.locator(".type-error");
  const shown = (parts) => parts.evaluateAll((all) => all.map(({ dataset }) => dataset.text).join(""));
  await eventually(() => shown(beside.locator("> *")), "expected [i32 i32], found [i32 f64]");
  assert.equal(await shown(beside.locator("b")), "f64");
  assert.equal((await (await source(page)).innerText()).trim(), wrong, "the text is as it was written");

  await write(page, wrong.replace("local.get 0", "i32.const 2"));
  await eventually(() => beside.count(), 0, "mended, nothing is beside it");
});

test("what is missing is shown as missing", async (t) => {
  const page = await open(t);
  await ready(page);
  await write(page, wrong.replace("local.get 0", ""));
  const problems = await show(page, "Problems");
  const text = async () => (await problems.locator(".stacks").textContent()).replace(/\s+/g, " ").trim();
  await eventually(text, "expected i32 i32 found – nothing i32");
});
