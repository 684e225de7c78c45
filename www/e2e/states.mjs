// Every state of the page, for axe to look at.

import assert from "node:assert/strict";

import { problems } from "./axe.mjs";
import { control, eventually, openExample, press, ready, reveal, show, state, step, write } from "./machine.mjs";
import { open } from "./page.mjs";

const dialog = (page, name) => page.getByRole("dialog", { name, exact: true });

async function close(page, name) {
  await dialog(page, name).waitFor();
  return async () => {
    await page.keyboard.press("Escape");
    await dialog(page, name).waitFor({ state: "hidden" });
  };
}

/** Opens a dialog by its button; gives what closes it. */
const opened = (button, name) => async (page) => {
  await press(page, button);
  return close(page, name);
};

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
    const closed = await close(page, "Check with your browser");
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

/** Goes through all states; axe has to find nothing wrong in any, nothing may be too wide. */
export async function nothingWrong(t, options) {
  const page = await open(t, options);
  await ready(page);
  const found = {};
  for (const [name, enter] of Object.entries(states)) {
    const leave = await enter(page);
    const all = await problems(page);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (over > 0) all.push(`${over} pixels too wide`);
    if (all.length > 0) found[name] = all;
    await leave?.();
  }
  assert.deepEqual(found, {});
}
