/** What a person chose. The key lives as long as the tab, the rest stays in this browser. */

/** @typedef {"vi" | "en"} Language */
/** @typedef {"auto" | "light" | "dark"} Theme */

const KEY = "vinagraph.key";

export const settings = {
  /** @returns {Language} */
  get language() {
    return localStorage.getItem("vinagraph.language") === "en" ? "en" : "vi";
  },
  set language(value) {
    localStorage.setItem("vinagraph.language", value);
    document.documentElement.lang = value;
  },
  /** @returns {Theme} */
  get theme() {
    const kept = localStorage.getItem("vinagraph.theme");
    return kept === "light" || kept === "dark" ? kept : "auto";
  },
  set theme(value) {
    localStorage.setItem("vinagraph.theme", value);
    document.documentElement.dataset.theme = value;
  },
  get key() {
    return sessionStorage.getItem(KEY) ?? "";
  },
  set key(value) {
    if (value) sessionStorage.setItem(KEY, value);
    else sessionStorage.removeItem(KEY);
  },
};
