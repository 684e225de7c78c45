import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { run } from "./command.mjs";
import { eventually, press, ready, state, write } from "./machine.mjs";
import { open } from "./page.mjs";

const example = (name) =>
  readFile(new URL(`../examples/${name}/main.wat`, import.meta.url), "utf8");

/** The trace of a whole run, as a script gets it. */
const traced = (page, source, entry, args, options) =>
  page.evaluate(
    async ([source, entry, args, options]) => {
      wasmscope.load(typeof source === "string" ? source : new Uint8Array(source));
      wasmscope.start(entry, args);
      await wasmscope.run();
      return wasmscope.trace(options);
    },
    [source, entry, args, options],
  );

/** Two texts are the same; where they are not, the first lines that differ are told. */
function same(found, wanted, what) {
  if (found === wanted) return;
  const [ours, theirs] = [found, wanted].map((text) => text.split("\n"));
  const at = ours.findIndex((line, index) => line !== theirs[index]);
  assert.equal(ours[at], theirs[at], `${what}, line ${at + 1}`);
  assert.fail(what);
}

test("the page's traces are the command's, byte for byte", async (t) => {
  const page = await open(t);
  await ready(page);
  const runs = [
    ["factorial", "fac", ["5"]],
    ["hello-bytes", "hello", []],
    ["bubble-sort", "sort", ["7"]],
    ["bulk-memory", "copy", []],
    ["out-of-bounds", "load", ["65534"]],
    ["safe-divide", "safe", ["3", "0"]],
    ["grey-row", "sixteen", []],
    ["shape-zoo", "area", ["0"]],
    ["two-memories", "decode", []],
    ["function-pointers", "apply", ["0", "12", "5"]],
  ];
  for (const [name, entry, args] of runs) {
    const text = await example(name);
    for (const format of ["jsonl", "text"]) {
      const command = await run("trace", text, ["--invoke", entry, ...args, "--format", format]);
      // How long it took is told to people at the terminal.
      const wanted = command.toString().replace(/^time: .*\n/m, "");
      assert.ok(wanted.length > 300, `${name} runs under the command: ${wanted}`);
      same(await traced(page, text, entry, args, { format }), wanted, `${name}, ${format}`);
    }
  }
});

const uncaught = `(module (tag $t (param i32))
  (func (export "main") i32.const 6 throw $t))`;
const endless = `(module (memory 1) (func (export "main") (local $i i32)
  (loop $again
    (i32.store (local.get $i) (local.get $i))
    (local.set $i (i32.add (local.get $i) (i32.const 1)))
    (br $again))))`;

test("every end has its line, and a part of a run is that part", async (t) => {
  const page = await open(t);
  await ready(page);
  const main = ["--invoke", "main", "--format", "jsonl"];
  const thrown = await run("trace", uncaught, main);
  same(await traced(page, uncaught, "main", []), thrown.toString(), "an exception");
  const cut = await page.evaluate(async (source) => {
    wasmscope.load(source);
    wasmscope.start("main");
    await wasmscope.run({ fuel: 1_000 });
    wasmscope.seek(3);
    const all = await wasmscope.trace();
    return [all, await wasmscope.trace({ from: 10, to: 12 }), wasmscope.state().step];
  }, endless);
  const fuel = ["--fuel", "1000"];
  same(cut[0], (await run("trace", endless, [...main, ...fuel])).toString(), "an unfinished run");
  const part = [...main, ...fuel, "--from", "10", "--to", "12"];
  same(cut[1], (await run("trace", endless, part)).toString(), "a part");
  assert.equal(cut[2], 3, "the machine stays where it is");
  const waiting = await page.evaluate(async () => {
    wasmscope.load(`(module (import "env" "ask" (func $ask (result i32)))
      (func (export "main") (result i32) i32.const 1 call $ask i32.add))`);
    wasmscope.start("main");
    await wasmscope.run();
    const before = await wasmscope.trace();
    wasmscope.answer([41]);
    await wasmscope.run();
    return [before, await wasmscope.trace()].map((text) => text.trimEnd().split("\n").map(JSON.parse));
  });
  assert.deepEqual(waiting[0].at(-1), { end: "fuel", steps: 1 });
  assert.deepEqual(waiting[1].at(-1), { end: "returned", results: ["i32:42"], steps: 4 });
  assert.deepEqual(waiting[1][2].host.results, ["i32:41"], "what was answered");
});

