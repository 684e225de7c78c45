// Ways to give way to the browser between two slices of a run. A timer alone
// would be held back to 4 ms and more, an animation frame to the screen's rate;
// a message is answered as soon as waiting input has been handled.

const channel = new MessageChannel();
const waiting = [];
channel.port1.onmessage = () => waiting.shift()?.();

/** Resolves in the browser's next task, after input that waits. */
export function nextTask() {
  if (globalThis.scheduler?.postTask) {
    return scheduler.postTask(() => {}, { priority: "user-visible" });
  }
  return new Promise((resolve) => {
    waiting.push(resolve);
    channel.port2.postMessage(null);
  });
}

/** Resolves before the browser draws next; at once in a tab that is not drawn. */
export function nextFrame() {
  if (document.hidden) return nextTask();
  return new Promise((resolve) => requestAnimationFrame(resolve));
}

/** Resolves after some milliseconds. */
export function wait(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
