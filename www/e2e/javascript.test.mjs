import assert from "node:assert/strict";
import { test } from "node:test";

import { ready, source } from "./machine.mjs";
import { open } from "./page.mjs";

test("load says what a module has, and a failed one changes nothing", async (t) => {
  const page = await open(t);
  await ready(page);
  const seen = await page.evaluate(() => {
    const before = JSON.stringify(wasmscope.state());
    const errors = [];
    for (const source of ["(module (func i32.ad))", "(module (func (result i32)))", new Uint8Array(3)]) {
      try {
        wasmscope.load(source);
      } catch ({ name, kind, line }) {
        errors.push([name, kind, line]);
      }
    }
    const same = before === JSON.stringify(wasmscope.state());
    const info = wasmscope.load(
      `(module (import "env" "f" (func (param i32)))
         (func (export "add") (param i32 i64) (result f32) unreachable) (memory (export "m") 1))`,
    );
    return {
      errors,
      same,
      kind: info.kind,
      magic: [...info.bytes.slice(0, 4)],
      exports: info.exports,
      imports: info.imports.map(({ module, name, kind }) => [module, name, kind]),
    };
  });
  assert.deepEqual(seen.errors.slice(0, 2), [
    ["WasmscopeError", "syntax", 1],
    ["WasmscopeError", "invalid", 1],
  ]);
  assert.equal(seen.same, true);
  assert.equal(seen.kind, "text");
  assert.deepEqual(seen.magic, [0, 0x61, 0x73, 0x6d]);
  assert.deepEqual(seen.exports, [
    { name: "add", kind: "func", params: ["i32", "i64"], results: ["f32"] },
    { name: "m", kind: "memory" },
  ]);
  assert.deepEqual(seen.imports, [["env", "f", "func"]]);
});

test("a binary module is shown as text", async (t) => {
  const page = await open(t);
  await ready(page);
  const info = await page.evaluate(() => {
    const { bytes } = wasmscope.load(`(module (func (export "one") (result i32) i32.const 1))`);
    const info = wasmscope.load(bytes);
    return { kind: info.kind, same: String(info.bytes) === String(bytes), text: info.text };
  });
  assert.deepEqual([info.kind, info.same], ["binary", true]);
  assert.match(await (await source(page)).innerText(), /i32\.const 1/);
  assert.match(info.text, /i32\.const 1/);
});

test("arguments are numbers, bigints and strings, and wrong ones are refused", async (t) => {
  const page = await open(t);
  await ready(page);
  const seen = await page.evaluate(async () => {
    wasmscope.load(`(module (func (export "id") (param $a i64) (result i64) local.get $a))`);
    const results = [];
    for (const argument of [5, -1n, "0xff", "18446744073709551615"]) {
      wasmscope.start("id", [argument]);
      results.push((await wasmscope.run()).results[0].text);
    }
    for (const args of [[2 ** 60], [1.5], [], [1, 2], ["x"]]) {
      try {
        wasmscope.start("id", args);
      } catch ({ kind }) {
        results.push(kind);
      }
    }
    return results;
  });
  assert.deepEqual(seen, [
    "5", "-1", "255", "-1", "argument", "argument", "argument", "argument", "argument",
  ]);
  const box = page.getByRole("textbox", { name: "$a", exact: true });
  assert.equal(await box.inputValue(), "-1", "the boxes show what was started");
});

test("stops, memory and seek", async (t) => {
  const page = await open(t);
  await ready(page);
  const seen = await page.evaluate(async () => {
    wasmscope.load(`(module (memory 1) (data (i32.const 8) "abc")
      (func $twice (param i32) (result i32)
        local.get 0
        i32.const 2
        i32.mul)
      (func (export "main") (result i32)
        i32.const 4
        call $twice
        call $twice))`);
    wasmscope.start("main");
    const seen = { bytes: [...wasmscope.memory(8, 3)] };
    seen.func = (await wasmscope.run({ until: { func: "twice" } })).step;
    seen.line = (await wasmscope.run({ until: { line: 9 } })).at?.text;
    seen.out = (await wasmscope.stepOver()).stack.map(({ text }) => text);
    seen.seek = wasmscope.seek(1_000).status;
    seen.reason = wasmscope.lastStop().reason;
    seen.end = wasmscope.step().step;
    try {
      wasmscope.seek(-1);
    } catch ({ kind }) {
      seen.kind = kind;
    }
    try {
      wasmscope.memory(65535, 2);
    } catch ({ kind }) {
      seen.outside = kind;
    }
    return seen;
  });
  assert.deepEqual(seen, {
    bytes: [97, 98, 99],
    func: 2,
    line: "call $twice",
    out: ["16"],
    seek: "returned",
    reason: "end",
    end: 12,
    kind: "argument",
    outside: "argument",
  });
});
