/** Documents: bring files in, see what became of them, list, search, delete. */

import { announce } from "../announce.js";
import { getJson, part, request } from "../api.js";
import { h } from "../h.js";
import { t, validity } from "../i18n.js";
import { growing, problemBox, searchBox, sure } from "../parts.js";
import { mayWrite, who } from "../who.js";
import { dropZone } from "./drop_zone.js";
import { isGoing, jobCard } from "./job_card.js";

/** @import {DocumentRow, Job, Page, View} from "../types.js" */

const PAGE = 50;
const JOBS = 5;

/** @returns {View} */
export function documentsView() {
  const leaving = new AbortController();
  let query = "";
  let mayDelete = false;
  const trouble = h("div", {});
  const jobs = h("div", { class: "jobs" });
  const add = h("div", {});
  /** @type {{root: HTMLElement, refresh: () => Promise<void>}} */
  const list = growing({
    load: async (offset) => {
      const page = /** @type {Promise<Page<DocumentRow>>} */ (getJson("/documents", { query, offset, limit: PAGE }));
      mayDelete = await mayWrite();
      return page;
    },
    draw: (document) => row(document, mayDelete, trouble, () => list.refresh()),
    none: () => t(query ? "documents.not_found" : "documents.none"),
  });
  const watch = (/** @type {Job} */ job) =>
    jobs.prepend(jobCard(job, { leaving: leaving.signal, over: () => list.refresh(), mayCancel: true }));
  const search = searchBox(t("documents.search"), (words) => {
    query = words;
    void list.refresh();
  });
  void list.refresh();
  void forRole(add, watch, leaving.signal);
  const root = h("section", { class: "page" }, h("h1", {}, t("documents.title")), add, jobs, search, trouble, list.root);
  return { root, title: t("documents.title"), close: () => leaving.abort() };
}

/**
 * What the role allows: to add documents, or to know why not.
 * @param {HTMLElement} place
 * @param {(job: Job) => void} watch
 * @param {AbortSignal} leaving
 */
async function forRole(place, watch, leaving) {
  try {
    const { role } = await who();
    if (role === "read") {
      place.append(h("p", { class: "note" }, t("documents.read_only")));
      return;
    }
    place.append(dropZone(watch), earlier(leaving));
    /** @type {Page<Job>} */
    const found = await getJson("/jobs", { limit: 20 });
    for (const job of found.items.filter(isGoing).reverse()) watch(job); // the oldest first: it is over first
  } catch {
    // The list below tells what is wrong.
  }
}

/** Earlier jobs, loaded when they are asked for; those that still go have their cards above. @param {AbortSignal} leaving */
function earlier(leaving) {
  const list = growing({
    load: async (offset) => {
      /** @type {Page<Job>} */
      const page = await getJson("/jobs", { offset, limit: JOBS });
      /** @type {Job[]} */
      const items = await Promise.all(page.items.map((job) => (isGoing(job) ? job : getJson(`/jobs/${part(job.id)}`))));
      return { ...page, items };
    },
    draw: (/** @type {Job} */ job) => (isGoing(job) ? null : h("li", {}, jobCard(job, { leaving }))),
    none: () => t("documents.no_jobs"),
  });
  const details = h("details", { class: "earlier" }, h("summary", {}, t("documents.earlier")), list.root);
  details.addEventListener("toggle", () => details.open && void list.refresh());
  return details;
}

/** @param {DocumentRow} document @param {boolean} mayDelete @param {HTMLElement} trouble @param {() => unknown} refresh */
function row(document, mayDelete, trouble, refresh) {
  const title = document.title || document.uri;
  const remove = async () => {
    if (!(await sure(t("documents.sure", { title }), t("documents.delete")))) return;
    trouble.replaceChildren();
    try {
      await request(`/documents/${part(document.id)}`, { method: "DELETE" });
      announce(t("documents.deleted", { title }));
      await refresh();
    } catch (error) {
      trouble.replaceChildren(problemBox(error));
    }
  };
  const label = `${t("documents.delete")}: ${title}`;
  const button = { type: "button", class: "quiet danger", "aria-label": label, on: { click: remove } };
  const trail = [document.uri, validity(document.validity.start, document.validity.end)].filter(Boolean).join(" · ");
  return h(
    "li",
    { class: "item" },
    h("div", { class: "main" }, h("a", { href: `#/documents/${part(document.id)}` }, title), h("p", { class: "trail" }, trail)),
    mayDelete && h("button", button, t("documents.delete")),
  );
}
