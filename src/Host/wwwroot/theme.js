// Follows the system's theme when the reader has not chosen one. Loaded before anything is drawn.
(() => {
  const root = document.documentElement;
  if (root.dataset.theme !== "auto")
    return;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const apply = () => { root.dataset.bsTheme = dark.matches ? "dark" : "light"; };
  dark.addEventListener("change", apply);
  apply();
})();
