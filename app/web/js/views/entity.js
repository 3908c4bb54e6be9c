/** An entity: what is known of it, and from where. */

import { getJson, part } from "../api.js";
import { factItem } from "../facts.js";
import { h } from "../h.js";
import { t } from "../i18n.js";
import { growing, problemBox } from "../parts.js";
import { typeWords } from "../words.js";

/** @import {EntityDetail, Fact, View} from "../types.js" */

const PAGE = 40;

/** @param {string} id @returns {Promise<View>} */
export async function entityView(id) {
  const root = h("section", { class: "page" });
  let title = t("graph.title");
  /** @param {number} offset @returns {Promise<EntityDetail>} */
  const load = (offset) => getJson(`/graph/entities/${part(id)}`, { offset, limit: PAGE });
  try {
    const entity = await load(0);
    title = entity.name;
    root.append(...draw(entity, load));
  } catch (error) {
    root.append(h("h1", {}, title), problemBox(error));
  }
  return { root, title };
}

/** @param {EntityDetail} entity @param {(offset: number) => Promise<EntityDetail>} load */
function draw(entity, load) {
  const facts = growing({
    load: async (offset) => (offset ? await load(offset) : entity).facts,
    draw: (/** @type {Fact} */ fact) => factItem(fact, entity.id),
    none: () => t("entity.none"),
  });
  void facts.refresh();
  const also = entity.aliases.filter((alias) => alias !== entity.name);
  const about = entity.documents.map((document) =>
    h("li", {}, h("a", { href: `#/documents/${part(document.id)}` }, document.title || document.uri)),
  );
  return [
    h(
      "div",
      {},
      h("p", { class: "soft" }, typeWords(entity.type)),
      h("h1", {}, entity.name),
      also.length > 0 && h("p", { class: "soft" }, `${t("entity.also")}: ${also.join("; ")}`),
    ),
    h("p", {}, h("a", { class: "button", href: `#/graph/${part(entity.id)}` }, t("entity.graph"))),
    about.length > 0 && h("div", {}, h("h2", {}, t("entity.documents")), h("ul", {}, about)),
    h("div", {}, h("h2", {}, t("entity.facts")), facts.root),
  ].filter((element) => element instanceof HTMLElement);
}
