import assert from "node:assert/strict";
import { test } from "node:test";

import { eventually, ready, state } from "./machine.mjs";
import { open } from "./page.mjs";

/** The names of what the page has asked for, of the part that is loaded later. */
const later = (page) =>
  page.evaluate(() =>
    performance.getEntriesByType("resource").map(({ name }) => name).filter((name) => name.includes("_later")),
  );

test("the first sight and a first step need only a part of the machine", async (t) => {
  const page = await open(t);
  await ready(page);
  await page.evaluate(() => new Promise((done) => requestIdleCallback(done)));
  assert.deepEqual(await later(page), []);
  // A step, a step back and a look at where it is are in the first part as well.
  const steps = await page.evaluate(() => {
    const first = wasmscope.step().step;
    return [first, wasmscope.stepBack().step, wasmscope.state().step];
  });
  assert.deepEqual(steps, [1, 0, 0]);
  assert.deepEqual(await later(page), []);
});

test("the rest is loaded when somebody begins to use the page", async (t) => {
  const page = await open(t);
  await ready(page);
  await page.mouse.move(5, 5);
  await eventually(async () => (await later(page)).length, 1, "it is asked for");
  await page.getByRole("button", { name: "Step", exact: true }).click();
  await eventually(async () => (await state(page)).step, 1, "a step");
  assert.equal((await later(page)).length, 1, "and not again");
});

test("what is called before is loaded at once", async (t) => {
  const page = await open(t);
  await ready(page);
  const problem = await page.evaluate(() => {
    try {
      return wasmscope.load("(module (func (result i32)))");
    } catch (error) {
      return { kind: error.kind, line: error.line };
    }
  });
  assert.deepEqual(problem, { kind: "invalid", line: 1 });
  assert.equal((await later(page)).length, 1);
});
