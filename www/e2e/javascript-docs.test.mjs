// Every block of JavaScript in docs/javascript.md does on the page what it says.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { ready } from "./machine.mjs";
import { open } from "./page.mjs";

const text = readFileSync(new URL("../../docs/javascript.md", import.meta.url), "utf8");

/** The blocks of each section, by its heading, with the line that each begins at. */
function sections(text) {
  const found = new Map();
  let [heading, block] = ["", null];
  for (const [index, line] of text.split("\n").entries()) {
    if (block && line === "```") {
      found.set(heading, [...(found.get(heading) ?? []), block]);
      block = null;
    } else if (block) {
      block.code += `${line}\n`;
    } else if (line === "```js") {
      block = { line: index + 1, code: "" };
    } else if (line.startsWith("## ")) {
      heading = line.slice(3);
    }
  }
  return found;
}

const blocks = sections(text);

test("there are blocks, and nothing else is called JavaScript", () => {
  assert.ok(blocks.size >= 7, "each section has one");
  const headings = text.match(/^## .*$/gm).map((heading) => heading.slice(3));
  assert.deepEqual([...blocks.keys()], headings);
  assert.ok(!text.includes("```javascript"), "blocks are marked js");
});

for (const [heading, codes] of blocks) {
  test(`docs/javascript.md: ${heading}`, async (t) => {
    const page = await open(t);
    await ready(page);
    for (const { line, code } of codes) {
      const wrong = await page.evaluate(async (code) => {
        const AsyncFunction = (async () => {}).constructor;
        let [checks, failed] = [0, null];
        // Counted, so that a failure names the check although the page has no line for it.
        const check = (holds) => {
          checks += 1;
          if (!holds) failed ??= `assertion ${checks} does not hold`;
        };
        try {
          await new AsyncFunction("assert", code)(check);
        } catch (error) {
          failed ??= `${error.name}: ${error.message}`;
        }
        return failed ?? (checks === 0 ? "nothing is asserted" : null);
      }, code);
      assert.equal(wrong, null, `the block at line ${line}`);
    }
  });
}
