// The tokens of WebAssembly text, comments included: enough to complete words and to see that a
// text was only laid out anew. Whether it is well-formed is the assembler's matter.

const idChars = "0-9A-Za-z!#$%&'*+\\-./:<=>?@\\\\^_`|~";

/** A word, or a part of one. */
export const wordPattern = new RegExp(`[${idChars}]*`);

const token = new RegExp(`;;[^\\n]*|\\(;|\\$?"(?:[^"\\\\]|\\\\[^])*"?|[()]|[${idChars}]+|\\S`, "g");
const commentMark = /\(;|;\)/g;

/** Where a block comment ends that begins at `from`; comments are nested. */
function endOfComment(text, from) {
  let depth = 0;
  commentMark.lastIndex = from;
  for (let mark = commentMark.exec(text); mark; mark = commentMark.exec(text)) {
    depth += mark[0] === "(;" ? 1 : -1;
    if (depth === 0) return commentMark.lastIndex;
  }
  return text.length;
}

/**
 * Each token in turn as `{from, to, text, isComment}`; a comment to the end of its line is without
 * the blanks there.
 */
export function* tokens(text) {
  let from = 0;
  for (;;) {
    token.lastIndex = from;
    const found = token.exec(text);
    if (!found) return;
    const begin = found.index;
    const isLine = found[0].startsWith(";;");
    const isBlock = found[0] === "(;";
    const whole = isBlock ? text.slice(begin, endOfComment(text, begin)) : found[0];
    const own = isLine ? whole.trimEnd() : whole;
    from = begin + whole.length;
    yield { from: begin, to: begin + own.length, text: own, isComment: isLine || isBlock };
  }
}
