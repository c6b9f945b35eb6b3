// Studio's code editors in the page's theme; Studio has no switch for it in this build. Loaded after the editor's own script.
(() => {
  "use strict";
  const root = document.documentElement;
  const theme = () => root.dataset.bsTheme === "dark" ? "vs-dark" : "vs";
  const bridge = window.blazorMonaco.editor;
  const create = bridge.create;
  bridge.create = function (id, options, ...rest) {
    return create.call(this, id, { ...options, theme: theme() }, ...rest);
  };
  bridge.setTheme = () => monaco.editor.setTheme(theme());
  new MutationObserver(() => window.monaco?.editor.setTheme(theme())).observe(root, { attributes: true, attributeFilter: ["data-bs-theme"] });
})();
