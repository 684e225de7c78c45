// Changing the past on the page makes branches, which are chosen, named, compared and removed;
// the states below 0 can be looked at.

import assert from "node:assert/strict";
import { test } from "node:test";

import { control, eventually, press, ready, region, reveal, show, shownStep } from "./machine.mjs";
import { open } from "./page.mjs";

const TEXT = `(module
  (memory 1) (data (i32.const 8) "abc")
  (global $g (mut i32) (i32.const 3))
  (func $main (export "main") (param $n i32) (result i32)
    local.get $n
    global.get $g
    i32.mul))`;

async function loaded(t, step) {
  const page = await open(t);
  await ready(page);
  await page.evaluate(async ([text, step]) => {
    wasmscope.load(text);
    wasmscope.start("main", [5]);
    await wasmscope.run();
    wasmscope.seek(step);
  }, [TEXT, step]);
  return page;
}

const results = (page) => page.evaluate(() => wasmscope.seek(1_000).results[0].text);
const branches = (page) => page.evaluate(() => wasmscope.branches.list());

/** Opens the box of a value as the keyboard does, and types into it. */
async function change(page, name, text) {
  const value = await reveal(page, page.getByTitle(new RegExp(`^Change ${name}`)));
  await value.focus();
  await page.keyboard.press("Enter");
  const box = page.getByRole("textbox", { name: new RegExp(`^Change ${name}`) });
  await box.waitFor();
  await page.keyboard.insertText(text);
  return box;
}

test("a local changed in the past makes a branch, and the run as it was stays", async (t) => {
  const page = await loaded(t, 0);
  assert.equal(await region(page, "Branches").count(), 0, "one branch is no news");
  await change(page, "\\$n", "7");
  await page.keyboard.press("Enter");
  await region(page, "Branches").waitFor();
  assert.equal(await shownStep(page), 0);
  const [, made] = await branches(page);
  assert.equal(made.why, "$n of main: 5 → 7");
  assert.equal(await results(page), "21");

  const list = page.getByRole("combobox", { name: "Branch", exact: true });
  await list.selectOption("0");
  await eventually(async () => (await branches(page))[0].current, true, "main is looked at");
  assert.equal(await results(page), "15");

  await list.selectOption("1");
  await eventually(async () => (await branches(page))[1].current, true, "the branch again");
  await press(page, "Rename");
  const name = page.getByRole("textbox", { name: "Name of the branch" });
  await name.fill("seven");
  await name.press("Enter");
  await eventually(async () => (await branches(page))[1].name, "seven", "it has a name");

  await press(page, "Compare with main");
  const found = region(page, "Branches").getByText("First difference at step 0");
  await found.waitFor();
  await press(page, "Go to step 0");
  await eventually(() => shownStep(page), 0, "it leads there");

  await press(page, "Remove branch");
  await eventually(() => region(page, "Branches").count(), 0, "one is left");
  assert.equal(await results(page), "15");
});

test("a double click changes a global; what is no value is said beside it", async (t) => {
  const page = await loaded(t, 1);
  const value = await reveal(page, page.getByTitle(/^Change global \$g/));
  await value.dblclick();
  const box = page.getByRole("textbox", { name: /^Change global \$g/ });
  await box.fill("x");
  await box.press("Enter");
  const pane = await show(page, "Globals");
  await pane.getByRole("alert").filter({ hasText: "i32" }).waitFor();
  assert.equal((await branches(page)).length, 1);
  await box.press("Escape");
  await value.waitFor();
  assert.equal(await box.count(), 0);
  await value.dblclick();
  await box.fill("0x10");
  await box.press("Enter");
  await region(page, "Branches").waitFor();
  assert.equal(await results(page), "80");
});

test("the byte at the cursor is changed in the past", async (t) => {
  const page = await loaded(t, 1);
  await show(page, "Memory");
  const byte = page.getByRole("textbox", { name: "Byte at the cursor" });
  await byte.fill("xy");
  await byte.press("Enter");
  await page.getByRole("alert").filter({ hasText: "two hexadecimal digits" }).waitFor();
  assert.equal((await branches(page)).length, 1);
  await byte.fill("2a");
  await byte.press("Enter");
  await region(page, "Branches").waitFor();
  assert.equal(await page.evaluate(() => wasmscope.memory(0, 1)[0]), 42);
  assert.equal((await branches(page))[1].why, "memory at 0: 2a");
});

const TABLE = `(module
  (table $t 3 funcref)
  (elem (i32.const 0) func $one $two)
  (func $one (result i32) (i32.const 1))
  (func $two (result i32) (i32.const 2))
  (func $main (export "main") (param $n i32) (result i32)
    (call_indirect $t (result i32) (local.get $n))))`;

