// INTERFACES.md, section 4: imports that scripts give, and host calls that wait.

import assert from "node:assert/strict";
import { test } from "node:test";

import { scripted } from "./api.mjs";
import { button, eventually, press, show, state } from "./machine.mjs";

const asking = `(module
  (import "oracle" "ask" (func $ask (param i32 i64 f32 externref) (result i32)))
  (import "oracle" "two" (func $two (result i64 f64)))
  (import "oracle" "none" (func $none))
  (import "oracle" "base" (global $base i32))
  (func (export "ask") (result i32)
    (i32.add (global.get $base)
      (call $ask (i32.const 1) (i64.const 9007199254740993) (f32.const 0.5) (ref.null extern))))
  (func (export "two") (result i64 f64) call $two)
  (func (export "none") call $none))`;

test("imports are functions that return values or promises, and first values of globals", async (t) => {
  const page = await scripted(t);
  const seen = await page.evaluate(async (source) => {
    const seen = { args: [], results: [] };
    const ask = (...args) => {
      seen.args.push(args.map((arg) => `${typeof arg} ${arg}`).join(", "));
      return 40;
    };
    const oracles = [
      { ask, two: () => [1n, 0.5], none: () => "whatever", base: 2 },
      { ask: async () => "0x28", two: async () => ["-1", NaN], none: async () => {}, base: -1n, more: 5 },
    ];
    for (const oracle of oracles) {
      wasmscope.load(source, { imports: { oracle, other: 5 } });
      for (const name of ["ask", "two", "none"]) {
        wasmscope.start(name);
        const { status, results } = await wasmscope.run();
        seen.results.push([status, results.map(({ text }) => text).join()]);
      }
    }
    return seen;
  }, asking);
  assert.deepEqual(seen.args, ["number 1, bigint 9007199254740993, number 0.5, object null"]);
  assert.deepEqual(seen.results, [
    ["returned", "42"], ["returned", "1,0.5"], ["returned", ""],
    ["returned", "39"], ["returned", "-1,nan"], ["returned", ""],
  ]);
});

test("an import that fails is an error of kind host, and its call waits", async (t) => {
  const page = await scripted(t);
  const seen = await page.evaluate(async (source) => {
    const seen = { kinds: [], messages: [] };
    const { load, start, step, seek, goTo, run, stepOver, stepOut, answer, state } = wasmscope;
    const wrong = [
      () => { throw new Error("no oracle today"); }, () => "forty", () => 2 ** 40, () => undefined,
      async () => { throw new Error("later no"); }, async () => 1.5,
    ];
    for (const ask of wrong) {
      load(source, { imports: { oracle: { ask } } });
      for (const move of [run, () => run({ until: { step: 7 } }), stepOver, stepOut, () => goTo(7)]) {
        start("ask");
        seek(5);
        try {
          await move();
          seen.kinds.push("none");
        } catch ({ name, kind, message }) {
          seen.kinds.push(`${name} ${kind} ${state().status} ${state().step}`);
          seen.messages.push(message);
        }
      }
    }
    load(source, { imports: { oracle: { ask: wrong[0] } } });
    start("ask");
    seen.atOnce = [kindOf(() => step(9)), kindOf(() => seek(9)), state().status];
    seen.answered = answer([42]).stack.map(({ text }) => text);
    seen.end = (await run()).results[0].text;
    return seen;
  }, asking);
  assert.deepEqual(seen.kinds, Array(30).fill("WasmscopeError host waiting 5"));
  assert.match(seen.messages[0], /oracle\.ask\(1, 9007199254740993, 0\.5, null\).*no oracle today/);
  assert.deepEqual(seen.atOnce, ["host", "host", "waiting"]);
  assert.deepEqual([seen.answered, seen.end], [["0", "42"], "42"]);
  await (await show(page, "Console")).getByText("no oracle today").first().waitFor();
});

test("answer completes the call that waits, and refuses what is no answer", async (t) => {
  const page = await scripted(t);
  const seen = await page.evaluate(async (source) => {
    const seen = { kinds: [], messages: [] };
    const { load, start, step, run, answer, state, lastStop } = wasmscope;
    const attempt = (...args) => {
      try {
        answer(...args);
        seen.kinds.push("none");
      } catch ({ kind, message }) {
        seen.kinds.push(kind);
        seen.messages.push(message);
      }
    };
    load(source);
    start("two");
    attempt([1, 2]);
    const waiting = await run();
    seen.waiting = [waiting.status, waiting.step, waiting.at.text];
    for (const args of [[], [5], [[]], [[1]], [[1, 2, 3]], [[1.5, 2]], [["x", 2]], [[1, "1e400"]]]) attempt(...args);
    seen.same = [state().status, state().step];
    const after = answer([-1n, "nan:0x1"]);
    seen.after = [after.status, after.step, after.stack.map(({ text }) => text).join(), lastStop().reason];
    attempt([1, 2]);
    start("ask");
    await run();
    attempt(5);
    attempt([]);
    start("none");
    seen.none = [step().status, answer([]).step];
    return seen;
  }, asking);
  assert.deepEqual(seen.waiting, ["waiting", 0, "call $two"]);
  assert.deepEqual(seen.kinds, ["host", ...Array(8).fill("argument"), "host", "argument", "argument"]);
  assert.deepEqual(seen.same, ["waiting", 0]);
  assert.deepEqual(seen.after, ["paused", 1, "-1,nan:0x1", "step"]);
  assert.match(seen.messages[4], /2 results, 1 given/);
  assert.match(seen.messages.at(-1), /1 result, 0 given/);
  assert.match(seen.messages.at(-2), /array/);
  assert.deepEqual(seen.none, ["waiting", 1]);
});

test("what nobody provides, the page and scripts can both answer", async (t) => {
  const page = await scripted(t);
  await page.evaluate((source) => {
    wasmscope.load(source);
    wasmscope.start("ask");
    wasmscope.step(9);
  }, asking);
  const form = (await show(page, "Console")).getByRole("form", { name: "Host call" });
  await form.getByRole("textbox", { name: /Result/ }).fill("4");
  await form.getByRole("button", { name: "Answer" }).click();
  await eventually(async () => (await state(page)).step, 6, "one step");
  await page.evaluate(() => {
    wasmscope.seek(0);
    wasmscope.load(`(module (import "a" "f" (func $f)) (func (export "main") call $f call $f))`);
    wasmscope.start();
  });
  await press(page, "Run");
  await form.waitFor();
  await page.evaluate(() => wasmscope.answer([]));
  await eventually(async () => (await state(page)).step, 1, "a script's answer is one step");
  await (await show(page, "Console")).getByText("a.f() was answered.").waitFor();
  await press(page, "Run");
  await form.getByRole("button", { name: "Answer" }).click();
  await eventually(async () => (await state(page)).status, "returned", "the run goes on");
});
