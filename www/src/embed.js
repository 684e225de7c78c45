// The page inside of another one (`&embed=1` in the address): less of it is shown, nothing is
// kept on the device, and the page around it can talk to it through a channel that it opens
// once. docs/embedding.md says what it can say.

import * as text from "../locales/en/embed.ftl";
import { nextTask } from "./tasks.js";

const VERSION = 1;

/** What the page around can ask, by name; each gives the state that it comes to. */
const commands = {
  load: (w, source) => {
    if (typeof source !== "string") throw Object.assign(new Error(text.loadText), { kind: "argument" });
    w.load(source);
    return w.state();
  },
  start: (w, name, args) => w.start(name ?? undefined, args ?? undefined),
  step: (w, count) => w.step(count),
  stepBack: (w, count) => w.stepBack(count),
  seek: (w, step) => w.goTo(step),
  run: (w) => w.run(),
  runBack: (w) => w.runBack(),
  pause: (w) => (w.pause(), w.state()),
  state: (w) => w.state(),
};

const told = ({ kind, message }) => ({ kind: kind ?? "argument", message: String(message) });

/** Answers what comes through the channel. */
function listen(port, allowed) {
  const { wasmscope } = globalThis;
  port.onmessage = async ({ data }) => {
    const { id, command, args } = data ?? {};
    try {
      if (!allowed.has(command)) throw Object.assign(new Error(text.notAllowed(command)), { kind: "argument" });
      const state = await commands[command](wasmscope, ...(Array.isArray(args) ? args : []));
      port.postMessage({ type: "answer", id, state });
    } catch (error) {
      port.postMessage({ type: "answer", id, error: told(error) });
    }
  };
  document.addEventListener("wasmscope:step", ({ detail }) => {
    const { step, status, at } = wasmscope.state();
    const what = { step, status, kind: detail.kind, line: at?.line, op: at?.op };
    port.postMessage({ type: detail.kind === "stop" ? "stop" : "step", detail: what });
  });
  port.postMessage({ type: "connected", state: wasmscope.state() });
}

/** Takes the first channel that the page around offers, and nothing from anybody else. */
function connect() {
  const onMessage = ({ source, data, ports }) => {
    const isOffer = data?.wasmscope === VERSION && data.type === "connect" && ports.length === 1;
    if (source !== window.parent || !isOffer) return;
    removeEventListener("message", onMessage);
    const named = Array.isArray(data.commands) ? data.commands : Object.keys(commands);
    listen(ports[0], new Set(named.filter((name) => Object.hasOwn(commands, name))));
  };
  addEventListener("message", onMessage);
  // It says nothing but that it is there, so anybody may hear it.
  window.parent.postMessage({ wasmscope: VERSION, type: "ready" }, "*");
}

/** The way to the whole page, with the program as it stands. */
function addLink() {
  const link = document.createElement("a");
  link.className = "open-whole";
  link.target = "_blank";
  link.rel = "noopener";
  link.textContent = text.openWhole;
  link.href = location.pathname;
  const point = () => {
    link.href = globalThis.wasmscope.share();
  };
  for (const sign of ["pointerdown", "focus", "click"]) link.addEventListener(sign, point);
  document.querySelector(".app-bar").append(link);
}

/** Only the panes that were asked for. */
function choosePanes(names) {
  const known = names.filter((name) => /^[a-z]+$/.test(name) && document.getElementById(`pane-${name}`));
  if (known.length === 0) return;
  document.documentElement.dataset.panes = "";
  known.forEach((name, order) => {
    const pane = document.getElementById(`pane-${name}`);
    pane.classList.add("is-chosen");
    pane.style.order = order;
  });
}

/** Begins, once the page is there. */
export async function embed(options) {
  while (document.getElementById("skeleton")) await nextTask();
  addLink();
  choosePanes((options.get("panes") ?? "").split(","));
  if (window !== window.parent) connect();
}
