// How fast our machine is inside of a browser, beside wasmi in the same browser and the
// browser's own engine: `cargo xtask bench-web`, which builds what is timed and calls this
// with the folder of it and the folder of the programs. Measures, asserts only that all give
// the same results.
//
// The engines take turns at each program, and the best turn counts. Warm are turns after the
// first ones; cold is the first run of the program in a module that was compiled just before,
// under other bytes than ever, since browsers keep what they have compiled. Ours runs a million
// instructions at a time, much as the page does.

import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { launch } from "./browser.mjs";
import { serve } from "./static.mjs";

const [folder, programs, ...names] = process.argv.slice(2);

const list = (await readFile(join(programs, "list.txt"), "utf8")).split("\n");
const chosen = list
  .filter((line) => line && !line.startsWith("#"))
  .map((line) => line.split(" "))
  .filter(([name]) => names.length === 0 || names.some((part) => name.startsWith(part)));

const site = await serve({ folder });
const browser = await launch();
const page = await (await browser.newContext()).newPage();
page.on("pageerror", (error) => console.error(String(error)));
await page.goto(new URL("index.html", site.url).href);
await page.addScriptTag({ url: "timing.js", type: "module" });
await page.waitForFunction(() => window.timing !== undefined);

const title = ["kernel", "steps", "page", "fast", "wasmi", "own", "page/w", "fast/w", "page/own"];
const cold = ["cold: page", "fast", "wasmi", "page/w"];
const show = (words) =>
  console.log(words.map((word, at) => String(word).padEnd(at === 0 ? 16 : 10)).join(""));
console.log(`${await browser.version()}; ns an instruction, and ratios of times`);
show([...title, ...cold]);

const rows = [];
for (const [name, argument] of chosen) {
  const source = [...(await readFile(join(programs, name)))];
  const times = await page.evaluate(
    ([source, argument]) => window.timing(new Uint8Array(source), argument),
    [source, Number(argument)],
  );
  const each = (ms) => (ms * 1e6) / times.steps;
  const [fast, own, wasmi] = [times.fast, times.own, times.wasmi].map(each);
  const row = [each(times.page), fast, wasmi, own];
  row.push(row[0] / wasmi, fast / wasmi, row[0] / own);
  const first = [times.coldPage, times.coldFast, times.coldWasmi].map(each);
  row.push(...first, first[0] / first[2]);
  rows.push(row);
  show([name, times.steps, ...row.map((number) => number.toFixed(2))]);
}
const mean = (at) => Math.exp(rows.reduce((sum, row) => sum + Math.log(row[at]), 0) / rows.length);
show(["geometric mean", "", ...rows[0].map((_, at) => mean(at).toFixed(2))]);

await browser.close();
site.stop();
