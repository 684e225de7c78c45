import assert from "node:assert/strict";
import { test } from "node:test";

import {
  control, eventually, openExample, press, ready, show, shownStep, state, step, write,
} from "./machine.mjs";
import { open } from "./page.mjs";

const backwards = ["Step back", "Step over back", "Step out back", "Run back"];

const slider = (page) => page.getByRole("slider", { name: "Step", exact: true });

const lines = async (page) =>
  (await show(page, "Console"))
    .getByRole("log", { name: "Output" })
    .locator(".text")
    .evaluateAll((all) => all.map((line) => line.textContent));

/** All that a state shows: the operands with their marks, the locals, the sentences. */
async function picture(page) {
  const items = await (await show(page, "Stack"))
    .getByRole("listitem")
    .evaluateAll((all) => all.map((item) => [item.textContent, [...item.classList].sort(), item.title]));
  return {
    step: await shownStep(page),
    items,
    locals: await (await show(page, "Locals")).innerText(),
    told: await (await show(page, "Explanation")).innerText(),
  };
}

test("Step back shows the former states, with their marks and sentences", async (t) => {
  const page = await open(t);
  await ready(page);
  for (const name of backwards) {
    assert.equal(await (await control(page, name)).getAttribute("aria-disabled"), "true", name);
  }
  assert.equal(await (await control(page, "Step back")).getAttribute("title"), "Take one instruction back (Shift+S, Alt+F11)");
  const pictures = [await picture(page)];
  for (let i = 1; i <= 4; i += 1) {
    await step(page);
    await eventually(() => shownStep(page), i, "a step");
    pictures.push(await picture(page));
  }
  assert.ok(pictures[2].items.some(([, marks]) => marks.includes("is-changed")), "marks are seen");
  for (let i = 3; i >= 0; i -= 1) {
    await press(page, "Step back");
    await eventually(() => picture(page), pictures[i], `state ${i} again`);
    await page.getByRole("status").getByText(`Back at step ${i}.`).waitFor();
    assert.equal(await slider(page).getAttribute("aria-valuemax"), "4", "the end stays known");
  }
  assert.equal(await (await control(page, "Step back")).getAttribute("aria-disabled"), "true");
  await step(page, 3);
  await eventually(() => picture(page), pictures[3], "and forward again");
});

test("over a call, out of a frame and to the start, backwards", async (t) => {
  const page = await open(t);
  await openExample(page, "Factorial");
  await eventually(async () => (await state(page)).at?.name, "fac", "it is open");
  await step(page, 7);
  const call = await picture(page);
  await press(page, "Step over");
  await eventually(async () => (await state(page)).stack.length, 2, "the call has returned");
  assert.ok((await shownStep(page)) > 40);
  await press(page, "Step over back");
  await eventually(() => picture(page), call, "the whole call is undone");
  await press(page, "Step over back");
  await eventually(() => shownStep(page), 6, "without a call it is one step");

  await step(page, 15);
  assert.equal((await state(page)).frames.length, 3);
  await press(page, "Step out back");
  await eventually(() => shownStep(page), 15, "before the call of the third frame");
  await press(page, "Step out back");
  await eventually(() => picture(page), call, "before the call of the second");
  await press(page, "Step out back");
  await eventually(() => shownStep(page), 0, "the first step of the first");

  await press(page, "Run");
  await eventually(async () => (await state(page)).status, "returned", "it runs");
  const end = await shownStep(page);
  await press(page, "Run back");
  await eventually(() => shownStep(page), 0, "it runs back");
  assert.equal(await slider(page).getAttribute("aria-valuemax"), String(end));
  await step(page, 7);
  await eventually(() => picture(page), call, "forward again it is the same");
});

test("the slider goes both ways", async (t) => {
  const page = await open(t);
  await openExample(page, "Factorial");
  await eventually(async () => (await state(page)).at?.name, "fac", "it is open");
  await step(page, 10);
  const tenth = await picture(page);
  await press(page, "Run");
  await eventually(async () => (await state(page)).status, "returned", "it runs");
  const end = await shownStep(page);
  for (const at of [10, 3, 30, 10]) {
    await slider(page).fill(String(at));
    await eventually(() => shownStep(page), at, "it is there");
  }
  assert.deepEqual(await picture(page), tenth);
  assert.equal(await slider(page).getAttribute("aria-valuemax"), String(end));
  await slider(page).focus();
  await page.keyboard.press("ArrowLeft");
  await eventually(() => shownStep(page), 9, "an arrow key is one step");
  await page.keyboard.press("End");
  await eventually(async () => (await state(page)).status, "returned", "End is the end");
});

