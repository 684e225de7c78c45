// Runs the end-to-end tests on dist/: `node e2e/run.mjs [NAME…]` with the
// variable CHROMIUM naming a browser; `cargo xtask test e2e` does both. A NAME
// is a part of a file's name; without one, all run.
//
// The page is served under a path of its own, so that every test also shows
// that the site works there, and all files share one browser, each test with a
// fresh profile. Everything runs on a wide screen and on a phone's: the variable
// E2E_WIDTH (1280 or 390) chooses one of them. A file that says "Chooses its own
// widths." runs once.

import { spawn } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { launchServer } from "../browser.mjs";
import { dist, serve } from "../static.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));

function fail(message) {
  console.error(message);
  process.exit(1);
}

if (!process.env.CHROMIUM || !existsSync(join(dist, "index.html"))) {
  fail("No CHROMIUM is named or nothing is built\n  run: cargo xtask test e2e");
}

const names = process.argv.slice(2);
const files = readdirSync(here)
  .filter((file) => file.endsWith(".test.mjs"))
  .filter((file) => names.length === 0 || names.some((name) => file.includes(name)))
  .sort()
  .map((file) => join(here, file));
if (files.length === 0) fail(`No end-to-end test is called ${names.join(" or ")}.`);

// What is compared with the command has it built before, which may take longer than a test may.
if (files.some((file) => readFileSync(file, "utf8").includes("./command.mjs"))) {
  process.env.E2E_COMMAND = (await import("./command.mjs")).path();
}

const site = await serve({ under: "/some/sub/path/" });
const browser = await launchServer();

const choosesWidths = (file) => readFileSync(file, "utf8").startsWith("// Chooses its own widths.");

/** Runs files at a width; resolves to whether they pass. */
async function passAt(width, files) {
  if (files.length === 0) return true;
  console.log(`\nAt ${width} pixels`);
  const tests = spawn(
    process.execPath,
    ["--test", "--test-concurrency=2", "--test-timeout=120000", "--test-reporter=spec", ...files],
    {
      stdio: "inherit",
      env: {
        ...process.env,
        E2E_URL: site.url,
        E2E_BROWSER: browser.wsEndpoint(),
        E2E_WIDTH: width,
      },
    },
  );
  return new Promise((ended) => tests.once("close", (code) => ended(code === 0)));
}

const [first, ...others] = process.env.E2E_WIDTH?.split(" ") ?? ["1280", "390"];
const rest = files.filter((file) => !choosesWidths(file));
if (!(await passAt(first, files))) process.exitCode = 1;
for (const width of others) {
  if (!(await passAt(width, rest))) process.exitCode = 1;
}

await browser.close();
site.stop();
