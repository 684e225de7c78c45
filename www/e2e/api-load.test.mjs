// INTERFACES.md, section 4: `load`, `start`, and what they throw.

import assert from "node:assert/strict";
import { test } from "node:test";

import { scripted } from "./api.mjs";
import { eventually, press, show, shownStep, source, state, step, write } from "./machine.mjs";


test("load says what the module is", async (t) => {
  const page = await scripted(t);
  const text = `(module (import "env" "f" (func (param i32) (result i64)))
    (import "env" "m" (memory 1 2))
    (func (export "add") (param i32 i64) (result f32) unreachable)
    (global (export "g") (mut f64) (f64.const 0)) (table (export "t") 1 funcref))`;
  const seen = await page.evaluate((text) => {
    const info = wasmscope.load(text);
    const binary = wasmscope.load(info.bytes);
    info.bytes[0] = 9;
    const asBytes = wasmscope.load(new TextEncoder().encode(text));
    return {
      version: wasmscope.version,
      kinds: [info.kind, binary.kind, asBytes.kind],
      text: [info.text, asBytes.text],
      printed: binary.text,
      magic: [...binary.bytes.slice(0, 4)],
      exports: binary.exports,
      imports: info.imports,
    };
  }, text);
  assert.match(seen.version, /^\d+\.\d+\.\d+/);
  assert.deepEqual(seen.kinds, ["text", "binary", "text"]);
  assert.deepEqual(seen.text, [text, text]);
  assert.match(seen.printed, /unreachable/);
  assert.deepEqual(seen.magic, [0, 0x61, 0x73, 0x6d]);
  assert.deepEqual(seen.exports, [
    { name: "add", kind: "func", params: ["i32", "i64"], results: ["f32"] },
    { name: "g", kind: "global" },
    { name: "t", kind: "table" },
  ]);
  assert.deepEqual(
    seen.imports.map(({ module, name, kind }) => [module, name, kind]),
    [["env", "f", "func"], ["env", "m", "memory"]],
  );
  assert.match(seen.imports[0].type, /i32.*i64/);
  assert.match(seen.imports[1].type, /1 2/);
});

test("a load that fails leaves module, history, state and text untouched", async (t) => {
  const page = await scripted(t);
  await step(page, 3);
  const before = await (await source(page)).innerText();
  const seen = await page.evaluate(() => {
    const seen = [];
    const picture = () => JSON.stringify([wasmscope.state(), wasmscope.lastStop(), wasmscope.share()]);
    const all = [
      ["syntax", "(module\n  (func i32.ad))"],
      ["syntax", "(module"],
      ["invalid", "(module\n  (func (result i32)))"],
      ["malformed", new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1])],
      ["malformed", new Uint8Array([0, 0x61, 0x73, 0x6d])],
      ["invalid", new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 3, 2, 1, 0, 10, 4, 1, 2, 0, 11])],
      ["unlinkable", "(module (memory 65536))"],
      ["unlinkable", `(module (memory 1) (data (i32.const 65535) "ab"))`],
      ["unlinkable", `(module (table 1 funcref) (elem (i32.const 1) func $f) (func $f))`],
      ["unlinkable", `(module (import "a" "f" (func)))`, { imports: { a: { f: 5 } } }],
      ["unlinkable", `(module (import "a" "g" (global i32)))`, { imports: { a: { g: 2 ** 40 } } }],
      ["unlinkable", `(module (import "a" "m" (memory 1)))`, { imports: { a: { m: {} } } }],
      ["argument", 5],
      ["argument", undefined],
      ["argument", [0]],
      ["argument", "(module)", 5],
      ["argument", `(module (import "a" "f" (func)))`, { imports: 5 }],
      ["argument", `(module (import "a" "f" (func)))`, { imports: { a: 5 } }],
      ["argument", "(module)", { limits: { pages: 1 } }],
      ["argument", "(module)", { limits: { frames: 0 } }],
      ["argument", "(module)", { limits: { frames: "many" } }],
    ];
    const first = picture();
    for (const [wanted, source, options] of all) {
      try {
        wasmscope.load(source, options);
        seen.push([wanted, "none"]);
      } catch (error) {
        const { name, kind, message, line, column, offset } = error;
        const same = picture() === first;
        const proper = error instanceof Error && name === "WasmscopeError" && message.length > 10;
        seen.push([wanted, kind, same, proper, line, column, offset, message]);
      }
    }
    return seen;
  });
  for (const [wanted, kind, same, proper, , , , message] of seen) {
    assert.deepEqual([kind, same, proper], [wanted, true, true], message);
  }
  assert.deepEqual(seen[0].slice(4, 6), [2, 9], "where the text is wrong");
  assert.equal(seen[2][4], 2);
  assert.equal(typeof seen[3][6], "number", "where the bytes are wrong");
  assert.match(seen[7].at(-1), /65535 \+ 2 > 65536/);
  assert.match(seen[8].at(-1), /1 \+ 1 > 1/);
  assert.equal(await (await source(page)).innerText(), before);
  await (await show(page, "Problems")).getByText("None.").waitFor();
  await press(page, "Step back");
  await eventually(() => shownStep(page), 2, "its past is still there");
});

