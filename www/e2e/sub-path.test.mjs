// The site is a folder of files that may lie anywhere: all tests serve it below a path of
// its own, and `open` fails for every request that leaves that path.

import assert from "node:assert/strict";
import { test } from "node:test";

import { openExample, ready, state, step } from "./machine.mjs";
import { open } from "./page.mjs";

test("below a path, everything loads, and a link leads back to the same path", async (t) => {
  const page = await open(t);
  await openExample(page, "Factorial");
  await step(page, 9);
  const here = new URL(page.url());
  assert.ok(here.pathname.length > 1, "it is served below a path");
  const link = new URL(await page.evaluate(() => wasmscope.share()));
  assert.equal(link.origin + link.pathname, here.origin + here.pathname);
  assert.equal(link.search, "");
  assert.match(link.hash, /^#w1/);

  const other = await page.context().newPage();
  await other.goto(link.href);
  await ready(other);
  const { step: at, frames } = await state(other);
  assert.deepEqual([at, frames.length], [9, 2]);
});
