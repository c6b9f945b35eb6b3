// Shows what keeps a process from being published, and where: a list in the bar, and a mark at the activity on the canvas.
(() => {
  "use strict";
  const api = `${location.origin}/elsa/api/workflow-definitions`;
  const marks = new CSSStyleSheet();
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, marks];

  function show(problems) {
    const menu = document.querySelector("[data-studio-problems]");
    if (!menu)
      return;
    menu.hidden = problems.length === 0;
    menu.classList.toggle("studio-has-errors", problems.some(problem => problem.isError));
    menu.querySelector("[data-count]").textContent = problems.length;
    menu.querySelector("[data-list]").replaceChildren(...problems.map(row));
    marks.replaceSync(problems.filter(problem => problem.activityId).map(mark).join("\n"));
  }

  function row(problem) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "studio-problem";
    const place = document.createElement("strong");
    place.textContent = problem.activity ?? problem.activityId ?? problem.path;
    button.append(place, " ", problem.message);
    button.disabled = !problem.activityId;
    button.addEventListener("click", () => select(problem.activityId));
    const item = document.createElement("li");
    item.append(button);
    return item;
  }

  function mark(problem) {
    const colour = problem.isError ? "var(--tblr-danger)" : "var(--tblr-warning)";
    return `.x6-node[data-cell-id="${CSS.escape(problem.activityId)}"] { filter: drop-shadow(0 0 2px ${colour}) drop-shadow(0 0 4px ${colour}); }`;
  }

  // The canvas knows no other way to choose an activity than the mouse.
  function select(id) {
    const node = document.querySelector(`.x6-node[data-cell-id="${CSS.escape(id)}"]`);
    if (!node)
      return;
    document.querySelector("[data-studio-problems]").open = false;
    const box = node.getBoundingClientRect();
    const at = { bubbles: true, cancelable: true, clientX: box.x + box.width / 2, clientY: box.y + 12, button: 0, view: window };
    for (const kind of ["mousedown", "mouseup", "click"])
      node.dispatchEvent(new MouseEvent(kind, at));
  }

  async function load() {
    show([]);
    const id = document.querySelector("elsa-workflow-definition-editor")?.getAttribute("definition-id");
    if (!id)
      return;
    const response = await fetch(`${api}/${encodeURIComponent(id)}/problems`).catch(() => null);
    if (response?.ok)
      show((await response.json()).items);
  }

  document.addEventListener("studio:saved", event => show(event.detail.problems ?? []));
  document.addEventListener("studio:placed", load);
  load();
})();
