/** Facts as sentences, each with the sentence of a document that says so. */

import { part } from "./api.js";
import { h } from "./h.js";
import { t } from "./i18n.js";
import { relationWords, withinSentence } from "./words.js";

/** @import {EntityRef, Evidence, Fact} from "./types.js" */

/** @param {EntityRef} entity @param {string} name */
const entityLink = (entity, name) => h("a", { href: `#/entities/${part(entity.id)}` }, name);

/** A fact with its evidence. @param {Fact} fact @param {string} [here] the entity whose page it stands on */
export function factItem(fact, here = "") {
  const end = (/** @type {EntityRef} */ one) => 
    one.id === here ? h("strong", {}, one.name) : entityLink(one, one === fact.tail ? withinSentence(one.name) : one.name);
  return h(
    "li",
    { class: "fact" },
    h("p", {}, end(fact.head), ` ${relationWords(fact.type, fact.tail.name)} `, end(fact.tail)),
    evidenceLine(fact.evidence),
    fact.supports > 1 && h("p", { class: "soft" }, t("entity.more_evidence", { n: fact.supports - 1 })),
  );
}

/** @param {Evidence} evidence */
export function evidenceLine(evidence) {
  const href = `#/documents/${part(evidence.document_id)}?at=${evidence.start}-${evidence.end}`;
  return h(
    "p",
    { class: "soft" },
    h("q", {}, evidence.sentence),
    " – ",
    h("a", { href }, evidence.title || evidence.uri),
  );
}
