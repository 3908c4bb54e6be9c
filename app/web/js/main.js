/** Starts the page: the navigation, and which view stands in `main`. */

import { Unreachable } from "./api.js";
import { h } from "./h.js";
import { t } from "./i18n.js";
import { problemBox } from "./parts.js";
import "./print.js";
import { askView } from "./views/ask.js";

/** @import {View} from "./types.js" */
/** @import {Key} from "./i18n.js" */
/** @typedef {{part: string, id: string, query: URLSearchParams}} Place */

/** @type {[string, Key][]} */
const NAV = [
  ["#/", "nav.ask"],
  ["#/conversations", "nav.threads"],
  ["#/documents", "nav.documents"],
  ["#/graph", "nav.graph"],
  ["#/settings", "nav.settings"],
];

/** Views other than the first are loaded when they are opened. @type {Record<string, (place: Place) => Promise<View>>} */
const VIEWS = {
  conversations: async () => (await import("./views/threads.js")).threadsView(),
  documents: async ({ id, query }) =>
    id
      ? (await import("./views/document.js")).documentView(id, query.get("at") ?? "")
      : (await import("./views/documents.js")).documentsView(),
  entities: async ({ id }) => (await import("./views/entity.js")).entityView(id),
  graph: async ({ id }) => (await import("./views/graph.js")).graphView(id),
  settings: async () => (await import("./views/settings.js")).settingsView({ redraw, forget }),
};

const main = /** @type {HTMLElement} */ (document.getElementById("main"));
/** @type {View | undefined} */
let shown;
let ask = askView();
let visit = 0;
/** A place that no view has. */
const NOWHERE = "?";

/** @returns {Place} */
function place() {
  const [path = "", query = ""] = location.hash.replace(/^#\/?/, "").split("?", 2);
  const [name = "", id = ""] = path.split("/", 2);
  const told = decoded(id);
  return { part: told === undefined ? NOWHERE : name, id: told ?? "", query: new URLSearchParams(query) };
}

/** @param {string} text @returns {string | undefined} undefined where it is no UTF-8 */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

/** @param {boolean} [first] */
async function show(first = false) {
  const mine = ++visit;
  const where = place();
  markNav(where.part);
  let view;
  if (where.part === "" || where.part === "c") {
    ask.show(where.id);
    view = ask;
  } else {
    const found = Object.hasOwn(VIEWS, where.part) ? VIEWS[where.part] : undefined;
    view = await (found ?? missing)(where).catch(broken);
  }
  if (mine !== visit) return view.close?.();
  if (shown !== view) {
    shown?.close?.();
    shown = view;
    main.replaceChildren(view.root);
  }
  document.title = view.title ? `${view.title} – VinaGraph` : "VinaGraph";
  view.opened?.();
  if (!first && view !== ask) {
    window.scrollTo({ top: 0, behavior: "instant" });
    main.focus({ preventScroll: true });
  }
}

/** A view whose module did not come, such as while the server is away. @param {unknown} error @returns {View} */
function broken(error) {
  const told = error instanceof TypeError ? new Unreachable(error.message) : error;
  return { root: h("section", { class: "page" }, problemBox(told, () => show())), title: "" };
}

/** @returns {Promise<View>} */
async function missing() {
  const back = h("p", {}, h("a", { class: "button", href: "#/" }, t("missing.back")));
  return { root: h("section", { class: "page" }, h("h1", {}, t("missing.title")), back), title: t("missing.title") };
}

/** @param {string} open */
function markNav(open) {
  const own = document.querySelector("#nav a");
  const back = open !== "" && open !== "c" && ask.thread() !== "";
  own?.setAttribute("href", back ? `#/c/${ask.thread()}` : "#/");
  const marked = { c: "", entities: "graph" }[open] ?? open;
  const links = [...document.querySelectorAll("#nav a")];
  for (const [at, link] of links.entries()) {
    if (NAV[at]?.[0] === `#/${marked}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

function drawNav() {
  const nav = document.getElementById("nav");
  nav?.setAttribute("aria-label", t("nav.label"));
  nav?.replaceChildren(...NAV.map(([href, key]) => h("a", { href }, t(key))));
  const skip = document.getElementById("skip");
  if (skip) skip.textContent = t("skip");
}

/** Draws all again, in another language; the conversation stays. */
function redraw() {
  const thread = ask.thread();
  forget();
  ask.show(thread);
  drawNav();
  void show();
}

/** Leaves the conversation and what is asked in it: with another key somebody else may be asking. */
function forget() {
  ask.show("");
  ask.close?.();
  ask = askView();
  markNav(place().part);
}

document.getElementById("skip")?.addEventListener("click", (event) => {
  event.preventDefault();
  main.focus();
});
// A file that misses the field for files is not to be opened in place of the page.
for (const name of ["dragover", "drop"]) window.addEventListener(name, (event) => event.preventDefault());
window.addEventListener("hashchange", () => void show());
drawNav();
void show(true);
