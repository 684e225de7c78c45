import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { openFile } from "./binaries.mjs";
import { run } from "./command.mjs";
import { control, eventually, openExample, press, ready, region, source, state, write } from "./machine.mjs";
import { open } from "./page.mjs";

const example = (name) =>
  readFile(new URL(`../examples/${name}/main.wat`, import.meta.url), "utf8");

test("the page's profile is the command's", async (t) => {
  const page = await open(t);
  await ready(page);
  for (const [name, entry, ...args] of [
    ["factorial", "fac", "9"],
    ["bubble-sort", "sort", "7"],
    ["hello-bytes", "hello"],
    ["out-of-bounds", "load", "65534"],
    ["safe-divide", "safe", "3", "0"],
    ["tail-calls", "even", "30"],
    ["two-memories", "decode"],
  ]) {
    const text = await example(name);
    const exported = await page.evaluate((text) => wasmscope.load(text).exports, text);
    const is = ({ kind, name }) => kind === "func" && name === entry;
    const { name: chosen, params } = exported.find(is) ?? exported.find(({ kind }) => kind === "func");
    const values = params.map((_, index) => args[index] ?? "5");
    const ours = await page.evaluate(
      async ([chosen, values]) => {
        wasmscope.start(chosen, values);
        await wasmscope.run();
        // The past is looked at again, wherever the machine stands.
        wasmscope.seek(2);
        return wasmscope.profile();
      },
      [chosen, values],
    );
    const words = ["--invoke", chosen, ...values, "--format", "json"];
    const theirs = (await run("profile", text, words)).toString();
    assert.equal(JSON.stringify(ours), theirs.trimEnd(), `${name}: ${chosen}`);
  }
});

const heat = (page) => region(page, "Heat");

/** The counts in the gutter: the text of each line that has one, and what is said of it. */
const bars = async (page) => {
  await source(page);
  return page.locator(".cm-heat").evaluateAll((all) => all.map((bar) => [bar.textContent, bar.title]));
};

test("Heat shows beside each line how often it was executed", async (t) => {
  const page = await open(t);
  await openExample(page, "Factorial");
  const button = await control(page, "Heat");
  assert.equal(await button.getAttribute("aria-pressed"), "false");
  await button.click();
  await heat(page).getByText("Nothing has run yet").waitFor();
  await press(page, "Run");
  await heat(page).getByText(/instructions executed\. Hottest: line \d+/).waitFor();
  const profile = await page.evaluate(() => wasmscope.profile());
  const shown = await bars(page);
  assert.equal(shown.length, profile.lines.length, "a bar for each line");
  const [hottest] = profile.lines;
  const percent = ((hottest.count / profile.instructions) * 100).toFixed(1).replace(".0", "");
  const said = `Executed ${hottest.count} times, ${percent} %`;
  assert.ok(shown.some(([text, title]) => text === String(hottest.count) && title === said), said);

  await heat(page).getByText("Hottest lines and functions").click();
  const lines = page.getByRole("table", { name: "Hottest lines" }).getByRole("row");
  assert.equal(await lines.count(), Math.min(10, profile.lines.length) + 1);
  const functions = page.getByRole("table", { name: "Hottest functions" });
  assert.match(await functions.getByRole("row").nth(1).innerText(), /^fac\s+\d+/);
  await heat(page).getByText("Hottest lines and functions").click();

  await (await control(page, "Heat")).click();
  await heat(page).waitFor({ state: "hidden" });
  assert.deepEqual(await bars(page), []);
});

test("what runs on is counted on, and an edit counts anew", async (t) => {
  const page = await open(t);
  await write(page, `(module (func (export "main") (local $i i32)
  (loop $again
    (local.set $i (i32.add (local.get $i) (i32.const 1)))
    (br $again))))`);
  await eventually(async () => (await state(page)).at?.op, "loop", "it is assembled");
  await press(page, "Heat");
  await page.evaluate(() => wasmscope.run({ fuel: 600_000 }));
  await heat(page).getByText("600,000 instructions executed").waitFor();
  await page.evaluate(() => wasmscope.run({ fuel: 600_000 }));
  await heat(page).getByText("1,200,000 instructions executed").waitFor();
  const before = await bars(page);
  assert.deepEqual(before.map(([text]) => text), ["200K", "800K", "200K"]);
  assert.equal(before[1][1], "Executed 800,000 times, 66.7 %");
  await page.evaluate(() => wasmscope.seek(100));
  assert.deepEqual(await bars(page), before, "the counts are of all that is known");
  await write(page, `(module (func (export "main") nop nop))`);
  await heat(page).getByText("Nothing has run yet").waitFor();
  assert.deepEqual(await bars(page), []);
  await press(page, "Run");
  await eventually(async () => (await bars(page)).map(([text]) => text), ["3"], "the new program");
});

test("heat of an opened trace counts what its records tell", async (t) => {
  const page = await open(t);
  await ready(page);
  const text = `(module (func $half (param i32) (result i32) (i32.shr_u (local.get 0) (i32.const 1)))
    (func $fac (export "fac") (param $n i32) (result i32)
      (if (result i32) (local.get $n)
        (then (i32.add (call $half (local.get $n)) (call $fac (i32.sub (local.get $n) (i32.const 1)))))
        (else (i32.const 1)))))`;
  const [trace, profile] = await page.evaluate(async (text) => {
    wasmscope.load(text);
    wasmscope.start("fac", [6]);
    await wasmscope.run();
    const both = [await wasmscope.trace(), await wasmscope.profile()];
    wasmscope.load('(module (func (export "main")))');
    return both;
  }, text);
  const [head, ...records] = trace.split("\n");
  const other = head.replace(/"crc32":"?\w+"?/, '"crc32":"00000000"');
  await press(page, "Heat");
  await openFile(page, "fac.jsonl", [other, ...records].join("\n"));
  await heat(page).getByText(`${profile.instructions} instructions told. Hottest in this function`).waitFor();
  const counts = (name) => {
    const pcs = new Map();
    for (const record of records.filter((line) => line.includes('"pc"')).map((line) => JSON.parse(line))) {
      if (record.name === name) pcs.set(record.pc, (pcs.get(record.pc) ?? 0) + 1);
    }
    return [...pcs].sort(([one], [two]) => one - two).map(([, count]) => String(count));
  };
  const shown = async () => (await bars(page)).map(([text]) => text);
  await eventually(shown, counts("fac"), "each instruction of the function");
  await heat(page).getByText("Hottest lines and functions").click();
  const rows = page.getByRole("table", { name: "Hottest functions" }).getByRole("row");
  const told = (await rows.allInnerTexts()).slice(1).map((row) => row.split(/\s+/).filter(Boolean));
  const wanted = profile.functions.map(({ name, calls, own, total }) => [name, calls, own, total].map(String));
  assert.deepEqual(told.map(([name, calls, own, , , total]) => [name, calls, own, total]), wanted);
  await heat(page).getByText("Hottest lines and functions").click();

  const { n } = records.map((line) => line && JSON.parse(line)).find(({ name }) => name === "half");
  const box = page.getByRole("textbox", { name: "Go to step" });
  await box.fill(String(n));
  await box.press("Enter");
  await eventually(shown, counts("half"), "those of the function that is come to");
  await region(page, "Trace").getByRole("button", { name: "Close trace" }).click();
  await heat(page).getByText("Nothing has run yet").waitFor();
  assert.deepEqual(await bars(page), []);
});
