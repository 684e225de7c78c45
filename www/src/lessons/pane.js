// The pane of the lessons: which place is shown, the programs that are opened from it, and what
// the learner does with them. Programs open in the editor, where undo brings back what was there.

import * as says from "../../locales/en/lessons/pane.ftl";
import * as places from "../../locales/en/lessons/places.ftl";
import { hasAny, isExercise, ofProgram } from "./directives.js";
import { Frame } from "./frame.js";
import { LESSONS } from "./list.js";
import { lessonOf } from "./lesson.js";
import { codeOf, keepCode, keepPlace, markDone } from "./progress.js";
import { checkTask, freshTask, said } from "./task.js";
import { authorHtml, listHtml, programHtml, sectionHtml } from "./views.js";

/** The one pane there is. */
let only;
export const lessonsPane = (calls) => (only ??= new LessonsPane(calls));

class LessonsPane {
  #calls;
  #frame = new Frame();
  /** What is shown: the list, a section of a lesson, or the program's own exercise. */
  #view = { kind: "list" };
  /** Lessons that were read, by number, and what is known of their tasks. */
  #lessons = new Map();
  #tasks = new Map();
  /** The exercise of the program in the editor, and what is known of it. */
  #program = ofProgram("");
  #programTask = freshTask();
  #note = 0;
  /** The task that was opened last: its lesson, and the text before it. */
  #opened = null;
  /** Whether the verdict that is drawn is of another text. */
  #drewStale = false;
  /** How to write an exercise, once it was asked for. */
  #author = null;
  /** Counts what was asked to be shown: a text that comes late is not. */
  #asked = 0;

