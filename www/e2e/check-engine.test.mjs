// Chooses its own widths.
// Runs of all sorts, done again on the browser's own engine.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

import { ready } from "./machine.mjs";
import { open } from "./page.mjs";

/** Runs a program in the page to its end, and checks it. */
const check = (page, text, { name, args, options, imports, answers = [] } = {}) =>
  page.evaluate(
    async ({ text, name, args, options, imports, answers }) => {
      const given = imports && {
        env: Object.fromEntries(Object.entries(imports).map(([key, body]) => [key, new Function("...args", body)])),
      };
      wasmscope.load(text, { imports: given });
      wasmscope.start(name, args);
      await wasmscope.run();
      for (const values of answers) {
        wasmscope.answer(values);
        await wasmscope.run();
      }
      return wasmscope.checkWithBrowser(options);
    },
    { text, name, args, options, imports, answers },
  );

/** What both have to agree on, and what was compared with it. */
async function agrees(page, text, sentence, compared, more) {
  const found = await check(page, text, more);
  assert.equal(found.verdict, "agrees", JSON.stringify(found));
  assert.equal(found.text, sentence);
  assert.deepEqual(found.compared, compared);
  assert.deepEqual(found.differences, []);
  return found.notes;
}

const folder = new URL("../examples/", import.meta.url);

test("the browser's engine agrees on every call of every example", async (t) => {
  const page = await open(t);
  await ready(page);
  for (const name of readdirSync(folder)) {
    const text = readFileSync(new URL(`${name}/main.wat`, folder), "utf8");
    const runs = readFileSync(new URL(`${name}/runs.txt`, folder), "utf8").split("\n\n");
    for (const run of runs) {
      const [entry, ...args] = run.trim().split("\n")[0].split(" ");
      if (!entry) continue;
      const { verdict, ...more } = await check(page, text, { name: entry, args });
      assert.equal(verdict, "agrees", `${name}: ${entry} ${args}: ${JSON.stringify(more)}`);
    }
  }
});

test("results of every type, globals and memories are compared", async (t) => {
  const page = await open(t);
  await ready(page);
  const text = `(module
    (memory 1) (memory $second 2)
    (global $count (mut i64) (i64.const -1)) (global f32 (f32.const 0.5)) (global funcref (ref.null func))
    (func (export "main") (param i32 i64 f32 f64 v128) (result v128 f64 f32 i64 i32 externref (ref func))
      (i32.store (i32.const 8) (i32.const 42)) (i32.store8 $second (i32.const 70000) (i32.const 7))
      (global.set $count (i64.const 5))
      local.get 4 local.get 3 local.get 2 local.get 1 local.get 0 ref.null extern ref.func 0))`;
  const notes = await agrees(
    page,
    text,
    "Both return v128 i32x4 0x00000001 0x00000002 0x00000003 0x00000004, f64 -0, f32 nan:0x200001, " +
      "i64 -9223372036854775808, i32 -2147483648, externref null, (ref func) func 0.",
    ["7 results", "2 globals", "65,536 bytes of memory 0", "131,072 bytes of memory 1"],
    { args: ["-2147483648", "-9223372036854775808", "nan:0x200001", "-0", "i32x4:1,2,3,4"] },
  );
  assert.deepEqual(notes, ["Of references, only whether they are null was compared."]);
});

test("bits of NaN that the engine may choose are no difference", async (t) => {
  const page = await open(t);
  await ready(page);
  const text = `(module (memory 1)
    (func (export "main") (result f64)
      (f32.store (i32.const 4) (f32.div (f32.const 0) (f32.const 0)))
      (f64.div (f64.const 0) (f64.const 0))))`;
  await agrees(page, text, "Both return f64 nan.", ["1 result", "65,536 bytes of memory 0"]);
});

test("traps are compared by their kind", async (t) => {
  const page = await open(t);
  await ready(page);
  const traps = {
    unreachable: "unreachable",
    "integer divide by zero": "(drop (i32.rem_u (i32.const 1) (i32.const 0)))",
    "integer overflow": "(drop (i32.div_s (i32.const 0x80000000) (i32.const -1)))",
    "invalid conversion to integer": "(drop (i32.trunc_f32_s (f32.const nan)))",
    "out of bounds memory access": "(drop (i64.load (i32.const 65530)))",
    "out of bounds table access": "(drop (table.get (i32.const 9)))",
    "undefined element": "(call_indirect (i32.const 9))",
    "uninitialized element": "(call_indirect (i32.const 0))",
    "indirect call type mismatch": "(call_indirect (i32.const 1))",
    "null function reference": "(call_ref $t (ref.null $t))",
    "null structure reference": "(drop (struct.get $s 0 (ref.null $s)))",
    "out of bounds array access": "(drop (array.get_u $a (array.new_default $a (i32.const 2)) (i32.const 2)))",
    "cast failure": "(drop (ref.cast (ref $s) (ref.i31 (i32.const 1))))",
    "call stack exhausted": "(call $main)",
  };
  for (const [trap, body] of Object.entries(traps)) {
    const text = `(module (memory 1) (table 2 funcref) (elem (i32.const 1) $other)
      (type $t (func)) (type $s (struct (field i32))) (type $a (array (mut i8)))
      (func $other (param i32)) (func $main (export "main") ${body}))`;
    await agrees(page, text, `Both trap: ${trap}.`, ["the trap", "65,536 bytes of memory 0"]);
  }
});

