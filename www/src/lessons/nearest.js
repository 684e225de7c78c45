// The word that was probably meant by one that is none. `vm/src/load/suggest.rs` decides in the
// same way, since both read comments `;;@ …`, and each word that is none is told by one of them:
// vm/tests/directives.txt has examples for both.

/** Edits that turn one word into the other: a letter more, less or another, or two swapped. */
function distance(left, right) {
  let beforeLast = [];
  let last = right.map((_, column) => column).concat(right.length);
  left.forEach((l, row) => {
    const now = [row + 1];
    right.forEach((r, column) => {
      const best = Math.min(last[column] + (l === r ? 0 : 1), last[column + 1] + 1, now[column] + 1);
      const isSwapped = row > 0 && column > 0 && l !== r && l === right[column - 1] && left[row - 1] === r;
      now.push(isSwapped ? Math.min(best, beforeLast[column - 1] + 1) : best);
    });
    [beforeLast, last] = [last, now];
  });
  return last[right.length];
}

/** How many edits are likely in a word of so many letters. */
function most(length) {
  if (length <= 3) return 1;
  return length <= 6 ? 2 : Math.min(Math.floor(length / 3), 5);
}

/** The first of the nearest candidates that is near enough to be meant; undefined for none. */
export function nearest(word, candidates) {
  const letters = [...word.toLowerCase()];
  if (letters.length === 0 || letters.length > 64) return undefined;
  let best;
  for (const candidate of candidates) {
    const cost = distance(letters, [...candidate]);
    const isNear = cost <= most(letters.length) && cost < Math.max(letters.length, 2);
    if (isNear && cost < (best?.cost ?? Infinity)) best = { cost, candidate };
  }
  return best?.candidate;
}
