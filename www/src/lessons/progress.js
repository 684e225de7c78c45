// What is kept of a learner's way, on this computer only. Where nothing can be kept, the
// lessons work without.

const KEY = "wasmscope:lessons";

/** What was kept: lessons that are done, the last place, and the programs of tasks. */
function kept() {
  try {
    const { done = [], at = null, code = {} } = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    return { done: done.filter(Number.isInteger), at: /^\d+\.\d+$/.test(at) ? at : null, code };
  } catch {
    return { done: [], at: null, code: {} };
  }
}

function keep(changes) {
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...kept(), ...changes }));
  } catch {
    // It is full or forbidden.
  }
}

export const isDone = (lesson) => kept().done.includes(lesson);
export const doneCount = () => kept().done.length;
/** The place looked at last, `3.2`; null before the first. */
export const lastPlace = () => kept().at;
/** The learner's program for the task of a lesson, if there is one. */
export const codeOf = (lesson) => kept().code[lesson];

export function markDone(lesson) {
  keep({ done: [...new Set([...kept().done, lesson])].sort((one, other) => one - other) });
}

export const keepPlace = (at) => keep({ at });
export const keepCode = (lesson, text) => keep({ code: { ...kept().code, [lesson]: text } });
