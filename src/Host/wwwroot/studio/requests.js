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
  // What does not change while a page is open, and Studio asks for with every editor.
  const constant = ["features/installed", ...["expression-descriptors", "workflow-activation-strategies", "log-persistence-strategies", "incident-strategies", "commit-strategies/workflows"]
    .map(list => `descriptors/${list}`)].map(path => `${server}api/${path}`);
  const freshFor = 30_000;
  const ahead = new Map();
  let failedAt = -Infinity;
  let hiding = 0;

  const fetchFromNetwork = window.fetch;

  function askAhead(url) {
    ahead.set(url, { at: performance.now(), answer: fetchFromNetwork(url).catch(() => null) });
  }

  // Asks for what an editor will show before Studio does, which first has to start or to draw.
  function prepareFor(address) {
    const id = /\/definitions\/([^/]+)\/edit$/.exec(address)?.[1];
    if (!id)
      return;
    askAhead(`${definitions}/by-definition-id/${id}?versionOptions=Latest`);
    askAhead(`${server}api/descriptors/activities?Refresh=True`);
    constant.filter(url => !ahead.has(url)).forEach(askAhead);
  }

  // A change may have made other answers of those that were asked for.
  function forget() {
    [...ahead.keys()].filter(url => !constant.includes(url)).forEach(url => ahead.delete(url));
  }

  // The answer to a question that was asked ahead: once, but for what does not change. Null: there is none that could be used.
  async function takeAnswer(url) {
    const { at, answer } = ahead.get(url) ?? {};
    if (!answer)
      return null;
    const response = await answer;
    const stays = constant.includes(url) && response?.ok;
    if (!stays)
      ahead.delete(url);
    return response?.ok && (stays || performance.now() - at < freshFor) ? response.clone() : null;
  }

  window.fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input, document.baseURI).href;
    if (!url.startsWith(server))
      return fetchFromNetwork(input, init);
    const method = (init?.method ?? (input instanceof Request ? input.method : "GET")).toUpperCase();
    const known = method === "GET" ? await takeAnswer(url) : forget();
    if (known)
      return known;
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

  prepareFor(location.pathname);
  document.addEventListener("studio:leaving", event => prepareFor(event.detail));

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
