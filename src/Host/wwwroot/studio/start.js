// What Elsa Studio reads once, when it starts. Loaded before its own scripts.
(() => {
  "use strict";
  const actions = {
    s: { tag: "elsa-workflow-definition-editor", method: "OnHotKeysCtrlS" },
    S: { tag: "elsa-workflow-definition-editor", method: "OnHotKeysCtrlShiftS" },
    r: { tag: "elsa-workflow-instance-list", method: "OnHotKeysCtrlR" },
  };
  const { culture } = document.querySelector("[data-studio]").dataset;

  // Dates, numbers and the pager follow it.
  try {
    localStorage.setItem("BlazorCulture", culture);
  } catch {
    // Storage is switched off: Studio then speaks English.
  }

  // Studio would define this anew with every editor and lose the keys of the one before, which then saves a canvas that is gone. Assigning to it does nothing from here on.
  const open = [];
  Object.defineProperty(window, "editorHotkeys", {
    value: Object.freeze({
      register: editor => { open.push(editor); },
      dispose: editor => {
        const place = open.findIndex(other => other._id === editor?._id);
        open.splice(Math.max(0, place), 1);
      },
    }),
  });
  addEventListener("keydown", event => {
    const action = event.ctrlKey || event.metaKey ? actions[event.key] : null;
    if (!action || !open.length || event.shiftKey !== (event.key === "S") || !document.querySelector(action.tag))
      return;
    event.preventDefault();
    open[open.length - 1].invokeMethodAsync(action.method);
  });
})();
