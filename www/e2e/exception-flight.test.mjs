// The way of an exception: each handler that is looked at, and why it matches or not.

import assert from "node:assert/strict";
import { test } from "node:test";

import { eventually, ready, show } from "./machine.mjs";
import { open } from "./page.mjs";

const program = (tag) => `(module
  (tag $mine) (tag $other) (tag $none)
  (func $throws (throw ${tag}))
  (func $main (export "main")
    (block $h
      (try_table (catch $mine $h)
        (block $i
          (try_table (catch $other $i) (call $throws)))))))`;

const way = async (page) => {
  const pane = await show(page, "Explanation");
  const list = pane.getByRole("list", { name: "Handlers on the way of the exception" });
  return (await list.getByRole("listitem").allTextContents()).map((text) => text.trim());
};

/** Comes to the state before the exception is thrown. */
const before = (page, tag) =>
  page.evaluate(
    async ([source]) => {
      wasmscope.load(source);
      wasmscope.start("main");
      while (wasmscope.state().at.op !== "throw") wasmscope.step();
    },
    [program(tag)],
  );

test("each handler is shown before and after an exception is thrown", async (t) => {
  const page = await open(t);
  await ready(page);
  await before(page, "$mine");
  const wanted = [
    "throws: thrown at line 3; no try_table is around it",
    "main: comes to the call at line 8",
    "try_table at line 8",
    "✕ catch $other does not match: it is for tag $other, not $mine",
    "try_table at line 6",
    "✓ catch $mine matches: it is for tag $mine, and goes on at line 8",
  ];
  await eventually(() => way(page), wanted, "it will go this way");
  await (await show(page, "Explanation")).getByText("The way it will take").waitFor();
  await page.evaluate(() => wasmscope.step());
  await (await show(page, "Explanation")).getByText("The way it took").waitFor();
  assert.deepEqual(await way(page), wanted);
  await page.evaluate(() => wasmscope.step());
  await eventually(() => way(page), [], "it is told at the step that throws");
});

test("an exception that nothing catches says so", async (t) => {
  const page = await open(t);
  await ready(page);
  await before(page, "$none");
  await page.evaluate(() => wasmscope.step());
  await eventually(async () => (await way(page)).at(-1), "✕ No handler matches: the program ends with the exception");
  const flight = await page.evaluate(() => wasmscope.explanation().next.flight);
  assert.deepEqual([flight.tag, flight.caught, flight.frames.length], ["$none", false, 2]);
});
