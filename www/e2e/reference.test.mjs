// The reference of instructions: a dialog that is searched, cards in the editor, and the same for
// scripts. It is loaded when it is asked for.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";

import { button, eventually, press, ready, show, source, write } from "./machine.mjs";
import { open, size } from "./page.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const dialogOf = (page) => page.getByRole("dialog", { name: "Reference" });
const searchOf = (page) => page.getByRole("searchbox", { name: "Find instructions" });
const entryOf = (page) => page.getByRole("article", { name: "Instruction" });

async function reference(t) {
  const page = await open(t);
  await ready(page);
  await press(page, "Reference");
  await dialogOf(page).waitFor();
  return page;
}

test("instructions are found by name and by meaning, by keyboard alone", async (t) => {
  const page = await reference(t);
  await searchOf(page).fill("wrap_i");
  await entryOf(page).getByRole("heading", { name: "i32.wrap_i64 [i64] → [i32]" }).waitFor();
  await searchOf(page).fill("square root");
  await page.keyboard.press("ArrowDown");
  const list = page.getByRole("listbox", { name: "Instructions" });
  await eventually(
    () => list.getByRole("option", { selected: true }).allInnerTexts(),
    ["f64.sqrt"],
    "the arrow goes to the next that was found",
  );
  await entryOf(page).getByText("binop").or(entryOf(page).getByText("unop-val")).waitFor();
  const link = entryOf(page).getByRole("link", { name: "In the specification" });
  assert.match(await link.getAttribute("href"), /exec\/instructions\.html#exec-unop$/);
  await searchOf(page).fill("no such thing");
  await dialogOf(page).getByText("No instruction has this").waitFor();
  await entryOf(page).getByText("Nothing is shown").waitFor();
  assert.equal(await entryOf(page).getByRole("heading").count(), 0, "what was shown is none of it");
  await searchOf(page).fill("remainder");
  await entryOf(page).getByRole("heading", { name: "i32.rem_s" }).waitFor();
  await searchOf(page).fill("");
  await page.keyboard.press("Escape");
  await dialogOf(page).waitFor({ state: "hidden" });
});

test("an example opens in the playground before the instruction, and undo takes it back", async (t) => {
  const page = await reference(t);
  await searchOf(page).fill("i64.rotl");
  const before = await page.evaluate(() => document.querySelector(".cm-content").textContent);
  await entryOf(page).getByRole("button", { name: "Open in the playground" }).click();
  await dialogOf(page).waitFor({ state: "hidden" });
  const state = await page.evaluate(() => wasmscope.state());
  assert.equal(state.at.op, "i64.rotl");
  assert.deepEqual(state.stack.map(({ text }) => text), ["5", "1"]);
  await (await source(page)).click();
  await page.keyboard.press("ControlOrMeta+z");
  await eventually(
    () => page.evaluate(() => document.querySelector(".cm-content").textContent),
    before,
    "undo brings the program back",
  );
});

test("where something is decided, the side condition stands below the rule", async (t) => {
  const page = await reference(t);
  await searchOf(page).fill("br_if");
  await entryOf(page).getByRole("heading", { name: "br_if" }).waitFor();
  const terms = () => entryOf(page).getByRole("term").allInnerTexts();
  await eventually(terms, ["Before", "After", "Rule", "Side condition"], "what is said of br_if");
  await entryOf(page).getByRole("definition").getByText("the condition is 1, not 0", { exact: true }).waitFor();
  await searchOf(page).fill("i32.add");
  await eventually(terms, ["Before", "After", "Rule"], "what is said of i32.add");
});

test("see also leads on, and the dialog is accessible", async (t) => {
  const page = await reference(t);
  await entryOf(page).getByRole("button", { name: "i32.mul" }).click();
  await entryOf(page).getByRole("heading", { name: "i32.mul" }).waitFor();
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => axe.run("dialog.reference"));
  assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`), []);
});

test("F1 tells of the instruction at the cursor, and Escape takes the card away", async (t) => {
  const page = await open(t);
  await write(page, '(module (func (export "main") (result i32)\n  i32.const 7\n  i32.eqz))');
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("F1");
  const card = page.getByRole("tooltip");
  await card.getByText("[i32] → [i32]").waitFor();
  await card.getByText("Pushes 1 if the number is zero, else 0.").waitFor();
  await page.keyboard.press("Escape");
  await card.waitFor({ state: "hidden" });
  assert.ok(await (await source(page)).evaluate((node) => node.contains(document.activeElement)));
  await page.keyboard.press("F1");
  await card.waitFor();
  await page.keyboard.press("F1");
  await entryOf(page).getByRole("heading", { name: "i32.eqz" }).waitFor();
});

test("the pointer shows the card, may go onto it, and Escape takes it away", { skip: size.width < 700 }, async (t) => {
  const page = await open(t);
  await ready(page);
  await page.locator(".cm-content").getByText("i32.add", { exact: true }).hover();
  const card = page.getByRole("tooltip");
  await card.getByText("Adds two numbers.").waitFor();
  await card.hover();
  await button(page, "More about i32.add").waitFor();
  await page.keyboard.press("Escape");
  await card.waitFor({ state: "hidden" });
  await page.locator(".cm-content").getByText("i32.add", { exact: true }).hover({ position: { x: 4, y: 4 } });
  await button(page, "More about i32.add").click();
  await entryOf(page).getByRole("heading", { name: "i32.add" }).waitFor();
});

test("where the cursor comes to rest by keyboard a card comes, and says nothing by itself", async (t) => {
  const page = await open(t);
  await write(page, '(module (func (export "main") (result i32)\n  i32.const 7\n  i32.eqz))');
  const card = page.getByRole("tooltip");
  const spoken = () => page.locator(".cm-announced").evaluateAll((all) => all.map((one) => one.textContent).join(""));
  // Who types, or goes on, is not disturbed.
  await page.keyboard.type("  ");
  for (let time = 0; time < 2; time += 1) await page.keyboard.press("Backspace");
  await page.waitForTimeout(1100);
  assert.equal(await card.count(), 0, "typing asks for nothing");
  const before = await spoken();
  for (let time = 0; time < 4; time += 1) await page.keyboard.press("ArrowLeft");
  await card.getByText("Pushes 1 if the number is zero, else 0.").waitFor();
  assert.equal(await spoken(), before, "nothing is read out");
  const line = await page.locator(".cm-line").nth(2).boundingBox();
  const box = await card.boundingBox();
  assert.ok(box.y + box.height <= line.y + 1 || box.y >= line.y + line.height - 1, "the line can be read");
  assert.ok(box.x >= 0 && box.x + box.width <= size.width, "all of it is in sight");
  if (size.width >= 700) {
    await card.hover();
    await page.waitForTimeout(600);
    await card.waitFor();
  }
  // Within the word it stays; F1 reads it out.
  await page.keyboard.press("ArrowLeft");
  await card.waitFor();
  await page.keyboard.press("F1");
  const isTold = async () => (await spoken()).endsWith("i32.eqz: Pushes 1 if the number is zero, else 0.");
  await eventually(isTold, true, "it is asked for");
  await page.keyboard.press("Escape");
  await card.waitFor({ state: "hidden" });
  // After Escape there is peace.
  await page.keyboard.press("ArrowLeft");
  await page.waitForTimeout(1100);
  assert.equal(await card.count(), 0, "none comes by itself any more");
  assert.ok(await (await source(page)).evaluate((node) => node.contains(document.activeElement)));
});

test("cards at the cursor can be switched off, and F1 still asks for one", async (t) => {
  const page = await open(t);
  await ready(page);
  await press(page, "Settings");
  await page.getByRole("checkbox", { name: "Tell of instructions" }).uncheck();
  await page.keyboard.press("Escape");
  await write(page, '(module (func (export "main") (result i32)\n  i32.const 7\n  i32.eqz))');
  for (let time = 0; time < 4; time += 1) await page.keyboard.press("ArrowLeft");
  const card = page.getByRole("tooltip");
  await page.waitForTimeout(1100);
  assert.equal(await card.count(), 0, "none comes by itself");
  await page.keyboard.press("F1");
  await card.getByText("Pushes 1 if the number is zero, else 0.").waitFor();
});

test("the instruction that is explained has a card, under the pointer and with the focus", async (t) => {
  const page = await open(t);
  await ready(page);
  await page.evaluate(() => {
    wasmscope.load('(module (func (export "main") (result i32)\n i32.const 7\n i32.eqz))');
    wasmscope.start("main");
  });
  const pane = await show(page, "Explanation");
  const named = pane.locator(".instruction");
  const card = page.getByRole("tooltip");
  if (size.width >= 700) {
    await named.hover();
    await card.getByText("i32.const").first().waitFor();
    await card.hover();
    await page.waitForTimeout(500);
    await card.waitFor();
    await page.mouse.move(2, 2);
    await card.waitFor({ state: "hidden" });
  }
  await named.focus();
  await card.waitFor();
  assert.equal(await named.getAttribute("aria-describedby"), await card.getAttribute("id"));
  const [box, sentence] = [await card.boundingBox(), await pane.locator(".now").boundingBox()];
  assert.ok(box.y >= sentence.y + sentence.height || box.y + box.height <= sentence.y, "the sentence can be read");
  assert.ok(box.x >= 0 && box.x + box.width <= size.width && box.y >= 0 && box.y + box.height <= size.height);
  // It follows the machine while the focus stays.
  await page.keyboard.press("s");
  await card.getByText("Pushes 1 if the number is zero, else 0.").waitFor();
  await page.keyboard.press("Escape");
  await card.waitFor({ state: "hidden" });
  assert.ok(await named.evaluate((node) => node === document.activeElement), "Escape leaves the focus");
  await page.keyboard.press("Enter");
  await entryOf(page).getByRole("heading", { name: "i32.eqz" }).waitFor();
});

test("a card that is still being loaded when the focus goes on does not come", async (t) => {
  const page = await open(t);
  await ready(page);
  let load;
  const loaded = new Promise((resolve) => (load = resolve));
  await page.route(/part-card-/, async (route) => {
    await loaded;
    await route.continue();
  });
  await page.evaluate(() => {
    wasmscope.load('(module (func (export "main") (result i32)\n i32.const 7\n i32.eqz))');
    wasmscope.start("main");
  });
  const pane = await show(page, "Explanation");
  const asked = page.waitForRequest(/part-card-/);
  const given = page.waitForResponse(/part-card-/);
  await pane.locator(".instruction").focus();
  await asked;
  await page.keyboard.press("Tab");
  load();
  await given;
  await page.waitForTimeout(500);
  assert.equal(await page.getByRole("tooltip").count(), 0, "it would lie over what has the focus");
});

test("scripts are told the same, and every example runs", async (t) => {
  const page = await open(t);
  await ready(page);
  const wrong = await page.evaluate(async () => {
    const wrong = [];
    for (const { name, example, push } of await wasmscope.instructions()) {
      wasmscope.load(example);
      let state = wasmscope.start("main");
      while (state.at && state.at.op !== name) state = wasmscope.step();
      let pushed;
      const stop = wasmscope.observe((event) => (pushed = event.push));
      wasmscope.step();
      stop();
      const said = pushed?.map((typed) => typed.replace(/^[^:]*:/, ""));
      if (JSON.stringify(said) !== JSON.stringify(push)) wrong.push(`${name}: ${said} is not ${push}`);
    }
    return wrong;
  });
  assert.deepEqual(wrong, []);
  const refused = await page.evaluate(() => wasmscope.explain("i32.plus").catch(({ kind, message }) => [kind, message]));
  assert.deepEqual(refused, ["argument", "no instruction is called i32.plus"]);
});
