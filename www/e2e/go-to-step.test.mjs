import assert from "node:assert/strict";
import { test } from "node:test";

import {
  button, eventually, openExample, press, ready, region, reveal, shownStep, state,
} from "./machine.mjs";
import { open } from "./page.mjs";

const box = (page) => page.getByRole("textbox", { name: "Go to step", exact: true });

async function goTo(page, text) {
  await (await reveal(page, box(page))).fill(text);
  await box(page).press("Enter");
}

test("Enter goes to the step that was typed", async (t) => {
  const page = await open(t);
  await openExample(page, "Factorial");
  await eventually(async () => (await state(page)).at?.name, "fac", "it is open");
  await goTo(page, "20");
  await eventually(() => shownStep(page), 20, "forwards");
  assert.equal(await box(page).inputValue(), "20");
  await page.getByRole("status").getByText("At step 20.").waitFor();
  await goTo(page, " 3 ");
  await eventually(() => shownStep(page), 3, "and back");
  await eventually(() => box(page).inputValue(), "3", "the box shows where it is");
  await button(page, "Step").click();
  await eventually(() => box(page).inputValue(), "4", "and follows");
  // Beyond the end there is only the end.
  await goTo(page, "1,000,000");
  await eventually(async () => (await state(page)).status, "returned", "the end");
  const end = await shownStep(page);
  await eventually(() => box(page).inputValue(), String(end), "it shows the last step");
  await page.getByRole("status").getByText("ends before step 1,000,000").waitFor();
});

test("what is no step is said to be none", async (t) => {
  const page = await open(t);
  await ready(page);
  for (const wrong of ["-1", "1.5", "ten", ""]) {
    await goTo(page, wrong);
    await region(page, "Timeline").getByRole("alert").getByText("whole number").waitFor();
    assert.equal(await box(page).getAttribute("aria-invalid"), "true");
    assert.equal(await box(page).inputValue(), wrong, "it can be mended");
    assert.equal(await shownStep(page), 0);
  }
  await box(page).press("Escape");
  await eventually(() => box(page).inputValue(), "0", "Escape takes it back");
  assert.equal(await box(page).getAttribute("aria-invalid"), "false");
});

const endless = `(module (func (export "spin") (loop $again (br $again))))`;

test("the box has room for the step, with its thousands set apart", async (t) => {
  const page = await open(t);
  await ready(page);
  await page.evaluate((text) => {
    wasmscope.load(text);
    wasmscope.start("spin");
    wasmscope.step(1_300_000);
  }, endless);
  await reveal(page, box(page));
  await eventually(() => box(page).inputValue(), "1,300,000", "as everywhere on the page");
  const over = await box(page).evaluate((input) => input.scrollWidth - input.clientWidth);
  assert.ok(over <= 0, `${over} pixels are cut off`);
});

test("a far step shows how it goes on, and can be cancelled", async (t) => {
  const page = await open(t);
  await ready(page);
  await page.evaluate((text) => {
    wasmscope.load(text);
    wasmscope.start("spin");
  }, endless);
  await goTo(page, "900000000000");
  await page.getByText(/Going to step 900,000,000,000, \d+ %/).waitFor();
  await eventually(async () => (await shownStep(page)) > 0, true, "and says how far it is");
  await button(page, "Cancel").click();
  await eventually(async () => (await state(page)).status, "paused", "it stops");
  await goTo(page, "900000000000");
  await eventually(async () => (await state(page)).status, "running", "it runs");
  await press(page, "Pause");
  await eventually(async () => (await state(page)).status, "paused", "it stops");
});

test("a link to a far step shows how far it is, and can be cancelled", async (t) => {
  const page = await open(t);
  await ready(page);
  const link = await page.evaluate((text) => {
    wasmscope.load(text);
    wasmscope.start("spin");
    return wasmscope.share({ step: false });
  }, endless);
  const other = await page.context().newPage();
  await other.goto(`${link}&step=900000000000`);
  await ready(other);
  await other.getByText(/Going to step 900,000,000,000, \d+ %/).waitFor();
  await button(other, "Cancel").click();
  await eventually(async () => (await state(other)).status, "paused", "it stops");
});
