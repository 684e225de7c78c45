import { test } from "node:test";

import { open } from "./page.mjs";

test("the page loads without an error and without another host", async (t) => {
  const page = await open(t);
  await page.getByRole("heading", { name: "Wasmscope" }).waitFor();
});
