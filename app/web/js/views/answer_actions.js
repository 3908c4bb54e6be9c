/** What can be done with an answer that is over: copy, judge, answer again, look at its graph. */

import { announce } from "../announce.js";
import { request } from "../api.js";
import { h } from "../h.js";
import { t } from "../i18n.js";
import { problemText } from "../parts.js";

/** @import {Answer} from "../answer.js" */
/** @import {Key} from "../i18n.js" */

/** @param {Answer} answer @param {() => unknown} again asks or answers once more */
export function actionsOf(answer, again) {
  const said = h("span", { class: "soft" });
  /** @param {string} text */
  const say = (text) => {
    said.textContent = text;
    announce(text);
  };
  const row = h("div", { class: "row actions" });
  if (answer.final) {
    row.append(action("answer.copy", () => copy(answer, say)));
    row.append(...(answer.run ? judgements(answer.run, say) : []));
  }
  row.append(action(answer.final ? "answer.regenerate" : "answer.again", again, "only-last"), said);
  return h("div", {}, answer.citations.length > 0 && graphOf(answer), row);
}

/** The graph of an answer: loaded once it is opened. @param {Answer} answer */
function graphOf(answer) {
  const details = h("details", {}, h("summary", {}, t("answer.graph")));
  const load = async () => {
    const { answerGraph } = await import("../answer_graph.js");
    details.append(await answerGraph(answer.citations));
  };
  details.addEventListener("toggle", () => void load(), { once: true });
  return details;
}

/** @param {Key} key @param {() => unknown} act @param {string} [kind] */
const action = (key, act, kind = "") =>
  h("button", { type: "button", class: `quiet ${kind}`.trim(), on: { click: act } }, t(key));

/** @param {Answer} answer @param {(text: string) => void} say */
async function copy(answer, say) {
  await navigator.clipboard.writeText(answer.asText());
  say(t("answer.copied"));
}

/** @param {string} run @param {(text: string) => void} say */
function judgements(run, say) {
  /** @type {[Key, number][]} */
  const kinds = [["answer.good", 1], ["answer.bad", -1]];
  const buttons = kinds.map(([key]) => h("button", { type: "button", class: "quiet", "aria-pressed": "false" }, t(key)));
  buttons.forEach((button, at) => {
    button.addEventListener("click", async () => {
      try {
        await request("/feedback", { json: { run, rating: kinds[at]?.[1], comment: "" } });
        buttons.forEach((other) => other.setAttribute("aria-pressed", String(other === button)));
        say(t("answer.thanks"));
      } catch (error) {
        say(problemText(error));
      }
    });
  });
  return buttons;
}
