// The dialog called Reference: all instructions, searched by name and by what they do, each with
// its signature, sentences, rule and an example that opens in the playground.

import * as says from "../../locales/en/manual/dialog.ftl";
import { instructions, find, search } from "./table.js";

let dialog;
/** The name of the instruction that is shown. */
let shown;

const part = (name) => dialog.querySelector(`[data-part=${name}]`);

function element(tag, properties = {}, children = []) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
}
const code = (text) => element("code", { textContent: text });

function make() {
  dialog = element("dialog", { className: "wide reference" });
  dialog.setAttribute("aria-label", says.name);
  dialog.innerHTML = `
    <header><h2>${says.name}</h2><button type="button" class="quiet" data-do="close">${says.close}</button></header>
    <div class="content">
      <div class="find-instruction">
        <input type="search" aria-label="${says.find}" placeholder="${says.placeholder}"
          autocomplete="off" spellcheck="false" autocapitalize="off">
        <span class="muted" role="status" data-part="count"></span>
      </div>
      <div role="listbox" aria-label="${says.instructions}" tabindex="0" data-part="list"></div>
      <article data-part="entry" aria-label="${says.instruction}" tabindex="-1"></article>
    </div>`;
  document.body.append(dialog);
  dialog.addEventListener("click", onClick);
  dialog.addEventListener("keydown", onKey);
  dialog.querySelector("input").addEventListener("input", () => list(true));
}

/** Fills the list with what is looked for; shows the first of it if asked to. */
function list(goes) {
  const found = search(dialog.querySelector("input").value);
  const groups = new Map();
  for (const entry of found) {
    if (!groups.has(entry.group)) groups.set(entry.group, []);
    groups.get(entry.group).push(entry);
  }
  const all = [...groups].map(([name, entries]) => {
    const group = element("div", {}, [
      element("h3", { textContent: name, ariaHidden: "true" }),
      ...entries.map((entry) => {
        const option = element("div", { id: `about-${entry.name}`, textContent: entry.name });
        option.setAttribute("role", "option");
        option.dataset.name = entry.name;
        return option;
      }),
    ]);
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", name);
    return group;
  });
  const none = element("p", { className: "empty", textContent: says.none });
  part("list").replaceChildren(...(all.length > 0 ? all : [none]));
  part("list").scrollTop = 0;
  const { length } = found;
  part("count").textContent = says.countOf(length, instructions.length);
  if (goes && length === 0) showNone();
  else if (goes && !found.some(({ name }) => name === shown)) show(found[0].name);
  else mark();
}

/** Nothing was found: what was shown before is none of it. */
function showNone() {
  shown = undefined;
  part("entry").replaceChildren(element("p", { className: "empty", textContent: says.noneShown }));
  mark();
}

/** Marks the instruction that is shown in the list. */
function mark() {
  const listed = part("list");
  listed.removeAttribute("aria-activedescendant");
  for (const option of listed.querySelectorAll("[role=option]")) {
    const is = option.dataset.name === shown;
    option.setAttribute("aria-selected", String(is));
    if (!is) continue;
    listed.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }
}

const values = (list) => element("b", { textContent: list.length === 0 ? says.nothing : list.join(says.and) }).outerHTML;

function show(name) {
  const entry = find(name);
  if (!entry) return;
  shown = name;
  const rule = entry.ruleName
    ? [code(entry.rule), element("span", { className: "rule-name", title: says.ruleName, textContent: entry.ruleName })]
    : [code(entry.rule)];
  const condition = entry.condition
    ? [element("dt", { textContent: says.condition }), element("dd", { textContent: entry.condition })]
    : [];
  const link = element("a", {
    href: entry.spec,
    target: "_blank",
    rel: "noopener noreferrer",
    textContent: says.specification,
  });
  part("entry").replaceChildren(
    element("h3", {}, [entry.name, " ", code(entry.signature)]),
    element("p", { textContent: entry.meaning }),
    element("h4", { textContent: says.forExample }),
    // It is wider than a narrow screen, and scrolled by keyboard.
    element("pre", { textContent: entry.example.trimEnd(), tabIndex: 0, role: "group", ariaLabel: says.example }),
    element("p", { className: "moves", innerHTML: says.moves(values(entry.pop), values(entry.push)) }),
    element("dl", {}, [
      element("dt", { textContent: says.before }),
      element("dd", { textContent: entry.before }),
      element("dt", { textContent: says.after }),
      element("dd", { textContent: entry.after }),
      element("dt", { textContent: says.rule }),
      element("dd", { className: "rule" }, rule),
      ...condition,
    ]),
    element("p", { className: "actions" }, [
      element("button", { type: "button", className: "primary", textContent: says.open }),
      link,
    ]),
    element("p", { className: "see-also" }, [
      `${says.seeAlso} `,
      ...entry.see.map((name) => {
        const button = element("button", { type: "button", className: "quiet mono", textContent: name });
        button.dataset.name = name;
        return button;
      }),
    ]),
  );
  part("entry").querySelector(".primary").dataset.do = "open";
  part("entry").scrollTop = 0;
  mark();
}

/** Puts the example into the editor, where undo takes it back, and goes to the instruction. */
function openExample() {
  const { name, example } = find(shown);
  dialog.close();
  globalThis.wasmscope.load(example);
  let state = globalThis.wasmscope.start("main");
  while (state.at && state.at.op !== name) state = globalThis.wasmscope.step();
}

function onClick({ target }) {
  const action = target.closest("[data-do]")?.dataset.do;
  if (action === "close") dialog.close();
  if (action === "open") openExample();
  const named = target.closest("[data-name]");
  if (!named) return;
  show(named.dataset.name);
  if (named.tagName === "BUTTON") part("entry").focus();
}

function onKey(event) {
  // The page's own keys are not meant while the dialog is open.
  event.stopPropagation();
  const inSearch = event.target.type === "search";
  const inList = event.target === part("list");
  if (!inSearch && !inList) return;
  const names = [...part("list").querySelectorAll("[role=option]")].map((o) => o.dataset.name);
  const at = names.indexOf(shown);
  const to = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    Home: inList ? 0 : undefined,
    End: inList ? names.length - 1 : undefined,
    PageDown: Math.min(at + 10, names.length - 1),
    PageUp: Math.max(at - 10, 0),
  }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  if (names[to]) show(names[to]);
  part("list").focus();
}

/** Opens it, at an instruction if one is named. */
export function openReference(name) {
  if (!dialog) {
    make();
    list(false);
  }
  if (!dialog.open) dialog.showModal();
  const start = [name, shown, "i32.add"].find((name) => find(name ?? ""));
  const { value } = dialog.querySelector("input");
  if (value !== "" && !search(value).some((entry) => entry.name === start)) {
    dialog.querySelector("input").value = "";
    list(false);
  }
  show(start);
  dialog.querySelector("input").focus();
}
