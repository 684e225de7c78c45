// Other arguments in their boxes make a branch from step 0 while a run is known, so that the run
// as it was stays; and the boxes show the arguments of the branch that is looked at.

import assert from "node:assert/strict";
import { test } from "node:test";

import { eventually, press, ready, region, reveal, shownStep, state } from "./machine.mjs";
import { open } from "./page.mjs";

const TEXT = `(module
  (func $main (export "main") (param $n i32) (param $m i32) (result i32)
    local.get $n
    local.get $m
    i32.mul)
  (func (export "other") (param $n i32)))`;

async function loaded(t, run) {
  const page = await open(t);
  await ready(page);
  await page.evaluate(async ([text, run]) => {
    wasmscope.load(text);
    wasmscope.start("main", [4, 3]);
    if (run) await wasmscope.run();
  }, [TEXT, run]);
  return page;
}

const box = (page, name) => page.getByRole("textbox", { name, exact: true });
const list = (page) => page.evaluate(() => wasmscope.branches.list());
const result = (page) => page.evaluate(() => wasmscope.seek(1_000).results[0].text);

test("before anything has run, other arguments start again and are no branch", async (t) => {
  const page = await loaded(t, false);
  await (await reveal(page, box(page, "$n"))).fill("12");
  assert.equal((await list(page)).length, 1);
  assert.equal(await result(page), "36");
});

test("after a run they make one branch, however many keys it takes to type them", async (t) => {
  const page = await loaded(t, true);
  const n = await reveal(page, box(page, "$n"));
  await n.focus();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("120");
  await eventually(() => shownStep(page), 0, "it stands at the first step");
  assert.deepEqual((await list(page)).map(({ why }) => why), ["", "arguments 120, 3"]);
  await region(page, "Branches").waitFor();
  assert.equal((await state(page)).frames[0].locals[0].text, "120");
  await box(page, "$m").fill("2");
  assert.deepEqual((await list(page)).map(({ why }) => why), ["", "arguments 120, 2"]);
  assert.equal(await result(page), "240");
  const link = await page.evaluate(() => wasmscope.share());

  // The run as it was is there, with its arguments.
  const branch = page.getByRole("combobox", { name: "Branch", exact: true });
  await branch.selectOption("0");
  await eventually(() => n.inputValue(), "4", "the boxes follow");
  assert.equal(await result(page), "12");
  await press(page, "Compare with branch 1");
  await region(page, "Branches").getByText("local.get of main gives i32 120").waitFor();

  // Typed again, they lead back to the branch that has them.
  await n.fill("120");
  await box(page, "$m").fill("2");
  await eventually(async () => (await list(page)).map(({ current }) => current), [false, true], "the same branch");
  assert.equal(await result(page), "240");

  await page.goto(link);
  await ready(page);
  await eventually(async () => (await state(page)).results?.[0].text, "240", "links have the arguments of the branch");
});

test("what is no argument is said, and changes nothing", async (t) => {
  const page = await loaded(t, true);
  const n = await reveal(page, box(page, "$n"));
  await n.fill("x");
  await page.getByRole("alert").filter({ hasText: "no i32" }).waitFor();
  assert.equal(await n.getAttribute("aria-invalid"), "true");
  assert.equal((await list(page)).length, 1);
  assert.equal((await state(page)).status, "returned");
  await n.fill("04");
  await eventually(() => n.getAttribute("aria-invalid"), "false", "it is 4");
  assert.equal(await shownStep(page), 0, "it begins anew");
  assert.equal((await list(page)).length, 1, "it is the same run");
});

test("scripts that change them change the boxes; a restart is another run", async (t) => {
  const page = await loaded(t, true);
  await page.evaluate(() => {
    wasmscope.seek(0);
    wasmscope.edit({ arguments: [7, 6] });
  });
  const n = await reveal(page, box(page, "$n"));
  await eventually(() => n.inputValue(), "7", "the box");
  assert.equal(await result(page), "42");
  await press(page, "Restart");
  await eventually(async () => (await list(page)).length, 1, "one branch");
  assert.equal(await result(page), "42");
  await n.fill("1");
  await page.getByRole("combobox", { name: "Entry" }).selectOption("other");
  assert.equal((await list(page)).length, 1, "another function is another run");
});
