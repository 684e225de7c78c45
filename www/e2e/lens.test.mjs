// The number lens: a value in every way it can be read, and how its bits came about.

import assert from "node:assert/strict";
import { test } from "node:test";

import { ready, region, show } from "./machine.mjs";
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
    ["f64.const 0.1\nf32.demote_f64", "f32", /29 are left out; they are more than half, so it is rounded up/, 29],
    ["i32.const -1\ni32.const 5\ni32.add", "i32", /read without signs it wraps around, and with signs it fits/, 1],
    ["i32.const 2147483647\ni32.const 7\ni32.add", "i32", /read without signs it fits, and with signs it wraps around/, 0],
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
