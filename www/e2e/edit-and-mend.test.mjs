import assert from "node:assert/strict";
import { test } from "node:test";

import {
  eventually, press, ready, show, shownStep, source, stack, state, step, write,
} from "./machine.mjs";
import { open } from "./page.mjs";

const sum = (instruction) =>
  `(module (func (export "main") (result i32) i32.const 20 i32.const 3 ${instruction}))`;

test("an edit restarts the machine, an error lets the older one go on", async (t) => {
  const page = await open(t);
  await ready(page);
  await step(page, 2);

  await write(page, sum("i32.sub"));
  await eventually(() => shownStep(page), 0, "a valid edit restarts");
  assert.equal((await state(page)).at.line, 1);
  await step(page, 2);
  assert.deepEqual(await stack(page), ["i32 3", "i32 20"]);

  await write(page, sum("i32.sbu"));
  const problems = await show(page, "Problems");
  await problems.getByText("i32.sbu").first().waitFor();
  await problems.getByText("i32.sub").first().waitFor();
  await source(page);
  await page.getByText("The machine still runs the last valid text").waitFor();
  assert.deepEqual(await stack(page), ["i32 3", "i32 20"], "the older machine is still there");
  await step(page);
  assert.deepEqual(await stack(page), ["i32 17"], "and still steps");
  await source(page);
  assert.equal(await page.locator(".cm-lintRange-error").count(), 1);

  await show(page, "Problems");
  await problems.getByRole("button").first().click();
  const box = await source(page);
  assert.ok(await box.evaluate((box) => box.contains(document.activeElement) || box === document.activeElement));

  await write(page, sum("i32.mul"));
  await show(page, "Problems");
  await problems.getByText("None.").waitFor();
  await eventually(() => shownStep(page), 0, "mended, it restarts");
  await press(page, "Run");
  await (await show(page, "Explanation")).getByText("i32 60").waitFor();
});

test("a validation error says what was expected and found", async (t) => {
  const page = await open(t);
  await write(page, `(module (func (result i32) i64.const 1))`);
  await (await show(page, "Problems")).getByText(/i64/).first().waitFor();
});
