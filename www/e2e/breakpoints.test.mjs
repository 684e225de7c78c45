import assert from "node:assert/strict";
import { test } from "node:test";

import {
  eventually, openExample, press, ready, show, shownStep, source, state, write,
} from "./machine.mjs";
import { open } from "./page.mjs";

const at = async (page) => (await state(page)).at;
const listed = async (page) => (await show(page, "Breakpoints")).getByRole("listitem");
const dots = (page) => page.locator(".cm-break-dot:visible");

const numberOf = (page, line) =>
  page.locator(".cm-lineNumbers .cm-gutterElement", { hasText: new RegExp(`^${line}$`) });

/** Clicks beside a line, in the gutter. */
async function clickBeside(page, line) {
  await source(page);
  const number = numberOf(page, line);
  const box = await number.boundingBox();
  const gutter = await page.locator(".cm-break-gutter").boundingBox();
  await page.mouse.click(gutter.x + gutter.width / 2, box.y + box.height / 2);
}

async function factorial(page) {
  await openExample(page, "Factorial");
  await eventually(async () => (await at(page))?.name, "fac", "it is open");
}

test("a click beside a line sets a breakpoint, and another removes it", async (t) => {
  const page = await open(t);
  await factorial(page);
  await (await listed(page)).first().waitFor({ state: "detached" });
  await clickBeside(page, 11);
  await eventually(async () => (await listed(page)).count(), 1, "it is listed");
  assert.match(await (await listed(page)).innerText(), /call\s+line 11\s+fac/);
  await source(page);
  await eventually(() => page.locator(".cm-break").allInnerTexts(), ["call"], "its token is marked");
  await page.getByRole("status").getByText("Breakpoint set before call, line 11.").waitFor();

  await press(page, "Run");
  await eventually(() => at(page).then((at) => at?.text), "call $fac", "the run stops before it");
  await page.getByRole("status").getByText(/^Step 7, at a breakpoint\. /).waitFor();
  const first = await shownStep(page);
  await press(page, "Run");
  await eventually(async () => (await state(page)).frames.length, 2, "it is left, and hit again");
  assert.equal((await at(page)).line, 11);
  const stop = await page.evaluate(() => wasmscope.lastStop());
  assert.deepEqual(stop, { reason: "breakpoint", breakpoint: 1 });

  await press(page, "Run back");
  await eventually(() => shownStep(page), first, "Run back goes to the last one");
  await press(page, "Run back");
  await eventually(() => shownStep(page), 0, "and then to the beginning");

  await source(page);
  await numberOf(page, 11).click();
  await eventually(async () => (await listed(page)).count(), 0, "the number itself removes it");
  assert.equal(await dots(page).count(), 0);
  await press(page, "Run");
  await eventually(async () => (await state(page)).status, "returned", "nothing stops the run");
});

test("b is for the next instruction, F9 for the one at the cursor", async (t) => {
  const page = await open(t);
  await write(page, `(module (func (export "main") (result i32)
  (i32.add (i32.const 1) (i32.mul (i32.const 2) (i32.const 3)))))`);
  await eventually(async () => (await at(page))?.text, "i32.const 1", "it is assembled");
  await press(page, "Step");
  await page.keyboard.press("b");
  await eventually(async () => (await listed(page)).count(), 1, "the next instruction has one");
  const places = () =>
    page.evaluate(() => wasmscope.breakpoints.list().map(({ pc, op, line, column }) => [pc, op, line, column]));
  assert.deepEqual(await places(), [[1, "i32.const", 2, 36]]);
  await page.keyboard.press("b");
  await eventually(async () => (await listed(page)).count(), 0, "again, and it has none");

  // Into i32.mul, inside the folded line.
  await source(page);
  await page.getByText("i32.mul").first().click();
  await page.keyboard.press("F9");
  await eventually(places, [[3, "i32.mul", 2, 27]], "the instruction at the cursor has one");
  await page.keyboard.press("ControlOrMeta+Enter");
  await eventually(async () => (await at(page))?.text, "i32.mul", "the run stops within the line");
  await (await show(page, "Breakpoints")).getByRole("button", { name: /^Remove breakpoint at i32.mul/ }).click();
  await eventually(places, [], "its button removes it");
});

test("breakpoints move along with edits and go with their instruction", async (t) => {
  const page = await open(t);
  await factorial(page);
  await clickBeside(page, 7);
  await clickBeside(page, 11);
  await eventually(async () => (await listed(page)).count(), 2, "there are two");
  const lines = () => page.evaluate(() => wasmscope.breakpoints.list().map(({ id, line }) => [id, line]));
  assert.deepEqual(await lines(), [[1, 7], [2, 11]]);
  await (await source(page)).click();
  await page.keyboard.press("ControlOrMeta+Home");
  await page.keyboard.insertText(";; one more line\n");
  await eventually(lines, [[1, 8], [2, 12]], "they have moved down");
  // While the text is invalid they stay.
  await page.keyboard.insertText("(");
  await (await show(page, "Problems")).getByRole("listitem").first().waitFor();
  await source(page);
  assert.equal(await dots(page).count(), 2);
  await (await source(page)).press("Backspace");
  await eventually(async () => (await show(page, "Problems")).getByRole("listitem").count(), 0, "it is mended");
  assert.deepEqual(await lines(), [[1, 8], [2, 12]]);
  await write(page, `(module (func (export "main") nop))`);
  await eventually(lines, [], "with another text they are gone");
  assert.equal(await dots(page).count(), 0);
});

