// Chooses its own widths.
// What is answered about a value hides no value.

import assert from "node:assert/strict";
import { test } from "node:test";

import { eventually, openExample, press, region, show, step } from "./machine.mjs";
import { open } from "./page.mjs";

const areOver = (one, other) =>
  one.x < other.x + other.width && other.x < one.x + one.width && one.y < other.y + other.height && other.y < one.y + one.height;

const sizes = [[1280, 800], [1000, 800], [390, 844], [640, 400]];

for (const [width, height] of sizes) {
  test(`the answer and the value are both in sight at ${width} by ${height}`, async (t) => {
    const page = await open(t, { width, height });
    await openExample(page, "Bubble sort");
    await page.evaluate(() => wasmscope.seek(60));
    const asked = { Stack: "listitem", Locals: "row", Globals: "row", Memory: "gridcell" };
    for (const [name, role] of Object.entries(asked)) {
      const value = (await show(page, name)).getByRole(role).first();
      await value.click();
      const answer = region(page, "History");
      await answer.getByRole("heading", { level: 3 }).waitFor();
      const isSeen = async () => {
        const [box, pane] = [await value.boundingBox(), await answer.boundingBox()];
        const inside = box.y >= 0 && box.y + box.height <= height && pane.y + pane.height <= height;
        // What lies over it would be found in its place.
        const free = await value.evaluate((element) => {
          const { left, top, width, height } = element.getBoundingClientRect();
          const found = document.elementFromPoint(left + width / 2, top + height / 2);
          return element.contains(found) || found?.contains(element);
        });
        return inside && free && !areOver(box, pane);
      };
      await eventually(isSeen, true, name);
      await press(page, "Close history");
    }
  });
}

test("no pane but the source gives room to an answer", async (t) => {
  const page = await open(t, { width: 1280, height: 800 });
  await openExample(page, "Bubble sort");
  await page.evaluate(() => wasmscope.seek(60));
  const names = ["Explanation", "Stack", "Frames", "Locals", "Labels", "Globals", "Memory", "Console", "Problems", "Tables"];
  const places = () => Promise.all(names.map((name) => region(page, name).boundingBox()));
  const before = await places();
  await region(page, "Locals").getByRole("row").first().click();
  const answer = await region(page, "History").boundingBox();
  assert.deepEqual(await places(), before);
  for (const place of [...before, await page.locator(".editor-host").boundingBox()]) {
    assert.ok(!areOver(place, answer), JSON.stringify(place));
  }
  const isInSight = async () => {
    const [next, pane] = [await page.locator(".cm-next").first().boundingBox(), await page.locator(".editor-host").boundingBox()];
    return next.y >= pane.y && next.y + next.height <= pane.y + pane.height;
  };
  await eventually(isInSight, true, "what runs next is still in sight");
  await step(page, 1);
  await eventually(isInSight, true, "and so is what comes then");
});
