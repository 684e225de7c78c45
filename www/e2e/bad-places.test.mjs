// What is wrong around a program: links that are none, and storage that does not store.

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  button, eventually, openExample, press, ready, region, source, state, write,
} from "./machine.mjs";
import { open } from "./page.mjs";

const notice = (page) => region(page, "Notice");
const mine = `(module (func (export "mine") (param $n i32) (result i32) local.get $n))`;

test("addresses that are no link are no concern of the page", async (t) => {
  for (const path of ["#", "#top", "#w1", "#w1x.abc.000000", "#%E0%A4%A", "?x=1#w2", "#w1d"]) {
    const page = await open(t, { path });
    await ready(page);
    await eventually(async () => (await state(page)).status, "paused", `the first example: ${path}`);
  }
});

test("links that cannot be read say so and leave the text", async (t) => {
  const links = [
    "#w1d.AAAA.000000", "#w1j.bm90IGpzb24.000000", "#w1d..", "#w1d.%00.000000", `#w1d.${"A".repeat(20_000)}`,
  ];
  for (const path of links) {
    const page = await open(t, { path });
    await ready(page);
    await notice(page).getByText("This link is incomplete or damaged").waitFor();
    assert.equal((await state(page)).status, "paused");
    await notice(page).getByRole("button", { name: "Dismiss" }).click();
    await eventually(() => notice(page).count(), 0, "it goes");
  }
});

test("a step that the program has not is its end", async (t) => {
  const page = await open(t);
  await ready(page);
  const link = await page.evaluate(() => wasmscope.share({ step: false }));
  const other = await page.context().newPage();
  await other.goto(`${link}&step=99999`);
  await ready(other);
  await eventually(async () => (await state(other)).status, "returned", "the end");
});

/** Makes the storage of this browser refuse whatever is to be kept. */
const full = () => {
  Storage.prototype.setItem = () => {
    throw new DOMException("The quota has been exceeded.", "QuotaExceededError");
  };
};

/** Makes the storage of this browser refuse to be looked at. */
const forbidden = () => {
  Object.defineProperty(globalThis, "localStorage", {
    get() {
      throw new DOMException("Access is denied for this document.", "SecurityError");
    },
  });
};

/** Makes this browser have none. */
const absent = () => Object.defineProperty(globalThis, "localStorage", { value: null });

for (const [what, init] of Object.entries({ full, forbidden, absent })) {
  test(`with storage that is ${what} the page works and says that nothing is kept`, async (t) => {
    const page = await open(t, { init });
    await ready(page);
    await openExample(page, "Factorial");
    await eventually(async () => (await state(page)).at?.name, "fac", "it is open");
    assert.equal(await notice(page).count(), 0, "an example is nobody's work");
    await write(page, mine);
    await notice(page).getByText("is not kept for the next visit").waitFor();
    await eventually(async () => (await state(page)).at?.name, "mine", "it is assembled");
    await notice(page).getByRole("button", { name: "Dismiss" }).click();
    await page.getByRole("textbox", { name: "$n", exact: true }).fill("5");
    await press(page, "Run");
    await eventually(async () => (await state(page)).results?.[0].text, "5", "it runs");
    await (await source(page)).click();
    await page.keyboard.press("ControlOrMeta+End");
    await page.keyboard.insertText(" ;; more");
    await eventually(async () => (await state(page)).step, 0, "an edit restarts");
    assert.equal(await notice(page).count(), 0, "once is enough");
  });
}

test("what is stored and is no settings, no call and no list of texts is passed over", async (t) => {
  const page = await open(t);
  await ready(page);
  for (const text of ["", "{", "null", "5", '"x"', "[]", "{}", '[1,[2]]', '["none",["1"]]', '{"theme":7}']) {
    await page.evaluate((text) => {
      for (const name of ["settings", "call", "previous"]) localStorage.setItem(`wasmscope:${name}`, text);
    }, text);
    await page.reload();
    await ready(page);
    await eventually(async () => (await state(page)).status, "paused", text);
  }
});

test("Entry and arguments are kept with the text", async (t) => {
  const page = await open(t);
  const entry = page.getByRole("combobox", { name: "Entry" });
  const box = (name) => page.getByRole("textbox", { name, exact: true });
  await write(page, `${mine} `.replace("(module", `(module (func (export "other") (param $x f64) (param $y i32))`));
  await eventually(async () => (await state(page)).at?.name, "other", "it is assembled");
  await entry.selectOption("mine");
  await box("$n").fill("41");
  await eventually(async () => (await state(page)).frames[0].locals[0]?.text, "41", "it is taken");
  await page.reload();
  await ready(page);
  assert.deepEqual([await entry.inputValue(), await box("$n").inputValue()], ["mine", "41"]);
  assert.equal((await state(page)).frames[0].locals[0].text, "41");

  // The arguments of an example as well, and a link changes nothing.
  await openExample(page, "Factorial");
  await box("$n").fill("9");
  await eventually(async () => (await state(page)).frames[0].locals[0]?.text, "9", "it is taken");
  const link = await page.evaluate((text) => {
    wasmscope.load(text);
    wasmscope.start("mine", [77]);
    return wasmscope.share();
  }, mine);
  await openExample(page, "Factorial");
  await box("$n").fill("8");
  await eventually(async () => (await state(page)).frames[0].locals[0]?.text, "8", "it is taken");
  const other = await page.context().newPage();
  await other.goto(link);
  await ready(other);
  await eventually(async () => (await state(other)).frames[0]?.locals[0].text, "77", "the link");
  await page.reload();
  await ready(page);
  assert.equal(await box("$n").inputValue(), "8");
});