test("scripts add, list and remove breakpoints, and run to them", async (t) => {
  const page = await open(t);
  await ready(page);
  const seen = await page.evaluate(async () => {
    wasmscope.load(`(module
      (func $twice (param i32) (result i32)
        (i32.mul (local.get 0) (i32.const 2)))
      (func (export "main") (result i32)
        i32.const 4
        call $twice
        call $twice))`);
    wasmscope.start("main");
    const { breakpoints } = wasmscope;
    const seen = { errors: [] };
    const mul = breakpoints.add({ func: "twice", pc: 2 });
    seen.same = breakpoints.add({ line: 3, column: 10 }) === mul;
    const call = breakpoints.add({ line: 7 });
    seen.list = breakpoints.list().map(({ func, pc, name, line, column }) => [func, pc, name, line, column]);
    for (const wrong of [{}, { line: 1 }, { func: "none" }, { func: 0, pc: 9 }, { func: 7 }, { line: 99 }]) {
      try {
        breakpoints.add(wrong);
      } catch ({ name, kind }) {
        seen.errors.push(`${name} ${kind}`);
      }
    }
    const stops = [];
    const stop = ({ step, at, status }) => {
      const { reason, breakpoint } = wasmscope.lastStop();
      stops.push([step, at?.text ?? status, reason, breakpoint ?? 0]);
    };
    stop(await wasmscope.run({ until: { breakpoint: true } }));
    stop(await wasmscope.run({ until: { breakpoint: true } }));
    stop(await wasmscope.run({ fuel: 2 }));
    stop(await wasmscope.run());
    stop(await wasmscope.run());
    stop(await wasmscope.runBack({ until: { breakpoint: true } }));
    stop(await wasmscope.runBack());
    stop(await wasmscope.stepOver());
    stop(await wasmscope.stepOut());
    stop(wasmscope.step());
    breakpoints.remove(mul);
    breakpoints.remove(mul);
    stop(await wasmscope.runBack());
    seen.left = breakpoints.list().map(({ id }) => id === call);
    return { ...seen, stops, ids: [mul, call] };
  });
  const [mul, call] = seen.ids;
  assert.equal(seen.same, true);
  assert.deepEqual(seen.list, [[0, 2, "twice", 3, 10], [1, 2, "main", 7, 9]]);
  assert.deepEqual(seen.errors, Array(6).fill("WasmscopeError argument"));
  assert.deepEqual(seen.stops, [
    [4, "i32.mul", "breakpoint", mul],
    [6, "call $twice", "breakpoint", call],
    [8, "i32.const 2", "fuel", 0],
    [9, "i32.mul", "breakpoint", mul],
    [12, "returned", "end", 0],
    [9, "i32.mul", "breakpoint", mul],
    [6, "call $twice", "breakpoint", call],
    [9, "i32.mul", "breakpoint", mul],
    [11, "end", "step", 0],
    [12, "returned", "end", 0],
    [6, "call $twice", "breakpoint", call],
  ]);
  assert.deepEqual(seen.left, [true]);
});

test("an observer is told of every instruction up to the breakpoint", async (t) => {
  const page = await open(t);
  await ready(page);
  const seen = await page.evaluate(async () => {
    wasmscope.load(`(module (func (export "main") nop nop
      i32.const 1 drop nop))`);
    wasmscope.start("main");
    const id = wasmscope.breakpoints.add({ line: 2 });
    const steps = [];
    const stop = wasmscope.observe(({ step }) => steps.push(step));
    await wasmscope.run();
    const first = [steps.length, wasmscope.lastStop().breakpoint === id];
    await wasmscope.run();
    stop();
    return { first, steps, reason: wasmscope.lastStop().reason };
  });
  assert.deepEqual(seen, { first: [2, true], steps: [0, 1, 2, 3, 4, 5], reason: "end" });
});

test("a run with a breakpoint that is never reached goes on, and can be paused", async (t) => {
  const page = await open(t);
  await ready(page);
  const rate = await page.evaluate(async () => {
    wasmscope.load(`(module (func (export "main") (loop $again (br $again)) (nop)))`);
    wasmscope.start("main");
    wasmscope.breakpoints.add({ func: 0, pc: 3 });
    const run = wasmscope.run();
    await new Promise((later) => setTimeout(later, 500));
    wasmscope.pause();
    await run;
    return wasmscope.state().step / 0.5;
  });
  t.diagnostic(`${Math.round(rate / 1e6)} million steps a second`);
  assert.ok(rate > 500_000, `${rate} steps a second`);
  assert.equal((await page.evaluate(() => wasmscope.lastStop())).reason, "pause");
  await press(page, "Step");
});
