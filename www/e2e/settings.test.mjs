import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";

import {
  button, control, eventually, openExample, press, ready, region, show, shownStep, source, state,
} from "./machine.mjs";
import { open } from "./page.mjs";


/** Opens the settings, changes something, and closes them. */
async function settings(page, change) {
  await press(page, "Settings");
  const dialog = page.getByRole("dialog", { name: "Settings" });
  await change(dialog);
  await dialog.getByRole("button", { name: "Close", exact: true }).click();
  await dialog.waitFor({ state: "hidden" });
}

test("one set of keys is dispatched, shown and told", async (t) => {
  const page = await open(t);
  await openExample(page, "Factorial");
  await eventually(async () => (await state(page)).at?.name, "fac", "it is open");
  const keys = (label) => (dialog) => dialog.getByLabel("Keys").selectOption({ label });
  const shortcuts = () => button(page, "Step back").getAttribute("aria-keyshortcuts");
  const type = async (...all) => {
    await button(page, "Step").focus();
    for (const key of all) await page.keyboard.press(key);
  };
  assert.equal(await shortcuts(), "Shift+S Alt+F11");

  await settings(page, keys("Function keys, as in editors"));
  assert.equal(await shortcuts(), "Alt+F11");
  await type("s", "F11", "F11", "F11", "Alt+F11", "Shift+S");
  await eventually(() => shownStep(page), 2, "only the function keys step");
  assert.ok(!(await button(page, "Step").getAttribute("title")).includes("(s"));

  await settings(page, keys("Letters, as in gdb"));
  await type("s", "F11", "Shift+S", "s");
  await eventually(() => shownStep(page), 3, "only the letters step");
  await page.keyboard.press("?");
  const help = page.getByRole("dialog", { name: "Keys" });
  await help.getByRole("row", { name: /^Step over n/ }).first().waitFor();
  assert.equal(await help.getByText("F10", { exact: true }).count(), 0);
  await page.keyboard.press("Escape");

  await settings(page, keys("None"));
  assert.equal(await shortcuts(), null);
  await type("s", "F11", "Control+Enter");
  await page.reload();
  await ready(page);
  await type("s", "F11");
  assert.equal(await shownStep(page), 0, "it is kept");
  await press(page, "Settings");
  assert.equal(await page.getByRole("combobox", { name: /^Keys/ }).inputValue(), "none");
  await page.keyboard.press("Escape");
  assert.ok(!(await (await show(page, "Explanation")).innerText()).includes("(s)"));
});

test("the plain text area is the same text, with one history", async (t) => {
  const page = await open(t);
  await ready(page);
  const plain = (wanted) => (dialog) => dialog.getByLabel("Plain text area").setChecked(wanted);
  const add = `(module (func (export "f") (result i32) (i32.const 1)))`;
  await (await source(page)).click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText(add);
  await eventually(async () => (await state(page)).at?.text, "i32.const 1", "it is assembled");

  await settings(page, plain(true));
  assert.equal(await (await source(page)).count(), 1);
  assert.equal(await (await source(page)).evaluate((element) => element.localName), "textarea");
  assert.equal(await (await source(page)).inputValue(), add);
  await page.getByText("line 1, column 42: i32.const 1").waitFor();

  // An edit is assembled, moves breakpoints along, and is undone.
  await page.evaluate(() => wasmscope.breakpoints.add({ func: 0, pc: 1 }));
  await (await source(page)).fill(add.replace("(i32.const 1)", "(i32.const 2) nop"));
  await eventually(async () => (await state(page)).at?.text, "i32.const 2", "it is assembled");
  const places = await page.evaluate(() => wasmscope.breakpoints.list().map(({ pc }) => pc));
  assert.deepEqual(places, [2], "it is at the closing parenthesis still");
  await (await source(page)).press("ControlOrMeta+z");
  assert.equal(await (await source(page)).inputValue(), add);
  await (await source(page)).press("ControlOrMeta+Shift+z");
  assert.match(await (await source(page)).inputValue(), /nop/);

  // The cursor says where a breakpoint goes, and Escape leaves.
  await (await source(page)).evaluate((area) => area.setSelectionRange(45, 45));
  await (await source(page)).press("F9");
  await eventually(
    () => page.evaluate(() => wasmscope.breakpoints.list().map(({ pc }) => pc)),
    [0, 2],
    "at the cursor",
  );
  await (await source(page)).press("Escape");
  assert.equal(await (await source(page)).evaluate((area) => document.activeElement === area), false);

  await settings(page, plain(false));
  assert.match(await (await source(page)).innerText(), /i32\.const 2\) nop/);
  await (await source(page)).click();
  await page.keyboard.press("ControlOrMeta+z");
  assert.ok(!(await (await source(page)).innerText()).includes("nop"), "undo takes the same edit back");
});

