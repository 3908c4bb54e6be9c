/** One answer: drawn event by event while it comes, and again from the events that a conversation keeps. */

import { announce } from "./announce.js";
import { h } from "./h.js";
import { t } from "./i18n.js";
import { rowOf } from "./rows.js";
import { preview, whereabouts } from "./sources.js";

/** @import {Citation, Final, RunEvent, Sentence, Source, Withheld} from "./types.js" */
/** @import {SourcePanel} from "./sources.js" */

const BRIEF = 90; // a first sentence up to this long stands out: it is the short answer

export class Answer {
  run = "";
  over = false;
  /** Whether the server keeps its question, so that it can be answered again in its place. */
  kept = false;
  /** The whole answer that stays unless this one becomes whole. @type {Answer | undefined} */
  insteadOf;
  /** @type {Final | undefined} */
  final;
  /** All that it cites. @type {Citation[]} */
  citations = [];

  /** @type {Map<number, Source>} */
  #sources = new Map();
  /** @type {Map<number, Citation[]>} */
  #cited = new Map();
  /** @type {Withheld[]} */
  #withheld = [];
  /** @type {string[]} */
  #lines = [];
  /** A table's first row, which waits for a row that names its columns anyway. @type {Sentence | undefined} */
  #held;
  #started = performance.now();
  #now = h("summary", {}, h("span", { class: "now" }, t("answer.starting")));
  #steps = h("ol", {});
  #list = h("ol", { class: "sentences" });
  #draft = h("p", { class: "draft", hidden: true });
  #after = h("div", { class: "after" });

  /**
   * @param {SourcePanel} panel
   * @param {boolean} live whether it is coming now, and is read out
   */
  constructor(panel, live) {
    this.panel = panel;
    this.live = live;
    this.root = h(
      "div",
      { class: "answer", "aria-busy": String(live) },
      h("details", { class: "steps" }, this.#now, this.#steps),
      this.#draft,
      this.#list,
      this.#after,
    );
  }

  /** @param {RunEvent} event @returns {boolean} whether it was the last */
  take(event) {
    switch (event.type) {
      case "run":
        this.run = event.id;
        break;
      case "status":
        this.step(event.detail);
        break;
      case "retry":
        this.step(t("answer.retry", { round: event.round, reason: event.reason }));
        break;
      case "degraded":
        if (event.part === "thread") this.kept = false;
        this.step(t("answer.degraded", { part: event.part, missing: event.missing }));
        break;
      case "sources":
        for (const source of event.sources) this.#sources.set(source.number, source);
        break;
      case "sentence":
        this.#sentence(event);
        break;
      case "withheld":
        this.#withheld.push(event);
        break;
      case "draft":
        this.#addDraft(event.text);
        break;
      case "final":
        this.#finish(event);
        return true;
      case "error":
        if (event.code === "cancelled") this.stopped();
        else this.stop(event.code === "interrupted" ? t("answer.interrupted") : event.message);
        return true;
    }
    return false;
  }

  /** Shows a step in the one line that all steps share, so that nothing moves. @param {string} text */
  step(text) {
    this.#setNow(text);
    this.#steps.append(h("li", {}, text));
  }

  /** Ends it without an answer, saying what went wrong. @param {string} why */
  stop(why) {
    this.#breakOff(why, h("p", { class: "problem", role: this.live ? "alert" : null }, why));
  }

  /** Ends it since the reader wanted so. */
  stopped() {
    this.#breakOff(t("answer.stopped"), h("p", { class: "soft stopped", role: this.live ? "status" : null }, t("answer.stopped")));
  }

  /** @param {string} why @param {HTMLElement} told */
  #breakOff(why, told) {
    this.#flush();
    this.#end(why);
    this.#after.append(told);
    this.#details();
  }

