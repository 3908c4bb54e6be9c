/** Work of which a few pieces go at once, the others each in its turn. */

/**
 * @param {number} most
 * @returns {(work: () => Promise<unknown>) => Promise<void>} ends as the work does, in its turn
 */
export function fewAtOnce(most) {
  let free = most;
  /** @type {(() => void)[]} */
  const waiting = [];
  return async (work) => {
    if (free) free -= 1;
    else await /** @type {Promise<void>} */ (new Promise((resolve) => waiting.push(resolve)));
    try {
      await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}
