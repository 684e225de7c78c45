// INTERFACES.md, section 4: `run`, `runBack`, `pause`, and why the machine stopped.

import assert from "node:assert/strict";
import { test } from "node:test";

import { scripted } from "./api.mjs";

const endless = `(module (func (export "main") (loop $for_ever (br $for_ever))))`;

// A round has twelve instructions: `loop`, the call and what it executes, and the branch back.
const rounds = `(module
  (func $once (param i32) (result i32)
    local.get 0
    nop)
  (func (export "main") (param $n i32)
    (loop $again
      local.get $n
      call $once
      drop
      (br_if $again
        (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))))`;

test("run goes until a step, a place, a line or a breakpoint, with fuel or without", async (t) => {
  const page = await scripted(t);
  const seen = await page.evaluate(async (source) => {
    wasmscope.load(source);
    const { start, run, lastStop, breakpoints } = wasmscope;
    const seen = [];
    const go = async (options) => {
      const { step, status, at } = await run(options);
      seen.push([step, at?.text ?? status, lastStop().reason].join(" "));
    };
    start("main", [3]);
    await go({ until: { step: 0 } });
    await go({ until: { step: 2 } });
    await go({ until: { func: "once" } });
    await go({ until: { func: "$once", pc: 1 } });
    await go({ until: { func: 0 } });
    await go({ until: { line: 8 } });
    await go({ until: { line: 8 } });
    await go({ until: { line: 8 } });
    start("main", [3]);
    await go({ fuel: 0 });
    await go({ fuel: 5 });
    await go({ until: { step: 7 }, fuel: 1 });
    await go({ until: { step: 7 }, fuel: 1 });
    await go({ until: { func: "once" }, fuel: 4 });
    await go({ until: { line: 8 }, fuel: 1000 });
    await go({ until: { breakpoint: true }, fuel: 2 });
    const id = breakpoints.add({ line: 9 });
    await go({ until: { breakpoint: true } });
    await go({ until: { step: 1000 } });
    seen.push(lastStop().breakpoint === id);
    await go({ until: { func: "once" }, fuel: 1 });
    await go({});
    return seen;
  }, rounds);
  assert.deepEqual(seen, [
    "0 loop $again until", "2 call $once until", "3 local.get 0 until", "4 nop until",
    "15 local.get 0 until", "26 call $once until", "38 returned end", "38 returned end",
    "0 loop $again fuel", "5 end fuel", "6 drop fuel", "7 local.get $n until", "11 br_if $again fuel",
    "14 call $once until", "16 nop fuel", "18 drop breakpoint", "30 drop breakpoint", true,
    "31 local.get $n fuel", "38 returned end",
  ]);
});

test("runBack goes to the last step, place, line or breakpoint of the past", async (t) => {
  const page = await scripted(t);
  const seen = await page.evaluate(async (source) => {
    wasmscope.load(source);
    const { start, run, runBack, seek, lastStop, breakpoints } = wasmscope;
    const seen = [];
    const go = async (options) => {
      const { step, status, at } = await runBack(options);
      seen.push([step, at?.text ?? status, lastStop().reason].join(" "));
    };
    start("main", [3]);
    await run();
    await go({ until: { step: 30 } });
    await go({ until: { func: "once" } });
    await go({ until: { func: 0, pc: 1 } });
    await go({ until: { line: 8 } });
    await go({ until: { line: 8 } });
    await go({ until: { line: 8 } });
    const id = breakpoints.add({ line: 9 });
    await run({ until: { step: 36 } });
    await run({ until: { step: 36 } });
    seek(36);
    await go({ until: { breakpoint: true } });
    seen.push(lastStop().breakpoint === id);
    await go({ until: { step: 1 } });
    await go({ until: { func: "once" } });
    await go();
    await go();
    return seen;
  }, rounds);
  assert.deepEqual(seen, [
    "30 drop until", "27 local.get 0 until", "16 nop until", "14 call $once until",
    "2 call $once until", "0 loop $again end",
    "30 drop breakpoint", true, "18 drop breakpoint", "15 local.get 0 until", "6 drop breakpoint",
    "0 loop $again end",
  ]);
});

test("what is no stop and no fuel is refused, and nothing moves", async (t) => {
  const page = await scripted(t);
  const seen = await page.evaluate(async (source) => {
    wasmscope.load(`(module (import "e" "f" (func $f)) ${source.slice(7)}`);
    wasmscope.start("main", [3]);
    wasmscope.step(3);
    const untils = [
      {}, 5, null, { step: -1 }, { step: "4" }, { func: "none" }, { func: 9 }, { func: "f" },
      { func: 1, pc: 99 }, { func: 1, pc: -1 }, { line: 1 }, { line: 99 }, { line: "8" }, { breakpoint: false },
    ];
    const kinds = [];
    for (const until of untils) {
      kinds.push(await kindOfLater(() => wasmscope.run({ until })));
      kinds.push(await kindOfLater(() => wasmscope.runBack({ until })));
    }
    for (const fuel of [-1, 1.5, "9", null, NaN]) kinds.push(await kindOfLater(() => wasmscope.run({ fuel })));
    kinds.push(await kindOfLater(() => wasmscope.run(5)), await kindOfLater(() => wasmscope.runBack("x")));
    kinds.push(await kindOfLater(() => wasmscope.run({ until: { step: 1 } })));
    kinds.push(await kindOfLater(() => wasmscope.runBack({ until: { step: 4 } })));
    return { kinds, step: wasmscope.state().step };
  }, rounds);
  assert.deepEqual(seen.kinds, Array(14 * 2 + 9).fill("argument"));
  assert.equal(seen.step, 3);
});

test("promises run in slices and end on pause, a trap or another movement", async (t) => {
  const page = await scripted(t);
  const seen = await page.evaluate(async (source) => {
    wasmscope.load(source);
    const { start, run, pause, step, seek, stepBack, goTo, stepOut, state, lastStop } = wasmscope;
    const soon = () => new Promise((later) => setTimeout(later, 60));
    const seen = {};
    start();
    const paused = run();
    seen.running = state().status;
    await soon();
    pause();
    seen.reason = lastStop().reason;
    seen.paused = [(await paused).status, (await paused).step === state().step];

    // Each movement first pauses the run, whose promise tells where it was then.
    seen.superseded = [];
    for (const next of [() => step(3), () => seek(5), () => stepBack(2), run, () => goTo(3), stepOut, start]) {
      const first = run();
      await soon();
      const stops = [];
      const off = wasmscope.observe(({ state }) => stops.push(state.step), { on: ["stop"] });
      const second = next();
      off();
      const { status, step: at } = await first;
      seen.superseded.push([status, at > 100, next === start || stops[0] === at]);
      pause();
      await second;
    }
    start();
    const before = run();
    const jump = goTo(1e12);
    seen.atOnce = (await before).step;
    await soon();
    step();
    const { status, step: at } = await jump;
    seen.jump = [status, state().step - at];
    const last = run();
    await soon();
    wasmscope.load("(module (func (export \"trap\") nop unreachable))");
    seen.loaded = [(await last).status, state().step];
    start();
    const trapped = await run();
    seen.trapped = [trapped.status, lastStop().reason];
    pause();
    seen.idle = lastStop().reason;
    return seen;
  }, endless);
  assert.deepEqual(seen, {
    running: "running",
    reason: "pause",
    paused: ["paused", true],
    superseded: Array(7).fill(["paused", true, true]),
    atOnce: 0,
    jump: ["paused", 1],
    loaded: ["paused", 0],
    trapped: ["trapped", "end"],
    idle: "end",
  });
});
