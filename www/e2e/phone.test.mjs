// Chooses its own widths.

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  button, control, eventually, openExample, press, ready, region, show, source, stack, step, write,
} from "./machine.mjs";
import { open } from "./page.mjs";

const sizes = [
  { width: 390, height: 844 },
  { width: 320, height: 568 },
];

const everything = `(module
  (memory 1) (table 8 funcref) (global $a (mut i32) (i32.const 7))
  (func $main (export "main") (param $first i32) (param $second i64) (result i32) (local $third f64)
    (i32.load (i32.const 65534))))`;

const regions = [
  "Stack", "Frames", "Locals", "Labels", "Memory", "Globals", "Tables", "Explanation", "Problems",
  "Console", "Timeline", "Breakpoints",
];

/** How far the page goes beyond the window to the right. */
const over = (page, width) =>
  page.evaluate((width) => document.documentElement.scrollWidth - width, width);

for (const size of sizes) {
  const { width, height } = size;

  test(`everything is reachable at ${width}, and nothing scrolls sideways`, async (t) => {
    const page = await open(t, size);
    await ready(page);
    await page.evaluate((text) => {
      wasmscope.load(text);
      wasmscope.start("main", [1, 2n]);
    }, everything);
    for (const name of regions) {
      const pane = await show(page, name);
      await pane.scrollIntoViewIfNeeded();
      const box = await pane.boundingBox();
      assert.ok(box.x >= 0 && box.x + box.width <= width, `${name} fits`);
      assert.ok(box.height > 20, `${name} has room`);
      assert.ok((await over(page, width)) <= 0, `${name} does not widen the page`);
    }
    assert.ok((await (await source(page)).boundingBox()).width > 0);
    for (const name of [
      "Run", "Step", "Step back", "Step over", "Step over back", "Step out", "Step out back",
      "Run back", "Restart", "Pause", "Share", "Examples", "Open", "Export", "Help", "Settings",
    ]) {
      const found = await control(page, name);
      assert.equal(await found.count(), 1, name);
      const box = await found.boundingBox();
      assert.ok(box.x >= 0 && box.x + box.width <= width && box.y + box.height <= height, `${name} fits`);
      assert.ok(box.width >= 44 && box.height >= 44, `${name} is large enough for a thumb`);
      assert.ok((await over(page, width)) <= 0, `${name} does not widen the page`);
    }
  });

  test(`what is pressed at each step is below, at ${width}`, async (t) => {
    const page = await open(t, size);
    await ready(page);
    for (const name of ["Source", "Machine", "Memory", "Console", "Problems"]) {
      const tab = page.getByRole("tab", { name });
      await tab.click();
      assert.equal(await tab.getAttribute("aria-selected"), "true");
      const box = await tab.boundingBox();
      assert.ok(box.width >= 44 && box.height >= 44 && box.y > height - 60, `${name} is below`);
      for (const always of ["Step back", "Step", "Run", "More"]) {
        const box = await button(page, always).boundingBox();
        assert.ok(box.y > height - 120 && box.width >= 44 && box.height >= 44, `${always} with ${name}`);
      }
    }
  });
}

test("one pane at a time, and the machine is hinted at beside each", async (t) => {
  const page = await open(t, sizes[0]);
  await ready(page);
  assert.ok(await region(page, "Explanation").isVisible(), "the machine comes first");
  await source(page);
  assert.equal(await region(page, "Stack").count(), 0);
  await page.getByText("Next i32.const 7, line 5").waitFor();
  await step(page, 2);
  await page.getByText("Next i32.add, line 7").waitFor();
  await page.getByText("top 5").waitFor();
  assert.deepEqual(await stack(page), ["i32 5", "i32 7"]);
});

test("Pause takes the place of Run while the machine runs", async (t) => {
  const page = await open(t, sizes[0]);
  await write(page, `(module (func (export "main") (loop $for_ever (br $for_ever))))`);
  await eventually(() => page.evaluate(() => wasmscope.state().at?.op), "loop", "it is assembled");
  await button(page, "Run").click();
  await button(page, "Pause").click();
  await button(page, "Run").waitFor();
  assert.equal(await page.evaluate(() => wasmscope.state().status), "paused");
});

test("a problem brings the editor, with the cursor there", async (t) => {
  const page = await open(t, sizes[0]);
  await write(page, `(module\n  (func (export "main") i32.ad))`);
  const tab = page.getByRole("tab", { name: "Problems 1" });
  await tab.click();
  await region(page, "Problems").getByRole("button").first().click();
  await page.getByRole("textbox", { name: "Source", exact: true }).waitFor();
  await eventually(
    () => page.evaluate(() => document.activeElement?.closest(".cm-content") !== null),
    true,
    "the editor has the focus",
  );
  await page.keyboard.press("Shift+End");
  assert.equal(await page.evaluate(() => getSelection().toString()), "i32.ad))");
});

test("the editor shows the next instruction although it was hidden", async (t) => {
  const page = await open(t, sizes[1]);
  const lines = Array.from({ length: 200 }, () => "    nop").join("\n");
  await write(page, `(module\n  (func (export "main")\n${lines}))`);
  await eventually(() => page.evaluate(() => wasmscope.state().at?.op), "nop", "it is assembled");
  await show(page, "Stack");
  await page.evaluate(() => wasmscope.seek(150));
  await source(page);
  await page.locator(".cm-next").waitFor();
  const box = await page.locator(".cm-next").boundingBox();
  assert.ok(box.y > 0 && box.y < sizes[1].height, "it is in sight");
});

test("rows of memory fit", async (t) => {
  for (const size of sizes) {
    const page = await open(t, size);
    await openExample(page, "Hello, bytes");
    await step(page, 6);
    const memory = await show(page, "Memory");
    await memory.getByText("Hello, b").waitFor();
    const wide = await memory
      .locator(".memory-scroller")
      .evaluate((scroller) => scroller.scrollWidth - scroller.clientWidth);
    assert.ok(wide <= 0, `${wide} pixels too wide at ${size.width}`);
  }
});

test("a larger window shows everything at once, with the same text and step", async (t) => {
  const page = await open(t, sizes[0]);
  await ready(page);
  await step(page, 2);
  await press(page, "More");
  await page.setViewportSize({ width: 1280, height: 800 });
  for (const name of regions) await region(page, name).waitFor();
  assert.equal(await page.getByRole("tab").count(), 0);
  assert.match(await (await source(page)).innerText(), /i32\.add/);
  assert.deepEqual(await stack(page), ["i32 5", "i32 7"]);
});

test("the menu folds when a lesson is opened, so that it does not lie over its header", async (t) => {
  const page = await open(t, { width: 320, height: 640 });
  await ready(page);
  const menu = button(page, "Menu");
  const isOpen = () => menu.getAttribute("aria-expanded");
  await menu.click();
  await eventually(isOpen, "true", "it is open");
  await page.evaluate(() => (location.hash = "lesson=1.6"));
  await region(page, "Lessons").getByRole("heading", { level: 3 }).waitFor();
  await eventually(isOpen, "false", "it is folded");
  await menu.click();
  await eventually(isOpen, "true", "it is open again");
  await page.evaluate(() => (location.hash = "lesson=2.1"));
  await eventually(isOpen, "false", "it is folded by another lesson as well");
  // From the menu itself.
  await button(page, "Close lessons").click();
  await menu.click();
  await button(page, "Lessons").click();
  await region(page, "Lessons").getByRole("heading", { level: 3 }).waitFor();
  await eventually(isOpen, "false", "it is folded");
});
