// What the pane of the lessons shows, as HTML: the list, a section of a lesson, and the exercise
// or storyboard of the program that is open.

import * as places from "../../locales/en/lessons/places.ftl";
import * as says from "../../locales/en/lessons/views.ftl";
import { hasAny, isExercise, isStoryboard } from "./directives.js";
import { LESSONS } from "./list.js";
import { block, escape, inline } from "./markdown.js";
import { doneCount, isDone, lastPlace } from "./progress.js";
import { taskHtml } from "./task.js";

const heading = (text) => `<h3 tabindex="-1">${text}</h3>`;

function card({ title, about }, index) {
  const number = index + 1;
  const done = isDone(number) ? `<span class="done"><span aria-hidden="true">✓</span> ${says.done}</span>` : "";
  return `<li><button type="button" data-lesson="${number}">
    <span class="number">${number}</span><strong>${escape(title)}</strong>${done}<small>${escape(about)}</small></button></li>`;
}

/** All lessons, with those that are done marked. `program` is what the text in the editor holds. */
export function listHtml(program) {
  const at = lastPlace();
  const [lesson, section] = at?.split(".") ?? [];
  const goOn = at ? `<button type="button" class="primary" data-place="${at}">${says.goOn(lesson, section)}</button>` : "";
  const isNotes = isStoryboard(program) && !isExercise(program);
  const open = isNotes ? says.openStoryboard : says.openExercise;
  const own = hasAny(program) ? `<button type="button" data-do="program">${open}</button>` : "";
  const done = doneCount();
  return `${heading(says.twelve)}
    <p>${says.about}</p>
    <p class="muted">${done === 0 ? says.kept : says.countKept(done, LESSONS.length)}</p>
    <p class="actions">${goOn}${own}</p>
    <ol class="lesson-list">${LESSONS.map(card).join("")}</ol>
    <p class="actions"><button type="button" data-do="author">${says.write}</button></p>`;
}

/** How to write an exercise, from docs/exercises.md: its title, then its text. */
export function authorHtml(text) {
  const [title, ...rest] = text.split("\n");
  return `${heading(inline(title.replace("# ", "")))}${block(rest.join("\n"))}`;
}

function show({ label }, index) {
  return `<p class="show"><button type="button" data-show="${index}"><span aria-hidden="true">▶</span> ${says.showMe(inline(label, false))}</button></p>`;
}

/** A section of a lesson; the last one is its task. */
export function sectionHtml(number, lesson, index, state) {
  const section = lesson.sections[index];
  const place = `${number}.${index + 1}`;
  const link = `<a class="place" href="#lesson=${place}" aria-label="${says.linkTo(place)}">${place}</a>`;
  const head = `<p class="muted crumb">${places.lesson(number, escape(lesson.title))} ${link}</p>`;
  const summary = index === 0 ? `<p class="summary">${inline(lesson.summary)}</p>` : "";
  const prose = section.parts.map((part, at) => (part.show ? show(part.show, at) : block(part.text)));
  const task = index < lesson.sections.length - 1 ? "" : taskOf(number, lesson, state);
  return `${head}${heading(inline(section.title))}${summary}${prose.join("")}${task}`;
}

function taskOf(number, lesson, state) {
  const opens = `<button type="button" data-do="start">${says.openTask}</button>
    ${state.hasCode ? `<button type="button" data-do="again">${says.anew}</button>` : ""}`;
  const html = taskHtml(lesson.task, state, { opens, solution: true });
  if (!state.verdict?.isDone) return html;
  const next = LESSONS[number];
  const onward = next
    ? `<button type="button" data-lesson="${number + 1}">${places.lesson(number + 1, escape(next.title))}</button>`
    : says.allRead;
  return `${html}<p class="actions onward">${onward}</p>`;
}

/** The exercise and the notes of a program. Its text may come from anybody, so it has no links. */
export function programHtml(program, state, note) {
  const [title, ...rest] = program.task.split("\n\n");
  const holes = program.holes.map((line) => `<button type="button" data-line="${line}">${places.goToLine(line)}</button>`);
  const left = isExercise(program) && holes.length > 0
    ? `<p>${says.holes("<code>;;?</code>")}</p><p class="actions">${holes.join("")}</p>` : "";
  const problems = program.problems.map(({ line, text }) => `<p class="verdict is-wrong">${places.onLine(line, `<code>${escape(text)}</code>`)}</p>`);
  const texts = rest.map((text) => `<p>${inline(text, false)}</p>`).join("");
  const task = isExercise(program)
    ? `${texts}${left}${taskHtml(program, state, { withLinks: false })}` : "";
  const notes = isStoryboard(program) ? notesHtml(program, note) : "";
  const name = inline(title || (isStoryboard(program) && !isExercise(program) ? says.storyboard : says.exercise), false);
  return `<p class="muted crumb">${says.ofProgram}</p>${heading(name)}${problems.join("")}${notes}${task}`;
}

/** The notes of a storyboard: the one that is shown, and all of them by their steps. */
function notesHtml({ notes }, shown) {
  const { step, text } = notes[shown] ?? notes[0];
  const items = notes.map(({ step }, at) => {
    const current = at === shown ? ' aria-current="step"' : "";
    return `<li><button type="button" data-note="${at}"${current}>${says.note(at + 1, step)}</button></li>`;
  });
  return `<div class="note"><p class="muted">${says.step(step)}</p><p>${inline(text, false)}</p></div>
    <ol class="notes" aria-label="${says.notes}">${items.join("")}</ol>`;
}
