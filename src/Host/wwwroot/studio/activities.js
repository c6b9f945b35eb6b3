// Draws the activities of a canvas in an order that people do not have to wait for. Loaded after the runtime's script, before its start.
(() => {
  "use strict";
  const { rootComponents } = Blazor;
  const { add } = rootComponents;
  const moment = 150;
  const idle = window.requestIdleCallback ? then => requestIdleCallback(then, { timeout: 500 }) : then => setTimeout(then, 50);
  const outOfSight = [];
  // For what Studio need not draw, in place of what it would have drawn.
  const nothing = () => Promise.resolve({ setParameters: () => Promise.resolve(), dispose() {} });

  // Studio learns how large an activity is by drawing it once more where nobody sees it. What it has just drawn on the canvas, which has an id of its own, is as large.
  function shownAs(measured) {
    const shown = measured.id ? null : document.getElementById(`activity-${measured.getAttribute("activity-id")}`);
    return shown?.getAttribute("activity-json") === measured.getAttribute("activity-json") && shown.querySelector(".elsa-activity") ? shown : null;
  }

  function copy(shown, element) {
    element.append(...Array.from(shown.childNodes, node => node.cloneNode(true)));
    return nothing();
  }

  function isOutOfSight(element) {
    const node = element.closest(".x6-node")?.getBoundingClientRect();
    const canvas = element.closest(".graph-container")?.getBoundingClientRect();
    return node && canvas && (node.right < canvas.left || node.left > canvas.right || node.bottom < canvas.top || node.top > canvas.bottom);
  }

  // Once the canvas, which is filled by and by, has all that can be seen.
  function drawWhenAllAreThere(before = 0) {
    const { length } = outOfSight;
    idle(length > before ? () => drawWhenAllAreThere(length) : drawSome);
  }

  // For moments between which the browser can answer people.
  async function drawSome() {
    for (const until = performance.now() + moment; outOfSight.length && performance.now() < until; outOfSight.shift())
      await outOfSight[0]();
    if (outOfSight.length)
      setTimeout(drawSome);
  }

  rootComponents.add = function (element, name, parameters) {
    const draw = () => add.call(this, element, name, parameters);
    if (name !== "elsa-activity-wrapper")
      return draw();
    const shown = shownAs(element);
    if (shown)
      return copy(shown, element);
    if (!isOutOfSight(element))
      return draw();
    return new Promise((resolve, reject) => {
      // A canvas that was left is not drawn any further: Studio fails where its surroundings are gone.
      if (outOfSight.push(() => (element.isConnected ? draw() : nothing()).then(resolve, reject)) === 1)
        drawWhenAllAreThere();
    });
  };
})();
