// What tests do with the page, by roles and names.

import assert from "node:assert/strict";

/** A button by its exact name. */
export const button = (page, name) => page.getByRole("button", { name, exact: true });

/** A pane by its name. */
export const region = (page, name) => page.getByRole("region", { name, exact: true });

/** Waits until the page is there. */
export const ready = (page) => button(page, "Step").waitFor();

/**
 * Brings something into sight as a person would, and resolves to it: on narrow screens
 * panes are behind tabs, and controls that are not needed at every step behind a button.
 */
export async function reveal(page, target) {
  await ready(page);
  const seen = () => target.first().isVisible();
  const folded = await page.getByRole("button", { expanded: false }).allInnerTexts();
  for (const name of folded) {
    if (await seen()) break;
    await button(page, name).click();
    if (!(await seen())) await button(page, name).click();
  }
  const tabs = page.getByRole("tablist", { name: "Panes" }).getByRole("tab");
  for (let i = 0; i < (await tabs.count()) && !(await seen()); i += 1) await tabs.nth(i).click();
  await target.first().waitFor();
  return target;
}

/** A pane by its name, in sight. */
export const show = (page, name) => reveal(page, region(page, name));

/** A button by its exact name, in sight. */
export const control = (page, name) => reveal(page, button(page, name));

/** The source's text box, in sight. */
export const source = (page) =>
  reveal(page, page.getByRole("textbox", { name: "Source", exact: true }));

/** Presses a button, wherever it is. */
export const press = async (page, name) => (await control(page, name)).click();

/** Presses Step so many times. */
export async function step(page, times = 1) {
  for (let i = 0; i < times; i += 1) await button(page, "Step").click();
}

/** A dialog by its name. */
export const dialog = (page, name) => page.getByRole("dialog", { name, exact: true });

/** Waits for a dialog; gives what closes it. */
export async function closing(page, name) {
  await dialog(page, name).waitFor();
  return async () => {
    await page.keyboard.press("Escape");
    await dialog(page, name).waitFor({ state: "hidden" });
  };
}

/** Opens a dialog by its button; gives what closes it. */
export const opened = (button, name) => async (page) => {
  await press(page, button);
  return closing(page, name);
};

/** Opens an example by its title. */
export async function openExample(page, title) {
  await ready(page);
  await press(page, "Examples");
  await page.getByRole("dialog", { name: "Examples" }).getByRole("button", { name: title }).click();
}

/** The items of the stack, top first, as they read. */
export const stack = async (page) =>
  (await show(page, "Stack"))
    .getByRole("listitem")
    .evaluateAll((items) => items.map((item) => item.innerText.trim()));

/** Replaces the text as a person would: by selecting all and typing over it. */
export async function write(page, text) {
  await (await source(page)).click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.press("Delete");
  await page.keyboard.insertText(text);
}

/** Asks again and again until a value is what it should be. */
export async function eventually(read, wanted, what, patience = 10_000) {
  const end = Date.now() + patience;
  for (;;) {
    const value = await read();
    try {
      assert.deepEqual(value, wanted, what);
      return;
    } catch (error) {
      if (Date.now() > end) throw error;
    }
    await new Promise((again) => setTimeout(again, 20));
  }
}

/** The step that the slider shows. */
export const shownStep = async (page) =>
  Number(
    await page.getByRole("slider", { name: "Step", exact: true }).getAttribute("aria-valuenow"),
  );

/** The state as a script sees it. */
export const state = (page) => page.evaluate(() => wasmscope.state());
