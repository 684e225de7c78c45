// "Check with your browser": the dialog, also for engines that say something else.

import assert from "node:assert/strict";
import { test } from "node:test";

import { eventually, openExample, press, ready, state, write } from "./machine.mjs";
import { open } from "./page.mjs";

const dialog = (page) => page.getByRole("dialog", { name: "Check with your browser", exact: true });

/** A worker that says something else than the engine does, or nothing at all. */
function otherEngine(change) {
  const Real = globalThis.Worker;
  globalThis.Worker = class {
    #real;
    constructor(address) {
      this.#real = new Real(address);
    }
    postMessage(job) {
      this.#real.onmessage = ({ data }) => {
        const changed = globalThis.changeAnswer(data);
        if (changed) this.onmessage({ data: changed });
      };
      this.#real.postMessage(job);
    }
    terminate() {
      globalThis.terminated = true;
      this.#real.terminate();
    }
  };
  globalThis.changeAnswer = new Function("answer", change);
}

/** Opens the page with an engine whose answers are changed by a function's body. */
const openWith = (t, change) =>
  open(t, { init: { content: `(${otherEngine})(${JSON.stringify(change)})` } });

test("a run that has ended is checked beside its result", async (t) => {
  const page = await open(t);
  await openExample(page, "Factorial");
  assert.equal(await page.getByRole("button", { name: "Check with your browser" }).count(), 0, "not before");
  await press(page, "Run");
  await eventually(async () => (await state(page)).status, "returned", "it ends");
  await press(page, "Check with your browser");
  await dialog(page).getByText("Both engines agree.").waitFor();
  await dialog(page).getByText(/^Both return i64 \d+\.$/).waitFor();
  await dialog(page).getByText(/^Compared: 1 result/).waitFor();
  await page.keyboard.press("Escape");
  await dialog(page).waitFor({ state: "hidden" });
  // The focus is where it was.
  const focused = () => page.evaluate(() => document.activeElement.textContent);
  assert.equal(await focused(), "Check with your browser");
});

const program = `(module (memory 1) (global $g (mut i32) (i32.const 3))
  (func (export "main") (result i32) (i32.store (i32.const 0x20) (i32.const 255)) i32.const 12))`;

/** Runs the program and opens the dialog. */
async function checked(page) {
  await ready(page);
  await write(page, program);
  await eventually(async () => (await state(page)).at?.line, 2, "it is assembled");
  await press(page, "Run");
  await eventually(async () => (await state(page)).status, "returned", "it ends");
  await press(page, "Check with your browser");
}

const others = {
  "another result": ["answer.results[0] ^= 1; return answer", "Result: i32 12 here, 13 on the browser's engine."],
  "another byte of memory": [
    "answer.memories[0][0x20] = 0xfe; return answer",
    "Memory 0 at 0x20: ff here, fe on the browser's engine.",
  ],
  "another global": ["answer.globals[0] = 4; return answer", "Global $g: i32 3 here, 4 on the browser's engine."],
  "a trap": [
    "return { outcome: 'trapped', message: 'unreachable', asked: 0 }",
    "The program returns here; on the browser's engine it traps (unreachable).",
  ],
};

for (const [what, [change, sentence]] of Object.entries(others)) {
  test(`an engine that gives ${what} is found out`, async (t) => {
    const page = await openWith(t, change);
    await checked(page);
    await dialog(page).getByText("The engines differ.").waitFor();
    assert.deepEqual(await dialog(page).locator(".check-differences li").allTextContents(), [sentence]);
  });
}

test("a difference that relaxed SIMD may make is said to be allowed", async (t) => {
  const page = await openWith(t, "answer.results[0] ^= 1; return answer");
  await ready(page);
  await write(page, `(module (func (export "main") (result v128)
    (i8x16.relaxed_swizzle (v128.const i32x4 1 2 3 4) (v128.const i32x4 0x80 0 0 0))))`);
  await eventually(async () => (await state(page)).at?.line, 2, "it is assembled");
  await press(page, "Run");
  await eventually(async () => (await state(page)).status, "returned", "it ends");
  await press(page, "Check with your browser");
  await dialog(page).getByText("The engines differ, as the specification may allow.").waitFor();
  await dialog(page).getByText(/^The run executes i8x16\.relaxed_swizzle: of relaxed SIMD/).waitFor();
});

test("an engine that never answers is given up with Cancel, and the page goes on", async (t) => {
  const page = await openWith(t, "return undefined");
  await checked(page);
  await dialog(page).getByRole("progressbar").waitFor();
  await dialog(page).getByRole("button", { name: "Cancel", exact: true }).click();
  await dialog(page).getByText("Cancelled.").waitFor();
  assert.equal(await page.evaluate(() => globalThis.terminated), true);
  await dialog(page).getByRole("button", { name: "Close", exact: true }).click();
  await press(page, "Restart");
  await eventually(async () => (await state(page)).step, 0, "it answers");
});
