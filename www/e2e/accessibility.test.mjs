import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";

import { openExample, step } from "./machine.mjs";
import { open } from "./page.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What axe finds, less what it misreads. */
async function problems(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate((runOnly) => globalThis.axe.run(document, { runOnly }), rules);
  return violations
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 120)}`))
    .filter((found) => !(found.startsWith("scrollable-region-focusable") && found.includes("cm-scroller")));
}

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