test("a binary's trace is the command's", async (t) => {
  const page = await open(t);
  await ready(page);
  const text = await example("factorial");
  const bytes = await page.evaluate((text) => [...wasmscope.load(text).bytes], text);
  const words = ["--invoke", "fac", "4", "--format", "jsonl"];
  const command = await run("trace", Buffer.from(bytes), words);
  same(await traced(page, bytes, "fac", ["4"]), command.toString(), "a binary");
});

test("Export saves the same, and can be given up", async (t) => {
  const page = await open(t);
  await write(page, endless);
  await eventually(async () => (await state(page)).at?.op, "loop", "it is assembled");
  await page.evaluate(() => wasmscope.run({ fuel: 2_000 }));
  const dialog = page.getByRole("dialog", { name: "Export", exact: true });
  await press(page, "Export");
  const download = page.waitForEvent("download");
  await dialog.getByRole("button", { name: "Save as .trace.jsonl", exact: true }).click();
  const saved = await download;
  assert.match(saved.suggestedFilename(), /\.trace\.jsonl$/);
  const folder = await mkdtemp(join(tmpdir(), "wasmscope-"));
  t.after(() => rm(folder, { recursive: true }));
  await saved.saveAs(join(folder, "saved"));
  const words = ["--invoke", "main", "--format", "jsonl", "--fuel", "2000"];
  const wanted = (await run("trace", endless, words)).toString();
  same(await readFile(join(folder, "saved"), "utf8"), wanted, "the file");

  await page.evaluate(() => wasmscope.run({ fuel: 3_000_000 }));
  await press(page, "Export");
  await dialog.getByRole("button", { name: "Save as .trace.jsonl", exact: true }).click();
  const progress = page.getByRole("region", { name: "Writing", exact: true });
  await progress.getByRole("progressbar").waitFor();
  await progress.getByRole("button", { name: "Cancel", exact: true }).click();
  await progress.waitFor({ state: "hidden" });
  assert.match(await page.getByRole("status").innerText(), /was not saved/);
});

test("a part of a run is saved as the command writes it from one step to another", async (t) => {
  const page = await open(t);
  await write(page, endless);
  await eventually(async () => (await state(page)).at?.op, "loop", "it is assembled");
  await page.evaluate(() => wasmscope.run({ fuel: 2_000 }));
  const dialog = page.getByRole("dialog", { name: "Export", exact: true });
  const box = (name) => dialog.getByRole("textbox", { name, exact: true });
  const save = (ending) => dialog.getByRole("button", { name: `Save as .${ending}`, exact: true });
  const folder = await mkdtemp(join(tmpdir(), "wasmscope-"));
  t.after(() => rm(folder, { recursive: true }));
  for (const [from, to, ending, format] of [
    ["10", "12", "trace.jsonl", "jsonl"],
    ["1,990", "", "trace.txt", "text"],
    ["0", "1999", "trace.txt", "text"],
    ["5000", "6000", "trace.jsonl", "jsonl"],
  ]) {
    await press(page, "Export");
    assert.deepEqual([await box("From step").inputValue(), await box("To step").inputValue()], ["", ""]);
    await box("From step").fill(from);
    await box("To step").fill(to);
    const download = page.waitForEvent("download");
    await save(ending).click();
    await (await download).saveAs(join(folder, "saved"));
    const part = ["--from", from.replace(",", ""), ...(to ? ["--to", to] : [])];
    const words = ["--invoke", "main", "--format", format, "--fuel", "2000", ...part];
    const wanted = (await run("trace", endless, words)).toString().replace(/^time: .*\n/m, "");
    same(await readFile(join(folder, "saved"), "utf8"), wanted, `from ${from} to ${to}, ${format}`);
  }
  await press(page, "Export");
  await box("From step").fill("12");
  await box("To step").fill("10");
  await dialog.getByText("12 lies behind 10: exchange them.").first().waitFor();
  assert.equal(await save("trace.jsonl").getAttribute("aria-disabled"), "true");
  assert.equal(await save("wasm").getAttribute("aria-disabled"), "false", "the module is there");
  await box("To step").fill("twelve");
  await dialog.getByText("A step is a whole number").first().waitFor();
});
