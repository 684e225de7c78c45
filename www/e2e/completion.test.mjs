// Words are offered in the source: instructions, names that the text declares, keywords and types.

import assert from "node:assert/strict";
import { test } from "node:test";

import { problems } from "./axe.mjs";
import { eventually, press, ready, source, write } from "./machine.mjs";
import { open } from "./page.mjs";

const list = (page) => page.getByRole("listbox", { name: "Completions" });
const labels = (page) => list(page).locator(".cm-completionLabel").allInnerTexts();

/** Replaces the text and puts the cursor where `|` is in it. */
async function writeAt(page, text) {
  const [before, after] = text.split("|");
  await write(page, before + after);
  for (let i = 0; i < after.length; i += 1) await page.keyboard.press("ArrowLeft");
}

const text = async (page) => (await (await source(page)).innerText()).replaceAll("\u200b", "").trimEnd();

test("an instruction is chosen by arrows alone; Enter before that is a new line", async (t) => {
  const page = await open(t);
  await writeAt(page, "(module (func (result i32)\n  |))");
  await page.keyboard.type("i32.rot");
  await eventually(async () => (await labels(page)).slice(0, 2), ["i32.rotl", "i32.rotr"], "both are offered");
  await page.keyboard.press("Enter");
  assert.match(await text(page), /i32\.rot\n/);
  await page.keyboard.type("i32.rot");
  await list(page).waitFor();
  // Keys that come as soon as the list does are for the text.
  await page.waitForFunction(() => document.querySelector("[role=listbox]"));
  await new Promise((done) => setTimeout(done, 200));
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  const box = await source(page);
  const chosen = await box.getAttribute("aria-activedescendant");
  assert.match(await page.locator(`[id="${chosen}"]`).innerText(), /i32\.rotr\s*\[i32 i32\] → \[i32\]/);
  await page.getByText("Moves the bits of the first number to the right").waitFor();
  assert.deepEqual(await problems(page), []);
  await page.keyboard.press("Enter");
  await list(page).waitFor({ state: "hidden" });
  assert.match(await text(page), /i32\.rotr/);
});

test("names are those of the kind that fits, with their types", async (t) => {
  const page = await open(t);
  const program = (body) =>
    `(module (global $g i32 (i32.const 0)) (func $double (param $n i64) (result i64) (local.get $n))\n` +
    `(func $other (param $x i32) (local $tmp f64)\n block $out loop $again ;; $no\n ${body} end end))`;
  for (const [body, wanted] of [
    ["local.get $|", ["$tmp", "$x"]],
    ["(local.set $|", ["$tmp", "$x"]],
    ["call $|", ["$double", "$other"]],
    ["global.get $|", ["$g"]],
    ["br $|", ["$again", "$out"]],
  ]) {
    await writeAt(page, program(body));
    await page.keyboard.press("Control+Space");
    await eventually(async () => (await labels(page)).sort(), wanted, body);
    await page.keyboard.press("Escape");
    await list(page).waitFor({ state: "hidden" });
  }
  await writeAt(page, program("call $|"));
  await page.keyboard.type("d");
  await list(page).getByText("[i64] → [i64]").waitFor();
});

test("keywords stand after parentheses, types after what has one; nothing in comments and strings", async (t) => {
  const page = await open(t);
  await writeAt(page, "(module (mem|))");
  await page.keyboard.press("Control+Space");
  await eventually(() => labels(page), ["memory"], "a field of the module");
  await page.keyboard.press("Escape");
  await writeAt(page, "(module (func (param $x |)))");
  await page.keyboard.type("i6");
  await eventually(async () => (await labels(page))[0], "i64", "a type");
  await page.keyboard.press("Escape");
  for (const place of ["(module) ;; i32|", '(module (export "i32|" (func 0)))', "(module (; i32| ;))"]) {
    await writeAt(page, place);
    await page.keyboard.press("Control+Space");
    await new Promise((done) => setTimeout(done, 300));
    assert.equal(await list(page).count(), 0, place);
  }
});

test("Escape closes the list and then leaves the editor; Tab leaves it at once", async (t) => {
  const page = await open(t);
  const hasFocus = async () => (await source(page)).evaluate((box) => box.contains(document.activeElement));
  await writeAt(page, "(module (func |))");
  await page.keyboard.type("nop");
  await list(page).waitFor();
  await page.keyboard.press("Escape");
  await list(page).waitFor({ state: "hidden" });
  assert.ok(await hasFocus());
  await page.keyboard.press("Escape");
  assert.ok(!(await hasFocus()));
  await writeAt(page, "(module (func |))");
  await page.keyboard.type("dro");
  await list(page).waitFor();
  await page.keyboard.press("Tab");
  await eventually(hasFocus, false, "Tab leaves");
  assert.match(await text(page), /\(func dro\)/);
});

test("it can be switched off, and is still there when it is asked for", async (t) => {
  const page = await open(t);
  await ready(page);
  await press(page, "Settings");
  await page.getByRole("checkbox", { name: "Offer words" }).uncheck();
  await page.keyboard.press("Escape");
  await writeAt(page, "(module (func |))");
  await page.keyboard.type("dro");
  await new Promise((done) => setTimeout(done, 500));
  assert.equal(await list(page).count(), 0);
  await page.keyboard.press("Control+Space");
  await eventually(async () => (await labels(page))[0], "drop", "it is offered");
});

test("what is typed while the words are loaded is completed when they are there", async (t) => {
  const page = await open(t);
  let loaded;
  const waits = new Promise((done) => (loaded = done));
  await page.route(/part-complete-/, async (route) => {
    await waits;
    await route.continue();
  });
  await writeAt(page, "(module (func (result i32)\n  |))");
  const asked = page.waitForRequest(/part-complete-/);
  await page.keyboard.type("i");
  await asked;
  await page.keyboard.type("32.rot");
  loaded();
  await eventually(async () => (await labels(page)).slice(0, 2), ["i32.rotl", "i32.rotr"], "both are offered");
});
