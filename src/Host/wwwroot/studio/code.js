// Studio's code editors: loaded for the first that is shown, once the canvas is there, since they are a third of all that would otherwise be read before Studio starts.
// In the page's theme, for which this build of Studio has no switch. Loaded after the bridge between Studio and the editors.
(() => {
  "use strict";
  const root = document.documentElement;
  const theme = () => root.dataset.bsTheme === "dark" ? "vs-dark" : "vs";
  const bridge = window.blazorMonaco.editor;
  const { create } = bridge;
  const loader = `${window.require.paths.vs}/loader.js`;
  const making = new Map();
  let loading = null;

  async function load() {
    await window.canvasDrawn();
    await new Promise((loaded, failed) => {
      const script = document.createElement("script");
      Object.assign(script, { src: loader, onload: loaded, onerror: failed });
      document.head.append(script);
    });
    await new Promise((loaded, failed) => window.require(["vs/editor/editor.main"], loaded, failed));
  }

  async function make(editors, id, options, rest) {
    await (loading ??= load());
    // Its page was left before it was there: Studio goes on asking about it, and would fail on any answer.
    if (!document.getElementById(id))
      return new Promise(() => {});
    making.delete(id);
    create.call(editors, id, { ...options, theme: theme() }, ...rest);
  }

  // Studio counts on an editor from the moment that it asked for it: what it asks of it is answered once it is there.
  for (const [name, call] of Object.entries(bridge).filter(([name, call]) => typeof call === "function" && !/^getEditor(Holder)?$/.test(name)))
    bridge[name] = function (id, ...rest) {
      const made = making.get(id);
      return !made ? call.call(this, id, ...rest) : name === "dispose" ? null : made.then(() => bridge[name](id, ...rest));
    };
  bridge.create = function (id, options, ...rest) {
    making.set(id, make(this, id, options, rest));
    return making.get(id);
  };
  bridge.setTheme = () => window.monaco?.editor.setTheme(theme());
  new MutationObserver(() => window.monaco?.editor.setTheme(theme())).observe(root, { attributes: true, attributeFilter: ["data-bs-theme"] });
})();
