import assert from "node:assert/strict";
import { test } from "node:test";

import {
  control, eventually, openExample, press, ready, region, show, shownStep, source, state, step, write,
} from "./machine.mjs";
import { open } from "./page.mjs";

const notice = (page) => region(page, "Notice");
const loop = `(module (func (export "spin") (loop $again (br $again))))`;
const add = `(module (func (export "zero") (result i32) i32.const 0)
  (func (export "add") (param $a i32) (param $b i64) (result i32)
    local.get $a i32.const 1 i32.add))`;

/** Another tab of the same person. */
async function tab(page, address) {
  const other = await page.context().newPage();
  await other.goto(address);
  await ready(other);
  return other;
}

/** A link, made by a page of somebody else. */
async function linkOf(t, text, entry, args, steps = 0, limits = {}) {
  const page = await open(t);
  await ready(page);
  return page.evaluate(
    ([text, entry, args, steps, limits]) => {
      wasmscope.load(text, { limits });
      wasmscope.start(entry, args);
      if (steps > 0) wasmscope.step(steps);
      return wasmscope.share();
    },
    [text, entry, args, steps, limits],
  );
}

test("Share puts a link on the clipboard, and opening it restores everything", async (t) => {
  const page = await open(t, { permissions: ["clipboard-read", "clipboard-write"] });
  await ready(page);
  await page.evaluate(
    ([text]) => {
      wasmscope.load(text, { limits: { frames: 77 } });
      wasmscope.start("add", [-5, 9n]);
    },
    [add],
  );
  await step(page, 2);
  await press(page, "Share");
  await notice(page).getByText("The link is on the clipboard").waitFor();
  assert.match(await page.getByRole("status").innerText(), /link is on the clipboard/);
  const link = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(link, await page.evaluate(() => wasmscope.share()));
  assert.match(link, /^http.*#w1[dj]\.[\w-]+\.[0-9A-Za-z]{6}$/);

  const other = await tab(page, link);
  await eventually(() => shownStep(other), 2, "the step");
  assert.deepEqual(await state(other), await state(page));
  assert.equal(await other.getByRole("combobox", { name: "Entry" }).inputValue(), "add");
  assert.equal(await other.getByRole("textbox", { name: "$a", exact: true }).inputValue(), "-5");
  assert.equal(await other.getByRole("textbox", { name: "$b", exact: true }).inputValue(), "9");
  assert.match(await (await source(other)).innerText(), /local\.get \$a i32\.const 1 i32\.add/);
  // The limits are in it as well: what is shared again is the same.
  const fragment = (address) => new URL(address).hash;
  const again = await other.evaluate(() => wasmscope.share());
  assert.equal(fragment(again), fragment(link));
});

test("the step is left out when it is not wanted, and typed by hand", async (t) => {
  const page = await open(t);
  await ready(page);
  await step(page, 2);
  const [plain, withStep] = await page.evaluate(() => [
    wasmscope.share({ step: false }),
    wasmscope.share({ step: true }),
  ]);
  assert.notEqual(plain, withStep);
  assert.equal(await shownStep(await tab(page, plain)), 0);
  const other = await tab(page, `${plain}&step=3`);
  await eventually(() => shownStep(other), 3, "the step that was typed");
});

test("a far step shows how it goes on, and Pause ends it", async (t) => {
  const link = await linkOf(t, loop, "spin", []);
  const page = await open(t, { path: `${new URL(link).hash}&step=900000000000` });
  await ready(page);
  await eventually(async () => (await control(page, "Pause")).getAttribute("aria-disabled"), "false", "it runs");
  await press(page, "Pause");
  await eventually(async () => (await control(page, "Pause")).getAttribute("aria-disabled"), "true", "it stops");
  assert.equal((await state(page)).status, "paused");
});

test("opening a link keeps the person's text under Previous work", async (t) => {
  const link = await linkOf(t, loop, "spin", []);
  const page = await open(t);
  const mine = `(module (func (export "mine") (result i32) i32.const 42))`;
  await write(page, mine);
  await eventually(async () => (await state(page)).at?.op, "i32.const", "it is assembled");
  const kept = () => page.evaluate(() => localStorage.getItem("wasmscope:source"));
  await eventually(kept, mine, "the text is kept");

  const other = await tab(page, link);
  await notice(other).getByText("kept under Previous work").waitFor();
  assert.match(await (await source(other)).innerText(), /\$again/);
  assert.equal(await kept(), mine);
  // An edit takes the place of what is kept, which moves to the previous work.
  const edited = `(module (func (export "edited") (nop)))`;
  await write(other, edited);
  await eventually(kept, edited, "the edit is kept");
  assert.equal(new URL(other.url()).hash, "");
  await press(other, "Examples");
  const dialog = other.getByRole("dialog", { name: "Examples" });
  await dialog.getByRole("button", { name: mine }).click();
  assert.equal((await (await source(other)).innerText()).trim(), mine);
});

test("a link that arrives in a tab with edits asks first", async (t) => {
  const link = await linkOf(t, loop, "spin", []);
  const page = await open(t);
  const mine = `(module (func (export "mine") (result i32) i32.const 42))`;
  await write(page, mine);
  await page.evaluate((hash) => { location.hash = hash; }, new URL(link).hash);
  const offer = notice(page).getByRole("button", { name: "Open the link" });
  await offer.waitFor();
  assert.equal((await (await source(page)).innerText()).trim(), mine);
  await offer.click();
  await eventually(async () => (await (await source(page)).innerText()).trim(), loop, "it is open");
  assert.equal(await page.evaluate(() => localStorage.getItem("wasmscope:source")), mine);
});

test("a damaged link says so and offers what is left", async (t) => {
  const page = await open(t);
  await openExample(page, "Factorial");
  const link = await page.evaluate(() => wasmscope.share());
  const whole = await page.evaluate(() => localStorage.getItem("wasmscope:source"));
  const text = "(module)";
  await page.evaluate((text) => localStorage.setItem("wasmscope:source", text), text);
  const kept = () => page.evaluate(() => localStorage.getItem("wasmscope:source"));

  // Cut in its middle.
  const half = await tab(page, link.slice(0, Math.floor((link.length + link.indexOf("#")) / 2)));
  await notice(half).getByText("This link is incomplete or damaged.").waitFor();
  assert.match(await half.getByRole("status").innerText(), /incomplete or damaged/);
  assert.equal((await (await source(half)).innerText()).trim(), text);
  await notice(half).getByRole("button", { name: "Open what is left" }).click();
  await (await show(half, "Problems")).getByRole("listitem").first().waitFor();
  const beginning = await half.evaluate(() => wasmscope.share());
  assert.notEqual(beginning, link);
  const first = whole.split("\n")[0];
  assert.ok((await (await source(half)).innerText()).includes(first.trim()));
  assert.equal(await kept(), text);

  // Only its last letter is missing.
  const last = await tab(page, link.slice(0, -1));
  await notice(last).getByRole("button", { name: "Open it nevertheless" }).click();
  await eventually(() => last.evaluate(() => wasmscope.share()), link, "all of it");
  assert.equal(await kept(), text);

  // Nothing can be read, and one of a later version.
  const nothing = await tab(page, `${link.slice(0, link.indexOf("#"))}#w1d.`);
  await notice(nothing).getByText("This link is incomplete or damaged.").waitFor();
  assert.equal(await notice(nothing).getByRole("button").count(), 1);
  const later = await tab(page, link.replace("#w1", "#w2"));
  await notice(later).getByText("made by a later version").waitFor();
  assert.equal(await kept(), text);
});

test("breakpoints travel in links", async (t) => {
  const page = await open(t);
  await ready(page);
  const address = await page.evaluate((text) => {
    wasmscope.load(text);
    wasmscope.start("add", [1, 2n]);
    wasmscope.breakpoints.add({ func: 1, pc: 2 });
    return wasmscope.share();
  }, add);
  const other = await tab(page, address);
  const [list, stop, at] = await other.evaluate(async () => {
    await wasmscope.run();
    return [wasmscope.breakpoints.list(), wasmscope.lastStop().reason, wasmscope.state().at.pc];
  });
  assert.deepEqual(
    list.map(({ func, pc }) => [func, pc]),
    [[1, 2]],
  );
  assert.equal(stop, "breakpoint");
  assert.equal(at, 2);
  await other.close();
});
