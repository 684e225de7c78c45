// The picture of a run, as objects: the page (Rust) gives it as numbers.

const endings = ["returned", "trapped", "thrown", "exited"];

/** Numbers of a column. */
const width = 8;

/** Four numbers, and eight for each column. */
export function pictureOf(flat) {
  const [from, to, steps, ending] = flat;
  const columns = [];
  for (let at = 4; at < flat.length; at += width) {
    const [exact, least, most, height, wrote, writes, written, hosts] = flat.subarray(at, at + width);
    const first = from + (columns.length * steps);
    const column = { from: first, to: Math.min(first + steps, to), exact: exact === 1, hosts };
    // Where no state was looked at, there is nothing to say of them.
    if (least >= 0) Object.assign(column, { depth: [least, most], height });
    column.wrote = wrote === 1;
    if (column.exact) Object.assign(column, { writes, written });
    columns.push(column);
  }
  const picture = { from, to, columns };
  if (ending >= 0) picture.ending = endings[ending];
  return picture;
}
