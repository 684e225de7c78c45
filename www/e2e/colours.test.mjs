// The colours of the source.

import assert from "node:assert/strict";
import { test } from "node:test";

import { eventually, write } from "./machine.mjs";
import { open } from "./page.mjs";

test("parentheses and words of structure are drawn without elements of their own", async (t) => {
  const page = await open(t);
  await write(page, '(module (func (export "main") (param $n i32) (result i32)\n  (i32.add (local.get $n) (i32.const 1))))');
  const line = page.locator(".cm-line", { hasText: "param" }).first();
  await eventually(() => line.locator("[class^=wat-]").allInnerTexts(), ['"main"', "$n", "i32", "i32"], "what has a colour");
  const colours = await line.evaluate((element) => {
    const name = element.querySelector(".wat-name");
    return [element, name].map((one) => getComputedStyle(one).color);
  });
  assert.notEqual(colours[0], colours[1]);
});
