// How smoothly the page scrolls what is large, and what it does while a program runs flat out:
// frames, the time from an input to what it changes, how long a large module takes to be opened,
// and the speed of the run. Needs a built dist/. Measures, asserts nothing.
//
//   CHROMIUM=/usr/bin/chromium node www/measure-page.mjs [PART…]
//
// A PART is the beginning of a name: nothing, operands, frames, memory, trace, source,
// opening, run, speed.
// `ms of work` is the time in which the page's main thread was at work itself, whatever else the
// computer did.

import { readFile } from "node:fs/promises";

import { launch } from "./browser.mjs";
import { large } from "./e2e/binaries.mjs";
import { at, inWords, ownTime, seenFrames, swing, watchFrames } from "./frames.mjs";
import { serve } from "./static.mjs";

/** What is large, in rows. */
const DEEP = 100_000;
const LINES = 50_000;
const RECORDS = 1_000_000;
const BYTES = 10_000_000;

/** A loop of a million instructions and many more, with calls and writes. */
const busy = (times) => `(module (memory 1)
  (func (export "main") (local $i i32)
    (loop $more
      (call $note (local.get $i))
      (br_if $more (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1)))
        (i32.const ${times})))))
  (func $note (param i32)
    (i32.store (i32.and (local.get 0) (i32.const 0xfffc)) (local.get 0))))`;

/** Each of its calls leaves a thousand values on the stack. */
const wide = `(module
  (type $many (func (result${" i32".repeat(1_000)})))
  (func $fill (type $many) ${"i32.const 7 ".repeat(1_000)})
  (func (export "main") ${"call $fill ".repeat(DEEP / 1_000)} unreachable))`;

const deep = `(module (func $down (export "main") (param i32)
  (if (local.get 0) (then (call $down (i32.sub (local.get 0) (i32.const 1)))))))`;

const vast = `(module (memory i64 65536) (func (export "main")
  (i64.store (i64.const 0xffff_fff8) (i64.const -1))))`;

const long = () => {
  const lines = ["(module", '  (func (export "main") (local $i i32)'];
  while (lines.length < LINES - 1) lines.push(`    (local.set $i (i32.const ${lines.length}))`);
  return [...lines, "))"].join("\n");
};

const region = (page, name) => page.getByRole("region", { name, exact: true });

/** Loads a text, and runs it to a step, or to its end. */
const load = (page, text, args = [], step = Infinity) =>
  page.evaluate(
    async ([text, args, step]) => {
      wasmscope.load(text);
      wasmscope.start("main", args);
      if (step === null) await wasmscope.run();
      else await wasmscope.goTo(step);
    },
    [text, args, Number.isFinite(step) ? step : null],
  );

/** Reports the frames that are seen while something is done. */
async function framesOf(page, name, act) {
  const clock = await ownTime(page);
  const before = await clock();
  await watchFrames(page);
  await act();
  const times = await seenFrames(page);
  report(name, inWords(times, (await clock()) - before));
}

/** Scrolls by the wheel, and then by the whole length, as with the bar at its side. */
async function scroll(page, name, scroller) {
  const box = await scroller.boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + Math.min(box.height / 2, 60));
  await page.waitForTimeout(1_000);
  await framesOf(page, `${name}, by the wheel`, () =>
    swing((share) => page.mouse.wheel(0, share < 0.5 ? 120 : -120), { rounds: 4 }),
  );
  const handle = await scroller.elementHandle();
  await framesOf(page, `${name}, from end to end`, () =>
    swing((share) =>
      handle.evaluate((element, share) => {
        element.scrollTop = share * (element.scrollHeight - element.clientHeight);
      }, share),
    ),
  );
  report(`${name}, elements in it`, await scroller.evaluate((element) => element.querySelectorAll("*").length));
}

