/** Conversations: list, search, go back to one, delete, take away as Markdown. */

import { announce } from "../announce.js";
import { getJson, part, request } from "../api.js";
import { h } from "../h.js";
import { moment, t } from "../i18n.js";
import { growing, problemBox, searchBox, sure } from "../parts.js";

/** @import {Page, Thread, View} from "../types.js" */

const PAGE = 30;

/** @returns {View} */
export function threadsView() {
  let query = "";
  const trouble = h("div", {});
  /** @type {{root: HTMLElement, refresh: () => Promise<void>}} */
  const list = growing({
    load: (offset) => /** @type {Promise<Page<Thread>>} */ (getJson("/threads", { query, offset, limit: PAGE })),
    draw: (thread) => row(thread, trouble, () => list.refresh()),
    none: () => t(query ? "threads.not_found" : "threads.none"),
  });
  const search = searchBox(t("threads.search"), (words) => {
    query = words;
    void list.refresh();
  });
  void list.refresh();
  const root = h("section", { class: "page" }, h("h1", {}, t("threads.title")), search, trouble, list.root);
  return { root, title: t("threads.title") };
}

/** @param {Thread} thread @param {HTMLElement} trouble @param {() => unknown} refresh */
function row(thread, trouble, refresh) {
  /** @param {() => Promise<void>} act */
  const guarded = async (act) => {
    trouble.replaceChildren();
    await act().catch((error) => trouble.replaceChildren(problemBox(error)));
  };
  const remove = async () => {
    if (!(await sure(t("threads.sure", { title: thread.title }), t("threads.delete")))) return;
    await request(`/threads/${part(thread.id)}`, { method: "DELETE" });
    announce(t("threads.deleted"));
    await refresh();
  };
  const label = (/** @type {string} */ text) => ({ "aria-label": `${text}: ${thread.title}` });
  return h(
    "li",
    { class: "item" },
    h("a", { class: "main", href: `#/c/${part(thread.id)}` }, thread.title),
    h("time", { class: "soft", datetime: thread.updated }, moment(thread.updated)),
    h(
      "button",
      { type: "button", class: "quiet", ...label(t("threads.export")), on: { click: () => guarded(() => save(thread)) } },
      t("threads.export"),
    ),
    h(
      "button",
      { type: "button", class: "quiet danger", ...label(t("threads.delete")), on: { click: () => guarded(remove) } },
      t("threads.delete"),
    ),
  );
}

/** @param {Thread} thread */
async function save(thread) {
  const response = await request(`/threads/${part(thread.id)}/export`);
  const url = URL.createObjectURL(new Blob([await response.blob()], { type: "text/markdown" }));
  h("a", { href: url, download: `${fileName(thread.title)}.md` }).click();
  URL.revokeObjectURL(url);
}

/** @param {string} title */
const fileName = (title) => title.replace(/[^\p{L}\p{N} ]/gu, "").trim().slice(0, 60) || "hoi-thoai";
