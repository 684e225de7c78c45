// The command, to compare with what the page does.

import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const most = 1 << 28;
let built = process.env.E2E_COMMAND;

/** Where the command is, built as the other tests have built it. */
export function path() {
  if (built) return built;
  const words = ["build", "--quiet", "--package=wasmscope", "--bin=wasmscope", "--message-format=json"];
  const told = execFileSync("cargo", words, { cwd: root, maxBuffer: most, encoding: "utf8" });
  const artifacts = told.split("\n").filter(Boolean).map((line) => JSON.parse(line));
  built = artifacts.map(({ executable }) => executable).findLast(Boolean);
  return built;
}

/**
 * What the command writes to standard output for a program, whatever it exits with. `files`
 * are texts or bytes by name, which words may name.
 */
export async function run(sub, program, words, files = {}) {
  const command = path();
  const folder = await mkdtemp(join(tmpdir(), "wasmscope-"));
  try {
    for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
    await writeFile(join(folder, "program"), program);
    const options = { cwd: folder, maxBuffer: most, stdio: ["ignore", "pipe", "ignore"] };
    try {
      return execFileSync(command, [sub, "program", ...words], options);
    } catch (error) {
      if (error.stdout === undefined || error.stdout === null) throw error;
      return error.stdout;
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}
