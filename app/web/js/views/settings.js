/** Settings: language, theme, key. */

import { h } from "../h.js";
import { speak, t } from "../i18n.js";
import { settings } from "../settings.js";
import { keyForm } from "./key_form.js";

/** @import {View} from "../types.js" */

/**
 * @param {object} page
 * @param {() => void} page.redraw draws the page again
 * @param {() => void} page.forget leaves the conversation
 * @returns {View}
 */
export function settingsView({ redraw, forget }) {
  const root = h(
    "section",
    { class: "page narrow" },
    h("h1", {}, t("settings.title")),
    choice(t("settings.language"), "language", [["vi", "Tiếng Việt"], ["en", "English"]], settings.language, (value) => {
      const language = value === "en" ? "en" : "vi";
      const kept = () => void (settings.language = language);
      void speak(language).then(kept, () => undefined).then(redraw);
    }),
    choice(
      t("settings.theme"),
      "theme",
      [["auto", t("settings.auto")], ["light", t("settings.light")], ["dark", t("settings.dark")]],
      settings.theme,
      (value) => {
        settings.theme = value === "light" || value === "dark" ? value : "auto";
      },
    ),
    keyForm(forget),
  );
  return { root, title: t("settings.title") };
}

/**
 * @param {string} legend
 * @param {string} name
 * @param {[string, string][]} options
 * @param {string} chosen
 * @param {(value: string) => void} choose
 */
function choice(legend, name, options, chosen, choose) {
  return h(
    "fieldset",
    {},
    h("legend", {}, legend),
    options.map(([value, text]) =>
      h(
        "label",
        { class: "choice" },
        h("input", { type: "radio", name, value, checked: value === chosen, on: { change: () => choose(value) } }),
        text,
      ),
    ),
  );
}
