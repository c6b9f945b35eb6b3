// Comfort on the pages of processes: diagrams that are dragged and scrolled together, and forms that show what concerns them.
(() => {
  "use strict";

  const frames = [...document.querySelectorAll(".diagram")];

  for (const frame of frames) {
    // Where something is marked is what the reader came for.
    const marked = [...frame.querySelectorAll(".dg-step")].find(step => step.dataset.mark !== "None" && step.dataset.mark !== "Passed");
    if (marked && !location.hash) {
      const [step, all] = [marked.getBoundingClientRect(), frame.getBoundingClientRect()];
      frame.scrollTo(step.left - all.left - frame.clientWidth / 3, step.top - all.top - frame.clientHeight / 3);
    }

    let from = null;
    frame.addEventListener("pointerdown", event => {
      // Fingers scroll by themselves.
      if (event.button === 0 && event.pointerType === "mouse")
        from = { x: event.clientX + frame.scrollLeft, y: event.clientY + frame.scrollTop };
    });
    addEventListener("pointermove", event => {
      if (!from)
        return;
      frame.classList.add("is-dragged");
      frame.scrollLeft = from.x - event.clientX;
      frame.scrollTop = from.y - event.clientY;
    });
    addEventListener("pointerup", () => {
      from = null;
      frame.classList.remove("is-dragged");
    });
  }

  for (const pair of document.querySelectorAll("[data-diagram-pair]")) {
    const [one, other] = [...pair.querySelectorAll(".compare-side")].map(side => side.querySelector(".diagram"));
    if (!one || !other)
      continue;
    let leader = null;
    for (const [mine, theirs] of [[one, other], [other, one]]) {
      mine.addEventListener("scroll", () => {
        if (leader && leader !== mine)
          return;
        leader = mine;
        theirs.scrollLeft = mine.scrollLeft;
        requestAnimationFrame(() => requestAnimationFrame(() => { leader = null; }));
      });
    }
  }

  // Another version has other tasks to answer.
  document.querySelector("[data-trial] [name=version]")?.addEventListener("change", event => {
    location.search = new URLSearchParams({ version: event.target.value }).toString();
  });
})();
