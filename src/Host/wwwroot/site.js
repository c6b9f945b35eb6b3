// Comfort on top of pages that work without script.
(() => {
  "use strict";

  const say = text => {
    const live = document.getElementById("live");
    if (live && text && live.textContent !== text)
      live.textContent = text;
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

  // On a phone the tabs do not all fit; the present one is in sight.
  document.querySelector(".tab[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });

  // After a refusal the reader starts at the reason.
  document.getElementById("problem")?.focus();

  // Nobody waits for a hidden tab.
  document.addEventListener("htmx:beforeRequest", event => {
    if (document.hidden && event.target.matches("[data-poll]"))
      event.preventDefault();
  });
  document.addEventListener("htmx:beforeSwap", event => {
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
