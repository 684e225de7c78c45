// The lessons: the way through them, tasks that check themselves, and what is kept.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { goTo, heading, pane, said, tap, unfolded, within } from "./lessons.mjs";
import { button, control, eventually, press, ready, shownStep, source, state, write } from "./machine.mjs";
import { open } from "./page.mjs";
import { source as module } from "./sources.mjs";

const { lessonOf } = await module("lessons/lesson.js");

/** What the task of the second lesson begins with. */
const { start } = lessonOf(readFileSync(new URL("../lessons/02-values.md", import.meta.url), "utf8")).programs;

test("the way through a lesson: sections, programs, and the text of before by undo", async (t) => {
  const page = await open(t);
  const mine = '(module (func (export "mine") (result i32) i32.const 42))';
  await write(page, mine);
  await eventually(async () => (await state(page)).at?.name, "mine", "it is assembled");
  await press(page, "Lessons");
  await pane(page).getByRole("heading", { name: "Twelve lessons" }).waitFor();
  assert.equal(await pane(page).getByRole("listitem").count(), 12);
  await tap(page, /^1 What a virtual machine is/);
  await heading(page).getByText("Instruction sets").waitFor();
  assert.ok(await heading(page).evaluate((element) => element === document.activeElement), "the focus comes along");
  assert.equal(await (await within(page, "Back")).getAttribute("aria-disabled"), "true");
  await tap(page, "Next");
  await tap(page, "Next");
  await heading(page).getByText("The abstract machine").waitFor();
  assert.equal(new URL(page.url()).hash, "#lesson=1.3");
  await tap(page, "Show me two values on the stack");
  await eventually(() => shownStep(page), 2, "the step that is shown");
  await eventually(() => said(page), "Step 2: two values on the stack.", "it is said");
  await button(page, "Step").click();
  await eventually(() => shownStep(page), 3, "the machine stays in use");
  const editor = await source(page);
  await editor.focus();
  await page.keyboard.press("ControlOrMeta+z");
  await eventually(async () => (await editor.innerText()).trim(), mine, "undo brings the text back");

  await page.reload();
  await heading(page).getByText("The abstract machine").waitFor();
  await tap(page, "All lessons");
  await tap(page, "Go on with lesson 1, section 3");
  await heading(page).getByText("The abstract machine").waitFor();
  await tap(page, "Close lessons");
  await pane(page).waitFor({ state: "hidden" });
  assert.equal(new URL(page.url()).hash, "");
});

test("a task is checked, hinted at in three levels, solved and kept", async (t) => {
  const page = await open(t, { path: "#lesson=2.6" });
  await heading(page).getByText("Task: average without overflow").waitFor();
  await tap(page, "Check");
  await eventually(() => said(page), "Another program is in the editor. Open the program of the task first.", "said");
  await tap(page, "Open the program of the task");
  await tap(page, "Check");
  const wrong = "4 of 6 calls came out otherwise. average 0xffffffff 1: wanted 0x80000000, came 0.";
  await eventually(() => said(page), wrong, "what was wanted and what came");
  const cases = pane(page).getByRole("list", { name: "Calls that are checked" });
  assert.match(await cases.innerText(), /✓\s*right:\s*average 4 8 → 6/);
  for (const level of [1, 2, 3]) {
    assert.equal(await (await within(page, "Show the solution")).count(), 0, "the solution comes last");
    await tap(page, `Show hint ${level} of 3`);
    await eventually(() => pane(page).getByRole("list", { name: "Hints" }).getByRole("listitem").count(), level, "a hint");
  }
  // What the learner has made of it survives another program, and a new visit.
  const half = start.replace("i32.add", "i32.add nop");
  await write(page, half);
  await tap(page, "Back");
  await tap(page, /the bits of the float 1/);
  await tap(page, "Next");
  await tap(page, "Open the program of the task");
  await eventually(async () => (await (await source(page)).innerText()).includes("i32.add nop"), true, "it is kept");
  await tap(page, "Begin the task anew");
  await eventually(async () => (await (await source(page)).innerText()).includes("nop"), false, "it begins anew");
  await tap(page, "Show the solution");
  await tap(page, "Check");
  await eventually(() => said(page), "All of it is right. Lesson 2 is done.", "it is done");
  await (await within(page, "Lesson 3: Locals and parameters")).waitFor();
  await page.reload();
  await tap(page, "All lessons");
  await pane(page).getByText("1 of 12 done").waitFor();
  assert.match(await (await unfolded(page)).getByRole("button", { name: /^2 Values and types/ }).innerText(), /done/);
});

test("a text that is not valid is told with its line", async (t) => {
  const page = await open(t, { path: "#lesson=8.6" });
  await tap(page, "Open the program of the task");
  await tap(page, "Check");
  await eventually(async () => /^The program is not valid, so nothing was run\. Line \d+: /.test(await said(page)), true, "told");
  await tap(page, /^Go to line \d+$/);
  await eventually(
    () => page.evaluate(() => document.activeElement?.closest(".cm-content") !== null),
    true,
    "the editor has the focus",
  );
  await goTo(page, "8.2");
  await tap(page, /an operand of the wrong type/);
  await eventually(() => said(page), "See Problems: an operand of the wrong type.", "it is said");
});

