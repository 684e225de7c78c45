// What tests of prediction do with the page.

import { press, ready, region, show } from "./machine.mjs";
import { open } from "./page.mjs";

/** A page that asks what comes next in the body of a function, and the pane that asks. */
export async function predicting(t, body, results = "") {
  const page = await open(t);
  await ready(page);
  await page.evaluate(
    ([body, results]) => {
      wasmscope.load(`(module (memory 1) (func (export "main") ${results}\n${body}))`);
      wasmscope.start("main");
    },
    [body, results],
  );
  await show(page, "Explanation");
  await press(page, "Predict");
  const pane = region(page, "Prediction");
  await pane.waitFor();
  return [page, pane];
}

/** Types a prediction, and lets it be checked. */
export const guess = async (page, text) => {
  await page.getByRole("textbox", { name: "Your prediction" }).fill(text);
  await page.keyboard.press("Enter");
};
