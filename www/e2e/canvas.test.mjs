// The canvas: what a program presents is seen as of the step that is looked at, and keys that
// are pressed on it go to the program.

import assert from "node:assert/strict";
import { test } from "node:test";

import { eventually, openExample, press, ready, region, reveal, show, state } from "./machine.mjs";
import { open } from "./page.mjs";

const imports = `
  (import "canvas" "size" (func $size (param i32 i32)))
  (import "canvas" "present" (func $present (param i32)))
  (import "canvas" "key" (func $key (result i32)))`;

/** Presents square pictures, each of one byte after another, from 1 to 40. */
const film = (side) => `(module ${imports}
  (memory ${Math.ceil((side * side * 4) / 65536)})
  (func (export "main") (local $i i32)
    (call $size (i32.const ${side}) (i32.const ${side}))
    (loop $next
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (memory.fill (i32.const 0) (local.get $i) (i32.const ${side * side * 4}))
      (call $present (i32.const 0))
      (br_if $next (i32.lt_u (local.get $i) (i32.const 40))))))`;

/** What is drawn: a picture's size, and the bytes of a pixel. */
const drawn = (page, x = 0, y = 0) =>
  region(page, "Canvas").locator("canvas").evaluate(
    (canvas, [x, y]) => [
      canvas.width, canvas.height, ...canvas.getContext("2d").getImageData(x, y, 1, 1).data,
    ],
    [x, y],
  );

const picture = (page) =>
  page.evaluate(() => {
    const picture = wasmscope.picture();
    return picture && { ...picture, pixels: [...picture.pixels.subarray(0, 4)] };
  });

/** The words beside the pane's heading. */
const note = (page) => region(page, "Canvas").locator("header .muted").textContent();

async function load(page, text) {
  await ready(page);
  await page.evaluate((text) => {
    wasmscope.load(text);
    wasmscope.start("main");
  }, text);
}

test("Mandelbrot grows row by row, and every state shows its own picture", async (t) => {
  const page = await open(t);
  await ready(page);
  assert.equal(await page.getByRole("region", { name: "Canvas", includeHidden: true }).count(), 0);
  await openExample(page, "Mandelbrot set");
  const pane = await show(page, "Canvas");
  await pane.getByText("Nothing presented yet.").waitFor();
  assert.equal(await picture(page), null);

  await press(page, "Run");
  await eventually(async () => (await state(page)).status, "returned", "it ends", 30_000);
  await show(page, "Canvas");
  const last = await picture(page);
  assert.deepEqual([last.width, last.height, last.number], [96, 64, 64]);
  assert.deepEqual(await drawn(page, 0, 63), [96, 64, 20, 55, 108, 255], "it has left after 1");
  assert.deepEqual(await drawn(page, 68, 32), [96, 64, 20, 26, 40, 255], "0 never leaves");
  const label = `Picture 64, 96 × 64 pixels, presented at step ${last.step.toLocaleString("en-US")}.`;
  await pane.getByRole("img", { name: label }).waitFor();

  // Before the call of a picture there is the one before it.
  await page.evaluate((step) => wasmscope.goTo(step), last.step);
  await eventually(() => note(page).then((text) => text.split(" ·")[0]), "picture 63", "back");
  assert.deepEqual(await drawn(page, 0, 63), [96, 64, 0, 0, 0, 0], "the last row is not there");
  await page.evaluate((step) => wasmscope.goTo(step + 1), last.step);
  await eventually(() => drawn(page, 0, 63), [96, 64, 20, 55, 108, 255], "one step on");
  await page.evaluate(() => wasmscope.goTo(0));
  await eventually(() => pane.getByText("Nothing presented yet.").isVisible(), true, "at first");

  await openExample(page, "Countdown");
  await region(page, "Canvas").waitFor({ state: "detached" });
});

test("Life is animated, and a key lets a glider go", async (t) => {
  const page = await open(t);
  await openExample(page, "Game of Life");
  const pane = await show(page, "Canvas");
  // While the second generation is made, the first is seen.
  await page.evaluate(() => wasmscope.goTo(300_000));
  const canvas = pane.getByRole("application", { name: /^Picture 1, 64 × 64 pixels/ });
  await canvas.focus();
  await page.keyboard.press("g");
  await eventually(async () => (await note(page)).endsWith("· one key waits"), true, "it waits");
  assert.equal((await state(page)).step, 300_000, "letters are no commands there");
  await press(page, "Run");
  await eventually(async () => (await state(page)).status, "returned", "it ends", 30_000);
  // Five cells more than without.
  assert.equal((await state(page)).results[0].text, "32");
});

