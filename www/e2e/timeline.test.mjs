// The lanes of the timeline: what they show and say, moving on them, zooming, and the way
// back from jumps.

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  button, control, eventually, press, ready, region, shownStep, state,
} from "./machine.mjs";
import { open } from "./page.mjs";

// 10 passes of 3 calls each, a call of the host in every fifth, a trap at the end.
const program = `(module (import "env" "print" (func $print (param i32))) (memory 1)
  (func $deep (param $n i32)
    (i32.store (i32.const 8) (local.get $n))
    (if (local.get $n) (then (call $deep (i32.sub (local.get $n) (i32.const 1))))))
  (func $main (export "main") (local $i i32)
    (loop $more
      (call $deep (i32.const 2))
      (if (i32.eqz (i32.rem_u (local.get $i) (i32.const 5))) (then (call $print (local.get $i))))
      (br_if $more (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 10))))
    unreachable))`;

const slider = (page) => page.getByRole("slider", { name: "Step", exact: true });
const chip = (page) => page.getByRole("button", { name: /^Back to step/ });

/** The lanes unfolded, with the program run to its end; resolves to the last step. */
async function openLanes(t) {
  const page = await open(t);
  await ready(page);
  await page.evaluate(async (text) => {
    wasmscope.load(text, { imports: { env: { print() {} } } });
    wasmscope.start("main");
    await wasmscope.run();
  }, program);
  const lanes = button(page, "Lanes");
  if ((await lanes.getAttribute("aria-expanded")) === "false") await lanes.click();
  await page.locator(".tracks").waitFor();
  return { page, end: await shownStep(page) };
}

const described = (page) =>
  slider(page).evaluate(
    (slider) => document.getElementById(slider.getAttribute("aria-describedby")).textContent,
  );

/** Puts the pointer on the lanes, at a share of their width. */
async function pointer(page, share) {
  const box = await page.locator(".tracks").boundingBox();
  return [box.x + box.width * share, box.y + box.height / 2];
}

test("the lanes say what was counted, step by step", async (t) => {
  const { page, end } = await openLanes(t);
  // The same, from the records of all steps.
  const counted = await page.evaluate(async () => {
    const seen = { writes: 0, hosts: 0, deepest: 0 };
    wasmscope.start("main");
    const stop = wasmscope.observe((event) => {
      const written = (event.mem ?? []).filter((effect) => effect.new !== undefined);
      seen.writes += written.length;
      seen.hosts += event.host === undefined ? 0 : 1;
      seen.deepest = Math.max(seen.deepest, event.depth + 1);
    });
    await wasmscope.run();
    stop();
    return seen;
  });
  assert.deepEqual([counted.writes, counted.hosts, counted.deepest], [30, 2, 4]);
  const says = new RegExp(
    `^Steps 0 to ${end}: 1 to 4 functions active, .*, 30 memory writes of 120 bytes, ` +
      "2 host calls; it ends there, in a trap\\.$",
  );
  await eventually(async () => says.test(await described(page)), true, "it is said");
  const paths = page.locator(".tracks path:not(.coarse)");
  await eventually(() => paths.evaluateAll((all) => all.map((path) => path.getAttribute("d") !== "")),
    [true, true, true], "and drawn");
  assert.equal(await page.locator(".events .ending").count(), 1);
  assert.equal(await page.locator(".events .host").count(), 2);
});

test("each event can be gone to from a list", async (t) => {
  const { page, end } = await openLanes(t);
  await press(page, "Events");
  const calls = page.getByRole("button", { name: /^Host call at step/ });
  assert.equal(await calls.count(), 2);
  const step = Number((await calls.first().innerText()).match(/\d+/)[0]);
  await calls.first().click();
  await eventually(() => shownStep(page), step, "it goes there");
  assert.equal((await state(page)).at.op, "call");
  await button(page, `Trapped at step ${end}`).click();
  await eventually(async () => (await state(page)).status, "trapped", "and to the end");
  await page.keyboard.press("Escape");
  await calls.first().waitFor({ state: "hidden" });
});

test("a step where no run has stopped is not told as a breakpoint", async (t) => {
  const { page, end } = await openLanes(t);
  const stopped = await page.evaluate(async () => {
    wasmscope.seek(0);
    const { line } = wasmscope.seek(12).at;
    wasmscope.seek(0);
    wasmscope.breakpoints.add({ line });
    return (await wasmscope.run()).step;
  });
  for (const step of [stopped + 3, end - 1]) await page.evaluate((step) => wasmscope.seek(step), step);
  await press(page, "Events");
  const told = page.getByRole("button", { name: /^Breakpoint at step/ });
  await eventually(() => told.allInnerTexts(), [`Breakpoint at step ${stopped}`], "only where it was");
});

