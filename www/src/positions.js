// Places in a text: lines and columns from 1 to offsets, and the token there.

/** The offset of a line and column, moved into the document where it lies outside. */
export function offsetAt(doc, line, column) {
  if (line < 1) return 0;
  if (line > doc.lines) return doc.length;
  const { from, to } = doc.line(line);
  return Math.min(from + Math.max(column - 1, 0), to);
}

/** The line and column of an offset. */
export function placeOf(doc, offset) {
  const line = doc.lineAt(offset);
  return [line.number, offset - line.from + 1];
}

/** The word at an offset, or the single character where there is no word. */
export function tokenAt(doc, offset) {
  const line = doc.lineAt(offset);
  const word = /[^\s()";]+/y;
  word.lastIndex = offset - line.from;
  const found = word.exec(line.text);
  const length = found ? found[0].length : Math.min(1, line.to - offset);
  return { from: offset, to: offset + length };
}
