/** Texts of the page. Vietnamese is the first language: a text that English lacks shows in Vietnamese. */

import { settings } from "./settings.js";
import { vi } from "./texts/vi.js";

/** @import {Language} from "./settings.js" */
/** @typedef {keyof typeof vi} Key */

/** What is spoken where it is not Vietnamese. @type {Partial<Record<string, string>>} */
let other = {};

/** Speaks a language from here on; another one than Vietnamese is loaded first. @param {Language} language */
export async function speak(language) {
  other = language === "en" ? (await import("./texts/en.js")).en : {};
}

await speak(settings.language);

/** Whether there is such a text. @param {string} key @returns {key is Key} */
export const has = (key) => Object.hasOwn(vi, key);

/**
 * A text with its `{names}` filled in. With `{n}` = 1 English takes the form under `KEY.one`.
 * @param {Key} key
 * @param {Record<string, string | number>} [values]
 * @returns {string}
 */
export function t(key, values = {}) {
  const text = (values.n === 1 ? other[`${key}.one`] : undefined) ?? other[key] ?? vi[key];
  return text.replace(/\{(\w+)\}/g, (whole, name) => {
    const value = values[name];
    return value === undefined ? whole : typeof value === "number" ? number(value) : value;
  });
}

const locale = () => (settings.language === "en" ? "en-GB" : "vi-VN");

/** @param {number} value */
export const number = (value) => new Intl.NumberFormat(locale(), { maximumFractionDigits: 2 }).format(value);

/** A day of an ISO date or time. @param {string} iso */
export function day(iso) {
  const [year = "", month = "", rest = ""] = iso.split("-");
  return iso.length <= 10 ? `${rest}/${month}/${year}` : new Date(iso).toLocaleDateString(locale());
}

/** A moment of an ISO time. @param {string} iso */
export const moment = (iso) => new Date(iso).toLocaleString(locale(), { dateStyle: "short", timeStyle: "short" });

/**
 * When a text is in force, in words; empty where nothing is known. The end is the first day on which it is not.
 * @param {string | null | undefined} from
 * @param {string | null | undefined} to
 */
export function validity(from, to) {
  const today = new Date().toISOString().slice(0, 10);
  if (to && to <= today) return t("source.expired", { day: day(to) });
  if (from && to) return t("source.valid_between", { from: day(from), to: day(to) });
  if (from) return t(from > today ? "source.valid_later" : "source.valid_from", { day: day(from) });
  return to ? t("source.valid_until", { day: day(to) }) : "";
}
