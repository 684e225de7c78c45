// Texts in message files (locales/en), for build.mjs: `import * as text from "….ftl"` gives a
// constant for each message, or a function of its variables in their order. A message that is
// missing stops the build, and so does one that nobody uses. With WASMSCOPE_LANGUAGE those of
// another folder take their place, as far as it has them. web/build.rs does the same for Rust.
//
// Of Fluent there are messages, variables, `{ NUMBER($n) }` (a whole number as the language
// groups it) and choices by a variable: `[0]` is a number, `[one]` and its like are what the
// language makes of one, anything else a word.

import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";

import { FluentParser } from "@fluent/syntax";

const parser = new FluentParser({ withSpans: false });
const camel = (name) => name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
const quoted = (text) => text.replace(/[`\\$]/g, "\\$&");
const categories = ["zero", "one", "two", "few", "many", "other"];

/** A message in JavaScript, as it is made of a pattern of a language; its variables in their order. */
class Writer {
  variables;

  /** `variables` are those that are known to be in it. */
  constructor(language, variables = []) {
    this.language = JSON.stringify(language);
    this.variables = new Set(variables);
  }

  pattern({ elements }) {
    return `\`${elements.map((element) => this.#part(element)).join("")}\``;
  }

  #part({ type, value, expression }) {
    if (type === "TextElement") return quoted(value.replaceAll("\n", " "));
    if (expression.type === "StringLiteral") return quoted(expression.parse().value);
    return `\${${this.#expression(expression)}}`;
  }

  #expression({ type, id, arguments: given, selector, variants }) {
    if (type === "VariableReference") return this.#variable(id);
    if (type === "SelectExpression") return this.#choice(this.#variable(selector.id), variants);
    const [number] = given?.positional ?? [];
    if (type !== "FunctionReference" || id.name !== "NUMBER" || !number?.id) throw new Error(`${type} is not known here`);
    return `${this.#variable(number.id)}.toLocaleString(${this.language})`;
  }

  #variable(id) {
    if (!id) throw new Error("a choice is by a variable");
    // A name may be a word of JavaScript.
    const name = `$${camel(id.name)}`;
    this.variables.add(name);
    return name;
  }

  #choice(name, variants) {
    const last = variants.find((variant) => variant.default);
    const cases = variants.filter((variant) => variant !== last);
    const texts = cases.map(({ key, value }) => `${this.#is(name, key)} ? ${this.pattern(value)} : `);
    return texts.join("") + this.pattern(last.value);
  }

  #is(name, { type, name: word, value }) {
    if (type === "NumberLiteral") return `${name} === ${value}`;
    if (!categories.includes(word)) return `${name} === "${word}"`;
    if (this.language === '"en"' && word === "one") return `${name} === 1`;
    return `new Intl.PluralRules(${this.language}).select(${name}) === "${word}"`;
  }
}

/** The messages of a file by name, each with what it is made of. */
function patterns(source, path) {
  const { body } = parser.parse(source);
  return new Map(
    body.flatMap((entry) => {
      if (entry.type === "Junk") throw new Error(`${path}: ${entry.annotations[0]?.message ?? entry.content}`);
      return entry.type === "Message" && entry.value ? [[entry.id.name, entry.value]] : [];
    }),
  );
}

/** The language that every message is in, and the one that is built. */
const COMPLETE = "en";
const built = process.env.WASMSCOPE_LANGUAGE ?? COMPLETE;

const folder = /locales([\\/])([^\\/]+)/;

/**
 * The messages of a file: name and JavaScript of each. `other` is the same file in another
 * language, whose messages take the place of those that it has; the variables stay in their order.
 */
export function messages(source, path, other = { source: "", path }) {
  const languageOf = (path) => folder.exec(path)[2];
  const others = patterns(other.source, other.path);
  const all = patterns(source, path);
  for (const name of others.keys()) {
    if (!all.has(name)) throw new Error(`${other.path}: ${name} is no message of ${languageOf(path)}`);
  }
  return [...all].map(([name, pattern]) => {
    const complete = new Writer(languageOf(path));
    let text = complete.pattern(pattern);
    const { variables } = complete;
    if (others.has(name)) {
      const own = new Writer(languageOf(other.path), variables);
      text = own.pattern(others.get(name));
      if (own.variables.size > variables.size) throw new Error(`${other.path}: ${name} has another variable`);
    }
    return [camel(name), variables.size > 0 ? `(${[...variables].join(", ")}) => ${text}` : text];
  });
}

/** The same file in the language that is built, where it has one. */
function inOther(path) {
  const other = path.replace(folder, `locales$1${built}`);
  return built !== COMPLETE && existsSync(other) ? { source: readFileSync(other, "utf8"), path: other } : undefined;
}

/** The part of the build that gives message files to who imports them. */
export const texts = {
  name: "texts",
  setup({ onLoad, onEnd }) {
    const declared = new Map();
    const used = new Set();
    onLoad({ filter: /\.js$/ }, ({ path }) => {
      if (path.includes("node_modules")) return undefined;
      const source = readFileSync(path, "utf8");
      for (const [, name, file] of source.matchAll(/import \* as (\w+) from "([^"]+\.ftl)"/g)) {
        const from = resolve(dirname(path), file);
        for (const [, key] of source.matchAll(new RegExp(`\\b${name}\\.(\\w+)`, "g"))) used.add(`${from} ${key}`);
      }
      return undefined;
    });
    onLoad({ filter: /\.ftl$/ }, ({ path }) => {
      const all = messages(readFileSync(path, "utf8"), path, inOther(path));
      for (const [name] of all) declared.set(`${path} ${name}`, `${name} (${basename(path)})`);
      const contents = all.map(([name, text]) => `const $${name} = ${text};\nexport { $${name} as ${name} };`).join("\n");
      return { contents, loader: "js" };
    });
    onEnd(() => {
      const unused = [...declared].filter(([key]) => !used.has(key)).map(([, name]) => name);
      if (unused.length > 0) throw new Error(`nobody uses these texts: ${unused.join(", ")}`);
    });
  },
};

/** The same for a module by itself, which need not use every text of the files that it shares. */
export const textsOfPart = {
  name: "texts-of-part",
  setup: ({ onLoad }) => texts.setup({ onLoad, onEnd() {} }),
};
