// Completion of words in the editor. What is known of words is loaded with the first that is typed.
//
// Nothing is chosen until somebody goes into the list by an arrow, so Enter stays a new line.
// Tab is not taken: it leaves the editor as ever, and Escape does once the list is closed.

import { autocompletion, completionKeymap } from "@codemirror/autocomplete";

/** Whether words are offered while somebody types, or only when asked for. */
let asTyped = true;
export const offerAsTyped = (wanted) => (asTyped = wanted);

function source(context) {
  if (!context.explicit && !asTyped) return null;
  const loaded = import("./complete.js");
  // One letter is no question yet. That is answered at once: what is typed while an answer takes
  // its time is not asked about, should the answer be that there is nothing.
  if (!context.explicit && !context.matchBefore(/\$|[^\s();"]{2}/)) {
    loaded.catch(() => {});
    return null;
  }
  return loaded.then(({ complete }) => complete(context));
}

export const completion = () => autocompletion({ override: [source], selectOnOpen: false, icons: false, defaultKeymap: false });
export const completionKeys = completionKeymap;
