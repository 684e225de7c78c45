import assert from "node:assert/strict";
import { test } from "node:test";

import {
  button, control, eventually, press, ready, reveal, show, source, state, step, write,
} from "./machine.mjs";
import { open } from "./page.mjs";

const math = `(module
  (func $double (export "double") (param $x i32) (result i32)
    (i32.mul (local.get $x) (i32.const 2))))`;
const main = `(module
  (import "math" "double" (func $double (param i32) (result i32)))
  (func (export "main") (result i32)
    (i32.add (call $double (i32.const 20)) (i32.const 1))))`;

const tabs = (page) => page.getByRole("tablist", { name: "Modules" }).getByRole("tab");
/** The names on the tabs, without the marker before and the number of problems behind. */
const namesOf = (all) => all.map((tab) => tab.innerText.replace("▶", "").trim().split("\n")[0]);
const names = (page) => tabs(page).evaluateAll(namesOf);
const tab = (page, name) => page.getByRole("tablist", { name: "Modules" }).getByRole("tab", { name });
const chosen = async (page) =>
  (await page.locator("[aria-label=Modules] > [aria-selected=true]").evaluateAll(namesOf))[0];
const text = (page) => page.evaluate(() => document.querySelector(".cm-content").innerText);
/** The line that the marker of the next instruction is on; nothing without a marker. */
const marked = (page) =>
  page.evaluate(() => document.querySelector(".cm-next-line")?.innerText.trim() ?? null);
const problems = async (page) =>
  (await show(page, "Problems")).getByRole("button").allInnerTexts();

/** Loads both modules. */
async function both(page) {
  await ready(page);
  await page.evaluate(([main, math]) => wasmscope.load(main, { modules: { math } }), [main, math]);
  await source(page);
}

test("a second module is written in a tab, named, and imported from", async (t) => {
  const page = await open(t);
  await source(page);
  assert.equal(await page.getByRole("tablist", { name: "Modules" }).count(), 0, "one needs no tabs");
  await write(page, main);
  await eventually(async () => (await state(page)).frames[0]?.name, "main", "it is made as a host's");

  await press(page, "Add module");
  assert.deepEqual(await names(page), ["main", "module"]);
  assert.equal(await chosen(page), "module");
  await write(page, math);
  const name = page.getByRole("textbox", { name: "Module name" });
  await name.fill("main");
  await name.press("Enter");
  await page.getByRole("alert").filter({ hasText: "take another name" }).waitFor();
  await name.fill("math");
  await name.press("Enter");
  await eventually(() => names(page), ["main", "math"], "it has another name");
  assert.equal(await chosen(page), "math", "and stays in sight");

  const before = await page.evaluate(() => wasmscope.state());
  assert.equal(before.step, 0);
  await page.evaluate(() => wasmscope.step(2));
  const inside = await state(page);
  assert.equal(inside.at.module, "math");
  assert.deepEqual(inside.frames.map(({ module, line }) => [module, line]), [["math", 3], [undefined, 4]]);
  await page.evaluate(() => wasmscope.run());
  assert.equal((await state(page)).results[0].text, "41");
});

test("stepping into another module shows it, and back", async (t) => {
  const page = await open(t);
  await both(page);
  assert.equal(await chosen(page), "main");
  await step(page, 2);
  await eventually(() => chosen(page), "math", "the call leads there");
  await eventually(() => marked(page), "(i32.mul (local.get $x) (i32.const 2))))", "at its line");
  assert.match(await tab(page, "math").getAttribute("title"), /next instruction/);
  const frames = await show(page, "Frames");
  assert.match((await frames.getByRole("listitem").allInnerTexts())[0].replace(/\s+/g, " "), /double math, line 3/);
  await button(page, "Step back").click();
  await source(page);
  await eventually(() => chosen(page), "main", "and back");

  // Whoever looks at another module sees no marker in it.
  await tab(page, "math").click();
  assert.equal(await marked(page), null);
  await tab(page, "math").press("Home");
  assert.equal(await chosen(page), "main");
  assert.match(await marked(page), /call \$double/);
  await tab(page, "main").press("ArrowRight");
  assert.equal(await chosen(page), "math");
  assert.equal(await page.evaluate(() => document.activeElement.id), await tab(page, "math").getAttribute("id"));
});