test("an endless program is told as one, and rules are told as well", async (t) => {
  const page = await open(t, { path: "#lesson=1.6" });
  await tap(page, "Open the program of the task");
  const text = (body) => `;; Task 1: (30 - 6) / (2 + 4)\n(module (func (export "main") (result i32) ${body}))`;
  await write(page, text("(loop (br 0)) i32.const 4"));
  await tap(page, "Check");
  await eventually(
    () => said(page),
    "1 of 1 call came out otherwise. main: wanted 4, came no end after 1,000,000 instructions.",
    "endless",
  );
  await write(page, text("i32.const 4"));
  await tap(page, "Check");
  await eventually(
    () => said(page),
    "The results are right. It has to execute i32.sub, i32.add and i32.div_s, and does not.",
    "the rule",
  );
  await write(page, text("i32.const 4").replace('"main"', '"mian"'));
  await tap(page, "Check");
  const refused = 'main cannot be called: there is no exported function "main"; there are: mian.';
  await eventually(() => said(page), refused, "what cannot be called");
});

test("every place has a link, and one that does not exist leads to the nearest", async (t) => {
  const page = await open(t, { path: "#lesson=3.99" });
  await pane(page).getByRole("link", { name: "Link to section 3.5" }).waitFor();
  await goTo(page, "5.2");
  await heading(page).getByText("if").waitFor();
  await page.evaluate(() => (location.hash = "lesson=40.1"));
  await heading(page).getByText("Twelve lessons").waitFor();
});

test("the pane is used and left by keyboard", async (t) => {
  const page = await open(t, { path: "#lesson=1.1" });
  await ready(page);
  await (await within(page, "Next")).focus();
  await page.keyboard.press("Enter");
  await heading(page).getByText("Virtual machines").waitFor();
  await page.keyboard.press("Escape");
  await pane(page).waitFor({ state: "hidden" });
  assert.ok(await page.evaluate(() => document.activeElement !== document.body), "the focus is not lost");
  await (await control(page, "Lessons")).focus();
  await page.keyboard.press("Enter");
  await heading(page).getByText("Virtual machines").waitFor();
});

/** The first task solved, without a comment and with `2` or another number in it. */
const solved = (number = 2) => `(module (func (export "main") (result i32)
  i32.const 30 i32.const 6 i32.sub i32.const ${number} i32.const 4 i32.add i32.div_s))`;

test("a verdict is of the text before once the text is edited, and nothing jumps", async (t) => {
  const page = await open(t, { path: "#lesson=1.6" });
  await tap(page, "Open the program of the task");
  // Its first line goes along with the rest.
  await write(page, solved());
  await tap(page, "Check");
  await eventually(() => said(page), "All of it is right. Lesson 1 is done.", "it is the task's, whatever is in it");
  const verdict = pane(page).locator(".verdict");
  const cases = pane(page).getByRole("list", { name: "Calls that are checked" });
  assert.match(await cases.innerText(), /✓/);
  assert.match(await verdict.innerText(), /^Of this text\s+All of it is right\.$/);
  const height = async () => (await unfolded(page)).locator("#lesson-body").evaluate((body) => body.scrollHeight);
  const before = await height();
  await write(page, solved(20));
  await unfolded(page);
  await eventually(() => verdict.innerText(), "Of the text before: check again\nAll of it is right.", "it is told");
  assert.equal(await said(page), "The verdict is of the text before: check again.");
  assert.doesNotMatch(await cases.innerText(), /✓|✗/);
  assert.equal(await height(), before, "nothing jumps");
  await tap(page, "Check");
  await eventually(() => said(page), "1 of 1 call came out otherwise. main: wanted 4, came 1.", "of this text");
  await eventually(async () => (await verdict.innerText()).startsWith("Of this text"), true, "it is marked anew");
});

test("a program that was opened since, or that undo brought back, is not the task's", async (t) => {
  const page = await open(t, { path: "#lesson=1.6" });
  const mine = '(module (func (export "mine") (result i32) i32.const 42))';
  await write(page, mine);
  await eventually(async () => (await state(page)).at?.name, "mine", "it is assembled");
  await tap(page, "Open the program of the task");
  const editor = await source(page);
  await eventually(async () => (await editor.innerText()).includes(";; Task 1"), true, "it is open");
  await editor.focus();
  await page.keyboard.press("ControlOrMeta+z");
  await eventually(async () => (await editor.innerText()).trim(), mine, "undo");
  const other = "Another program is in the editor. Open the program of the task first.";
  await tap(page, "Check");
  await eventually(() => said(page), other, "undone");
  await tap(page, "Open the program of the task");
  await tap(page, "Close lessons");
  await page.evaluate((text) => wasmscope.load(text), mine.replace("42", "43"));
  await press(page, "Lessons");
  await tap(page, "Check");
  await eventually(() => said(page), other, "another was opened meanwhile");
});
