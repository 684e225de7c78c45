import assert from "node:assert/strict";
import { test } from "node:test";

import { openFile, small } from "./binaries.mjs";
import { eventually, press, ready, region, shownStep, source, state, step, write } from "./machine.mjs";
import { open } from "./page.mjs";

const marked = async (page) => (await source(page)).locator(".cm-next").innerText();

async function opened(t, options) {
  const page = await open(t, options);
  await ready(page);
  await openFile(page, "sum.wasm", small);
  await eventually(async () => (await state(page)).at?.text, "i32.const 40", "it is open");
  return page;
}

/** Another tab of the same person. */
async function tab(page, address) {
  const other = await page.context().newPage();
  await other.goto(address);
  await ready(other);
  return other;
}

test("a binary runs as it is", async (t) => {
  const page = await opened(t);
  const end = small.length;
  const offsets = [];
  for (let n = 0; n < 4; n += 1) {
    const { at } = await state(page);
    offsets.push([at.op, at.offset]);
    assert.ok(at.line > 0 && at.column > 0, "it has a place in the printed text");
    await step(page);
  }
  assert.deepEqual(offsets, [
    ["i32.const", end - 10], ["i32.const", end - 4], ["i32.add", end - 2], ["end", end - 1],
  ]);
  assert.equal((await state(page)).results[0].text, "42");
});

test("a link to a binary holds its bytes and its step", async (t) => {
  const page = await opened(t);
  await step(page, 2);
  const link = await page.evaluate(() => wasmscope.share());
  const other = await tab(page, link);
  await eventually(() => shownStep(other), 2, "the step");
  assert.deepEqual(await state(other), await state(page));
  assert.equal(await other.evaluate(() => wasmscope.share()), link);
  const third = await tab(page, `${link}&step=3&view=stack&embed=1`);
  await eventually(() => shownStep(third), 3, "the step that was typed");
  assert.equal((await state(third)).at.offset, small.length - 1);
});

test("the marks are at the instructions of the printed text", async (t) => {
  const page = await opened(t);
  assert.match(await (await source(page)).innerText(), /\(module/);
  assert.equal(await marked(page), "i32.const");
  await step(page, 2);
  assert.equal(await marked(page), "i32.add");
  await region(page, "Notice").getByText("runs as it is").waitFor();
  await step(page);
  assert.equal(await marked(page), ")");
});

test("breakpoints are set in the printed text, by a click and by the line", async (t) => {
  const page = await opened(t);
  const line = (await state(page)).at.line + 2;
  const text = await source(page);
  const target = text.locator(".cm-line").nth(line - 1);
  await target.scrollIntoViewIfNeeded();
  const beside = await page.locator(".cm-break-gutter").boundingBox();
  const row = await target.boundingBox();
  await page.mouse.click(beside.x + beside.width / 2, row.y + row.height / 2);
  const list = () => page.evaluate(() => wasmscope.breakpoints.list());
  await eventually(async () => (await list()).map(({ op }) => op), ["i32.add"], "by a click");
  assert.equal((await list())[0].line, line);
  await page.evaluate((line) => wasmscope.breakpoints.add({ line }), line - 1);
  await press(page, "Run");
  await eventually(() => shownStep(page), 1, "it stops at the first");
  await press(page, "Run");
  await eventually(() => shownStep(page), 2, "and at the second");
});

test("edited, it becomes text", async (t) => {
  const page = await opened(t);
  const before = await page.evaluate(() => localStorage.getItem("wasmscope:source"));
  assert.ok(!before?.includes("40"), "a binary that is only looked at is not kept");
  const printed = await (await source(page)).evaluate((element) => element.innerText);
  await write(page, printed.replaceAll("\n\n", "\n").replace("i32.const 40", "i32.const 50"));
  await eventually(async () => (await state(page)).at?.text, "i32.const 50", "it is assembled");
  assert.notEqual((await state(page)).at.offset, small.length - 10);
  const link = await page.evaluate(() => wasmscope.share());
  const other = await tab(page, link);
  assert.equal((await state(other)).at.text, "i32.const 50");
});

test("a script is given the bytes that it gave", async (t) => {
  const page = await open(t);
  await ready(page);
  const [kind, bytes, text, offset] = await page.evaluate((bytes) => {
    const info = wasmscope.load(new Uint8Array(bytes));
    const { at } = wasmscope.start("main");
    return [info.kind, [...info.bytes], info.text, at.offset];
  }, [...small]);
  assert.deepEqual([kind, offset], ["binary", small.length - 10]);
  assert.deepEqual(Buffer.from(bytes), small);
  assert.equal((await (await source(page)).innerText()).trim().split("\n")[0], text.split("\n")[0]);
});
