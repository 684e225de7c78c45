// The dialog "Check with your browser".

import * as says from "../../locales/en/check/dialog.ftl";
import { check } from "./check.js";

let dialog;
/** Gives up the check that is going on. */
let current;

const part = (name) => dialog.querySelector(`[data-part=${name}]`);

function make() {
  dialog = document.createElement("dialog");
  dialog.setAttribute("aria-label", says.name);
  dialog.innerHTML = `
    <header><h2>${says.name}</h2>
      <button type="button" class="quiet" data-do="close">${says.close}</button></header>
    <div class="content check">
      <div role="status" data-part="said"></div>
      <div class="check-details" data-part="details"></div>
      <div data-part="busy"><progress aria-label="${says.runningThere}"></progress>
        <button type="button" data-do="cancel">${says.cancel}</button></div>
      <p class="muted">${says.about}</p>
    </div>`;
  dialog.addEventListener("click", ({ target }) => {
    const act = target.closest("[data-do]")?.dataset.do;
    if (act === "close") dialog.close();
    if (act === "cancel") current?.abort();
  });
  dialog.addEventListener("close", () => current?.abort());
  document.body.append(dialog);
}

const marks = { agrees: "✔", differs: "✖", allowed: "≈", unknown: "?" };
const titles = {
  agrees: says.agree,
  differs: says.differ,
  allowed: says.differAsAllowed,
  unknown: says.unknown,
};

function say(verdict, title, text) {
  const said = part("said");
  said.dataset.verdict = verdict;
  const heading = document.createElement("p");
  heading.className = "check-verdict";
  const mark = document.createElement("b");
  mark.setAttribute("aria-hidden", "true");
  mark.textContent = marks[verdict] ?? "…";
  heading.append(mark, ` ${title}`);
  const sentence = document.createElement("p");
  sentence.textContent = text;
  said.replaceChildren(heading, ...(text ? [sentence] : []));
}

function list(lines, className) {
  if (lines.length === 0) return [];
  const items = document.createElement("ul");
  items.className = className;
  items.append(
    ...lines.map((line) => Object.assign(document.createElement("li"), { textContent: line })),
  );
  return [items];
}

function show({ verdict, allowed, text, compared, differences, notes }) {
  const shown = allowed ? "allowed" : verdict;
  say(shown, titles[shown], verdict === "differs" ? "" : text);
  const what = compared.length > 0 ? [says.compared(compared.join(", "))] : [];
  part("details").replaceChildren(
    ...list(differences, "check-differences"),
    ...list([...what, ...notes], "check-notes muted"),
  );
}

/** Opens the dialog and begins a check. `calls` are the page's functions. */
export async function openCheck(calls) {
  if (!dialog) make();
  current?.abort();
  const mine = (current = new AbortController());
  say("busy", says.running, "");
  part("details").replaceChildren();
  part("busy").hidden = false;
  if (!dialog.open) dialog.showModal();
  let found;
  try {
    found = await check(calls, { signal: mine.signal });
  } catch (error) {
    found = { verdict: "unknown", text: String(error), compared: [], differences: [], notes: [] };
  }
  if (mine !== current) return;
  part("busy").hidden = true;
  if (found) show(found);
  else say("unknown", says.cancelled, says.nothing);
}