test("each module has its own breakpoints, problems and undo history", async (t) => {
  const page = await open(t);
  await both(page);
  const id = await page.evaluate(() => wasmscope.breakpoints.add({ module: "math", line: 3 }));
  const [breakpoint] = await page.evaluate(() => wasmscope.breakpoints.list());
  assert.deepEqual([breakpoint.id, breakpoint.module, breakpoint.line], [id, "math", 3]);
  await page.evaluate(() => wasmscope.run());
  assert.equal((await state(page)).at.module, "math");
  assert.equal(await page.evaluate(() => wasmscope.lastStop().reason), "breakpoint");
  assert.equal(await chosen(page), "math");
  await page.evaluate(() => wasmscope.seek(0));
  const until = { module: "math", line: 3 };
  await page.evaluate((until) => wasmscope.run({ until }), until);
  assert.equal((await state(page)).at.module, "math");
  await page.evaluate(() => wasmscope.run());
  await page.evaluate((until) => wasmscope.runBack({ until }), until);
  assert.equal((await state(page)).at.line, 3);

  // An edit above moves it along.
  await tab(page, "math").click();
  await (await source(page)).click();
  await page.keyboard.press("ControlOrMeta+Home");
  await page.keyboard.insertText(";; twice\n");
  const line = () => page.evaluate(() => wasmscope.breakpoints.list()[0]?.line);
  await eventually(line, 4, "the breakpoint has moved along");
  assert.equal(await chosen(page), "math", "an edit leads nowhere else");

  await page.keyboard.insertText("(module (nonsense))");
  await eventually(async () => (await problems(page)).length > 0, true, "there is a problem");
  assert.match((await problems(page))[0], /^math 2:/);
  await source(page);
  await tab(page, "main").click();
  assert.equal(await text(page), main, "the other text is as it was");
  await (await show(page, "Problems")).getByRole("button").first().click();
  await eventually(() => chosen(page), "math", "the problem leads to its module");
  await page.keyboard.press("ControlOrMeta+z");
  await page.keyboard.press("ControlOrMeta+z");
  await eventually(() => problems(page), [], "it is mended");
  await source(page);
  assert.equal(await text(page), math, "its own history was undone");
});

test("what is missing and circles are told with what to do", async (t) => {
  const page = await open(t);
  await ready(page);
  const refused = (main, modules) =>
    page.evaluate(
      ([main, modules]) => {
        try {
          wasmscope.load(main, { modules });
        } catch (error) {
          return [error.kind, error.message];
        }
      },
      [main, modules],
    );
  const [kind, message] = await refused(main.replace('"double"', '"triple"'), { math });
  assert.equal(kind, "unlinkable");
  assert.match(message, /`math` exports no `triple`.* import what it has: double\./);
  const needs = (name) => `(module (import "${name}" "f" (func)) (func (export "f")))`;
  const circle = await refused("(module)", { one: needs("two"), two: needs("one") });
  assert.match(circle[1], /in a circle: `one` from `two` from `one`/);
  assert.match((await refused("(module)", { math: "(module" }))[1], /^module math: /);
  assert.match((await refused("(module)", { main: "(module)" }))[1], /take another name/);
  assert.equal(await page.evaluate(() => document.querySelector("[aria-label=Modules]")), null, "nothing was taken");

  await both(page);
  await tab(page, "math").click();
  await write(page, "(module)");
  const told = async () => (await problems(page)).join(" ").replace(/\s+/g, " ");
  await eventually(async () => /main .*math.* exports no .*double/.test(await told()), true, "it is missing");
  await source(page);
  await page.getByRole("button", { name: "Remove module" }).click();
  await eventually(() => page.getByRole("tablist", { name: "Modules" }).count(), 0, "it is removed");
  assert.equal(await text(page), main);
  await eventually(() => problems(page), [], "the page makes the import");
});

test("a link, the next visit and the command have all modules", async (t) => {
  const page = await open(t);
  await both(page);
  await page.evaluate(() => {
    wasmscope.breakpoints.add({ module: "math", line: 3 });
    wasmscope.step(2);
  });
  const address = await page.evaluate(() => wasmscope.share());
  const other = await page.context().newPage();
  await other.goto(address);
  await ready(other);
  await eventually(async () => (await state(other)).at?.module, "math", "it stands where it was");
  await source(other);
  assert.deepEqual(await names(other), ["main", "math"]);
  const list = await other.evaluate(() => wasmscope.breakpoints.list());
  assert.deepEqual(list.map(({ module, line }) => [module, line]), [["math", 3]]);
  assert.equal(await other.evaluate(() => wasmscope.share()), address, "the same link again");

  // What a person has edited is there again at the next visit.
  await tab(other, "math").click();
  await (await source(other)).click();
  await other.keyboard.press("ControlOrMeta+Home");
  await other.keyboard.insertText(";; mine\n");
  await eventually(
    () => other.evaluate(() => localStorage.getItem("wasmscope:modules")?.includes(";; mine")),
    true,
    "it is kept",
  );
  const next = await other.context().newPage();
  await next.goto(address.split("#")[0]);
  await source(next);
  await eventually(() => names(next), ["main", "math"], "both are there");
  await next.evaluate(() => wasmscope.run());
  assert.equal((await state(next)).results[0].text, "41");
  await control(next, "Step back");
  await reveal(next, tab(next, "math"));
  await tab(next, "math").click();
  assert.match(await text(next), /^;; mine/);
});
