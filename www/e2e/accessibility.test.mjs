import assert from "node:assert/strict";
import { test } from "node:test";

import { problems } from "./axe.mjs";
import { openExample, step } from "./machine.mjs";
import { open } from "./page.mjs";

for (const colorScheme of ["light", "dark"]) {
  test(`nothing that axe can find is wrong (${colorScheme})`, async (t) => {
    const page = await open(t, { colorScheme });
    await openExample(page, "Hello, bytes");
    await step(page, 9);
    assert.deepEqual(await problems(page), []);
  });
}

for (const [width, height] of [[900, 800], [390, 844], [320, 568]]) {
  test(`nothing that axe can find is wrong behind the tabs at ${width}`, async (t) => {
    const page = await open(t, { width, height });
    await openExample(page, "Hello, bytes");
    await step(page, 9);
    for (const name of await page.getByRole("tab").allInnerTexts()) {
      await page.getByRole("tab", { name }).click();
      assert.deepEqual(await problems(page), [], name);
    }
  });
}

test("nothing scrolls sideways on narrow screens", async (t) => {
  for (const width of [320, 390, 700, 900]) {
    const page = await open(t, { width });
    await openExample(page, "Hello, bytes");
    await step(page, 6);
    const over = await page.evaluate((width) => document.documentElement.scrollWidth - width, width);
    assert.ok(over <= 0, `${over} pixels too wide at ${width}`);
  }
});
