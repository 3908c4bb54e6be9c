/** A job as it goes: how far it is, what it did not take in and why. */

import { announce } from "../announce.js";
import { part, request } from "../api.js";
import { h } from "../h.js";
import { number, t } from "../i18n.js";
import { problemBox } from "../parts.js";
import { follow } from "../sse.js";

/** @import {Job} from "../types.js" */

/** @param {Job} job @param {AbortSignal} leaving @param {() => unknown} over called when the job is over */
export function jobCard(job, leaving, over) {
  const state = h("strong", {});
  const bar = h("progress", { "aria-label": t("job.running") });
  const count = h("span", { class: "soft" });
  const below = h("div", {});
  const path = `/jobs/${part(job.id)}`;
  const cancel = h(
    "button",
    {
      type: "button",
      class: "quiet",
      on: {
        click: () => request(path, { method: "DELETE" }).catch((error) => below.replaceChildren(problemBox(error))),
      },
    },
    t("job.cancel"),
  );
  const head = h("div", { class: "row between" }, h("span", {}, state, " ", count), cancel);
  const root = h("section", { class: "job", "data-job": job.id }, head, bar, below);

  /** @param {Job} now @returns {boolean} whether it is over */
  const draw = (now) => {
    const isOver = now.state === "done" || now.state === "failed" || now.state === "cancelled";
    state.textContent = t(`job.${now.state}`);
    count.textContent = now.total === null ? number(now.done) : t("job.count", { done: now.done, total: now.total });
    if (isOver) bar.value = 1;
    else if (now.total) bar.value = now.done / now.total;
    cancel.hidden = isOver;
    below.replaceChildren();
    if (now.error) below.append(h("p", { class: "problem" }, now.error));
    if (now.rejects?.length) below.append(rejects(now.rejects));
    if (isOver) {
      announce(`${state.textContent}. ${now.rejects?.length ? t("job.rejects", { n: now.rejects.length }) : ""}`);
      over();
    }
    return isOver;
  };
  if (!draw(job)) {
    const open = () => request(`${path}/events`, { signal: leaving });
    follow({ open, again: () => `${path}/events`, take: ({ data }) => draw(JSON.parse(data)), signal: leaving }).catch(
      (error) => {
        if (!leaving.aborted) below.replaceChildren(problemBox(error));
      },
    );
  }
  return root;
}

/** @param {{where: string, reason: string}[]} items */
function rejects(items) {
  return h(
    "details",
    { open: true },
    h("summary", {}, t("job.rejects", { n: items.length })),
    h("ul", { class: "rejects" }, items.map(({ where, reason }) => h("li", {}, h("strong", {}, where), ` – ${reason}`))),
  );
}
