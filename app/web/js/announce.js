/** Tells screen readers what happens, in the page's one live region. */

const PAUSE_MS = 400;
/** @type {string[]} */
let waiting = [];
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/** @param {string} text */
export function announce(text) {
  waiting.push(text);
  timer ??= setTimeout(() => {
    timer = undefined;
    const live = document.getElementById("live");
    if (live) live.textContent = waiting.join(" ");
    waiting = [];
  }, PAUSE_MS);
}
