// Keeps the page for when there is no connection (service-worker.js), in the background: a visit
// without a touch is enough. It begins when the page is there and has nothing to do, so that a
// first sight does not wait for it; where the reader saves data, when somebody uses the page.

import { whenUsed } from "./later.js";

async function begin() {
  const options = { updateViaCache: "none" };
  const registration = await navigator.serviceWorker.register("service-worker.js", options);
  // A build that was published since is kept for the next visit.
  await registration.update();
}

/** Calls back when the browser has nothing else to do. */
function whenIdle(callback) {
  const idle = globalThis.requestIdleCallback ?? ((callback) => setTimeout(callback, 1000));
  idle(callback);
}

/** Calls back once all that a first sight asks for is there. */
function whenLoaded(callback) {
  if (document.readyState === "complete") callback();
  else addEventListener("load", callback, { once: true });
}

/** Is called when the machine is there. */
export function keepOffline() {
  // A page inside of another one is a guest there.
  if (!navigator.serviceWorker || window !== window.top) return;
  // Without it the page works as well, as long as there is a connection.
  const keep = () => whenIdle(() => begin().catch(() => {}));
  if (navigator.connection?.saveData) whenUsed(keep);
  else whenLoaded(keep);
}
