/** Documents: bring files in, see what became of them, list, search, delete. */

import { announce } from "../announce.js";
import { getJson, part, request } from "../api.js";
import { h } from "../h.js";
import { t, validity } from "../i18n.js";
import { growing, problemBox, searchBox, sure } from "../parts.js";
import { jobCard } from "./job_card.js";

/** @import {DocumentRow, Job, Page, View} from "../types.js" */

const PAGE = 50;

/** @returns {View} */
export function documentsView() {
  const leaving = new AbortController();
  let query = "";
  const trouble = h("div", {});
  const jobs = h("div", { class: "page-part" });
  /** @type {{root: HTMLElement, refresh: () => Promise<void>}} */
  const list = growing({
    load: (offset) => /** @type {Promise<Page<DocumentRow>>} */ (getJson("/documents", { query, offset, limit: PAGE })),
    draw: (document) => row(document, trouble, () => list.refresh()),
    none: t("documents.none"),
  });
  /** @param {Job} job */
  const watch = (job) => jobs.prepend(jobCard(job, leaving.signal, () => list.refresh()));
  const search = searchBox(t("documents.search"), (words) => {
    query = words;
    void list.refresh();
  });
  const root = h(
    "section",
    { class: "page" },
    h("h1", {}, t("documents.title")),
    dropZone(watch),
    jobs,
    search,
    trouble,
    list.root,
  );
  void list.refresh();
  void unfinished(watch);
  return { root, title: t("documents.title"), close: () => leaving.abort() };
}

/** Jobs that still run, such as after the page was left. @param {(job: Job) => void} watch */
async function unfinished(watch) {
  try {
    /** @type {Page<Job>} */
    const found = await getJson("/jobs", { limit: 20 });
    for (const job of found.items) if (job.state === "queued" || job.state === "running") watch(job);
  } catch {
    // The list below tells what is wrong.
  }
}

/** @param {(job: Job) => void} watch */
function dropZone(watch) {
  const input = h("input", { type: "file", multiple: true, class: "unseen", id: "files" });
  const said = h("span", { class: "soft" }, t("documents.kinds"));
  const zone = h("label", { class: "drop", for: "files" }, h("strong", {}, t("documents.drop")), said, input);
  const trouble = h("div", {});

  /** @param {FileList | undefined} files */
  async function send(files) {
    if (!files?.length) return;
    trouble.replaceChildren();
    said.textContent = t("documents.sending", { n: files.length });
    announce(said.textContent);
    const body = new FormData();
    for (const file of files) body.append("files", file, file.name);
    try {
      watch(await (await request("/documents", { body })).json());
    } catch (error) {
      trouble.replaceChildren(problemBox(error));
    }
    input.value = "";
    said.textContent = t("documents.kinds");
  }
  input.addEventListener("change", () => void send(input.files ?? undefined));
  for (const name of /** @type {const} */ (["dragenter", "dragover", "dragleave", "drop"])) {
    zone.addEventListener(name, (event) => {
      event.preventDefault();
      zone.classList.toggle("over", name === "dragenter" || name === "dragover");
      if (name === "drop") void send(event.dataTransfer?.files);
    });
  }
  return h("div", {}, zone, trouble);
}

/** @param {DocumentRow} document @param {HTMLElement} trouble @param {() => unknown} refresh */
function row(document, trouble, refresh) {
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
  return h(
    "li",
    { class: "item" },
    h(
      "div",
      { class: "main" },
      h("a", { href: `#/documents/${part(document.id)}` }, title),
      h(
        "p",
        { class: "trail" },
        [document.uri, validity(document.validity.start, document.validity.end)].filter(Boolean).join(" · "),
      ),
    ),
    h(
      "button",
      {
        type: "button",
        class: "quiet danger",
        "aria-label": `${t("documents.delete")}: ${title}`,
        on: { click: remove },
      },
      t("documents.delete"),
    ),
  );
}
