// Chooses its own widths.
// What comes and goes leaves the rest where it is, and what matters most is in sight.

import assert from "node:assert/strict";
import { test } from "node:test";

import { button, eventually, openExample, press, ready, region, show, source, state, step, write } from "./machine.mjs";
import { open } from "./page.mjs";

const WIDE = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };

/** In whole pixels: how wide a text is varies by a sixty-fourth of one. */
const boxOf = (target) =>
  target.evaluate((element) => {
    const box = element.getBoundingClientRect().toJSON();
    return Object.fromEntries(Object.entries(box).map(([name, value]) => [name, Math.round(value)]));
  });

test("the title of an example has its share of the source's heading", async (t) => {
  for (const width of [1280, 1000, 720]) {
    const page = await open(t, { width, height: 800 });
    await openExample(page, "Three ways out of bounds");
    const title = page.getByTitle("Three ways out of bounds", { exact: true });
    await title.waitFor();
    const { width: shown, right } = await boxOf(title);
    assert.ok(shown >= 80, `${shown} pixels of it at ${width}`);
    for (const name of ["Add module", "Run back to cursor", "Run to cursor", "Format", "Types"]) {
      const { left, top } = await boxOf(button(page, name));
      const below = (await boxOf(title)).bottom <= top;
      assert.ok(left >= right || below, `${name} does not lie over it at ${width}`);
    }
  }
});

test("a text with a problem stays where it is while somebody types", async (t) => {
  for (const size of [WIDE, PHONE]) {
    const page = await open(t, size);
    await ready(page);
    await write(page, '(module (func (export "main") (result i32)\n  i32.const 1))');
    await eventually(async () => (await state(page)).at?.op, "i32.const", "it is assembled");
    const line = page.locator(".cm-line").first();
    const [before, pane] = [await boxOf(line), await boxOf(page.locator(".editor-host"))];
    await page.keyboard.insertText(" mistake");
    const note = page.getByText("The machine still runs the last valid text");
    await note.waitFor();
    assert.deepEqual([await boxOf(line), await boxOf(page.locator(".editor-host"))], [before, pane]);
    const last = await boxOf(page.locator(".cm-line").last());
    assert.ok(last.bottom <= (await boxOf(note)).top, "it hides nothing of a short text");
  }
});

test("the end of a long text is not below the note", async (t) => {
  const page = await open(t, WIDE);
  await ready(page);
  await write(page, `(module\n${"  (func)\n".repeat(100)}mistake`);
  const note = page.getByText("still runs the last valid text");
  await note.waitFor();
  await page.keyboard.press("ControlOrMeta+End");
  const last = page.locator(".cm-line").filter({ hasText: "mistake" });
  await eventually(async () => (await boxOf(last)).bottom <= (await boxOf(note)).top, true, "the last line is above it");
});

/** Asks where the panes are. */
const placesIn = (page) => () => {
  const panes = page.locator("#pane-source, #pane-explanation, #part-state > .pane, #part-state .column, #pane-memory");
  return panes.evaluateAll((all) => all.map((pane) => pane.getBoundingClientRect().toJSON()));
};

test("lines that last come and go below the panes, which do not move", async (t) => {
  const page = await open(t, WIDE);
  await openExample(page, "Hello, bytes");
  await step(page, 3);
  const places = placesIn(page);
  const before = await places();
  assert.equal(before.length, 6);
  const inSight = async (name) => {
    const line = region(page, name);
    await line.waitFor();
    const liesOverNothing = async () => {
      const { bottom, top } = await boxOf(line);
      const lowest = await boxOf(region(page, "Console"));
      return bottom <= WIDE.height && lowest.bottom <= top && lowest.height >= 50;
    };
    // The panes make room in the next frame.
    await eventually(liesOverNothing, true, `${name} is in sight, and over nothing`);
  };
  await press(page, "Heat");
  await inSight("Heat");
  await eventually(places, before, "Heat");
  await page.evaluate(() => {
    wasmscope.stepBack(1);
    wasmscope.edit({ address: 16, bytes: [65] });
  });
  await inSight("Branches");
  await inSight("Heat");
  await press(page, "Heat");
  await region(page, "Heat").waitFor({ state: "hidden" });
  await inSight("Branches");
  await eventually(places, before, "Branches");
  await press(page, "Remove branch");
  await press(page, "Restart");
  await press(page, "Before step 0");
  await inSight("Instantiation");
  await eventually(places, before, "Instantiation");
});

test("two of them, however long, leave the panes where they are", async (t) => {
  const page = await open(t, WIDE);
  await openExample(page, "Hello, bytes");
  await step(page, 9);
  const places = placesIn(page);
  const before = await places();
  await press(page, "Heat");
  await page.evaluate(() => {
    wasmscope.stepBack(1);
    wasmscope.edit({ address: 16, bytes: [65] });
  });
  await press(page, "Compare with main");
  await region(page, "Branches").getByText("The runs do the same").waitFor();
  await eventually(places, before, "Heat and Branches");
  for (const name of ["Heat", "Branches"]) {
    const parts = region(page, name).locator(":scope > *");
    const line = await boxOf(region(page, name));
    for (const box of await Promise.all((await parts.all()).map(boxOf))) {
      assert.ok(box.left >= line.left && box.right <= line.right && box.bottom <= line.bottom, `${name} is whole`);
    }
  }
  await press(page, "Restart");
  await press(page, "Before step 0");
  await region(page, "Instantiation").waitFor();
  await eventually(places, before, "Heat and Instantiation");
});

test("the heading of the breakpoints is one line beside the objects", async (t) => {
  const page = await open(t, WIDE);
  await ready(page);
  const heading = region(page, "Breakpoints").locator("header");
  const { height } = await boxOf(heading);
  await openExample(page, "Cons cells");
  await region(page, "Heap").waitFor();
  assert.equal((await boxOf(heading)).height, height);
  await button(page, "Add breakpoint").click();
  await page.getByRole("dialog", { name: "Breakpoint" }).waitFor();
});

test("on a phone they stand below the pane that is shown", async (t) => {
  const page = await open(t, PHONE);
  await openExample(page, "Hello, bytes");
  await source(page);
  const before = await boxOf(page.locator(".cm-line").first());
  await press(page, "Heat");
  await region(page, "Heat").waitFor();
  await source(page);
  assert.equal((await boxOf(page.locator(".cm-line").first())).top, before.top);
  const { bottom } = await boxOf(page.locator("#pane-source"));
  assert.ok(bottom <= (await boxOf(region(page, "Heat"))).top);
});

test("why a program has trapped is in sight without scrolling", async (t) => {
  for (const size of [WIDE, { width: 1000, height: 800 }, PHONE]) {
    const page = await open(t, size);
    await openExample(page, "Three ways out of bounds");
    await press(page, "Run");
    const explanation = await show(page, "Explanation");
    const sentence = explanation.getByText(/^The program has trapped/);
    await sentence.waitFor();
    const { bottom } = await boxOf(explanation);
    const operand = explanation.getByRole("button", { name: "Where from? address" });
    for (const [what, part] of Object.entries({ sentence, picture: explanation.locator(".range"), operand })) {
      const end = (await boxOf(part)).bottom;
      assert.ok(end <= bottom, `${what} at ${size.width}: ${end} > ${bottom}`);
    }
  }
});
