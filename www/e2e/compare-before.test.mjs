// The run before the last start, of another text or with other arguments, is compared with this
// one by a button of the pane History.

import assert from "node:assert/strict";
import { test } from "node:test";

import { eventually, press, ready, region, shownStep, write } from "./machine.mjs";
import { open } from "./page.mjs";

const program = (factor) => `(module (func $main (export "main") (param $n i32) (result i32)
  local.get $n
  i32.const ${factor}
  i32.mul))`;

test("after an edit of the source the first difference is said and led to", async (t) => {
  const page = await open(t);
  await ready(page);
  await press(page, "History");
  const history = region(page, "History");
  const compare = history.getByRole("button", { name: "Compare with the run before", exact: true });
  await compare.click();
  await history.getByText("There is no run before this one").waitFor();

  await page.evaluate(async (text) => {
    wasmscope.load(text);
    wasmscope.start("main", [6]);
    await wasmscope.run();
  }, program(7));
  await history.getByRole("button", { name: "Close history" }).click();
  await write(page, program(8));
  await eventually(() => page.evaluate(() => wasmscope.state().step), 0, "an edit restarts");
  await press(page, "History");
  await compare.click();
  const found = history.getByText("First difference at step 1: i32.const of main gives i32 7 in the run before and 8 in this run.");
  await found.waitFor();
  // By keyboard.
  await compare.focus();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await eventually(() => shownStep(page), 1, "it leads there");
  assert.equal((await page.evaluate(() => wasmscope.state())).at.op, "i32.const");
});
