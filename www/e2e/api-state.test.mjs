// INTERFACES.md, section 4: `state`, `memory`, and what a state is made of.

import assert from "node:assert/strict";
import { test } from "node:test";

import { helpers, scripted } from "./api.mjs";

const nothing = {
  step: 0, status: "ready", at: null, stack: [], frames: [], globals: [], memories: [], tables: [],
};

test("with nothing loaded or started the state is ready, and movements say empty", async (t) => {
  const page = await scripted(t);
  await page.evaluate(() => localStorage.setItem("wasmscope:source", "(module (func $f"));
  await page.reload();
  await helpers(page);
  const seen = await page.evaluate(async () => {
    const seen = { first: wasmscope.state(), kinds: [] };
    const { step, stepBack, seek, goTo, stepOver, stepOut, run, runBack, start, memory } = wasmscope;
    for (const call of [step, stepBack, () => seek(1), () => start(), () => memory(0, 1)]) {
      seen.kinds.push(kindOf(call));
    }
    seen.kinds.push(kindOf(() => wasmscope.breakpoints.add({ line: 1 })));
    const { stepOverBack, stepOutBack } = wasmscope;
    for (const call of [() => goTo(1), stepOver, stepOut, run, runBack, stepOverBack, stepOutBack]) {
      seen.kinds.push(await kindOfLater(call));
    }
    wasmscope.pause();
    wasmscope.load("(module (memory 1) (global i32 (i32.const 1)) (func nop))");
    seen.second = wasmscope.state();
    seen.kinds.push(kindOf(() => start()));
    return seen;
  });
  assert.deepEqual(seen.first, nothing);
  assert.deepEqual(seen.second, nothing, "there is nothing to start");
  assert.deepEqual(seen.kinds, Array(14).fill("empty"));
});

const nested = `(module
  (memory $m 1 3)
  (table $t 2 funcref)
  (global $g (mut i64) (i64.const -7))
  (global f32 (f32.const 0.1))
  (func $inner (param $a i32) (result i32) (local $b f64)
    i32.const 11
    block $out (result i32)
      i32.const 22
      loop $again
        nop
      end
    end
    i32.add)
  (func (export "main") (param i32) (result i32)
    i32.const 5
    local.get 0
    call $inner
    i32.add))`;

test("frames, labels, operands, globals, memories and tables", async (t) => {
  const page = await scripted(t);
  const state = await page.evaluate((source) => {
    wasmscope.load(source);
    wasmscope.start("main", [9]);
    return wasmscope.step(7);
  }, nested);
  const i32 = (n) => ({ type: "i32", text: String(n), bits: `0x${n.toString(16).padStart(8, "0")}` });
  const { offset, ...at } = state.at;
  assert.deepEqual(at, { func: 0, name: "inner", pc: 4, line: 11, column: 9, op: "nop", text: "nop" });
  assert.ok(offset > 8);
  assert.deepEqual([state.step, state.status], [7, "paused"]);
  assert.deepEqual(state.stack, [i32(11), i32(22)], "bottom first");

  const [inner, main] = state.frames;
  assert.equal(state.frames.length, 2);
  assert.deepEqual([inner.depth, inner.pc, inner.offset, inner.line], [1, 4, offset, 11]);
  assert.deepEqual(inner.stack, state.stack);
  assert.deepEqual(inner.locals, [
    { index: 0, name: "a", ...i32(9) },
    { index: 1, name: "b", type: "f64", text: "0", bits: "0x0000000000000000" },
  ]);
  const [again, out, func] = inner.labels;
  assert.deepEqual(again, { index: 0, kind: "loop", name: "again", arity: 0, target: 3, height: 2 });
  assert.deepEqual(out, { index: 1, kind: "block", name: "out", arity: 1, target: 7, height: 1 });
  assert.deepEqual([func.index, func.kind, func.arity, func.height], [2, "func", 1, 0]);
  assert.equal(inner.labels.length, 3);

  assert.deepEqual([main.func, main.depth, main.instance], [1, 0, inner.instance]);
  assert.deepEqual([main.pc, main.line, main.column], [2, 18, 5], "the pending call");
  assert.deepEqual(main.stack, [i32(5)], "the argument is taken");
  assert.deepEqual(main.locals, [{ index: 0, ...i32(9) }]);

  assert.deepEqual(state.globals, [
    { index: 0, name: "g", mutable: true, type: "i64", text: "-7", bits: "0xfffffffffffffff9" },
    { index: 1, mutable: false, type: "f32", text: "0.1", bits: "0x3dcccccd" },
  ]);
  assert.deepEqual(state.memories, [{ index: 0, name: "m", pages: 1, max: 3, is64: false }]);
  assert.deepEqual(state.tables, [{ index: 0, name: "t", size: 2, type: "funcref" }]);
});