test("exceptions are compared with what they carry", async (t) => {
  const page = await open(t);
  await ready(page);
  const text = `(module (tag) (tag $e (param i32 i64 f32))
    (func (export "main") (throw $e (i32.const -7) (i64.const -1) (f32.const 0.1))))`;
  assert.deepEqual(await agrees(page, text, "Both throw the same exception.", ["the exception"]), []);
});

test("a start function that runs alone is done again as well", async (t) => {
  const page = await open(t);
  await ready(page);
  const text = `(module (global $g (export "g") (mut i32) (i32.const 1))
    (func $start (global.set $g (i32.const 9))) (start $start))`;
  await agrees(page, text, "Both return.", ["0 results", "1 global"]);
});

test("the host's answers are given again, in their order", async (t) => {
  const page = await open(t);
  await ready(page);
  const text = `(module
    (import "console" "log" (func $log (param i32 f64)))
    (import "env" "random" (func $random (result f32)))
    (import "oracle" "ask" (func $ask (param i64) (result i64 i32)))
    (memory 1)
    (func (export "main") (result f32 i64 i32)
      (call $log (i32.const 1) (f64.const 0.5)) (call $random) (call $ask (i64.const 9))
      (call $log (i32.const 2) (f64.const nan))))`;
  const notes = await agrees(
    page,
    text,
    "Both return f32 0.25, i64 -3, i32 4.",
    ["3 results", "4 calls of the host", "65,536 bytes of memory 0"],
    { imports: { random: "return 0.25" }, answers: [["-3", 4]] },
  );
  assert.deepEqual(notes, []);
});

test("imports that are no functions begin as they did", async (t) => {
  const page = await open(t);
  await ready(page);
  const text = `(module
    (import "env" "limit" (global i64)) (import "env" "scale" (global (mut f32)))
    (import "env" "memory" (memory 2 3)) (import "env" "table" (table 4 funcref)) (import "env" "tag" (tag (param i32)))
    (func (export "main") (result i64 i32 i32)
      (global.set 1 (f32.mul (global.get 1) (f32.const 2)))
      (i32.store (i32.const 131068) (i32.const 5)) global.get 0 memory.size table.size))`;
  const found = await page.evaluate(async (text) => {
    wasmscope.load(text, { imports: { env: { limit: 77n, scale: 1.5 } } });
    wasmscope.start("main");
    await wasmscope.run();
    return wasmscope.checkWithBrowser();
  }, text);
  assert.equal(found.text, "Both return i64 77, i32 2, i32 4.", JSON.stringify(found));
  assert.deepEqual(found.compared, ["3 results", "2 globals", "131,072 bytes of memory 0"]);
});

test("a program on WASI is given the same bytes again", async (t) => {
  const page = await open(t);
  await ready(page);
  const text = `(module
    (import "wasi_snapshot_preview1" "random_get" (func $random (param i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
    (memory (export "memory") 1)
    (func (export "_start") (drop (call $random (i32.const 64) (i32.const 16)))
      (if (i64.ne (i64.load (i32.const 64)) (i64.const 0)) (then (call $exit (i32.const 3))))))`;
  await agrees(
    page, text, "Both end the program with the same code.",
    ["2 calls of the host", "65,536 bytes of memory 0"],
  );
});

test("what cannot be compared says why", async (t) => {
  const page = await open(t);
  await ready(page);
  const why = async (text, more) => {
    const { verdict, text: sentence } = await check(page, text, more);
    assert.equal(verdict, "unknown");
    return sentence;
  };
  assert.match(
    await why(`(module (import "oracle" "ask" (func $ask)) (func (export "main") call $ask))`),
    /waits for an answer/,
  );
  // More pages than the page's machine gives: there it never ends.
  const grows = `(module (memory 1) (func (export "main")
    (if (i32.ne (memory.grow (i32.const 5000)) (i32.const -1)) (then (loop br 0)))))`;
  assert.match(await why(grows, { options: { timeout: 300 } }), /not come to an end in the time/);
  assert.match(
    await page.evaluate(async () => {
      wasmscope.load("(module (func (export \"main\") (loop br 0)))");
      wasmscope.start("main");
      wasmscope.step(9);
      return (await wasmscope.checkWithBrowser()).text;
    }),
    /has not ended here: press Run/,
  );
  assert.match(
    await page.evaluate(async () => {
      wasmscope.load("(module (func (export \"main\") (param $n i32) (result i32) local.get 0))");
      wasmscope.start("main", [4]);
      wasmscope.edit({ local: 0, value: "5" });
      await wasmscope.run();
      return (await wasmscope.checkWithBrowser()).text;
    }),
    /changed by hand/,
  );
});

test("differences are told, and why the specification may allow them", async (t) => {
  const page = await open(t);
  await ready(page);
  // The page's machine gives no more than 4,096 pages, the browser does.
  const text = `(module (memory 1) (func (export "main") (result i32) (memory.grow (i32.const 5000))))`;
  const { verdict, differences, allowed, notes } = await check(page, text);
  assert.equal(verdict, "differs");
  assert.deepEqual(differences, ["Result: i32 -1 here, 1 on the browser's engine."]);
  assert.equal(allowed, true);
  assert.match(notes[0], /^The run executes memory\.grow: the specification lets an engine refuse/);
});
