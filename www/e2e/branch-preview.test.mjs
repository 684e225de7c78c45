// While a branch comes next, the labels say where it goes and what goes with it.

import assert from "node:assert/strict";
import { test } from "node:test";

import { eventually, ready, show } from "./machine.mjs";
import { open } from "./page.mjs";

const program = `(module (func (export "main") (param $go i32) (result i32)
  (block $out (result i32)
    (block $in
      i32.const 1
      i32.const 2
      local.get $go
      br_if $out
      drop drop)
    i32.const 0)))`;

/** Comes to the branch. */
const toBranch = (page, go) =>
  page.evaluate(
    ([source, argument]) => {
      wasmscope.load(source);
      wasmscope.start("main", [argument]);
      while (wasmscope.state().at.op !== "br_if") wasmscope.step();
    },
    [program, go],
  );

const labels = async (page) => {
  const pane = await show(page, "Labels");
  const items = pane.getByRole("listitem");
  return items.evaluateAll((all) => all.map((item) => [item.className, item.querySelector(".fate")?.textContent]));
};

test("a branch that is taken shows its target, what is popped and what it carries", async (t) => {
  const page = await open(t);
  await ready(page);
  await toBranch(page, "5");
  const pane = await show(page, "Labels");
  await pane
    .getByText("br_if $out will be taken: the condition is 5, not 0. It pops 2 labels, carries i32 2, drops 1 value.")
    .waitFor();
  const wanted = [["is-popped", "✕ popped"], ["is-target", "◀ the branch goes here"], ["", null]];
  const shown = (await labels(page)).map(([name, fate]) => [name, fate ?? null]);
  assert.deepEqual(shown, wanted);
  const { branch } = await page.evaluate(() => wasmscope.explanation());
  assert.deepEqual([branch.taken, branch.label, branch.popped, branch.dropped], [true, 1, 2, 1]);
  await page.evaluate(() => wasmscope.step());
  await eventually(async () => (await labels(page)).length, 1, "both are gone");
  assert.equal(await pane.locator(".branch-preview").count(), 0);
});

test("one that is not taken says why", async (t) => {
  const page = await open(t);
  await ready(page);
  await toBranch(page, "0");
  const pane = await show(page, "Labels");
  await pane.getByText("br_if $out will not be taken: the condition is 0.").waitFor();
  const fates = (await labels(page)).map(([, fate]) => fate ?? null);
  assert.deepEqual(fates, [null, "the branch would go here", null]);
});
