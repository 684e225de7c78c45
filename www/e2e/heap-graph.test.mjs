// The picture of the heap: objects, who refers to them, and what nothing refers to any more.

import assert from "node:assert/strict";
import { test } from "node:test";

import { button, eventually, ready, show } from "./machine.mjs";
import { open } from "./page.mjs";

const program = `(module
  (type $node (struct (field $val i32) (field $next (mut (ref null $node)))))
  (func $main (export "main") (result i32)
    (local $list (ref null $node))
    (local.set $list (struct.new $node (i32.const 1) (ref.null $node)))
    (local.set $list (struct.new $node (i32.const 2) (local.get $list)))
    (local.set $list (struct.new $node (i32.const 3) (ref.null $node)))
    i32.const 0))`;

const objects = async (page, name = "Objects, nearest to the roots first") => {
  const pane = await show(page, "Objects");
  const list = pane.getByRole("list", { name });
  return (await list.getByRole("listitem").allTextContents()).map((text) => text.replace(/\s+/g, " ").trim());
};

/** The page where the second object has just been made. */
async function opened(t) {
  const page = await open(t);
  await ready(page);
  await page.evaluate((source) => {
    wasmscope.load(source);
    wasmscope.start("main");
    wasmscope.seek(8);
  }, program);
  return page;
}

test("the graph shows who refers to what, and follows the machine", async (t) => {
  const page = await opened(t);
  const heap = await show(page, "Heap");
  await button(heap, "Graph").click();
  assert.equal(await button(heap, "Graph").getAttribute("aria-pressed"), "true");
  const pane = await show(page, "Objects");
  await eventually(() => objects(page), [
    "struct 1 $node◂ local $list of mainval = 2next = struct 0, leads to struct 0 $node",
    "struct 0 $nodeval = 1next = null",
  ]);
  assert.equal(await pane.locator(".heap-graph svg path:not(.tip)").count(), 1);
  await page.evaluate(() => wasmscope.seek(12));
  await eventually(() => objects(page), [
    "struct 2 $node◂ local $list of mainval = 3next = null",
  ]);
  await eventually(() => objects(page, "Not reachable, by number, each followed by what it leads to"), [
    "struct 1 $node✕ unreachableval = 2next = struct 0, leads to struct 0 $node",
    "struct 0 $node✕ unreachableval = 1next = null",
  ]);
  const caption = pane.getByText("Not reachable: 2 objects that the next collection takes, each followed by what it leads to.");
  const [above, first] = [await caption.boundingBox(), await pane.locator(".is-unreachable").first().boundingBox()];
  assert.ok(above.y + above.height <= first.y, "it stands above them");
  await pane.getByText("2 objects are unreachable").waitFor();
  await pane.getByRole("listitem").first().focus();
  assert.equal(await page.evaluate(() => document.activeElement.className), "node");
  await button(await show(page, "Heap"), "Graph").click();
  await pane.waitFor({ state: "detached" });
});

test("a field can be looked at through the number lens", async (t) => {
  const page = await opened(t);
  const pane = await show(page, "Heap");
  await pane.locator(".fields > span").first().click();
  const history = page.getByRole("region", { name: "History", exact: true });
  await history.getByText("0x00000001").first().waitFor();
});
