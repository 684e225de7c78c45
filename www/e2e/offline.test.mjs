// Chooses its own widths.
// The page without a connection, and what becomes of it when a new build is published.

import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { keepOffline } from "../offline.mjs";
import { dist, serve } from "../static.mjs";
import { eventually, press, ready, show, stack, state, step } from "./machine.mjs";
import { heading, tap } from "./lessons.mjs";
import { open } from "./page.mjs";

/** A copy of the site that can be changed, on a server that can be stopped. */
async function copy() {
  const folder = mkdtempSync(join(tmpdir(), "wasmscope-offline-"));
  cpSync(dist, folder, { recursive: true });
  const asked = [];
  const server = await serve({ folder, under: "/a/path/", asked: (path) => asked.push(path) });
  const end = () => {
    server.stop();
    rmSync(folder, { recursive: true });
  };
  return { folder, asked, end, ...server };
}

/** Opens the page there. The server goes when the page is gone: a browser may ask for icons late. */
async function visit(t, site, more = {}) {
  const page = await open(t, { at: site.url, serviceWorkers: "allow", ...more });
  t.after(site.end);
  return page;
}

/** Waits, without touching the page, until it is kept. */
async function isKept(page) {
  await ready(page);
  await page.evaluate(async () => {
    const { active } = await navigator.serviceWorker.ready;
    if (active.state === "activated") return;
    await new Promise((done) => active.addEventListener("statechange", done));
  });
}

const kept = (page) => page.evaluate(() => caches.keys());

test("at first sight nothing is asked for to be kept, and then what the first use asks for", async (t) => {
  const { asked, ...site } = await copy();
  const page = await visit(t, site);
  await isKept(page);
  const from = asked.findIndex((path) => path.endsWith("/service-worker.js"));
  const first = asked.slice(0, from);
  assert.ok(first.some((path) => path.endsWith("_bg.wasm")), "the machine is there before");
  assert.ok(!first.some((path) => path.endsWith("_later.wasm")));
  const next = asked.slice(from).find((path) => !path.endsWith("/service-worker.js"));
  assert.ok(next.endsWith("_later.wasm"), next);
});

test("who saves data keeps nothing before the page is used", async (t) => {
  const site = await copy();
  const init = () => Object.defineProperty(navigator, "connection", { value: { saveData: true } });
  const page = await visit(t, site, { init });
  await ready(page);
  await page.evaluate(() => new Promise((done) => requestIdleCallback(done)));
  assert.equal(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length), 0);
  assert.deepEqual(await kept(page), []);
  await page.mouse.move(5, 5);
  await isKept(page);
});

/** A page that is opened again without a connection, after a visit without a touch, and steps. */
async function withoutConnection(t) {
  const site = await copy();
  const page = await visit(t, site);
  await isKept(page);
  site.stop();
  await page.reload();
  await ready(page);
  await step(page, 2);
  assert.deepEqual(await stack(page), ["i32 5", "i32 7"]);
  return page;
}

test("a visit without a touch is enough for a lesson without a connection", async (t) => {
  const page = await withoutConnection(t);
  await press(page, "Lessons");
  await tap(page, /^7 Linear memory/);
  await heading(page).waitFor();
});

test("after one visit all of the page works without a connection", async (t) => {
  const page = await withoutConnection(t);
  // What is loaded later, and what only when it is asked for.
  await press(page, "Run");
  await eventually(async () => (await state(page)).status, "returned", "it runs");
  await (await show(page, "Explanation")).getByRole("button", { name: "Check with your browser" }).click();
  await page.getByText("Both return i32 12.").waitFor();
  // A link as well, with a query that means nothing.
  const link = await page.evaluate(() => wasmscope.share());
  await page.goto(link.replace("#", "?from=elsewhere#"));
  await ready(page);
  await eventually(async () => (await state(page)).status, "returned", "the link opens at its step");
});

test("a new build is there after one reload more, and the one before is given up", async (t) => {
  const site = await copy();
  const page = await visit(t, site);
  await isKept(page);
  const [first] = await kept(page);

  const index = join(site.folder, "index.html");
  writeFileSync(index, readFileSync(index, "utf8").replace(/<title>.*?<\/title>/, "<title>The next build</title>"));
  await keepOffline(site.folder);
  await page.addInitScript(() => {
    window.taken = new Promise((over) => navigator.serviceWorker.addEventListener("controllerchange", over, { once: true }));
  });
  await page.reload();
  await ready(page);
  await page.evaluate(() => window.taken.then(() => {}));
  assert.equal((await kept(page)).filter((name) => name !== first).length, 1, "it is kept");
  await page.reload();
  assert.equal(await page.title(), "The next build");
  await ready(page);
  await eventually(async () => (await kept(page)).includes(first), false, "the old build is given up");
});

test("a build that is only half published is not kept", async (t) => {
  const site = await copy();
  const page = await visit(t, site);
  await isKept(page);
  const before = await kept(page);
  // Another list, but a file that is not the one on it.
  await keepOffline(site.folder);
  const worker = join(site.folder, "service-worker.js");
  writeFileSync(worker, readFileSync(worker, "utf8").replace(/"index\.html","[0-9a-f]{4}/, '"index.html","0000'));
  const refused = await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    return new Promise((done) => {
      registration.addEventListener("updatefound", () => {
        const next = registration.installing;
        next.addEventListener("statechange", () => done(next.state));
      });
      registration.update().catch(() => {});
    });
  });
  assert.equal(refused, "redundant");
  assert.deepEqual(await kept(page), before);
});

test("the page can be installed", async (t) => {
  const page = await visit(t, await copy());
  await ready(page);
  const { name, start, icons } = await page.evaluate(async () => {
    const { href } = document.querySelector("link[rel=manifest]");
    const manifest = await (await fetch(href)).json();
    const icons = manifest.icons.map(async ({ src, sizes }) => {
      const image = new Image();
      image.src = new URL(src, href);
      await image.decode();
      return [sizes, `${image.naturalWidth}x${image.naturalHeight}`];
    });
    return { name: manifest.name, start: new URL(manifest.start_url, href).href, icons: await Promise.all(icons) };
  });
  assert.equal(name, "Wasmscope");
  assert.equal(start, new URL("./", page.url()).href);
  for (const [sizes, real] of icons) if (sizes !== "any") assert.equal(real, sizes);
});
