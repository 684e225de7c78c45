// What the manual says of an instruction in few words, beside the word in the editor.

import * as says from "../../locales/en/manual/card.ftl";
import { openReference } from "./dialog.js";
import { find } from "./table.js";

/** A card about an instruction; undefined where there is none of that name. */
export function cardOf(name) {
  const entry = find(name);
  if (!entry) return undefined;
  const dom = document.createElement("div");
  dom.className = "instruction-card";
  dom.setAttribute("role", "tooltip");
  const head = document.createElement("p");
  const title = document.createElement("strong");
  title.textContent = entry.name;
  const signature = document.createElement("code");
  signature.textContent = entry.signature;
  head.append(title, " ", signature);
  const meaning = document.createElement("p");
  meaning.textContent = entry.meaning;
  const example = document.createElement("p");
  example.className = "muted";
  example.textContent = says.example(entry.after);
  const more = document.createElement("button");
  more.type = "button";
  more.className = "quiet";
  more.textContent = says.more(entry.name);
  more.addEventListener("click", () => openReference(entry.name));
  dom.append(head, meaning, example, more);
  return { dom, spoken: `${entry.name}: ${entry.meaning}` };
}
