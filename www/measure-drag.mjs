// How the panes follow while the timeline is dragged over a run of a million steps: frames,
// and the longest time between two. Needs a built dist/.
//
//   CHROMIUM=/usr/bin/chromium node www/measure-drag.mjs

import { launch } from "./browser.mjs";
import { inWords, ownTime, seenFrames, swing, watchFrames } from "./frames.mjs";
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

// The steps that panes have shown, one after the other.
await page.evaluate(() => {
  const slider = document.querySelector("input[aria-label=Step]");
  globalThis.followed = 0;
  new MutationObserver(() => {
    globalThis.followed += 1;
  }).observe(slider, { attributeFilter: ["aria-valuenow"] });
});
const box = await slider.boundingBox();
const x = (share) => box.x + 10 + (box.width - 20) * share;
const y = box.y + box.height / 2;
await page.mouse.move(x(1), y);
await page.mouse.down();
const clock = await ownTime(page);
const before = await clock();
await watchFrames(page);
await swing((share) => page.mouse.move(x(1 - share), y), { times: 400 });
const times = await seenFrames(page);
const own = (await clock()) - before;
await page.mouse.up();
const followed = await page.evaluate(() => globalThis.followed);
console.log(`${steps} steps; ${followed} frames with another step`);
console.log(inWords(times, own));
await browser.close();
site.stop();
