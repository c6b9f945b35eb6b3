// While Studio starts, it measures its tabs, and draws its panes anew with every answer. Those answers wait for the canvas.
(() => {
  "use strict";
  for (const [owner, name] of [[window.mudResizeObserver, "connect"], [window.mudElementRef, "getBoundingClientRect"]]) {
    const measure = owner[name];
    owner[name] = async function (...all) {
      await window.canvasDrawn();
      return measure.apply(this, all);
    };
  }
})();
