/** A job as it goes: of which files it is, how far it is, and what became of each. */

import { announce } from "../announce.js";
import { part, request } from "../api.js";
import { h } from "../h.js";
import { t } from "../i18n.js";
import { fewAtOnce } from "../in_turn.js";
import { problemBox } from "../parts.js";
import { follow } from "../sse.js";
import { countsOf, outcomes } from "./job_outcome.js";

/** @import {Job} from "../types.js" */

const NAMED = 3;
/** A browser opens six connections to a server over HTTP/1.1; the rest of the page needs some. */
const follows = fewAtOnce(3);

/**
 * @param {Job} job
 * @param {Object} does
 * @param {AbortSignal} does.leaving ends its stream
 * @param {() => unknown} [does.over] called when the job is over
 * @param {boolean} [does.mayCancel]
 */
export function jobCard(job, { leaving, over = () => undefined, mayCancel = false }) {
  const said = h("p", { class: "soft" });
  const bar = h("progress", { "aria-label": t("job.running") });
  const below = h("div", {});
  const path = `/jobs/${part(job.id)}`;
  const stop = async () => {
    try {
      const now = await (await request(path, { method: "DELETE" })).json();
      if (!isGoing(now)) take(now); // its stream may still wait its turn
    } catch (error) {
      below.replaceChildren(problemBox(error));
    }
  };
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
  let wasOver = draw(job);
  /** @param {Job} now @returns {boolean} whether it is over */
  const take = (now) => {
    if (wasOver) return true;
    wasOver = draw(now);
    if (wasOver) {
      announce(`${titleOf(job)}: ${said.textContent}`);
      over();
    }
    return wasOver;
  };
  const events = `${path}/events`;
  const open = () => request(events, { signal: leaving });
  const watch = async () => {
    if (!wasOver) await follow({ open, again: () => events, take: ({ data }) => take(JSON.parse(data)), signal: leaving });
  };
  if (!wasOver)
    follows(watch).catch((error) => {
      if (!leaving.aborted) below.replaceChildren(problemBox(error));
    });
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
