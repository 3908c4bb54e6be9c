/** The graph: find an entity, explore outwards from it. */

import { getJson, part } from "../api.js";
import { Explorer } from "../explorer.js";
import { h } from "../h.js";
import { t } from "../i18n.js";
import { growing, problemBox, searchBox } from "../parts.js";
import { typeWords } from "../words.js";

/** @import {EntityDetail, EntityRef, Page, View} from "../types.js" */

const PAGE = 12;

/** @param {string} id an entity to begin with; may be empty @returns {Promise<View>} */
export async function graphView(id) {
  const found = h("div", {});
  const search = searchBox(t("graph.search"), (query) => {
    found.replaceChildren();
    if (query) found.append(results(query));
  });
  const place = h("div", {});
  if (!id) void start(place);
  const root = h("section", { class: "page" }, h("h1", {}, t("graph.title")), search, found, place);
  const explorer = id ? await begun(id, place) : undefined;
  return { root, title: t("graph.title"), close: () => explorer?.drawing.stop() };
}

/** What there is to find, before anything is looked for. @param {HTMLElement} place */
async function start(place) {
  try {
    const { entities, relations } = await getJson("/graph/stats");
    place.replaceChildren(h("p", { class: "soft" }, t("graph.start", { n: entities, edges: relations })));
  } catch (error) {
    place.replaceChildren(problemBox(error, () => start(place)));
  }
}

/** @param {string} query */
function results(query) {
  const list = growing({
    load: (offset) => /** @type {Promise<Page<EntityRef>>} */ (getJson("/graph/entities", { query, offset, limit: PAGE })),
    draw: (entity) =>
      h(
        "li",
        { class: "item" },
        h("a", { class: "main", href: `#/graph/${part(entity.id)}` }, entity.name),
        h("span", { class: "soft" }, typeWords(entity.type)),
      ),
    none: () => t("graph.none"),
  });
  void list.refresh();
  return list.root;
}

/** @param {string} id @param {HTMLElement} place */
async function begun(id, place) {
  try {
    /** @type {EntityDetail} */
    const entity = await getJson(`/graph/entities/${part(id)}`, { limit: 1 });
    const explorer = new Explorer();
    place.replaceChildren(h("h2", {}, entity.name), explorer.root);
    await explorer.open(entity);
    return explorer;
  } catch (error) {
    place.replaceChildren(problemBox(error));
    return undefined;
  }
}
