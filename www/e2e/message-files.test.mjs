// Chooses its own widths.
// What texts.mjs makes of message files.

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { build } from "esbuild";

import { messages, texts } from "../texts.mjs";

/** The messages of a file, as what they are in JavaScript. */
function made(source, language = "en") {
  const all = messages(source, `www/locales/${language}/some.ftl`);
  // They are ours.
  return Object.fromEntries(all.map(([name, text]) => [name, new Function(`return ${text}`)()]));
}

test("a message is a constant, one with variables a function of them in their order", () => {
  const { all, twoLines, odd, moved } = made(`
# A comment.
all = All of it
two-lines = One line
    and another
odd = { "{" }\`\${ $name }\\{ "}" }{ " " }
moved = { $to-step }, from { $new } to { $to-step }`);
  assert.equal(all, "All of it");
  assert.equal(twoLines, "One line and another");
  assert.equal(odd("x"), "{`$x\\} ");
  assert.equal(moved(2, 1), "2, from 1 to 2");
});

test("numbers are grouped and chosen by as the language has it", () => {
  const source = `
steps = { NUMBER($count) } { $count ->
    [0] none
    [one] step
   *[other] steps
}
ended = { $how ->
    [trap] trapped with { $count }
   *[other] returned
}`;
  const { steps, ended } = made(source);
  assert.deepEqual([0, 1, 2, 1234567].map(steps), ["0 none", "1 step", "2 steps", "1,234,567 steps"]);
  assert.deepEqual([ended("trap", 3), ended("return", 3)], ["trapped with 3", "returned"]);
  const german = made(source, "de");
  assert.deepEqual([1, 1234567].map(german.steps), ["1 step", "1.234.567 steps"]);
});

test("another language takes the place of what it has, with the variables as they are called", () => {
  const english = "moved = { $from } to { $to }\nhere = Here";
  const german = (source) => ({ source, path: "www/locales/de/some.ftl" });
  const both = (source) => Object.fromEntries(messages(english, "www/locales/en/some.ftl", german(source)));
  const { moved, here } = both("moved = nach { $to } von { $from }");
  assert.equal(new Function(`return ${moved}`)()(1, 2), "nach 2 von 1");
  assert.equal(here, "`Here`");
  assert.throws(() => both("moved = { $other }"), /de.some\.ftl: moved has another variable/);
  assert.throws(() => both("elsewhere = x"), /elsewhere is no message of en/);
});

test("what it does not know stops the build, and says where", () => {
  assert.throws(() => made("refers = { other-message }"), /MessageReference is not known here/);
  assert.throws(() => made("broken = { $name"), /some\.ftl: /);
});

test("so does a text that is missing, and one that nobody uses", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "texts-"));
  t.after(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, "locales/en"), { recursive: true });
  const built = (script, file) => {
    writeFileSync(join(folder, "locales/en/main.ftl"), file);
    writeFileSync(join(folder, "main.js"), script);
    const logOverride = { "import-is-undefined": "error" };
    return build({ entryPoints: [join(folder, "main.js")], bundle: true, write: false, plugins: [texts], logOverride, logLevel: "silent" });
  };
  const script = 'import * as says from "./locales/en/main.ftl"; console.log(says.here, says.default);';
  await built(script, "here = Here\ndefault = As ever");
  await assert.rejects(built(script, "default = As ever"), /Import "here" will always be undefined/);
  await assert.rejects(built(script, "here = Here\ndefault = As ever\nnot-used = Nowhere"), /nobody uses these texts: notUsed/);
});
