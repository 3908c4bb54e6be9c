/** Whom the server takes this page for: asked once, and again after another key. */

import { getJson } from "./api.js";

/** @import {Me} from "./types.js" */

/** @type {Promise<Me> | undefined} */
let asked;

/** @returns {Promise<Me>} */
export function who() {
  asked ??= getJson("/me").catch((error) => {
    asked = undefined;
    throw error;
  });
  return /** @type {Promise<Me>} */ (asked);
}

export function askWhoAgain() {
  asked = undefined;
}

/** Whether documents may be added and deleted; no where that is not known. */
export async function mayWrite() {
  try {
    return (await who()).role !== "read";
  } catch {
    return false;
  }
}
