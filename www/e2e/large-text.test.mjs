// Chooses its own widths.
// The browser is set to larger text: all of the page grows with it, and nothing is cut off.

import assert from "node:assert/strict";
import { test } from "node:test";

import { cutTexts } from "./cut.mjs";
import { button, openExample, press, ready, reveal, show, source } from "./machine.mjs";
import { open } from "./page.mjs";

const WIDE = { width: 1280, height: 800 };

/** The page in a browser whose text is as large as that, with an example after some steps. */
async function openWith(t, size, pixels) {
  const page = await open(t, size);
  await ready(page);
  const browser = await page.context().newCDPSession(page);
  await browser.send("Page.enable");
  await browser.send("Page.setFontSizes", { fontSizes: { standard: pixels, fixed: pixels } });
  await page.reload();
  await openExample(page, "Bubble sort");
  await page.evaluate(() => wasmscope.seek(60));
  return page;
}

const fontSize = (target) =>
  target.first().evaluate((element) => Number.parseFloat(getComputedStyle(element).fontSize));

/** Nothing is cut off, and nothing has to be scrolled sideways to be read. */
async function allCanBeRead(page, where) {
  assert.deepEqual(await cutTexts(page), [], where);
  const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(over <= 0, `${where}: ${over} pixels too wide`);
}

for (const pixels of [20, 24, 32]) {
  test(`with text of ${pixels} pixels all can be read`, async (t) => {
    const page = await openWith(t, WIDE, pixels);
    const { x, y, width, height } = await button(page, "Step").boundingBox();
    assert.ok(x >= 0 && y >= 0 && x + width <= WIDE.width && y + height <= WIDE.height, "Step is in sight");
    for (const tab of await page.getByRole("tablist", { name: "Panes" }).getByRole("tab").all()) {
      await tab.click();
      await allCanBeRead(page, await tab.innerText());
    }
    for (const [name, dialog] of [["Settings", "Settings"], ["Help", "Keys"], ["Examples", "Examples"]]) {
      await press(page, name);
      await page.getByRole("dialog", { name: dialog, exact: true }).waitFor();
      await allCanBeRead(page, name);
      await page.keyboard.press("Escape");
    }
  });
}

test("source, memory and lanes grow with the text", async (t) => {
  const sizes = {};
  for (const pixels of [16, 32]) {
    const page = await openWith(t, WIDE, pixels);
    await reveal(page, page.locator(".run-lanes"));
    const names = await page.locator(".lane-names > span").evaluateAll((all) =>
      all.map((name) => name.getBoundingClientRect().toJSON()),
    );
    for (const [above, below] of names.slice(1).map((name, index) => [names[index], name])) {
      assert.ok(above.bottom <= below.top + 1, "names of lanes do not lie over each other");
    }
    await source(page);
    const lines = await fontSize(page.locator(".cm-line"));
    const memory = await show(page, "Memory");
    const bytes = await fontSize(memory.locator(".byte"));
    const row = (await memory.getByRole("row").first().boundingBox()).height;
    sizes[pixels] = [lines, bytes, row, await fontSize(page.locator(".lane-names"))];
  }
  assert.deepEqual(sizes[32], sizes[16].map((size) => 2 * size));
});

test("a place in memory is found with large text", async (t) => {
  const page = await openWith(t, WIDE, 32);
  const memory = await show(page, "Memory");
  await memory.getByRole("textbox", { name: "Go to address" }).fill("0x8000");
  await page.keyboard.press("Enter");
  const byte = memory.locator('[data-address="32768"]');
  await byte.waitFor();
  const [cell, pane] = [await byte.boundingBox(), await memory.locator(".memory-scroller").boundingBox()];
  assert.ok(cell.y >= pane.y && cell.y + cell.height <= pane.y + pane.height, "it is in sight");
});
