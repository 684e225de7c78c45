// The number lens: a value in every way it can be read, and how its bits came about.

import assert from "node:assert/strict";
import { test } from "node:test";

import { eventually, ready, region, show } from "./machine.mjs";
import { open } from "./page.mjs";

/** The pane with the lens on the top of the stack, after so many steps of a program. */
async function lens(t, body, results, steps) {
  const page = await open(t);
  await ready(page);
  await page.evaluate(
    ([body, results, steps]) => {
      wasmscope.load(`(module (memory 1) (func (export "main") (result ${results})\n${body}))`);
      wasmscope.start("main");
      wasmscope.step(steps);
    },
    [body, results, steps],
  );
  await (await show(page, "Stack")).getByRole("listitem").first().click();
  return region(page, "History");
}

/** A reading by its name. */
const reading = (pane, name) => pane.locator(".readings dt", { hasText: new RegExp(`^${name}$`) }).locator("+ dd").innerText();

test("an integer is shown with and without its sign, in bits, bytes and as a character", async (t) => {
  const pane = await lens(t, "i32.const -191", "i32", 1);
  await pane.getByText("4294967105").waitFor();
  assert.equal(await reading(pane, "Signed"), "-191");
  assert.equal(await reading(pane, "Hexadecimal"), "0xffffff41");
  assert.equal(await reading(pane, "In memory"), "41 ff ff ff");
  assert.equal(await reading(pane, "Character"), "none");
  await pane.getByRole("img", { name: /^32 bits, the sign first: 1{24}01000001$/ }).waitFor();
});

test("a float is taken apart", async (t) => {
  const pane = await lens(t, "f32.const -1.5", "f32", 1);
  await pane.getByText("-1.5 × 2^0, the exponent being 127 - 127").waitFor();
  assert.equal(await reading(pane, "Sign"), "1, negative");
  assert.equal(await reading(pane, "Exponent"), "127 in 8 bits");
  assert.equal(await reading(pane, "Fraction"), "0x400000 in 23 bits");
});

test("a vector is shown in the lanes that are chosen", async (t) => {
  const pane = await lens(t, "v128.const i32x4 -1 2 3 4", "v128", 1);
  const lanes = pane.getByRole("combobox", { name: "Lanes" });
  await lanes.waitFor();
  assert.equal(await pane.locator(".lanes tbody tr").count(), 4);
  await lanes.selectOption("i16x8");
  await pane.getByRole("row", { name: "0 -1 65535 0xffff" }).waitFor();
  await lanes.selectOption("f64x2");
  assert.equal(await pane.locator(".lanes tbody tr").count(), 2);
});

test("wrapping, sign extension, overflow, shifts and rounding are told in bits", async (t) => {
  const cases = [
    ["i64.const 4294967303\ni32.wrap_i64", "i32", /The upper 32 bits fall away, and they were not all zero/, 32],
    ["i32.const 128\ni32.extend8_s", "i32", /The sign bit of the 8 bits is 1; it is copied into the 24 bits/, 24],
    ["f64.const 0.1\nf32.demote_f64", "f32", /That is more than half of the last bit kept/, 28],
    ["i32.const -1\ni32.const 5\ni32.add", "i32", /read without signs it wraps around, and with signs it fits/, 1],
    ["i32.const 2147483647\ni32.const 7\ni32.add", "i32", /read without signs it fits, and with signs it wraps around/, 1],
    ["i32.const -8\ni32.const 33\ni32.shr_s", "i32", /move by 1, which is 33 modulo 32; copies of the sign bit/, 1],
  ];
  for (const [body, results, words, marked] of cases) {
    await t.test(body.split("\n").at(-1), async (t) => {
      const pane = await lens(t, body, results, body.split("\n").length);
      await pane.getByText(words).waitFor();
      const cells = pane.locator(".movement .is-lost, .movement .is-copied");
      assert.ok((await cells.count()) >= marked, `${await cells.count()} bits are marked`);
    });
  }
});

test("rounding is shown as rows of bits below each other, which are read aloud as well", async (t) => {
  const pane = await lens(t, "f32.const 0.1\nf32.const 0.7\nf32.add", "f32", 3);
  const rows = pane.locator(".movement").getByRole("listitem");
  await eventually(() => rows.allTextContents(), [
    "x: 110011001100110011001101",
    "+ y: 1.01100110011001100110011",
    "exact: 1.10011001100110011001100, cut off 101",
    "kept: 1.1001100110011001100110, changed by rounding 1",
    "stored: sign 0, exponent 01111110, 10011001100110011001101",
  ], "what is read");
  await pane.getByText("the bits of x move 3 places to the right").waitFor();
  await pane.getByText("the guard bit G is 1, the round bit R 0, and the sticky bit S, which is 1 if any further bit is, 1").waitFor();
  // Bits of equal worth stand below each other, and nothing is cut off at the edge.
  const { columns, edge, right } = await pane.locator(".sheet").first().evaluate((sheet) => {
    const lines = [...sheet.querySelectorAll(".sheet-line")].map((line) => [...line.querySelectorAll(".cells")]);
    const lefts = lines.map((rows) => rows.map((row) => [...row.querySelectorAll(".bit")].map((bit) => Math.round(bit.getBoundingClientRect().left))));
    const all = [...sheet.querySelectorAll(".bit")].map((bit) => bit.getBoundingClientRect().right);
    return { columns: lefts, edge: Math.max(...all), right: sheet.getBoundingClientRect().right };
  });
  for (const [first, ...others] of columns) for (const other of others) assert.deepEqual(other, first.slice(0, other.length));
  assert.ok(edge <= right + 1, `${edge} is not beyond ${right}`);
});

