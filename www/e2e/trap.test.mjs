import assert from "node:assert/strict";
import { test } from "node:test";

import { eventually, press, ready, show, shownStep, source, stack, state, write } from "./machine.mjs";
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

/** Runs a text to its trap, and gives the parts of it. */
async function parts(page, text) {
  await ready(page);
  await page.evaluate(async (source) => {
    wasmscope.load(source);
    wasmscope.start("main");
    await wasmscope.run();
  }, text);
  const explanation = await show(page, "Explanation");
  const group = explanation.getByRole("group", { name: "Trap in its parts" });
  await group.waitFor();
  return group;
}

const flat = async (items) =>
  (await items.allTextContents()).map((text) => text.replace(/\s+/g, " ").trim());

test("a trap is taken apart: operands with their origin, the bound, the calls", async (t) => {
  const page = await open(t);
  const group = await parts(
    page,
    `(module (memory 1)
      (func $main (export "main") (call $far (i32.const 65000)))
      (func $far (param $at i32)
        (i64.store offset=532 (local.get $at) (i64.const 7))))`,
  );
  const operands = group.getByRole("list", { name: "Operands of the instruction" });
  assert.deepEqual(await flat(operands.getByRole("listitem")), [
    "address i32 65000 Where from? address",
    "value i64 7 Where from? value",
  ]);
  assert.deepEqual(await flat(group.locator(".bound > div")), [
    "wanted8 bytes from 65532",
    "there is65,536 bytes of memory 0",
    "beyond the end4 bytes",
  ]);
  const calls = group.getByRole("list", { name: "Call stack, innermost first" });
  assert.deepEqual(await flat(calls.getByRole("listitem")), ["in far, line 4", "called by main, line 2"]);
  await group.locator("svg.range").waitFor();
  const data = await page.evaluate(() => wasmscope.explanation().trap);
  assert.deepEqual([data.bound.kind, data.bound.size, data.operands[0].role], ["range", 65536, "address"]);

  await group.getByRole("button", { name: "Where from? address" }).click();
  const history = page.getByRole("region", { name: "History", exact: true });
  await history.getByText(/65000/).first().waitFor();

  await page.evaluate(() => wasmscope.stepBack());
  await group.waitFor({ state: "detached" });
});

test("a call of the wrong type shows both types", async (t) => {
  const page = await open(t);
  const group = await parts(
    page,
    `(module (type $f (func (param i32))) (table 1 funcref) (elem (i32.const 0) $g)
      (func $g (param i64))
      (func (export "main") (call_indirect (type $f) (i32.const 5) (i32.const 0))))`,
  );
  assert.deepEqual(await flat(group.locator(".bound > div")), [
    "whatfunc 0",
    "type found[i64] → []",
    "type wanted[i32] → []",
  ]);
});
