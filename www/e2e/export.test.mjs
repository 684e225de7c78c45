import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { openFile, small } from "./binaries.mjs";
import { eventually, openExample, press, ready, state, write } from "./machine.mjs";
import { open } from "./page.mjs";

const dialog = (page) => page.getByRole("dialog", { name: "Export", exact: true });

/** Saves the program, and resolves to the file's name and bytes. */
async function save(page, ending) {
  await press(page, "Export");
  const download = page.waitForEvent("download");
  await dialog(page).getByRole("button", { name: `Save as .${ending}`, exact: true }).click();
  const saved = await download;
  await dialog(page).waitFor({ state: "hidden" });
  const folder = await mkdtemp(join(tmpdir(), "wasmscope-"));
  const path = join(folder, "saved");
  try {
    await saved.saveAs(path);
    return [saved.suggestedFilename(), await readFile(path)];
  } finally {
    await rm(folder, { recursive: true });
  }
}

test("a text is saved as it is and as it was assembled", async (t) => {
  const page = await open(t);
  await openExample(page, "Factorial");
  await eventually(async () => (await state(page)).at?.name, "fac", "it is open");
  const whole = await page.evaluate(() => localStorage.getItem("wasmscope:source"));
  const [name, text] = await save(page, "wat");
  assert.match(name, /^factorial.*\.wat$/);
  assert.equal(text.toString(), whole);
  const [binaryName, bytes] = await save(page, "wasm");
  assert.equal(binaryName, name.replace(".wat", ".wasm"));
  const assembled = await page.evaluate((text) => [...wasmscope.load(text).bytes], whole);
  assert.deepEqual(bytes, Buffer.from(assembled));
  assert.ok(WebAssembly.validate(bytes));
});

test("a binary is saved byte for byte", async (t) => {
  const page = await open(t);
  await ready(page);
  await openFile(page, "Sum of two.wasm", small);
  await eventually(async () => (await state(page)).at?.text, "i32.const 40", "it is open");
  const [name, bytes] = await save(page, "wasm");
  assert.equal(name, "Sum of two.wasm");
  assert.deepEqual(bytes, small);
  const [textName, text] = await save(page, "wat");
  assert.equal(textName, "Sum of two.wat");
  assert.match(text.toString(), /^\(module/);
});

test("an invalid text is saved as text only", async (t) => {
  const page = await open(t);
  const text = "(module (func i32.add))";
  await write(page, text);
  await press(page, "Export");
  const binary = dialog(page).getByRole("button", { name: "Save as .wasm", exact: true });
  await eventually(() => binary.getAttribute("aria-disabled"), "true", "there is no module");
  await dialog(page).getByText("The text has a problem").waitFor();
  await page.keyboard.press("Escape");
  const [, saved] = await save(page, "wat");
  assert.equal(saved.toString(), text);
});