test("an element of a table is changed in its place, and by scripts", async (t) => {
  const page = await open(t);
  await ready(page);
  await page.evaluate(async (text) => {
    wasmscope.load(text);
    wasmscope.start("main", [1]);
    await wasmscope.run();
    wasmscope.seek(1);
  }, TABLE);
  const box = await change(page, "element 1 of \\$t", "three");
  await page.keyboard.press("Enter");
  const pane = await show(page, "Tables");
  await pane.getByRole("alert").filter({ hasText: "a function by its name or index" }).waitFor();
  assert.equal((await branches(page)).length, 1);
  await box.fill("$one");
  await box.press("Enter");
  await region(page, "Branches").waitFor();
  assert.equal(await results(page), "1");
  const got = await page.evaluate(() => {
    const outcome = (place) => {
      wasmscope.seek(1);
      try {
        wasmscope.edit(place);
      } catch (error) {
        return error.kind;
      }
      const { results, trap } = wasmscope.seek(99);
      return results?.[0].text ?? trap.message;
    };
    const at = (value, index = 1) => outcome({ table: 0, index, value });
    return [at("two"), at(0), at("func 1"), at(null), at(7), at("x"), at(0, 3), outcome({ table: 1, index: 0, value: null }),
      outcome({ table: 0, value: null })];
  });
  assert.deepEqual(got, ["2", "1", "2", "uninitialized element", ...Array(5).fill("argument")]);
});

test("scripts change operands, bytes and arguments, and are told what does not fit", async (t) => {
  const page = await loaded(t, 2);
  const got = await page.evaluate(() => {
    const kind = (call) => {
      try {
        call();
        return "none";
      } catch (error) {
        return error.kind;
      }
    };
    const wrong = [
      {}, { local: 0, value: "x" }, { local: "m", value: 1 }, { local: 3, value: 1 },
      { operand: 7, value: 1 }, { global: 1, value: 1 }, { address: 65536, bytes: [1] },
      { address: 0, bytes: [256] }, { arguments: [1] }, { local: 0 },
    ].map((place) => kind(() => wasmscope.edit(place)));
    const [operand] = wasmscope.edit({ operand: 0, value: 6 }).stack;
    wasmscope.edit({ address: 8, bytes: [65] });
    const bytes = [...wasmscope.memory(8, 2)];
    return { wrong, operand: operand.text, bytes, result: wasmscope.seek(99).results[0].text,
      branches: wasmscope.branches.list().length, missing: kind(() => wasmscope.branches.remove(9)) };
  });
  assert.deepEqual(got.wrong, Array(10).fill("argument"));
  assert.deepEqual(got, { ...got, operand: "6", bytes: [65, 98], result: "18", branches: 2, missing: "argument" });
  const args = await page.evaluate(() => {
    wasmscope.seek(0);
    wasmscope.edit({ arguments: [9] });
    return wasmscope.seek(99).results[0].text;
  });
  assert.equal(args, "27");
});

const focused = (page) => page.evaluate(() => document.activeElement.textContent.trim());

test("the states below 0 are looked at, and left by any movement", async (t) => {
  const page = await loaded(t, 0);
  await press(page, "Before step 0");
  const visit = region(page, "Instantiation");
  await visit.waitFor();
  const steps = page.getByRole("combobox", { name: "Step of the instantiation" });
  assert.match(await steps.locator("option:checked").innerText(), /^-1: call the function main/);
  // Whoever drives it by keys goes on where the pressed button was.
  await eventually(() => focused(page), "Earlier", "the focus");
  await page.keyboard.press("Enter");
  await eventually(() => steps.locator("option:checked").innerText(),
    "-2: data segment 0: 3 bytes to 8 of memory 0", "the step before");
  const bytes = () => page.evaluate(() => [...wasmscope.memory(8, 1)]);
  assert.equal(await focused(page), "Earlier");
  assert.deepEqual(await bytes(), [0]);
  await steps.selectOption("-3");
  await press(page, "Later");
  await press(page, "Earlier");
  assert.equal(await steps.inputValue(), "-3");
  await steps.selectOption("-4");
  await control(page, "Later");
  assert.ok(await page.getByRole("button", { name: "Earlier", exact: true }).isDisabled());
  await press(page, "Back to step 0");
  await visit.waitFor({ state: "detached" });
  await eventually(() => focused(page), "Before step 0", "the focus");
  assert.deepEqual(await bytes(), [97]);
  await press(page, "Before step 0");
  await visit.waitFor();
  await press(page, "Step");
  await eventually(() => shownStep(page), 1, "a step of the run");
  assert.equal(await visit.count(), 0);
});