test("a drag on the lanes moves the machine, and is one jump", async (t) => {
  const { page, end } = await openLanes(t);
  await page.mouse.move(...(await pointer(page, 0.9)));
  await page.mouse.down();
  for (const share of [0.8, 0.5, 0.3, 0.5]) {
    await page.mouse.move(...(await pointer(page, share)));
    await eventually(async () => Math.abs((await shownStep(page)) - end * share) < 3, true, "it follows");
  }
  assert.equal(await chip(page).count(), 0, "not while it is dragged");
  await page.mouse.up();
  await eventually(() => chip(page).count(), 1, "there is a way back");
  assert.equal(await slider(page).evaluate((slider) => slider === document.activeElement), true);
  await chip(page).click();
  await eventually(() => shownStep(page), end, "to where it began");
  await eventually(() => chip(page).count(), 0, "and no further");
});

test("keys on the slider move by one, by pages and to the ends", async (t) => {
  const { page, end } = await openLanes(t);
  await slider(page).focus();
  const press = async (key, wanted) => {
    await page.keyboard.press(key);
    await eventually(() => shownStep(page), wanted, key);
  };
  await press("Home", 0);
  await press("ArrowRight", 1);
  await press("ArrowUp", 2);
  await press("Shift+ArrowRight", 12);
  await press("ArrowLeft", 11);
  const length = Math.max(10, Math.floor(end / 20));
  await press("PageUp", 11 + length);
  await press("Shift+PageUp", 11 + length + Math.floor(end / 4));
  await press("Shift+PageDown", 11 + length);
  await press("PageDown", 11);
  await press("End", end);
  await press("ArrowRight", end);
  assert.equal(await slider(page).getAttribute("aria-valuemax"), String(end));
});

test("the chip leads back from jumps, and from none of single steps", async (t) => {
  const { page, end } = await openLanes(t);
  await press(page, "Step back");
  await eventually(() => shownStep(page), end - 1, "a step");
  assert.equal(await chip(page).count(), 0);
  const before = await region(page, "Explanation").boundingBox();
  await page.evaluate(() => wasmscope.goTo(100));
  await chip(page).waitFor();
  assert.equal(await chip(page).innerText().then((text) => /\d+$/.exec(text)[0]), String(end - 1));
  assert.deepEqual(await region(page, "Explanation").boundingBox(), before, "nothing moves");
  await page.evaluate(() => wasmscope.goTo(40));
  await press(page, "Run back");
  await eventually(() => shownStep(page), 0, "back to the first step");
  await slider(page).focus();
  for (const wanted of [40, 100, end - 1]) {
    await page.keyboard.press("j");
    await eventually(() => shownStep(page), wanted, "one jump back");
  }
  await eventually(() => chip(page).count(), 0, "that was all");
  await page.keyboard.press("j");
  await page.getByRole("status").getByText("There is no jump to go back from.").waitFor();
});

test("the lanes show an activation, a loop and its passes, and less or more", async (t) => {
  const { page, end } = await openLanes(t);
  const shown = async () =>
    (await page.locator(".shown-steps").innerText()).split(" – ").map((step) => Number(step.replace(",", "")));
  await page.evaluate(() => wasmscope.goTo(4));
  // The first instruction of the first call of $deep.
  await press(page, "Step");
  await eventually(async () => (await state(page)).frames.length, 2, "inside");
  const entered = await shownStep(page).then((step) => step - 2);
  await (await control(page, "Zoom to function")).click();
  await eventually(async () => (await shown())[0] <= entered && (await shown())[1] < 100, true, "its steps");
  const [from, to] = await shown();
  await page.evaluate((step) => wasmscope.seek(step), from);
  assert.equal((await state(page)).frames.length, 2, "it has begun");
  await page.evaluate((step) => wasmscope.seek(step), to);
  assert.equal((await state(page)).frames.length, 1, "it is over");
  assert.equal(await slider(page).getAttribute("aria-valuemax"), String(end), "the slider has all");

  await button(page, "Zoom to loop").click();
  await page.getByText("× 10 iterations, now at 1").waitFor();
  const whole = await shown();
  await button(page, "Next iteration").click();
  await page.getByText("× 10 iterations, now at 2").waitFor();
  assert.equal((await state(page)).at.op, "loop");
  await eventually(async () => (await shown())[1] - (await shown())[0] < whole[1] / 5, true, "one pass");
  await page.getByRole("textbox", { name: "Iteration", exact: true }).fill("9");
  await page.keyboard.press("Enter");
  await page.getByText("× 10 iterations, now at 9").waitFor();
  await button(page, "Previous iteration").click();
  await page.getByText("× 10 iterations, now at 8").waitFor();

  await button(page, "Whole run").click();
  await eventually(shown, [0, end], "all of it");
  await button(page, "Zoom in").click();
  await eventually(async () => (await shown())[1] - (await shown())[0], Math.floor(end / 2), "half of it");
  await button(page, "Zoom out").click();
  await eventually(shown, [0, end], "all of it again");
  await page.evaluate((step) => wasmscope.seek(step), from);
  await button(page, "Zoom to loop").click();
  await page.locator(".shown-steps", { hasText: "There is no loop around this instruction." }).waitFor();
});
