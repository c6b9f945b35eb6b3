// Starts Elsa Studio's runtime. It would compile what it runs often, while it starts: that makes the start longer and nothing afterwards quicker (docs/performance.md).
(() => {
  "use strict";
  let assemblies = load(document.querySelector("[data-studio]").dataset.assemblies);

  // All assemblies in one file; bundle-assemblies.mjs wrote it. Null: it cannot be had.
  async function load(url) {
    try {
      const response = await fetch(url);
      if (!response.ok)
        return null;
      const file = await response.arrayBuffer();
      const start = 4 + new DataView(file).getUint32(0, true);
      return { file, start, list: JSON.parse(new TextDecoder().decode(new Uint8Array(file, 4, start - 4))) };
    } catch {
      return null;
    }
  }

  // Whatever is not in it, as translations are, has an address of its own.
  async function assembly(url) {
    const all = await assemblies;
    const [at, length] = all?.list[url.split("/").pop()] ?? [];
    return length ? new Response(new Uint8Array(all.file, all.start + at, length), { headers: { "Content-Type": "application/wasm" } }) : fetch(url);
  }

  Blazor.start({
    configureRuntime: runtime => runtime.withRuntimeOptions(["--no-jiterpreter-traces-enabled"]),
    loadBootResource: (type, name, url) => type === "assembly" ? assembly(url) : undefined,
  }).then(() => { assemblies = null; }); // 15 MB, which the runtime has taken over
})();
