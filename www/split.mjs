// Divides the page's machine in two: what the first sight and a step need, and what is
// loaded later, when somebody begins to use the page. finish.mjs runs it at the end of a
// release build, on the files that it is about to put into dist/. The first is a list, made by
// first-sight.mjs.
//
// `wasm-split` of Binaryen moves the functions. Calls of those that are not there go to
// placeholders, which load them (www/src/later.js).

import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

import { transform } from "esbuild";

import { exportTablesOf, names, path } from "./binary.mjs";

/** What runs programs is not called through a table, and is needed soon by any of them. */
const atOnce = ["wasmscope::exec::", "wasmscope::runtime::"];

/** But these are, for what only few programs do. */
const seldom = [
  "wasmscope::exec::edit::",
  "wasmscope::exec::num::vector::",
  "wasmscope::exec::object::",
  "wasmscope::exec::vector::",
  "wasmscope::runtime::sparse::",
];

const folder = process.env.TRUNK_STAGING_DIR;
if (process.env.TRUNK_PROFILE === "debug" || process.env.UNDIVIDED || !folder) process.exit(0);

const file = readdirSync(folder).find((name) => name.endsWith("_bg.wasm"));
const whole = join(folder, file);
const first = join(folder, "first.wasm");
const rest = join(folder, file.replace("_bg.wasm", "_later.wasm"));
const list = join(folder, "later.txt");

/** Lines of first-sight.txt: functions as they are called, and beginnings of such names. */
const lines = readFileSync(new URL("first-sight.txt", import.meta.url), "utf8").trim().split("\n");
const exact = new Set(lines.filter((line) => !line.endsWith("*")));
const beginnings = lines.filter((line) => line.endsWith("*")).map((line) => line.slice(0, -1));
const beginsWith = (paths) => (name) => paths.some((path) => name.startsWith(path));
const [isNeeded, runs, isSeldom] = [beginnings, atOnce, seldom].map(beginsWith);
/** Whether a function is loaded later; one without a name of Rust never is. */
const isLater = (name) => {
  const own = path(name).join("::");
  if (!/^_(ZN|R)/.test(name) || exact.has(own) || isNeeded(own)) return false;
  return isSeldom(own) || !runs(own);
};
const bytes = readFileSync(whole);
const moved = names(bytes).filter(isLater);
if (moved.length === 0) throw new Error("no function of the page's machine has a name");
writeFileSync(list, moved.join("\n"));
const split = ["--all-features", "--split", `--split-funcs=@${list}`, "--export-prefix=%"];
try {
  execFileSync("wasm-split", [...split, "-o1", first, "-o2", rest, whole], { stdio: ["ignore", "ignore", "inherit"] });
} catch (error) {
  if (error.code !== "ENOENT") throw error;
  // The page works undivided; only its first load is larger than it may be.
  console.warn("The page is not divided: install Binaryen (binaryen in most systems' packages)");
  rmSync(list);
  process.exit(0);
}
exportTablesOf(bytes, first);
renameSync(first, whole);
rmSync(list);

// The generated JavaScript is given the placeholders beside its own functions.
const script = join(folder, file.replace("_bg.wasm", ".js"));
const code = readFileSync(script, "utf8");
const imports = /"\.\/[^"]*_bg\.js": import0,/;
const finish = "wasm = instance.exports;";
const load = "const { instance, module } = await __wbg_load(await module_or_path, imports);";
if (!imports.test(code) || ![finish, load].every((line) => code.includes(line))) throw new Error("wasm-bindgen's output is another");
const address = `new URL("${basename(rest)}", import.meta.url)`;
const patched = code
  .replace(imports, (own) => `${own}\n        placeholder: globalThis.wasmscopeLater.placeholders,`)
  .replace(finish, `${finish}\n    globalThis.wasmscopeLater.begin(instance.exports, ${address});`)
  .replace(load, `const later = globalThis.wasmscopeLater.prepare(${address});\n    ${load}\n    await later;`);
const { code: minified } = await transform(patched, { minify: true, target: "es2022" });
writeFileSync(script, minified);
console.log(`${moved.length} functions are loaded later`);
