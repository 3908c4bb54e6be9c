/** A document: its text with what it mentions marked, at the place that was cited. */

import { getJson, part } from "../api.js";
import { h } from "../h.js";
import { day, t, validity } from "../i18n.js";
import { problemBox } from "../parts.js";
import { plain, prose } from "../prose.js";
import { cut, unitsOf, within } from "../spans.js";
import { typeWords } from "../words.js";

/** @import {DocumentDetail, DocumentEntity, Page, View} from "../types.js" */
/** @import {Run} from "../prose.js" */
/** @import {Span} from "../spans.js" */
/** @typedef {Span<DocumentEntity>[]} Mentions in the order of their starts */

const WINDOW = 60_000; // code points of the text that are drawn at once
const ENTITIES = 1000;
/** @type {Record<string, string>} */
const KINDS = { md: "Markdown", html: "HTML", pdf: "PDF", docx: "Word", csv: "CSV", jsonl: "JSON", txt: "TXT" };

/** @param {string} id @param {string} at `start-end`, the cited place in code points; may be empty @returns {Promise<View>} */
export async function documentView(id, at) {
  const root = h("section", { class: "page" }, h("p", { class: "soft" }, t("loading")));
  const load = async () => {
    try {
      const [document, entities] = await Promise.all([
        /** @type {Promise<DocumentDetail>} */ (getJson(`/documents/${part(id)}`, { text: true })),
        entitiesOf(id),
      ]);
      root.replaceChildren(...draw(document, entities, placeOf(at)));
      return document.title || document.uri;
    } catch (error) {
      root.replaceChildren(problemBox(error, load));
      return t("documents.title");
    }
  };
  const title = await load();
  const opened = () => requestAnimationFrame(() => root.querySelector("mark")?.scrollIntoView({ block: "center" }));
  return { root, title, opened };
}

/** @param {string} id @returns {Promise<Mentions>} */
async function entitiesOf(id) {
  /** @type {Page<DocumentEntity>} */
  const page = await getJson(`/documents/${part(id)}/entities`, { limit: ENTITIES });
  const mentions = page.items.flatMap((value) => value.mentions.map(({ start, end }) => ({ start, end, value })));
  return mentions.sort((a, b) => a.start - b.start);
}

/** @param {string} at */
function placeOf(at) {
  const [start, end] = at.split("-").map(Number);
  return Number.isInteger(start) && Number.isInteger(end) ? { start: start ?? 0, end: end ?? 0 } : null;
}

/** @param {DocumentDetail} document @param {Mentions} mentions @param {{start: number, end: number} | null} place */
function draw(document, mentions, place) {
  const text = document.text ?? "";
  const unit = unitsOf(text);
  const headings = new Set(document.headings.map(plain));
  const body = h("div", { class: "text", lang: document.language });
  const foot = h("div", { class: "row" });
  /** @param {number} first */
  const turn = (first) => {
    const last = Math.min(first + WINDOW, document.characters);
    const piece = text.slice(unit(first), unit(last));
    body.replaceChildren(...prose({ text: piece, base: first }, (run) => drawRun(run, mentions, place), headings));
    foot.replaceChildren();
    if (document.characters > WINDOW) foot.append(...pager(document.characters, first, turn));
  };
  turn(Math.floor((place?.start ?? 0) / WINDOW) * WINDOW);
  return [h("h1", {}, document.title || document.uri), facts(document), foot, body];
}

/** @param {number} characters @param {number} first @param {(first: number) => void} turn */
function pager(characters, first, turn) {
  const pages = Math.ceil(characters / WINDOW);
  return [...Array(pages).keys()].map((page) =>
    h(
      "button",
      {
        type: "button",
        class: "quiet",
        "aria-label": t("document.part", { part: page + 1 }),
        "aria-pressed": String(page * WINDOW === first),
        on: { click: () => turn(page * WINDOW) },
      },
      page + 1,
    ),
  );
}

/**
 * The cited place is marked; in it and around it each name leads to its page.
 * @param {Run} run
 * @param {Mentions} mentions
 * @param {{start: number, end: number} | null} place
 */
function drawRun({ text, base }, mentions, place) {
  let at = base;
  return cut(text, place ? [{ ...place, value: true }] : [], base).map((piece) => {
    const start = at;
    at += [...piece.text].length;
    const names = cut(piece.text, within(mentions, start, at), start).map(({ text: name, value }) =>
      value ? h("a", { href: `#/entities/${part(value.id)}`, title: typeWords(value.type) }, name) : name,
    );
    return piece.value ? h("mark", {}, names) : h("span", {}, names);
  });
}

/** @param {DocumentDetail} document */
function facts(document) {
  const { kind = "", ...others } = document.metadata;
  /** @type {[string, string][]} */
  const rows = [
    [t("document.uri"), document.uri],
    [t("document.source"), document.source],
    [t("document.instrument"), document.instrument ?? ""],
    [t("document.published"), document.published ? day(document.published) : ""],
    [t("document.validity"), validity(document.validity.start, document.validity.end)],
    [t("document.kind"), KINDS[kind] ?? kind],
    ...Object.entries(others),
  ];
  const shown = rows.filter(([, value]) => value);
  return h("dl", { class: "facts" }, shown.map(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]));
}
