// Stands between Elsa Studio and the network: adds the token that proves the page is ours, and tells people in words what Studio would only call an unhandled error.
(() => {
  "use strict";
  const texts = document.querySelector("[data-studio]").dataset;
  const toast = document.querySelector("[data-studio-toast]");
  const banner = document.getElementById("blazor-error-ui");
  const server = `${location.origin}/elsa/`;
  const definitions = `${server}api/workflow-definitions`;
  // Studio does without these.
  const optional = /\/(features\/installed|type-definitions|output-converters|call-stack)/;
  const hideAfter = 10_000;
  const explains = 5_000;
  let failedAt = -Infinity;
  let hiding = 0;

  const fetchFromNetwork = window.fetch;
  window.fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input, document.baseURI).href;
    if (!url.startsWith(server))
      return fetchFromNetwork(input, init);
    const method = (init?.method ?? (input instanceof Request ? input.method : "GET")).toUpperCase();
    const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined));
    headers.set("X-CSRF-TOKEN", texts.csrf);
    try {
      const response = await fetchFromNetwork(input, { ...init, headers });
      if (response.status >= 400 && !optional.test(url))
        await explain(response.clone(), method, url.split("?")[0]);
      else if (method === "POST" && url === definitions)
        response.clone().json().then(detail => document.dispatchEvent(new CustomEvent("studio:saved", { detail })));
      return response;
    } catch (problem) {
      if (problem.name !== "AbortError")
        show(texts.textOffline);
      throw problem;
    }
  };

  async function explain(response, method, url) {
    // The messages of a refused save are shown by Studio itself.
    if (response.status === 400 && method === "POST" && url === definitions)
      return;
    failedAt = performance.now();
    const problem = await response.json().catch(() => ({}));
    const own = texts[`text-${response.status}`] ?? texts["text-500"];
    show(response.status === 401 ? own : said(problem.errors).join(" ") || problem.detail || own, response.status === 401);
  }

  // Fields, lists and lists of fields: every text in it.
  function said(errors) {
    return typeof errors === "string" ? [errors] : errors && typeof errors === "object" ? Object.values(errors).flatMap(said) : [];
  }

  function show(text, signIn = false) {
    failedAt = performance.now();
    toast.replaceChildren(text);
    if (signIn) {
      const link = document.createElement("a");
      link.href = `${texts.signIn}?returnUrl=${encodeURIComponent(location.pathname)}`;
      link.textContent = texts.textSignIn;
      toast.append(" ", link);
    }
    const close = document.createElement("button");
    close.type = "button";
    close.textContent = "×";
    close.setAttribute("aria-label", texts.textClose);
    close.addEventListener("click", () => { toast.hidden = true; });
    toast.append(close);
    toast.hidden = false;
    clearTimeout(hiding);
    // Whoever must sign in again needs the link for as long as it takes.
    if (!signIn)
      hiding = setTimeout(() => { toast.hidden = true; }, hideAfter);
  }

  // Blazor shows this for whatever went wrong, also for what the toast has just explained. Studio goes on working.
  new MutationObserver(() => {
    if (banner.style.display === "block" && performance.now() - failedAt < explains)
      banner.style.display = "none";
  }).observe(banner, { attributes: true, attributeFilter: ["style"] });
  banner.querySelector(".dismiss").addEventListener("click", () => { banner.style.display = "none"; });
})();
