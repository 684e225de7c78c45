// What people and scripts stumble over at first: a pause right after a run, a movement
// inside a function that the machine has called, a module that cannot be made.

import assert from "node:assert/strict";
import { test } from "node:test";

import { ready, show, source } from "./machine.mjs";
import { open } from "./page.mjs";

const endless = '(module (func (export "main") (loop $again (br $again))))';

test("a pause in the same tick as the run is not lost", async (t) => {
  const page = await open(t);
  await ready(page);
  const state = await page.evaluate(async (text) => {
    const { wasmscope } = window;
    wasmscope.load(text);
    wasmscope.start();
    const run = wasmscope.run();
    wasmscope.pause();
    await run;
    const before = wasmscope.state().step;
    await new Promise((later) => setTimeout(later, 50));
    return { ...wasmscope.state(), before };
  }, endless);
  assert.equal(state.status, "paused");
  assert.equal(state.step, state.before);
});

test("a step in the same tick takes the place of the run", async (t) => {
  const page = await open(t);
  await ready(page);
  const steps = await page.evaluate(async (text) => {
    const { wasmscope } = window;
    wasmscope.load(text);
    wasmscope.start();
    const run = wasmscope.run();
    const first = wasmscope.step().step;
    await run;
    await new Promise((later) => setTimeout(later, 50));
    return [first, wasmscope.state().step];
  }, endless);
  assert.deepEqual(steps, [1, 1]);
});

test("an imported function can read the machine, but not move it", async (t) => {
  const page = await open(t);
  await ready(page);
  const seen = await page.evaluate(() => {
    const { wasmscope } = window;
    const kinds = [];
    const attempt = (act) => {
      try {
        act();
        kinds.push("done");
      } catch (error) {
        kinds.push(error.kind);
      }
    };
    const b = () => {
      attempt(() => wasmscope.step());
      attempt(() => wasmscope.load("(module)"));
      attempt(() => wasmscope.start());
      kinds.push(wasmscope.state().step);
      return 7;
    };
    wasmscope.load(
      `(module (import "a" "b" (func $f (result i32)))
        (func (export "main") (result i32) call $f))`,
      { imports: { a: { b } } },
    );
    wasmscope.start();
    const state = wasmscope.step(2);
    return { kinds, results: state.results };
  });
  assert.deepEqual(seen.kinds, ["busy", "busy", "busy", 0]);
  assert.equal(seen.results[0].text, "7");
});

test("a module that cannot be made leaves the machine before as it is", async (t) => {
  const page = await open(t);
  await ready(page);
  const seen = await page.evaluate(() => {
    const { wasmscope } = window;
    wasmscope.load('(module (func (export "main") (result i32) i32.const 1))');
    wasmscope.start();
    wasmscope.step();
    try {
      wasmscope.load('(module (memory 65536) (func (export "other")))');
    } catch (error) {
      return { kind: error.kind, message: error.message, state: wasmscope.state() };
    }
    return {};
  });
  assert.equal(seen.kind, "unlinkable");
  assert.match(seen.message, /65536 pages.*limit is 4096/);
  assert.equal(seen.state.step, 1);
  assert.equal(seen.state.stack[0].text, "1");

  await (await source(page)).fill("(module (memory 65536))");
  await (await show(page, "Problems")).getByText("65536 pages").waitFor();
  await source(page);
  await page.getByText("The machine still runs the last valid text").waitFor();
  const step = await page.evaluate(() => window.wasmscope.state().step);
  assert.equal(step, 1);
});

test("a start function runs although nothing is exported", async (t) => {
  const page = await open(t);
  await ready(page);
  const states = await page.evaluate(() => {
    const { wasmscope } = window;
    wasmscope.load("(module (func $first nop nop) (start $first))");
    const first = wasmscope.start();
    return [first.at.name, first.frames.length, wasmscope.step(9).status, wasmscope.state().step];
  });
  assert.deepEqual(states, ["first", 1, "returned", 3]);
});
