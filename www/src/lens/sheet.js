// Rows of bits below each other, bits of equal worth in one column. What is too long for the place
// goes on below, all rows together, so that it holds in a narrow pane; long stretches in which no
// row changes are told by their length. Sighted people see cells; who listens hears each row.

import * as says from "../../locales/en/lens/sheet.ftl";

/** Bits that stand together. */
const GROUP = 8;
/** Groups that look alike, from which on they are told by their number. */
const ALIKE = 6;

function element(name, className, children = []) {
  const node = document.createElement(name);
  node.className = className;
  node.append(...children);
  return node;
}

/** The group that a place belongs to. */
const groupOf = (at) => Math.floor(at / GROUP);

/** The cell of a row at a place: undefined where it has none. */
function cellOf({ low, bits, kind = () => "" }, at) {
  const bit = bits[bits.length - 1 - (at - low)];
  return bit === undefined ? undefined : { bit, kind: kind(at) };
}

/** What all cells of a row in a group are; undefined where they differ. */
function sameIn(row, group) {
  const [first, ...others] = Array.from({ length: GROUP }, (_, at) => {
    const cell = cellOf(row, group * GROUP + at);
    return cell ? `${cell.bit}${cell.kind}` : "";
  });
  return others.every((other) => other === first) ? first : undefined;
}

/** Groups of columns, the highest first: `{ group }`, or `{ group, count }` for some that are alike. */
export function groupsOf(rows) {
  const high = Math.max(...rows.map(({ low, bits }) => groupOf(low + bits.length - 1)));
  const low = Math.min(...rows.map((row) => groupOf(row.low)));
  const groups = [];
  for (let group = high; group >= low; group -= 1) {
    const same = rows.map((one) => sameIn(one, group));
    const looks = same.includes(undefined) ? undefined : same.join("|");
    const last = groups.at(-1);
    if (looks !== undefined && last?.looks === looks) last.count += 1;
    else groups.push({ group, count: 1, looks });
  }
  return groups.flatMap(({ group, count }) =>
    count >= ALIKE ? [{ group, count }] : Array.from({ length: count }, (_, at) => ({ group: group - at })));
}

function cellNode(cell, isPoint) {
  const { bit = "none", kind } = cell ?? {};
  const node = element("span", "bit", [cell ? bit : "\u00a0"]);
  const names = [{ 0: "zero", 1: "one" }[bit] ?? bit, kind, cell && isPoint ? "point" : ""];
  node.classList.add(...names.filter(Boolean).map((name) => `is-${name}`));
  return node;
}

/** The cells of a row in some groups; undefined where it has none there. */
function cellsOf(row, groups, { high, low, point }) {
  let isThere = false;
  const nodes = groups.map(({ group, count }) => {
    if (count) {
      const cell = cellOf(row, group * GROUP);
      if (cell) isThere = true;
      const long = element("span", "byte", cell ? [says.alike(count * GROUP, cell.bit)] : []);
      long.classList.add("is-long");
      return long;
    }
    const cells = [];
    for (let at = group * GROUP + GROUP - 1; at >= group * GROUP; at -= 1) {
      if (at > high || at < low) continue;
      const cell = cellOf(row, at);
      if (cell) isThere = true;
      cells.push(cellNode(cell, at === point && !row.isSign));
    }
    return element("span", "byte", cells);
  });
  return isThere ? element("span", "cells", nodes) : undefined;
}

/** Lines of so many groups, each with those rows that have bits there. */
function draw(place, rows, groups, ends, many) {
  const lines = [];
  for (let at = 0; at < groups.length; at += many) {
    const part = groups.slice(at, at + many);
    const cells = rows.flatMap((row) => {
      const own = cellsOf(row, part, ends);
      return own ? [element("span", "muted", [row.name]), own] : [];
    });
    lines.push(element("div", "sheet-line", cells));
  }
  place.replaceChildren(...lines);
}

/** How a row is read aloud: its bits in stretches of one kind. */
export function spokenOf({ name, low, bits, kind = () => "", more = false }, point) {
  const parts = [];
  for (const [index, bit] of [...bits].entries()) {
    const at = low + bits.length - 1 - index;
    const last = parts.at(-1);
    const is = kind(at);
    if (last && last.is === is) last.text += bit;
    else parts.push({ is, text: bit });
    if (at === point && index < bits.length - 1) parts.at(-1).text += ".";
  }
  const words = parts.map(({ is, text }) => {
    const short = text.replace(/0{24,}|1{24,}/g, (run) => ` ${says.run(run.length, run[0])} `).trim();
    return says.part(is || "plain", short);
  });
  return says.row(name, words.join(", ") + (more ? says.more : ""));
}

/** How many groups fit into the width of a sheet. */
function room(place) {
  const [cells, whole] = [place.querySelector(".cells"), [...place.querySelectorAll(".byte:not(.is-long)")]];
  const widest = Math.max(0, ...whole.map((node) => node.getBoundingClientRect().width));
  if (!cells || widest === 0) return undefined;
  const gap = Number.parseFloat(getComputedStyle(cells).columnGap) || 0;
  return Math.max(1, Math.floor((cells.getBoundingClientRect().width + gap) / (widest + gap)));
}

/** The rows as an element; `point` is the place whose bit the point follows. */
export function sheet({ rows, point }) {
  const groups = groupsOf(rows);
  const high = Math.max(...rows.map(({ low, bits }) => low + bits.length - 1));
  const ends = { high, low: Math.min(...rows.map(({ low }) => low)), point };
  const place = element("div", "sheet");
  place.setAttribute("aria-hidden", "true");
  let many = 4;
  draw(place, rows, groups, ends, many);
  new ResizeObserver(() => {
    const fits = room(place);
    if (fits === undefined || fits === many) return;
    many = fits;
    draw(place, rows, groups, ends, many);
  }).observe(place);
  const spoken = rows.filter(({ isSign }) => !isSign).map((row) => element("li", "", [spokenOf(row, point)]));
  return element("div", "", [place, element("ul", "visually-hidden", spoken)]);
}
