// A run that can never end is found out while it goes on.

import assert from "node:assert/strict";
import { test } from "node:test";

import { button, eventually, press, ready, region, shownStep, state } from "./machine.mjs";
import { open } from "./page.mjs";

const notice = (page) => region(page, "Notice");

async function running(t, text) {
  const page = await open(t);
  await ready(page);
  await page.evaluate((text) => {
    wasmscope.load(text);
    wasmscope.start("main");
  }, text);
  await press(page, "Run");
  return page;
}

test("a run that can never end says so, goes on, and leads to both states", async (t) => {
  const page = await running(t, `(module (memory 1) (func (export "main") (local $i i32)
    (loop $count (br_if $count
      (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 1000000))))
    (local.set $i (i32.const 0))
    (loop $again
      (i32.store8 (local.get $i) (local.get $i))
      (local.set $i (i32.and (i32.add (local.get $i) (i32.const 1)) (i32.const 255)))
      (br $again))))`);
  await notice(page).getByText("This program can never end").waitFor({ timeout: 30_000 });
  assert.equal((await state(page)).status, "running");
  const steps = (await notice(page).innerText()).match(/at step ([\d,]+) .* at step ([\d,]+),/);
  const [later, first] = steps.slice(1).map((step) => Number(step.replaceAll(",", "")));
  const picture = async () => {
    const { step, ...rest } = await state(page);
    return [step, rest, await page.evaluate(() => [...wasmscope.memory(0, 256)])];
  };
  await button(page, "Go to the earlier state").click();
  await eventually(() => shownStep(page), first, "the first time");
  await eventually(async () => (await state(page)).status, "paused", "it is there");
  const [, ...one] = await picture();
  await button(page, "Go to the same state later").click();
  await eventually(async () => (await state(page)).step, later, "and again");
  await eventually(async () => (await state(page)).status, "paused", "it is there");
  const [, ...other] = await picture();
  assert.deepEqual(other, one);
  await notice(page).getByRole("button", { name: "Dismiss" }).click();
  await press(page, "Restart");
});

test("of a run that may end nothing is said", async (t) => {
  const page = await running(t, `(module (func (export "main") (local $i i64)
    (loop $again
      (local.set $i (i64.add (local.get $i) (i64.const 1)))
      (br_if $again (i64.ne (local.get $i) (i64.const -1))))))`);
  const seconds = () => page.evaluate(() => performance.now() / 1_000);
  const began = await seconds();
  await eventually(async () => (await seconds()) - began > 3, true, "three seconds", 30_000);
  assert.equal(await notice(page).count(), 0);
  await press(page, "Pause");
});
