// Keeps the page for when there is no connection (service-worker.js): once somebody uses it,
// so that a first sight transfers nothing for it.

import { whenUsed } from "./later.js";

async function begin() {
  const options = { updateViaCache: "none" };
  const registration = await navigator.serviceWorker.register("service-worker.js", options);
  // A build that was published since is kept for the next visit.
  await registration.update();
}

export function keepOffline() {
  // A page inside of another one is a guest there.
  if (!navigator.serviceWorker || window !== window.top) return;
  whenUsed(() => {
    const idle = globalThis.requestIdleCallback ?? ((callback) => setTimeout(callback, 1000));
    // Without it the page works as well, as long as there is a connection.
    idle(() => begin().catch(() => {}));
  });
}
