/** The API key: entered, checked with the server before it is kept, and what it allows. */

import { announce } from "../announce.js";
import { ApiError } from "../api.js";
import { h } from "../h.js";
import { t } from "../i18n.js";
import { problemText } from "../parts.js";
import { settings } from "../settings.js";
import { askWhoAgain, who } from "../who.js";

/** @param {() => void} forget leaves the conversation: with another key somebody else may be asking */
export function keyForm(forget) {
  const key = h("input", { type: "password", id: "key", autocomplete: "off", spellcheck: "false", "aria-describedby": "about-key key-said" });
  key.value = settings.key;
  const said = h("p", { id: "key-said", class: "soft" });
  /** @param {string} text @param {boolean} isWrong */
  const say = (text, isWrong) => {
    said.textContent = text;
    said.className = isWrong ? "problem" : "soft";
    key.setAttribute("aria-invalid", String(isWrong));
  };

  const save = async () => {
    const before = settings.key;
    settings.key = key.value.trim();
    askWhoAgain();
    try {
      const text = about(await who());
      if (settings.key !== before) forget();
      say(`${t("settings.saved")} ${text}`, false);
    } catch (error) {
      const refused = error instanceof ApiError && error.status === 401;
      if (refused && !settings.key) forget(); // the key was taken away on purpose
      else settings.key = before;
      askWhoAgain();
      say(refused && key.value.trim() ? t("settings.wrong_key") : problemText(error), true);
    }
    announce(said.textContent ?? "");
  };
  who().then((me) => say(about(me), false), (error) => say(problemText(error), true));
  return h(
    "form",
    {
      class: "key",
      on: {
        submit: (event) => {
          event.preventDefault();
          void save();
        },
      },
    },
    h("label", { for: "key" }, t("settings.key")),
    h("p", { class: "soft", id: "about-key" }, t("settings.key_hint")),
    h("div", { class: "row" }, key, h("button", { type: "submit" }, t("settings.save"))),
    said,
  );
}

/** What somebody may do. @param {import("../types.js").Me} me */
const about = ({ role, tenant, key }) => (key ? t(`settings.role_${role}`, { tenant }) : t("settings.no_key"));
