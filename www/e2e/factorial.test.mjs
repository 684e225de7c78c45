import assert from "node:assert/strict";
import { test } from "node:test";

import { eventually, openExample, press, show, stack, state, step } from "./machine.mjs";
import { open } from "./page.mjs";

const frames = async (page) =>
  (await show(page, "Frames"))
    .getByRole("listitem")
    .evaluateAll((items) => items.map((item) => item.textContent.trim()));

test("factorial shows a frame a call, each with its own $n", async (t) => {
  const page = await open(t);
  await openExample(page, "Factorial");
  await eventually(async () => (await state(page)).at?.name, "fac", "it is open");
  assert.equal(await page.getByRole("textbox", { name: "$n", exact: true }).inputValue(), "5");

  // local.get, i64.eqz, if, local.get, local.get, i64.const, i64.sub: the call is next.
  await step(page, 7);
  assert.deepEqual(await stack(page), ["i64 4", "i64 5"]);
  assert.equal((await state(page)).at.op, "call");
  assert.equal((await frames(page)).length, 1);

  await step(page);
  assert.deepEqual(await stack(page), [], "the argument has become a parameter");
  assert.equal((await frames(page)).length, 2);
  await (await show(page, "Locals")).getByRole("row", { name: "$n i64 4" }).waitFor();

  await (await show(page, "Frames")).getByRole("button").nth(1).click();
  await (await show(page, "Locals")).getByRole("row", { name: "$n i64 5" }).waitFor();

  await step(page, 8 * 4);
  const deepest = await state(page);
  assert.deepEqual(
    [deepest.step, deepest.frames.length, deepest.frames[0].locals[0].text],
    [40, 6, "0"],
  );
  assert.equal((await frames(page)).length, 6);

  await press(page, "Step out");
  await eventually(async () => (await state(page)).frames.length, 5, "one frame is gone");
  assert.deepEqual(await stack(page), ["i64 1", "i64 1"]);

  await press(page, "Run");
  await (await show(page, "Explanation")).getByText("i64 120").waitFor();
  const { status, results, frames: left, at } = await state(page);
  assert.deepEqual(
    [status, results, left, at],
    ["returned", [{ type: "i64", text: "120", bits: "0x0000000000000078" }], [], null],
  );
});

test("step over runs a call as a whole", async (t) => {
  const page = await open(t);
  await openExample(page, "Factorial");
  await step(page, 7);
  await press(page, "Step over");
  await eventually(() => stack(page), ["i64 24", "i64 5"], "4! is on the stack");
  assert.equal((await state(page)).frames.length, 1);
});

test("the argument is read again, and a wrong one is said", async (t) => {
  const page = await open(t);
  await openExample(page, "Factorial");
  const box = page.getByRole("textbox", { name: "$n", exact: true });
  await box.fill("3");
  await press(page, "Run");
  await (await show(page, "Explanation")).getByText("i64 6").waitFor();
  await box.fill("many");
  await page.getByText("is no i64").waitFor();
  assert.equal(await box.getAttribute("aria-invalid"), "true");
  await box.fill("0xff_");
  await box.fill("1");
  await press(page, "Run");
  await (await show(page, "Explanation")).getByText("i64 1").first().waitFor();
});