  constructor(calls) {
    this.#calls = calls;
    const { pane } = this.#frame;
    pane.addEventListener("click", (event) => this.#onClick(event));
    pane.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      this.#close();
    });
  }

  toggle() {
    if (this.#frame.isOpen) {
      this.#close();
      return;
    }
    this.#readProgram();
    this.#frame.open();
    this.#draw();
    this.#frame.focus();
  }

  #close() {
    this.#keepCode();
    this.#frame.close();
    if (location.hash.startsWith("#lesson")) history.replaceState(null, "", location.pathname + location.search);
  }

  // ---- what is shown

  /** Shows a place of a lesson, or the list for one that does not exist. */
  async openPlace(place) {
    const [, number, section] = /(\d+)(?:\.(\d+))?$/.exec(place) ?? [];
    this.#frame.open();
    if (number && LESSONS[number - 1]) await this.#goTo(Number(number), Number(section ?? 1));
    else await this.#show("list");
  }

  /** Shows the list, the program's own exercise, or how to write one. */
  async #show(kind) {
    this.#keepCode();
    this.#asked += 1;
    const mine = this.#asked;
    this.#readProgram();
    if (kind === "author") this.#author ??= (await import("../../../docs/exercises.md")).default;
    if (mine !== this.#asked) return;
    this.#frame.look("");
    this.#view = { kind };
    this.#draw();
  }

  /** Shows a section, by its number from 1; the nearest one if there is none of that number. */
  async #goTo(number, section) {
    this.#asked += 1;
    const mine = this.#asked;
    let text;
    try {
      text = await this.#lessonText(number);
    } catch {
      this.#frame.say(says.notLoaded, true);
      return false;
    }
    if (mine !== this.#asked) return false;
    const index = Math.min(Math.max(section, 1), text.sections.length) - 1;
    this.#keepCode();
    this.#view = { kind: "lesson", number, index };
    const at = `${number}.${index + 1}`;
    keepPlace(at);
    // A link to a program stays in the address as long as its program is there.
    if (!location.hash || location.hash.startsWith("#lesson")) history.replaceState(null, "", `#lesson=${at}`);
    this.#frame.look("");
    this.#draw();
    return true;
  }

  async #lessonText(number) {
    if (!this.#lessons.has(number)) {
      const { default: text } = await LESSONS[number - 1].load();
      this.#lessons.set(number, lessonOf(text));
      this.#tasks.set(number, freshTask());
    }
    return this.#lessons.get(number);
  }

  #draw() {
    this.#frame.pane.classList.remove("is-low");
    const { kind, number, index } = this.#view;
    const none = { at: 0, of: 0, position: "" };
    if (kind === "list") {
      this.#frame.draw(listHtml(this.#program), none);
    } else if (kind === "author") {
      this.#frame.draw(authorHtml(this.#author), none);
    } else if (kind === "program") {
      const { length } = this.#program.notes;
      const place = { at: this.#note, of: length, position: says.noteOf(this.#note + 1, length) };
      this.#frame.draw(programHtml(this.#program, this.#stateOf(this.#programTask), this.#note), place);
      // Notes need little room, and are about what lies beside or below them.
      this.#frame.pane.classList.toggle("is-low", !isExercise(this.#program));
    } else {
      const lesson = this.#lessons.get(number);
      const task = { ...this.#stateOf(this.#tasks.get(number)), hasCode: codeOf(number) !== undefined };
      const { length } = lesson.sections;
      const place = { at: index, of: length, position: says.sectionOf(index + 1, length) };
      this.#frame.draw(sectionHtml(number, lesson, index, task), place);
    }
  }

  /** What is known of a task, and whether its verdict is of another text. */
  #stateOf(task) {
    this.#drewStale = task.verdict !== null && task.verdict.source !== this.#calls.source();
    return { ...task, isStale: this.#drewStale };
  }

  /** Marks the verdict as of the text before, or no more, when it has become so. */
  #markVerdict() {
    const { verdict } = this.#tasks.get(this.#view.number);
    const isStale = verdict !== null && verdict.source !== this.#calls.source();
    if (isStale !== this.#drewStale) this.#redraw();
  }

  #redraw() {
    this.#frame.redraw(() => this.#draw());
  }

  // ---- the program in the editor

  #readProgram() {
    this.#program = ofProgram(this.#calls.source());
    if (this.#note >= this.#program.notes.length) this.#note = 0;
  }

  /** Another text is in the editor. */
  textChanged(isTyped) {
    const wasStale = this.#drewStale;
    this.#follow(isTyped);
    this.#showChange(isTyped);
    const isSeen = this.#frame.isOpen && this.#frame.part("verdict") !== null;
    if (isTyped && isSeen && this.#drewStale && !wasStale) this.#frame.say(says.ofBefore);
  }

  #showChange(isTyped) {
    if (isTyped && !this.#frame.isOpen) return;
    if (this.#view.kind === "lesson") this.#markVerdict();
    const program = ofProgram(this.#calls.source());
    const has = hasAny(program);
    // Whoever types the whole text anew is still at the exercise.
    if (isTyped && !has && this.#view.kind === "program") return;
    const before = JSON.stringify(this.#program);
    this.#readProgram();
    if (!isTyped && has) {
      if (before !== JSON.stringify(program)) this.#programTask = freshTask();
      this.#note = 0;
      this.#view = { kind: "program" };
      this.#frame.open();
    }
    if (this.#view.kind === "program" && !has) this.#view = { kind: "list" };
    if (this.#frame.isOpen && ["list", "program"].includes(this.#view.kind)) this.#redraw();
  }

  /** Whether what the editor holds still comes of the task that was opened. */
  #follow(isTyped) {
    const opened = this.#opened;
    if (!opened) return;
    const source = this.#calls.source();
    if (source === opened.text) opened.isThere = true;
    else if (source === opened.before) opened.isThere = false;
    else if (!isTyped) this.#opened = null;
  }

  /** Reads the exercise of the program anew; false, and nothing read, where there is none. */
  #hasExercise() {
    const is = isExercise(ofProgram(this.#calls.source()));
    if (is) this.#readProgram();
    return is;
  }

  /** Whether the editor holds the program of a lesson's task, whatever was made of it: it was
   * opened, or begins with its first line. */
  #hasTaskOf(number) {
    if (this.#opened?.number === number && this.#opened.isThere) return true;
    const start = this.#lessons.get(number)?.programs.start;
    const first = (text) => text.split("\n", 1)[0].trim();
    return start !== undefined && first(this.#calls.source()) === first(start);
  }

  /** Keeps what the learner has made of the task, before something else takes its place. */
  #keepCode() {
    const { kind, number } = this.#view;
    if (kind === "lesson" && this.#hasTaskOf(number)) keepCode(number, this.#calls.source());
  }

  /** Opens a text of the lesson that is shown, under a name; its address takes the place of a link's. */
  #open(text, named) {
    const { number, index } = this.#view;
    this.#keepCode();
    history.replaceState(null, "", `#lesson=${number}.${index + 1}`);
    this.#calls.openText(text, named(number, this.#lessons.get(number).title));
  }

  /** Opens a program of the task, which stays the task's whatever is typed. */
  #openProgram(text) {
    const before = this.#calls.source();
    this.#open(text, says.taskNamed);
    this.#opened = { number: this.#view.number, text, before: before === text ? null : before, isThere: true };
  }

  /** Stands before a call; false where the program is not valid or has no such export. */
  #start([entry, ...args]) {
    try {
      globalThis.wasmscope.start(entry, args);
      return true;
    } catch (error) {
      if (!error.kind) throw error;
      return false;
    }
  }

  /** Opens a program of a section at its step. */
  #showMe({ program, entry, args, step, label }) {
    this.#open(this.#lessons.get(this.#view.number).programs[program], places.lesson);
    const words = label.replaceAll("`", "");
    if (entry === undefined) {
      // It is not valid: what is wrong with it is what is to be seen.
      this.#frame.say(says.seeProblems(words), true);
      this.#frame.giveWay("problems");
      return;
    }
    this.#start([entry, ...args]);
    const { step: at } = globalThis.wasmscope.seek(step);
    this.#frame.say(says.atStep(at, words), true);
    this.#frame.giveWay(/\b(memory|bytes)\b/i.test(words) ? "memory" : "machine");
  }

  // ---- tasks

  /** The task that is shown, and what is known of it. */
  #task() {
    const { kind, number } = this.#view;
    if (kind === "program") return [this.#program, this.#programTask];
    return [this.#lessons.get(number).task, this.#tasks.get(number)];
  }

  #openTask(isAnew) {
    const { number } = this.#view;
    const { programs, task } = this.#lessons.get(number);
    const kept = isAnew ? undefined : codeOf(number);
    this.#openProgram(kept || programs.start);
    if (isAnew) {
      keepCode(number, programs.start);
      this.#tasks.get(number).verdict = null;
    }
    this.#start(task.cases[0].calls[0]);
    this.#redraw();
    this.#frame.say(isAnew ? says.anew : says.isOpen);
    this.#frame.giveWay("source");
  }

  #check() {
    const { kind, number } = this.#view;
    const isLesson = kind === "lesson";
    if (isLesson && !this.#hasTaskOf(number)) {
      this.#frame.say(says.another, true);
      return;
    }
    this.#keepCode();
    if (!isLesson && !this.#hasExercise()) {
      this.#frame.say(says.gone, true);
      return;
    }
    const [task, state] = this.#task();
    const verdict = checkTask(task, state, this.#calls.source());
    const isDone = verdict.isDone && isLesson;
    if (isDone) markDone(number);
    this.#frame.look("");
    this.#redraw();
    const sentence = said(task, verdict);
    this.#frame.say(isDone ? says.lessonDone(sentence, number) : sentence);
    this.#frame.part("verdict")?.scrollIntoView({ block: "nearest" });
  }

  /** Stands before a call that came out otherwise, to be stepped through. */
  #stepThrough(index) {
    const { calls, text } = this.#task()[0].cases[index];
    if (this.#start(calls[0])) this.#frame.say(says.beforeCall(text), true);
    else this.#frame.say(says.changed, true);
    this.#frame.giveWay("machine");
  }

  #hint() {
    const [task, state] = this.#task();
    state.hints += 1;
    this.#redraw();
    this.#frame.say(says.hint(state.hints, task.hints[state.hints - 1]));
  }

  #solution() {
    this.#openProgram(this.#lessons.get(this.#view.number).programs.solution);
    this.#frame.say(says.solution, true);
  }

  // ---- notes

  async #playNote(index) {
    this.#note = index;
    const { step, text } = this.#program.notes[index];
    this.#redraw();
    try {
      const { step: at } = await globalThis.wasmscope.goTo(step);
      this.#frame.say(at === step ? text : says.endsBefore(text, at), at !== step);
      if (at === step) this.#frame.look("");
    } catch (error) {
      if (!error.kind) throw error;
      this.#frame.say(says.cannotGo(text, error.message), true);
    }
  }

  // ---- clicks

  async #onClick({ target }) {
    const control = target.closest("button");
    if (!control) {
      // The place of a link comes through the address; the focus goes along.
      if (target.closest("a[href^='#lesson=']")) setTimeout(() => this.#frame.focus());
      return;
    }
    if (control.getAttribute("aria-disabled") === "true") return;
    const { lesson, place, show, note, line, call, do: action } = control.dataset;
    const { number, index } = this.#view;
    if (lesson) await this.#turnTo(Number(lesson), 1);
    else if (place) await this.#turnTo(...place.split(".").map(Number));
    else if (show) this.#showMe(this.#lessons.get(number).sections[index].parts[Number(show)].show);
    else if (note) await this.#playNote(Number(note));
    else if (call) this.#stepThrough(Number(call));
    else if (line) {
      if (this.#frame.isBelow) this.#frame.fold(true);
      this.#calls.revealLine(Number(line));
    } else await this.#act(action);
  }

  /** Goes to a section, and puts the focus on its heading. */
  async #turnTo(number, section) {
    if (await this.#goTo(number, section)) this.#frame.focus();
  }

  async #act(action) {
    const { kind, number, index } = this.#view;
    const by = { next: 1, back: -1 }[action];
    if (by) {
      if (kind === "lesson") await this.#turnTo(number, index + 1 + by);
      else await this.#playNote(this.#note + by);
    } else if (action === "close") this.#close();
    else if (action === "fold") this.#frame.fold();
    else if (action === "check") this.#check();
    else if (action === "hint") this.#hint();
    else if (action === "solution") this.#solution();
    else if (action === "start" || action === "again") this.#openTask(action === "again");
    else if (["list", "program", "author"].includes(action)) {
      await this.#show(action);
      this.#frame.fold(false);
      this.#frame.focus();
    }
  }
}
