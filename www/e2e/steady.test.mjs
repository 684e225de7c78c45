// Chooses its own widths.
// What comes and goes leaves the rest where it is, and what matters most is in sight.

import assert from "node:assert/strict";
import { test } from "node:test";

import { button, openExample } from "./machine.mjs";
import { open } from "./page.mjs";

const boxOf = (target) => target.evaluate((element) => element.getBoundingClientRect().toJSON());

test("the title of an example has its share of the source's heading", async (t) => {
  for (const width of [1280, 1000, 720]) {
    const page = await open(t, { width, height: 800 });
    await openExample(page, "Three ways out of bounds");
    const title = page.getByTitle("Three ways out of bounds", { exact: true });
    await title.waitFor();
    const { width: shown, right } = await boxOf(title);
    assert.ok(shown >= 80, `${shown} pixels of it at ${width}`);
    for (const name of ["Add module", "Run back to cursor", "Run to cursor", "Format", "Types"]) {
      const { left, top } = await boxOf(button(page, name));
      const below = (await boxOf(title)).bottom <= top;
      assert.ok(left >= right || below, `${name} does not lie over it at ${width}`);
    }
  }
});
