// How the panes follow while the timeline is dragged over a run of a million steps: frames,
// and the longest time between two. Needs a built dist/.
//
//   CHROMIUM=/usr/bin/chromium node www/measure-drag.mjs

import { launch } from "./browser.mjs";
import { serve } from "./static.mjs";

const program = `(module (memory 1)
  (func (export "run") (local $i i32)
    (loop $more
      (call $deep (i32.and (local.get $i) (i32.const 7)))
      (br_if $more (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1)))
        (i32.const 15250)))))
  (func $deep (param i32)
    (i32.store (i32.mul (local.get 0) (i32.const 4096)) (local.get 0))
    (if (local.get 0) (then (call $deep (i32.sub (local.get 0) (i32.const 1)))))))`;

/** Moves of the pointer, and the milliseconds between two. */
const moves = 400;
const pause = 10;

const site = await serve();
const browser = await launch();
const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
await page.goto(site.url);
const slider = page.getByRole("slider", { name: "Step", exact: true });
await slider.waitFor();
const steps = await page.evaluate(async (text) => {
  wasmscope.load(text);
  wasmscope.start("run");
  return (await wasmscope.run()).step;
}, program);
await page.waitForTimeout(2_000);

await page.evaluate(() => {
  const slider = document.querySelector("input[aria-label=Step]");
  globalThis.seen = [];
  const look = (time) => {
    seen.push([time, slider.getAttribute("aria-valuenow")]);
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
});
const box = await slider.boundingBox();
const x = (share) => box.x + 10 + (box.width - 20) * share;
const y = box.y + box.height / 2;
await page.mouse.move(x(1), y);
await page.mouse.down();
const began = performance.now();
for (let move = 1; move <= moves; move += 1) {
  const share = 0.5 + 0.5 * Math.cos((move / moves) * 4 * Math.PI);
  // Not waited for: a hand does not wait either. At the end the browser may be gone.
  page.mouse.move(x(share), y).catch(() => {});
  await new Promise((next) => setTimeout(next, began + move * pause - performance.now()));
}
const seen = await page.evaluate(() => seen);
await page.mouse.up();

const gaps = seen.slice(1).map(([time], index) => time - seen[index][0]);
gaps.sort((one, other) => one - other);
const followed = seen.filter(([, step], index) => index > 0 && step !== seen[index - 1][1]).length;
const seconds = (seen.at(-1)[0] - seen[0][0]) / 1000;
const at = (share) => gaps[Math.floor((gaps.length - 1) * share)].toFixed(1);
console.log(`${steps} steps, ${seconds.toFixed(1)} s of dragging`);
console.log(`${(seen.length / seconds).toFixed(1)} frames a second, ${followed} with another step`);
console.log(`between two frames: median ${at(0.5)} ms, 99 % ${at(0.99)} ms, longest ${at(1)} ms`);
await browser.close();
site.stop();
