// Chooses its own widths.

import assert from "node:assert/strict";
import { test } from "node:test";

import { button, eventually, openExample, press, ready, region, step, write } from "./machine.mjs";
import { open } from "./page.mjs";

const medium = { width: 900, height: 800 };

const tab = (page, name) => page.getByRole("tab", { name });
const source = (page) => page.getByRole("textbox", { name: "Source", exact: true });

/** What each tab shows beside what is always in sight. */
const groups = {
  Machine: ["Stack", "Frames", "Locals", "Labels"],
  Memory: ["Memory", "Globals", "Tables"],
  Console: ["Console"],
  Problems: ["Problems", "Breakpoints"],
};

test("tabs choose what stands beside the source", async (t) => {
  const page = await open(t, medium);
  await ready(page);
  assert.deepEqual(await page.getByRole("tab").allInnerTexts(), Object.keys(groups));
  assert.equal(await tab(page, "Machine").getAttribute("aria-selected"), "true");
  for (const [name, shown] of Object.entries(groups)) {
    await tab(page, name).click();
    assert.equal(await tab(page, name).getAttribute("aria-selected"), "true");
    const panel = page.getByRole("tabpanel", { name });
    for (const other of Object.values(groups).flat()) {
      const count = shown.includes(other) ? 1 : 0;
      assert.equal(await region(page, other).count(), count, `${other} with ${name}`);
      if (count) assert.equal(await panel.getByRole("region", { name: other, exact: true }).count(), 1);
    }
    for (const always of ["Explanation", "Timeline"]) {
      assert.equal(await region(page, always).count(), 1, always);
    }
    assert.ok(await source(page).isVisible());
    assert.ok(await button(page, "Step").isVisible());
  }
});

test("arrow keys go from tab to tab", async (t) => {
  const page = await open(t, medium);
  await ready(page);
  await tab(page, "Machine").focus();
  const chosen = () =>
    page.evaluate(() => {
      const { role, textContent, tabIndex } = document.activeElement;
      return [role, textContent, tabIndex];
    });
  for (const [key, name] of [
    ["ArrowRight", "Memory"], ["End", "Problems"], ["ArrowRight", "Machine"],
    ["ArrowLeft", "Problems"], ["Home", "Machine"],
  ]) {
    await page.keyboard.press(key);
    await eventually(chosen, ["tab", name, 0], key);
    assert.equal(await tab(page, name).getAttribute("aria-selected"), "true");
  }
  assert.equal(await page.locator("[role=tab][tabindex='0']").count(), 1, "Tab leaves them at once");
});

test("what was hidden is up to date when it is shown", async (t) => {
  const page = await open(t, medium);
  await openExample(page, "Hello, bytes");
  await step(page, 9);
  await tab(page, "Memory").click();
  await region(page, "Memory").locator(".byte.is-written").waitFor();
  await tab(page, "Console").click();
  await region(page, "Console").getByText("Hello, bytes!").waitFor();
});

test("a problem and a question of the program are noticed on their tabs", async (t) => {
  const page = await open(t, medium);
  await write(page, `(module (func (export "main") i32.ad))`);
  await tab(page, "Problems 1").waitFor();
  await write(
    page,
    `(module (import "oracle" "ask" (func $ask)) (func (export "main") (call $ask)))`,
  );
  await tab(page, /^Problems$/).waitFor();
  await press(page, "Run");
  await tab(page, "Console waits").waitFor();
});

test("the canvas has a tab while a program can draw", async (t) => {
  for (const [width, height] of [[900, 800], [390, 844], [320, 568]]) {
    const page = await open(t, { width, height });
    await ready(page);
    assert.equal(await tab(page, "Canvas").count(), 0);
    await openExample(page, "Mandelbrot set");
    await tab(page, "Canvas").click();
    await page.getByRole("tabpanel", { name: "Canvas" }).getByText("Nothing presented yet.").waitFor();
    assert.equal(await region(page, "Console").count(), 0);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(over <= 0, `the tabs fit at ${width}`);
    await tab(page, "Canvas").press("ArrowRight");
    await region(page, "Console").waitFor();
    assert.equal(await region(page, "Canvas").count(), 0);
    await tab(page, "Canvas").click();
    await openExample(page, "Factorial");
    assert.equal(await tab(page, "Canvas").count(), 0);
    assert.equal(await tab(page, "Machine").getAttribute("aria-selected"), "true", "another tab takes its place");
  }
});

test("source and machine are resized here as well", async (t) => {
  const page = await open(t, medium);
  await ready(page);
  const line = page.getByRole("separator");
  assert.equal(await line.count(), 1);
  const { x } = await region(page, "Explanation").boundingBox();
  await line.focus();
  await page.keyboard.press("ArrowRight");
  const moved = async () => (await region(page, "Explanation").boundingBox()).x > x;
  await eventually(moved, true, "the machine begins later");
});