test("load replaces the text, undoably, and is not undone by what was typed", async (t) => {
  const page = await scripted(t);
  const mine = `(module (func (export "mine") (result i32) i32.const 1))`;
  await write(page, mine);
  await eventually(async () => (await state(page)).at?.op, "i32.const", "it is assembled");
  await (await source(page)).click();
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.insertText(" ;; typed just now");
  const text = `(module (func (export "two") (param $p i32) (result i32) local.get $p)
    (func (export "one") (param $q i64)))`;
  await page.evaluate((text) => {
    wasmscope.load(text);
    wasmscope.start("two", [5]);
    wasmscope.step();
  }, text);
  // Longer than typing waits before it is assembled.
  await page.evaluate(() => new Promise((later) => setTimeout(later, 600)));
  const { step: at, stack } = await state(page);
  assert.deepEqual([at, stack.map((value) => value.text)], [1, ["5"]]);
  assert.match(await (await source(page)).innerText(), /local\.get \$p/);
  assert.equal(await page.getByRole("combobox", { name: "Entry" }).inputValue(), "two");
  assert.equal(await page.getByRole("textbox", { name: "$p", exact: true }).inputValue(), "5");

  // Typing afterwards keeps Entry and arguments.
  await (await source(page)).click();
  await page.keyboard.press("ControlOrMeta+Home");
  await page.keyboard.insertText(";; a comment\n");
  await eventually(() => shownStep(page), 0, "an edit restarts");
  assert.equal((await state(page)).frames[0].locals[0].text, "5");
  assert.equal(await page.getByRole("combobox", { name: "Entry" }).inputValue(), "two");

  // The comment, and then what the script loaded.
  for (let i = 0; i < 2; i += 1) await page.keyboard.press("ControlOrMeta+z");
  await eventually(async () => (await (await source(page)).innerText()).includes("mine"), true, "undone");
});

test("start sets everything anew and runs no instruction", async (t) => {
  const page = await scripted(t);
  const seen = await page.evaluate(async () => {
    wasmscope.load(`(module (memory 1) (data (i32.const 0) "a") (global $g (mut i32) (i32.const 4))
      (func (export "first") (param $x i32) (param $y i64)
        (global.set $g (local.get $x)) (i32.store8 (i32.const 0) (i32.const 98)))
      (func (export "_start") nop)
      (func (export "main") nop))`);
    const seen = {};
    let told = 0;
    wasmscope.observe(() => (told += 1));
    const usual = wasmscope.start();
    seen.usual = [usual.at.func, usual.step, usual.status];
    wasmscope.start("first", [1, "2"]);
    await wasmscope.run();
    seen.changed = [wasmscope.state().globals[0].text, wasmscope.memory(0, 1)[0]];
    const before = told;
    const state = wasmscope.start("first", [-3, 5n]);
    seen.again = [told - before, state.step, state.globals[0].text, wasmscope.memory(0, 1)[0]];
    seen.locals = state.frames[0].locals.map(({ text }) => text);
    const same = JSON.stringify(wasmscope.state());
    const wrong = [
      ["none"], [5], ["first", 5], ["first", []], ["first", [1]], ["first", [1, 2, 3]],
      ["first", [1, 2 ** 53]], ["first", [1, 0.5]], ["first", [1, NaN]], ["first", [1, "x"]],
      ["first", [1, null]], ["first", [1, true]], ["first", [1, {}]], ["first", [2 ** 32, 1]],
      ["first", [1, 1n << 64n]], ["first", [1, "18446744073709551616"]], ["first", [undefined, 1]],
    ];
    seen.kinds = wrong.map((args) => kindOf(() => wasmscope.start(...args)));
    seen.same = same === JSON.stringify(wasmscope.state());
    wasmscope.load(`(module (func (export "f") (param f32 f64)))`);
    const floats = [["1e400", 0], [1e300, 0], [0, "1e400"], [0, "-1e999"]];
    seen.floats = floats.map((args) => kindOf(() => wasmscope.start("f", args)));
    return seen;
  });
  assert.deepEqual(seen.usual, [1, 0, "paused"]);
  assert.deepEqual(seen.changed, ["1", 98]);
  assert.deepEqual(seen.again, [0, 0, "4", 97]);
  assert.deepEqual(seen.locals, ["-3", "5"]);
  assert.deepEqual(seen.kinds, Array(17).fill("argument"));
  assert.equal(seen.same, true, "a start that fails changes nothing");
  assert.deepEqual(seen.floats, Array(4).fill("argument"));
});

test("limits are those of the machine", async (t) => {
  const page = await scripted(t);
  const seen = await page.evaluate(async () => {
    const deep = `(module (memory 1)
      (func $deep (export "deep") (call $deep))
      (func (export "grow") (result i32) (memory.grow (i32.const 3))))`;
    const limits = { frames: 10, memoryPages: 3, slots: 100, tableElements: 5, heap: 7 };
    wasmscope.load(deep, { limits });
    wasmscope.start("deep");
    const trapped = await wasmscope.run();
    const seen = { trap: trapped.trap.message, frames: trapped.frames.length };
    wasmscope.start("grow");
    seen.grow = (await wasmscope.run()).results[0].text;
    seen.table = kindOf(() => wasmscope.load("(module (table 6 funcref))", { limits }));
    wasmscope.load(deep);
    wasmscope.start("grow");
    seen.usual = (await wasmscope.run()).results[0].text;
    return seen;
  });
  assert.deepEqual(seen, {
    trap: "call stack exhausted", frames: 10, grow: "-1", table: "unlinkable", usual: "1",
  });
});
