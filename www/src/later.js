// The part of the machine that is not needed at first sight. It is loaded as soon as
// somebody begins to use the page, or at once when it is called before.

import * as text from "../locales/en/later.ftl";

let machine = null;
let address = null;
let isThere = false;
/** Its bytes, where they were kept on this device. */
let kept = null;

/** Puts the functions where the placeholders were. */
function add(module) {
  if (isThere) return;
  isThere = true;
  kept = null;
  // Its table entries take the places of the placeholders while it is instantiated.
  new WebAssembly.Instance(module, { primary: machine });
}

/** Loads it while nothing else can happen: the machine waits inside of a call. */
function addAtOnce() {
  if (kept !== null) {
    add(new WebAssembly.Module(kept));
    return;
  }
  const request = new XMLHttpRequest();
  request.open("GET", address, false);
  // A request that is waited for gives only text: a character for each byte.
  request.overrideMimeType("text/plain; charset=x-user-defined");
  request.send();
  if (request.status !== 200) throw new Error(text.notLoaded);
  add(new WebAssembly.Module(Uint8Array.from(request.responseText, (character) => character.charCodeAt(0))));
}

/**
 * On a device that keeps the page (service-worker.js), takes the bytes from there before the
 * machine begins: a request that is waited for would go to the network.
 */
async function prepare(where) {
  if (!navigator.serviceWorker?.controller) return;
  try {
    kept = await (await fetch(where)).arrayBuffer();
  } catch {
    // It is asked for again when it is needed.
  }
}

async function addSoon() {
  if (kept !== null) {
    add(await WebAssembly.compile(kept));
    return;
  }
  const module = await WebAssembly.compileStreaming(fetch(address));
  add(module);
}

const signs = ["pointerdown", "pointermove", "keydown", "focusin", "touchstart", "dragenter"];

/** Calls back once, as soon as somebody begins to use the page. */
export function whenUsed(callback) {
  const used = () => {
    for (const sign of signs) removeEventListener(sign, used, true);
    callback();
  };
  for (const sign of signs) addEventListener(sign, used, { capture: true, passive: true });
}

function begin(exports, where) {
  machine = exports;
  address = where;
  // What cannot be loaded now is tried again when it is called.
  const load = () => addSoon().catch(() => {});
  whenUsed(load);
  // A link is opened at once, and needs more than a first sight.
  if (location.hash.length > 1) load();
}

/** A function for each place in the machine's table whose own is not there yet. */
const placeholders = new Proxy(
  {},
  {
    get: (_, place) => (...values) => {
      if (!isThere) addAtOnce();
      return machine["%table"].get(Number(place))(...values);
    },
  },
);

globalThis.wasmscopeLater = { placeholders, begin, prepare };
