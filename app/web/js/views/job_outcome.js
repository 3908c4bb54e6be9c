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
  const files = [...(result?.files ?? [])].sort((a, b) => Number(b.rejected > 0) - Number(a.rejected > 0));
  const fileOf = (/** @type {string} */ where) =>
    files.find(({ file }) => where === file || where.startsWith(`${file}:`))?.file;
  const left = grouped(rejects, ({ where }) => fileOf(where) ?? where);
  const warned = grouped(result?.warnings ?? [], (words) => fileOf(words) ?? "");
  const known = new Set(files.map(({ file }) => file));
  const others = [...left].filter(([name]) => !known.has(name));
  const items = [
    ...files.map((file) => fileItem(file, left.get(file.file) ?? [], warned.get(file.file) ?? [])),
    ...others.map(([name, why]) => h("li", {}, h("strong", {}, name), reasons(name, why))),
  ];
  const general = warned.get("");
  if (general) items.push(h("li", {}, notes(general)));
  const list = (/** @type {HTMLElement[]} */ some) => h("ul", { class: "files" }, some);
  if (items.length <= SHOWN) return items.length ? [list(items)] : [];
  const rest = items.slice(SHOWN);
  return [
    list(items.slice(0, SHOWN)),
    h("details", {}, h("summary", {}, t("job.more_files", { n: rest.length })), list(rest)),
  ];
}

/** @template T @param {T[]} items @param {(item: T) => string} nameOf */
function grouped(items, nameOf) {
  /** @type {Map<string, T[]>} */
  const groups = new Map();
  for (const item of items) {
    const name = nameOf(item);
    const group = groups.get(name);
    if (group) group.push(item);
    else groups.set(name, [item]);
  }
  return groups;
}

/** @param {JobFile} file @param {JobReject[]} rejects @param {string[]} warnings */
function fileItem(file, rejects, warnings) {
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
    warnings.length > 0 && notes(warnings.map((words) => words.slice(name.length + 1).trim())),
  );
}

/** What the server says of documents that it kept, in English. @param {string[]} warnings */
const notes = (warnings) =>
  h(
    "details",
    { class: "notes" },
    h("summary", {}, t("file.warnings", { n: warnings.length })),
    h("ul", { lang: "en" }, warnings.map((words) => h("li", {}, words))),
  );

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