const parts = {
  /** What the computer and the browser give at best: a page with nothing but a long element. */
  async nothing(page) {
    await page.setContent('<div style="height:300px;overflow:auto"><div style="height:1000000px"></div></div>');
    await scroll(page, "an empty page", page.locator("div").first());
  },

  async operands(page) {
    await load(page, wide, [], (DEEP / 1_000) * 1_002 - 1);
    await scroll(page, `${DEEP} operands`, region(page, "Stack").locator(".body"));
  },

  async frames(page) {
    await load(page, deep, [String(DEEP - 1)], (DEEP - 1) * 6);
    await scroll(page, `${DEEP} frames`, region(page, "Frames").locator(".body"));
    await load(page, deep, [String(DEEP - 1)], (DEEP - 1) * 6);
    const slider = page.getByRole("slider", { name: "Step", exact: true });
    await drag(page, `${DEEP} frames, the timeline dragged`, slider);
  },

  async memory(page) {
    await load(page, vast);
    await scroll(page, "4 GiB", region(page, "Memory").locator(".memory-scroller"));
  },

  async trace(page) {
    // It never leaves the page: it has some hundred megabytes.
    const began = await page.evaluate(
      async ([text, records]) => {
        wasmscope.load(text);
        wasmscope.start("main");
        await wasmscope.run({ fuel: records });
        const lines = await wasmscope.trace();
        const head = lines.indexOf("\n");
        // Without its program it is shown as it is.
        const other = lines.slice(0, head).replace(/"crc32":"?\w+"?/, '"crc32":"00000000"');
        wasmscope.load('(module (func (export "main")))');
        const files = new DataTransfer();
        files.items.add(new File([other, lines.slice(head)], "busy.jsonl"));
        const init = { dataTransfer: files, bubbles: true, cancelable: true };
        for (const type of ["dragenter", "dragover", "drop"]) {
          document.body.dispatchEvent(new DragEvent(type, init));
        }
        return Date.now();
      },
      [busy(1e9), RECORDS],
    );
    await region(page, "Trace").waitFor({ timeout: 300_000 });
    report(`${RECORDS} records, opened`, `${((Date.now() - began) / 1000).toFixed(1)} s`);
    await page.waitForTimeout(1_000);
    const slider = page.getByRole("slider", { name: "Step", exact: true });
    await drag(page, `${RECORDS} records, the timeline dragged`, slider);
    const presses = 60;
    await framesOf(page, `${RECORDS} records, a step back ${presses} times`, async () => {
      for (let press = 0; press < presses; press += 1) await slider.press("ArrowLeft");
    });
  },

  async source(page) {
    await load(page, long(), [], LINES);
    await scroll(page, `${LINES} lines`, page.locator(".source .cm-scroller"));
    const editor = page.getByRole("textbox", { name: "Source", exact: true });
    await editor.click();
    const late = await latencies(page, 40, () => page.keyboard.type(";"));
    report(`${LINES} lines, typed into`, late);
  },

  async opening(page) {
    await page.evaluate(async (address) => {
      globalThis.file = new File([await (await fetch(address)).blob()], "large.wasm");
    }, `data:application/octet-stream;base64,${large(BYTES).toString("base64")}`);
    for (const time of ["at first", "again"]) {
      const took = await page.evaluate(async (entry) => {
        const began = performance.now();
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(file);
        const init = { dataTransfer, bubbles: true, cancelable: true };
        document.querySelector("main").dispatchEvent(new DragEvent("drop", init));
        // Its first instruction is shown, and the frame is drawn.
        while (wasmscope.state().at?.op !== entry) await new Promise(requestAnimationFrame);
        await new Promise(requestAnimationFrame);
        const took = performance.now() - began;
        wasmscope.load('(module (func (export "main")))');
        return took;
      }, "call");
      report(`a module of ${BYTES / 1e6} MB, opened ${time}`, `${took.toFixed(0)} ms`);
    }
  },

  async run(page) {
    for (const [name, size] of [["1280 x 800", [1280, 800]], ["390 x 844", [390, 844]]]) {
      await page.setViewportSize({ width: size[0], height: size[1] });
      await page.evaluate((text) => {
        wasmscope.load(text);
        wasmscope.start("main");
        wasmscope.run();
      }, busy(1e9));
      await page.waitForTimeout(2_000);
      await framesOf(page, `flat out, ${name}`, () => page.waitForTimeout(5_000));
      const late = await latencies(page, 100, () => page.keyboard.press("Tab"));
      report(`flat out, ${name}, a key`, late);
      await page.evaluate(() => wasmscope.pause());
    }
  },

  async speed(page) {
    const clock = await ownTime(page);
    for (const name of ["fib.wat 34", "collatz.wat 60000", "sha256.wasm 80000", "machine.wasm 2000000"]) {
      const [file, argument] = name.split(" ");
      const bytes = await readFile(new URL(`../vm/benches/kernels/${file}`, import.meta.url));
      const source = file.endsWith(".wat") ? bytes.toString() : [...bytes];
      const entry = await page.evaluate((source) => {
        const { exports } = wasmscope.load(typeof source === "string" ? source : new Uint8Array(source));
        return exports.find(({ kind, params }) => kind === "func" && params.length === 1).name;
      }, source);
      // They take turns, and the best one of each counts.
      const best = [0, 0];
      let steps = 0;
      for (let turn = 0; turn < 6; turn += 1) {
        await page.evaluate(([entry, argument]) => wasmscope.start(entry, [argument]), [entry, argument]);
        const before = await clock();
        steps = await page.evaluate([inOnePiece, inSlices][turn % 2]);
        best[turn % 2] = Math.max(best[turn % 2], (steps / ((await clock()) - before)) * 1_000);
      }
      const [own, run] = best;
      const millions = (speed) => `${(speed / 1e6).toFixed(0)} million a second of work`;
      report(`${name}: ${steps} steps in one piece`, millions(own));
      report(`${name}: the page's run`, `${millions(run)}, ${((run / own) * 100).toFixed(0)} % of that`);
    }
  },
};

