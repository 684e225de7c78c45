import assert from "node:assert/strict";
import { test } from "node:test";

import { openFile, small } from "./binaries.mjs";
import { button, eventually, press, ready, region, show, state, step } from "./machine.mjs";
import { open } from "./page.mjs";

const text = `(module (func (export "mine") (result i32) i32.const 6))`;
const first = (page) => page.evaluate(() => wasmscope.state().at?.text);
const kept = (page) => page.evaluate(() => localStorage.getItem("wasmscope:source"));

/** Holds a file over the page and lets it go, or takes it away again. */
async function drag(page, name, bytes, last) {
  await page.evaluate(
    ([name, bytes, last]) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([new Uint8Array(bytes)], name));
      const target = document.querySelector("main");
      const send = (kind) => target.dispatchEvent(
        new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }),
      );
      globalThis.taken = send("dragover");
      globalThis.end = () => send(last);
    },
    [name, [...bytes], last],
  );
}

test("a text is opened by its button", async (t) => {
  const page = await open(t);
  await ready(page);
  await openFile(page, "wrongly-named.wasm", text);
  await eventually(() => first(page), "i32.const 6", "the program of the file");
  await eventually(() => kept(page), text, "it is kept");
  await step(page);
  assert.equal((await state(page)).stack[0].text, "6");
});

test("a file is dropped anywhere on the page", async (t) => {
  const page = await open(t);
  await ready(page);
  const target = page.getByText("Drop the file to open it");
  await drag(page, "sum.wat", small, "dragleave");
  await target.waitFor();
  assert.equal(await page.evaluate(() => taken), false, "the browser leaves it to the page");
  await page.evaluate(() => end());
  await target.waitFor({ state: "hidden" });
  assert.equal(await first(page), "i32.const 7", "nothing was opened");

  await drag(page, "sum.wat", small, "drop");
  await target.waitFor();
  await page.evaluate(() => end());
  await target.waitFor({ state: "hidden" });
  await eventually(() => first(page), "i32.const 40", "a binary, whatever it is called");
});

test("what is no WebAssembly is refused and nothing lost", async (t) => {
  const page = await open(t);
  await ready(page);
  await step(page, 2);
  const before = await state(page);
  const notice = region(page, "Notice");
  for (const [name, bytes, says] of [
    ["picture.png", [0x89, 0x50, 0x4e, 0x47], "byte 0 is not UTF-8"],
    ["notes.md", Buffer.from("# Notes"), "a text begins with `(module`"],
    ["cut.wasm", small.subarray(0, 50), "at byte"],
    ["component.wasm", [0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0], "component.wasm was not opened"],
  ]) {
    await openFile(page, name, bytes);
    await notice.getByText(`${name} was not opened.`).waitFor();
    const said = await notice.innerText();
    assert.ok(said.includes(says), said);
    assert.ok(said.includes("Your program is still here."), said);
    assert.ok((await page.getByRole("status").innerText()).includes(name));
  }
  assert.deepEqual(await state(page), before);
  assert.equal(await button(page, "Step").getAttribute("aria-disabled"), "false");
});

test("a text with a mistake is opened to be mended", async (t) => {
  const page = await open(t);
  await ready(page);
  await openFile(page, "broken.wat", "(module (func i32.ad))");
  await (await show(page, "Problems")).getByText("i32.ad").first().waitFor();
  assert.equal(await first(page), "i32.const 7", "the older program still runs");
});

test("what was written before a file was opened is among the previous work", async (t) => {
  const page = await open(t);
  await ready(page);
  const mine = `(module (func (export "older") (result i32) i32.const 3))`;
  await openFile(page, "one.wat", mine);
  await eventually(() => kept(page), mine, "the first file");
  await openFile(page, "two.wat", text);
  await eventually(() => kept(page), text, "the second file");
  await press(page, "Examples");
  const dialog = page.getByRole("dialog", { name: "Examples" });
  await dialog.getByRole("button", { name: mine }).click();
  await eventually(() => first(page), "i32.const 3", "the first is open again");
});
