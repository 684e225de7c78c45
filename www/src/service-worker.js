// Keeps the page for when there is no connection: all files of one build, whose list and
// version offline.mjs puts in. What is shown comes from here first; a newer build is looked for
// at each visit and shown at the next one.

const { scope } = registration;
/** Each copy of the page on a host has caches of its own. */
const mine = `wasmscope ${scope} `;
const own = mine + VERSION;
const index = new URL("index.html", scope).href;

const digits = (buffer) =>
  [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** A file of this build; while a host changes to another build, some are of that one. */
async function load(address, hash) {
  for (const cache of ["default", "reload"]) {
    // What somebody waits for goes first.
    const response = await fetch(address, { cache, credentials: "same-origin", priority: "low" });
    if (!response.ok) continue;
    const bytes = await response.arrayBuffer();
    if (digits(await crypto.subtle.digest("SHA-256", bytes)) !== hash) continue;
    const type = response.headers.get("content-type");
    return new Response(bytes, { headers: type ? { "content-type": type } : {} });
  }
  throw new Error(`${address} is not the file of this build`);
}

async function install() {
  const isNew = !(await caches.has(own));
  const cache = await caches.open(own);
  try {
    for (const [name, hash] of FILES) {
      const address = new URL(name, scope).href;
      await cache.put(address, await load(address, hash));
    }
  } catch (error) {
    // It is tried again at the next visit.
    if (isNew) await caches.delete(own);
    throw error;
  }
  await skipWaiting();
}

/** The caches of other builds, the oldest first. */
const others = async () => (await caches.keys()).filter((name) => name.startsWith(mine) && name !== own);

async function activate() {
  // A page that is open may still need what belongs to the build before.
  const old = (await others()).slice(0, -1);
  await Promise.all(old.map((name) => caches.delete(name)));
  await clients.claim();
}

/** Once no page of the build before is open, nobody needs it. */
async function tidy() {
  const open = await clients.matchAll({ type: "window", includeUncontrolled: true });
  if (open.filter(({ url }) => url.startsWith(scope)).length > 1) return;
  const unused = await others();
  // One of them may be the build that is about to take over from this one.
  if (registration.installing || registration.waiting) return;
  await Promise.all(unused.map((name) => caches.delete(name)));
}

async function find(address, request) {
  for (const name of [own, ...(await others()).reverse()]) {
    const found = await (await caches.open(name)).match(address);
    if (found) return found;
  }
  return fetch(request);
}

addEventListener("install", (event) => event.waitUntil(install()));
addEventListener("activate", (event) => event.waitUntil(activate()));
addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  const address = origin + pathname;
  if (request.method !== "GET" || !address.startsWith(scope)) return;
  if (request.mode !== "navigate") {
    event.respondWith(find(address, request));
  } else if (address === scope || address === index) {
    event.respondWith(find(index, request));
    event.waitUntil(tidy());
  }
});
