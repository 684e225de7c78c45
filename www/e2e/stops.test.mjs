// Breakpoints of every kind: by the form, by scripts, in links; and runs to the cursor.

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  button, control, eventually, press, ready, region, show, shownStep, source, state, write,
} from "./machine.mjs";
import { open } from "./page.mjs";

const COUNT = `(module
  (memory 1)
  (func $count (export "count") (param $n i32) (local $i i32)
    (loop $again
      (i32.store8 (local.get $i) (i32.const 7))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $again (i32.lt_u (local.get $i) (local.get $n))))))`;

/** Opens the program, to count to nine. */
async function counting(t) {
  const page = await open(t);
  await ready(page);
  await page.evaluate((text) => {
    wasmscope.load(text);
    wasmscope.start("count", [9]);
  }, COUNT);
  return page;
}

const form = (page) => page.getByRole("form", { name: "Breakpoint", exact: true });
const rows = async (page) => (await show(page, "Breakpoints")).getByRole("listitem");
const list = (page) => page.evaluate(() => wasmscope.breakpoints.list());

/** Fills in the form as a person does who uses no mouse. */
async function add(page, kind, fields) {
  await (await control(page, "Add breakpoint")).press("Enter");
  await form(page).getByRole("combobox", { name: "Stop at" }).selectOption({ label: kind });
  for (const [name, text] of Object.entries(fields)) {
    await form(page).getByRole("textbox", { name, exact: true }).fill(text);
  }
  await page.keyboard.press("Enter");
}

test("a watch is set by the form, stops a run and says what has changed", async (t) => {
  const page = await counting(t);
  await add(page, "Bytes written", { Of: "5" });
  await form(page).waitFor({ state: "detached" });
  assert.match(await (await rows(page)).innerText(), /write of 1 byte at 0x5/);
  await press(page, "Run");
  const why = "write of 1 byte at 0x5, 0x5: 00 → 07";
  await page.getByRole("status").getByText(`, at ${why}. `).waitFor();
  await (await show(page, "Explanation")).getByText(`Stopped at ${why}`).waitFor();
  assert.equal((await page.evaluate(() => wasmscope.lastStop())).reason, "watch");
  const there = await shownStep(page);
  await press(page, "Run");
  await eventually(async () => (await state(page)).status, "returned", "once is enough");
  await press(page, "Run back");
  await eventually(() => shownStep(page), there, "back to the same step");
  await press(page, "Run back");
  await eventually(() => shownStep(page), 0, "and to the beginning");
});

test("conditions, counts and once are set and changed; what is wrong is said", async (t) => {
  const page = await counting(t);
  await add(page, "Local changed", { Of: "$count $i", Condition: "$i = 4" });
  const alert = form(page).getByRole("alert");
  await alert.getByText("condition: `=` compares nothing: write `==` (at character 4)").waitFor();
  await form(page).getByRole("textbox", { name: "Condition" }).fill("$i % 2 == 0");
  await form(page).getByRole("textbox", { name: "From hit" }).fill("2");
  await form(page).getByRole("textbox", { name: "From hit" }).press("Enter");
  await form(page).waitFor({ state: "detached" });
  const row = (await rows(page)).first();
  assert.match(await row.innerText(), /local \$i of \$count\s+if \$i % 2 == 0, from hit 2/);
  const i = async () => (await state(page)).frames[0]?.locals[1].text;
  await press(page, "Run");
  await eventually(i, "4", "the second even one");

  await (await control(page, "Edit breakpoint at local $i of $count")).click();
  await form(page).getByRole("textbox", { name: "Condition" }).fill("");
  await form(page).getByRole("checkbox", { name: "Only once" }).check();
  await form(page).getByRole("button", { name: "Change breakpoint" }).click();
  await form(page).waitFor({ state: "detached" });
  await press(page, "Run");
  await eventually(i, "6", "hits are counted anew");
  await eventually(async () => (await rows(page)).count(), 0, "and it is gone");
});