test("a state is made of plain objects, and what is absent is left out", async (t) => {
  const page = await scripted(t);
  const seen = await page.evaluate(async (source) => {
    const wrong = [];
    const look = (value, path) => {
      if (value === null || ["string", "number", "boolean"].includes(typeof value)) return;
      const proto = typeof value === "object" && Object.getPrototypeOf(value);
      if (proto !== Object.prototype && proto !== Array.prototype) wrong.push(path);
      else for (const [name, member] of Object.entries(value)) look(member, `${path}.${name}`);
    };
    wasmscope.load(source);
    wasmscope.start("main", [9]);
    look(wasmscope.step(7), "paused");
    const end = await wasmscope.run();
    look(end, "returned");
    wasmscope.load("(module (func (export \"trap\") unreachable))");
    const before = wasmscope.state();
    const trapped = wasmscope.step();
    look(trapped, "trapped");
    return { wrong, end, before, trapped, back: wasmscope.stepBack() };
  }, nested);
  assert.deepEqual(seen.wrong, []);
  const { end } = seen;
  assert.deepEqual([end.status, end.at, end.frames, end.stack], ["returned", null, [], []]);
  assert.deepEqual(end.results, [{ type: "i32", text: "38", bits: "0x00000026" }]);
  assert.equal(end.step, 14, "the number of instructions executed");
  assert.ok(!("trap" in end) && !("exitCode" in end));

  const { trap, ...picture } = seen.trapped;
  assert.equal(trap.message, "unreachable");
  assert.equal(typeof trap.detail, "string");
  assert.ok(!("results" in picture));
  assert.deepEqual(picture, { ...seen.before, step: 1, status: "trapped" }, "all but the number stays");
  assert.deepEqual(seen.back, seen.before, "one step back is the same picture, paused");
});

test("the count runs on from the start function into the export", async (t) => {
  const page = await scripted(t);
  const seen = await page.evaluate(async () => {
    wasmscope.load(`(module (global $g (mut i32) (i32.const 1))
      (func $init (global.set $g (i32.const 2)))
      (start $init)
      (func (export "main") (result i32) global.get $g))`);
    const first = wasmscope.start("main");
    const there = await wasmscope.run({ until: { func: 1 } });
    const end = await wasmscope.run();
    return [
      [first.step, first.at.name, first.globals[0].text],
      [there.step, there.at.op, there.frames.length],
      [end.step, end.results[0].text],
    ];
  });
  assert.deepEqual(seen, [[0, "init", "1"], [3, "global.get", 1], [5, "2"]]);
});

test("memory gives a copy of bytes that are there", async (t) => {
  const page = await scripted(t);
  const seen = await page.evaluate(() => {
    wasmscope.load(`(module (memory 1) (data (i32.const 8) "abc")
      (func (export "main") (i32.store8 (i32.const 8) (i32.const 120))))`);
    wasmscope.start("main");
    const { memory } = wasmscope;
    const copy = memory(8, 3);
    const seen = { plain: copy instanceof Uint8Array, before: [...copy], big: [...memory(9n, 1)] };
    copy[1] = 7;
    wasmscope.step(3);
    seen.after = [[...copy], [...memory(8, 3, 0)]];
    seen.end = memory(65536, 0).length;
    const wrong = [[65535, 2], [-1, 1], [0, -1], [0.5, 1], ["8", 1], [8, 1, 1], [0, 2 ** 52], []];
    seen.kinds = wrong.map((args) => kindOf(() => memory(...args)));
    return seen;
  });
  assert.deepEqual(seen, {
    plain: true,
    before: [97, 98, 99],
    big: [98],
    after: [[97, 7, 99], [120, 98, 99]],
    end: 0,
    kinds: Array(8).fill("argument"),
  });
});

test("values read as JavaScript writes them, and say their bits", async (t) => {
  const page = await scripted(t);
  const seen = await page.evaluate(async () => {
    wasmscope.load(`(module
      (func (export "i32") (param i32) (result i32) local.get 0)
      (func (export "i64") (param i64) (result i64) local.get 0)
      (func (export "f32") (param f32) (result f32) local.get 0)
      (func (export "f64") (param f64) (result f64) local.get 0)
      (func (export "func") (result funcref) ref.func 4)
      (func (export "extern") (param externref) (result externref) local.get 0))`);
    const seen = [];
    const values = {
      i32: [-1, 4294967295, "0xff", 7n, -0],
      i64: [2 ** 53 - 1, -(2 ** 53 - 1), 18446744073709551615n, "-9223372036854775808"],
      f32: [0.1, -0, Infinity, NaN, -NaN, "-nan", "nan:0x200000", "-inf", 5n],
      f64: [1e300, 1, -0, NaN, "-nan:0x8000000000001", "0x1.8p3"],
      extern: [null, "extern 1"],
    };
    for (const [name, all] of Object.entries(values)) {
      for (const value of all) {
        wasmscope.start(name, [value]);
        const { type, text, bits } = (await wasmscope.run()).results[0];
        seen.push(`${type} ${text} ${bits}`.trim());
      }
    }
    wasmscope.start("func");
    const { type, text, bits } = (await wasmscope.run()).results[0];
    seen.push(`${type} ${text} ${bits}`.trim());
    return seen;
  });
  assert.deepEqual(seen, [
    "i32 -1 0xffffffff", "i32 -1 0xffffffff", "i32 255 0x000000ff", "i32 7 0x00000007", "i32 0 0x00000000",
    "i64 9007199254740991 0x001fffffffffffff", "i64 -9007199254740991 0xffe0000000000001",
    "i64 -1 0xffffffffffffffff", "i64 -9223372036854775808 0x8000000000000000",
    "f32 0.1 0x3dcccccd", "f32 -0 0x80000000", "f32 inf 0x7f800000", "f32 nan 0x7fc00000",
    "f32 nan 0x7fc00000", "f32 -nan 0xffc00000", "f32 nan:0x200000 0x7fa00000",
    "f32 -inf 0xff800000", "f32 5 0x40a00000",
    "f64 1e+300 0x7e37e43c8800759c", "f64 1 0x3ff0000000000000", "f64 -0 0x8000000000000000",
    "f64 nan 0x7ff8000000000000", "f64 -nan:0x8000000000001 0xfff8000000000001",
    "f64 12 0x4028000000000000",
    "externref null", "externref extern 1", "funcref func 4",
  ]);
});
