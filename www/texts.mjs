// Texts in message files (locales/en), for build.mjs: `import * as text from "….ftl"` gives a
// constant for each message, or a function of its variables in their order. A message that is
// missing stops the build, and so does one that nobody uses. web/build.rs does the same for Rust;
// this one knows no choices by number, which no text needs yet.

import { readFileSync } from "node:fs";

import { FluentParser } from "@fluent/syntax";

const parser = new FluentParser({ withSpans: false });
const camel = (name) => name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());

/** A message in JavaScript. */
function expression(pattern, variables) {
  const part = (element) => {
    if (element.type === "TextElement") return element.value.replaceAll("\n", " ").replace(/[`\\$]/g, "\\$&");
    const { expression } = element;
    if (expression.type === "StringLiteral") return expression.parse().value.replace(/[`\\$]/g, "\\$&");
    if (expression.type !== "VariableReference") throw new Error(`${expression.type} is not known here`);
    const name = camel(expression.id.name);
    variables.add(name);
    return `\${${name}}`;
  };
  return `\`${pattern.elements.map(part).join("")}\``;
}

/** The messages of a file: name and JavaScript of each. */
function messages(path) {
  const { body } = parser.parse(readFileSync(path, "utf8"));
  return body.flatMap((entry) => {
    if (entry.type === "Junk") throw new Error(`${path}: ${entry.annotations[0]?.message ?? entry.content}`);
    if (entry.type !== "Message" || !entry.value) return [];
    const variables = new Set();
    const text = expression(entry.value, variables);
    const name = camel(entry.id.name);
    return [[name, variables.size > 0 ? `(${[...variables].join(", ")}) => ${text}` : text]];
  });
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
      for (const [, name, file] of source.matchAll(/import \* as (\w+) from "[^"]*?([\w-]+\.ftl)"/g)) {
        for (const [, key] of source.matchAll(new RegExp(`\\b${name}\\.(\\w+)`, "g"))) used.add(`${file} ${key}`);
      }
      return undefined;
    });
    onLoad({ filter: /\.ftl$/ }, ({ path }) => {
      const all = messages(path);
      for (const [name] of all) declared.set(`${path.split(/[\\/]/).at(-1)} ${name}`, path);
      return { contents: all.map(([name, text]) => `export const ${name} = ${text};`).join("\n"), loader: "js" };
    });
    onEnd(() => {
      const unused = [...declared.keys()].filter((name) => !used.has(name));
      if (unused.length > 0) throw new Error(`nobody uses these texts: ${unused.join(", ")}`);
    });
  },
};
