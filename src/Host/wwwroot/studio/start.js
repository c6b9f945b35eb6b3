// What Elsa Studio reads once, when it starts. Loaded before its own scripts.
(() => {
  "use strict";
  const { culture } = document.querySelector("[data-studio]").dataset;

  // Dates, numbers and the pager follow it.
  try {
    localStorage.setItem("BlazorCulture", culture);
  } catch {
    // Storage is switched off: Studio then speaks English.
  }
})();
