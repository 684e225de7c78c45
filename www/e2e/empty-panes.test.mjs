// A pane that has nothing to show says why.

import assert from "node:assert/strict";
import { test } from "node:test";

import { control, eventually, openExample, press, ready, show, state, write } from "./machine.mjs";
import { open } from "./page.mjs";

const start = (page, text) =>
  page.evaluate((text) => {
    wasmscope.load(text);
    wasmscope.start("main");
  }, text);

/** Opens the page with a text that was kept; an empty page before it has no storage. */
const kept = (text) => async (t) =>
  open(t, { init: `try { localStorage.setItem("wasmscope:source", ${JSON.stringify(text)}) } catch {}` });

const example = (title, act) => async (t) => {
  const page = await open(t);
  await openExample(page, title);
  await act(page);
  return page;
};

const run = (status) => async (page) => {
  await press(page, "Run");
  await eventually(async () => (await state(page)).status, status, "it ends");
};

const problem = "Nothing is loaded: the text has a problem.";
const ended = "The program has ended.";
const before = "No function runs before step 0.";
const same = (text) => Object.fromEntries(["Stack", "Frames", "Locals", "Labels"].map((name) => [name, text]));
const notLoaded = { Memory: "nothing is loaded", Globals: "nothing is loaded", Tables: "nothing is loaded" };

/** Each state: how to come to it, and what panes without anything in them say. */
const states = {
  "no text": [kept(""), { ...same(problem), ...notLoaded }],
  "a text with a problem": [kept("(module (func (result i32)))"), { ...same(problem), ...notLoaded }],
  "no exported function": [
    kept("(module (memory 1) (func))"),
    { ...same("Nothing runs: the module exports no function."), Memory: "no function can be called" },
  ],
  "the instantiation": [
    example("Hello, bytes", async (page) => {
      await show(page, "Explanation");
      await press(page, "Before step 0");
    }),
    { ...same(before), Globals: "none in this module" },
  ],
  "a function without operands": [
    example("Hello, bytes", async () => {}),
    { Stack: "the stack is empty", Locals: "No parameters or locals here.", Console: "Nothing printed yet." },
  ],
  "the end": [example("Factorial", run("returned")), { ...same(ended), Memory: "none in this module" }],
  "an exit": [
    async (t) => {
      const page = await open(t);
      await ready(page);
      await start(page, '(module (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32))) (memory (export "memory") 1) (func (export "main") (call $exit (i32.const 3))))');
      await page.evaluate(() => wasmscope.run());
      return page;
    },
    same(ended),
  ],
};

for (const [name, [enter, said]] of Object.entries(states)) {
  test(`each empty pane says why: ${name}`, async (t) => {
    const page = await enter(t);
    await ready(page);
    for (const [pane, text] of Object.entries(said)) {
      await (await show(page, pane)).getByText(text, { exact: true }).waitFor();
    }
    await noPaneIsBlank(page);
  });
}

test("no pane is blank after a trap", async (t) => {
  const page = await open(t);
  await openExample(page, "Three ways out of bounds");
  await run("trapped")(page);
  assert.equal(await (await show(page, "Stack")).getByRole("listitem").count(), 1, "operands are kept");
  await noPaneIsBlank(page);
});

test("what says why goes when there is something", async (t) => {
  const page = await kept("")(t);
  await ready(page);
  await write(page, '(module (func (export "main") (param i32)))');
  await eventually(async () => (await state(page)).at?.op, "end", "it is assembled");
  assert.equal(await page.getByText(problem).count(), 0);
  await (await show(page, "Stack")).getByText("the stack is empty").waitFor();
  await control(page, "Step");
});

/** Every pane has words below or beside its heading. */
async function noPaneIsBlank(page) {
  const blank = await page.locator(".panes .pane:not([hidden])").evaluateAll((panes) =>
    panes
      .filter((pane) => !pane.matches(".source"))
      .filter((pane) => {
        const heading = pane.querySelector("h2").textContent;
        return pane.textContent.replace(heading, "").trim() === "";
      })
      .map((pane) => pane.id),
  );
  assert.deepEqual(blank, []);
}
