/** The field for a question. */

import { announce } from "../announce.js";
import { h } from "../h.js";
import { t } from "../i18n.js";

const LONGEST = 4000; // as the server takes
const NEAR = 0.9;

/** @typedef {{question: string, on: string, draft: boolean}} Asked */

/** @param {{ask: (asked: Asked) => void, stop: () => void}} does */
export function composer({ ask, stop }) {
  const field = h("textarea", {
    id: "question",
    rows: "2",
    placeholder: t("ask.placeholder"),
    "aria-label": t("ask.label"),
    "aria-describedby": "keys length",
  });
  const length = h("p", { id: "length", class: "length", hidden: true });
  const on = h("input", { type: "date", id: "on" });
  const draft = h("input", { type: "checkbox", id: "draft" });
  const send = h("button", { type: "submit", class: "primary" }, t("ask.send"));
  const halt = h("button", { type: "button", class: "primary", hidden: true, on: { click: stop } }, t("ask.stop"));

  /** Tells how long the question is where it comes near its bound. @returns {boolean} whether it may be asked */
  const measure = () => {
    const n = [...field.value.trim()].length;
    const over = n - LONGEST;
    length.hidden = n < LONGEST * NEAR;
    length.textContent = over > 0 ? t("ask.too_long", { most: LONGEST, n: over }) : t("ask.length", { n, most: LONGEST });
    length.classList.toggle("danger", over > 0);
    field.setAttribute("aria-invalid", String(over > 0));
    return over <= 0;
  };
  const submit = () => {
    const question = field.value.trim();
    if (!question || send.hidden) return;
    if (!measure()) {
      announce(length.textContent ?? "");
      field.focus();
      return;
    }
    field.value = "";
    measure();
    ask({ question, on: on.value, draft: draft.checked });
  };
  field.addEventListener("input", measure);
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    submit();
  });
  const root = h(
    "form",
    {
      class: "composer",
      on: {
        submit: (event) => {
          event.preventDefault();
          submit();
        },
      },
    },
    h("div", { class: "row" }, field, send, halt),
    length,
    h(
      "div",
      { class: "row between" },
      h(
        "details",
        { class: "options" },
        h("summary", {}, t("ask.options")),
        h("p", {}, h("label", { for: "on" }, t("ask.on")), " ", on),
        h("p", {}, h("label", { class: "choice" }, draft, t("ask.draft"))),
      ),
      h("span", { id: "keys", class: "soft keys" }, t("ask.keys")),
    ),
  );
  return {
    root,
    /** @param {string} question */
    fill: (question) => {
      field.value = question;
      measure();
    },
    focus: () => field.focus({ preventScroll: true }),
    /** @param {boolean} running */
    busy: (running) => {
      const hadFocus = document.activeElement === (running ? send : halt);
      send.hidden = running;
      halt.hidden = !running;
      if (hadFocus) field.focus({ preventScroll: true });
    },
  };
}
