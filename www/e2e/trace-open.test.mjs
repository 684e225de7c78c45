import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { openFile } from "./binaries.mjs";
import { run } from "./command.mjs";
import { button, control, eventually, press, ready, region, show, shownStep, stack, state, step } from "./machine.mjs";
import { open } from "./page.mjs";

const factorial = `(module (memory 1)
  (func $fac (export "fac") (param $n i32) (result i32)
    (i32.store (local.get $n) (i32.add (local.get $n) (i32.const 100)))
    (if (result i32) (local.get $n)
      (then (i32.mul (local.get $n) (call $fac (i32.sub (local.get $n) (i32.const 1)))))
      (else (i32.const 1)))))`;

const traceOf = async (text, ...words) =>
  (await run("trace", text, ["--invoke", ...words, "--format", "jsonl"])).toString();

const said = async (page) => (await region(page, "Notice").innerText()).replaceAll("\n", " ");

test("a trace without its program is scrubbed as far as its records tell", async (t) => {
  const page = await open(t);
  await ready(page);
  const before = await page.evaluate(() => localStorage.getItem("wasmscope:source"));
  const trace = await traceOf(factorial, "fac", "5");
  await openFile(page, "fac.jsonl", trace);
  const line = region(page, "Trace");
  await line.getByText("85 instructions of fac(i32 5)").waitFor();
  assert.equal(await shownStep(page), 0);
  await step(page, 4);
  assert.deepEqual(await stack(page), ["i32 105", "i32 5"]);
  assert.match(await (await show(page, "Locals")).innerText(), /\$n\s*i32\s*5/);
  assert.match(await (await show(page, "Explanation")).innerText(), /Takes i32 5, i32 105, writes 4 bytes at 0x5/);
  await step(page);
  const memory = await show(page, "Memory");
  const byte = (address) => memory.locator(`[data-address="${address}"]`);
  await eventually(() => byte(5).innerText(), "69", "what was written");
  assert.equal(await byte(5).getAttribute("title"), "Written by the last step");
  assert.equal(await byte(9).innerText(), "··", "what no record tells is not known");

  const records = trace.trimEnd().split("\n").map((text) => JSON.parse(text));
  const call = records.find(({ op }) => op === "call").n;
  await page.getByRole("textbox", { name: "Go to step" }).fill(String(call));
  await page.getByRole("textbox", { name: "Go to step" }).press("Enter");
  await eventually(() => shownStep(page), call, "a step is typed");
  await press(page, "Step over");
  await eventually(async () => (await state(page)).frames.length, 1, "the call is over");
  await press(page, "Step back");
  assert.equal((await state(page)).frames.length, 2, "its last instruction");
  await press(page, "Run");
  const end = await state(page);
  assert.deepEqual([end.status, end.results[0].text, end.step], ["returned", "120", 85]);
  await press(page, "Restart");
  assert.equal(await shownStep(page), 0);
  const slider = page.getByRole("slider", { name: "Step", exact: true });
  assert.equal(await slider.getAttribute("aria-valuemax"), "85");
  await slider.press("End");
  await eventually(() => shownStep(page), 85, "by the slider");

  await line.getByRole("button", { name: "Close trace" }).click();
  await line.waitFor({ state: "hidden" });
  await eventually(async () => (await state(page)).at?.text, "i32.const 7", "the program is back");
  assert.equal(await page.evaluate(() => localStorage.getItem("wasmscope:source")), before);
});

test("a trace of the program at hand becomes its run, and is exported again as it was", async (t) => {
  const page = await open(t);
  await ready(page);
  await page.evaluate((text) => wasmscope.load(text), factorial);
  const trace = await traceOf(factorial, "fac", "6");
  await openFile(page, "fac.jsonl", trace);
  await region(page, "Notice").getByText("were executed again and are the same").waitFor();
  assert.equal(await shownStep(page), 0);
  const machine = await state(page);
  assert.equal(machine.frames[0].locals[0].text, "6");
  assert.equal(machine.frames[0].labels.length, 1, "the machine is there, with all it has");
  assert.equal(await page.evaluate(() => wasmscope.trace()), trace);
});

