import assert from "node:assert/strict";
import { test } from "node:test";

import { eventually, openExample, ready, show, state, step } from "./machine.mjs";
import { open } from "./page.mjs";

test("an observer is told of each instruction, with the state after it", async (t) => {
  const page = await open(t);
  await openExample(page, "Factorial");
  await eventually(async () => (await state(page)).at?.name, "fac", "it is open");
  const told = await page.evaluate(async () => {
    const events = [];
    const off = wasmscope.observe((event) => {
      events.push({ kind: event.kind, step: event.step, after: event.state.step, op: event.op });
    });
    const calls = [];
    const offCalls = wasmscope.observe((event) => calls.push(event.call.args), { on: ["call"] });
    const end = await wasmscope.run();
    off();
    offCalls();
    wasmscope.start("fac", ["2"]);
    wasmscope.step(3);
    return { events, calls, end: end.step };
  });
  assert.equal(told.events.length, told.end);
  assert.deepEqual(
    told.events.map(({ step: at, after }) => [at, after]),
    told.events.map((_, index) => [index, index + 1]),
  );
  assert.equal(told.events[0].op, "local.get");
  assert.ok(told.events.every(({ kind }) => kind === "step"));
  assert.deepEqual(told.calls, [["i64:4"], ["i64:3"], ["i64:2"], ["i64:1"], ["i64:0"]]);
});

test("while events is on, each instruction of a run is a DOM event", async (t) => {
  const page = await open(t);
  await ready(page);
  const steps = await page.evaluate(async () => {
    let count = 0;
    document.addEventListener("wasmscope:step", ({ detail }) => {
      if (detail.kind === "step") count += 1;
    });
    wasmscope.events = true;
    const { step } = await wasmscope.run();
    wasmscope.events = false;
    return { count, step };
  });
  assert.deepEqual(steps, { count: 4, step: 4 });
});

test("inside an observer the machine can be read but not moved", async (t) => {
  const page = await open(t);
  await ready(page);
  const seen = await page.evaluate(() => {
    const kinds = [];
    wasmscope.observe(() => {
      try {
        wasmscope.step();
      } catch (error) {
        kinds.push([error.name, error.kind, wasmscope.state().step]);
      }
    });
    wasmscope.step();
    return kinds;
  });
  assert.deepEqual(seen, [["WasmscopeError", "busy", 1]]);
});

test("an observer that throws never stops the machine and goes after three times", async (t) => {
  const page = await open(t);
  await ready(page);
  const seen = await page.evaluate(() => {
    let times = 0;
    wasmscope.observe(() => {
      times += 1;
      throw new Error("no, thank you");
    });
    const { status } = wasmscope.step(100);
    return { times, status };
  });
  assert.deepEqual(seen, { times: 3, status: "returned" });
  await (await show(page, "Console")).getByText("no, thank you").first().waitFor();
});
