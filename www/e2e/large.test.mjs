// What is large is seen to its last row, and only the rows in sight exist.

import assert from "node:assert/strict";
import { test } from "node:test";

import { openFile } from "./binaries.mjs";
import { eventually, ready, region, show, shownStep, source, state } from "./machine.mjs";
import { open } from "./page.mjs";

/** How many rows of a list may exist at most, far fewer than there are. */
const MOST = 200;

const run = (page, text, args = []) =>
  page.evaluate(
    async ([text, args]) => {
      wasmscope.load(text);
      wasmscope.start("main", args);
      return (await wasmscope.run()).status;
    },
    [text, args],
  );

const rowsOf = (pane) =>
  pane.getByRole("listitem").evaluateAll((rows) => rows.map((row) => row.innerText.trim().replaceAll(/\s+/g, " ")));

/** Scrolls a pane by its keys, as somebody does who has no mouse. */
async function toTheEnd(page, pane) {
  await pane.locator(".body").focus();
  await page.keyboard.press("End");
}

test("the frames of a deep recursion are seen down to the entry, and each can be chosen", async (t) => {
  const page = await open(t);
  await ready(page);
  const deep = `(module (func $down (export "main") (param $n i32)
    (if (local.get $n) (then (call $down (i32.sub (local.get $n) (i32.const 1)))) (else unreachable))))`;
  assert.equal(await run(page, deep, ["99999"]), "trapped");
  const frames = await show(page, "Frames");
  await frames.getByText("100,000 frames", { exact: true }).waitFor();
  const first = await rowsOf(frames);
  assert.match(first[0], /^99999 down/);
  assert.ok(first.length < MOST, `${first.length} rows`);
  await toTheEnd(page, frames);
  await eventually(async () => (await rowsOf(frames)).at(-1)?.slice(0, 6), "0 down", "the entry");
  const last = await rowsOf(frames);
  assert.ok(last.length < MOST, `${last.length} rows`);
  assert.ok(await frames.getByRole("listitem").last().evaluate((row) => {
    const [own, body] = [row, row.closest(".body")].map((one) => one.getBoundingClientRect());
    return own.bottom <= body.bottom + 1;
  }), "the last row is in sight as a whole");
  await frames.getByRole("button").last().click();
  assert.equal(await frames.getByRole("button").last().getAttribute("aria-current"), "true");
  await eventually(async () => /\$n\s*i32\s*99999/.test(await region(page, "Locals").innerText()), true, "its local");
  await frames.locator(".body").focus();
  await page.keyboard.press("Home");
  await eventually(async () => (await rowsOf(frames))[0].slice(0, 5), "99999", "and back");
});

test("a hundred thousand operands are seen down to the first", async (t) => {
  const page = await open(t);
  await ready(page);
  const count = (value) => `${`i32.const ${value} `.repeat(1_000)}`;
  const wide = `(module (type $many (func (result${" i32".repeat(1_000)})))
    (func $fill (type $many) ${count(7)})
    (func (export "main") i32.const 41 i32.const 42 ${"call $fill ".repeat(100)} i32.const 43 unreachable))`;
  assert.equal(await run(page, wide), "trapped");
  const pane = await show(page, "Stack");
  await pane.getByText("100,003 values", { exact: true }).waitFor();
  const first = await rowsOf(pane);
  assert.deepEqual(first.slice(0, 2), ["i32 43", "i32 7"]);
  assert.ok(first.length < MOST, `${first.length} rows`);
  await toTheEnd(page, pane);
  await eventually(async () => (await rowsOf(pane)).slice(-2), ["i32 42", "i32 41"], "the first two");
  assert.ok((await rowsOf(pane)).length < MOST);
  // A value is still asked for by where it lies.
  await pane.getByRole("listitem").last().click();
  await region(page, "History").getByText("Operand 0").first().waitFor();
});

test("the last byte of an address space of 4 GiB is reached", async (t) => {
  const page = await open(t);
  await ready(page);
  const vast = `(module (memory i64 65536) (func (export "main")
    (i64.store (i64.const 0xffff_fff8) (i64.const 0x1122334455667788))))`;
  assert.equal(await run(page, vast), "returned");
  const memory = await show(page, "Memory");
  const scroller = memory.locator(".memory-scroller");
  await scroller.evaluate((element) => {
    element.scrollTop = 0;
  });
  await memory.locator('[data-address="0"]').waitFor();
  await scroller.evaluate((element) => {
    element.scrollTop = element.scrollHeight;
  });
  const last = memory.locator(`[data-address="${2 ** 32 - 1}"]`);
  await eventually(() => last.innerText(), "11", "the highest byte");
  assert.ok((await memory.locator(".memory-row").count()) < MOST);
});

test("fifty thousand lines are seen to the last, and a trace of many records is scrubbed", async (t) => {
  const page = await open(t);
  await ready(page);
  const lines = ["(module", '  (func (export "main") (local $i i32)'];
  while (lines.length < 49_999) lines.push(`    (local.set $i (i32.const ${lines.length}))`);
  const text = [...lines, "    nop))"].join("\n");
  const trace = await page.evaluate(async (text) => {
    wasmscope.load(text);
    wasmscope.start("main");
    await wasmscope.run();
    return wasmscope.trace();
  }, text);
  const drawn = () => page.locator(".source .cm-line").count();
  assert.ok((await drawn()) < MOST, `${await drawn()} lines, in sight or not`);
  await source(page);
  const editor = page.locator(".source .cm-scroller");
  await editor.evaluate((element) => {
    element.scrollTop = element.scrollHeight;
  });
  await page.locator(".source .cm-line").getByText("nop))").waitFor();
  assert.ok((await drawn()) < MOST);

  const [head, ...records] = trace.trimEnd().split("\n");
  const other = head.replace(/"crc32":"?\w+"?/, '"crc32":"00000000"');
  await page.evaluate(() => wasmscope.load('(module (func (export "main")))'));
  await openFile(page, "long.jsonl", [other, ...records, ""].join("\n"));
  await region(page, "Trace").waitFor();
  const slider = page.getByRole("slider", { name: "Step", exact: true });
  await slider.press("End");
  const { steps } = JSON.parse(records.at(-1));
  await eventually(() => shownStep(page), steps, "the last step");
  const { at, status } = await state(page);
  assert.deepEqual([at, status], [null, "returned"]);
  await slider.press("ArrowLeft");
  assert.deepEqual((await state(page)).at.op, JSON.parse(records.at(-2)).op, "the one before");
});
