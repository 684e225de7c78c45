// The page inside of another one, on another origin: as a link in an <iframe>, and as the
// element <wasmscope-player> in a plain page without a bundler.

import assert from "node:assert/strict";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { dist, serve } from "../static.mjs";
import { button, eventually, ready, state } from "./machine.mjs";
import { open } from "./page.mjs";

const site = process.env.E2E_URL;
const player = join(dist, "wasmscope-player.js");

const square = `(module
  (func (export "square") (param $n i32) (result i32)
    local.get $n
    local.get $n
    i32.mul))`;

/** Opens somebody's page, which lies on an origin of its own. */
async function guest(t, body) {
  const folder = mkdtempSync(join(tmpdir(), "wasmscope-guest-"));
  const document = `<!doctype html><html lang="en"><meta charset="utf-8"><title>A page</title><link rel="icon" href="data:,">
    <meta name="viewport" content="width=device-width">
    <script type="module" src="wasmscope-player.js"></script><h1>A page</h1>${body}`;
  writeFileSync(join(folder, "index.html"), document);
  cpSync(player, join(folder, "wasmscope-player.js"));
  const server = await serve({ folder });
  t.after(() => {
    server.stop();
    rmSync(folder, { recursive: true });
  });
  return open(t, { at: server.url, hosts: [site] });
}

const element = (attributes) =>
  `<wasmscope-player site="${site}" title="Squares" ${attributes}>
    ${square.replaceAll("\n", "\n    ")}
  </wasmscope-player>`;

/** Asks the player in the page. */
const ask = (page, call, ...args) =>
  page.evaluate(([call, args]) => document.querySelector("wasmscope-player")[call](...args), [call, args]);

const frameOf = (page) => page.frames().find((frame) => frame.url().startsWith(site));

/** Presses the poster's button, and waits until the page in the frame is there. */
async function begin(page) {
  await button(page, "Run in Wasmscope").click();
  await ask(page, "activate");
  return frameOf(page);
}

test("a link with &embed=1 shows less, and leads to the whole page", async (t) => {
  const page = await open(t);
  await ready(page);
  const link = await page.evaluate((text) => {
    wasmscope.load(text);
    wasmscope.start("square", [9]);
    wasmscope.step(3);
    localStorage.setItem("wasmscope:source", "mine");
    return wasmscope.share();
  }, square);
  const other = await page.context().newPage();
  await other.goto(`${link}&embed=1`);
  await ready(other);
  await eventually(async () => (await state(other)).step, 3, "it stands at its step");
  for (const name of ["Examples", "Share", "Settings", "Menu"]) {
    assert.equal(await button(other, name).filter({ visible: true }).count(), 0, name);
  }
  assert.equal(await other.getByRole("region", { name: "Notice" }).count(), 0);
  // What is typed stays there.
  await other.evaluate(() => wasmscope.load("(module (func (export \"main\")))"));
  assert.equal(await page.evaluate(() => localStorage.getItem("wasmscope:source")), "mine");

  const whole = other.getByRole("link", { name: "Open in Wasmscope", exact: true });
  const [opened] = await Promise.all([other.context().waitForEvent("page"), whole.click()]);
  await ready(opened);
  assert.ok(!opened.url().includes("embed=1"));
  await eventually(async () => (await state(opened)).at?.name, "main", "the program as it stands");
});

test("nothing is asked of the site before the click", async (t) => {
  const page = await guest(t, element(`export="square" arguments="7"`));
  const asked = [];
  page.on("request", (request) => request.url().startsWith(site) && asked.push(request.url()));
  await button(page, "Run in Wasmscope").waitFor();
  const text = await page.getByRole("region", { name: "Squares" }).textContent();
  assert.equal(text, square);
  await page.evaluate(() => new Promise((done) => requestIdleCallback(done)));
  assert.deepEqual(asked, []);
  const refused = await page.evaluate(() =>
    document.querySelector("wasmscope-player").step().catch(({ message }) => message));
  assert.match(refused, /await activate\(\) first/);
});

