import assert from "node:assert/strict";
import { test } from "node:test";

import { control, press, ready, show, shownStep, source, stack, state, step } from "./machine.mjs";
import { open } from "./page.mjs";

test("a first visit finds a program assembled and paused at step 0", async (t) => {
  const page = await open(t);
  await ready(page);
  assert.match(await (await source(page)).innerText(), /i32\.add/);
  assert.equal(await shownStep(page), 0);
  const { status, at } = await state(page);
  assert.deepEqual([status, at.op, at.line], ["paused", "i32.const", 5]);
  assert.deepEqual(await stack(page), []);
  await (await show(page, "Problems")).getByText("None.").waitFor();
  await (await show(page, "Explanation")).getByText("Press Step").waitFor();
});

test("the first program shows its sum", async (t) => {
  const page = await open(t);
  await ready(page);
  await step(page, 2);
  assert.deepEqual(await stack(page), ["i32 5", "i32 7"]);
  await step(page);
  assert.deepEqual(await stack(page), ["i32 12"]);
  await step(page);
  assert.equal(await shownStep(page), 4);
  await (await show(page, "Explanation")).getByText("i32 12").waitFor();
  assert.equal(await (await control(page, "Step")).getAttribute("aria-disabled"), "true");
  await press(page, "Restart");
  assert.equal(await shownStep(page), 0);
});

test("every control and region has its name once", async (t) => {
  const page = await open(t);
  await ready(page);
  for (const name of [
    "Run", "Pause", "Step", "Step back", "Step over", "Step over back", "Step out",
    "Step out back", "Run back", "Restart", "Share", "Examples", "Open", "Export", "Help",
    "Settings",
  ]) {
    assert.equal(await (await control(page, name)).count(), 1, name);
  }
  for (const name of [
    "Stack", "Frames", "Locals", "Labels", "Memory", "Globals", "Tables", "Explanation",
    "Problems", "Console", "Timeline",
  ]) {
    assert.equal(await (await show(page, name)).count(), 1, name);
  }
  assert.equal(await (await source(page)).count(), 1);
  assert.equal(await page.getByRole("combobox", { name: "Entry", exact: true }).count(), 1);
  assert.equal(await page.getByRole("slider", { name: "Step", exact: true }).count(), 1);
  assert.equal(await page.getByRole("status").count(), 1);
});

test("a first step is possible, and how soon after the last byte is told", async (t) => {
  const page = await open(t);
  await ready(page);
  await step(page);
  const took = await page.evaluate(() => {
    const last = performance
      .getEntriesByType("resource")
      .reduce((end, entry) => Math.max(end, entry.responseEnd), 0);
    return { last, now: performance.now() };
  });
  t.diagnostic(`${Math.round(took.now - took.last)} ms after the last byte`);
});
