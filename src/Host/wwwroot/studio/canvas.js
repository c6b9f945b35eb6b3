// Tells when the canvas of an editor or a viewer is drawn. What people look at less waits for it: a process is what they came for.
(() => {
  "use strict";
  const withCanvas = "elsa-workflow-definition-editor, elsa-workflow-instance-viewer";
  const longest = 8_000, moment = 150;
  const pause = () => new Promise(resolve => setTimeout(resolve, moment));
  const count = selector => document.querySelectorAll(selector).length;
  let drawn = watch();

  // Over as well where there is none to wait for, or where it takes too long to go on waiting.
  async function watch() {
    const until = performance.now() + longest;
    for (let before = null; document.querySelector(withCanvas) && performance.now() < until; await pause()) {
      const nodes = count(".x6-graph-svg") ? count(".x6-node") : null;
      if (nodes !== null && nodes === before && nodes === count(".x6-node .elsa-activity"))
        return;
      before = nodes;
    }
  }

  document.addEventListener("studio:placed", () => { drawn = watch(); });
  window.canvasDrawn = () => drawn;
})();
