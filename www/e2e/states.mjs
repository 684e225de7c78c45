// Every state of the page, for axe to look at.

import assert from "node:assert/strict";

import { problems } from "./axe.mjs";
import { closing, control, dialog, eventually, openExample, opened, press, ready, reveal, show, state, step, write } from "./machine.mjs";
import { open } from "./page.mjs";
import { listInMemory } from "./programs.mjs";

/** Each state, and how a person comes to it from the one before. */
const states = {
  "at first sight": async () => {},
  "the examples": opened("Examples", "Examples"),
  "the keys": opened("Help", "Keys"),
  "the settings": opened("Settings", "Settings"),
  "saving": opened("Export", "Export"),
  "a text with a problem": async (page) => {
    await write(page, "(module (func (result i32)))");
    await (await show(page, "Problems")).getByRole("listitem").first().waitFor();
  },
  "a run": async (page) => {
    // One that would be seen to be endless is told of in the history pane, sooner or later.
    const counts = "(local.set $i (i32.add (local.get $i) (i32.const 1)))";
    await write(page, `(module (func (export "main") (local $i i32) (loop $again ${counts} (br $again))))`);
    await eventually(async () => (await state(page)).at?.op, "loop", "it is assembled");
    await press(page, "Run");
    return async () => press(page, "Pause");
  },
  "a question to history": async (page) => {
    await openExample(page, "Factorial");
    await step(page, 8);
    await page.keyboard.press("h");
    await page.getByRole("region", { name: "History", exact: true }).waitFor();
    return async () => page.getByRole("button", { name: "Close history", exact: true }).click();
  },
  "the end": async (page) => {
    await press(page, "Run");
    await eventually(async () => (await state(page)).status, "returned", "it ends");
  },
  "a check with the browser": async (page) => {
    await press(page, "Check with your browser");
    const closed = await closing(page, "Check with your browser");
    await dialog(page, "Check with your browser").getByText("Both engines agree.").waitFor();
    return closed;
  },
  "a trap": async (page) => {
    await write(page, '(module (memory 1) (func (export "main") (drop (i32.load (i32.const 65534)))))');
    await eventually(async () => (await state(page)).at?.op, "i32.const", "it is assembled");
    await press(page, "Run");
    await eventually(async () => (await state(page)).status, "trapped", "it traps");
  },
  "an exception that nothing catches": async (page) => {
    await write(page, '(module (tag $e) (func (export "main") (try_table (throw $e))))');
    await eventually(async () => (await state(page)).at?.op, "try_table", "it is assembled");
    await press(page, "Run");
    await eventually(async () => (await state(page)).status, "thrown", "it is thrown");
    await (await show(page, "Explanation")).getByRole("list", { name: /^Handlers/ }).waitFor();
  },
  "objects drawn": async (page) => {
    await write(page, '(module (type $s (struct (field i32))) (func (export "main") (drop (struct.new_default $s))))');
    await eventually(async () => (await state(page)).at?.op, "struct.new_default", "it is assembled");
    await step(page, 1);
    await press(page, "Graph");
    await (await show(page, "Objects")).getByRole("listitem").first().waitFor();
    return async () => press(page, "Graph");
  },
  "a breakpoint": async (page) => {
    await reveal(page, page.getByRole("region", { name: "Breakpoints", exact: true }));
    await page.evaluate(() => wasmscope.breakpoints.add({ line: 1 }));
    await page.getByRole("button", { name: /^Remove breakpoint/ }).first().waitFor();
  },
  "a call that waits": async (page) => {
    await write(
      page,
      '(module (import "oracle" "ask" (func $ask (param i32) (result i32))) (func (export "main") (drop (call $ask (i32.const 6)))))',
    );
    await eventually(async () => (await state(page)).at?.op, "i32.const", "it is assembled");
    await press(page, "Run");
    await (await show(page, "Console")).getByRole("form", { name: "Host call" }).waitFor();
  },
  "a plain text area": async (page) => {
    await press(page, "Settings");
    await dialog(page, "Settings").getByRole("checkbox", { name: "Plain text area" }).check();
    await page.keyboard.press("Escape");
    await control(page, "Step");
  },
};

const load = (page, text) =>
  page.evaluate((text) => {
    wasmscope.load(text);
    wasmscope.start("main");
  }, text);

