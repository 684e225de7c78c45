// Chooses its own widths.
// By keyboard alone: whatever has the focus says what it is, and can be seen.

import assert from "node:assert/strict";
import { test } from "node:test";

import { eventually, openExample, show } from "./machine.mjs";
import { open } from "./page.mjs";

/** Role and name of what has the focus, as a screen reader has them; null when nothing has it. */
async function focused(page, browser) {
  const { result } = await browser.send("Runtime.evaluate", { expression: "document.activeElement" });
  if (result.className === "HTMLBodyElement") return null;
  const { nodes } = await browser.send("Accessibility.getPartialAXTree", {
    objectId: result.objectId,
    fetchRelatives: false,
  });
  const { role, name } = nodes[0];
  return { role: role?.value, name: name?.value };
}

/** Whether something of what has the focus is in the window, and nothing lies over it. */
const isSeen = (page) =>
  page.evaluate(() => {
    const element = document.activeElement;
    const { left, right, top, bottom } = element.getBoundingClientRect();
    const at = (from, to, share, end) => Math.min(Math.max(from + share * (to - from), 1), end - 1);
    const shares = [0.1, 0.5, 0.9];
    return shares.some((x) =>
      shares.some((y) => {
        const found = document.elementFromPoint(at(left, right, x, innerWidth), at(top, bottom, y, innerHeight));
        return found !== null && (element.contains(found) || found.contains(element));
      }),
    );
  });

// Behind each tab on a phone; the rest is the same elsewhere.
for (const [width, height, behind] of [[1280, 800, 1], [390, 844, 5], [640, 400, 2]]) {
  test(`whatever Tab reaches has a name and is in sight at ${width} by ${height}`, async (t) => {
    const page = await open(t, { width, height });
    const browser = await page.context().newCDPSession(page);
    await openExample(page, "Bubble sort");
    await page.evaluate(() => {
      wasmscope.breakpoints.add({ line: 37 });
      wasmscope.seek(60);
    });
    const tabs = await page.getByRole("tablist", { name: "Panes" }).getByRole("tab").all();
    for (const tab of tabs.length > 0 ? tabs.slice(0, behind) : [null]) {
      await tab?.click();
      await page.evaluate(() => document.activeElement.blur());
      const wrong = [];
      let reached = 0;
      // From the beginning to the end of the page.
      await page.evaluate(() => document.querySelector(".skip").focus());
      for (let node = await focused(page, browser); node !== null && reached < 150; reached += 1) {
        const what = `${node.role} ${node.name}`;
        if (!node.name) wrong.push(`no name: ${what}`);
        else if (!(await isSeen(page))) wrong.push(`not in sight: ${what}`);
        await page.keyboard.press("Tab");
        node = await focused(page, browser);
      }
      assert.deepEqual(wrong, [], tab ? await tab.innerText() : "all panes");
      assert.ok(reached > 15 && reached < 150, `${reached} stops`);
    }
  });
}

test("the byte at the cursor is told while arrows move it", async (t) => {
  const page = await open(t, { width: 1280, height: 800 });
  const browser = await page.context().newCDPSession(page);
  await openExample(page, "Hello, bytes");
  const memory = await show(page, "Memory");
  await memory.getByRole("grid", { name: "Bytes" }).focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowRight");
  const told = async () => {
    const id = await memory.getByRole("grid").getAttribute("aria-activedescendant");
    const { result } = await browser.send("Runtime.evaluate", { expression: `document.getElementById("${id}")` });
    const { nodes } = await browser.send("Accessibility.getPartialAXTree", { objectId: result.objectId, fetchRelatives: false });
    return [nodes[0].role.value, nodes[0].name.value, nodes[0].description.value];
  };
  await eventually(told, ["gridcell", "65", "0x11"], "the second byte of the second row");
});

test("values are reached from the pane that they are in", async (t) => {
  const page = await open(t, { width: 1280, height: 800 });
  await openExample(page, "Bubble sort");
  await page.evaluate(() => wasmscope.seek(60));
  const locals = page.getByRole("group", { name: "Locals: content" });
  await locals.focus();
  assert.match(await locals.getAttribute("aria-description"), /^Enter goes to the first value/);
  await page.keyboard.press("Enter");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "$at at step 60" }).waitFor();
});
