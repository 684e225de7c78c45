// How long after the last byte the first step is possible: `node first-step.mjs`
// with the variable CHROMIUM naming a browser, on what `cargo xtask dist` has
// built. Every visit has a fresh profile. Measures, asserts nothing.

import { launch } from "./browser.mjs";
import { serve } from "./static.mjs";

const VISITS = 9;

const site = await serve();
const browser = await launch();

const times = [];
for (let visit = 0; visit < VISITS; visit += 1) {
  const context = await browser.newContext();
  const page = await context.newPage();
  // Steps as soon as there is a button that can be pressed, and notes when the
  // stack has changed.
  await page.addInitScript(() => {
    const look = () => {
      const step = [...document.querySelectorAll("button")].find(
        (button) => button.textContent.trim() === "Step",
      );
      if (!step || step.getAttribute("aria-disabled") === "true") return setTimeout(look, 1);
      step.click();
      const done = () => {
        if (window.wasmscope?.state().step !== 1) return setTimeout(done, 1);
        window.firstStep = performance.now();
      };
      done();
    };
    addEventListener("DOMContentLoaded", look);
  });
  await page.goto(site.url);
  await page.waitForFunction(() => window.firstStep !== undefined);
  times.push(
    await page.evaluate(() => {
      const ends = performance.getEntriesByType("resource").map((entry) => entry.responseEnd);
      return window.firstStep - Math.max(...ends);
    }),
  );
  await context.close();
}
await browser.close();
site.stop();

times.sort((a, b) => a - b);
const [least, median, most] = [times[0], times[VISITS >> 1], times[VISITS - 1]];
console.log(
  `first step after the last byte, ${VISITS} visits: ` +
    `${least.toFixed(0)} to ${most.toFixed(0)} ms, median ${median.toFixed(0)} ms`,
);
