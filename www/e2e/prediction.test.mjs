// Prediction: what comes next is not told before it was predicted, in any program.

import assert from "node:assert/strict";
import { test } from "node:test";

import { button, press, ready, region, show } from "./machine.mjs";
import { open } from "./page.mjs";

async function predicting(t, body, results = "") {
  const page = await open(t);
  await ready(page);
  await page.evaluate(
    ([body, results]) => {
      wasmscope.load(`(module (memory 1) (func (export "main") ${results}\n${body}))`);
      wasmscope.start("main");
    },
    [body, results],
  );
  await show(page, "Explanation");
  await press(page, "Predict");
  const pane = region(page, "Prediction");
  await pane.waitFor();
  return [page, pane];
}

const guess = async (page, text) => {
  await page.getByRole("textbox", { name: "Your prediction" }).fill(text);
  await page.keyboard.press("Enter");
};

test("the top of the stack is predicted, and counted when it is right", async (t) => {
  const [page, pane] = await predicting(t, "i32.const 7\ni32.const -12\ni32.add", "(result i32)");
  const told = region(page, "Explanation").locator(".now");
  assert.equal(await told.isVisible(), false, "what comes next is not told");
  await guess(page, "7");
  await pane.getByText("✓ Right. On top is i32 7.").waitFor();
  await guess(page, "0xfffffff4");
  await pane.getByText("✓ Right. On top is i32 -12.").waitFor();
  await guess(page, "5");
  await pane.getByText("✗ Not so. On top is i32 -5.").waitFor();
  await pane.getByText("2 of 3 right").waitFor();
  await guess(page, "-5");
  await pane.getByText("Nothing comes next").waitFor();
  await button(page, "Stop predicting").click();
  await pane.waitFor({ state: "hidden" });
  assert.equal(await told.isVisible(), true, "it is told again");
});

test("branches, bytes, an empty stack and traps are predicted", async (t) => {
  const body = `block
    i32.const 0
    br_if 0
    i32.const 64
    i32.const 298
    i32.store
    i32.const 1
    drop
  end
  i32.const 70000
  i32.load
  drop`;
  const [page, pane] = await predicting(t, body);
  await guess(page, "empty");
  await pane.getByText("✓ Right. The stack is empty.").waitFor();
  await button(page, "Skip it").click();
  await pane.getByText("Will it branch?").waitFor();
  await button(page, "It goes on").click();
  await pane.getByText("✓ Right. It went on.").waitFor();
  await page.evaluate(() => wasmscope.step(2));
  await pane.getByText("Which byte will it write first").waitFor();
  await guess(page, "2a");
  await pane.getByText("✓ Right. It wrote 0x2a, which is 42.").waitFor();
  await page.evaluate(() => wasmscope.step(4));
  await button(page, "It traps").click();
  await pane.getByText("✓ Right. It trapped: out of bounds memory access.").waitFor();
  await pane.getByText("4 of 4 right").waitFor();
});
