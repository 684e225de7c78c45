// What a first visit transfers: each file of dist/ with its size as it is and
// with Brotli, and the sum of those that the page asks for at once. Fails when
// that is above the limit.

import { readdirSync, readFileSync } from "node:fs";
import { basename, extname, join, relative } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

import { dist } from "./static.mjs";

const limit = 900_000;
const texts = [".html", ".js", ".mjs", ".css"];

const files = readdirSync(dist, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => {
    const path = join(entry.parentPath ?? entry.path, entry.name);
    const bytes = readFileSync(path);
    return { name: relative(dist, path), bytes };
  })
  .sort((a, b) => b.bytes.length - a.bytes.length);

/** The files that are asked for when somebody begins to use the page, or when it has nothing to do. */
const whenUsed = /_later\.wasm$|^service-worker\.js$|^part-examples-.*\.json$/;

/** What is imported when it is needed. */
const imports = /\bimport\("[^"]*"\)/g;

/**
 * The files that index.html names, those that they name, and so on; not the part of the
 * machine, which is loaded when somebody begins to use the page, not the service worker, which
 * keeps all files once the page has nothing to do, and
 * not what is imported by `import()`. Any other file that is only loaded later counts when its name stands in one of
 * them: the sum is never too small.
 */
function firstLoad() {
  const first = new Set(files.filter(({ name }) => name === "index.html"));
  // A set visits what is added to it while it is walked.
  for (const { name, bytes } of first) {
    if (!texts.includes(extname(name))) continue;
    const text = bytes.toString().replaceAll(imports, "");
    // That what is loaded when the page is used is not loaded before is tested in the browser
    // (e2e/later.test.mjs, gallery.test.mjs, offline.test.mjs).
    for (const other of files) {
      if (text.includes(basename(other.name)) && !whenUsed.test(other.name)) first.add(other);
    }
  }
  return first;
}

const compressed = ({ bytes }) =>
  brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  }).length;

const row = (plain, brotli, name) =>
  console.log(`${String(plain).padStart(10)}  ${String(brotli).padStart(10)}  ${name}`);

const first = firstLoad();
let [sum, plainSum] = [0, 0];
row("bytes", "Brotli", "");
for (const file of files) {
  const size = compressed(file);
  if (first.has(file)) [sum, plainSum] = [sum + size, plainSum + file.bytes.length];
  row(file.bytes.length, size, first.has(file) ? file.name : `${file.name} (later)`);
}
row(plainSum, sum, `in all for the first load; the limit is ${limit} with Brotli`);
if (sum > limit) {
  console.error(`The first load is ${sum - limit} bytes above the limit.`);
  process.exitCode = 1;
}
