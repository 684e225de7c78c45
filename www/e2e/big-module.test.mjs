import assert from "node:assert/strict";
import { test } from "node:test";

import { large, openFile } from "./binaries.mjs";
import { button, eventually, openExample, press, ready, region, source, state, step } from "./machine.mjs";
import { open } from "./page.mjs";

const module = large(10 << 20);
const opening = (page) => region(page, "Opening");

/** Puts the module into the page once, so that dropping it is all that is measured. */
const bring = (page) =>
  page.evaluate(async (address) => {
    globalThis.big = new File([await (await fetch(address)).blob()], "big.wasm");
  }, `data:application/octet-stream;base64,${module.toString("base64")}`);

const drop = (page) =>
  page.evaluate(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(big);
    const event = { dataTransfer, bubbles: true, cancelable: true };
    document.querySelector("main").dispatchEvent(new DragEvent("drop", event));
  });

/** Makes the page's processor so many times slower. */
async function slower(page, rate) {
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate });
}

/** Notes how long the page's tasks take from now on. */
const watchTasks = (page) =>
  page.evaluate(() => {
    globalThis.longest = 0;
    const note = (list) => {
      for (const { duration } of list.getEntries()) longest = Math.max(longest, duration);
    };
    new PerformanceObserver(note).observe({ entryTypes: ["longtask"] });
  });

test("a module of 10 MB is opened with progress, or not", async (t) => {
  const page = await open(t);
  await openExample(page, "Factorial");
  await eventually(async () => (await state(page)).at?.name, "fac", "it is open");
  await step(page, 3);
  const before = await state(page);

  await bring(page);
  // So that there is time to give up, however fast the computer.
  await slower(page, 8);
  await drop(page);
  await opening(page).getByText("Opening big.wasm").waitFor();
  const progress = opening(page).getByRole("progressbar", { name: "Opening big.wasm" });
  assert.ok(Number(await progress.getAttribute("value")) < 100);
  await button(page, "Cancel").click();
  await opening(page).waitFor({ state: "hidden" });
  await page.getByRole("status").getByText("big.wasm was not opened.").waitFor();
  assert.deepEqual(await state(page), before);
  await step(page);
  assert.equal((await state(page)).step, 4);

  await slower(page, 1);
  await watchTasks(page);
  const began = Date.now();
  await drop(page);
  await region(page, "Notice").getByText("too large to show as a whole").waitFor();
  t.diagnostic(`${Date.now() - began} ms until it is open`);
  t.diagnostic(`the longest task took ${await page.evaluate(() => Math.round(longest))} ms`);
  await opening(page).waitFor({ state: "hidden" });

  // The text is that of the function that runs, with its marks.
  const { at } = await state(page);
  assert.deepEqual([at.op, at.func, at.line], ["call", 0, 3]);
  await step(page);
  const inner = (await state(page)).at;
  assert.deepEqual([inner.op, inner.text], ["i32.const", "i32.const 0"]);
  assert.ok(inner.func > 1_000 && inner.line === 3);
  // Its offset is that in the file.
  assert.deepEqual([...module.subarray(inner.offset, inner.offset + 3)], [0x41, 0, 0x1a]);
  await step(page, 2);
  assert.equal((await state(page)).at.text, "i32.const 1");
});

test("the text follows the function that runs, and is only to be read", async (t) => {
  const page = await open(t);
  await ready(page);
  await openFile(page, "big.wasm", module);
  await eventually(async () => (await state(page)).at?.op, "call", "it is open");
  const shown = async () => (await source(page)).locator(".cm-next").innerText();
  assert.equal(await shown(), "call");
  assert.match(await (await source(page)).innerText(), /Function 0 of/);
  await step(page);
  assert.equal(await shown(), "i32.const");
  await eventually(async () => /Function 0 of/.test(await (await source(page)).innerText()), false, "it follows");
  await button(page, "Step back").click();
  await eventually(async () => /Function 0 of/.test(await (await source(page)).innerText()), true, "and back");
  await (await source(page)).click();
  await page.keyboard.type("x");
  assert.ok(!(await (await source(page)).innerText()).includes("x"));

  await press(page, "Export");
  const text = page.getByRole("button", { name: "Save as .wat", exact: true });
  assert.equal(await text.getAttribute("aria-disabled"), "true");
  await page.keyboard.press("Escape");

  // A breakpoint in a function that is not shown.
  await page.evaluate(() => wasmscope.breakpoints.add({ func: wasmscope.state().at.func, pc: 1 }));
  await press(page, "Run");
  await eventually(async () => (await state(page)).at?.op, "end", "it stops in the first function");

  // What was there before comes back by undo.
  await openExample(page, "Factorial");
  await eventually(async () => (await state(page)).at?.name, "fac", "another program");
  await (await source(page)).click();
  await page.keyboard.press("ControlOrMeta+z");
  await eventually(async () => (await state(page)).at?.text, "i32.const 7", "the one before");
});
