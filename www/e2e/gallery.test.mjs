// The gallery: looking for examples by what they teach and execute, by keyboard as well, and
// the file that they come in.

import assert from "node:assert/strict";
import { test } from "node:test";

import { eventually, openExample, press, ready, show, state, write } from "./machine.mjs";
import { open, size } from "./page.mjs";

const gallery = (page) => page.getByRole("dialog", { name: "Examples", exact: true });

const box = (page) => gallery(page).getByRole("searchbox", { name: "Search examples" });

/** The names of the cards, in order. */
const cards = (page) => gallery(page).locator(".gallery strong").allTextContents();

/** The names of the parts that are shown. */
const parts = (page) => gallery(page).getByRole("heading", { level: 3 }).allTextContents();

const status = (page) => gallery(page).getByRole("status").textContent();

async function openGallery(page) {
  await ready(page);
  await press(page, "Examples");
  await box(page).waitFor();
}

test("words find examples by title, by what they teach and by instructions", async (t) => {
  const page = await open(t);
  await openGallery(page);
  const all = (await cards(page)).length;
  assert.ok(all > 35, `${all} examples`);
  assert.equal(await status(page), `${all} examples`);

  await box(page).fill("sha-2");
  await eventually(() => cards(page), ["SHA-256"], "by title");
  await box(page).fill("BR_TABLE");
  await eventually(async () => (await cards(page)).includes("Switch"), true, "by instruction");
  const found = await cards(page);
  assert.equal(await status(page), `${found.length} of ${all} examples`);
  const uses = await gallery(page).getByText("Uses br_table").count();
  assert.equal(uses, found.length, "each says why it was found");
  await box(page).fill("backtracking");
  await eventually(() => cards(page), ["N queens", "Sudoku"], "by what it teaches");
  assert.deepEqual(await parts(page), ["Larger programs"]);
  await box(page).fill("3.0");
  await eventually(() => parts(page), ["WebAssembly 3.0"], "by version");
  await box(page).fill("");
  await eventually(async () => (await cards(page)).length, all, "nothing asked finds all");
});

test("what nothing teaches is said, and the way out", async (t) => {
  const page = await open(t);
  await openGallery(page);
  await box(page).fill("blockchain");
  await eventually(() => cards(page), [], "nothing is found");
  assert.match(await status(page), /Nothing here teaches that\. Try a word such as/);
  const over = await gallery(page).evaluate((dialog) => dialog.scrollWidth - dialog.clientWidth);
  assert.ok(over <= 0, `${over} pixels too wide`);
});

test("an example is found and opened without a pointer", async (t) => {
  const page = await open(t);
  await ready(page);
  await page.keyboard.press("e");
  await box(page).waitFor();
  // On a phone the box would bring up a keyboard over the list.
  const focused = () => box(page).evaluate((element) => element === document.activeElement);
  if (size.width >= 1200) await eventually(focused, true, "the box has the focus");
  else await box(page).focus();
  await page.keyboard.type("sort");
  await eventually(() => cards(page), ["Bubble sort", "Quicksort"], "two of them");
  const name = () =>
    page.evaluate(() => document.activeElement.querySelector("strong")?.textContent);
  await page.keyboard.press("ArrowDown");
  assert.equal(await name(), "Bubble sort");
  await page.keyboard.press("ArrowDown");
  assert.equal(await name(), "Quicksort");
  await page.keyboard.press("ArrowDown");
  assert.equal(await name(), "Quicksort", "the last one stays");
  await page.keyboard.press("ArrowUp");
  assert.equal(await name(), "Bubble sort");
  await box(page).fill("quick");
  await eventually(() => cards(page), ["Quicksort"], "one of them");
  await page.keyboard.press("Enter");
  await gallery(page).waitFor({ state: "hidden" });
  await eventually(async () => (await state(page)).at?.name, "main", "it is open");
  await (await show(page, "Explanation")).getByText("the last letter is").waitFor();
});

test("the texts are loaded when somebody looks for them, and again if that fails", async (t) => {
  const page = await open(t);
  await ready(page);
  const asked = () =>
    page.evaluate(() =>
      performance.getEntriesByType("resource").filter(({ name }) => name.includes("part-examples")).length,
    );
  assert.equal(await asked(), 0, "not at first sight");
  await page.route(/part-examples/, (route) => route.fulfill({ body: "not what it should be" }));
  await press(page, "Examples");
  await gallery(page).getByRole("alert").getByText("cannot be loaded").waitFor();
  await page.unroute(/part-examples/);
  await gallery(page).getByRole("button", { name: "Load again" }).click();
  await box(page).waitFor();
  assert.ok((await cards(page)).includes("Push and add"));
});

test("an example that was open is one at the next visit as well", async (t) => {
  const page = await open(t);
  await openExample(page, "Quicksort");
  await eventually(async () => (await state(page)).at?.name, "main", "it is open");
  await page.reload();
  await (await show(page, "Explanation")).getByText("Predict: the last letter is").waitFor();
  assert.equal((await state(page)).at.name, "main");
  // Nobody has written it, so it is no previous work.
  await write(page, '(module (func (export "mine")))');
  await eventually(async () => (await state(page)).at?.name, "mine", "it is assembled");
  await openGallery(page);
  const kept = gallery(page).getByRole("button", { name: /Quicksort/ });
  assert.equal(await kept.count(), 1);
});
