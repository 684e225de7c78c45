// <wasmscope-player>: Wasmscope inside of a page. Until somebody asks for it, it is a text with a
// button, and no request is made; then it is an <iframe> of the playground, which this element
// and nobody else can talk to. docs/embedding.md says how.

import * as says from "../locales/en/player.ftl";

const VERSION = 1;
/** What a page may ask of the player; `commands` can name fewer. */
export const COMMANDS = ["load", "start", "step", "stepBack", "seek", "run", "runBack", "pause", "state"];

const style = `
  :host { display: block; block-size: 480px; min-block-size: 200px; border: 1px solid #858f9c;
    border-radius: 8px; overflow: hidden; color-scheme: light dark;
    color: light-dark(#1a1f26, #e6e9ed); background: light-dark(#fff, #191c22); }
  :host([hidden]) { display: none; }
  .poster { display: flex; flex-direction: column; block-size: 100%; }
  pre { flex: 1; margin: 0; padding: 12px; overflow: auto; tab-size: 2;
    font: 0.8125rem/1.5 ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
  .bar { display: flex; flex-wrap: wrap; gap: 8px 12px; align-items: center; padding: 8px 12px;
    border-block-start: 1px solid #858f9c; font: 0.875rem system-ui, sans-serif; }
  button { min-block-size: 32px; padding: 4px 14px; border: 0; border-radius: 6px; font: inherit;
    font-weight: 600; color: #fff; background: #5a3fd2; cursor: pointer; }
  button:focus-visible { outline: 2px solid light-dark(#5a3fd2, #ab9bff); outline-offset: 2px; }
  iframe { display: block; inline-size: 100%; block-size: 100%; border: 0; }
  p { margin: 0; }
  @media (pointer: coarse) { button { min-block-size: 44px; } }
  @media (forced-colors: active) { button { border: 1px solid; } }
`;

const base64url = (bytes) => {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
};

