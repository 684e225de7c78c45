// Questions to history: a value is asked about by a click or by keyboard, steps are found by a
// condition, and a loop says whether it can end.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";

import { button, eventually, press, ready, region, show, shownStep } from "./machine.mjs";
import { open } from "./page.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const SUM = `(module (memory 1)
  (func $add (param $a i32) (param $b i32) (result i32)
    local.get $a
    local.get $b
    i32.add)
  (func (export "main") (param $n i32) (result i32) (local $x i32)
    local.get $n
    i32.const 2
    call $add
    local.set $x
    i32.const 8
    local.get $x
    i32.store
    i32.const 8
    i32.load))`;

const LOOP = `(module
  (func (export "count") (param $n i32) (local $i i32)
    loop $l
      local.get $i
      i32.const 1
      i32.add
      local.tee $i
      local.get $n
      i32.lt_u
      br_if $l
    end)
  (func (export "for ever") (local $i i32)
    loop $l
      local.get $i
      i32.const 1
      i32.xor
      local.set $i
      br $l
    end))`;

/** A page on which a program stands at a step of a run that is known to its end. */
async function at(t, text, entry, args, step) {
  const page = await open(t);
  await ready(page);
  await page.evaluate(
    ([text, entry, args, step]) => {
      wasmscope.load(text);
      wasmscope.start(entry, args);
      wasmscope.seek(1_000);
      wasmscope.seek(step);
    },
    [text, entry, args, step],
  );
  return page;
}

/** Lines of the origin of what `main` returns: the load, its store, the sum, argument and
 * constant, and the two addresses. */
const TREE = 7;

const history = (page) => region(page, "History");

test("a click on a local says who wrote it and who reads it, and leads there", async (t) => {
  const page = await at(t, SUM, "main", [5], 8);
  await (await show(page, "Locals")).getByRole("row", { name: /\$x/ }).click();
  const pane = history(page);
  await pane.getByText("Written at step 7 by local.set in main, line 10. 0 → 7.").waitFor();
  await pane.getByText("Next read at step 9 by local.get in main, line 12.").waitFor();
  const tree = pane.getByRole("tree", { name: "Where it comes from" });
  await eventually(
    () => tree.getByRole("treeitem").allTextContents(),
    [
      "▾i32.add = 7, step 5, line 5, moved by steps 7, 6",
      "·argument = 5, moved by steps 3, 2, 0",
      "·i32.const 2, step 1, line 8, moved by steps 4, 2",
    ],
    "the tree",
  );
  await button(pane, "Step 7").click();
  await eventually(() => shownStep(page), 7, "the step it was written at");
  await tree.getByRole("treeitem").first().click();
  await eventually(() => shownStep(page), 5, "the step it was made at");
});

test("everything is asked, folded and left by keyboard", async (t) => {
  const page = await at(t, SUM, "main", [5], 14);
  // Enter goes into a pane, and asks about the value there.
  await (await show(page, "Explanation")).locator(".body").focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  const items = history(page).getByRole("treeitem");
  await eventually(() => items.count(), TREE, "all of the tree");
  await items.first().focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowLeft");
  await eventually(() => items.count(), TREE - 4, "what is below the store is folded");
  await eventually(
    () => items.nth(1).evaluate((item) => item === document.activeElement),
    true,
    "the focus stays",
  );
  await page.keyboard.press("ArrowRight");
  await eventually(() => items.count(), TREE, "and unfolded again");
  await page.keyboard.press("Enter");
  await eventually(() => shownStep(page), 10, "Enter goes to the step of the store");
  await page.keyboard.press("Escape");
  await history(page).waitFor({ state: "hidden" });
  await (await show(page, "Stack")).locator(".body").focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await history(page).getByText("Operand 0 at step 10").waitFor();
});

test("a byte is asked about with the store that wrote it", async (t) => {
  const page = await at(t, SUM, "main", [5], 12);
  await (await show(page, "Memory")).locator("[data-address='9']").click();
  await history(page).getByText(/Written at step 10 by i32\.store in main, line 13\./).waitFor();
});

test("steps are found by a condition and gone through", async (t) => {
  const page = await at(t, LOOP, "count", [6], 0);
  await press(page, "History");
  const pane = history(page);
  await pane.getByRole("textbox", { name: "Find steps where" }).fill("$i == 2 || $i == 4");
  await button(pane, "Find").click();
  await pane.getByText("At 16 steps, 2 stretches without a break.").waitFor();
  await button(pane, "Next place").click();
  await eventually(() => shownStep(page), 13, "the first place");
  await button(pane, "Next place").click();
  await eventually(() => shownStep(page), 29, "the second place");
  await button(pane, "Previous place").click();
  await eventually(() => shownStep(page), 13, "back again");
  await pane.getByRole("textbox", { name: "Find steps where" }).fill("$i ==");
  await page.keyboard.press("Enter");
  await pane.getByText(/at character/).waitFor();
});

test("a run that is paused in an endless loop is told to never end, in a notice", async (t) => {
  const page = await at(t, LOOP, "for ever", [], 0);
  // A run that goes on for longer is told so while it does.
  await page.evaluate(async () => {
    const run = wasmscope.run();
    setTimeout(() => wasmscope.pause(), 50);
    await run;
  });
  const notice = region(page, "Notice");
  await notice.getByText(/This program can never end: at step/).waitFor();
  assert.equal(await history(page).count(), 0, "no pane lies over the others unasked");
  await button(notice, "See the two steps").click();
  const told = history(page);
  await told.getByText(/This program can never end: at step/).waitFor();
  const steps = await told.getByRole("button", { name: /^Step [\d,]+$/ }).allInnerTexts();
  const numbers = steps.map((text) => Number(text.replace(/\D/g, "")));
  assert.equal(numbers.length, 2);
  assert.equal((numbers[1] - numbers[0]) % 12, 0, "two iterations make a circle");
});

test("a loop that ends says how far it is", async (t) => {
  const page = await at(t, LOOP, "count", [100], 8 * 13 + 5);
  await press(page, "History");
  await button(history(page), "Will this loop end?").click();
  await history(page).getByText(/iteration 14, \$i 14 → 100/).waitFor();
});

test("answers go with the run that they are about", async (t) => {
  const page = await at(t, LOOP, "count", [100], 8 * 13 + 5);
  await press(page, "History");
  await button(history(page), "Will this loop end?").click();
  await history(page).getByText(/iteration 14, \$i 14 → 100/).waitFor();
  await history(page).getByRole("textbox", { name: "Find steps where" }).fill("$i == 3");
  await button(history(page), "Find").click();
  await history(page).getByText(/^At \d+ steps/).waitFor();
  await button(history(page), "Close history").click();
  await (await show(page, "Locals")).getByRole("row").last().locator(".type").click();
  await history(page).getByText(/^Written at step/).waitFor();

  await page.evaluate(() => wasmscope.stepBack(1));
  await history(page).getByText(/iteration 14/).waitFor();
  await page.evaluate(() => wasmscope.load('(module (func (export "main") nop nop))'));
  for (const answer of [/iteration 14/, /^At \d+ steps/, /^Written at step/]) {
    assert.equal(await history(page).getByText(answer).count(), 0, `${answer} is gone`);
  }
  await history(page).getByText(/^Click a value of the stack/).waitFor();
  assert.equal(await button(history(page), "Next place").getAttribute("aria-disabled"), "true");
});

test("the pane has no accessibility problem", async (t) => {
  const page = await at(t, SUM, "main", [5], 14);
  await (await show(page, "Explanation")).locator(".results .value").click();
  await eventually(() => history(page).getByRole("treeitem").count(), TREE, "the tree");
  await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    const { violations } = await globalThis.axe.run("#pane-history");
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`);
  });
  assert.deepEqual(found, []);
});

test("scripts are told what they ask wrongly, and what is given up", async (t) => {
  const page = await at(t, SUM, "main", [5], 8);
  const kinds = await page.evaluate(async () => {
    const kindOf = (promise) => promise.then(() => "none", ({ kind }) => kind);
    const kinds = [];
    for (const location of [
      undefined, {}, { local: "$nobody" }, { local: 9 }, { local: 0, frame: 1 }, { operand: 0 },
      { memory: 65536 }, { memory: 0, length: 0 }, { memory: -1 }, { global: "$g" }, { table: 0 },
      { object: 1, field: 0 }, { result: 0 },
    ]) {
      kinds.push(await kindOf(wasmscope.origin(location)));
    }
    kinds.push(await kindOf(wasmscope.find("$i >")));
    kinds.push(await wasmscope.loop());
    const started = wasmscope.find("$n == 5");
    wasmscope.start("main", [6]);
    kinds.push(await kindOf(started));
    return kinds;
  });
  assert.deepEqual(kinds, [...Array(14).fill("argument"), null, "busy"]);
});
