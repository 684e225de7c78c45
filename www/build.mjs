// Bundles www/src into www/dist. Trunk runs it before each build of the page.

import { build } from "esbuild";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const release = process.env.TRUNK_PROFILE !== "debug";

await build({
  entryPoints: [here("src/main.js"), here("src/main.css")],
  outdir: here("dist"),
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: release,
  sourcemap: release ? false : "inline",
  logLevel: "warning",
});
