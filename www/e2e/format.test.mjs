// The source is laid out again: the same module, with cursor and breakpoints at their tokens, in
// one step that undo takes back. What cannot be read stays as it is.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { eventually, press, ready, source, state, write } from "./machine.mjs";
import { open } from "./page.mjs";

const messy = `;; adds
(module (func (export "main") (result i32) i32.const 7   i32.const 5 ;; the second
 (; in between ;) i32.add))`;
const tidy = `;; adds
(module
  (func (export "main") (result i32)
    i32.const 7
    i32.const 5 ;; the second
    (; in between ;) i32.add))
`;

const text = (page) => page.evaluate(() => document.querySelector(".cm-content").cmTile.view.state.doc.toString());
const notice = (page) => page.getByRole("region", { name: "Notice" });

test("it is laid out by key, cursor and breakpoint stay, and undo takes it back", async (t) => {
  const page = await open(t);
  await write(page, messy);
  await eventually(async () => (await state(page)).at?.line, 2, "it is assembled");
  const id = await page.evaluate(() => wasmscope.breakpoints.add({ line: 3 }));
  // Before the sum.
  for (let i = 0; i < "i32.add))".length; i += 1) await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("Alt+Shift+F");
  await eventually(() => text(page), tidy, "it is laid out");
  await notice(page).getByText("Formatted. Undo takes it back.").waitFor();
  await eventually(async () => (await state(page)).at?.line, 4, "it is assembled again");
  const [breakpoint] = await page.evaluate(() => wasmscope.breakpoints.list());
  assert.deepEqual([breakpoint.id, breakpoint.line], [id, 6]);
  await page.keyboard.type("x");
  await eventually(() => text(page), tidy.replace("i32.add", "xi32.add"), "the cursor is at the same word");
  await page.keyboard.press("Backspace");
  await page.keyboard.press("ControlOrMeta+z");
  await page.keyboard.press("ControlOrMeta+z");
  await eventually(() => text(page), messy, "undo takes it back at once");
});

test("what cannot be read stays as it is, and the page says why", async (t) => {
  const page = await open(t);
  const broken = "(module\n   (func ( drop))";
  await write(page, broken);
  await press(page, "Format");
  await notice(page).getByText(/^Not formatted: line \d+, column \d+: .+\.$/).waitFor();
  assert.equal(await text(page), broken);
  await write(page, "(module)\n");
  await press(page, "Format");
  await notice(page).getByText("The source is formatted already.").waitFor();
  const deep = `(module (func ${"(block ".repeat(8_000)}${")".repeat(8_000)}))`;
  // What the first has left of the module's stack may be enough for another short text.
  for (const broken of [deep, `${deep} `]) {
    await write(page, broken);
    await press(page, "Format");
    await notice(page).getByText("Not formatted: the text is nested too deeply.").waitFor();
  }
  await write(page, "(module )");
  await press(page, "Format");
  await eventually(() => text(page), "(module)\n", "the formatter works again");
});

test("a plain text area is laid out as well", async (t) => {
  const page = await open(t);
  await ready(page);
  await press(page, "Settings");
  await page.getByRole("checkbox", { name: "Plain text area" }).check();
  await page.keyboard.press("Escape");
  const area = await source(page);
  await area.fill(messy);
  await area.evaluate((area) => area.setSelectionRange(area.value.indexOf("i32.add"), area.value.indexOf("i32.add")));
  await page.keyboard.press("Alt+Shift+F");
  await eventually(() => area.inputValue(), tidy, "it is laid out");
  assert.equal(await area.evaluate((area) => area.selectionStart), tidy.indexOf("i32.add"));
});

// All of them are laid out in ../format/tests.
test("what is long stays the same module", async (t) => {
  const page = await open(t);
  await ready(page);
  const folder = new URL("../examples/", import.meta.url);
  for (const name of ["sha-256", "grey-row", "shape-zoo", "out-of-bounds"]) {
    const before = readFileSync(new URL(`${name}/main.wat`, folder), "utf8");
    const module = await page.evaluate((text) => wasmscope.load(text).bytes.join(), before);
    await press(page, "Format");
    await eventually(async () => (await text(page)) !== before, true, `${name} is laid out`);
    const after = await text(page);
    assert.equal(await page.evaluate((text) => wasmscope.load(text).bytes.join(), after), module, name);
  }
});
