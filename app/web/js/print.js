/** On paper an answer shows its sources, which are folded on the screen. */

/** @type {HTMLDetailsElement[]} */
let unfolded = [];

window.addEventListener("beforeprint", () => {
  unfolded = [...document.querySelectorAll("details:has(.cited):not([open])")].filter(
    (found) => found instanceof HTMLDetailsElement,
  );
  for (const details of unfolded) details.open = true;
});
window.addEventListener("afterprint", () => {
  for (const details of unfolded) details.open = false;
});
