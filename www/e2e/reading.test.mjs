// Chooses its own widths.
// The page for whoever has chosen other colours, no motion, large text, a narrow screen, or no
// mouse.

import assert from "node:assert/strict";
import { test } from "node:test";

import { button, eventually, openExample, press, ready, state, step } from "./machine.mjs";
import { open } from "./page.mjs";

const focused = (page) =>
  page.evaluate(() => {
    const { activeElement: element } = document;
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
    const around = element.closest(".cm-focused");
    // The bar of a line between panes.
    const bar = element.getAttribute("role") === "separator" && getComputedStyle(element, "::after").opacity === "1";
    return {
      name: element.getAttribute("aria-label") ?? element.textContent.trim(),
      isBody: element === document.body,
      isSeen: outlineStyle !== "none" && outlineWidth !== "0px" || boxShadow !== "none" || around !== null || bar,
    };
  });

test("all is reached by keyboard, and what has the focus is seen", async (t) => {
  const page = await open(t, { width: 1280, height: 800 });
  await ready(page);
  const met = [];
  // From the top of the page, through everything, to its end; the editor is left by Tab too.
  for (let i = 0; i < 120; i += 1) {
    await page.keyboard.press("Tab");
    const { name, isBody } = await focused(page);
    if (isBody) break;
    await eventually(async () => (await focused(page)).isSeen, true, `${name} shows that it has the focus`);
    met.push(name);
  }
  assert.ok(met.length < 120, "it ends");
  for (const name of ["Skip to the panes", "Examples", "Share", "Help", "Step", "Run", "Source"]) {
    assert.ok(met.includes(name), `${name} is reached: ${met}`);
  }
});

test("a program is chosen, stepped, asked about and checked without a mouse", async (t) => {
  const page = await open(t, { width: 1280, height: 800 });
  await ready(page);
  await button(page, "Examples").focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Examples", exact: true });
  await dialog.waitFor();
  const example = dialog.getByRole("button", { name: /^Factorial/ }).first();
  for (let i = 0; i < 80 && !(await example.evaluate((element) => element === document.activeElement)); i += 1) {
    await page.keyboard.press("Tab");
  }
  await page.keyboard.press("Enter");
  await dialog.waitFor({ state: "hidden" });
  await page.keyboard.press("F10");
  await eventually(async () => (await state(page)).step > 0, true, "a step");
  await page.keyboard.press("c");
  await eventually(async () => (await state(page)).status, "returned", "the end");
  await button(page, "Check with your browser").focus();
  await page.keyboard.press("Enter");
  await page.getByText("Both engines agree.").waitFor();
  await page.keyboard.press("Escape");
  assert.equal((await focused(page)).name, "Check with your browser");
  await page.keyboard.press("Shift+s");
  await eventually(async () => (await state(page)).status, "paused", "a step back");
});

test("nothing moves for whoever wants no motion", async (t) => {
  const page = await open(t, { width: 1280, height: 800, reducedMotion: "reduce" });
  await openExample(page, "Factorial");
  const moving = () =>
    page.evaluate(() => document.getAnimations().map(({ animationName, transitionProperty }) => animationName ?? transitionProperty));
  await step(page, 5);
  assert.deepEqual(await moving(), []);
  await press(page, "Run");
  await press(page, "Examples");
  assert.deepEqual(await moving(), []);
});

test("with forced colours what runs next and what has changed have shapes", async (t) => {
  const page = await open(t, { width: 1280, height: 800, forcedColors: "active" });
  await openExample(page, "Factorial");
  await step(page, 4);
  const shape = (selector, property) =>
    page.locator(selector).first().evaluate((element, name) => getComputedStyle(element)[name], property);
  assert.equal(await shape(".cm-next", "outlineStyle"), "solid");
  assert.equal(await shape(".is-changed", "borderLeftStyle"), "solid");
  await button(page, "Step").focus();
  await page.keyboard.press("Shift+Tab");
  assert.ok((await focused(page)).isSeen);
  // Buttons, fields and panes keep an edge, which is all that divides them.
  for (const selector of [".controls button", ".pane", ".app-bar select"]) {
    assert.notEqual(await shape(selector, "borderTopStyle"), "none", selector);
  }
});

test("nothing scrolls sideways at 320 pixels, in dialogs, or with large text either", async (t) => {
  const page = await open(t, { width: 320, height: 568 });
  await openExample(page, "Hello, bytes");
  const over = () =>
    page.evaluate(() => {
      const wide = (element) => element.scrollWidth - element.clientWidth;
      const dialog = document.querySelector("dialog[open]");
      return Math.max(wide(document.documentElement), dialog ? wide(dialog) : 0);
    });
  for (const [width, size] of [[320, "100%"], [640, "200%"]]) {
    await page.setViewportSize({ width, height: 568 });
    await page.evaluate((size) => (document.documentElement.style.fontSize = size), size);
    assert.ok((await over()) <= 0, `the page at ${size}: ${await over()}`);
    for (const [name, title] of [["Examples", "Examples"], ["Help", "Keys"], ["Settings", "Settings"], ["Export", "Export"]]) {
      await press(page, name);
      await page.getByRole("dialog", { name: title, exact: true }).waitFor();
      assert.ok((await over()) <= 0, `${title} at ${size}: ${await over()}`);
      await page.keyboard.press("Escape");
    }
  }
});

test("what is said for a while does not move the panes", async (t) => {
  for (const width of [1280, 390]) {
    const page = await open(t, { width, height: 844 });
    await ready(page);
    const link = await page.evaluate(() => wasmscope.share());
    const place = () => page.locator(".panes").evaluate((panes) => panes.getBoundingClientRect().toJSON());
    await page.goto(link.replace("#", "?again#"));
    await ready(page);
    const notice = page.getByRole("region", { name: "Notice", exact: true });
    await notice.waitFor();
    const before = await place();
    await notice.getByRole("button", { name: "Dismiss", exact: true }).click();
    await notice.waitFor({ state: "hidden" });
    assert.deepEqual(await place(), before);
  }
});
