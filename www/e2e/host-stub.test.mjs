import assert from "node:assert/strict";
import { test } from "node:test";

import { button, eventually, press, region, reveal, show, state, step, write } from "./machine.mjs";
import { open } from "./page.mjs";

const asking = `(module
  (import "oracle" "ask" (func $ask (param i32) (result i32)))
  (func (export "main") (result i32)
    (i32.add (call $ask (i32.const 6)) (i32.const 1))))`;

test("a call that nobody provides is answered by the person", async (t) => {
  const page = await open(t);
  await write(page, asking);
  await eventually(async () => (await state(page)).at?.line, 4, "it is assembled");
  await press(page, "Run");
  const console = await show(page, "Console");
  await console.getByText("oracle.ask(6)").waitFor();
  const waiting = await state(page);
  assert.deepEqual([waiting.status, waiting.step], ["waiting", 1]);

  const result = console.getByRole("textbox", { name: /Result/ });
  await result.fill("forty");
  await press(page, "Answer");
  await console.getByText("is no i32").waitFor();
  await result.fill("41");
  await press(page, "Answer");
  await (await show(page, "Explanation")).getByText("i32 42").waitFor();
  await show(page, "Console");
  await console.getByText("oracle.ask(6) was answered: 41").waitFor();
  await press(page, "Step back");
  await eventually(async () => (await state(page)).step, 4, "the run went on to the end");
  await page.getByRole("slider", { name: "Step", exact: true }).fill("1");
  await show(page, "Console");
  await console.getByText("Nothing printed yet.").waitFor();
});

test("Step over goes on to where it should end, a step answered is no run", async (t) => {
  const page = await open(t);
  await write(
    page,
    `(module
      (import "oracle" "ask" (func $ask (result i32)))
      (func $twice (result i32) (i32.add (call $ask) (call $ask)))
      (func (export "main") (result i32) call $twice nop nop))`,
  );
  await eventually(async () => (await state(page)).at?.line, 4, "it is assembled");
  const answer = async (text) => {
    const form = (await show(page, "Console")).getByRole("form", { name: "Host call" });
    await form.getByRole("textbox", { name: /Result/ }).fill(text);
    await form.getByRole("button", { name: "Answer" }).click();
  };
  await press(page, "Step over");
  await answer("20");
  await eventually(async () => (await state(page)).step, 2, "the second question");
  await answer("22");
  await eventually(async () => (await state(page)).at?.text, "nop", "it has come back");
  assert.deepEqual((await state(page)).stack.map(({ text }) => text), ["42"]);
  await press(page, "Restart");
  await step(page, 2);
  await answer("1");
  await eventually(async () => (await state(page)).step, 2, "one step");
  assert.equal((await state(page)).status, "paused");
});

test("functions of a script answer, at once or later", async (t) => {
  const page = await open(t);
  const ends = await page.evaluate(async (source) => {
    await new Promise((there) => {
      const look = () => (globalThis.wasmscope ? there() : setTimeout(look, 10));
      look();
    });
    const ends = [];
    for (const ask of [(n) => n * 7, async (n) => n * 8]) {
      wasmscope.load(source, { imports: { oracle: { ask } } });
      wasmscope.start("main");
      const { status, results } = await wasmscope.run();
      ends.push([status, results[0].text]);
    }
    wasmscope.load(source);
    wasmscope.start();
    wasmscope.step(2);
    ends.push(wasmscope.state().status);
    ends.push(wasmscope.answer([5]).stack[0].text);
    return ends;
  }, asking);
  assert.deepEqual(ends, [["returned", "43"], ["returned", "49"], "waiting", "5"]);
});

test("imported memories, tables and globals are made as declared", async (t) => {
  const page = await open(t);
  await write(
    page,
    `(module
      (import "a" "memory" (memory 2))
      (import "a" "table" (table 3 funcref))
      (import "a" "global" (global $g (mut i32)))
      (func (export "main") (result i32) (i32.add (global.get $g) (i32.load8_u (i32.const 0)))))`,
  );
  await (await show(page, "Memory")).getByText("2 pages").waitFor();
  await (await show(page, "Tables")).getByText("3 elements").waitFor();
  const global = page.getByRole("textbox", { name: "Value of global 0" });
  await reveal(page, global);
  assert.equal(await global.inputValue(), "0");
  await global.fill("0x2a");
  await global.press("Enter");
  const byte = page.getByRole("textbox", { name: "Byte at the cursor" });
  await reveal(page, byte);
  await byte.fill("07");
  await byte.press("Enter");
  await (await show(page, "Memory")).getByRole("gridcell", { name: "07", exact: true }).waitFor();
  await press(page, "Run");
  await (await show(page, "Explanation")).getByText("i32 49").waitFor();
  await (await show(page, "Globals")).getByRole("row", { name: "$g mut i32 42" }).waitFor();
});

test("the elements of an imported table can be chosen", async (t) => {
  const page = await open(t);
  await write(
    page,
    `(module
      (import "a" "table" (table 2 funcref))
      (elem declare func $seven)
      (func $seven (result i32) i32.const 7)
      (func (export "main") (result i32) (call_indirect (result i32) (i32.const 1))))`,
  );
  const element = page.getByRole("textbox", { name: "Element 1 of table 0" });
  await reveal(page, element);
  assert.equal(await element.inputValue(), "null");
  await element.fill("$eight");
  await element.press("Enter");
  await (await show(page, "Tables")).getByText("a function by name or index").waitFor();
  await element.fill("$seven");
  await element.press("Enter");
  await eventually(() => element.inputValue(), "seven", "the function");
  await press(page, "Run");
  await (await show(page, "Explanation")).getByText("i32 7").first().waitFor();
});
