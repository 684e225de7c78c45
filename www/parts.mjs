// Puts the parts of the JavaScript that are loaded when they are needed (build.mjs) beside the
// page. finish.mjs runs it at the end of a build, on the files that it is about to put into dist/.

import { copyFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { putPlayer } from "./player.mjs";

const built = fileURLToPath(new URL("dist/", import.meta.url));
for (const name of readdirSync(built).filter((name) => name.startsWith("part-"))) {
  copyFileSync(join(built, name), join(process.env.TRUNK_STAGING_DIR, name));
}

// The element for other people's pages can be had from the site as well.
await putPlayer(process.env.TRUNK_STAGING_DIR);
