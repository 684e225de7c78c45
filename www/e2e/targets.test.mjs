// Chooses its own widths.
// Everything that is pressed is large enough: 24 pixels for a mouse, 44 for a finger.

import assert from "node:assert/strict";
import { test } from "node:test";

import { button, eventually, openExample, opened, press, ready, show, state, write } from "./machine.mjs";
import { open } from "./page.mjs";

/** What is too small of all that is in sight, as `name 20 × 12`. */
const tooSmall = (page, least) => page.evaluate(measure, least);

function measure(least) {
  const controls =
    "a[href], button, input, select, textarea, summary, [role=button], [role=tab], [role=treeitem], [role=option], [role=separator]";
  const seen = [...document.querySelectorAll(controls)].filter(
    (element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest(".skip, .cm-editor"),
  );
  /** What reacts when it is pressed: the label with its box, and what a line can be taken hold of at. */
  const area = (element) => {
    const own = element.getBoundingClientRect();
    if (element.matches("[type=checkbox], [type=radio]") && element.labels[0]) {
      return element.labels[0].getBoundingClientRect();
    }
    if (!element.matches("[role=separator]")) return own;
    const { width, height } = getComputedStyle(element, "::before");
    return { width: Number.parseFloat(width), height: Number.parseFloat(height) };
  };
  const small = seen.filter((element) => {
    // Only what a pane's edge leaves of it is in sight; or it is a link in a sentence.
    const isInSentence = element.matches("p > a, li > a") && element.parentElement.textContent.length > 2 * element.textContent.length;
    const { width, height } = area(element);
    return !isInSentence && (width < least - 0.5 || height < least - 0.5);
  });
  return small.map((element) => {
    const { width, height } = area(element);
    const name = element.getAttribute("aria-label") || element.textContent.trim() || element.title || element.tagName;
    return `${name.slice(0, 40)}: ${Math.round(width)} × ${Math.round(height)}`;
  });
}

const start = (page, text) =>
  page.evaluate((text) => {
    wasmscope.load(text);
    wasmscope.start("main");
  }, text);

const everything = `(module (memory 1) (table 3 funcref) (global $g (mut i32) (i32.const 1)) (type $s (struct (field i32)))
  (func $f (export "main") (param $n i32) (result i32)
    (drop (struct.new $s (i32.const 4)))
    (if (result i32) (i32.eqz (local.get $n)) (then (i32.const 1))
      (else (i32.mul (local.get $n) (call $f (i32.sub (local.get $n) (i32.const 1))))))))`;

/** Each state, and how to come to it; what it gives leaves it. */
const states = {
  "at first sight": async () => {},
  "what is folded away": async (page) => {
    const folded = page.getByRole("button", { expanded: false });
    for (let left = await folded.count(); left > 0; left -= 1) await folded.first().click();
    return async () => {
      const unfolded = page.getByRole("button", { expanded: true });
      for (let left = await unfolded.count(); left > 0; left -= 1) await unfolded.first().click();
    };
  },
  "frames, objects, a breakpoint": async (page) => {
    await start(page, everything);
    await page.evaluate(() => {
      wasmscope.start("main", [3]);
      wasmscope.breakpoints.add({ line: 3 });
      wasmscope.seek(14);
    });
  },
  "an answer": async (page) => {
    await (await show(page, "Locals")).getByRole("row").first().click();
    await page.getByRole("region", { name: "History", exact: true }).getByRole("heading", { level: 3 }).waitFor();
    return async () => page.getByRole("button", { name: "Close history", exact: true }).click();
  },
  "heat and branches": async (page) => {
    await press(page, "Heat");
    await page.evaluate(() => {
      wasmscope.stepBack(1);
      wasmscope.edit({ address: 16, bytes: [65] });
    });
    await page.getByRole("region", { name: "Branches", exact: true }).waitFor();
    return async () => press(page, "Heat");
  },
  "before step 0": async (page) => {
    await press(page, "Restart");
    await show(page, "Explanation");
    await press(page, "Before step 0");
    return async () => press(page, "Back to step 0");
  },
  "a trap": async (page) => {
    await openExample(page, "Three ways out of bounds");
    await press(page, "Run");
    await eventually(async () => (await state(page)).status, "trapped", "it traps");
  },
  "the end": async (page) => {
    await openExample(page, "Factorial");
    await press(page, "Run");
    await eventually(async () => (await state(page)).status, "returned", "it ends");
  },
  "a problem": async (page) => {
    await write(page, "(module (func (result i32)))");
    await (await show(page, "Problems")).getByRole("listitem").first().waitFor();
  },
  "the canvas": async (page) => {
    await openExample(page, "Game of Life");
    await show(page, "Canvas");
  },
  "a call that waits": async (page) => {
    await start(page, '(module (import "oracle" "ask" (func $ask (result i32))) (func (export "main") (drop (call $ask))))');
    await page.evaluate(() => wasmscope.run());
    await (await show(page, "Console")).getByRole("form", { name: "Host call" }).waitFor();
  },
  "the examples": opened("Examples", "Examples"),
  "the keys": opened("Help", "Keys"),
  "the settings": opened("Settings", "Settings"),
  "saving": opened("Export", "Export"),
  "the reference": opened("Reference", "Reference"),
  "the lessons": async (page) => {
    await press(page, "Lessons");
    await page.locator("#pane-lessons").getByText("Twelve lessons").waitFor();
  },
};

const pointers = [
  ["a mouse", 24, { width: 1280, height: 800, hasTouch: false }],
  ["a mouse", 24, { width: 390, height: 844, hasTouch: false }],
  ["a finger", 44, { width: 390, height: 844, hasTouch: true }],
  ["a finger", 44, { width: 1280, height: 800, hasTouch: true }],
];

for (const [pointer, least, options] of pointers) {
  test(`everything is large enough for ${pointer} at ${options.width}`, async (t) => {
    const page = await open(t, options);
    await ready(page);
    const isCoarse = await page.evaluate(() => matchMedia("(pointer: coarse)").matches);
    assert.equal(isCoarse, options.hasTouch);
    const found = {};
    const look = async (where) => {
      const small = await tooSmall(page, least);
      if (small.length > 0) found[where] = [...new Set(small)];
    };
    for (const [name, enter] of Object.entries(states)) {
      const leave = await enter(page);
      await look(name);
      const tabs = (await page.getByRole("dialog").count()) > 0 ? [] : await page.getByRole("tablist", { name: "Panes" }).getByRole("tab").all();
      for (const tab of tabs) {
        await tab.click();
        await look(`${name}, ${await tab.innerText()}`);
      }
      await leave?.();
    }
    assert.deepEqual(found, {});
    await button(page, "Step").waitFor();
  });
}
