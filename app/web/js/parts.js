/** Small parts that several views show. */

import { ApiError, Unreachable } from "./api.js";
import { h } from "./h.js";
import { has, t } from "./i18n.js";
import { settings } from "./settings.js";

/** Codes of problems of which the server's words tell more than the page's. */
const TELLING = new Set([
  "invalid_request", "bad_input", "conflict", "too_large", "unsupported_media_type", "rate_limited",
  "store_busy", "store_failed", "model_failed", "model_timeout", "internal",
]);

/** What went wrong, in the reader's language, with a way on. @param {unknown} error @param {() => unknown} [again] */
export function problemBox(error, again) {
  const needsKey = error instanceof ApiError && error.status === 401;
  return h(
    "div",
    { class: "problem", role: "alert" },
    h("p", {}, problemText(error)),
    error instanceof ApiError && TELLING.has(error.code) && details(error.message),
    needsKey && h("a", { class: "button", href: "#/settings" }, t("problem.to_settings")),
    again && !needsKey && h("button", { type: "button", on: { click: again } }, t("problem.again")),
  );
}

/** @param {unknown} error */
export function problemText(error) {
  if (error instanceof Unreachable) return t("problem.unreachable");
  if (!(error instanceof ApiError)) return t("problem.page", { detail: String(error) });
  if (error.code === "unauthenticated" && settings.key) return t("problem.wrong_key");
  const key = `problem.${error.code}`;
  return has(key) ? t(key) : t("problem.server", { detail: error.message });
}

/** The server's own words, in English. @param {string} words */
const details = (words) => h("details", {}, h("summary", {}, t("problem.detail")), h("p", { lang: "en" }, words));

/**
 * Asks before something is gone for good.
 * @param {string} question
 * @param {string} yes
 * @returns {Promise<boolean>}
 */
export function sure(question, yes) {
  return new Promise((resolve) => {
    const dialog = h(
      "dialog",
      { class: "sure", "aria-labelledby": "sure" },
      h(
        "form",
        { method: "dialog" },
        h("p", { id: "sure" }, question),
        h(
          "div",
          { class: "row" },
          h("button", { value: "no" }, t("sure.no")),
          h("button", { value: "yes", class: "danger" }, yes),
        ),
      ),
    );
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

/**
 * A list that grows by a button, page by page.
 * @template T
 * @param {Object} list
 * @param {(offset: number) => Promise<{items: T[], total?: number, more?: boolean}>} list.load
 * @param {(item: T) => HTMLElement | null} list.draw null for what is not to be shown
 * @param {() => string} list.none what to say where there is nothing
 * @returns {{root: HTMLElement, refresh: () => Promise<void>}}
 */
export function growing({ load, draw, none }) {
  const items = h("ul", { class: "rows" });
  const foot = h("div", { class: "foot" });
  const root = h("div", {}, items, foot);
  let generation = 0;

  /** @param {number} offset @param {number} mine */
  async function page(offset, mine) {
    if (!items.firstChild) foot.replaceChildren(h("p", { class: "soft loading" }, t("loading")));
    try {
      const found = await load(offset);
      if (mine !== generation) return;
      if (!offset) items.replaceChildren();
      items.append(...found.items.map(draw).filter((item) => item !== null));
      const count = offset + found.items.length;
      const more = found.items.length > 0 && (found.more ?? count < (found.total ?? 0));
      foot.replaceChildren();
      if (more) foot.append(h("button", { type: "button", on: { click: () => page(count, mine) } }, t("list.more")));
      else if (!items.firstChild) foot.append(h("p", { class: "soft none" }, none()));
    } catch (error) {
      if (mine === generation) foot.replaceChildren(problemBox(error, () => page(offset, mine)));
    }
  }
  return { root, refresh: () => page(0, ++generation) };
}

/** A field that calls with its words once typing pauses. */
export function searchBox(/** @type {string} */ label, /** @type {(value: string) => unknown} */ call) {
  /** @type {ReturnType<typeof setTimeout>} */
  let timer;
  const input = h("input", { type: "search", placeholder: label, "aria-label": label, autocomplete: "off" });
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => call(input.value.trim()), 250);
  });
  return input;
}
