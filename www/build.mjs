// Bundles www/src into www/dist. Trunk runs it before each build of the page. What is imported
// by `import()` becomes a file of its own, which is loaded when it is needed; parts.mjs puts it
// beside the page.

import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";

import { build } from "esbuild";
import { fileURLToPath } from "node:url";

import { texts } from "./texts.mjs";

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

/** Compiles what formats the source (format/); gives the folder of `format.js` and its module. */
function buildFormatter() {
  const target = resolve(here(".."), process.env.CARGO_TARGET_DIR ?? "target");
  const run = (name, ...args) => execFileSync(name, args, { cwd: here(".."), stdio: ["ignore", "inherit", "inherit"] });
  const wasm = "wasm32-unknown-unknown";
  run("cargo", "build", "--locked", "--quiet", "--package=wasmscope-format", "--profile=web", `--target=${wasm}`);
  const folder = join(target, "format");
  // A text that is nested too deeply for the browser's stack breaks the module, which begins anew then.
  const options = ["--target=web", "--no-typescript", "--remove-name-section", "--experimental-reset-state-function", "--out-name=format", `--out-dir=${folder}`];
  run("wasm-bindgen", ...options, join(target, wasm, "web/wasmscope_format.wasm"));
  return folder;
}

/** `format:glue` and `format:wasm`: the formatter's JavaScript, and the address of its module. */
const formatter = {
  name: "formatter",
  setup({ onResolve }) {
    const folder = buildFormatter();
    onResolve({ filter: /^format:glue$/ }, () => ({ path: join(folder, "format.js") }));
    onResolve({ filter: /^format:wasm$/ }, () => ({ path: join(folder, "format_bg.wasm") }));
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
  loader: { ".md": "text", ".wat": "text", ".wasm": "file" },
  plugins: [examples, formatter, texts],
  logOverride: { "import-is-undefined": "error" },
  target: "es2022",
  minify: release,
  sourcemap: release ? false : "inline",
  logLevel: "warning",
});