test("the console shows the output of the state looked at", async (t) => {
  const page = await open(t);
  await write(
    page,
    `(module
      (import "env" "putchar" (func $c (param i32)))
      (import "console" "log" (func $log (param i32)))
      (func (export "main")
        (call $c (i32.const 72))
        (call $c (i32.const 105))
        (call $log (i32.const 7))
        (call $c (i32.const 33))))`,
  );
  await eventually(async () => (await state(page)).at?.op, "i32.const", "it is assembled");
  await press(page, "Run");
  await eventually(() => lines(page), ["Hi", "7", "!"], "all of it");
  const shown = [];
  for (let at = 0; at <= 9; at += 1) {
    await slider(page).fill(String(at));
    await eventually(() => shownStep(page), at, "it is there");
    shown.push(await lines(page));
  }
  assert.deepEqual(shown, [
    [], [], ["H"], ["H"], ["Hi"], ["Hi"], ["Hi", "7"], ["Hi", "7"],
    ["Hi", "7", "!"], ["Hi", "7", "!"],
  ]);
  await press(page, "Run back");
  await eventually(() => lines(page), [], "nothing is printed yet");
  await press(page, "Run");
  await eventually(() => lines(page), ["Hi", "7", "!"], "and nothing twice");
});

test("a step back is one event, a jump another, and replay none", async (t) => {
  const page = await open(t);
  await openExample(page, "Factorial");
  await eventually(async () => (await state(page)).at?.name, "fac", "it is open");
  const seen = await page.evaluate(async () => {
    let told = [];
    let dom = [];
    wasmscope.observe(
      ({ kind, direction, step, op, from, to, state: { step: now } }) => {
        if (kind === "step") told.push([kind, direction, step, op, now]);
        else if (kind === "seek") told.push([kind, from, to, now]);
        else told.push([kind, now]);
      },
      { on: ["step", "seek", "stop"] },
    );
    document.addEventListener("wasmscope:step", ({ detail }) => {
      dom.push(detail.kind === "seek" ? ["seek", detail.from, detail.to] : [detail.kind, detail.direction]);
    });
    const seen = {};
    const take = (name) => {
      seen[name] = [told, dom];
      [told, dom] = [[], []];
    };
    wasmscope.step(2);
    take("step");
    wasmscope.stepBack();
    take("stepBack");
    wasmscope.seek(40);
    take("seek");
    wasmscope.stepBack(1);
    take("unseen");
    wasmscope.stepBack(4);
    take("stepBack4");
    await wasmscope.goTo(7);
    take("goTo");
    wasmscope.seek(7);
    take("nowhere");
    await wasmscope.stepOver();
    const end = wasmscope.state().step;
    seen.forward = [told.filter(([kind, direction]) => kind === "step" && direction === 1).length, end];
    [told, dom] = [[], []];
    await wasmscope.stepOverBack();
    seen.over = [told, [end]];
    return seen;
  });
  assert.deepEqual(seen.step, [
    [["step", 1, 0, "local.get", 1], ["step", 1, 1, "i64.eqz", 2], ["stop", 2]],
    [["step", 1], ["step", 1], ["stop", 1]],
  ]);
  assert.deepEqual(seen.stepBack, [
    [["step", -1, 1, "i64.eqz", 1], ["stop", 1]],
    [["step", -1], ["stop", 1]],
  ]);
  assert.deepEqual(seen.seek, [[["seek", 1, 40, 40], ["stop", 40]], [["seek", 1, 40], ["stop", 1]]]);
  assert.deepEqual(seen.unseen[0].map((event) => event.slice(0, 3)), [["step", -1, 39], ["stop", 39]]);
  assert.deepEqual(seen.stepBack4[0], [["seek", 39, 35, 35], ["stop", 35]]);
  assert.deepEqual(seen.goTo[0].at(-2), ["seek", 35, 7, 7]);
  assert.deepEqual(seen.nowhere, [[["stop", 7]], [["stop", 1]]]);
  assert.deepEqual(seen.forward, [seen.forward[1] - 7, seen.forward[1]], "running tells each");
  assert.deepEqual(seen.over[0].at(-2), ["seek", seen.over[1][0], 7, 7]);
});

test("movements refuse what is no step, and those inside an observer", async (t) => {
  const page = await open(t);
  await ready(page);
  const seen = await page.evaluate(async () => {
    const kinds = [];
    const attempt = async (call) => {
      try {
        await call();
        kinds.push("none");
      } catch (error) {
        kinds.push(error.kind);
      }
    };
    wasmscope.step(3);
    for (const step of [-1, 1.5, "2", 2n, null, Number.NaN, undefined]) {
      await attempt(() => wasmscope.seek(step));
      await attempt(() => wasmscope.goTo(step));
    }
    await attempt(() => wasmscope.stepBack(-1));
    const inside = [];
    const off = wasmscope.observe(() => {
      for (const call of [() => wasmscope.stepBack(), () => wasmscope.seek(0)]) {
        try {
          call();
        } catch ({ kind }) {
          inside.push(kind);
        }
      }
      for (const call of ["goTo", "stepOverBack", "stepOutBack", "runBack"]) {
        wasmscope[call](0).catch(({ kind }) => inside.push(kind));
      }
    });
    wasmscope.stepBack();
    off();
    await new Promise((later) => setTimeout(later));
    const at = wasmscope.state().step;
    const end = wasmscope.seek(1_000);
    const results = [end.status, end.step, wasmscope.lastStop().reason];
    const first = await wasmscope.runBack();
    return { kinds, inside, at, results, first: first.step, again: wasmscope.stepBack().step };
  });
  assert.deepEqual(seen.kinds, Array(15).fill("argument"));
  assert.deepEqual(seen.inside, Array(6).fill("busy"));
  assert.deepEqual([seen.at, seen.first, seen.again], [2, 0, 0]);
  assert.deepEqual(seen.results, ["returned", 4, "end"]);
});