/** As fast as the machine is by itself: ten million instructions at once, and nothing between. */
function inOnePiece() {
  let steps = 0;
  for (;;) {
    const { step } = wasmscope.step(10_000_000);
    if (step === steps) return steps;
    steps = step;
  }
}

/** As the button Run does it. */
async function inSlices() {
  return (await wasmscope.run()).step;
}

/** Drags the timeline from one end to the other and back. */
async function drag(page, name, slider) {
  const box = await slider.boundingBox();
  const x = (share) => box.x + 10 + (box.width - 20) * share;
  await page.mouse.move(x(1), box.y + box.height / 2);
  await page.mouse.down();
  await framesOf(page, name, () =>
    swing((share) => page.mouse.move(x(1 - share), box.y + box.height / 2)),
  );
  await page.mouse.up();
}

/** How long keys take to what they change being painted. */
async function latencies(page, count, press) {
  await page.evaluate(() => {
    globalThis.late = [];
    const painted = new MessageChannel();
    const waiting = [];
    painted.port1.onmessage = () => {
      for (const time of waiting.splice(0)) globalThis.late.push(performance.now() - time);
    };
    globalThis.onKey = ({ timeStamp }) => {
      requestAnimationFrame(() => {
        // The next task comes after the frame is drawn.
        waiting.push(timeStamp);
        painted.port2.postMessage(null);
      });
    };
    addEventListener("keydown", globalThis.onKey, true);
  });
  for (let key = 0; key < count; key += 1) {
    await press();
    await page.waitForTimeout(30);
  }
  await page.waitForTimeout(200);
  const late = await page.evaluate(() => {
    removeEventListener("keydown", globalThis.onKey, true);
    return globalThis.late;
  });
  const ms = (share) => `${at(late, share).toFixed(0)} ms`;
  return `median ${ms(0.5)}, 75 % ${ms(0.75)}, longest ${ms(1)}, to the next frame`;
}

const report = (what, words) => console.log(`${what}: ${words}`);

const wanted = process.argv.slice(2);
const site = await serve();
const browser = await launch();
console.log(`Chromium ${browser.version()}`);
for (const [name, part] of Object.entries(parts)) {
  if (wanted.length > 0 && !wanted.some((word) => name.startsWith(word))) continue;
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  context.setDefaultTimeout(120_000);
  const page = await context.newPage();
  page.on("pageerror", (error) => console.error(`${name}: ${error}`));
  await page.goto(site.url);
  await page.getByRole("button", { name: "Step", exact: true }).waitFor();
  // What is loaded when somebody begins to use the page.
  await page.mouse.move(5, 5);
  await page.keyboard.press("Shift");
  await page.waitForTimeout(1_500);
  await part(page);
  await context.close();
}
await browser.close();
site.stop();
