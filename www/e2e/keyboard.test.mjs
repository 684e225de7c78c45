import assert from "node:assert/strict";
import { test } from "node:test";

import {
  button, eventually, openExample, press, ready, shownStep, source, state,
} from "./machine.mjs";
import { open } from "./page.mjs";

test("letters and function keys move the machine", async (t) => {
  const page = await open(t);
  await openExample(page, "Factorial");
  await eventually(async () => (await state(page)).at?.name, "fac", "it is open");
  await button(page, "Step").focus();
  await page.keyboard.press("s");
  await page.keyboard.press("F11");
  await eventually(() => shownStep(page), 2, "s and F11 step");
  for (let i = 0; i < 5; i += 1) await page.keyboard.press("n");
  await page.keyboard.press("F10");
  await eventually(async () => (await state(page)).stack.length, 2, "n and F10 step over");
  assert.equal((await state(page)).frames.length, 1);
  await page.keyboard.press("c");
  await eventually(async () => (await state(page)).status, "returned", "c runs");
  await page.keyboard.press("r");
  await eventually(() => shownStep(page), 0, "r restarts");
  await page.keyboard.press("F8");
  await eventually(async () => (await state(page)).status, "returned", "F8 runs");
});

test("letters are text in the editor, and Tab leaves it", async (t) => {
  const page = await open(t);
  await ready(page);
  const box = await source(page);
  await box.click();
  await page.keyboard.press("ControlOrMeta+Home");
  await page.keyboard.type(";; s ");
  assert.equal(await shownStep(page), 0);
  assert.match(await box.innerText(), /^;; s /);
  await page.keyboard.press("ControlOrMeta+Enter");
  await eventually(async () => (await state(page)).status, "returned", "Ctrl+Enter runs");
  await page.keyboard.press("Tab");
  assert.equal(await box.evaluate((box) => box === document.activeElement), false);
});

test("help shows the keys, and letters can be switched off", async (t) => {
  const page = await open(t);
  await ready(page);
  await button(page, "Step").focus();
  await page.keyboard.press("?");
  const help = page.getByRole("dialog", { name: "Keys" });
  await help.getByRole("row", { name: /^Step over/ }).first().waitFor();
  await page.keyboard.press("Escape");
  await help.waitFor({ state: "hidden" });

  await press(page, "Settings");
  const keys = page.getByRole("combobox", { name: /^Keys/ });
  await keys.selectOption({ label: "Function keys, as in editors" });
  await press(page, "Close");
  await button(page, "Step").focus();
  await page.keyboard.press("s");
  await page.keyboard.press("F10");
  await eventually(() => shownStep(page), 1, "only F10 has stepped");
});

test("each manual step is spoken in a sentence", async (t) => {
  const page = await open(t);
  await ready(page);
  await press(page, "Step");
  const status = page.getByRole("status");
  await status.getByText(/Step 1\./).waitFor();
  assert.match(await status.innerText(), /7/);
});

test("with Shift the letters go back", async (t) => {
  const page = await open(t);
  await openExample(page, "Factorial");
  await eventually(async () => (await state(page)).at?.name, "fac", "it is open");
  await button(page, "Step").focus();
  await page.keyboard.press("c");
  await eventually(async () => (await state(page)).status, "returned", "c runs");
  const end = await shownStep(page);
  // Back over both ends and i64.mul, to where the call has just returned.
  for (let i = 0; i < 3; i += 1) await page.keyboard.press("Shift+S");
  await eventually(() => shownStep(page), end - 3, "Shift+S takes a step back");
  await page.keyboard.press("Shift+N");
  await eventually(() => shownStep(page), 7, "Shift+N takes the call back whole");
  await page.keyboard.press("s");
  await page.keyboard.press("s");
  await page.keyboard.press("Shift+F");
  await eventually(() => shownStep(page), 7, "Shift+F goes to before the call");
  await page.keyboard.press("Shift+C");
  await eventually(() => shownStep(page), 0, "Shift+C goes back to the start");
});
