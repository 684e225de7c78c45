// Bundles www/src into www/dist. Trunk runs it before each build of the page. What is imported
// by `import()` becomes a file of its own, which is loaded when it is needed; parts.mjs puts it
// beside the page.

import { readdirSync, readFileSync, rmSync } from "node:fs";

import { build } from "esbuild";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const release = process.env.TRUNK_PROFILE !== "debug";

/** The texts in www/examples, as the file `examples:all`: folder, program, what is said of it. */
const examples = {
  name: "examples",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^examples:all$/ }, () => ({ path: "examples.json", namespace: "examples" }));
    onLoad({ filter: /.*/, namespace: "examples" }, () => {
      const folder = here("examples");
      const text = (name, file) => readFileSync(`${folder}/${name}/${file}`, "utf8");
      const rows = readdirSync(folder).map((name) => [name, text(name, "main.wat"), text(name, "about.md")]);
      return { contents: JSON.stringify(rows), loader: "file" };
    });
  },
};

// Files of parts have names of their own for each content, so old ones would stay.
rmSync(here("dist"), { recursive: true, force: true });
await build({
  entryPoints: [here("src/main.js"), here("src/main.css")],
  outdir: here("dist"),
  bundle: true,
  format: "esm",
  splitting: true,
  chunkNames: "part-[name]-[hash]",
  assetNames: "part-[name]-[hash]",
  loader: { ".md": "text", ".wat": "text" },
  plugins: [examples],
  target: "es2022",
  minify: release,
  sourcemap: release ? false : "inline",
  logLevel: "warning",
});
