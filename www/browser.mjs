// Chromium as all scripts here start it: the one that the variable CHROMIUM names, with no
// traffic of its own. In a container it has neither a sandbox nor a graphics card.

import { chromium } from "playwright-core";

const options = {
  executablePath: process.env.CHROMIUM,
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
};

/** A browser, to be closed in the end. */
export const launch = () => chromium.launch(options);

/** A browser that other processes connect to. */
export const launchServer = () => chromium.launchServer(options);
