import assert from "node:assert/strict";
import { test } from "node:test";

import { openExample, ready, region, show } from "./machine.mjs";
import { open } from "./page.mjs";
import { listInMemory } from "./programs.mjs";

/** What is drawn: a text for each node. */
const nodes = async (page) => {
  const pane = await show(page, "Structures");
  const all = await pane.getByRole("listitem").allInnerTexts();
  return all.map((text) => text.replace(/\s+/g, " ").trim());
};

test("a list is drawn as it is at each step, and nothing before there are comments", async (t) => {
  const page = await open(t);
  await ready(page);
  assert.equal(await region(page, "Structures").count(), 0);
  await page.evaluate(async (source) => {
    wasmscope.load(source);
    wasmscope.start("main");
    await wasmscope.run();
  }, listInMemory);
  const whole = [
    "$head Node 0x10 value 7 next 0x18 leads to Node 0x18",
    "Node 0x18 value 8 next null",
  ];
  assert.deepEqual(await nodes(page), whole);
  await page.evaluate(() => wasmscope.seek(0));
  assert.deepEqual(await nodes(page), ["$head Node null"]);
  await page.evaluate(() => wasmscope.seek(11));
  assert.deepEqual(await nodes(page), whole);
});

test("what a step has written is marked", async (t) => {
  const page = await open(t);
  await ready(page);
  await page.evaluate((source) => {
    wasmscope.load(source.replace("@ $head", "@ 16"));
    wasmscope.start("main");
    wasmscope.seek(9);
  }, listInMemory);
  const pane = await show(page, "Structures");
  assert.deepEqual(await pane.locator(".is-written .name").allInnerTexts(), ["next"]);
  await page.evaluate(() => wasmscope.step());
  assert.equal(await pane.locator(".is-written").count(), 0);
});

test("a comment that cannot be read says so", async (t) => {
  const page = await open(t);
  await ready(page);
  await page.evaluate(() => wasmscope.load("(module)\n;;@ struct Node { next: ptr Leaf }"));
  const pane = await show(page, "Structures");
  await pane.getByText("Line 2: there is no structure called Leaf").waitFor();
});

test("the example shows the list that it makes and turns around", async (t) => {
  const page = await open(t);
  await openExample(page, "Linked list");
  // To where the list is there and the loop that turns it around has begun.
  await page.evaluate(async () => {
    wasmscope.start("reverse", ["3"]);
    await wasmscope.run();
    const [[first]] = (await wasmscope.find("$node != 0 && $before == 0 && depth == 0")).stretches;
    wasmscope.seek(first);
  });
  const drawn = await nodes(page);
  assert.equal(drawn.filter((text) => /Node 0x/.test(text)).length, 3, drawn.join("; "));
});