test("a message is written and nothing stops; a box switches it off", async (t) => {
  const page = await counting(t);
  await add(page, "Every instruction named", { Of: "i32.store8", "Log instead of stopping": "i is {$i}" });
  await form(page).waitFor({ state: "detached" });
  await press(page, "Run");
  await eventually(async () => (await state(page)).status, "returned", "it runs to the end");
  const lines = async () =>
    (await show(page, "Console")).getByRole("log").locator(".text").allInnerTexts();
  const all = Array.from({ length: 9 }, (_, i) => `i is ${i}`);
  await eventually(lines, all, "each time once");
  await press(page, "Run back");
  await eventually(lines, [], "the past shows what was written before it");
  await (await rows(page)).getByRole("checkbox", { name: /^Enable breakpoint/ }).uncheck();
  await eventually(async () => (await list(page))[0].enabled, false, "it is disabled");
  await page.getByRole("status").getByText("Breakpoint disabled: every i32.store8.").waitFor();
  await press(page, "Remove breakpoint at every i32.store8");
  await eventually(async () => (await list(page)).length, 0, "it is removed");
});

test("Escape closes the dialog and nothing is set", async (t) => {
  const page = await counting(t);
  await press(page, "Add breakpoint");
  await form(page).getByRole("textbox", { name: "Of", exact: true }).fill("0");
  await page.keyboard.press("Escape");
  await form(page).waitFor({ state: "detached" });
  assert.deepEqual(await list(page), []);
});

test("Run to cursor goes there from both sides, also from the editor", async (t) => {
  const page = await counting(t);
  await source(page);
  await page.getByText("i32.add", { exact: true }).click();
  const here = async () => (await state(page)).at?.op;
  await page.keyboard.press("ControlOrMeta+F8");
  await eventually(here, "i32.add", "by key, in the editor");
  const first = await shownStep(page);
  await press(page, "Run to cursor");
  await eventually(async () => (await shownStep(page)) > first, true, "the next time");
  assert.equal(await here(), "i32.add");
  await button(page, "Step").focus();
  await page.keyboard.press("Shift+T");
  await eventually(() => shownStep(page), first, "back to the last time");
  await press(page, "Run back to cursor");
  await eventually(() => shownStep(page), 0, "there was no other");
});

test("a link keeps all that breakpoints are", async (t) => {
  const page = await counting(t);
  const before = await page.evaluate(() => {
    const { breakpoints } = wasmscope;
    breakpoints.add({ func: "count", pc: 2, condition: "$i > 5", log: "{$i}" });
    breakpoints.add({ line: 5 });
    breakpoints.add({ on: "access", address: 64n, length: 4, hits: 3, once: true });
    breakpoints.add({ on: "local", func: "count", local: "i", enabled: false });
    breakpoints.add({ on: "trap" });
    return { list: breakpoints.list(), link: wasmscope.share() };
  });
  assert.equal(before.list.length, 5);
  const other = await open(t, { path: before.link.slice(before.link.indexOf("#")) });
  await ready(other);
  const without = (all) => all.map(({ id, ...rest }) => rest);
  await eventually(async () => without(await list(other)), without(before.list), "all of them");
});

test("scripts are told what is wrong with a breakpoint", async (t) => {
  const page = await counting(t);
  const errors = await page.evaluate(() =>
    [
      { on: "what" },
      { on: "entry" },
      { on: "local", func: "count" },
      { on: "local", func: "count", local: "x" },
      { on: "write" },
      { on: "write", address: -1 },
      { on: "write", address: 0, memory: 3 },
      { on: "opcode", op: "i32.ad" },
      { on: "host", name: "nothing" },
      { line: 5, condition: 5 },
      { line: 5, condition: "$i >" },
      { line: 5, log: "{$x}" },
      { line: 5, hits: -1 },
    ].map((wanted) => {
      try {
        wasmscope.breakpoints.add(wanted);
        return "nothing";
      } catch (error) {
        return `${error.name} ${error.kind}`;
      }
    }));
  assert.deepEqual(errors, Array(13).fill("WasmscopeError argument"));
  assert.deepEqual(await list(page), []);
});

test("ten thousand breakpoints are set at once, and a run through them goes on", async (t) => {
  const page = await counting(t);
  await page.evaluate(() => {
    for (let i = 0; i < 10_000; i += 1) {
      wasmscope.breakpoints.add({ on: "write", address: 20 + i });
    }
  });
  await (await show(page, "Breakpoints")).getByText("9700 more are not shown.").waitFor();
  const end = await page.evaluate(async () => (await wasmscope.run()).status);
  assert.equal(end, "returned");
  await region(page, "Breakpoints").waitFor();
});
