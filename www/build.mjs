// Bundles www/src into www/dist. Trunk runs it before each build of the page. What is imported
// by `import()` becomes a file of its own, which is loaded when it is needed; parts.mjs puts it
// beside the page.

import { rmSync } from "node:fs";

import { build } from "esbuild";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const release = process.env.TRUNK_PROFILE !== "debug";

// Files of parts have names of their own for each content, so old ones would stay.
rmSync(here("dist"), { recursive: true, force: true });
await build({
  entryPoints: [here("src/main.js"), here("src/main.css")],
  outdir: here("dist"),
  bundle: true,
  format: "esm",
  splitting: true,
  chunkNames: "part-[name]-[hash]",
  loader: { ".md": "text", ".wat": "text" },
  target: "es2022",
  minify: release,
  sourcemap: release ? false : "inline",
  logLevel: "warning",
});