test("an example's trace opens the example, and where a trace parts is told", async (t) => {
  const page = await open(t);
  await ready(page);
  const text = await readFile(new URL("../examples/hello-bytes/main.wat", import.meta.url), "utf8");
  const trace = await traceOf(text, "hello");
  await openFile(page, "hello.jsonl", trace);
  await region(page, "Notice").getByText("are the same").waitFor();
  await press(page, "Run");
  const printed = trace.split("\n").filter((line) => line.includes('"host"')).length;
  assert.ok(printed > 0);
  assert.match(await (await show(page, "Console")).innerText(), /\w/);

  const lines = trace.split("\n");
  const other = lines.findIndex((line) => line.includes('"push":["i32:'));
  const { n } = JSON.parse(lines[other]);
  lines[other] = lines[other].replace(/"push":\["i32:[^"]*"/, '"push":["i32:4242"');
  await openFile(page, "other.jsonl", lines.join("\n"));
  await region(page, "Notice").getByText(`parts from the run of this program at step ${n}`).waitFor();
  assert.match(await said(page), /pushes i32 4242/);
  await eventually(() => shownStep(page), n, "it stands there");
});

test("what a person has answered is answered again", async (t) => {
  const page = await open(t);
  await ready(page);
  const trace = await page.evaluate(async () => {
    wasmscope.load(`(module (import "env" "ask" (func $ask (param i32) (result i32)))
      (func (export "main") (result i32) (i32.add (call $ask (i32.const 3)) (i32.const 1))))`);
    wasmscope.start("main");
    await wasmscope.run();
    wasmscope.answer([41]);
    await wasmscope.run();
    const trace = await wasmscope.trace();
    wasmscope.start("main");
    return trace;
  });
  await openFile(page, "asked.jsonl", trace);
  await region(page, "Notice").getByText("are the same").waitFor();
  await press(page, "Run");
  await eventually(async () => (await state(page)).results?.[0].text, "42", "nobody is asked");
});

test("what is no trace, or not a whole one, is told by its line", async (t) => {
  const page = await open(t);
  await ready(page);
  await step(page, 2);
  const before = await state(page);
  const trace = await traceOf(factorial, "fac", "3");
  const lines = trace.split("\n");
  for (const [name, text, says] of [
    ["two.jsonl", '{"wasmscope_trace":2,"module":{}}\n', "version 2"],
    ["bad.jsonl", lines.with(6, '{"n":5,"func":true}').join("\n"), "Line 7 is no line of a trace"],
    ["mixed.jsonl", lines.with(6, lines[2]).join("\n"), "comes after instruction"],
  ]) {
    await openFile(page, name, text);
    await region(page, "Notice").getByText(`${name} was not opened.`).waitFor();
    assert.ok((await said(page)).includes(says), await said(page));
    assert.ok((await said(page)).includes("Your program is still here."));
  }
  assert.deepEqual(await state(page), before);
  await openFile(page, "cut.jsonl", trace.slice(0, trace.length / 2));
  await region(page, "Trace").waitFor();
  await press(page, "Run");
  await (await show(page, "Explanation")).getByText("it was cut off").waitFor();
  await (await control(page, "Share")).click();
  assert.match(await said(page), /send its file/);
});

test("a long trace is opened with progress, or not", async (t) => {
  const page = await open(t);
  await ready(page);
  const endless = `(module (memory 1) (func (export "main") (local $i i32)
    (loop $again (local.set $i (i32.add (local.get $i) (i32.const 1))) (br $again))))`;
  const words = ["--invoke", "main", "--format", "jsonl", "--fuel", "150000"];
  const trace = (await run("trace", endless, words)).toString();
  // It is looked for among the examples last; until then it can be given up as well.
  let arrive;
  const arrived = new Promise((done) => (arrive = done));
  await page.route(/part-/, async (route) => {
    await arrived;
    await route.continue();
  });
  const asked = page.waitForRequest(/part-/);
  await openFile(page, "long.jsonl", trace);
  const opening = region(page, "Opening");
  await opening.getByRole("progressbar").waitFor();
  await asked;
  await button(page, "Cancel").click();
  await opening.waitFor({ state: "hidden" });
  arrive();
  await new Promise((done) => setTimeout(done, 300));
  assert.equal(await region(page, "Trace").count(), 0);
  await openFile(page, "long.jsonl", trace);
  await region(page, "Trace").getByText("150,000 instructions").waitFor();
  await press(page, "Run");
  assert.equal(await shownStep(page), 150_000);
  await (await show(page, "Explanation")).getByText("The run goes on").waitFor();
  await press(page, "Step back");
  assert.equal(await shownStep(page), 149_999);
});
