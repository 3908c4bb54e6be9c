/** What became of the files of a job, file by file, and why something was not taken. */

import { h } from "../h.js";
import { has, t } from "../i18n.js";

/** @import {Key} from "../i18n.js" */
/** @import {Job, JobFile, JobReject} from "../types.js" */
/** @typedef {{added: number, changed: number, unchanged: number, rejected: number}} Counts */

const SHOWN = 8;
const FATES = /** @type {const} */ (["added", "changed", "unchanged", "rejected"]);
/** Reasons that the server's own words make clearer: at which line, like which other document. */
const DETAILED = new Set(["copy", "not_json", "unreadable"]);

/** How many documents came of it, in words. @param {Counts} counts */
export const countsOf = (counts) =>
  FATES.filter((fate) => counts[fate]).map((fate) => t(`job.${fate}`, { n: counts[fate] })).join(" · ");

/** @param {Job} job @returns {HTMLElement[]} */
export function outcomes({ result, rejects = [] }) {
  /** @type {Map<string, JobReject[]>} */
  const left = new Map();
  const files = [...(result?.files ?? [])].sort((a, b) => Number(b.rejected > 0) - Number(a.rejected > 0));
  for (const reject of rejects) {
    const file = files.find(({ file: name }) => reject.where === name || reject.where.startsWith(`${name}:`));
    const name = file?.file ?? reject.where;
    left.set(name, [...(left.get(name) ?? []), reject]);
  }
  const known = new Set(files.map(({ file }) => file));
  const others = [...left].filter(([name]) => !known.has(name));
  const items = [
    ...files.map((file) => fileItem(file, left.get(file.file) ?? [])),
    ...others.map(([name, why]) => h("li", {}, h("strong", {}, name), reasons(name, why))),
  ];
  const list = (/** @type {HTMLElement[]} */ some) => h("ul", { class: "files" }, some);
  if (items.length <= SHOWN) return items.length ? [list(items)] : [];
  const rest = items.slice(SHOWN);
  return [
    list(items.slice(0, SHOWN)),
    h("details", {}, h("summary", {}, t("job.more_files", { n: rest.length })), list(rest)),
  ];
}

/** @param {JobFile} file @param {JobReject[]} rejects */
function fileItem(file, rejects) {
  const { file: name, ...counts } = file;
  const isOne = FATES.reduce((sum, fate) => sum + counts[fate], 0) === 1;
  const fate = FATES.find((one) => counts[one]) ?? "unchanged";
  const told = isOne ? t(/** @type {Key} */ (`file.${fate}`)) : countsOf(counts);
  return h(
    "li",
    { class: rejects.length ? "refused" : "" },
    h("strong", {}, name),
    h("span", { class: "fate" }, told),
    rejects.length > 0 && reasons(name, rejects),
  );
}

/** @param {string} file @param {JobReject[]} rejects */
function reasons(file, rejects) {
  const shown = rejects.slice(0, SHOWN);
  const rest = rejects.length - shown.length;
  return h(
    "ul",
    { class: "rejects" },
    shown.map(({ where, reason, code }) => {
      const key = `reject.${code}`;
      const detailed = DETAILED.has(code) || !has(key);
      return h(
        "li",
        {},
        where !== file && `${t("file.row", { row: where.slice(file.length + 1) })}: `,
        t(has(key) ? key : "reject.unreadable"),
        detailed && h("span", { class: "soft", lang: "en" }, ` (${reason})`),
      );
    }),
    rest > 0 && h("li", {}, t("file.more_rejects", { n: rest })),
  );
}
