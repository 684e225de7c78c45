// While somebody predicts, nothing on the page tells what comes later.

import assert from "node:assert/strict";
import { test } from "node:test";

import { openFile } from "./binaries.mjs";
import { button, control, eventually, press, ready, region } from "./machine.mjs";
import { open, size } from "./page.mjs";
import { guess, predicting } from "./predicting.mjs";

const COUNTING = `(module
  (import "console" "log" (func $log (param i32)))
  (memory 1)
  (func (export "main") (local $i i32)
    loop $again
      local.get $i
      call $log
      local.get $i
      i32.const 2
      i32.shl
      local.get $i
      i32.store
      local.get $i
      i32.const 1
      i32.add
      local.tee $i
      i32.const 9
      i32.lt_s
      br_if $again
    end))`;

/** What can be seen or heard of the page: texts, values, and attributes that people are told. */
const appearance = (page) =>
  page.evaluate(() => {
    const told = ["aria-label", "aria-valuenow", "aria-valuemax", "aria-valuetext", "aria-disabled", "title", "max", "d", "style"];
    const lines = [];
    for (const element of document.querySelectorAll(".page *")) {
      // The way back to the last jump is that of the run before.
      if (element.closest(".chip-place") || !element.checkVisibility({ visibilityProperty: true })) continue;
      const own = [...element.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE);
      const words = own.map(({ data }) => data.trim()).concat(element.value ?? []);
      words.push(...told.filter((name) => element.hasAttribute(name)).map((name) => `${name}=${element.getAttribute(name)}`));
      if (words.some((word) => word !== "")) lines.push(`${element.localName}: ${words.join(" ")}`);
    }
    return lines;
  });

/** A page at step 18 of a run that is known so far or to its end, and what happens in it marked. */
async function counting(t, isKnown) {
  const page = await open(t);
  await ready(page);
  await page.evaluate(async ([source, isKnown]) => {
    wasmscope.load(source);
    wasmscope.start("main");
    wasmscope.breakpoints.add({ line: 14 });
    do await wasmscope.run();
    while (isKnown && wasmscope.state().status === "paused");
    wasmscope.seek(18);
  }, [COUNTING, isKnown]);
  const lanes = await control(page, "Lanes");
  if ((await lanes.getAttribute("aria-expanded")) !== "true") await lanes.click();
  await press(page, "Events");
  await press(page, "Heat");
  const history = region(page, "History");
  await page.keyboard.press("h");
  await history.getByRole("textbox", { name: "Find steps where" }).fill("$i > 1");
  await page.keyboard.press("Enter");
  await history.getByText(/^(At \d+ steps|Never)/).waitFor();
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press("g");
  await region(page, "Prediction").waitFor();
  return page;
}

// Which panes are in sight is the width's; what they say is not.
test("of what comes later nothing is seen or heard while it is asked", { skip: size.width < 700 }, async (t) => {
  const [fresh, known] = [await counting(t, false), await counting(t, true)];
  const same = async (what) => {
    const differences = async () => {
      const [one, other] = [await appearance(known), await appearance(fresh)];
      return one.filter((line) => !other.includes(line)).concat(other.filter((line) => !one.includes(line)));
    };
    await eventually(differences, [], what);
  };
  await same("a run that is known to its end looks like one that is not");
  const slider = known.getByRole("slider", { name: "Step", exact: true });
  assert.equal(await slider.getAttribute("aria-valuemax"), "18");
  assert.equal(await known.locator(".chip-place").textContent(), "", "a later step is not named");
  for (const page of [fresh, known]) await press(page, "Step back");
  await same("and so it does one step before");
  for (const page of [fresh, known]) await press(page, "Step back");
  for (const page of [fresh, known]) await guess(page, "5");
  await same("and after an answer");
  for (const page of [fresh, known]) await button(page, "Stop predicting").click();
  await eventually(async () => (await slider.getAttribute("aria-valuemax")) > 100, true, "all is shown again");
});

test("what is asked of history is answered up to the step looked at", async (t) => {
  const page = await counting(t, true);
  const history = region(page, "History");
  if (size.width < 700) {
    assert.equal(await history.isVisible(), false, "there is room for one of the two");
    await press(page, "History");
  }
  const ask = async () => {
    await history.getByRole("textbox", { name: "Find steps where" }).fill("$i >= 0");
    await page.keyboard.press("Enter");
  };
  await ask();
  await history.getByText("At 19 steps").waitFor();
  await history.getByRole("button", { name: "Will this loop end?" }).click();
  await history.getByText("What comes later is not told while you predict.").waitFor();
  await page.evaluate(() => wasmscope.seek(3));
  await history.getByText("At 19 steps").waitFor({ state: "detached" });
});

test("in a trace nothing can be predicted, and it is said why", async (t) => {
  const page = await open(t);
  await ready(page);
  // Examples are known by their traces.
  const trace = await page.evaluate(async () => {
    wasmscope.load('(module (func (export "main") (result i32) i32.const 40))');
    wasmscope.start("main");
    await wasmscope.run();
    const trace = await wasmscope.trace();
    wasmscope.load('(module (func (export "main")))');
    return trace;
  });
  await press(page, "Predict");
  const pane = region(page, "Prediction");
  await pane.waitFor();
  await openFile(page, "run.jsonl", trace);
  await region(page, "Trace").waitFor();
  await pane.waitFor({ state: "hidden" });
  await press(page, "Predict");
  await region(page, "Notice").getByText("A trace has no machine to ask: this needs the program.").waitFor();
  assert.equal(await pane.isVisible(), false);
});

test("a notice that tells of a later step is not shown", async (t) => {
  const page = await open(t);
  await ready(page);
  await page.evaluate(() => {
    wasmscope.load('(module (func (export "main") loop br 0 end))');
    wasmscope.start("main");
  });
  await press(page, "Run");
  const notice = region(page, "Notice");
  await notice.waitFor();
  await page.evaluate(() => wasmscope.seek(1));
  await press(page, "Predict");
  await notice.waitFor({ state: "hidden" });
  await button(page, "Stop predicting").click();
  await notice.waitFor();
});

test("what comes next is not spoken", async (t) => {
  const [page] = await predicting(t, "i32.const 7\ni32.const -12\ni32.add", "(result i32)");
  await page.evaluate(() => wasmscope.seek(2));
  await press(page, "Step back");
  const spoken = page.locator(".page > p[role=status]");
  await eventually(() => spoken.textContent(), "Back at step 1. What comes next is yours to predict.", "it is not told");
  await button(page, "Stop predicting").click();
  await press(page, "Step");
  await press(page, "Step back");
  await eventually(async () => (await spoken.textContent()).includes("-12"), true, "it is told again");
});
