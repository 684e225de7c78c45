// Draws the icons of the installed page from icons/icon.svg, as PNG: `CHROMIUM=chromium node
// www/icons.mjs` after the drawing was changed. What systems cut out of the one called
// `maskable` lies within a circle of four fifths of its width.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { launch } from "./browser.mjs";

const here = (name) => fileURLToPath(new URL(`icons/${name}`, import.meta.url));
const drawing = readFileSync(here("icon.svg"), "utf8");

/** Name, width, which part of the drawing, and what is behind it. */
const icons = [
  ["icon-192.png", 192, "1 1 22 22", "transparent"],
  ["icon-512.png", 512, "1 1 22 22", "transparent"],
  ["maskable-512.png", 512, "0 0 24 24", "#5a3fd2"],
  ["apple-180.png", 180, "1 1 22 22", "#5a3fd2"],
];

const browser = await launch();
const page = await browser.newPage();
for (const [name, width, box, behind] of icons) {
  await page.setViewportSize({ width, height: width });
  const svg = drawing.replace("0 0 24 24", box);
  await page.setContent(`<style>body{margin:0;background:${behind}}svg{display:block}</style>${svg}`);
  await page.screenshot({ path: here(name), omitBackground: true });
}
await browser.close();
