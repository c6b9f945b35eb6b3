// Comfort on top of pages that work without script.
(() => {
  "use strict";

  const say = text => {
    const live = document.getElementById("live");
    if (live && text && live.textContent !== text)
      live.textContent = text;
  };

  // Whoever leaves a page or types on while it looks something up wants no answer any more; that is no error to put into the log. The first of the two names comes with every
  // request that got none, before the one that says why.
  if (window.htmx)
    htmx.logger = (_, name, detail) => {
      if (name === "htmx:afterRequest" || name === "htmx:sendAbort")
        delete detail.error;
    };

  // A form sent once is not sent again by a second click; the server would count it once anyway.
  document.addEventListener("submit", event => {
    const form = event.target;
    if (!form.matches("form[data-once]"))
      return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "true";
    form.removeAttribute("data-dirty");
    event.submitter?.classList.add("btn-loading");
  });
  // Back brings a page from the browser's memory, where its form still counts as sent.
  addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]"))
      delete form.dataset.sent;
    for (const button of document.querySelectorAll(".btn-loading"))
      button.classList.remove("btn-loading");
  });

  // Leaving a form with typed words asks first.
  document.addEventListener("input", event => event.target.closest("form[data-guard]")?.setAttribute("data-dirty", ""));
  addEventListener("beforeunload", event => {
    if (document.querySelector("form[data-dirty]"))
      event.preventDefault();
  });

  // What is typed is kept on the server a moment later, and with the next key press where the network was away.
  const keep = async form => {
    const state = form.querySelector("[data-draft-state]");
    try {
      const answer = await fetch(form.dataset.draft, { method: "POST", body: new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string")), headers: { "X-Requested-With": "draft" }, redirect: "manual" });
      if (answer.status !== 204)
        throw new Error(answer.status);
      form.removeAttribute("data-dirty");
      state.textContent = state.dataset.saved;
    } catch {
      state.textContent = state.dataset.failed;
    }
  };
  document.addEventListener("input", event => {
    const form = event.target.closest("form[data-draft]");
    if (!form || form.dataset.sent)
      return;
    clearTimeout(form.keeping);
    form.keeping = setTimeout(() => form.dataset.sent || keep(form), 700);
  });

  // Menus close on a click elsewhere and on Escape, which gives the focus back.
  document.addEventListener("click", event => {
    for (const menu of document.querySelectorAll("details[data-menu][open]")) {
      if (!menu.contains(event.target))
        menu.open = false;
    }
  });
  document.addEventListener("keydown", event => {
    if (event.key !== "Escape")
      return;
    for (const menu of document.querySelectorAll("details[data-menu][open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const field = document.getElementById(button.dataset.copy);
      field.select();
      // The clipboard needs a secure origin; the selection is there to be copied by hand elsewhere.
      await navigator.clipboard?.writeText(field.value);
      button.classList.add("btn-success");
      say(button.dataset.copied);
      setTimeout(() => button.classList.remove("btn-success"), 2000);
    });
  }

  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }

  // On a phone the tabs do not all fit; the present one is in sight.
  document.querySelector(".tab[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });

  // After a refusal the reader starts at the reason.
  document.getElementById("problem")?.focus();

  // Taking back what was just done is offered for a few seconds.
  for (const undo of document.querySelectorAll("[data-undo]"))
    setTimeout(() => { if (!undo.contains(document.activeElement)) undo.hidden = true; }, 10000);

  const inbox = document.getElementById("inbox");
  if (inbox)
    startInbox(inbox.dataset.live);

  // News come by themselves, into the list alone: what is typed beside it, and what is ticked in it, stays.
  function startInbox(address) {
    const list = () => document.getElementById("inbox");
    const rows = () => [...list().querySelectorAll("[data-task]")];
    const pane = document.getElementById("pane");
    const wide = matchMedia("(min-width: 1200px)");
    let waiting;
    // Not before the page is there: it can be worked with without news.
    setTimeout(() => {
      const news = new EventSource(address);
      news.addEventListener("open", () => document.body.dataset.hears = "true");
      news.addEventListener("changed", () => {
        clearTimeout(waiting);
        waiting = setTimeout(() => document.hidden || htmx.trigger(list(), "changed"), 150);
      });
      addEventListener("pagehide", () => news.close());
    }, 1500);

    let ticked = [], typedTo = "", focused;
    document.addEventListener("htmx:beforeSwap", event => {
      if (event.target.id !== "inbox")
        return;
      ticked = [...list().querySelectorAll("input[name=id]:checked")].map(box => box.value);
      typedTo = list().querySelector("input[name=to]")?.value ?? "";
      focused = list().contains(document.activeElement) ? document.activeElement.id : null;
    });
    document.addEventListener("htmx:afterSettle", event => {
      if (event.target.id !== "inbox")
        return;
      for (const box of list().querySelectorAll("input[name=id]"))
        box.checked = ticked.includes(box.value);
      const to = list().querySelector("input[name=to]");
      if (to)
        to.value = typedTo;
      if (focused)
        document.getElementById(focused)?.focus();
      mark();
    });

    // Where there is room, a task opens beside the list; words that are not kept yet are asked about first.
    let opened = null;
    const mark = () => rows().forEach(row => row.classList.toggle("is-open", row.dataset.task === opened));
    const open = row => {
      const link = row.querySelector(".row-title");
      if (!wide.matches) {
        link.click();
        return;
      }
      opened = row.dataset.task;
      mark();
      pane.hidden = false;
      document.querySelector(".inbox-split").classList.add("has-pane");
      htmx.ajax("GET", `/tasks/${opened}/pane`, { target: "#pane", swap: "innerHTML" }).then(() => pane.focus({ preventScroll: true }));
    };
    document.addEventListener("click", event => {
      const link = event.target.closest?.("#inbox .row-title");
      if (!link || !wide.matches || event.ctrlKey || event.metaKey || event.shiftKey || event.button)
        return;
      event.preventDefault();
      open(link.closest("[data-task]"));
    });

    const keys = document.getElementById("keys");
    const helper = document.querySelector("[data-keys-open]");
    helper.hidden = false;
    helper.addEventListener("click", () => keys.showModal());
    const at = () => rows().findIndex(row => row.contains(document.activeElement) || row.dataset.task === opened && !row.parentElement.querySelector(":focus"));
    const step = by => {
      const all = rows();
      if (all.length)
        all[Math.min(all.length - 1, Math.max(0, at() < 0 ? (by > 0 ? 0 : all.length - 1) : at() + by))].querySelector(".row-title").focus();
    };
    const send = (row, verb) => {
      const form = document.getElementById("bulk");
      const data = new URLSearchParams({ __RequestVerificationToken: form.querySelector("[name=__RequestVerificationToken]").value });
      fetch(`/tasks/${row.dataset.task}/${verb}`, { method: "POST", body: data, redirect: "manual" }).then(() => location.reload());
    };
    document.addEventListener("keydown", event => {
      if (event.ctrlKey || event.metaKey || event.altKey || keys.open || event.target.matches("input:not([type=checkbox]), textarea, select"))
        return;
      const row = rows()[at()];
      const act = {
        j: () => step(1),
        k: () => step(-1),
        o: () => row && open(row),
        x: () => row?.querySelector("input[name=id]")?.click(),
        c: () => row && send(row, "claim"),
        e: () => row && (wide.matches ? (open(row), pane.addEventListener("htmx:afterSettle", () => pane.querySelector("form[data-draft] :is(input:not([type=hidden]), textarea, button[name=outcome])")?.focus(), { once: true })) : row.querySelector(".row-title").click()),
        "/": () => document.getElementById("inbox-search").focus(),
        "?": () => keys.showModal(),
      }[event.key];
      if (!act)
        return;
      event.preventDefault();
      act();
    });
  }

  // Nobody waits for a hidden tab.
  document.addEventListener("htmx:beforeRequest", event => {
    if (document.hidden && event.target.matches("[data-poll]"))
      event.preventDefault();
  });
  document.addEventListener("htmx:beforeSwap", event => {
    // Nothing is taken away from under the keyboard.
    if (event.target.matches("[data-stays-under-focus]") && event.target.contains(document.activeElement))
      event.detail.shouldSwap = false;
    // Reading in an opened part is not disturbed: the next round brings the news.
    if (event.target.matches("[data-poll]") && event.target.querySelector("details[open]"))
      event.detail.shouldSwap = false;
  });
  document.addEventListener("htmx:afterSettle", event => {
    const fragment = document.querySelector("[data-poll]");
    if (fragment && event.target.contains(fragment))
      say(fragment.dataset.say);
  });
})();
