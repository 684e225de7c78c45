// What tests of `window.wasmscope` begin with.

import { ready } from "./machine.mjs";
import { open } from "./page.mjs";

/** A page on which scripts have two more functions: `kindOf` and `kindOfLater`. */
export async function scripted(t, options = {}) {
  const page = await open(t, options);
  await helpers(page);
  return page;
}

/** Gives a page the two functions. */
export async function helpers(page) {
  await ready(page);
  await page.evaluate(() => {
    const said = ({ name, kind }) => (name === "WasmscopeError" ? kind : name);
    /** The kind of error that a call throws, or "none". */
    globalThis.kindOf = (call) => {
      try {
        call();
        return "none";
      } catch (error) {
        return said(error);
      }
    };
    /** The same of a call that gives a promise. */
    globalThis.kindOfLater = (call) => call().then(() => "none", said);
  });
}
