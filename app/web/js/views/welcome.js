/** What stands above the field before the first question: and what is missing, a key or documents. */

import { ApiError, getJson } from "../api.js";
import { h } from "../h.js";
import { t } from "../i18n.js";
import { problemBox } from "../parts.js";
import { mayWrite } from "../who.js";

export function welcome() {
  const hint = h("div", { class: "hint" });
  const root = h("div", { class: "welcome" }, h("h1", {}, t("ask.title")), h("p", { class: "soft" }, t("ask.hint")), hint);
  const look = async () => {
    try {
      const found = await getJson("/documents", { limit: 1 });
      hint.replaceChildren(...(found.items.length ? [] : await empty()));
    } catch (error) {
      hint.replaceChildren(...(error instanceof ApiError && error.status === 401 ? [problemBox(error)] : []));
    }
  };
  return { root, look };
}

/** How documents come in. */
async function empty() {
  if (!(await mayWrite())) return [h("p", { class: "note" }, t("ask.empty_read"))];
  const [before = "", after = ""] = t("ask.empty_or").split("{command}");
  return [
    h("p", {}, t("ask.empty")),
    h("p", {}, h("a", { class: "button primary", href: "#/documents" }, t("ask.empty_add"))),
    h("p", { class: "soft" }, before, h("code", {}, `vinagraph ingest ${t("ask.folder")}`), after),
  ];
}
