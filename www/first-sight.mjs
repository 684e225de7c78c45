// Finds out what of the page's machine a first sight needs and writes it into first-sight.txt,
// by which split.mjs divides the machine: `cargo xtask first-sight`, which builds the page
// undivided before. To be done when e2e/later.test.mjs fails, or the first load has grown.
//
// The functions of the machine note that they were called while the page is opened, at several
// sizes, and used as somebody does who has just come.

import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { exportTablesOf, functions } from "./binary.mjs";
import { launch } from "./browser.mjs";
import { dist, serve } from "./static.mjs";

const list = fileURLToPath(new URL("first-sight.txt", import.meta.url));
const find = (end) => join(dist, readdirSync(dist).find((name) => name.startsWith("wasmscope-web") && name.endsWith(end)));
const whole = readFileSync(find("_bg.wasm"));

/** The machine with functions that note when they are called. */
function noting() {
  const file = join(tmpdir(), `first-sight-${process.pid}.wasm`);
  execFileSync("wasm-split", ["--all-features", "--instrument", find("_bg.wasm"), "-o", file]);
  exportTablesOf(whole, file);
  const bytes = readFileSync(file);
  rmSync(file);
  return bytes;
}

/** What somebody does who has just come. */
const visits = [
  { width: 1280 },
  { width: 1280, colorScheme: "dark" },
  { width: 820 },
  { width: 390 },
  {
    width: 1280,
    act: async (page) => {
      const press = (name) => page.getByRole("button", { name, exact: true }).click();
      for (const name of ["Step", "Step", "Step back", "Run", "Restart"]) {
        await press(name);
        await page.waitForTimeout(300);
      }
    },
  },
  {
    width: 390,
    act: (page) =>
      page.evaluate(async () => {
        wasmscope.step();
        wasmscope.stepBack();
        wasmscope.state();
        await wasmscope.run();
      }),
  },
];

/** Which functions were called on a visit: for each function when, or 0. */
async function called(browser, site, machine, { act, width, colorScheme }) {
  const context = await browser.newContext({ viewport: { width, height: 844 }, colorScheme });
  const page = await context.newPage();
  await page.route("**/*_bg.wasm", (route) => route.fulfill({ body: machine, contentType: "application/wasm" }));
  // The generated JavaScript keeps what the machine exports to itself.
  const script = readFileSync(find(".js"), "utf8").replace("wasm = instance.exports;", "$& globalThis.machine = wasm;");
  await page.route("**/wasmscope-web*.js", (route) => route.fulfill({ body: script, contentType: "text/javascript" }));
  await page.goto(site);
  await page.getByRole("button", { name: "Step", exact: true }).waitFor();
  // What the page does while nothing happens belongs to the first sight.
  await page.waitForTimeout(1_500);
  await act?.(page);
  await page.waitForTimeout(500);
  const words = await page.evaluate(() => {
    const { memory, __write_profile: write } = globalThis.machine;
    const at = memory.grow(16) * 65_536;
    const length = write(at, 16 * 65_536);
    // After eight bytes that name the module.
    return [...new Uint32Array(memory.buffer, at + 8, (length - 8) / 4)];
  });
  await context.close();
  return words;
}

/** A tree of paths: how many bytes of each are needed, and how many are not. */
function tree(functions) {
  const root = { parts: new Map(), needed: 0, rest: 0 };
  for (const { parts, size, isNeeded } of functions) {
    let at = root;
    for (const part of parts) {
      if (!at.parts.has(part)) at.parts.set(part, { parts: new Map(), needed: 0, rest: 0 });
      at = at.parts.get(part);
      at[isNeeded ? "needed" : "rest"] += size;
    }
    at.isNeeded ||= isNeeded;
  }
  return root;
}

/** The lines of the list: functions, and whatever is needed nearly as a whole. */
function* lines(at, before = "") {
  for (const [part, below] of [...at.parts].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const path = before + part;
    const isWhole = below.rest < 300 || below.rest < below.needed / 10;
    if (below.needed === 0) continue;
    if (below.isNeeded) yield path;
    if (below.parts.size === 0) continue;
    if (isWhole) yield `${path}::*`;
    else yield* lines(below, `${path}::`);
  }
}

const site = await serve();
const browser = await launch();
const machine = noting();
const all = functions(whole).map(({ parts, size }) => ({ parts, size, name: parts.join("::") }));
const isCalled = new Set();
for (const visit of visits) {
  const when = await called(browser, site.url, machine, visit);
  if (when.length !== all.length) throw new Error("the notes are of another machine");
  when.forEach((time, index) => time > 0 && isCalled.add(all[index].name));
}
await browser.close();
site.stop();

// Names of generic functions can be thousands of characters long: `*` stands for the rest.
const shorten = (line) => (line.length > 160 ? `${line.slice(0, 160)}*` : line);
const needed = new Set([...lines(tree(all.map((own) => ({ ...own, isNeeded: isCalled.has(own.name) }))))].map(shorten));
writeFileSync(list, `${[...needed].join("\n")}\n`);
const sum = all.reduce((sum, { name, size }) => sum + (isCalled.has(name) ? size : 0), 0);
console.log(`${needed.size} paths are needed at first sight, ${sum} bytes`);
