// Modules of www/src in Node, as the page has them: their texts come from message files, which
// only a build can import.

import { fileURLToPath } from "node:url";

import { build } from "esbuild";

import { textsOfPart } from "../texts.mjs";

/** The module at a path below www/src. */
export async function source(path) {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(`../src/${path}`, import.meta.url))],
    bundle: true,
    format: "esm",
    loader: { ".md": "text" },
    plugins: [textsOfPart],
    write: false,
    logLevel: "warning",
  });
  return import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
}
