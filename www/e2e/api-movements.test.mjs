// INTERFACES.md, section 4: `step`, `stepBack`, `seek`, and stepping over and out.

import assert from "node:assert/strict";
import { test } from "node:test";

import { scripted } from "./api.mjs";

const endless = `(module (func (export "main") (loop $for_ever (br $for_ever))))`;

test("step and stepBack make so many steps, and stay at the ends", async (t) => {
  const page = await scripted(t);
  const seen = await page.evaluate(() => {
    wasmscope.load(`(module (func (export "main") (result i32) nop nop nop nop i32.const 7))`);
    const { start, step, stepBack, lastStop } = wasmscope;
    start();
    const seen = [];
    const note = ({ step, status }) => seen.push([step, status, lastStop().reason]);
    note(step());
    note(step(2));
    note(step(0));
    note(stepBack());
    note(stepBack(9));
    note(stepBack());
    note(step(5));
    note(step(99));
    const end = JSON.stringify(wasmscope.state());
    note(step());
    const same = end === JSON.stringify(wasmscope.state());
    note(stepBack(2));
    const wrong = [-1, 1.5, "2", 2n, null, NaN, Infinity, {}];
    const kinds = wrong.flatMap((n) => [kindOf(() => step(n)), kindOf(() => stepBack(n))]);
    return { seen, same, kinds, at: wasmscope.state().step };
  });
  assert.deepEqual(seen.seen, [
    [1, "paused", "step"], [3, "paused", "step"], [3, "paused", "step"], [2, "paused", "step"],
    [0, "paused", "step"], [0, "paused", "step"], [5, "paused", "step"], [6, "returned", "end"],
    [6, "returned", "end"], [4, "paused", "step"],
  ]);
  assert.equal(seen.same, true, "step at the end gives the final state");
  assert.deepEqual(seen.kinds, Array(16).fill("argument"));
  assert.equal(seen.at, 4);
});

test("at once no more than ten million instructions are executed", async (t) => {
  const page = await scripted(t);
  const seen = await page.evaluate((source) => {
    wasmscope.load(source);
    const { start, step, seek, stepBack, lastStop } = wasmscope;
    const seen = [];
    const note = ({ step, status }) => seen.push([step, status, lastStop().reason]);
    start();
    note(step(10_000_001));
    start();
    note(step(10_000_000));
    note(seek(25_000_000));
    note(seek(20_000_001));
    note(stepBack(20_000_000));
    note(seek(3));
    return seen;
  }, endless);
  assert.deepEqual(seen, [
    [10_000_000, "paused", "budget"], [10_000_000, "paused", "step"],
    [20_000_000, "paused", "budget"], [20_000_001, "paused", "until"],
    [1, "paused", "step"], [3, "paused", "until"],
  ]);
});

test("seek goes anywhere: forward, back, to the end, to an unanswered call", async (t) => {
  const page = await scripted(t);
  const seen = await page.evaluate(async () => {
    wasmscope.load(`(module (import "env" "ask" (func $ask (result i32)))
      (func (export "quick") (result i32) nop i32.const 3)
      (func (export "asks") (result i32) nop (call $ask)))`);
    const { start, step, seek, goTo, answer, lastStop } = wasmscope;
    const seen = [];
    const note = ({ step, status, results }) =>
      seen.push([step, status, lastStop().reason, results?.[0].text ?? ""].join(" "));
    start("quick");
    note(seek(2));
    note(seek(99));
    note(seek(1));
    note(await goTo(Number.MAX_SAFE_INTEGER));
    note(await goTo(0));
    start("asks");
    note(seek(99));
    note(step());
    note(await goTo(99));
    note(seek(0));
    note(seek(1));
    note(seek(2));
    note(answer([5]));
    note(seek(3));
    note(seek(1));
    note(seek(3));
    return seen;
  });
  assert.deepEqual(seen, [
    "2 paused until ", "3 returned end 3", "1 paused until ", "3 returned end 3", "0 paused until ",
    "1 waiting until ", "1 waiting step ", "1 waiting until ", "0 paused until ", "1 paused until ",
    "1 waiting until ", "2 paused step ", "3 returned end 5", "1 paused until ", "3 returned end 5",
  ]);
});

