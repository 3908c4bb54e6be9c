/** Text of documents as it is drawn: paragraphs, and tables where lines have cells. */

import { h } from "./h.js";

/** @import {Child} from "./types.js" */
/** @typedef {{text: string, base: number}} Run a piece of text, and the code point at which it begins */
/** @typedef {(run: Run) => Child} Draw */

const LINE = /[^\n]*\n?/g;
const CELLS = /\s\||\|\s/;

/**
 * @param {Run} whole
 * @param {Draw} draw draws the text of a paragraph or cell
 * @param {Set<string>} [headings] as `plain` writes them
 * @returns {HTMLElement[]}
 */
export function prose({ text, base }, draw, headings = new Set()) {
  const blocks = blocksOf(text, base);
  return blocks.map((lines, at) =>
    lines.length > 1 && lines.every(isRow) ? table(lines, draw, at > 0 || base === 0) : paragraph(lines, draw, headings),
  );
}

/** Lines that belong together: rows with rows, others up to a blank one. @param {string} text @param {number} base */
function blocksOf(text, base) {
  /** @type {Run[][]} */
  const blocks = [];
  let open = false;
  let at = base;
  for (const [line] of text.matchAll(LINE)) {
    const run = { text: line, base: at };
    at += [...line].length;
    const before = blocks.at(-1)?.at(-1);
    if (!line.trim()) open = false;
    else if (open && before && isRow(before) === isRow(run)) blocks.at(-1)?.push(run);
    else {
      blocks.push([run]);
      open = true;
    }
  }
  return blocks;
}

/** @param {Run} line */
const isRow = ({ text }) => CELLS.test(text.trim());

/** @param {Run[]} lines @param {Draw} draw @param {Set<string>} headings */
function paragraph(lines, draw, headings) {
  const text = lines.map((line) => line.text).join("").replace(/\n$/, "");
  return h(headings.has(plain(text)) ? "h2" : "p", {}, draw({ text, base: lines[0]?.base ?? 0 }));
}

/** Words without what stands between them. @param {string} text */
export const plain = (text) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");

/** @param {Run[]} lines @param {Draw} draw @param {boolean} headed whether its first row is known to be there */
function table(lines, draw, headed) {
  const [head, ...body] = lines;
  const rows = headed ? body : lines;
  return h(
    "div",
    { class: "wide", tabindex: "0" },
    h(
      "table",
      {},
      headed && head && h("thead", {}, h("tr", {}, cells(head).map((cell) => h("th", { scope: "col" }, draw(cell))))),
      h("tbody", {}, rows.map((row) => h("tr", {}, cells(row).map((cell) => h("td", {}, draw(cell)))))),
    ),
  );
}

/** @param {Run} line @returns {Run[]} */
function cells({ text, base }) {
  let at = base;
  return text.split("|").map((cell) => {
    const run = { text: cell.trim(), base: at + [...cell].length - [...cell.trimStart()].length };
    at += [...cell].length + 1;
    return run;
  });
}
