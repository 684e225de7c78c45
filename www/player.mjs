// Puts the element for other people's pages (player/) into a folder, as one file with its texts:
// `node player.mjs FOLDER`, for the npm package; parts.mjs has it put beside the page.

import { copyFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

import { texts } from "./texts.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Leaves the element and its types in a folder. */
export async function putPlayer(folder) {
  await build({
    entryPoints: [here("player/wasmscope-player.js")],
    outfile: join(folder, "wasmscope-player.js"),
    bundle: true,
    format: "esm",
    plugins: [texts],
    logOverride: { "import-is-undefined": "error" },
    target: "es2022",
    logLevel: "warning",
  });
  copyFileSync(here("player/wasmscope-player.d.ts"), join(folder, "wasmscope-player.d.ts"));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await putPlayer(resolve(process.argv[2]));
