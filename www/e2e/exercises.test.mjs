// Exercises that travel in a link.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { linkOf, pane, said, tap } from "./lessons.mjs";
import { eventually, press, shownStep, state, step, write } from "./machine.mjs";
import { open } from "./page.mjs";
import { source } from "./sources.mjs";

const { isSame } = await source("lessons/check.js");
const { ofProgram } = await source("lessons/directives.js");

const manual = readFileSync(new URL("../../docs/exercises.md", import.meta.url), "utf8");
const [, EXERCISE] = /^```wat\n([\s\S]*?)^```$/m.exec(manual);

test("an exercise travels in a link, is checked, hinted at and solved", async (t) => {
  // The hole leaves a program that is valid: it returns $a.
  const hash = await linkOf(t, EXERCISE, "max", [3, 5]);
  const page = await open(t, { path: hash });
  await pane(page).getByRole("heading", { name: "The larger of two" }).waitFor();
  await pane(page).getByText("Make max return the larger").waitFor();
  await pane(page).getByText("and one more call, not shown here").waitFor();
  assert.equal(new URL(page.url()).hash, hash, "the address is still the link's");
  await step(page, 1);
  await tap(page, "Check");
  await eventually(
    () => said(page),
    "1 of 3 calls came out otherwise. max 3 5: wanted 5, came 3.",
    "what was wanted and what came",
  );
  assert.equal(await shownStep(page), 1, "the run that is looked at stays");
  await pane(page).getByText("max -1 -7").waitFor({ state: "detached" });

  await tap(page, "Step through max 3 5");
  await eventually(async () => (await state(page)).step, 0, "it stands before the call");
  await tap(page, "Show hint 1 of 2");
  await eventually(() => said(page), "Hint 1: A comparison leaves 1 or 0, which is what if takes.", "a hint");
  const hole = EXERCISE.split("\n").findIndex((line) => line.includes(";;?")) + 1;
  await tap(page, `Go to line ${hole}`);
  await eventually(
    () => page.evaluate(() => document.activeElement?.closest(".cm-content") !== null),
    true,
    "the editor has the focus",
  );

  const solved = EXERCISE.replace(
    /local\.get \$a .*$/m,
    "(if (result i32) (i32.gt_s (local.get $a) (local.get $b)) (then (local.get $a)) (else (local.get $b)))",
  );
  await write(page, solved);
  await tap(page, "Check");
  await eventually(() => said(page), "All of it is right.", "it is solved");
});

test("a secret is shown when it fails, and rules when all else is right", async (t) => {
  const text = `;;@ task Twice
;;@ assert twice 2 = 4
;;@ secret twice 5 = 10
;;@ never i32.mul
;;@   , i32.shl
;;@ steps 4
(module (func (export "twice") (param $n i32) (result i32)
  BODY))`;
  const page = await open(t, { path: await linkOf(t, text.replace("BODY", "local.get $n local.get $n i32.mul"), "twice", [2]) });
  await tap(page, "Check");
  await eventually(() => said(page), "1 of 2 calls came out otherwise. twice 5: wanted 10, came 25.", "the secret");
  await write(page, text.replace("BODY", "local.get $n i32.const 1 i32.shl"));
  await tap(page, "Check");
  await eventually(() => said(page), "The results are right. It must not execute i32.shl.", "the rule");
  await write(page, text.replace("BODY", "local.get $n local.get $n i32.add nop nop"));
  await tap(page, "Check");
  await eventually(
    () => said(page),
    "The results are right. twice 2 takes 6 steps; at most 4 steps are allowed.",
    "the steps",
  );
  await write(page, text.replace("BODY", "local.get $n local.get $n i32.add"));
  await tap(page, "Check");
  await eventually(() => said(page), "All of it is right.", "it is solved");
});

test("a verdict is never shown beside calls that did not run", async (t) => {
  const text = (call) => `;;@ task One\n;;@ assert ${call}\n(module (func (export "main") (result i32) i32.const 1))`;
  const page = await open(t, { path: await linkOf(t, text("main = 1"), "main", []) });
  await tap(page, "Check");
  await eventually(() => said(page), "All of it is right.", "it is solved");
  const cases = pane(page).getByRole("list", { name: "Calls that are checked" });
  assert.match(await cases.innerText(), /✓/);
  await write(page, text("nosuch 1 = 2"));
  await eventually(async () => (await cases.innerText()).includes("nosuch 1"), true, "the new call");
  assert.doesNotMatch(await cases.innerText(), /✓|✗/);
  await pane(page).getByText("Of the text before: check again", { exact: true }).waitFor();
});

test("a program whose only directive is misspelled says so when it is opened", async (t) => {
  const text = `(module (func (export "main") (result i32) i32.const 1))\n;;@ asert main = 2`;
  const page = await open(t, { path: await linkOf(t, text, "main", []) });
  await pane(page).getByText("Line 2: ;;@ asert main = 2: there is no such word, assert is probably meant.").waitFor();
  assert.equal(await page.getByText("is probably meant").count(), 1, "once");
});

test("what is typed is an exercise at once where the pane is open, and none elsewhere", async (t) => {
  const page = await open(t);
  await write(page, EXERCISE);
  await eventually(async () => (await state(page)).at?.name, "max", "it is assembled");
  assert.equal(await pane(page).count(), 0, "nothing opens while somebody types");
  await page.evaluate(() => (location.hash = "lessons"));
  await tap(page, "Open the exercise of this program");
  await pane(page).getByRole("heading", { name: "The larger of two" }).waitFor();
  await write(page, EXERCISE.replace("The larger of two", "Another title"));
  await pane(page).getByRole("heading", { name: "Another title" }).waitFor();
  await tap(page, "All lessons");
  await tap(page, "Write an exercise or a storyboard");
  await pane(page).getByRole("heading", { name: "Exercises and storyboards in a link" }).waitFor();
  await tap(page, "Close lessons");
});

