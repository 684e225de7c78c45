// A lesson as it is written in www/lessons: sections of prose with programs, then a task.
//
// `# Title`, a paragraph that sums it up, `## Section` and at the end `## Task: …`. A fenced
// block with a name (```wat adder) is a program, which is not shown; `start` and `solution` are
// those of the task. Two lines are buttons: `> show adder main 3 4 @2 i32.add: the sum` opens a
// program at a step of a call, where that instruction comes next; `> open broken: what is wrong`
// opens one that is not valid. Lines of the task that begin with `@` are directives.

import { read, words as wordsOf } from "./directives.js";

const PROGRAM = /^```wat (\S+)\n([\s\S]*?)^```$\n?/gm;
const SHOW = /^> show (\S+) (.+) @(\d+) (\S+): (.+)$/;
const OPEN = /^> open (\S+): (.+)$/;

/** Prose, and buttons that open a program. */
function parts(text) {
  const parts = [];
  for (const line of text.split("\n")) {
    const [, program, call, step, op, label] = SHOW.exec(line) ?? [];
    const [, invalid, words] = OPEN.exec(line) ?? [];
    if (invalid) {
      parts.push({ show: { program: invalid, label: words } });
    } else if (program) {
      const [entry, ...args] = wordsOf(call);
      parts.push({ show: { program, entry, args, step: Number(step), op, label } });
    } else if (parts.at(-1)?.text === undefined) {
      parts.push({ text: line });
    } else parts.at(-1).text += `\n${line}`;
  }
  return parts.filter(({ show, text }) => show || text.trim());
}

/** Reads a lesson. */
export function lessonOf(text) {
  const programs = {};
  const rest = text.replaceAll(PROGRAM, (_, name, source) => {
    programs[name] = source;
    return "";
  });
  const [head, ...bodies] = rest.split(/^## /m);
  const [title, ...summary] = head.trim().split("\n");
  const sections = bodies.map((body) => {
    const end = body.indexOf("\n");
    return { title: body.slice(0, end).trim(), body: body.slice(end + 1) };
  });
  const last = sections.at(-1);
  const lines = last.body.split("\n");
  const isDirective = (line) => line.startsWith("@");
  const directives = lines.filter(isDirective).map((line, index) => ({ line: index, text: line.slice(2) }));
  last.body = lines.filter((line) => !isDirective(line)).join("\n");
  return {
    title: title.replace(/^# /, ""),
    summary: summary.join(" ").trim(),
    programs,
    sections: sections.map(({ title, body }) => ({ title, parts: parts(body) })),
    task: read(directives),
  };
}
