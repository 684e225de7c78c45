// A function of a script that answers otherwise than in the run before is found out and told.

import assert from "node:assert/strict";
import { test } from "node:test";

import { eventually, press, ready, region, shownStep, show } from "./machine.mjs";
import { open } from "./page.mjs";

const TEXT = `(module (import "env" "ask" (func $ask (param i32) (result i32)))
  (func $main (export "main") (param $n i32) (result i32)
    (i32.add (call $ask (local.get $n)) (call $ask (i32.const 1)))))`;

/** Loads a program whose import gives these answers one after the other, and runs it twice. */
const twice = (page, answers, promised = false, text = TEXT) =>
  page.evaluate(async ([text, answers, promised]) => {
    const ask = () => {
      const answer = answers.shift();
      return promised ? Promise.resolve(answer) : answer;
    };
    wasmscope.load(text, { imports: { env: { ask } } });
    wasmscope.start("main", [5]);
    await wasmscope.run();
    const before = wasmscope.divergence();
    wasmscope.start("main", [5]);
    const state = await wasmscope.run();
    return [before, wasmscope.divergence(), state.results[0].text];
  }, [text, answers, promised]);

const notice = (page) => region(page, "Notice");

test("the same answers are no news", async (t) => {
  const page = await open(t);
  await ready(page);
  assert.deepEqual(await twice(page, [3, 4, 3, 4]), [null, null, "7"]);
  assert.equal(await notice(page).count(), 0);
});

for (const promised of [false, true]) {
  const how = promised ? "in a promise" : "at once";
  test(`an answer ${how} that is another one is told with its step, and led to`, async (t) => {
    const page = await open(t);
    await ready(page);
    const [before, found, result] = await twice(page, [3, 4, 3, 40], promised);
    assert.deepEqual([before, result], [null, "43"]);
    const text = "env.ask answers otherwise than before at step 3: i32 40, not i32 4.";
    assert.deepEqual(found, { step: 3, call: "env.ask", was: ["i32:4"], now: ["i32:40"], text });
    await notice(page).getByText(text).waitFor();
    await press(page, "Go to the call");
    await eventually(() => shownStep(page), 3, "the call");
    await press(page, "See what differs");
    const history = await show(page, "History");
    await history.getByText("First difference at step 3: the host answers otherwise in this run.").waitFor();
    assert.equal((await page.evaluate(() => wasmscope.divergence())).step, 3, "it is still known");
    await page.evaluate(() => wasmscope.start("main", [5]));
    await eventually(() => notice(page).count(), 0, "another run");
  });
}

test("a run that fills more memory than is kept to be compared with is heard as well", async (t) => {
  const page = await open(t);
  await ready(page);
  const fill = "(memory.fill (i32.const 0) (i32.const 7) (i32.const 0x3000000))";
  const large = TEXT.replace("(func $main", "(memory 768) (func $main").replace("(i32.add", `${fill} (i32.add`);
  const [, found] = await twice(page, [3, 4, 3, 40], false, large);
  assert.deepEqual([found.call, found.was, found.now], ["env.ask", ["i32:4"], ["i32:40"]]);
  await notice(page).getByRole("button", { name: "Go to the call", exact: true }).waitFor();
  assert.equal(await notice(page).getByRole("button", { name: "See what differs", exact: true }).count(), 0);
});

test("what differs for another reason is nobody's fault", async (t) => {
  const page = await open(t);
  await ready(page);
  const found = await page.evaluate(async (text) => {
    const run = async (change, ...args) => {
      wasmscope.start("main", args);
      await change?.();
      await wasmscope.run();
      return wasmscope.divergence();
    };
    const load = (give) => wasmscope.load(text, { imports: { env: { ask: give } } });
    load((n) => n);
    await run(undefined, 5);
    const args = await run(undefined, 6);
    const edited = await run(() => (wasmscope.step(), wasmscope.edit({ operand: 0, value: 9 })), 6);
    // The same text loaded again is the same program: this one differs.
    const plain = await run(undefined, 6);
    load((n) => n + 1);
    const other = await run(undefined, 6);
    return { args, edited, plain, other: other?.step };
  }, TEXT);
  assert.deepEqual(found, {
    args: null,
    edited: null,
    plain: null,
    other: 1,
  });
});

test("what a person answers is theirs to say", async (t) => {
  const page = await open(t);
  await ready(page);
  const found = await page.evaluate(async (text) => {
    wasmscope.load(text);
    for (const answer of [1, 2]) {
      wasmscope.start("main", [6]);
      await wasmscope.run();
      wasmscope.answer([answer]);
    }
    return wasmscope.divergence().text;
  }, TEXT);
  assert.match(found, /env\.ask answers otherwise than before at step 1: i32 2, not i32 1/);
  assert.equal(await notice(page).count(), 0);
});
