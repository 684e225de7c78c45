// The gallery. All examples, the folder, the program and what is said about it of each, are in a
// file of their own (build.mjs makes it), which is loaded when somebody looks at them.

import file from "examples:all";

/** Resolves to them; refused when the file cannot be had. */
export async function loadExamples() {
  const response = await fetch(new URL(file, import.meta.url));
  if (!response.ok) throw new Error(`${file}: ${response.status}`);
  return response.json();
}

/** Arrows go through the cards of the list from the box on, and Enter in the box opens the first. */
export function walkCards(event, search, list) {
  const cards = [...list.querySelectorAll("button")];
  const at = cards.indexOf(document.activeElement);
  const inBox = event.target === search;
  if (event.key === "Enter" && inBox) cards[0]?.click();
  else if (event.key === "ArrowDown") (cards[at + 1] ?? cards[at])?.focus();
  else if (event.key === "ArrowUp" && at >= 0) (cards[at - 1] ?? search).focus();
  else return;
  event.preventDefault();
}
