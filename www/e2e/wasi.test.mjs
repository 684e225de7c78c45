import assert from "node:assert/strict";
import { test } from "node:test";

import { eventually, press, ready, reveal, show, state, write } from "./machine.mjs";
import { open } from "./page.mjs";

/** Asks for names and greets them with its first word, until there are no more. */
const greeter = `(module
  (import "wasi_snapshot_preview1" "args_sizes_get" (func $sizes (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "args_get" (func $args (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (data (i32.const 200) "name? ")
  (data (i32.const 210) " ")
  (data (i32.const 220) "bye\\n")
  (func $print (param $to i32) (param $at i32) (param $len i32)
    (i32.store (i32.const 0) (local.get $at))
    (i32.store (i32.const 4) (local.get $len))
    (drop (call $write (local.get $to) (i32.const 0) (i32.const 1) (i32.const 8))))
  (func (export "_start") (local $word i32)
    (drop (call $sizes (i32.const 16) (i32.const 20)))
    (drop (call $args (i32.const 32) (i32.const 64)))
    (if (i32.lt_u (i32.load (i32.const 16)) (i32.const 2)) (then (call $exit (i32.const 3))))
    (local.set $word (i32.load (i32.const 36)))
    (block $end
      (loop $next
        (call $print (i32.const 1) (i32.const 200) (i32.const 6))
        (i32.store (i32.const 0) (i32.const 1024))
        (i32.store (i32.const 4) (i32.const 100))
        (drop (call $read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 8)))
        (br_if $end (i32.eqz (i32.load (i32.const 8))))
        (i32.store (i32.const 12) (i32.load (i32.const 8)))
        (call $print (i32.const 1) (local.get $word)
          (i32.sub (i32.add (i32.const 63) (i32.load (i32.const 20))) (local.get $word)))
        (call $print (i32.const 1) (i32.const 210) (i32.const 1))
        (call $print (i32.const 1) (i32.const 1024) (i32.load (i32.const 12)))
        (br $next)))
    (call $print (i32.const 2) (i32.const 220) (i32.const 4))))`;

const lines = (page) =>
  page.evaluate(() => [...document.querySelectorAll(".console-list .text")].map((line) => line.textContent));

test("a program on WASI takes words and lines, and prints what it writes", async (t) => {
  const page = await open(t);
  await write(page, greeter);
  const words = page.getByRole("textbox", { name: "Arguments", exact: true });
  await reveal(page, words);
  await press(page, "Run");
  await eventually(async () => (await state(page)).exitCode, 3, "without a word it ends");
  await (await reveal(page, words)).fill("hello");
  await eventually(async () => (await state(page)).step, 0, "it starts again");

  await press(page, "Run");
  const console = await show(page, "Console");
  await eventually(async () => (await state(page)).status, "waiting", "it waits for a line");
  const line = console.getByRole("textbox", { name: "Standard input" });
  assert.equal(await line.getAttribute("placeholder"), "the program waits");
  await line.fill("Ada");
  await line.press("Enter");
  await console.getByText("hello Ada").waitFor();
  await eventually(async () => (await state(page)).status, "waiting", "it waits for another one");
  assert.equal(await line.inputValue(), "");
  assert.deepEqual(await lines(page), ["name? ", "> Ada", "hello Ada", "name? "]);

  await console.getByRole("button", { name: "End input" }).click();
  await eventually(async () => (await state(page)).status, "returned", "it ends");
  assert.deepEqual((await lines(page)).slice(-2), ["> (end of input)", "bye"]);
  assert.equal(await line.count(), 0, "there is no more input to be given");

  // Back before the first line was typed, nothing of it is shown; forward nobody is asked.
  const end = (await state(page)).step;
  await page.evaluate(() => wasmscope.seek(10));
  await eventually(async () => (await lines(page)).length, 0, "nothing is printed yet");
  await page.evaluate((end) => wasmscope.seek(end), end);
  await eventually(async () => (await state(page)).status, "returned", "and on to the end");
  await eventually(async () => (await lines(page)).includes("hello Ada"), true, "as before");
});

test("a link holds words and what was typed", async (t) => {
  const page = await open(t);
  await ready(page);
  const address = await page.evaluate(async (source) => {
    wasmscope.load(source, { wasi: { args: ["good day,"], stdin: "Ada\nGrace\n" } });
    wasmscope.start("_start");
    const { status, step } = await wasmscope.run();
    return [status, wasmscope.share(), step];
  }, greeter);
  assert.equal(address[0], "returned");
  const other = await open(t, { path: address[1].slice(address[1].indexOf("#")) });
  await eventually(async () => (await state(other)).step, address[2], "it opens at the step");
  await show(other, "Console");
  await eventually(async () => (await lines(other)).includes("name? good day, Ada"), true, "it says the same");
});

test("scripts give words, input, files and a seed, and going another way begins where it was", async (t) => {
  const page = await open(t);
  await ready(page);
  const ends = await page.evaluate(async (source) => {
    const wrong = [];
    for (const wasi of [7, { args: "a" }, { args: [1] }, { env: { A: 1 } }, { stdin: 1 }, { files: { "../a": "" } },
      { files: { a: 1 } }, { seed: -1 }]) {
      try {
        wasmscope.load(source, { wasi });
      } catch ({ kind }) {
        wrong.push(kind);
      }
    }
    wasmscope.load(source, { wasi: { args: ["hi"] } });
    wasmscope.start("_start");
    const waits = await wasmscope.run();
    wasmscope.input("Ada\n");
    const again = await wasmscope.run();
    // Another way from before the line was read: it is asked for again, and what is typed counts.
    const { step } = again;
    wasmscope.seek(waits.step - 3);
    wasmscope.edit({ address: 200, bytes: [78] });
    const branch = await wasmscope.run();
    wasmscope.input("Eve\n");
    wasmscope.input(null);
    const end = await wasmscope.run();
    return { wrong, waits: waits.status, again: [again.status, step > waits.step], branch: branch.status, end: end.status };
  }, greeter);
  assert.deepEqual(ends.wrong, ["argument", "argument", "argument", "argument", "argument", "unlinkable", "argument", "argument"]);
  assert.deepEqual([ends.waits, ends.again, ends.branch, ends.end], ["waiting", ["waiting", true], "waiting", "returned"]);
  await show(page, "Console");
  const shown = await lines(page);
  assert.ok(shown.includes("hi Eve") && !shown.includes("hi Ada"), shown.join("\n"));
});
