// Every example, opened from the gallery, stepped and run. What has to come of it stands in
// its runs.txt, which the machine's own tests use as well.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

import {
  button, eventually, openExample, press, shownStep, state, step, write,
} from "./machine.mjs";
import { open } from "./page.mjs";

const folder = new URL("../examples/", import.meta.url);
const examples = readdirSync(folder).map((name) => {
  const about = readFileSync(new URL(`${name}/about.md`, folder), "utf8");
  const runs = readFileSync(new URL(`${name}/runs.txt`, folder), "utf8").split("\n\n");
  const [start] = about.split("**Start:**")[1].match(/(?<=`)[^`]+/);
  const run = runs.map((text) => text.trim().split("\n")).find(([call]) => call === start);
  const told = (word) =>
    run.filter((line) => line.startsWith(`  ${word}`)).map((line) => line.slice(word.length + 2).trim());
  return {
    title: about.split("\n")[0].replace("# ", ""),
    question: about.split("**Predict:**")[1].split("\n\n")[0].trim().replaceAll("`", "").replaceAll("\n", " "),
    start: start.split(" "),
    steps: Number(told("steps")[0]),
    results: told("returns").flatMap((values) => values.split(" ").filter(Boolean)),
    traps: told("traps"),
    prints: told("prints").map((text) => (text.startsWith('"') ? JSON.parse(text) : `${text}\n`)),
  };
});

/** A pane, even if it is behind another one. */
const pane = (page, name) =>
  page.getByRole("region", { name, exact: true, includeHidden: true });

const gallery = (page) => page.getByRole("dialog", { name: "Examples", exact: true });

test("every example opens from the gallery, steps, and runs to its result", async (t) => {
  const page = await open(t);
  for (const { title, question, start, steps, results, traps, prints } of examples) {
    await t.test(title, async () => {
      await openExample(page, title);
      await gallery(page).waitFor({ state: "hidden" });
      const [entry, ...args] = start;
      const chosen = page.getByRole("combobox", { name: "Entry", exact: true, includeHidden: true });
      assert.equal(await chosen.inputValue(), entry);
      const { status, frames } = await state(page);
      assert.equal(status, "paused");
      assert.deepEqual(frames[0].locals.slice(0, args.length).map(({ text }) => text), args);
      const explained = () => pane(page, "Explanation").textContent();
      assert.ok((await explained()).includes(`Predict: ${question}`), await explained());

      await step(page, 2);
      assert.equal(await shownStep(page), 2);
      await page.keyboard.press("c");
      const end = traps.length === 0 ? "returned" : "trapped";
      await eventually(async () => (await state(page)).status, end, "it ends");
      assert.equal(await shownStep(page), steps);
      const said = await explained();
      for (const result of results) assert.ok(said.includes(result.replace(":", " ")), said);
      for (const trap of traps) assert.ok(said.includes(trap.split(":")[0]), said);
      assert.ok(said.includes("Break it:"), said);
      const output = await page
        .getByRole("log", { name: "Output", includeHidden: true })
        .locator(".text")
        .allTextContents();
      assert.equal(output.map((line) => line.trimEnd()).join("\n"), prints.join("").trimEnd());
    });
  }
});

test("each export of an example has arguments of its own", async (t) => {
  const page = await open(t, { width: 1280, height: 800 });
  await openExample(page, "Three ways out of bounds");
  const entry = page.getByRole("combobox", { name: "Entry", exact: true });
  for (const [name, parameter, value, trap] of [
    ["element", "$index", "3", "out of bounds table access"],
    ["segment", "$length", "6", "out of bounds memory access"],
    ["load", "$address", "65530", "out of bounds memory access"],
  ]) {
    await entry.selectOption(name);
    assert.equal(await page.getByRole("textbox", { name: parameter, exact: true }).inputValue(), value);
    await press(page, "Run");
    await eventually(async () => (await state(page)).trap?.message, trap, name);
  }
  // The same parameters keep what was typed.
  await openExample(page, "Absolute value");
  const number = page.getByRole("textbox", { name: "$x", exact: true });
  await number.fill("-17");
  await entry.selectOption("bits");
  assert.equal(await number.inputValue(), "-17");
});

for (const [width, height] of [[1280, 800], [390, 844]]) {
  test(`the gallery says what each teaches, and fits (${width})`, async (t) => {
    const page = await open(t, { width, height });
    // A text of the person's, so that the list of previous work is there as well.
    await write(page, '(module (func (export "mine")))');
    await eventually(async () => (await state(page)).at?.name, "mine", "it is assembled");
    await openExample(page, "Countdown");
    await gallery(page).waitFor({ state: "hidden" });
    await page.keyboard.press("e");
    const cards = gallery(page).getByRole("listitem").getByRole("button");
    await cards.first().waitFor();
    const names = await cards.evaluateAll((all) =>
      all.map((card) => [
        document.getElementById(card.getAttribute("aria-labelledby"))?.textContent,
        document.getElementById(card.getAttribute("aria-describedby"))?.textContent,
      ]),
    );
    const listed = names.filter(([name]) => name);
    assert.equal(listed.length, examples.length);
    assert.deepEqual(listed.map(([name]) => name).sort(), examples.map(({ title }) => title).sort());
    for (const [name, teaches] of listed) assert.match(teaches, /^\S.+\.$/, name);
    const over = await gallery(page).evaluate((dialog) => dialog.scrollWidth - dialog.clientWidth);
    assert.ok(over <= 0, `${over} pixels too wide`);
  });
}

test("an example is opened by keyboard, and undo brings the person's text back", async (t) => {
  const page = await open(t, { width: 1280, height: 800 });
  const mine = '(module (func (export "mine") (result i32) i32.const 42))';
  await write(page, mine);
  await eventually(async () => (await state(page)).at?.name, "mine", "it is assembled");
  await button(page, "Examples").focus();
  await page.keyboard.press("Enter");
  const card = gallery(page).getByRole("button", { name: "Push and add", exact: true });
  await card.waitFor();
  for (let i = 0; i < 5; i += 1) {
    if (await card.evaluate((element) => element === document.activeElement)) break;
    await page.keyboard.press("Tab");
  }
  await page.keyboard.press("Enter");
  await eventually(async () => (await state(page)).at?.name, "main", "it is open");
  const source = page.getByRole("textbox", { name: "Source", exact: true });
  await source.focus();
  await page.keyboard.press("ControlOrMeta+z");
  await eventually(async () => (await source.innerText()).trim(), mine, "the text is back");
  await eventually(async () => (await state(page)).at?.name, "mine", "and so is the program");
});
