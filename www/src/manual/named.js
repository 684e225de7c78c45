// The instruction that the pane called Explanation names tells what it does, under the pointer and
// with the focus, and opens the reference by Enter. The card lies below the sentence, the
// pointer may go onto it, and Escape takes it away.

const loadCard = () => import("./card.js");

/** How long the pointer rests before the card comes, and is away before it goes, in milliseconds. */
const REST = 450;
const AWAY = 250;
const MARGIN = 8;

const ID = "named-instruction";
const namedBy = (target) => (target instanceof Element ? target.closest(".explanation .instruction") : null);

/** The name of the instruction, without its immediates. */
const wordOf = (element) => element.textContent.trim().split(/\s/)[0];

let waiting;
/** What a card is wanted of, from before it is there. */
let wanted;
/** What the card that is shown is about. */
let named;
let card;

function hide() {
  clearTimeout(waiting);
  wanted = undefined;
  named?.removeAttribute("aria-describedby");
  card?.remove();
  named = undefined;
  card = undefined;
}

/** Below the sentence, or above it where there is no room. */
function place() {
  const anchor = named.closest("p").getBoundingClientRect();
  const { left } = named.getBoundingClientRect();
  const { width, height } = card.getBoundingClientRect();
  const below = anchor.bottom + MARGIN / 2;
  const top = below + height <= innerHeight - MARGIN ? below : Math.max(MARGIN, anchor.top - height - MARGIN / 2);
  card.style.top = `${top}px`;
  card.style.left = `${Math.max(MARGIN, Math.min(left, innerWidth - width - MARGIN))}px`;
}

async function show(element) {
  wanted = element;
  const { cardOf } = await loadCard();
  // Meanwhile it may be gone, or the focus elsewhere.
  if (wanted !== element || !element.isConnected) return;
  const { dom } = cardOf(wordOf(element)) ?? {};
  if (!dom) return;
  hide();
  [named, card] = [element, dom];
  dom.id = ID;
  dom.classList.add("is-floating");
  document.body.append(dom);
  element.setAttribute("aria-describedby", ID);
  place();
}

function later(what, delay) {
  clearTimeout(waiting);
  waiting = setTimeout(what, delay);
}

async function openReference(element) {
  const word = wordOf(element);
  hide();
  (await import("./dialog.js")).openReference(word);
}

const isInside = (target) => card?.contains(target) || (named !== undefined && namedBy(target) === named);

/** Listens, in all of the page, since the pane is drawn anew with each step. */
export function tellNamed() {
  document.addEventListener("pointerover", ({ target, pointerType }) => {
    if (pointerType !== "mouse") return;
    if (isInside(target)) clearTimeout(waiting);
    else if (namedBy(target)) later(() => show(namedBy(target)), REST);
    else if (!card?.contains(document.activeElement) && document.activeElement !== named) later(hide, AWAY);
  });
  document.addEventListener("focusin", ({ target }) => {
    if (namedBy(target)) show(namedBy(target));
    else if (!isInside(target)) hide();
  });
  document.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget === null && !card?.matches(":hover")) later(hide, AWAY);
  });
  document.addEventListener("keydown", (event) => {
    const element = namedBy(event.target);
    if (event.key === "Escape" && card) hide();
    else if (event.key === "Enter" && element) openReference(element);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }, true);
  document.addEventListener("scroll", ({ target }) => named && target.contains(named) && hide(), true);
  // What is said next is about another instruction.
  document.addEventListener("wasmscope:step", () => {
    if (!card) return;
    const element = named;
    hide();
    if (document.activeElement === element) requestAnimationFrame(() => show(element));
  });
}
