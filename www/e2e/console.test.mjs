import assert from "node:assert/strict";
import { test } from "node:test";

import { eventually, openExample, press, show, state, write } from "./machine.mjs";
import { open } from "./page.mjs";

const lines = async (page) =>
  (await show(page, "Console"))
    .getByRole("log", { name: "Output" })
    .locator(".text")
    .evaluateAll((all) => all.map((line) => line.textContent));

test("countdown prints its numbers, each with its step", async (t) => {
  const page = await open(t);
  await openExample(page, "Countdown");
  await press(page, "Run");
  await eventually(() => lines(page), ["3", "2", "1", "0"], "the output");
  await (await show(page, "Console")).getByText("step 2", { exact: true }).waitFor();
});

test("numbers of every type, text and characters are printed", async (t) => {
  const page = await open(t);
  await write(
    page,
    `(module
      (import "console" "log" (func $i (param i64)))
      (import "console" "log" (func $f (param f32 f64)))
      (import "env" "putchar" (func $c (param i32)))
      (import "env" "print" (func $p (param i32 i32)))
      (memory 1) (data (i32.const 0) "caf\\c3\\a9")
      (func (export "main")
        (call $i (i64.const -9007199254740993))
        (call $f (f32.const 0.1) (f64.const -inf))
        (call $c (i32.const 72)) (call $c (i32.const 105)) (call $c (i32.const 10))
        (call $p (i32.const 0) (i32.const 5))))`,
  );
  await eventually(async () => (await state(page)).at?.op, "i64.const", "it is assembled");
  await press(page, "Run");
  await eventually(
    () => lines(page),
    ["-9007199254740993", "0.1 -inf", "Hi", "café"],
    "the output",
  );
  assert.equal((await state(page)).status, "returned");
});
