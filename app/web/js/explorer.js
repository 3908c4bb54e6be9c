/** A drawing with what belongs to it: the sentence of the chosen line, ways outwards, and the same as a list. */

import { announce } from "./announce.js";
import { getJson, part } from "./api.js";
import { evidenceLine, factItem } from "./facts.js";
import { Drawing } from "./graph.js";
import { h } from "./h.js";
import { t } from "./i18n.js";
import { problemBox } from "./parts.js";
import { factWords } from "./words.js";

/** @import {EntityDetail, EntityRef, Fact} from "./types.js" */

const AROUND = 25;

export class Explorer {
  #told = h("div", { class: "told" }, h("p", { class: "soft" }, t("graph.hint")));
  #list = h("ul", {});
  /** How many facts around an entity were asked for. @type {Map<string, number>} */
  #asked = new Map();

  constructor() {
    this.drawing = new Drawing({
      choosePoint: (entity) => void this.open(entity),
      chooseLine: (fact) => this.#tell(fact),
    });
    const tools = h(
      "div",
      { class: "tools" },
      h("button", { type: "button", "aria-label": t("graph.closer"), on: { click: () => this.drawing.zoom(0.75) } }, "+"),
      h("button", { type: "button", "aria-label": t("graph.farther"), on: { click: () => this.drawing.zoom(1.33) } }, "−"),
    );
    this.root = h(
      "div",
      { class: "graph" },
      this.drawing.root,
      tools,
      this.#told,
      h("details", {}, h("summary", {}, t("graph.list")), this.#list),
    );
  }

  /** @param {Fact[]} facts */
  add(facts) {
    const known = new Set(this.drawing.lines.keys());
    this.drawing.add(facts);
    for (const [id, line] of this.drawing.lines) if (!known.has(id)) this.#list.append(factItem(line.fact));
    announce(t("graph.drawing", { n: this.drawing.points.size, edges: this.drawing.lines.size }));
  }

  /** Adds what is around an entity, the next facts each time. @param {EntityRef} entity */
  async open(entity) {
    const offset = this.#asked.get(entity.id) ?? 0;
    try {
      /** @type {EntityDetail} */
      const found = await getJson(`/graph/entities/${part(entity.id)}`, { offset, limit: AROUND });
      this.#asked.set(entity.id, offset + found.facts.items.length);
      this.drawing.point(entity);
      this.add(found.facts.items);
      this.drawing.open(entity.id);
      this.#about(found);
    } catch (error) {
      this.#told.replaceChildren(problemBox(error));
    }
  }

  /** @param {EntityDetail} entity */
  #about(entity) {
    const { name } = entity;
    const rest = entity.facts.total > (this.#asked.get(entity.id) ?? 0);
    const more = h("button", { type: "button", on: { click: () => this.open(entity) } }, t("graph.more", { name }));
    this.#told.replaceChildren(
      h(
        "div",
        { class: "row" },
        h("a", { class: "button", href: `#/entities/${part(entity.id)}` }, t("graph.page", { name })),
        ...(rest ? [more] : []),
      ),
      h("p", { class: "soft" }, t("graph.hint")),
    );
  }

  /** @param {Fact} fact */
  #tell(fact) {
    const words = factWords(fact);
    this.#told.replaceChildren(h("p", {}, h("strong", {}, words)), evidenceLine(fact.evidence));
    announce(`${words}. ${fact.evidence.sentence}`);
  }
}
