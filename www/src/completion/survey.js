// What a text declares, and where in it a place is: which lists and blocks are open there.

import { tokens } from "../wat-tokens.js";

const blocks = new Set(["block", "loop", "if", "try_table"]);
const ofModule = new Set(["func", "global", "memory", "table", "tag", "type", "data", "elem"]);
const aroundModule = new Set([undefined, "module", "rec", "import"]);

/** What a `$name` right after a list's first word declares there; undefined when it only uses it. */
function declared(head, parent) {
  if (head === "param" || head === "local") return parent === "func" ? "local" : undefined;
  if (head === "field") return parent === "struct" ? "field" : undefined;
  return ofModule.has(head) && aroundModule.has(parent) ? head : undefined;
}

class Survey {
  /** What is declared: `{kind, name, detail, field}`, the last the number of the module's field. */
  names = [];
  /** Lists that are open: `{head, words, from, field, declares, types}`. */
  #open = [];
  /** Blocks that are open, outermost first: `{name, depth, isFlat}`. */
  #labels = [];
  #field = 0;

  constructor(text) {
    this.text = text;
  }

  /** What is open now. */
  place() {
    const list = this.#open.at(-1);
    return {
      head: list?.head,
      parent: this.#open.at(-2)?.head,
      words: list ? [...list.words] : [],
      field: this.#field,
      labels: this.#labels.map(({ name }) => name).reverse(),
    };
  }

  begin(from) {
    const outer = this.#open.at(-1);
    if (outer === undefined || outer.head === "module") this.#field += 1;
    this.#open.push({ words: [], from, types: { param: [], result: [] } });
  }

  word({ text }) {
    const list = this.#open.at(-1);
    if (!list) return;
    const before = list.words.at(-1);
    list.words.push(text);
    const isHead = list.words.length === 1;
    if (isHead) list.head = text;
    const depth = this.#open.length;
    if (blocks.has(text)) this.#labels.push({ depth, isFlat: !isHead });
    else if (text === "end") this.#leaveFlat(depth);
    if (!text.startsWith("$")) return;
    if (blocks.has(before)) this.#labels.at(-1).name = text;
    else if (list.words.length === 2) this.#declare(list, text);
  }

  #declare(list, name) {
    const kind = declared(list.head, this.#open.at(-2)?.head);
    if (!kind) return;
    list.declares = { kind, name, detail: kind, field: this.#field };
    this.names.push(list.declares);
  }

  #leaveFlat(depth) {
    const label = this.#labels.at(-1);
    if (label?.isFlat && label.depth === depth) this.#labels.pop();
  }

  end(to) {
    const list = this.#open.pop();
    if (!list) return;
    const depth = this.#open.length;
    while (this.#labels.at(-1)?.depth > depth) this.#labels.pop();
    const { declares, head, from } = list;
    const owner = this.#open.at(-1);
    // Without the name, if it has one: what is left are types.
    const types = this.text.slice(from, to).replace(/^\(\s*\w+\s*(\$\S+)?\s*|\s*\)$/g, "");
    if (declares?.kind === "local") declares.detail = `${head} ${types}`;
    else if (declares?.kind === "func") declares.detail = `[${list.types.param.join(" ")}] → [${list.types.result.join(" ")}]`;
    if (owner?.head === "func" && types) owner.types[head]?.push(types);
  }
}

/**
 * Reads a text: `names` that it declares, and the `place` at an offset; that is undefined inside
 * of a comment or a string.
 */
export function survey(text, offset) {
  const found = new Survey(text);
  let place;
  let isPast = false;
  for (const token of tokens(text)) {
    if (!isPast && token.to > offset) {
      isPast = true;
      const isText = token.isComment || token.text.includes('"');
      if (!isText || token.from >= offset) place = found.place();
    }
    const isAtEnd = token.isComment && token.text.startsWith(";;") && token.to === offset;
    if (isAtEnd) return { names: found.names, place: undefined };
    if (token.isComment || token.text.includes('"')) continue;
    if (token.text === "(") found.begin(token.from);
    else if (token.text === ")") found.end(token.to);
    else found.word(token);
  }
  return { names: found.names, place: isPast ? place : found.place() };
}
