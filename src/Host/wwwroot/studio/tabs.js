// While Studio starts, it measures its tabs, and draws its panes anew with every answer. Those answers wait for the canvas.
(() => {
  "use strict";
  const here = () => document.querySelector("[data-studio-place]");
  for (const [owner, name] of [[window.mudResizeObserver, "connect"], [window.mudElementRef, "getBoundingClientRect"]]) {
    const measure = owner[name];
    owner[name] = async function (...all) {
      const place = here();
      await window.canvasDrawn();
      // Its page was left: Studio no longer listens to what changes there, and fails when it is told.
      return place === here() ? measure.apply(this, all) : new Promise(() => {});
    };
  }
})();