/** CRC-32 as six digits of base 62: how a link proves that nothing of it was cut off. */
function check(text) {
  let crc = 0xffffffff;
  for (const letter of text) {
    crc ^= letter.charCodeAt(0);
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  let rest = (crc ^ 0xffffffff) >>> 0;
  let digits = "";
  const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  for (let at = 0; at < 6; at += 1) {
    digits = alphabet[rest % 62] + digits;
    rest = Math.floor(rest / 62);
  }
  return digits;
}

/** A link of version 1 that holds a program, as the fragment of an address. */
export function linkOf({ source, entry, args = [], step, title }) {
  const members = { s: source, e: entry || undefined, a: args.length > 0 ? args : undefined, n: step, t: title };
  const payload = base64url(new TextEncoder().encode(JSON.stringify(members)));
  return `#w1j.${payload}.${check(payload)}`;
}

/** A text without empty lines around it and without what all of its lines begin with. */
function dedent(text) {
  const lines = text.replace(/^(\s*\n)+|\s+$/g, "").split("\n");
  const depths = lines.filter((line) => line.trim()).map((line) => line.match(/^\s*/)[0].length);
  const depth = depths.length > 0 ? Math.min(...depths) : 0;
  return lines.map((line) => line.slice(depth)).join("\n");
}

const words = (text) => (text ?? "").split(/[\s,]+/).filter(Boolean);

// Where there are no elements (a server), importing it does no harm.
const Base = globalThis.HTMLElement ?? class {};

export class WasmscopePlayer extends Base {
  #root;
  #frame = null;
  /** What talks to the page in the frame, once both have said who they are. */
  #port = null;
  #waiting = new Map();
  #number = 0;
  #ready = null;
  #onMessage = (event) => this.#introduced(event);

  connectedCallback() {
    this.#root ??= this.attachShadow({ mode: "open" });
    if (!this.#frame) this.#showPoster();
    addEventListener("message", this.#onMessage);
  }

  disconnectedCallback() {
    removeEventListener("message", this.#onMessage);
    // A frame that is moved begins anew, so it is a poster again.
    this.#forget();
  }

  /** The address of the playground; the folder that this script came from when not told. */
  get site() {
    return new URL(this.getAttribute("site") ?? ".", this.hasAttribute("site") ? document.baseURI : import.meta.url);
  }

  /** The program: the attribute, else the text inside of the element. */
  get source() {
    return this.getAttribute("source") ?? dedent(this.textContent);
  }

  get isActive() {
    return this.#frame !== null;
  }

  #showPoster() {
    this.#root.innerHTML = `<style>${style}</style><div class="poster"><pre tabindex="0"></pre>
      <div class="bar"><button type="button">${says.run}</button><p></p></div></div>`;
    const [text, button, host] = ["pre", "button", "p"].map((name) => this.#root.querySelector(name));
    text.textContent = this.source;
    text.setAttribute("aria-label", this.title || says.source);
    text.setAttribute("role", "region");
    host.textContent = says.loads(this.site.host);
    button.addEventListener("click", () => {
      this.activate();
      this.#frame.focus();
    });
  }

  /** Loads the playground in place of the text; resolves when it can be talked to. */
  activate() {
    if (this.#ready) return this.#ready.promise;
    this.#ready = Promise.withResolvers ? Promise.withResolvers() : resolvers();
    // Who does not wait for it is not told that it failed.
    this.#ready.promise.catch(() => {});
    const step = this.getAttribute("step");
    const link = linkOf({
      source: this.source,
      entry: this.getAttribute("export"),
      args: words(this.getAttribute("arguments")),
      step: step === null ? undefined : Number(step),
      title: this.title || undefined,
    });
    const panes = words(this.getAttribute("panes")).join(",");
    const options = `&embed=1${panes && `&panes=${panes}`}${this.hasAttribute("read-only") ? "&read-only=1" : ""}`;
    const frame = document.createElement("iframe");
    frame.title = this.title ? says.frame(this.title) : "Wasmscope";
    // It is on its own origin and stays there; links of it open beside the page.
    frame.sandbox = "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox";
    frame.referrerPolicy = "no-referrer";
    frame.src = new URL(link + options, this.site).href;
    this.#frame = frame;
    this.#root.innerHTML = `<style>${style}</style>`;
    this.#root.append(frame);
    return this.#ready.promise;
  }

  /** The page in the frame says that it is there: it is given an end of a channel. */
  #introduced({ data, source, origin }) {
    const known = this.#frame !== null && source === this.#frame.contentWindow && origin === this.site.origin;
    if (!known || data?.wasmscope !== VERSION || data.type !== "ready") return;
    const { port1, port2 } = new MessageChannel();
    this.#port?.close();
    this.#port = port1;
    port1.onmessage = ({ data: message }) => this.#told(message);
    const allowed = this.hasAttribute("commands") ? words(this.getAttribute("commands")) : COMMANDS;
    source.postMessage({ wasmscope: VERSION, type: "connect", commands: allowed }, origin, [port2]);
  }

  #told({ type, id, state, error, detail }) {
    if (type === "connected") {
      this.#ready.resolve(state);
      this.dispatchEvent(new CustomEvent("ready", { detail: state }));
    } else if (type === "answer") {
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error) waiting?.reject(Object.assign(new Error(error.message), { kind: error.kind }));
      else waiting?.resolve(state);
    } else if (type === "step" || type === "stop") {
      this.dispatchEvent(new CustomEvent(type, { detail }));
    }
  }

  #forget() {
    this.#port?.close();
    for (const { reject } of this.#waiting.values()) reject(new Error(says.removed));
    this.#waiting.clear();
    this.#ready?.reject(new Error(says.removed));
    [this.#frame, this.#port, this.#ready] = [null, null, null];
  }

  /** Asks the page in the frame; resolves to the state that it comes to. */
  #ask(command, ...args) {
    if (!this.#port) {
      return Promise.reject(new Error(says.nothingLoaded(command)));
    }
    const id = (this.#number += 1);
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#port.postMessage({ id, command, args });
    });
  }

  /** Another program, started as it says. */
  async load(source, { export: name, arguments: args, step } = {}) {
    await this.#ask("load", source);
    const state = await this.#ask("start", name, args);
    return step === undefined ? state : this.#ask("seek", step);
  }

  start = (name, args) => this.#ask("start", name, args);
  step = (count) => this.#ask("step", count);
  stepBack = (count) => this.#ask("stepBack", count);
  seek = (step) => this.#ask("seek", step);
  run = () => this.#ask("run");
  runBack = () => this.#ask("runBack");
  pause = () => this.#ask("pause");
  state = () => this.#ask("state");
}

function resolvers() {
  const made = {};
  made.promise = new Promise((resolve, reject) => Object.assign(made, { resolve, reject }));
  return made;
}

if (globalThis.customElements && !customElements.get("wasmscope-player")) {
  customElements.define("wasmscope-player", WasmscopePlayer);
}
