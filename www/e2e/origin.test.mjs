import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { openFile } from "./binaries.mjs";
import { eventually, ready, region, show, state } from "./machine.mjs";
import { open } from "./page.mjs";

const compiled = readFileSync(new URL("../../vm/tests/dwarf/c.wasm", import.meta.url));

test("a compiled module shows which line of its source runs, in each frame", async (t) => {
  const page = await open(t);
  await ready(page);
  await openFile(page, "c.wasm", compiled);
  // Another program is paused before it; this one's memory has two pages.
  await eventually(async () => (await state(page)).memories[0]?.pages, 2, "it is open");
  const end = await page.evaluate(async () => {
    wasmscope.start("main", [3]);
    return (await wasmscope.run()).trap.message;
  });
  assert.equal(end, "integer divide by zero");
  await show(page, "Frames");
  const frames = await (await region(page, "Frames")).innerText();
  assert.match(frames, /divide[\s\S]*src\/shapes\.c:7[\s\S]*run[\s\S]*src\/shapes\.c:15/);
  await show(page, "Explanation");
  const told = await (await region(page, "Explanation")).innerText();
  assert.match(told, /Compiled from src\/shapes\.c:7:16/);
});