test("a value that was moved shows how the bits were made before", async (t) => {
  const page = await open(t);
  await ready(page);
  await page.evaluate(() => {
    wasmscope.load(`(module (memory 1) (func (export "main") (local $x f64)
      (local.set $x (f64.sub (f64.const 3) (f64.const 0.1)))
      (f64.store (i32.const 8) (local.get $x))
      (drop (f64.load (i32.const 8)))))`);
    wasmscope.start("main");
    wasmscope.step(4);
  });
  await (await show(page, "Locals")).getByRole("rowheader", { name: "$x" }).click();
  const pane = region(page, "History");
  await pane.getByRole("heading", { name: "How f64.sub made these bits" }).waitFor();
  await pane.getByText("x = 3: its first bit is worth 2^1.").waitFor();
  await pane.getByRole("button", { name: "Close history" }).click();
  await page.evaluate(() => wasmscope.step(5));
  await (await show(page, "Stack")).getByRole("listitem").first().click();
  await pane.getByRole("heading", { name: "Operand 0 at step 9" }).waitFor();
  await pane.getByText("y = 0.1: its first bit is worth 2^-4.").waitFor();
});

test("bytes of memory are read together as one chooses", async (t) => {
  const page = await open(t);
  await ready(page);
  await page.evaluate(() => {
    wasmscope.load(`(module (memory 1) (data (i32.const 0) "\\2a\\01\\00\\80") (func (export "main")))`);
    wasmscope.start("main");
  });
  await (await show(page, "Memory")).locator('[data-address="0"]').first().click();
  const pane = region(page, "History");
  const read = pane.getByRole("combobox", { name: "Bytes read together" });
  await read.waitFor();
  assert.equal(await reading(pane, "Unsigned"), "42");
  assert.equal(await reading(pane, "Character"), "* (U+002A)");
  await read.selectOption("4");
  assert.equal(await reading(pane, "Signed"), "-2147483350");
});

const REFERENCES = `(module
  (type $pair (struct (field $left i32) (field $right (ref null $pair))))
  (import "env" "print" (func $print (param i32)))
  (table 4 anyref)
  (table $calls funcref (elem $add $print))
  (func $add (param i32 i32) (result i32)
    local.get 0)
  (func (export "main") (param $it anyref)
    (table.set 0 (i32.const 1) (ref.i31 (i32.const -2)))
    (table.set 0 (i32.const 2) (struct.new $pair (i32.const 7) (ref.null $pair)))
    (local.set $it (table.get 0 (i32.const 2)))))`;

test("a reference in a table opens what it refers to, also by keyboard", async (t) => {
  const page = await open(t);
  await ready(page);
  await page.evaluate((text) => {
    wasmscope.load(text);
    wasmscope.start("main", [null]);
    wasmscope.step(12);
  }, REFERENCES);
  const pane = region(page, "History");
  const close = () => pane.getByRole("button", { name: "Close history" }).click();
  const element = async (table, index) =>
    (await show(page, "Tables")).getByRole("table").nth(table).getByRole("row").nth(index).getByRole("rowheader");
  const readings = async () => {
    const names = await pane.locator(".readings dt").allInnerTexts();
    const values = await pane.locator(".readings dd").allInnerTexts();
    return names.map((name, at) => `${name}: ${values[at]}`);
  };
  const opened = async (table, index, expected, words) => {
    await (await element(table, index)).click();
    await eventually(readings, expected, `element ${index} of table ${table}`);
    await pane.getByText(words).waitFor();
    await close();
  };
  await opened(0, 0, ["Reference: null"], "It refers to nothing.");
  await opened(0, 1, ["Signed: -2", "Unsigned: 2147483646", "Hexadecimal: 0x7ffffffe", "Character: none"], "A number of 31 bits");
  await opened(0, 2, ["Reference: struct 0", "Type: $pair", "Holds: left = 7, right = null"], "no bits that a program can see");
  await opened(1, 1, ["Reference: func 0", "Function of the host: env.print", "Type: [i32] → []"], "no bits");

  await (await element(1, 0)).click();
  await pane.getByRole("button", { name: "Go to line 7" }).waitFor();
  assert.deepEqual(await readings(), ["Reference: func 1", "Function: add", "Type: [i32 i32] → [i32]"]);
  await close();
  // Enter in the pane goes to its first value, arrows from one to the next.
  await (await show(page, "Tables")).locator(".body").focus();
  for (const key of ["Enter", "ArrowDown", "ArrowDown", "Enter"]) await page.keyboard.press(key);
  await pane.getByRole("heading", { name: "Element 2 of table 0 at step 12" }).waitFor();
  await eventually(readings, ["Reference: struct 0", "Type: $pair", "Holds: left = 7, right = null"], "by keyboard");
});

test("a reference in a local is told in the same way, and its function is shown in the source", async (t) => {
  const page = await open(t);
  await ready(page);
  await page.evaluate(() => {
    wasmscope.load(`(module (func $one (result i32)
      i32.const 1)
      (elem declare func $one)
      (func (export "main") (local $f funcref)
        (local.set $f (ref.func $one))))`);
    wasmscope.start("main");
    wasmscope.step(2);
  });
  await (await show(page, "Locals")).getByRole("rowheader", { name: "$f" }).click();
  const pane = region(page, "History");
  await pane.getByRole("button", { name: "Go to line 2" }).click();
  await eventually(() => page.locator(".cm-activeLine").innerText().then((text) => text.trim()), "i32.const 1)", "the line has the cursor");
});
