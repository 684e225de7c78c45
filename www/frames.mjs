// Frames that a page has drawn while something was done with it: for the scripts that measure.

/** Notes when frames begin, from now on. */
export const watchFrames = (page) =>
  page.evaluate(() => {
    globalThis.frames = [];
    const mine = (globalThis.watching = {});
    const look = (time) => {
      if (globalThis.watching !== mine) return;
      globalThis.frames.push(time);
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });

/** When frames have begun since then, in milliseconds. */
export const seenFrames = (page) =>
  page.evaluate(() => {
    globalThis.watching = undefined;
    return globalThis.frames;
  });

/** What is at a share of all, from 0 to 1, of numbers in any order. */
export const at = (numbers, share) =>
  numbers.toSorted((one, other) => one - other)[Math.floor((numbers.length - 1) * share)];

/**
 * A clock of the time in which the page's main thread was at work: it resolves to milliseconds,
 * in which nothing else counts that the computer does.
 */
export async function ownTime(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  return async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return metrics.find(({ name }) => name === "TaskDuration").value * 1_000;
  };
}

/**
 * Frames a second, the times between two of them, and the main thread's own time for each, in
 * words.
 */
export function inWords(times, own) {
  const gaps = times.slice(1).map((time, index) => time - times[index]);
  const seconds = (times.at(-1) - times[0]) / 1000;
  const ms = (share) => `${at(gaps, share).toFixed(0)} ms`;
  return (
    `${(gaps.length / seconds).toFixed(1)} frames a second; ` +
    `between two: median ${ms(0.5)}, 99 % ${ms(0.99)}, longest ${ms(1)}` +
    (own === undefined ? "" : `; ${(own / gaps.length).toFixed(1)} ms of work each`)
  );
}

/**
 * Does `act(share)` again and again, with `share` going from 0 to 1 and back as a cosine, as a
 * hand moves; it is not waited for, since a hand does not wait either.
 */
export async function swing(act, { times = 300, pause = 10, rounds = 2 } = {}) {
  const began = performance.now();
  for (let time = 1; time <= times; time += 1) {
    const share = 0.5 - 0.5 * Math.cos((time / times) * 2 * rounds * Math.PI);
    // At the end the browser may be gone.
    act(share).catch(() => {});
    const left = began + time * pause - performance.now();
    if (left > 0) await new Promise((next) => setTimeout(next, left));
  }
}
