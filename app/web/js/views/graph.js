/** placeholder until the graph's routes stand */
import { h } from "../h.js";
/** @import {View} from "../types.js" */
/** @param {string} id @returns {View} */
export function graphView(id) { return { root: h("section", { class: "page" }, h("h1", {}, id)), title: id }; }