test("export, arguments and step are the element's, and messages go both ways", async (t) => {
  const page = await guest(t, element(`export="square" arguments="7" step="2"`));
  await page.evaluate(() => {
    globalThis.told = [];
    const player = document.querySelector("wasmscope-player");
    for (const type of ["step", "stop"]) {
      player.addEventListener(type, ({ detail }) => told.push([type, detail.step, detail.status]));
    }
  });
  const frame = await begin(page);
  await eventually(async () => (await ask(page, "state")).step, 2, "it stands at its step");
  const { stack, frames } = await ask(page, "state");
  assert.deepEqual(stack.map(({ text }) => text), ["7", "7"]);
  assert.equal(frames[0].name, "square");

  await page.evaluate(() => told.splice(0));
  assert.equal((await ask(page, "step")).stack[0].text, "49");
  assert.equal((await ask(page, "stepBack", 2)).step, 1);
  assert.equal((await ask(page, "seek", 0)).step, 0);
  const end = await ask(page, "run");
  assert.deepEqual([end.status, end.results[0].text], ["returned", "49"]);
  const told = await page.evaluate(() => globalThis.told);
  assert.deepEqual(told[0], ["step", 3, "paused"]);
  assert.deepEqual(told.at(-1), ["stop", 4, "returned"]);

  // The person at the frame steps as well.
  await frame.getByRole("button", { name: "Step back", exact: true }).first().click();
  await eventually(() => page.evaluate(() => globalThis.told.at(-1)[1]), 3, "the page is told");

  const loaded = await page.evaluate(async () => {
    const player = document.querySelector("wasmscope-player");
    const text = `(module (func (export "one") (result i32) i32.const 1))`;
    const state = await player.load(text, { export: "one", step: 1 });
    const refused = await player.load("(module (func (result i32)))").catch(({ kind }) => kind);
    return [state.step, state.stack[0].text, refused, (await player.state()).step];
  });
  assert.deepEqual(loaded, [1, "1", "invalid", 1], "what is refused changes nothing");
});

test("who embeds can restrict: panes, commands, and a source that is only read", async (t) => {
  const page = await guest(t, element(`panes="source, stack, explanation" commands="step state" read-only`));
  const frame = await begin(page);
  await frame.getByRole("region", { name: "Stack", exact: true }).waitFor();
  assert.equal(await frame.getByRole("region", { name: "Memory", exact: true }).filter({ visible: true }).count(), 0);
  assert.equal(await frame.getByRole("tab").filter({ visible: true }).count(), 0);
  const source = frame.getByRole("textbox", { name: "Source", exact: true });
  assert.equal(await source.getAttribute("aria-readonly"), "true");
  await source.click();
  await page.keyboard.type("x");
  assert.ok((await source.innerText()).startsWith("(module"));
  assert.equal((await ask(page, "step")).step, 1);
  const refused = await page.evaluate(() =>
    document.querySelector("wasmscope-player").seek(3).catch(({ message }) => message));
  assert.equal(refused, "seek is not allowed here");
  const over = await frame.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(over <= 0, `${over} pixels too wide`);
});

test("the page in the frame listens to nobody but the first channel of its parent", async (t) => {
  const page = await guest(t, element(`export="square" arguments="3"`));
  const frame = await begin(page);
  const answers = await page.evaluate(async () => {
    const inner = document.querySelector("wasmscope-player").shadowRoot.querySelector("iframe").contentWindow;
    const { port1, port2 } = new MessageChannel();
    const heard = [];
    port1.onmessage = ({ data }) => heard.push(data);
    inner.postMessage({ id: 1, command: "step", args: [] }, "*");
    inner.postMessage({ wasmscope: 1, type: "connect", commands: ["step"] }, "*", [port2]);
    port1.postMessage({ id: 2, command: "step", args: [] });
    await document.querySelector("wasmscope-player").state();
    return heard;
  });
  assert.deepEqual(answers, [], "a second channel is not taken");
  assert.equal((await state(frame)).step, 0, "and nothing is done");
  // The element in turn hears only its own frame on the site's origin.
  const forged = await page.evaluate(async () => {
    const player = document.querySelector("wasmscope-player");
    let again = 0;
    player.addEventListener("ready", () => (again += 1));
    postMessage({ wasmscope: 1, type: "ready" }, "*");
    await player.state();
    return again;
  });
  assert.equal(forged, 0);
});
