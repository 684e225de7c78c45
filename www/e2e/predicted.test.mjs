// Chooses its own widths.
// What a typed prediction means, without a page.

import assert from "node:assert/strict";
import { test } from "node:test";

import { source } from "./sources.mjs";

const { armsOf, bytesOf, means, readingOf } = await source("predicted.js");

/** Integers in decimal alone; what is none is refused. */
function read(type, word) {
  if (type !== "i32" || !/^\d+$/.test(word)) throw new Error(`${word} is no ${type}`);
  return `0x${Number(word).toString(16).padStart(8, "0")}`;
}

const seven = { type: "i32", text: "7", bits: "0x00000007" };

test("a value is read with its type, in both ways of writing it, and without", () => {
  for (const form of ["7", "i32:7", "i32 7", "i32.const 7", "(i32.const 7)", " 7 "]) {
    assert.equal(means(readingOf(form, read), seven), true, form);
  }
  assert.equal(means(readingOf("8", read), seven), false);
  assert.equal(readingOf("hello", read), undefined);
  assert.throws(() => readingOf("i32:hello", read), /hello is no i32/);
});

test("an empty stack, references and floats have words of their own", () => {
  assert.equal(means(readingOf("Empty", read), undefined), true);
  assert.equal(means(readingOf("7", read), undefined), false);
  assert.equal(means(readingOf("ref.null func", read), { type: "funcref", text: "null", bits: "" }), true);
  assert.equal(means(readingOf("ref.func 3", read), { type: "funcref", text: "func 3", bits: "" }), true);
  const minus = { type: "f32", text: "-0", bits: "0x80000000" };
  assert.equal(means({ bits: { f32: "0x00000000" } }, minus), true, "zero is meant with any sign");
  assert.equal(means({ bits: { i32: "0x00000000" } }, { ...minus, type: "i32" }), false);
});

test("a byte is read in hexadecimal and in decimal", () => {
  assert.deepEqual(bytesOf("2a"), [0x2a]);
  assert.deepEqual(bytesOf("42"), [42, 0x42]);
  assert.deepEqual(bytesOf("0x2a"), [0x2a]);
  assert.deepEqual(bytesOf("255"), [255]);
  for (const none of ["256", "hello", "", "-1"]) assert.equal(bytesOf(none), undefined, none);
});

test("labels of br_table are listed once, each with its arms", () => {
  const { labels, arms } = armsOf("br_table $a 1 $a 2");
  assert.deepEqual(labels, ["$a", "1", "$a", "2"]);
  assert.deepEqual([...arms], [["$a", [0, 2]], ["1", [1]], ["2", [3]]]);
});
