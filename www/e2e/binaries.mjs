// Modules in bytes, for tests: a few sections, written out by hand.

import { press } from "./machine.mjs";

const leb = (value) => {
  const bytes = [];
  do {
    const low = value & 0x7f;
    value >>>= 7;
    bytes.push(value === 0 ? low : low | 0x80);
  } while (value !== 0);
  return bytes;
};
const name = (text) => [...leb(text.length), ...new TextEncoder().encode(text)];
const section = (id, bytes) => [id, ...leb(bytes.length), ...bytes];
const list = (items) => [...leb(items.length), ...items.flat()];

const magic = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
/** () -> i32 */
const type = section(1, list([[0x60, 0x00, 0x01, 0x7f]]));

/**
 * A module whose `main` adds 40 and 2. A custom section and lengths that are longer than
 * they need be make its bytes others than those of any assembler.
 */
export const small = Buffer.from([
  ...magic,
  ...section(0, [...name("from-elsewhere"), 1, 2, 3]),
  ...type,
  ...section(3, list([[0]])),
  ...section(7, list([[...name("main"), 0x00, 0x00]])),
  // i32.const 40 in five bytes; i32.const 2; i32.add; end
  0x0a, 0x8e, 0x00, 0x01, 0x8b, 0x00, 0x00,
  0x41, 0xa8, 0x80, 0x80, 0x80, 0x00, 0x41, 0x02, 0x6a, 0x0b,
]);

/**
 * A module of about so many bytes in many functions: `main` calls the last, which calls the
 * one before, three deep.
 */
export function large(bytes) {
  const pairs = 1_200;
  const body = (call) => {
    const code = [0x00];
    for (let i = 0; i < pairs; i += 1) code.push(0x41, i & 0x3f, 0x1a);
    code.push(...(call === null ? [0x41, 0x07] : [0x10, ...leb(call)]), 0x0b);
    return Buffer.from([...leb(code.length), ...code]);
  };
  const count = Math.ceil(bytes / body(null).length);
  const bodies = [];
  for (let i = 0; i < count; i += 1) bodies.push(body(null));
  bodies.push(body(count - 1), body(count));
  // The first function is short, so that what it calls is soon reached.
  const first = [0x00, 0x10, ...leb(count + 1), 0x0b];
  bodies[0] = Buffer.from([...leb(first.length), ...first]);
  const code = Buffer.concat([Buffer.from(leb(bodies.length)), ...bodies]);
  return Buffer.concat([
    Buffer.from(magic),
    Buffer.from(type),
    Buffer.from(section(3, list(bodies.map(() => [0])))),
    Buffer.from(section(7, list([[...name("main"), 0x00, 0x00]]))),
    Buffer.from([0x0a, ...leb(code.length)]),
    code,
  ]);
}

/** Chooses a file by the button Open. */
export async function openFile(page, fileName, bytes) {
  const chooser = page.waitForEvent("filechooser");
  await press(page, "Open");
  const buffer = Buffer.from(bytes);
  await (await chooser).setFiles({ name: fileName, mimeType: "application/octet-stream", buffer });
}
