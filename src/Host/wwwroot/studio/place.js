// Leads from one of Studio's pages to another without starting its runtime again, which takes seconds; Studio itself has no router.
(() => {
  "use strict";
  // Studio's library keeps an element that left the page for a second, in case that it comes back. Where it cannot be told that ours never do, it is waited for: two at once break Studio.
  const keptFor = 1_100;
  // A canvas that still changes is still being drawn, or about to be acted upon: Studio fails on what it then no longer finds.
  const stillAfter = 1_000;
  const changed = new WeakMap();
  const base = new URL(document.baseURI);
  const ours = /^workflows\/(definitions(\/[^/]+\/edit)?|instances(\/[^/]+\/view)?)$/;
  const callbacks = {
    "elsa-workflow-definition-list": { editWorkflowDefinition: id => go(`workflows/definitions/${encodeURIComponent(id)}/edit`) },
    "elsa-workflow-instance-list": { viewWorkflowInstance: id => go(`workflows/instances/${encodeURIComponent(id)}/view`) },
    "elsa-workflow-instance-viewer": { editWorkflowDefinition: id => go(`workflows/definitions/${encodeURIComponent(id)}/edit`) },
    "elsa-workflow-definition-editor": {},
  };
  const tags = Object.keys(callbacks).join();
  const pushState = history.pushState.bind(history);
  let here = location.pathname;
  let moves = 0;

  // Studio makes some links from the root of the site, whatever its base.
  function find(url) {
    const target = new URL(url, base);
    if (target.origin !== base.origin)
      return null;
    const path = target.pathname.startsWith(base.pathname) ? target.pathname.slice(base.pathname.length) : target.pathname.slice(1);
    return ours.test(path) ? new URL(path, base) : null;
  }

  function go(url) {
    const target = find(url);
    if (!target)
      return false;
    if (target.pathname !== here) {
      pushState({}, "", target);
      show(target);
    }
    return true;
  }

  async function show(target) {
    const move = ++moves;
    here = target.pathname;
    document.dispatchEvent(new CustomEvent("studio:leaving", { detail: target.pathname }));
    const place = document.querySelector("[data-studio-place]");
    place.setAttribute("aria-busy", "true");
    const gone = putDown(place.querySelector(tags));
    try {
      const response = await fetch(target, { headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const next = page.querySelector("[data-studio-place]");
      // Signed out, not allowed or not there: the page that says so.
      if (!response.ok || response.redirected || !next)
        throw new Error(`${response.status}`);
      await gone;
      if (move !== moves)
        return;
      document.title = page.title;
      // Studio writes the list's page into the address it believes to be at, and learns where it is only from this.
      dispatchEvent(new PopStateEvent("popstate", { state: history.state }));
      prepare(next);
      place.replaceWith(next);
      document.dispatchEvent(new CustomEvent("studio:placed"));
      document.getElementById("content").focus({ preventScroll: true });
    } catch {
      if (move === moves)
        location.assign(target);
    }
  }

  // Takes an element from the page; settles once Studio has let go of it, so that the next one finds none.
  let before = Promise.resolve();
  function putDown(element) {
    if (element)
      before = Promise.all([before, letGo(element)]);
    return before;
  }

  async function letGo(element) {
    const { _addRootComponentPromise: added, _disposalTimeoutHandle: early } = element;
    element.remove();
    // Not yet Studio's: its library takes over only what it finds on the page.
    if (!element.matches(":defined"))
      return;
    const { _disposalTimeoutHandle: waiting } = element;
    if (!added || waiting === early || !isStill(element))
      return new Promise(resolve => setTimeout(resolve, keptFor));
    clearTimeout(waiting);
    element._isDisposed = true;
    await (await added).dispose();
  }

  function isStill(element) {
    return element.localName.endsWith("-list") || performance.now() - changed.get(element) > stillAfter;
  }

  function prepare(place) {
    for (const element of place.querySelectorAll(tags)) {
      const change = () => changed.set(element, performance.now());
      new MutationObserver(change).observe(element, { childList: true, subtree: true });
      change();
      // Absolute and without a slash at its end, or Studio takes it for a file.
      element.setAttribute("remote-endpoint", `${location.origin}/elsa/api`);
      customElements.whenDefined(element.localName).then(() => Object.assign(element, callbacks[element.localName]));
      const wait = place.querySelector("[data-studio-wait]");
      new MutationObserver((_, observer) => {
        if (!element.firstElementChild)
          return;
        wait?.remove();
        observer.disconnect();
      }).observe(element, { childList: true });
    }
  }

  history.pushState = (state, title, url) => {
    if (!url || !go(url))
      pushState(state, title, url);
  };
  addEventListener("popstate", () => {
    const target = find(location.href);
    if (target && target.pathname !== here)
      show(target);
  });
  document.addEventListener("click", event => {
    const link = event.target.closest?.("a[href]");
    if (!link || event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || link.target || link.hasAttribute("download"))
      return;
    // The main navigation begins anew, so that a person can always get out of a state that Studio is stuck in.
    if (link.closest(".shell-nav") || !go(link.getAttribute("href")))
      return;
    event.preventDefault();
    event.stopPropagation();
  }, true);
  // The page's base would make another address of it.
  document.querySelector(".skip-link")?.addEventListener("click", event => {
    event.preventDefault();
    document.getElementById("content").focus();
  });

  prepare(document);
})();
