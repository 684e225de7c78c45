// What axe finds wrong on a page.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What axe finds, less what it misreads. */
export async function problems(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate((runOnly) => globalThis.axe.run(document, { runOnly }), rules);
  return violations
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 120)}`))
    // The editor is focused by its text; the title of an example is its label, and what stands
    // under it describes it.
    .filter((found) => !(found.startsWith("scrollable-region-focusable") && found.includes("cm-scroller")))
    .filter((found) => !(found.startsWith("label-content-name-mismatch") && found.includes('"example-')));
}
