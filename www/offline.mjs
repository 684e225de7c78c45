// Writes the service worker that keeps the page for when there is no connection: the files of
// this build, each with its hash, and a version that follows from them. finish.mjs runs
// it last, on the files that Trunk is about to put into dist/. While the page is worked on
// (`cargo xtask serve --dev`), a worker that takes itself away is written instead, for
// browsers that have one of a release from the same address.

import { createHash } from "node:crypto";
import { cpSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

import { transform } from "esbuild";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const worker = "service-worker.js";

const hashOf = (bytes) => createHash("sha256").update(bytes).digest("hex");

const isForUse = (path) => Number(path.endsWith("_later.wasm"));

/** Writes the service worker for the files of a folder. */
export async function keepOffline(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== worker)
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort()
    // What the first use asks for is kept first.
    .sort((a, b) => isForUse(b) - isForUse(a))
    .map((path) => [relative(folder, path).replaceAll("\\", "/"), hashOf(readFileSync(path))]);
  const list = JSON.stringify(files);
  const { code } = await transform(readFileSync(here("src/service-worker.js"), "utf8"), {
    define: { FILES: list, VERSION: JSON.stringify(hashOf(list).slice(0, 16)) },
    minify: true,
    target: "es2022",
  });
  writeFileSync(join(folder, worker), code);
  return files.length;
}

const gone = `addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) {
    if (name.startsWith("wasmscope " + registration.scope + " ")) await caches.delete(name);
  }
  await registration.unregister();
  for (const client of await clients.matchAll({ type: "window" })) client.navigate(client.url);
})()));
`;

const folder = process.env.TRUNK_STAGING_DIR;
if (folder) {
  cpSync(here("icons"), join(folder, "icons"), { recursive: true });
  cpSync(here("manifest.webmanifest"), join(folder, "manifest.webmanifest"));
  if (process.env.TRUNK_PROFILE === "debug") writeFileSync(join(folder, worker), gone);
  else console.log(`${await keepOffline(folder)} files are kept for offline use`);
}
