// The pane of the lessons in each of its states: axe finds nothing, names are unique, and nothing
// is too wide.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";

import { goTo, heading, tap, unfolded } from "./lessons.mjs";
import { ready } from "./machine.mjs";
import { open } from "./page.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

for (const colorScheme of ["light", "dark"]) {
  test(`every state is accessible, and names stay unique (${colorScheme})`, async (t) => {
    const page = await open(t, { path: "#lessons", colorScheme });
    await ready(page);
    await heading(page).getByText("Twelve lessons").waitFor();
    await page.evaluate(axe);
    const inspect = async (what) => {
      await unfolded(page);
      const { violations } = await page.evaluate(() => axe.run("#pane-lessons"));
      assert.deepEqual(violations.map(({ id, nodes }) => `${what}: ${id} ${nodes[0].html}`), []);
      const names = await page.getByRole("button").evaluateAll((all) =>
        all.filter((one) => one.checkVisibility()).map((one) => one.ariaLabel ?? one.innerText.trim()),
      );
      const twice = names.filter((name, at) => name && names.indexOf(name) !== at);
      assert.deepEqual(twice, [], what);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(over <= 0, `${what} is ${over} pixels too wide`);
    };
    await inspect("the list");
    await goTo(page, "1.5");
    await inspect("a table");
    await goTo(page, "2.6");
    await tap(page, "Open the program of the task");
    await tap(page, "Check");
    await tap(page, "Show hint 1 of 3");
    await inspect("a task that fails");
    await goTo(page, "10.4");
    await inspect("a section");
  });
}
