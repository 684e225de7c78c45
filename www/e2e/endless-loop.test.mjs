import assert from "node:assert/strict";
import { test } from "node:test";

import { eventually, press, reveal, show, state, write } from "./machine.mjs";
import { open } from "./page.mjs";

const endless = `(module (func (export "main") (loop $for_ever (br $for_ever))))`;

test("the page answers in an endless loop, and Pause is quick", async (t) => {
  const page = await open(t);
  await write(page, endless);
  await eventually(async () => (await state(page)).at?.op, "loop", "it is assembled");
  await press(page, "Run");
  await eventually(async () => (await state(page)).status, "running", "it runs");

  // The longest that the page kept a click waiting, and from Pause to paused.
  const waited = await page.evaluate(async () => {
    let longest = 0;
    for (let i = 0; i < 20; i += 1) {
      const asked = performance.now();
      await new Promise((answered) => setTimeout(answered));
      longest = Math.max(longest, performance.now() - asked);
    }
    const pressed = performance.now();
    [...document.querySelectorAll("button")].find((b) => b.textContent === "Pause").click();
    const status = wasmscope.state().status;
    return { longest, pause: performance.now() - pressed, status };
  });
  t.diagnostic(`longest wait ${waited.longest.toFixed(1)} ms, pause ${waited.pause.toFixed(1)} ms`);
  assert.equal(waited.status, "paused");

  const { step, at } = await state(page);
  assert.ok(step > 100_000, `it ran ${step} steps`);
  assert.match(at.op, /^(loop|br)$/);
  await press(page, "Step");
  assert.equal((await state(page)).step, step + 1);
  await (await show(page, "Timeline")).getByText("Paused").waitFor();
});

test("run with fuel stops exactly there", async (t) => {
  const page = await open(t);
  await write(page, endless);
  await eventually(async () => (await state(page)).at?.op, "loop", "it is assembled");
  const end = await page.evaluate(async () => {
    const { step, status } = await wasmscope.run({ fuel: 1_000_001 });
    return { step, status, stop: wasmscope.lastStop() };
  });
  assert.deepEqual(end, { step: 1_000_001, status: "paused", stop: { reason: "fuel" } });
});

test("a slow run shows its steps", async (t) => {
  const page = await open(t);
  await write(page, endless);
  await eventually(async () => (await state(page)).at?.op, "loop", "it is assembled");
  await (await reveal(page, page.getByRole("combobox", { name: "Speed" }))).selectOption({ label: "10 a second" });
  await press(page, "Run");
  // At full speed it would be millions by the time that the third is seen.
  await page.waitForFunction(() => wasmscope.state().step >= 3);
  await press(page, "Pause");
  const { step } = await state(page);
  assert.ok(step < 1_000, `${step} steps at ten a second`);
});
