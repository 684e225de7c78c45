// A fresh page for a test, watched for whatever must never happen on it.

import assert from "node:assert/strict";

import { chromium } from "playwright-core";

const { E2E_URL: site, E2E_BROWSER: endpoint, E2E_WIDTH: usual = "1280" } = process.env;
if (!site || !endpoint) throw new Error("run the end-to-end tests with `cargo xtask test e2e`");

/** The size of the window of a test that does not choose one. */
export const size = usual === "390" ? { width: 390, height: 844 } : { width: 1280, height: 800 };

/** How long a condition may take to come true, in milliseconds. */
const patience = 15_000;

/**
 * Opens the page in a profile of its own and resolves to it; on a phone's width with a
 * touch screen. When the test ends,
 * the page is closed, and the test fails if the page wrote an error to the
 * console, threw one, asked another host for anything, or asked for something
 * that is not there.
 *
 * `path` comes after the address of the site ("?x", "#y"), which another one `at` can take the
 * place of; `hosts` are addresses that may be asked as well; `init` runs in the
 * page before its own scripts; further options are those of Playwright's
 * `newContext`.
 */
export async function open(t, options = {}) {
  const {
    path = "", at = site, hosts = [], width = size.width, height = size.height, colorScheme = "light", init, ...more
  } = options;
  const browser = await chromium.connect(endpoint);
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme,
    hasTouch: width < 700,
    reducedMotion: "reduce",
    // It would keep all files of the page in every test; offline.test.mjs allows it.
    serviceWorkers: "block",
    ...more,
  });
  context.setDefaultTimeout(patience);
  const wrong = [];
  watch(context, wrong, [at, ...hosts]);
  t.after(async () => {
    await Promise.all(context.pages().map(settle));
    await browser.close();
    assert.deepEqual(wrong, [], "nothing goes wrong on the page");
  });
  if (init !== undefined) await context.addInitScript(init);
  const page = await context.newPage();
  await page.goto(new URL(path, at).href);
  return page;
}

/** One more task on the page, after which all that went wrong has been told. */
const settle = (page) => page.evaluate(() => new Promise((done) => setTimeout(done)));

/** Collects what goes wrong on any page of a context, which may ask these addresses. */
function watch(context, wrong, addresses) {
  context.on("console", (message) => {
    if (message.type() === "error") wrong.push(`console: ${message.text()}`);
  });
  context.on("weberror", (error) => wrong.push(`uncaught: ${error.error()}`));
  context.on("request", (request) => {
    const { protocol, href } = new URL(request.url());
    const local = ["data:", "blob:"].includes(protocol) || addresses.some((address) => href.startsWith(address));
    if (!local) wrong.push(`foreign request: ${href}`);
  });
  const wasLeft = leftBy(context);
  context.on("requestfailed", (request) => {
    if (!wasLeft(request)) wrong.push(`failed request: ${request.url()} (${request.failure()?.errorText})`);
  });
  context.on("response", (response) => {
    if (response.status() >= 400) wrong.push(`response ${response.status()}: ${response.url()}`);
  });
}

/** The frame that a request is of; a service worker's is of none. */
function frameOf(request) {
  try {
    return request.frame();
  } catch {
    return undefined;
  }
}

/** Says of a request whether it was under way when its frame went elsewhere, as by a reload: it is
 * given up then, which is no failure. */
function leftBy(context) {
  const underWay = new Set();
  const leftBehind = new WeakSet();
  context.on("request", (request) => {
    const frame = request.isNavigationRequest() ? frameOf(request) : undefined;
    for (const other of frame ? underWay : []) {
      if (frameOf(other) === frame) leftBehind.add(other);
    }
    underWay.add(request);
  });
  context.on("requestfinished", (request) => underWay.delete(request));
  return (request) => {
    underWay.delete(request);
    return leftBehind.has(request);
  };
}