test("types are not to be had in the plain text area, and it is said why", async (t) => {
  const page = await open(t);
  await ready(page);
  const types = async () => {
    const button = await control(page, "Types");
    const of = (name) => button.getAttribute(name);
    return [await of("aria-disabled"), await of("aria-pressed"), (await of("title")).startsWith("A plain text area")];
  };
  await press(page, "Types");
  await eventually(types, ["false", "true", false], "the editor shows them");
  await settings(page, (dialog) => dialog.getByLabel("Plain text area").setChecked(true));
  await eventually(types, ["true", "false", true], "the text area cannot");
  await settings(page, (dialog) => dialog.getByLabel("Plain text area").setChecked(false));
  await eventually(types, ["false", "true", false], "and the editor shows them again");
});

test("the plain text area is kept, and follows what is opened", async (t) => {
  const page = await open(t);
  await ready(page);
  await settings(page, (dialog) => dialog.getByLabel("Plain text area").check());
  await page.reload();
  await openExample(page, "Factorial");
  await eventually(async () => /fac/.test(await (await source(page)).inputValue()), true, "the example");
  const problem = "(module (func i32.add))";
  await (await source(page)).fill(problem);
  await (await show(page, "Problems")).getByRole("listitem").first().getByRole("button").click();
  const at = await (await source(page)).evaluate((area) => [
    document.activeElement === area,
    area.selectionStart,
  ]);
  assert.deepEqual(at, [true, problem.indexOf("i32.add")]);
});

test("with fuel, Run pauses and goes on", async (t) => {
  const page = await open(t);
  await ready(page);
  await settings(page, async (dialog) => {
    await dialog.getByLabel("Fuel").fill("none");
    await dialog.getByLabel("Fuel").blur();
    await dialog.getByRole("alert").getByText("whole number").waitFor();
    await dialog.getByLabel("Fuel").fill("1000");
    await dialog.getByLabel("Fuel").blur();
  });
  await page.evaluate(() => {
    wasmscope.load(`(module (func (export "spin") (loop $again (br $again))))`);
    wasmscope.start("spin");
  });
  await press(page, "Run");
  await region(page, "Notice").getByText("the fuel in the settings is used").waitFor();
  assert.equal(await shownStep(page), 1000);
  await press(page, "Run");
  await eventually(() => shownStep(page), 2000, "as much again");
});

test("limits are those of the next start, and say what they take", async (t) => {
  const page = await open(t);
  await ready(page);
  await page.evaluate(() => {
    wasmscope.load(`(module (func $f (export "f") (call $f)))`);
    wasmscope.start("f");
  });
  await settings(page, async (dialog) => {
    const frames = dialog.getByLabel("Frames");
    await frames.fill("0");
    await frames.blur();
    await dialog.getByRole("alert").getByText("Frames: a whole number").waitFor();
    await frames.fill("5");
    await frames.blur();
  });
  await press(page, "Run");
  await eventually(async () => (await state(page)).status, "trapped", "the stack is exhausted");
  assert.equal((await state(page)).frames.length, 5);
});

test("the language is chosen among those that there are message files of", async (t) => {
  const page = await open(t);
  await ready(page);
  assert.equal(await page.locator("html").getAttribute("lang"), "en");
  await settings(page, async (dialog) => {
    const choice = dialog.getByRole("combobox", { name: /^Language/ });
    const offered = await choice.getByRole("option").evaluateAll((all) => all.map(({ value, lang }) => [value, lang]));
    const folders = readdirSync(new URL("../../web/locales", import.meta.url));
    assert.deepEqual(offered.sort(), folders.sort().map((folder) => [folder, folder]));
    assert.equal(await choice.inputValue(), "en");
    assert.equal(await choice.locator("option:checked").textContent(), "English");
    await dialog.getByText("they are English in every language").waitFor();
  });
});