const calls = `(module
  (import "env" "host" (func $host (result i32)))
  (func $down (export "down") (param $n i32) (result i32)
    (if (result i32) (i32.eqz (local.get $n))
      (then (i32.const 0))
      (else (i32.add (i32.const 1) (call $down (i32.sub (local.get $n) (i32.const 1)))))))
  (func $trap unreachable)
  (func (export "mixed") (result i32)
    block
      loop
        nop
      end
    end
    call $host
    i32.const 2
    call $down
    i32.add)
  (func (export "traps") call $trap))`;

test("stepOver enters no call and skips no block; stepOut leaves the frame", async (t) => {
  const page = await scripted(t);
  const seen = await page.evaluate(async (source) => {
    wasmscope.load(source, { imports: { env: { host: () => 40 } } });
    const { start, step, stepOver, stepOut, lastStop } = wasmscope;
    const seen = [];
    const note = ({ step, status, at, frames, stack }) =>
      seen.push([step, at?.text ?? status, frames.length, stack.map((v) => v.text).join()].join(" "));
    start("mixed");
    for (let i = 0; i < 9; i += 1) note(await stepOver());
    seen.push("");
    // In the middle of a recursion: the frame is meant, not the function.
    start("down", [3]);
    step(8);
    note(wasmscope.state());
    step(7);
    note(await stepOver());
    note(await stepOut());
    note(await stepOut());
    note(await stepOut());
    seen.push(lastStop().reason);
    start("traps");
    note(await stepOver());
    seen.push(lastStop().reason, (await stepOver()).trap.message);
    return seen;
  }, calls);
  assert.deepEqual(seen.slice(0, 10), [
    "1 loop 1 ", "2 nop 1 ", "3 end 1 ", "4 end 1 ", "5 call $host 1 ", "6 i32.const 2 1 40",
    "7 call $down 1 40,2", "36 i32.add 1 40,2", "37 end 1 42", "",
  ]);
  assert.deepEqual(seen.slice(10), [
    "8 local.get $n 2 ", "33 i32.add 2 1,1", "36 i32.add 1 1,2", "39 returned 0 ", "39 returned 0 ", "end",
    "2 unreachable 2 ", "end", "unreachable",
  ]);
});

test("stepOverBack and stepOutBack are their mirrors", async (t) => {
  const page = await scripted(t);
  const seen = await page.evaluate(async (source) => {
    wasmscope.load(source, { imports: { env: { host: () => 40 } } });
    const { start, seek, stepOverBack, stepOutBack } = wasmscope;
    const seen = [];
    const note = ({ step, at, frames }) => seen.push([step, at.text, frames.length].join(" "));
    start("mixed");
    seek(36);
    note(await stepOverBack());
    note(await stepOverBack());
    note(await stepOverBack());
    note(await stepOverBack());
    seek(20);
    note(wasmscope.state());
    note(await stepOutBack());
    note(await stepOutBack());
    note(await stepOutBack());
    note(await stepOverBack());
    return seen;
  }, calls);
  assert.deepEqual(seen, [
    "7 call $down 1", "6 i32.const 2 1", "5 call $host 1", "4 end 1",
    "20 local.get $n 3", "15 call $down 2", "7 call $down 1", "0 block 1", "0 block 1",
  ]);
});

test("stepOver, stepOut and their mirrors stop at breakpoints only on the way on", async (t) => {
  const page = await scripted(t);
  const seen = await page.evaluate(async (source) => {
    wasmscope.load(source);
    const { start, step, stepOver, stepOut, lastStop, breakpoints } = wasmscope;
    const id = breakpoints.add({ func: "down", pc: 1 });
    const seen = [];
    const note = ({ step }) => seen.push([step, lastStop().reason, lastStop().breakpoint === id]);
    start("down", [2]);
    step(7);
    note(wasmscope.state());
    note(await stepOver());
    note(await stepOut());
    breakpoints.remove(id);
    note(await stepOut());
    return seen;
  }, calls);
  assert.deepEqual(seen, [
    [7, "step", false], [9, "breakpoint", true], [17, "breakpoint", true], [22, "step", false],
  ]);
});