const asking = `(module
  (import "oracle" "ask" (func $ask (param i32) (result i32)))
  (func (export "main") (result i32)
    (i32.add (call $ask (i32.const 6)) (i32.const 1))))`;

test("what the host has answered is not asked again", async (t) => {
  const page = await open(t);
  await write(page, asking);
  await eventually(async () => (await state(page)).at?.line, 4, "it is assembled");
  await press(page, "Run");
  const pane = await show(page, "Console");
  await pane.getByRole("textbox", { name: /Result/ }).fill("41");
  await press(page, "Step back");
  await eventually(() => shownStep(page), 0, "back before the question");
  assert.equal(await pane.getByRole("textbox", { name: /Result/ }).count(), 0);
  await press(page, "Run");
  await pane.getByRole("textbox", { name: /Result/ }).fill("41");
  await press(page, "Answer");
  await eventually(async () => (await state(page)).status, "returned", "the run goes on");
  await press(page, "Run back");
  await eventually(() => shownStep(page), 0, "back before the answer");
  await press(page, "Run");
  await eventually(async () => (await state(page)).status, "returned", "it is replayed");
  assert.equal((await state(page)).results[0].text, "42");

  const asked = await page.evaluate(async (source) => {
    const asked = [];
    const waiting = [];
    const hosts = [(n) => n * 7, (n) => new Promise((give) => waiting.push(() => give(n * 8)))];
    for (const host of hosts) {
      let count = 0;
      const ask = (n) => {
        count += 1;
        return host(n);
      };
      wasmscope.load(source, { imports: { oracle: { ask } } });
      wasmscope.start("main");
      const first = wasmscope.run();
      await new Promise((later) => setTimeout(later, 50));
      // With a promise the machine still waits: it goes back, and comes again.
      wasmscope.seek(0);
      const again = wasmscope.run();
      await new Promise((later) => setTimeout(later, 50));
      for (const give of waiting) give();
      await first;
      const { results } = await again;
      wasmscope.seek(1);
      await wasmscope.goTo(3);
      asked.push([count, results[0].text]);
    }
    return asked;
  }, asking);
  assert.deepEqual(asked, [[1, "43"], [1, "49"]]);
});

test("a long jump leaves the page free, and ends on pause", async (t) => {
  const page = await open(t);
  await write(page, `(module (func (export "main") (loop $for_ever (br $for_ever))))`);
  await eventually(async () => (await state(page)).at?.op, "loop", "it is assembled");
  const seen = await page.evaluate(async () => {
    const seeks = [];
    wasmscope.observe(({ from, to }) => seeks.push([from, to]), { on: ["seek"] });
    const far = wasmscope.goTo(1e15);
    const before = wasmscope.state().status;
    await new Promise((later) => setTimeout(later, 300));
    const asked = performance.now();
    wasmscope.pause();
    const paused = await far;
    const took = performance.now() - asked;
    const reason = wasmscope.lastStop().reason;
    const near = wasmscope.seek(paused.step + 1e8);
    const budget = [near.step - paused.step, wasmscope.lastStop().reason];
    const other = wasmscope.goTo(1e15);
    const back = wasmscope.stepBack(10);
    await other;
    return {
      before, status: paused.status, moved: paused.step > 1_000, took, reason, budget,
      back: near.step - back.step,
      seeks: seeks.map(([from, to]) => to - from),
      step: paused.step,
    };
  });
  assert.deepEqual([seen.before, seen.status, seen.moved, seen.reason], ["running", "paused", true, "pause"]);
  t.diagnostic(`pausing took ${seen.took.toFixed(1)} ms`);
  assert.deepEqual(seen.budget, [10_000_000, "budget"]);
  assert.equal(seen.back, 10, "a movement pauses what runs");
  assert.deepEqual(seen.seeks, [seen.step, 10_000_000, -10]);
});

test("instructions that touch much memory leave the page free as well", async (t) => {
  const page = await open(t);
  await write(
    page,
    `(module (memory 800)
      (func (export "main")
        (loop $for_ever
          (memory.fill (i32.const 0) (i32.const 1) (i32.const 52428800))
          (br $for_ever))))`,
  );
  await eventually(async () => (await state(page)).at?.op, "loop", "it is assembled");
  const took = await page.evaluate(async () => {
    const took = [];
    for (const move of [() => wasmscope.run(), () => wasmscope.goTo(1e15)]) {
      const moving = move();
      await new Promise((later) => setTimeout(later, 200));
      const asked = performance.now();
      await new Promise((later) => setTimeout(later));
      wasmscope.pause();
      await moving;
      took.push(performance.now() - asked);
    }
    return took;
  });
  // That both promises were kept is the test; how fast is for the reader.
  t.diagnostic(`pausing took ${took.map((time) => time.toFixed(0)).join(" and ")} ms`);
});
