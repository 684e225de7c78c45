// What is done to a build after Trunk, in this order. Trunk runs it at the end, on the files that
// it is about to put into dist/; hooks of its own would all run at once.

import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

for (const step of ["parts.mjs", "split.mjs", "offline.mjs"]) {
  execFileSync(process.execPath, [fileURLToPath(new URL(step, import.meta.url))], { stdio: "inherit" });
}
