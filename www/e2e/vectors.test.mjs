import assert from "node:assert/strict";
import { test } from "node:test";

import { eventually, show, state, step, write } from "./machine.mjs";
import { open } from "./page.mjs";

const lanes = async (page, pane) => (await show(page, pane)).locator(".lanes").allTextContents();

test("vectors are shown in the shape that the code at hand uses", async (t) => {
  const page = await open(t);
  await write(
    page,
    `(module (func (export "main") (local $v v128)
      (local.set $v (f32x4.add (v128.const f32x4 1 2 3 4.5) (v128.const f32x4 1 1 1 1)))
      (drop (i16x8.splat (i32.const -2)))))`,
  );
  await eventually(async () => (await state(page)).at?.op, "v128.const", "it is started");
  await step(page, 2);
  assert.deepEqual(await lanes(page, "Stack"), ["f32x4 1 1 1 1", "f32x4 1 2 3 4.5"]);
  // What an item reads as begins with its bits, as it does without a shape.
  const top = (await show(page, "Stack")).getByRole("listitem").first();
  assert.match(
    await top.innerText(),
    /^v128\s+i32x4 0x3f800000 0x3f800000 0x3f800000 0x3f800000\s+f32x4 1 1 1 1$/,
  );
  await step(page, 4);
  assert.deepEqual(await lanes(page, "Stack"), ["i16x8 -2 -2 -2 -2 -2 -2 -2 -2"]);
  // Lanes of 16 bits then, in the local too.
  assert.deepEqual(await lanes(page, "Locals"), ["i16x8 0 16384 0 16448 0 16512 0 16560"]);
});