test("texts of a link are text, whatever they hold", async (t) => {
  const text = `;;@ task <img src=x onerror="document.title='owned'"> [here](https://example.com/) \`<b>\`
;;@ assert main = 1
;;@ hint <script>document.title = 'owned'</script>
(module (func (export "main") (result i32) i32.const 1))`;
  const page = await open(t, { path: await linkOf(t, text, "main", []) });
  await pane(page).getByRole("heading", { name: /<img src=x/ }).waitFor();
  await tap(page, "Show hint 1 of 1");
  await eventually(() => said(page), "Hint 1: <script>document.title = 'owned'</script>", "it is told");
  assert.equal(await pane(page).locator("img, script, a").count(), 0);
  assert.notEqual(await page.title(), "owned");
});

test("directives are read as they are documented", () => {
  const { task, cases, hints, must, holes, problems } = ofProgram(EXERCISE);
  assert.equal(task, "The larger of two\n\nMake `max` return the larger of its operands, as signed numbers.");
  assert.deepEqual(cases.map(({ calls, results, isSecret }) => [calls, results, isSecret]), [
    [[["max", "3", "5"]], ["5"], false],
    [[["max", "5", "3"]], ["5"], false],
    [[["max", "-1", "-7"]], ["-1"], true],
  ]);
  assert.deepEqual([hints.length, must, holes.length, problems], [2, ["if"], 1, []]);
  const [sequence, trap] = ofProgram(`;;@ assert put 7 then put 8 then "sum of all" = 15 0x10
;;@ assert div 1 0 = trap integer divide by zero`).cases;
  assert.deepEqual(sequence.calls, [["put", "7"], ["put", "8"], ["sum of all"]]);
  assert.deepEqual(sequence.results, ["15", "0x10"]);
  assert.deepEqual([trap.ending, trap.why], ["trapped", "integer divide by zero"]);
  for (const word of ["task", "assert", "secret", "must", "never", "steps", "depth", "hint", "note"]) {
    assert.ok(manual.includes(`;;@ ${word} `), `${word} is documented`);
  }
});

test("a word that is none is told with its line, unless the structures tell it", () => {
  // The words are those of a test of vm/src/overlay, which tells the others.
  const words = readFileSync(new URL("../../vm/tests/directives.txt", import.meta.url), "utf8");
  const told = (text) => ofProgram(text).problems;
  for (const row of words.trim().split("\n")) {
    const [word, meant] = row.split(" ");
    const problems = told(`(module)\n  ;;@ ${word} A\n;;@ must nop`);
    if (meant === "struct" || meant === "view" || word.includes(".")) {
      assert.deepEqual(problems, [], row);
      continue;
    }
    assert.equal(problems[0].line, 2, row);
    const why = meant === "-" ? "there are task, " : `${meant} is probably meant`;
    assert.ok(problems[0].text.startsWith(`;;@ ${word} A: there is no such word, ${why}`), problems[0].text);
  }
  assert.deepEqual(told(";;@ struct A {\n;;@ task: u8,\n;;@ b: u8 }"), [], "fields are no words of ours");
  assert.deepEqual(told(';;@ task X\n;;@   asert goes on\n(data ";;@ asert") ;; see ;;@ asert'), []);
  assert.equal(told("nop ;;@ steps 4")[0].text, ";;@ steps 4: it has to stand on a line of its own.");
});

test("a result is what was wanted, however it is written", () => {
  for (const [result, wanted] of [
    ["i32:-1", "-1"], ["i32:-1", "0xffffffff"], ["i32:-1", "4294967295"], ["i64:-1", "0xffff_ffff_ffff_ffff"],
    ["f32:0.1", "0.1"], ["f64:-0", "-0"], ["f64:nan", "nan"], ["f64:inf", "inf"], ["funcref:null", "null"],
    ["v128:i32x4 0x00000001 0xffffffff 0x00000000 0x00000010", "i32x4:1,-1,0,0x10"],
  ]) assert.ok(isSame(result, wanted), `${result} is ${wanted}`);
  for (const [result, wanted] of [
    ["i32:1", "2"], ["i32:1", "one"], ["f64:-0", "0"], ["f64:1", "nan"], ["i64:1", "4294967297"],
    ["v128:i32x4 0x00000001 0x00000000 0x00000000 0x00000000", "i32x4:1,0,0"],
  ]) assert.ok(!isSame(result, wanted), `${result} is not ${wanted}`);
});

test("an exercise that was closed stays closed while modules are gone through", async (t) => {
  const hash = await linkOf(t, EXERCISE, "max", [3, 5]);
  const page = await open(t, { path: hash });
  await pane(page).getByRole("heading", { name: "The larger of two" }).waitFor();
  await tap(page, "Close lessons");
  await pane(page).waitFor({ state: "hidden" });
  await press(page, "Add module");
  const tab = (name) => page.getByRole("tablist", { name: "Modules" }).getByRole("tab", { name });
  await tab("main").click();
  await eventually(() => page.evaluate(() => document.querySelector(".cm-content").innerText.includes("max")), true, "the text is back");
  await tab("module").click();
  // While the other module is shown, a script loads the program anew: its text is another one.
  await page.evaluate((text) => wasmscope.load(text, { modules: { other: "(module)" } }), `${EXERCISE}\n`);
  await tap(page, "Close lessons");
  await tab("other").click();
  await page.evaluate(() => wasmscope.step());
  await tab("main").click();
  await eventually(() => tab("main").getAttribute("aria-selected"), "true", "it is shown");
  assert.equal(await pane(page).isVisible(), false, "nobody has opened it again");
});
