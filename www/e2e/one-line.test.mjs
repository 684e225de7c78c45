// Chooses its own widths.

import assert from "node:assert/strict";
import { test } from "node:test";

import { ready, source } from "./machine.mjs";
import { open } from "./page.mjs";

/** The tops of elements that are in sight. */
const tops = (buttons) =>
  buttons.evaluateAll((all) => [
    ...new Set(
      all
        .map((one) => one.getBoundingClientRect())
        .filter(({ width, height }) => width > 0 && height > 0)
        .map(({ top, height }) => Math.round(top + height / 2)),
    ),
  ]);

/** The elements whose words do not fit into them. */
const cut = (elements) =>
  elements.evaluateAll((all) => all.filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.textContent));

test("beside a lesson the controls keep to one line, with all their words", async (t) => {
  const page = await open(t, { path: "#lesson=3.1", width: 1280, height: 800 });
  await ready(page);
  await page.getByRole("region", { name: "Lessons", exact: true }).waitFor();
  const controls = page.getByRole("region", { name: "Controls", exact: true });
  const buttons = controls.locator("button:visible, select");
  assert.equal((await tops(buttons)).length, 1, "one line");
  assert.deepEqual(await cut(buttons), []);
  const right = await controls.evaluate((own) => {
    const ends = [...own.querySelectorAll("button, select")].map((one) => one.getBoundingClientRect().right);
    return Math.max(...ends) - document.querySelector(".panes").getBoundingClientRect().right;
  });
  assert.ok(right <= 1, `nothing under the lesson: ${right} px`);
  assert.equal((await tops(page.locator(".app-bar nav > button:visible, .brand"))).length, 1, "and so does the top line");
});

test("on a phone the buttons of the source stand in one line", async (t) => {
  const page = await open(t, { width: 390, height: 844 });
  await source(page);
  const buttons = page.locator(".source > header button:visible");
  assert.ok((await buttons.count()) > 3);
  assert.equal((await tops(buttons)).length, 1);
  assert.deepEqual(await cut(buttons), []);
  const { height, target } = await page.locator(".source > header").evaluate((header) => ({
    height: header.clientHeight,
    target: header.querySelector("button").offsetHeight,
  }));
  assert.ok(height < 1.5 * target, `${height} px for buttons of ${target}`);
});
