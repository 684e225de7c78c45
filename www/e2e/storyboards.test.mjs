// Storyboards: notes bound to steps that travel in a link.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { linkOf, pane, said, tap, within } from "./lessons.mjs";
import { eventually, shownStep } from "./machine.mjs";
import { open } from "./page.mjs";

const manual = readFileSync(new URL("../../docs/exercises.md", import.meta.url), "utf8");
const [, [, STORYBOARD]] = [...manual.matchAll(/^```wat\n([\s\S]*?)^```$/gm)];

test("a storyboard is played by Next and Back, and told", async (t) => {
  const page = await open(t, { path: await linkOf(t, STORYBOARD, "main", []) });
  await pane(page).getByRole("heading", { name: "Storyboard" }).waitFor();
  assert.equal(await (await within(page, "Back")).getAttribute("aria-disabled"), "true");
  await tap(page, "Next");
  await eventually(() => shownStep(page), 2, "the step of the note");
  await eventually(() => said(page), "Both are there: the last one pushed is on top.", "it is told");
  await tap(page, "Note 3, step 3");
  await eventually(() => shownStep(page), 3, "the last one");
  await (await within(page, "Back")).focus();
  await page.keyboard.press("Enter");
  await eventually(() => shownStep(page), 2, "and back again, by keyboard");
});

test("a note beyond the end, and directives that are none, are told", async (t) => {
  const text = `;;@ task Wrong
;;@ assert
;;@ steps many
;;@ note 90 Far.
;;@ struct Node @0x100 { val: i32 }
(module (func (export "main") nop))`;
  const page = await open(t, { path: await linkOf(t, text, "main", []) });
  await pane(page).getByText("Line 2: ;;@ assert: it names no function.").waitFor();
  await pane(page).getByText("Line 3: ;;@ steps many: it takes a whole number.").waitFor();
  assert.equal(await pane(page).getByText("struct").count(), 0, "other directives are somebody else's");
  await tap(page, "Note 1, step 90");
  await eventually(() => said(page), "Far. The run ends at step 2, before this note.", "it is told");
});
