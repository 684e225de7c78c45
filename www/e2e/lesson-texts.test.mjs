// Chooses its own widths.
// What is written in the lessons: each text, its programs, its task and the solution.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

import { ready } from "./machine.mjs";
import { open } from "./page.mjs";
import { source } from "./sources.mjs";

const { check } = await source("lessons/check.js");
const { lessonOf } = await source("lessons/lesson.js");
const { LESSONS } = await source("lessons/list.js");

const folder = new URL("../lessons/", import.meta.url);
const lessons = readdirSync(folder)
  .sort()
  .map((file) => ({ file, ...lessonOf(readFileSync(new URL(file, folder), "utf8")) }));

test("there are twelve, listed as they are written, each with prose and a task", () => {
  assert.equal(lessons.length, 12);
  lessons.forEach(({ file, title, summary, sections, task, programs }, index) => {
    const listed = LESSONS[index];
    assert.equal(title, listed.title, file);
    assert.ok(summary.startsWith(listed.about), `${file}: ${summary}`);
    assert.match(summary, /(Five|Six|Seven|Eight) minutes\.$/, file);
    assert.ok(sections.length >= 4 && sections.length <= 8, `${file} has sections`);
    assert.match(sections.at(-1).title, /^Task: /, file);
    for (const { title, parts } of sections) {
      assert.ok(parts.some(({ text }) => text?.trim()), `${file}: ${title} has a text`);
      const labels = parts.flatMap(({ show }) => (show ? [show.label] : []));
      assert.equal(new Set(labels).size, labels.length, `${file}: ${title} has buttons of one name each`);
      for (const { show } of parts) assert.ok(!show || show.program in programs, `${file}: ${show?.program}`);
    }
    const shown = new Set(sections.flatMap(({ parts }) => parts.map(({ show }) => show?.program)));
    const unused = Object.keys(programs).filter((name) => !shown.has(name));
    assert.deepEqual(unused, ["start", "solution"], `${file}: every program is shown`);
    assert.deepEqual(task.problems, [], file);
    assert.equal(task.hints.length, 3, `${file} has hints in three levels`);
    assert.ok(task.cases.some(({ isSecret }) => !isSecret), file);
    const first = (text) => text.split("\n", 1)[0];
    assert.equal(first(programs.start), first(programs.solution), `${file}: both are known as the task's`);
  });
  const firsts = lessons.map(({ programs }) => programs.start.split("\n", 1)[0]);
  assert.equal(new Set(firsts).size, 12, "each task is known by its first line");
});

test("every program runs to the step that is shown, those that are to be refused are", async (t) => {
  const page = await open(t);
  await ready(page);
  for (const { file, sections, programs } of lessons) {
    for (const { show } of sections.flatMap(({ parts }) => parts)) {
      if (!show) continue;
      const { program, entry, args, step, op, label } = show;
      const at = await page.evaluate(
        ([text, entry, args, step]) => {
          try {
            wasmscope.load(text);
          } catch (error) {
            return { refused: error.message };
          }
          if (entry === undefined) return {};
          wasmscope.start(entry, args);
          return wasmscope.seek(step);
        },
        [programs[program], entry, args, step],
      );
      if (entry === undefined) assert.ok(at.refused, `${file}: ${label}`);
      else assert.deepEqual([at.step, at.status, at.at?.op], [step, "paused", op], `${file}: ${label}`);
    }
  }
});

test("what a task begins with fails, and its solution passes", async (t) => {
  const page = await open(t);
  await ready(page);
  for (const { file, task, programs } of lessons) {
    // The calls of a check, made in the page beforehand; the check itself is the pane's.
    const tried = async (text) => {
      const answers = [];
      for (const { calls } of task.cases) {
        answers.push(await page.evaluate(([text, calls]) => {
          try {
            return wasmscope.tryOut(text, calls);
          } catch ({ kind, message, line }) {
            return { error: { kind, message, line } };
          }
        }, [text, calls]));
      }
      let next = 0;
      return check(() => {
        const answer = answers[next];
        next += 1;
        if (answer.error) throw answer.error;
        return answer;
      }, text, task);
    };
    assert.equal((await tried(programs.start)).isDone, false, `${file}: the start fails`);
    const solved = await tried(programs.solution);
    assert.ok(solved.isDone, `${file}: ${JSON.stringify(solved)}`);
  }
});

test("the mistakes of lesson 8 are told in the order of its last hint", async (t) => {
  const page = await open(t);
  await ready(page);
  const { programs, task } = lessons[7];
  const order = ["i32.const 0` away", "f64.convert_i32_s", "i32.trunc_f64_s"].map((op) => task.hints[2].indexOf(op));
  assert.ok(order[0] >= 0 && order[0] < order[1] && order[1] < order[2], `the hint: ${order}`);
  const told = (text) => page.evaluate((text) => {
    try {
      return wasmscope.tryOut(text, [["grade", 80, 91]]).calls[0].results[0];
    } catch ({ message }) {
      return message;
    }
  }, text);
  const first = programs.start;
  const second = first.replace(/ +i32\.const 0\n( +i32\.const -1)/, "$1");
  const third = second.replace("i32.add\n", "i32.add\n f64.convert_i32_s\n");
  assert.match(await told(first), /left over/);
  assert.match(await told(second), /f64\.div/);
  assert.match(await told(third), /leaves f64/);
  assert.equal(await told(third.replace("f64.nearest\n", "f64.nearest\n i32.trunc_f64_s\n")), "i32:86");
});

test("the vector task refuses what only looks as if it added vectors", async (t) => {
  const page = await open(t);
  await ready(page);
  const { programs, task } = lessons[11];
  const decoy = programs.start.replace(/\(local \$at[\s\S]*$/,
    "i32.const 0 v128.load i32.const 16 v128.load i32x4.add drop i32.const 136))");
  const wrong = await page.evaluate(([text, cases]) => cases.map(({ calls, results }) => {
    const came = wasmscope.tryOut(text, calls).calls.at(-1).results[0];
    return came !== `i32:${results[0]}`;
  }), [decoy, task.cases]);
  assert.deepEqual(wrong, [false, true, true]);
});
