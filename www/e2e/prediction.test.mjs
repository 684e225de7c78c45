// Prediction: what comes next is not told before it was predicted, in any program.

import assert from "node:assert/strict";
import { test } from "node:test";

import { button, press, ready, region } from "./machine.mjs";
import { open } from "./page.mjs";
import { guess, predicting } from "./predicting.mjs";

test("the top of the stack is predicted, and counted when it is right", async (t) => {
  const [page, pane] = await predicting(t, "i32.const 7\ni32.const -12\ni32.add", "(result i32)");
  const told = region(page, "Explanation").locator(".now");
  assert.equal(await told.isVisible(), false, "what comes next is not told");
  const untold = region(page, "Explanation").getByText("What comes next is yours to predict.");
  assert.equal(await untold.isVisible(), true, "and it is said why");
  await guess(page, "7");
  await pane.getByText("✓ Right. On top is i32 7.").waitFor();
  await guess(page, "0xfffffff4");
  await pane.getByText("✓ Right. On top is i32 -12.").waitFor();
  await guess(page, "5");
  await pane.getByText("✗ Not so. On top is i32 -5.").waitFor();
  await pane.getByText("2 of 3 right").waitFor();
  await guess(page, "-5");
  await pane.getByText("The program has returned. Nothing comes next").waitFor();
  await button(page, "Stop predicting").click();
  await pane.waitFor({ state: "hidden" });
  assert.equal(await told.isVisible(), true, "it is told again");
  assert.equal(await untold.isVisible(), false);
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
  await pane.getByText("The program has trapped: out of bounds memory access. Nothing comes next").waitFor();
});

test("a value is read in every form that the page takes elsewhere", async (t) => {
  const right = [
    ["v128.const i32x4 1 2 3 4", ["i32x4:1,2,3,4", "i32x4 1 2 3 4", "v128.const i32x4 1 2 3 4", "i8x16 1 0 0 0 2 0 0 0 3 0 0 0 4 0 0 0"]],
    ["f64.const 0x1p3", ["8", "0x1p3", "8e0", "f64:8.0", "f64.const 8"]],
    ["f32.const inf", ["inf", "Infinity", "+inf"]],
    ["f64.const nan:0x4", ["nan", "nan:0x4"]],
    ["f64.const 1e3", ["1000", "1e3"]],
    ["i64.const -1", ["-1", "18446744073709551615", "0xffff_ffff_ffff_ffff", "i64 -1"]],
    ["ref.null func", ["null", "ref.null func"]],
    ["i32.const 5 ref.i31", ["i31 5"]],
  ];
  const lines = right.flatMap(([line, forms]) => forms.map((form) => [line, form]));
  const [page, pane] = await predicting(t, lines.map(([line]) => line).concat("unreachable").join("\n"));
  let count = 0;
  for (const [line, form] of lines) {
    if (line.includes("ref.i31")) await page.evaluate(() => wasmscope.step());
    await guess(page, form);
    count += 1;
    await pane.getByText(`${count} of ${count} right`).waitFor();
  }
});

test("what cannot be read is refused, and does not count", async (t) => {
  const [page, pane] = await predicting(t, "i32.const 7\ndrop");
  await guess(page, "hello");
  await pane.getByText("“hello” is no value, and is not counted. Write a number such as 7").waitFor();
  await guess(page, "i32:hello");
  await pane.getByText("`hello` is no i32: write a whole number such as 7, -1 or 0xff").waitFor();
  assert.equal(await page.evaluate(() => wasmscope.state().step), 0, "nothing is executed");
  await guess(page, "8");
  await pane.getByText("✗ Not so. On top is i32 7.").waitFor();
  await pane.getByText("0 of 1 right").waitFor();
});

test("a verdict goes when the machine goes elsewhere", async (t) => {
  const [page, pane] = await predicting(t, "i32.const 7\ni32.const 8\ndrop\ndrop");
  await guess(page, "7");
  await pane.getByText("✓ Right. On top is i32 7.").waitFor();
  await page.evaluate(() => wasmscope.seek(3));
  await pane.getByText("✓ Right").waitFor({ state: "detached" });
  assert.equal(await pane.getByRole("status").textContent(), "");
});

test("of br_table it is asked where it goes", async (t) => {
  const body = `block $a block $b block $c
    i32.const -1
    br_table $a $b $a $c
  end end end`;
  const [page, pane] = await predicting(t, body);
  await page.evaluate(() => wasmscope.seek(4));
  await pane.getByText("To which label will it go?").waitFor();
  const names = await pane.locator("[data-choice]").allTextContents();
  assert.deepEqual(names, ["$a (0, 2)", "$b (1)", "$c (3 and more)"]);
  await button(page, "$c (3 and more)").click();
  await pane.getByText("✓ Right. It went to $c: its operand was 4294967295.").waitFor();
});

test("nothing is asked of a call of the host, and it is said why", async (t) => {
  const page = await open(t);
  await ready(page);
  await page.evaluate(() => {
    wasmscope.load(`(module (import "oracle" "ask" (func $ask (result i32)))
      (func (export "main") (result i32) call $ask))`);
    wasmscope.start("main");
  });
  await press(page, "Predict");
  const pane = region(page, "Prediction");
  await pane.getByText("What the host answers is not in the program").waitFor();
  assert.equal(await page.getByRole("textbox", { name: "Your prediction" }).count(), 0);
  await page.evaluate(() => wasmscope.step());
  await pane.getByText("The host is asked, and has not answered").waitFor();
});
