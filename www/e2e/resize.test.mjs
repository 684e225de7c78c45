// Chooses its own widths.

import assert from "node:assert/strict";
import { test } from "node:test";

import { eventually, openExample, ready, region } from "./machine.mjs";
import { open } from "./page.mjs";

const wide = { width: 1280, height: 800 };

const separator = (page, name) =>
  page.getByRole("separator", { name: `Resize ${name}`, exact: true });

const size = async (page, name) => (await region(page, name).boundingBox()) ?? {};

const value = async (page, name) =>
  Number(await separator(page, name).getAttribute("aria-valuenow"));

/** Drags a separator by some pixels. */
async function drag(page, name, x, y) {
  const box = await separator(page, name).boundingBox();
  const [fromX, fromY] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(fromX, fromY);
  await page.mouse.down();
  await page.mouse.move(fromX + x / 2, fromY + y / 2);
  await page.mouse.move(fromX + x, fromY + y);
  await page.mouse.up();
}

const close = (one, other, what) =>
  assert.ok(Math.abs(one - other) <= 2, `${what}: ${one} is not ${other}`);

test("a line follows the mouse, and its neighbours give and take", async (t) => {
  const page = await open(t, wide);
  await openExample(page, "Hello, bytes");
  const before = await size(page, "Explanation");
  await drag(page, "Source", 120, 0);
  const after = await size(page, "Explanation");
  close(after.x, before.x + 120, "the machine begins later");
  close(after.x + after.width, before.x + before.width, "and ends where it did");

  const [stack, frames, labels] = await Promise.all(
    ["Stack", "Frames", "Labels"].map((name) => size(page, name)),
  );
  await drag(page, "Stack", 40, 0);
  close((await size(page, "Stack")).width, stack.width + 40, "the stack is wider");
  close((await size(page, "Frames")).width, frames.width - 40, "the frames are narrower");
  close((await size(page, "Labels")).x, labels.x, "the labels stay");

  const [memory, console] = await Promise.all(
    ["Memory", "Console"].map((name) => size(page, name)),
  );
  await drag(page, "lower panes", 0, -50);
  close((await size(page, "Console")).height, console.height + 50, "the console is higher");
  close((await size(page, "Memory")).height, memory.height - 50, "memory is lower");
});

test("a line moves by keys, and Enter or a double click puts it back", async (t) => {
  const page = await open(t, wide);
  await ready(page);
  const line = separator(page, "Source");
  await line.focus();
  assert.equal(await line.getAttribute("aria-orientation"), "vertical");
  const usual = await value(page, "Source");
  const { x } = await size(page, "Explanation");
  await page.keyboard.press("ArrowRight");
  await eventually(() => value(page, "Source"), usual + 2, "an arrow is two hundredths");
  await page.keyboard.press("Shift+ArrowLeft");
  await eventually(() => value(page, "Source"), usual - 8, "with Shift ten");
  assert.ok((await size(page, "Explanation")).x < x);
  await page.keyboard.press("Home");
  const least = await page.getByRole("textbox", { name: "Source", exact: true }).boundingBox();
  assert.ok(least.width > 100, "the source stays in sight");
  await page.keyboard.press("End");
  assert.ok((await size(page, "Explanation")).width >= 300, "and so does the machine");
  await page.keyboard.press("Enter");
  await eventually(() => value(page, "Source"), usual, "Enter puts it back");
  await page.keyboard.press("ArrowLeft");
  await line.dblclick();
  await eventually(() => value(page, "Source"), usual, "and so does a double click");
});

test("every line moves by keys within its bounds", async (t) => {
  const page = await open(t, wide);
  await ready(page);
  await page.evaluate(() => wasmscope.load(
    '(module (memory 1) (table 1 funcref) (global i32 (i32.const 1)) (func (export "main")))',
  ));
  const lines = page.getByRole("separator");
  const names = await lines.evaluateAll((all) => all.map((line) => line.getAttribute("aria-label")));
  assert.equal(new Set(names).size, 11, names.join());
  for (const name of names) {
    const line = page.getByRole("separator", { name, exact: true });
    await line.focus();
    const read = async () => Number(await line.getAttribute("aria-valuenow"));
    const ends = [];
    for (const key of ["Home", "End"]) {
      await page.keyboard.press(key);
      ends.push(await read());
      const shown = await page.evaluate(() =>
        [...document.querySelectorAll(".pane > header")].every((header) => {
          const { right, bottom, width, height } = header.getBoundingClientRect();
          return right <= innerWidth && bottom <= innerHeight && width > 50 && height > 20;
        }),
      );
      assert.ok(shown, `with ${name} at its ${key} every heading is in sight`);
    }
    const [min, max] = await Promise.all(
      ["aria-valuemin", "aria-valuemax"].map(async (of) => Number(await line.getAttribute(of))),
    );
    assert.ok(ends[0] < ends[1] && min <= ends[0] && ends[1] <= max, `${name}: ${ends}`);
    await page.keyboard.press("Enter");
  }
});

test("sizes are kept, and safe in another window", async (t) => {
  const page = await open(t, wide);
  await ready(page);
  await drag(page, "Source", 200, 0);
  await drag(page, "lower panes", 0, -60);
  const [source, lower] = [await value(page, "Source"), await value(page, "lower panes")];
  await page.reload();
  await ready(page);
  assert.deepEqual([await value(page, "Source"), await value(page, "lower panes")], [source, lower]);
  for (const [width, height] of [[1200, 560], [1920, 1080], [700, 800]]) {
    await page.setViewportSize({ width, height });
    const seen = await page.evaluate(() => ({
      over: document.documentElement.scrollWidth - innerWidth,
      source: document.getElementById("pane-source").clientWidth,
      told: document.getElementById("pane-explanation").clientWidth,
    }));
    assert.ok(seen.over <= 0 && seen.source >= 230 && seen.told >= 290, `${width}: ${JSON.stringify(seen)}`);
  }
});

test("sizes that make no sense are not taken", async (t) => {
  const page = await open(t, wide);
  await ready(page);
  for (const kept of ["{", '"x"', '{"source":"wide"}', '{"source":-4,"machine":1e99,"other":1}']) {
    await page.evaluate((kept) => localStorage.setItem("wasmscope:layout", kept), kept);
    await page.reload();
    await ready(page);
    assert.equal(await value(page, "Source"), 39, kept);
  }
});

test("frames and locals keep their places whatever is in them", async (t) => {
  const page = await open(t, wide);
  await openExample(page, "Factorial");
  const places = async () =>
    (await Promise.all(["Frames", "Locals", "Labels", "Memory"].map((name) => size(page, name)))).map(
      ({ y, height }) => [y, height],
    );
  const before = await places();
  await page.evaluate(() => wasmscope.seek(40));
  assert.equal(await region(page, "Frames").getByRole("listitem").count(), 6);
  assert.deepEqual(await places(), before);
});

test("a wrong argument moves nothing", async (t) => {
  const page = await open(t, wide);
  await openExample(page, "Factorial");
  const before = await size(page, "Explanation");
  await page.getByRole("textbox", { name: "$n", exact: true }).fill("many");
  await page.getByText("is no i64").waitFor();
  assert.deepEqual(await size(page, "Explanation"), before);
});
