/** What relations and types of entities are called. A type of a user's own schema is shown as it is written. */

import { settings } from "./settings.js";

/** @import {Fact} from "./types.js" */

/** @type {Record<string, [string, string]>} */
const RELATIONS = {
  BORN_IN: ["sinh tại", "was born in"],
  BORN_ON: ["sinh", "was born"],
  DIED_IN: ["mất tại", "died in"],
  DIED_ON: ["mất", "died"],
  HOMETOWN: ["quê ở", "comes from"],
  SPOUSE_OF: ["là vợ hoặc chồng của", "is or was married to"],
  CHILD_OF: ["là con của", "is a child of"],
  SIBLING_OF: ["là anh chị em của", "is a sibling of"],
  LEADS: ["đứng đầu", "leads or led"],
  HOLDS_POSITION: ["giữ chức ở", "holds or held office in"],
  SUCCEEDED_BY: ["được kế nhiệm bởi", "was succeeded by"],
  STUDIED_AT: ["học tại", "studied at"],
  WORKS_FOR: ["làm việc cho", "works or worked for"],
  AWARDED: ["được trao", "received"],
  FOUNDED_BY: ["được sáng lập bởi", "was founded by"],
  FOUNDED_ON: ["thành lập", "was founded"],
  HEADQUARTERED_IN: ["có trụ sở ở", "has its seat in"],
  MEMBER_OF: ["là thành viên của", "is a member of"],
  OWNED_BY: ["thuộc sở hữu của", "is owned by"],
  PART_OF: ["thuộc", "is part of"],
  LOCATED_IN: ["nằm ở", "lies in"],
  CAPITAL_OF: ["là thủ phủ của", "is the capital of"],
  BORDERS: ["giáp", "borders on"],
  FLOWS_INTO: ["chảy vào", "flows into"],
  MERGED_INTO: ["sáp nhập vào", "was merged into"],
  NAMED_AFTER: ["được đặt tên theo", "is named after"],
  CREATED_BY: ["là tác phẩm của", "was made by"],
  POPULATION: ["có dân số", "has a population of"],
  AREA: ["có diện tích", "has an area of"],
  LENGTH: ["dài", "has a length of"],
  HEIGHT: ["cao", "has a height of"],
  OCCURRED_ON: ["xảy ra", "happened"],
  OCCURRED_IN: ["xảy ra ở", "happened in"],
  PUBLISHED_ON: ["ra mắt", "appeared"],
  OFFICIAL_LANGUAGE: ["có ngôn ngữ chính thức là", "has the official language"],
  AMENDS: ["sửa đổi, bổ sung", "amends"],
  REPEALS: ["bãi bỏ", "repeals"],
  REPLACES: ["thay thế", "replaces"],
  GUIDES: ["quy định chi tiết", "guides"],
  BASED_ON: ["căn cứ vào", "is based on"],
  CITES: ["dẫn chiếu đến", "refers to"],
  DEFINES: ["giải thích từ ngữ", "defines"],
  ISSUED_BY: ["được ban hành bởi", "was issued by"],
  EFFECTIVE_FROM: ["có hiệu lực từ", "is in force from"],
  SAME_AS: ["cũng là", "is also"],
};

/** @type {Record<string, [string, string]>} */
const TYPES = {
  Person: ["Người", "Person"],
  Organisation: ["Tổ chức", "Organisation"],
  Place: ["Nơi chốn", "Place"],
  LegalDocument: ["Văn bản pháp luật", "Legal document"],
  LegalArticle: ["Điều khoản", "Legal article"],
  Date: ["Thời điểm", "Date"],
  Quantity: ["Số lượng", "Quantity"],
  Event: ["Sự kiện", "Event"],
  Product: ["Sản phẩm", "Product"],
  Work: ["Tác phẩm", "Work"],
  Concept: ["Khái niệm", "Concept"],
};

/** @param {[string, string] | undefined} pair @param {string} other */
const inLanguage = (pair, other) => (pair ? pair[settings.language === "en" ? 1 : 0] : other);

const DATED = /_(ON|FROM)$/;

/**
 * How a relation reads, between its head and its tail.
 * @param {string} type
 * @param {string} [tail] a date takes the word that goes before it
 */
export function relationWords(type, tail = "") {
  const words = inLanguage(RELATIONS[type], type.toLowerCase().replaceAll("_", " "));
  return tail && DATED.test(type) ? `${words} ${beforeDate(type, tail)}`.trimEnd() : words;
}

/** @param {string} type @param {string} date */
function beforeDate(type, date) {
  const isYear = /^(năm )?\d{3,4}$/i.test(date);
  if (settings.language === "en") return type.endsWith("_ON") ? (isYear || /^tháng/i.test(date) ? "in" : "on") : "";
  return /^\d/.test(date) ? (isYear ? "năm" : "ngày") : "";
}

/** A name within a sentence: “Năm 1954” is written small there. @param {string} name */
export const withinSentence = (name) => name.replace(/^(Năm|Tháng|Ngày)(?= )/, (word) => word.toLowerCase());

/** A fact as a sentence. @param {Fact} fact */
export const factWords = ({ head, type, tail }) =>
  `${head.name} ${relationWords(type, tail.name)} ${withinSentence(tail.name)}`;

/** @param {string} type */
export const typeWords = (type) => inLanguage(TYPES[type], type);
