// Before the first paint, so that a chosen theme or language does not flash.
(() => {
  const root = document.documentElement;
  root.dataset.theme = localStorage.getItem("vinagraph.theme") ?? "auto";
  root.lang = localStorage.getItem("vinagraph.language") ?? "vi";
})();
