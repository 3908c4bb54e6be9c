/** The part of the graph that an answer used: what its cited places name, and the facts that join those. */

import { getJson, part } from "./api.js";
import { Explorer } from "./explorer.js";
import { h } from "./h.js";
import { t } from "./i18n.js";
import { problemBox } from "./parts.js";

/** @import {Citation, DocumentEntity, EntityDetail, Fact, Page} from "./types.js" */

const NAMED = 12;
const FACTS = 100;

/** @param {Citation[]} citations @returns {Promise<HTMLElement>} */
export async function answerGraph(citations) {
  try {
    const facts = await used(citations);
    if (!facts.length) return h("p", { class: "soft" }, t("graph.empty"));
    const explorer = new Explorer();
    explorer.add(facts);
    return explorer.root;
  } catch (error) {
    return problemBox(error);
  }
}

/** @param {Citation[]} citations @returns {Promise<Fact[]>} */
async function used(citations) {
  const named = new Set((await Promise.all(byDocument(citations).map(namedIn))).flat().slice(0, NAMED));
  const pages = await Promise.all(
    [...named].map((id) => /** @type {Promise<EntityDetail>} */ (getJson(`/graph/entities/${part(id)}`, { limit: FACTS }))),
  );
  return pages.flatMap(({ facts }) => facts.items).filter(
    (fact) => (named.has(fact.head.id) && named.has(fact.tail.id)) || citations.some((cited) => says(cited, fact)),
  );
}

/** @param {Citation[]} citations */
function byDocument(citations) {
  /** @type {Map<string, Citation[]>} */
  const groups = new Map();
  for (const citation of citations) groups.set(citation.document, [...(groups.get(citation.document) ?? []), citation]);
  return [...groups];
}

/** What is named in the cited places of a document. @param {[string, Citation[]]} group @returns {Promise<string[]>} */
async function namedIn([document, citations]) {
  /** @type {Page<DocumentEntity>} */
  const page = await getJson(`/documents/${part(document)}/entities`, { limit: 1000 });
  return page.items
    .filter(({ mentions }) => mentions.some((mention) => citations.some((cited) => meets(cited, mention))))
    .map(({ id }) => id);
}

/** @param {Citation} cited @param {Fact} fact */
const says = (cited, { evidence }) => cited.document === evidence.document_id && meets(cited, evidence);

/** @param {{start: number, end: number}} one @param {{start: number, end: number}} other */
const meets = (one, other) => one.start < other.end && other.start < one.end;
