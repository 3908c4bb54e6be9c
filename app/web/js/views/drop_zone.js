/** Where files are dropped or chosen, and sent. */

import { announce } from "../announce.js";
import { request } from "../api.js";
import { h } from "../h.js";
import { t } from "../i18n.js";
import { problemBox } from "../parts.js";

/** @import {Job} from "../types.js" */

/** @param {(job: Job) => void} watch */
export function dropZone(watch) {
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
