/** The source behind a citation: in place while the pointer or focus is on it, in a panel after a click. */

import { ApiError, getJson, part } from "./api.js";
import { h } from "./h.js";
import { t, validity } from "./i18n.js";
import { prose } from "./prose.js";
import { cut } from "./spans.js";

/** @import {Citation, Source} from "./types.js" */

/** A passage with what is cited of it marked. @param {Source} source @param {Citation[]} citations */
export function passage(source, citations) {
  const spans = citations.map(({ start, end }) => ({ start, end, value: true }));
  return h(
    "blockquote",
    { class: "passage" },
    prose({ text: source.text, base: source.start }, ({ text, base }) =>
      cut(text, spans, base).map((piece) => (piece.value ? h("mark", {}, piece.text) : piece.text)),
    ),
  );
}

/** Where a passage stands. @param {Source} source */
export function whereabouts(source) {
  const parts = [...source.path, source.page === null ? "" : t("source.page", { page: source.page })];
  return parts.filter(Boolean).join(" › ");
}

/** @param {Source} source */
function about(source) {
  const force = validity(source.valid_from, source.valid_to);
  return [
    h("p", { class: "title" }, source.title || source.uri),
    whereabouts(source) && h("p", { class: "trail" }, whereabouts(source)),
    h("p", { class: "trail" }, h("span", { class: "uri" }, source.uri), force && ` · ${force}`),
  ];
}

/** How far down in what a box scrolls an element stands. @param {Element} box @param {Element} element */
const topIn = (box, element) => element.getBoundingClientRect().top - box.getBoundingClientRect().top + box.scrollTop;

const HOVER_MS = 150;

/** Shows a source beside its number while the pointer or focus is there. */
class Preview {
  /** @type {HTMLElement | undefined} */
  #box;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {HTMLElement} button @param {Source} source @param {Citation[]} citations */
  attach(button, source, citations) {
    const open = () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#show(button, source, citations), HOVER_MS);
    };
    const close = () => this.hide();
    button.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && open());
    button.addEventListener("pointerleave", close);
    button.addEventListener("focus", () => button.matches(":focus-visible") && open());
    button.addEventListener("blur", close);
    button.addEventListener("keydown", (event) => event.key === "Escape" && close());
  }

  hide() {
    clearTimeout(this.#timer);
    this.#box?.remove();
    this.#box = undefined;
  }

  /** @param {HTMLElement} button @param {Source} source @param {Citation[]} citations */
  #show(button, source, citations) {
    this.hide();
    if (!button.isConnected) return;
    const box = h("div", { class: "preview", "aria-hidden": "true" }, about(source), passage(source, citations));
    document.body.append(box);
    const at = button.getBoundingClientRect();
    const { width, height } = box.getBoundingClientRect();
    const left = Math.max(8, Math.min(at.left, document.documentElement.clientWidth - width - 8));
    const below = at.bottom + 6 + height < window.innerHeight;
    box.style.left = `${left}px`;
    box.style.top = `${below ? at.bottom + 6 : Math.max(8, at.top - height - 6)}px`;
    this.#box = box;
    const mark = box.querySelector("mark");
    const quote = box.querySelector("blockquote");
    if (mark && quote) quote.scrollTop = topIn(quote, mark) - 24;
  }
}

export const preview = new Preview();

/**
 * Says where the document was deleted or changed since the answer, which keeps what it quoted.
 * @param {Source} source @param {HTMLElement} way the way to the document
 */
async function tellChange(source, way) {
  if (!(await isGone(`/chunks/${part(source.chunk)}`))) return;
  if (await isGone(`/documents/${part(source.document)}`)) way.replaceWith(h("p", { class: "soft" }, t("source.deleted")));
  else way.before(h("p", { class: "soft" }, t("source.changed")));
}

/** @param {string} path */
async function isGone(path) {
  try {
    await getJson(path);
    return false;
  } catch (error) {
    return error instanceof ApiError && error.status === 404; // a server that is away says nothing of the document
  }
}

/** The panel with one source. */
export class SourcePanel {
  constructor() {
    this.root = h("aside", { class: "panel", hidden: true, tabindex: "-1", "aria-label": t("source.panel") });
    this.root.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
    });
  }

  /** @type {HTMLElement | null} */
  #cause = null;

  /** @param {Source} source @param {Citation[]} citations @param {HTMLElement} cause gets the focus back */
  open(source, citations, cause) {
    preview.hide();
    this.#cause = cause;
    const first = citations[0] ?? source;
    const href = `#/documents/${part(source.document)}?at=${first.start}-${first.end}`;
    const way = h("p", {}, h("a", { class: "button", href }, t("source.open")));
    this.root.replaceChildren(
      h(
        "div",
        { class: "row between" },
        h("h2", {}, `${t("source.panel")} [${source.number}]`),
        h("button", { type: "button", class: "quiet", on: { click: () => this.close() } }, t("source.close")),
      ),
      ...about(source).filter((part) => part instanceof HTMLElement),
      passage(source, citations),
      way,
    );
    void tellChange(source, way);
    this.root.hidden = false;
    this.root.focus({ preventScroll: true });
    const mark = this.root.querySelector("mark");
    if (mark) this.root.scrollTop = topIn(this.root, mark) - this.root.clientHeight / 3;
  }

  close() {
    if (this.root.hidden) return;
    this.root.hidden = true;
    this.#cause?.focus();
  }
}