const exercise = `;;@ task The larger of two
;;@ assert main 3 5 = 5
;;@ hint A comparison leaves 1 or 0.
;;@ note 1 The first number is there.
(module (func (export "main") (param $a i32) (param $b i32) (result i32)
  local.get $a)) ;;?
`;

/** What was typed has been looked at, and is invalid: nothing moves any more. */
const isOlder = (page) => page.getByText("The machine still runs the last valid text").waitFor();

/** States of the panes that are there only when they are asked for, as `states`. */
export const panes = {
  "types beside the lines": async (page) => {
    await press(page, "Types");
    await page.locator(".operand-types").first().waitFor();
    return () => press(page, "Types");
  },
  "words that are offered": async (page) => {
    await write(page, '(module (func (export "main") (result i32) i32.const 7');
    await page.keyboard.press("Enter");
    await page.keyboard.type("i32.cl");
    await page.getByRole("listbox", { name: "Completions" }).waitFor();
    await isOlder(page);
    return () => page.keyboard.press("Escape");
  },
  "a card about an instruction": async (page) => {
    await write(page, '(module (func (export "main") (result i32) i32.const 7 i32.eqz))');
    await eventually(async () => (await state(page)).at?.text, "i32.const 7", "it is assembled");
    // The pointer would ask for a card of its own.
    await page.mouse.move(1, 1);
    for (let i = 0; i < 3; i += 1) await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("F1");
    await page.getByRole("tooltip").waitFor();
    return () => page.keyboard.press("Escape");
  },
  "the reference": opened("Reference", "Reference"),
  "structures in memory": async (page) => {
    await load(page, listInMemory);
    await page.evaluate(() => wasmscope.run());
    await (await show(page, "Structures")).getByText("leads to").first().waitFor();
  },
  "a number under the lens": async (page) => {
    await load(page, '(module (func (export "main") (result f64) f64.const 2.5))');
    await page.evaluate(() => wasmscope.step());
    await (await show(page, "Stack")).getByRole("listitem").first().click();
    await page.getByRole("region", { name: "History", exact: true }).getByText("Exponent").first().waitFor();
    return () => page.getByRole("button", { name: "Close history", exact: true }).click();
  },
  "a prediction": async (page) => {
    await show(page, "Explanation");
    await press(page, "Predict");
    const pane = page.getByRole("region", { name: "Prediction", exact: true });
    await pane.getByRole("textbox").or(pane.getByRole("button")).first().waitFor();
    return () => press(page, "Predict");
  },
  "a canvas that takes keys": async (page) => {
    await openExample(page, "Game of Life");
    await page.evaluate(() => wasmscope.goTo(300_000));
    await (await show(page, "Canvas")).getByRole("application").waitFor();
  },
  "a canvas with nothing on it": async (page) => {
    await openExample(page, "Mandelbrot set");
    await (await show(page, "Canvas")).getByText("Nothing presented yet.").waitFor();
  },
  "tabs of modules": async (page) => {
    const double = '(module (func (export "double") (param i32) (result i32) (i32.add (local.get 0) (local.get 0))))';
    const main = '(module (import "math" "double" (func $double (param i32) (result i32))) (func (export "main") (drop (call $double (i32.const 1)))))';
    await page.evaluate(([main, math]) => wasmscope.load(main, { modules: { math } }), [main, double]);
    await reveal(page, page.getByRole("tablist", { name: "Modules" }));
  },
  "an exercise with notes": async (page) => {
    await press(page, "Lessons");
    const pane = page.locator("#pane-lessons");
    await pane.getByText("Twelve lessons").waitFor();
    await load(page, exercise);
    await pane.getByRole("heading", { name: "The larger of two" }).waitFor();
  },
};

/** Goes through all states; axe has to find nothing wrong in any, nothing may be too wide. */
export async function nothingWrong(t, options, of = states) {
  const page = await open(t, options);
  await ready(page);
  const found = {};
  for (const [name, enter] of Object.entries(of)) {
    const leave = await enter(page);
    const all = await problems(page);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (over > 0) all.push(`${over} pixels too wide`);
    if (all.length > 0) found[name] = all;
    await leave?.();
  }
  assert.deepEqual(found, {});
}
