// Chooses its own widths.
// In a low window, as when a page is magnified, what moves the machine stays in sight.

import assert from "node:assert/strict";
import { test } from "node:test";

import { button, openExample, ready, source, step } from "./machine.mjs";
import { open } from "./page.mjs";

// 1,280 × 800 at 200 %; a phone that lies on its side; 1,280 × 1,024 at 400 %; a low window.
const sizes = [[640, 400], [844, 390], [320, 256], [1280, 400]];

for (const [width, height] of sizes) {
  test(`Step is beside the source at ${width} by ${height}`, async (t) => {
    const page = await open(t, { width, height });
    await openExample(page, "Bubble sort");
    await step(page, 3);
    const isInSight = async (target, what) => {
      const box = await target.boundingBox();
      assert.ok(box.y >= 0 && box.y + box.height <= height, `${what}: ${JSON.stringify(box)}`);
      return box;
    };
    await source(page);
    const next = page.locator(".cm-next").first();
    await next.scrollIntoViewIfNeeded();
    const [{ y, height: high }, controls] = [await isInSight(next, "what runs next"), await isInSight(button(page, "Step"), "Step")];
    assert.ok(y + high <= controls.y || y >= controls.y + controls.height, "neither lies over the other");
    // However the page is scrolled.
    for (const to of [0, 10_000]) {
      await page.evaluate((to) => scrollTo(0, to), to);
      await isInSight(button(page, "Step"), `Step, scrolled to ${to}`);
    }
    await button(page, "Step").click();
    await isInSight(next, "what runs next");
  });
}

test("at 200 % the sentence of the next instruction is in sight with Step", async (t) => {
  const page = await open(t, { width: 640, height: 400 });
  await ready(page);
  const pane = page.getByRole("region", { name: "Explanation", exact: true });
  const sentence = await pane.getByText("Will push 7").boundingBox();
  const controls = await button(page, "Step").boundingBox();
  assert.ok(sentence.y >= 0 && sentence.y + sentence.height <= controls.y);
  assert.ok(controls.y + controls.height <= 400);
  assert.equal(await page.evaluate(() => document.documentElement.scrollHeight), 400, "nothing is below the window");
});
