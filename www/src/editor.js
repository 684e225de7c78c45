// The source editor: CodeMirror 6 with WebAssembly text, and the marks that the
// machine puts into it. The page (Rust) calls what `create` returns; nothing
// here knows what a machine is.
//
// Positions are lines and columns from 1, columns in UTF-16 units.

import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, isolateHistory } from "@codemirror/commands";
import {
  bracketMatching,
  foldGutter,
  foldKeymap,
  indentOnInput,
  indentUnit,
} from "@codemirror/language";
import { wast } from "@codemirror/lang-wast";
import { setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { Annotation, EditorSelection, EditorState } from "@codemirror/state";
import {
  EditorView,
  drawSelection,
  dropCursor,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
} from "@codemirror/view";
import * as says from "../locales/en/editor.ftl";
import { completion, completionKeys, offerAsTyped } from "./completion/open.js";
import { breakpointMarks, breakpointsOf, setBreakpoints } from "./breakpoints.js";
import { heatMarks, setHeat } from "./heat.js";
import { operandTypes } from "./operand-types.js";
import { instructionCards, tellAtRest } from "./manual/hover.js";
import { textChanged } from "./lessons.js";
import { PlainText } from "./plain-text.js";
import { offsetAt, placeOf, tokenAt } from "./positions.js";
import { areMarked, machineMarks, setMarks } from "./machine-marks.js";
import { showTypeErrors, typeErrors } from "./type-errors.js";
import { watColours } from "./wat-colours.js";

/** Marks a change that the page made itself, which `onChange` is not told: `"opened"` when it
 * shows another program, `"module"` when it goes from one module of a program to another. */
const fromPage = Annotation.define();

// The page's own key table owns these: they are left to bubble.
const pageKeys = new Set(["Mod-Enter", "Ctrl-Enter"]);
const ownKeys = [
  ...completionKeys,
  ...closeBracketsKeymap,
  ...defaultKeymap,
  ...searchKeymap,
  ...historyKeymap,
  ...foldKeymap,
].filter((binding) => !pageKeys.has(binding.key));

const toBeRead = [
  EditorState.readOnly.of(true),
  EditorView.contentAttributes.of({ "aria-readonly": "true" }),
];

/**
 * Makes an editor inside `parent`.
 *
 * @param {HTMLElement} parent
 * @param {string} text
 * @param {() => void} onChange called after each edit by a person
 * @param {(line: number, ids: Uint32Array) => void} onBreak called when somebody clicks
 * beside a line, with the breakpoints on it
 */
export function create(parent, text, onChange, onBreak) {
  let editor = null;
  const extensions = [
    breakpointMarks(onBreak),
    heatMarks(),
    machineMarks(),
    foldGutter(),
    highlightSpecialChars(),
    history(),
    drawSelection(),
    dropCursor(),
    indentUnit.of("  "),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    completion(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    highlightSelectionMatches(),
    search({ top: true }),
    instructionCards(),
    operandTypes(),
    typeErrors(),
    keymap.of(ownKeys),
    wast(),
    watColours,
    EditorView.contentAttributes.of({
      "aria-label": says.source,
      autocapitalize: "off",
      autocorrect: "off",
      spellcheck: "false",
    }),
    // A note may lie over the end.
    EditorView.scrollMargins.of(() => ({ bottom: 40 })),
    EditorView.updateListener.of((update) => {
      if (!update.docChanged) return;
      editor?.follow(update.changes, update.transactions.some((tr) => tr.isUserEvent("input.format")));
      const causes = update.transactions.map((tr) => tr.annotation(fromPage));
      if (!causes.some(Boolean)) onChange();
      textChanged(() => update.state.doc.toString(), !causes.includes("opened"));
    }),
  ];
  if (document.documentElement.dataset.readOnly !== undefined) extensions.push(toBeRead);
  const view = new EditorView({ parent, state: EditorState.create({ doc: text, extensions }) });
  editor = new Editor(view, parent, extensions);
  // As if it had just been opened.
  textChanged(() => text, false);
  return editor;
}

class Editor {
  #view;
  // The text that the machine runs, and what was edited since: the machine's
  // places are places of that text.
  #valid;
  #edits = null;
  #parent;
  #extensions;
  // While a listing is shown: the state of the text before it, which is edited again later.
  #kept = null;
  // The module that is shown, and the states of the others that were.
  #module = 0;
  #modules = new Map();
  // The text area in place of the editor, while there is one.
  #plain = null;
  // What waits until the editor is in sight: out of it nothing can be measured or focused.
  #waiting = new Map();
  // What was to be seen last, and how high the editor was.
  #place = null;
  #height = 0;

  constructor(view, parent, extensions) {
    this.#view = view;
    new ResizeObserver(() => this.#resized()).observe(parent);
    this.#valid = view.state.doc;
    this.#parent = parent;
    this.#extensions = extensions;
  }

  /** Takes another state, as if the editor were new. */
  #begin(state) {
    this.#view.setState(state);
    this.#valid = state.doc;
    this.#edits = null;
    this.#plain?.follow();
  }

  /** Shows a text that is only to be read, until the next `setText`. */
  showListing(text) {
    this.#kept ??= this.#view.state;
    const extensions = [...this.#extensions, ...toBeRead];
    this.#begin(EditorState.create({ doc: text, extensions }));
  }

  /** Shows another module's text; each has its own undo history and place. */
  showModule(module, text, part, older) {
    const view = this.#view;
    this.#modules.set(this.#module, {
      state: view.state,
      scroll: view.scrollSnapshot(),
      valid: this.#valid,
      edits: this.#edits,
      kept: this.#kept,
    });
    const known = this.#modules.get(module);
    this.#module = module;
    this.#kept = known?.kept ?? null;
    this.#begin(known?.state ?? EditorState.create({ doc: text, extensions: this.#extensions }));
    if (known) {
      this.#valid = known.valid;
      this.#edits = known.edits;
      this.#inSight("scroll", () => view.dispatch({ effects: known.scroll }));
    }
    if (part) this.showListing(text);
    else if (this.text() !== text) this.setText(text, "module");
    if (!older) this.setOlder(false);
  }

  /** Only the module that is shown is there any more. */
  forgetModules() {
    this.#modules.clear();
  }

  /** Whether words are offered while somebody types. */
  setOffers(wanted) {
    offerAsTyped(wanted);
  }

  /** Whether the instruction that the cursor comes to rest on is told of. */
  setCards(wanted) {
    tellAtRest(wanted);
  }

  /**
   * Lays the text out, in one step that undo takes back. Cursor and breakpoints stay at their
   * tokens. Resolves to a sentence: what has come of it.
   */
  async format() {
    const view = this.#view;
    const { layOut, said } = await import("./format.js");
    if (view.state.readOnly) return said.onlyRead;
    const { doc } = view.state;
    const { changes, problem } = await layOut(doc.toString());
    if (problem) return problem;
    // Somebody went on typing, or to another module.
    if (view.state.doc !== doc) return said.changedMeanwhile;
    if (changes.length === 0) return said.already;
    view.dispatch({ changes, annotations: isolateHistory.of("full"), userEvent: "input.format" });
    return said.done;
  }

  /** A plain text area in place of the editor, or the editor again. */
  setPlain(plain) {
    if (plain === (this.#plain !== null)) return;
    this.#view.dom.hidden = plain;
    if (plain) {
      this.#plain = new PlainText(this.#parent, this.#view);
    } else {
      this.#plain.remove();
      this.#plain = null;
      this.#view.requestMeasure();
    }
  }

  follow(changes, isLayout) {
    this.#plain?.follow(isLayout ? changes : undefined);
    this.#edits = this.#edits ? this.#edits.composeDesc(changes.desc) : changes.desc;
  }

  /** A range of the text that runs, where it is now; null when it is gone. */
  #today({ from, to }) {
    if (!this.#edits) return { from, to };
    const moved = { from: this.#edits.mapPos(from, 1), to: this.#edits.mapPos(to, -1) };
    return moved.from < moved.to ? moved : null;
  }

  /** Does it at once, or as soon as the editor is in sight; the last of a kind counts. */
  #inSight(kind, act) {
    if (this.#parent.offsetParent === null) this.#waiting.set(kind, act);
    else act();
  }

  #resized() {
    this.#seen();
    const { clientHeight, scrollTop } = this.#view.scrollDOM;
    const before = this.#height;
    this.#height = clientHeight || before;
    const token = clientHeight > 0 && clientHeight < before && this.#place && this.#token(...this.#place);
    if (!token) return;
    // With less room than before, what was in sight stays there.
    const { top, bottom } = this.#view.lineBlockAt(token.from);
    if (top >= scrollTop && bottom <= scrollTop + before) this.#scrollTo(...this.#place);
  }

  #seen() {
    if (this.#waiting.size === 0 || this.#parent.offsetParent === null) return;
    const acts = [...this.#waiting.values()];
    this.#waiting.clear();
    this.#view.requestMeasure();
    for (const act of acts) act();
  }

  text() {
    return this.#view.state.doc.toString();
  }

  /** Replaces the whole text in one step that undo takes back. */
  setText(text, cause = "opened") {
    if (this.#kept) {
      this.#begin(this.#kept);
      this.#kept = null;
    }
    const { state } = this.#view;
    if (state.doc.toString() === text) return;
    const replaced = state.update({
      changes: { from: 0, to: state.doc.length, insert: text },
      selection: { anchor: 0 },
      annotations: fromPage.of(cause),
      userEvent: "input.load",
      scrollIntoView: true,
    });
    if (this.#view.dom.offsetParent !== null) return this.#view.dispatch(replaced);
    // Out of sight, what takes the place of all lines would be drawn with all of its own.
    this.#view.setState(replaced.state);
    this.follow(replaced.changes);
    textChanged(() => text, cause !== "opened");
  }

  /**
   * Underlines problems, each `{line, column, endLine, endColumn, severity, message}`, and of
   * type errors `stacks` as well: what stands beside their line. The list of problems is drawn by
   * the page.
   */
  setProblems(problems) {
    const { doc } = this.#view.state;
    const diagnostics = problems.map((problem) => {
      let from = offsetAt(doc, problem.line, problem.column);
      let to = offsetAt(doc, problem.endLine, problem.endColumn);
      if (to <= from) ({ from, to } = tokenAt(doc, from));
      return { from, to, severity: problem.severity, message: problem.message };
    });
    const stacks = diagnostics.map(({ from }, index) => ({ at: from, stacks: problems[index].stacks }));
    const errors = showTypeErrors(this.#view.state, stacks.filter((error) => error.stacks));
    this.#view.dispatch(setDiagnostics(this.#view.state, diagnostics), { effects: errors });
  }

  /** Marks the token that runs next, or that has trapped, and the one that ran last; line 0 for
   * none. */
  setMarks(nextLine, nextColumn, trapped, lastLine, lastColumn) {
    const token = (line, column) => (line > 0 ? this.#token(line, column) : null);
    const next = token(nextLine, nextColumn);
    const marks = { next: next && { ...next, trapped }, last: token(lastLine, lastColumn) };
    if (areMarked(this.#view.state, marks)) return;
    this.#view.dispatch({ effects: setMarks.of(marks) });
  }

  /** The token of the text that runs, where it is now. */
  #token(line, column) {
    return this.#today(tokenAt(this.#valid, offsetAt(this.#valid, line, column)));
  }

  /** Brings a token of the program into sight without moving the cursor or the focus. */
  scrollTo(line, column) {
    this.#place = [line, column];
    this.#inSight("scroll", () => this.#scrollTo(line, column));
  }

  #scrollTo(line, column) {
    const token = this.#token(line, column);
    if (!token) return;
    if (this.#plain) return this.#plain.scrollTo(this.#view.state.doc.lineAt(token.from).number);
    if (this.#isInSight(token)) return;
    const block = this.#view.lineBlockAt(token.from);
    const { scrollTop, clientHeight } = this.#view.scrollDOM;
    const far = block.bottom < scrollTop || block.top > scrollTop + clientHeight;
    const range = EditorSelection.range(token.to, token.from);
    const options = { y: far ? "center" : "nearest", x: "nearest", xMargin: 24, yMargin: 24 };
    this.#view.dispatch({ effects: EditorView.scrollIntoView(range, options) });
    this.#stayLeft(token);
  }

  /** Whether a token is well in sight, as far as that is known without measuring it: a run
   * comes here many times a second. */
  #isInSight({ from, to }) {
    const { scrollDOM, contentDOM, defaultCharacterWidth, state } = this.#view;
    const block = this.#view.lineBlockAt(from);
    const { scrollTop, scrollLeft, clientHeight, clientWidth } = scrollDOM;
    const before = state.sliceDoc(state.doc.lineAt(from).from, to);
    const isPlain = /^[ -~]*$/.test(before);
    const room = clientWidth - contentDOM.offsetLeft - (before.length + 2) * defaultCharacterWidth;
    const above = block.top - scrollTop;
    const below = scrollTop + clientHeight - block.bottom;
    return isPlain && scrollLeft === 0 && room > 0 && above > 24 && below > 24;
  }

  /** Goes back to the beginning of the lines wherever the token is in sight from there. */
  #stayLeft(token) {
    const { doc } = this.#view.state;
    this.#view.requestMeasure({
      read: (view) => {
        // Another text may have come in between.
        if (view.state.doc !== doc) return false;
        const end = view.coordsAtPos(token.to);
        const left = view.contentDOM.getBoundingClientRect().left;
        const room = view.scrollDOM.clientWidth - view.contentDOM.offsetLeft;
        return end !== null && end.right - left <= room;
      },
      write: (fits, view) => {
        if (fits) view.scrollDOM.scrollLeft = 0;
      },
    });
  }

  /** Puts the cursor at a place and the focus into the editor. */
  reveal(line, column) {
    this.#inSight("scroll", () => this.#reveal(line, column));
  }

  #reveal(line, column) {
    const pos = offsetAt(this.#view.state.doc, line, column);
    if (this.#plain) return this.#plain.reveal(line, pos);
    this.#view.dispatch({
      selection: { anchor: pos },
      effects: EditorView.scrollIntoView(pos, { y: "center" }),
    });
    this.focus();
  }

  /** Line and column of the cursor; empty while the focus is elsewhere. */
  cursor() {
    const { hasFocus, state } = this.#view;
    const head = this.#plain ? this.#plain.cursor() : hasFocus ? state.selection.main.head : null;
    return Uint32Array.from(head === null ? [] : placeOf(state.doc, head));
  }

  /** Line and column where the cursor is or was when the focus left. */
  lastCursor() {
    const { state } = this.#view;
    const head = this.#plain ? this.#plain.lastCursor() : state.selection.main.head;
    return Uint32Array.from(placeOf(state.doc, head));
  }

  /** Shows breakpoints: number, line and column of each in the text that runs, flat. */
  setBreakpoints(flat) {
    const all = [];
    for (let i = 0; i + 2 < flat.length; i += 3) {
      const range = this.#token(flat[i + 1], flat[i + 2]);
      if (range && range.from < range.to) all.push({ id: flat[i], ...range });
    }
    this.#view.dispatch({ effects: setBreakpoints.of(all) });
  }

  /** The breakpoints of a module where they are now, as `setBreakpoints` takes them. */
  breakpoints(module) {
    const state = module === this.#module ? this.#view.state : this.#modules.get(module)?.state;
    if (!state) return new Uint32Array();
    return Uint32Array.from(
      breakpointsOf(state).flatMap(({ id, from }) => [id, ...placeOf(state.doc, from)]),
    );
  }

  /** How often lines were executed: line, count and share of all, flat. */
  setHeat(flat) {
    const { doc } = this.#view.state;
    const heat = [];
    for (let i = 0; i + 2 < flat.length; i += 3) {
      if (flat[i] > this.#valid.lines) continue;
      const { from, to } = this.#valid.line(flat[i]);
      const range = this.#today({ from, to });
      if (!range) continue;
      heat.push({ from: doc.lineAt(range.from).from, count: flat[i + 1], share: flat[i + 2] });
    }
    this.#view.dispatch({ effects: setHeat.of(heat) });
  }

  focus() {
    this.#inSight("focus", () => (this.#plain ?? this.#view).focus());
  }

  /** While the text is invalid, the marks belong to an older text. */
  setOlder(older) {
    if (!older) {
      this.#valid = this.#view.state.doc;
      this.#edits = null;
    }
    this.#view.dom.classList.toggle("is-older", older);
  }

  destroy() {
    this.#plain?.remove();
    this.#view.destroy();
  }
}
