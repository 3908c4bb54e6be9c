/** A job as it goes: of which files it is, how far it is, and what became of each. */

import { announce } from "../announce.js";
import { part, request } from "../api.js";
import { h } from "../h.js";
import { t } from "../i18n.js";
import { problemBox } from "../parts.js";
import { follow } from "../sse.js";
import { countsOf, outcomes } from "./job_outcome.js";

/** @import {Job} from "../types.js" */

const NAMED = 3;

/**
 * @param {Job} job
 * @param {Object} [does]
 * @param {AbortSignal} [does.leaving]
 * @param {() => unknown} [does.over] called when the job is over
 * @param {boolean} [does.mayCancel]
 */
export function jobCard(job, { leaving = new AbortController().signal, over = () => undefined, mayCancel = false } = {}) {
  const said = h("p", { class: "soft" });
  const bar = h("progress", { "aria-label": t("job.running") });
  const below = h("div", {});
  const path = `/jobs/${part(job.id)}`;
  const stop = () => request(path, { method: "DELETE" }).catch((error) => below.replaceChildren(problemBox(error)));
  const cancel = h("button", { type: "button", class: "quiet", on: { click: stop } }, t("job.cancel"));
  const head = h("div", { class: "row between" }, h("h3", {}, titleOf(job)), cancel);
  const root = h("section", { class: "job", "data-job": job.id }, head, said, bar, below);

  /** @param {Job} now @returns {boolean} whether it is over */
  const draw = (now) => {
    const isOver = !isGoing(now);
    said.textContent = stateOf(now);
    if (now.total) bar.value = now.done / now.total;
    bar.hidden = isOver;
    cancel.hidden = isOver || !mayCancel;
    below.replaceChildren();
    if (now.error) below.append(h("p", { class: "problem" }, now.error));
    if (isOver) below.append(...outcomes(now));
    return isOver;
  };
  const take = (/** @type {{data: string}} */ { data }) => {
    const isOver = draw(JSON.parse(data));
    if (isOver) {
      announce(`${titleOf(job)}: ${said.textContent}`);
      over();
    }
    return isOver;
  };
  if (!draw(job)) {
    const open = () => request(`${path}/events`, { signal: leaving });
    follow({ open, again: () => `${path}/events`, take, signal: leaving }).catch((error) => {
      if (!leaving.aborted) below.replaceChildren(problemBox(error));
    });
  }
  return root;
}

/** @param {Job} job */
export const isGoing = ({ state }) => state === "queued" || state === "running";

/** The files that it is of. @param {Job} job */
function titleOf({ files, file_count: count }) {
  if (!files.length) return t("job.sent");
  const named = files.slice(0, NAMED).join(", ");
  return count > NAMED ? t("job.and_others", { named, n: count - NAMED }) : named;
}

/** @param {Job} job */
function stateOf(job) {
  if (job.state === "done" && job.result) return countsOf(job.result) || t("job.done");
  const state = t(`job.${job.state}`);
  return isGoing(job) && job.total ? `${state} · ${t("job.count", { done: job.done, total: job.total })}` : state;
}