test("keys come in their order, Tab leaves, and what is not for programs stays the page's", async (t) => {
  const page = await open(t);
  await load(page, `(module ${imports} (memory 1)
    (func (export "main") (result i32 i32 i32 i32)
      (call $size (i32.const 1) (i32.const 1)) (call $present (i32.const 0))
      (call $key) (call $key) (call $key) (call $key)))`);
  await page.evaluate(() => wasmscope.step(5));
  const canvas = (await show(page, "Canvas")).getByRole("application");
  await canvas.focus();
  for (const key of ["ArrowLeft", "A", "Escape"]) await page.keyboard.press(key);
  await page.keyboard.press("Tab");
  assert.equal(await canvas.evaluate((element) => element === document.activeElement), false);
  await page.evaluate(() => wasmscope.run());
  const texts = async () => (await state(page)).results?.map(({ text }) => text);
  await eventually(texts, ["28", "65", "27", "-1"], "what it was given");
  // They were answered once, and are answers for ever.
  await page.evaluate(() => wasmscope.goTo(0).then(() => wasmscope.run()));
  await eventually(texts, ["28", "65", "27", "-1"], "again");
});

test("a touch screen has keys under the picture", async (t) => {
  const page = await open(t, { width: 390, height: 844 });
  await load(page, `(module ${imports} (memory 1)
    (func (export "main") (result i32 i32 i32 i32)
      (call $size (i32.const 1) (i32.const 1)) (call $present (i32.const 0))
      (call $key) (call $key) (call $key) (call $key)))`);
  await page.evaluate(() => wasmscope.step(5));
  const keys = (await show(page, "Canvas")).getByRole("group", { name: "Keys for the program" });
  await keys.getByRole("button", { name: "Up key", exact: true }).tap();
  await keys.getByRole("textbox").pressSequentially("aB");
  await keys.getByRole("button", { name: "Esc key", exact: true }).tap();
  await page.evaluate(() => wasmscope.run());
  const texts = async () => (await state(page)).results?.map(({ text }) => text);
  await eventually(texts, ["30", "97", "66", "27"], "what it was given");
});

test("pictures that are no longer kept are made again", async (t) => {
  const page = await open(t);
  // 40 times 4 MiB are more than is kept.
  await load(page, film(1024));
  await page.evaluate(() => wasmscope.run());
  await eventually(async () => (await state(page)).status, "returned", "it ends", 30_000);
  await show(page, "Canvas");
  // A canvas rounds the colours of what is not opaque.
  const opacity = async () => (await drawn(page))[5];
  await eventually(opacity, 40, "the last one");
  // At the call of each picture there is the one before it.
  const steps = await page.evaluate(async () => {
    const steps = [];
    for (let picture = wasmscope.picture(); picture; picture = wasmscope.picture()) {
      steps[picture.number] = picture.step;
      await wasmscope.goTo(picture.step);
    }
    return steps;
  });
  assert.equal(steps.length, 41);
  for (const number of [3, 39, 1, 20]) {
    await page.evaluate((step) => wasmscope.goTo(step + 1), steps[number]);
    assert.equal((await picture(page)).pixels[3], number);
    await eventually(opacity, number, `picture ${number}`);
  }
});

test("a changed past has pictures of its own, and the run as it was keeps its own", async (t) => {
  const page = await open(t);
  await load(page, film(2));
  await page.evaluate(() => wasmscope.run());
  await eventually(async () => (await picture(page))?.number, 40, "it ends");
  await page.evaluate(async () => {
    let step = 0;
    while (wasmscope.picture()?.number !== 5) await wasmscope.goTo((step += 1));
    wasmscope.edit({ local: 0, value: 37 });
    await wasmscope.run();
  });
  await eventually(async () => (await picture(page))?.pixels[0], 40, "the changed run ends");
  const changed = await picture(page);
  assert.ok(changed.number < 40, `${changed.number} pictures`);
  await page.evaluate(async () => {
    const other = wasmscope.branches.list().find((branch) => !branch.current);
    await wasmscope.branches.switch(other.id);
    await wasmscope.run();
  });
  await eventually(async () => (await picture(page))?.number, 40, "the run as it was");
});

test("what is refused is said in the console, and the program goes on", async (t) => {
  const page = await open(t);
  await load(page, `(module ${imports} (memory 1)
    (func (export "main")
      (call $present (i32.const 0))
      (call $size (i32.const 5000) (i32.const 1))
      (call $size (i32.const 4) (i32.const 4))
      (call $present (i32.const 65500))))`);
  await press(page, "Run");
  await eventually(async () => (await state(page)).status, "returned", "it ends");
  const lines = (await show(page, "Console")).getByRole("log").locator(".text");
  assert.deepEqual(await lines.allTextContents(), [
    "canvas.present: how large is the picture? Call canvas.size before",
    "canvas.size: 5000 × 1 is no size; both are 1 to 4096",
    "canvas.present: 65500 + 64 bytes > 65536, the size of the memory, for 4 × 4 pixels",
  ]);
  await (await reveal(page, region(page, "Canvas"))).getByText("A picture has 4 × 4 pixels.").waitFor();
});
