import assert from "node:assert/strict";
import { test } from "node:test";

import { eventually, press, show, shownStep, source, stack, state, write } from "./machine.mjs";
import { open } from "./page.mjs";

test("a trap says which condition failed and keeps the picture", async (t) => {
  const page = await open(t);
  await write(
    page,
    `(module (memory 1)
      (func (export "main") (result i32)
        (i32.load (i32.const 65534))))`,
  );
  await eventually(async () => (await state(page)).at?.line, 3, "it is assembled");
  await press(page, "Run");
  const explanation = await show(page, "Explanation");
  await explanation.getByText("out of bounds memory access").first().waitFor();
  await explanation.getByText(/65534 \+ 4 .*> 65536/).first().waitFor();
  const { status, step, at, trap } = await state(page);
  assert.deepEqual([status, step, at.op], ["trapped", 2, "i32.load"]);
  assert.equal(trap.message, "out of bounds memory access");
  assert.deepEqual(await stack(page), ["i32 65534"], "the operand is as it was before");
  assert.equal(await shownStep(page), 2);
  await (await show(page, "Timeline")).getByText("Trapped").waitFor();

  const memory = await show(page, "Memory");
  await eventually(
    () =>
      memory
        .locator(".byte.is-failed")
        .evaluateAll((bytes) => bytes.map((byte) => [byte.dataset.address, byte.textContent])),
    [["65534", "00"], ["65535", "00"]],
    "the bytes that it wanted and that there are",
  );
  await source(page);
  await page.locator(".cm-next-arrow.is-trapped").waitFor();
  await page.getByTitle("Trapped here").waitFor();
  await press(page, "Step back");
  await page.locator(".cm-next-arrow.is-trapped").waitFor({ state: "detached" });
  await page.getByTitle("Runs next").last().waitFor();
});
