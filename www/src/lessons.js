// The way to the lessons: the pane itself is loaded when somebody asks for it, when the address
// is a place of a lesson, or when a program comes that holds an exercise or a storyboard.

/** The page's functions that no script has. */
let calls;
/** Whether the pane was loaded: what it has opened may then be in the editor. */
let isLoaded = false;

/** Comments that make a program an exercise or a storyboard, or that are meant to. */
const DIRECTIVE = /;;@ ?(?!(?:struct|view)\s)[\p{L}\d_-]+[:=]?(?:\s|$)/mu;
/** Addresses of lessons: `#lessons`, or a lesson and a section. */
const PLACE = /^#lessons$|^#lesson=\d+(\.\d+)?$/;

/** The pane, loaded once; what cannot be loaded now is tried again when it is asked for. */
async function pane() {
  const { lessonsPane } = await import("./lessons/pane.js");
  isLoaded = true;
  return lessonsPane(calls);
}

export async function toggleLessons() {
  (await pane()).toggle();
}

/** Another text is in the editor, which `read` gives: one that was opened shows its exercise at
 * once, one that is typed only where the pane is open. */
export async function textChanged(read, isTyped) {
  if (!calls) return;
  if (isLoaded || (!isTyped && DIRECTIVE.test(read()))) (await pane()).textChanged(isTyped);
}

async function openPlace() {
  if (PLACE.test(location.hash)) (await pane()).openPlace(location.hash);
}

/** Takes the page's functions, and listens to the address. */
export function answerLessons(given) {
  calls = given;
  addEventListener("hashchange", openPlace);
  openPlace();
}
