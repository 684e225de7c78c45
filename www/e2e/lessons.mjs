// What tests do with the pane of the lessons.

import { open } from "./page.mjs";
import { ready, region } from "./machine.mjs";

export const pane = (page) => region(page, "Lessons");

/** The title of what is shown. */
export const heading = (page) => pane(page).getByRole("heading", { level: 3 });

/** What a screen reader was told last. */
export const said = (page) => pane(page).getByRole("status").textContent();

/** The pane, unfolded if it was folded: on a phone it gives way to what it shows. */
export async function unfolded(page) {
  const folded = pane(page).getByRole("button", { name: "Lesson text", expanded: false });
  if (await folded.isVisible()) await folded.click();
  return pane(page);
}

/** A control of the pane by its exact name, or by a part of it. */
export const within = async (page, name) =>
  (await unfolded(page)).getByRole("button", { name, exact: typeof name === "string" });

/** Presses a control of the pane. */
export const tap = async (page, name) => (await within(page, name)).click();

/** Opens a place of a lesson in a page that is there. */
export async function goTo(page, place) {
  await page.evaluate((place) => (location.hash = `lesson=${place}`), place);
  await pane(page).getByRole("link", { name: `Link to section ${place}` }).waitFor();
}

/** The link of a program, as a teacher makes it. */
export async function linkOf(t, text, entry, args) {
  const page = await open(t);
  await ready(page);
  return page.evaluate(
    ([text, entry, args]) => {
      wasmscope.load(text);
      wasmscope.start(entry, args);
      return new URL(wasmscope.share()).hash;
    },
    [text, entry, args],
  );
}
