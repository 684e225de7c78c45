// After an edit the machine stands at step 0, and the page says whether the step that was
// looked at is still the same one; if it is, it leads there.

import assert from "node:assert/strict";
import { test } from "node:test";

import { eventually, press, ready, region, shownStep, source, state, write } from "./machine.mjs";
import { open } from "./page.mjs";

const program = (first, later) => `(module (func (export "main") (result i32) (local $i i32)
  (local.set $i (i32.const ${first}))
  (loop $more
    (br_if $more (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 20))))
  (i32.mul (local.get $i) (i32.const ${later}))))`;

const chip = (page) => page.getByRole("button", { name: /^Back to step/ });
const said = (page, text) => page.getByRole("status").getByText(text).waitFor();

/** A page with a program at a step. */
async function at(t, step) {
  const page = await open(t);
  await ready(page);
  await page.evaluate(
    ([text, step]) => {
      wasmscope.load(text);
      wasmscope.start("main");
      return wasmscope.goTo(step);
    },
    [program(1, 2), step],
  );
  assert.equal(await shownStep(page), step);
  return page;
}

test("a step that nothing before was edited of is led back to", async (t) => {
  const page = await at(t, 30);
  await write(page, program(1, 3));
  await said(page, "Restarted after the edit. Step 30 is still the same");
  assert.equal(await shownStep(page), 0);
  await region(page, "Timeline").getByText("Restarted after the edit").first().waitFor();
  // A second edit before anything moved: it is still the one to come back to.
  await write(page, program(1, 4).replace("(local $i i32)", "(local $i i32) (local $more i32)"));
  await eventually(async () => (await state(page)).frames[0]?.locals.length, 2, "restarted");
  await chip(page).waitFor();
  await chip(page).click();
  await eventually(() => shownStep(page), 30, "back");
  assert.equal((await state(page)).status, "paused");
});

test("a step that the edit reaches is said to be another one", async (t) => {
  const page = await at(t, 30);
  await write(page, program(7, 2));
  await said(page, "Step 30 is not kept: the run is another one from step 0 on.");
  assert.equal(await chip(page).count(), 0);
  assert.equal(await shownStep(page), 0);
});

test("while the text is invalid the old machine stays where it is", async (t) => {
  const page = await at(t, 30);
  await write(page, "(module (func");
  await (await source(page)).waitFor();
  await eventually(() => shownStep(page), 30, "it stays");
  await write(page, program(1, 5));
  await said(page, "Step 30 is still the same");
});

test("on request the machine goes back to the step by itself, if it is the same", async (t) => {
  const page = await at(t, 30);
  await press(page, "Settings");
  await page.getByRole("checkbox", { name: "Keep the step after an edit" }).check();
  await page.getByRole("dialog", { name: "Settings" }).getByRole("button", { name: "Close" }).click();
  await write(page, program(1, 3));
  await said(page, "Back at step 30 after the edit");
  assert.equal(await shownStep(page), 30);
  await region(page, "Timeline").getByText("Kept at step 30 after the edit").first().waitFor();
  await chip(page).click();
  await eventually(() => shownStep(page), 0, "and back to step 0");

  // What a script loads begins at its first step, as always.
  await page.evaluate(() => wasmscope.goTo(30));
  await page.evaluate((text) => wasmscope.load(text), program(1, 4));
  assert.equal((await state(page)).step, 0);
  await page.evaluate(() => (wasmscope.start("main"), wasmscope.goTo(30)));
  await write(page, program(7, 2));
  await said(page, "Step 30 is not kept: the run is another one from step 0 on.");
  assert.equal(await shownStep(page), 0);
});