  /** The answer as text, with its sources below it. */
  asText() {
    const lines = this.final?.abstained ? [this.final.answer] : [...this.#lines, ...(this.final?.remarks ?? [])];
    const sources = [...this.#cited.keys()].sort((a, b) => a - b).map((n) => `[${n}] ${this.#nameOf(n)}`);
    return [...lines, ...(sources.length ? ["", ...sources] : [])].join("\n");
  }

  /** @param {string} text */
  #setNow(text) {
    const line = this.#now.firstElementChild;
    if (line) line.textContent = text;
  }

  /** @param {Sentence} event */
  #sentence(event) {
    for (const citation of event.citations) {
      this.citations.push(citation);
      this.#cited.set(citation.number, [...(this.#cited.get(citation.number) ?? []), citation]);
    }
    const texts = event.citations.map(({ number: n }) => this.#sources.get(n)?.text ?? "");
    const row = rowOf(event.text, texts);
    if (this.#held && row && row.header.join() === rowOf(this.#held.text, texts)?.cells.join()) this.#held = undefined;
    this.#flush();
    if (row?.isHeader) this.#held = event;
    else this.#write(row?.text ?? event.text, event.citations);
  }

  #flush() {
    if (!this.#held) return;
    const { text, citations } = this.#held;
    this.#held = undefined;
    this.#write(rowOf(text, [])?.text ?? text, citations);
  }

  /** @param {string} text @param {Citation[]} citations */
  #write(text, citations) {
    const numbers = [...new Set(citations.map((citation) => citation.number))];
    const brief = !this.#list.children.length && text.length <= BRIEF;
    const marks = numbers.map((n) => this.#mark(n, citations.filter((citation) => citation.number === n)));
    this.#list.append(h("li", { class: brief ? "brief" : "" }, text, marks.length ? "\u00a0" : "", marks));
    this.#lines.push(`${text} ${numbers.map((n) => `[${n}]`).join("")}`.trim());
    this.#draft.hidden = true;
    if (this.live) announce(text);
  }

  /** @param {number} n @param {Citation[]} citations */
  #mark(n, citations) {
    const source = this.#sources.get(n);
    if (!source) return `[${n}]`;
    const label = t("answer.cite", { n, title: source.title || source.uri });
    const button = h("button", { type: "button", class: "cite", "aria-label": label }, `[${n}]`);
    button.addEventListener("click", () => this.panel.open(source, citations, button));
    preview.attach(button, source, citations);
    return button;
  }

  /** @param {string} text */
  #addDraft(text) {
    if (!this.#draft.firstChild) this.#draft.append(h("strong", {}, t("answer.draft")), " ");
    this.#draft.hidden = false;
    this.#draft.append(text);
  }

  /** @param {Final} final */
  #finish(final) {
    this.final = final;
    this.#flush();
    const seconds = Object.entries(final.seconds).reduce((sum, [name, s]) => sum + (name.includes(".") ? 0 : s), 0);
    const n = this.#list.children.length;
    const found = `${t("answer.sentences", { n })}, ${t("answer.from", { n: this.#cited.size })}`;
    const time = final.usage.cached ? t("answer.cached") : t("answer.seconds", { n: Math.max(seconds, 0.01) });
    this.#end(`${final.abstained ? t("answer.abstained") : found} · ${time}`);
    const rest = final.abstained || !n ? [final.answer] : final.remarks;
    this.#after.append(...rest.map((text) => h("p", { class: final.abstained ? "abstained" : "remark" }, text)));
    if (this.live) for (const text of rest) announce(text);
    this.#details();
  }

  /** @param {string} line */
  #end(line) {
    this.over = true;
    this.#setNow(line);
    this.root.setAttribute("aria-busy", "false");
    this.#draft.hidden = true;
    this.seconds = (performance.now() - this.#started) / 1000;
  }

  /** What can be looked at below a finished answer: its sources, and what was withheld and why. */
  #details() {
    const cited = [...this.#cited].sort(([a], [b]) => a - b);
    if (cited.length) {
      const items = cited.map(([n, citations]) => h("li", {}, this.#mark(n, citations), ` ${this.#nameOf(n)}`));
      this.#after.append(more(t("answer.sources", { n: cited.length }), h("ul", { class: "cited" }, items)));
    }
    if (this.#withheld.length) {
      const items = this.#withheld.map(({ text, reason }) =>
        h("li", {}, h("q", {}, text), h("span", { class: "reason" }, ` – ${reason}`)),
      );
      this.#after.append(more(t("answer.withheld", { n: items.length }), h("ul", { class: "withheld" }, items)));
    }
  }

  /** @param {number} n */
  #nameOf(n) {
    const source = this.#sources.get(n);
    return source ? [source.title || source.uri, whereabouts(source)].filter(Boolean).join(" › ") : "";
  }

  /** Adds what stands below the answer (buttons). @param {HTMLElement} element */
  addBelow(element) {
    this.#after.append(element);
  }
}

/** @param {string} summary @param {Node} content */
const more = (summary, content) => h("details", {}, h("summary", {}, summary), content);
