// Studio's own labels in Chinese. It has no translations, so known labels are replaced where they are shown, and again whenever Studio draws them anew.
(async () => {
  "use strict";
  const { overlay } = document.querySelector("[data-studio]").dataset;
  if (!overlay)
    return;
  // What people wrote: names on the canvas, code, fields, and whatever is marked as not Studio's.
  const written = ".monaco-editor, .x6-graph, input, textarea, [contenteditable], [data-own-words], .studio-name, .shell-top, .shell-nav";
  // The last is the name of a column on a phone, where each row is a card.
  const attributes = ["placeholder", "title", "aria-label", "data-label"];
  const { labels, columns, patterns } = await (await fetch(overlay)).json();
  const rules = patterns.map(([pattern, text]) => [new RegExp(`^(?:${pattern})$`), text]);

  // The same word heads a column and names a state.
  function translate(text, isColumn) {
    const label = text.trim();
    if (!/[A-Za-z]/.test(label))
      return text;
    const known = (isColumn ? columns[label] : undefined) ?? labels[label];
    if (known !== undefined)
      return text.replace(label, () => known);
    const rule = rules.find(([pattern]) => pattern.test(label));
    if (!rule)
      return text;
    // A part may be a label itself: "Name copied".
    const parts = rule[0].exec(label);
    return text.replace(label, () => rule[1].replace(/\$(\d)/g, (_, part) => labels[parts[part]] ?? parts[part]));
  }

  function translateText(node) {
    if (!node.parentElement || node.parentElement.closest(written))
      return;
    const text = translate(node.data, node.parentElement.closest("th") !== null);
    // Writing is a change that would be seen again.
    if (text !== node.data)
      node.data = text;
  }

  function translateAttributes(element) {
    for (const name of attributes) {
      const text = element.getAttribute(name);
      const translated = text && translate(text, name === "data-label");
      if (translated && translated !== text)
        element.setAttribute(name, translated);
    }
  }

  function translateTree(root) {
    if (root.nodeType === Node.TEXT_NODE)
      return translateText(root);
    if (root.nodeType !== Node.ELEMENT_NODE)
      return;
    translateAttributes(root);
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    while (walker.nextNode())
      walker.currentNode.nodeType === Node.TEXT_NODE ? translateText(walker.currentNode) : translateAttributes(walker.currentNode);
  }

  new MutationObserver(changes => {
    for (const change of changes) {
      if (change.type === "characterData")
        translateText(change.target);
      else if (change.type === "attributes")
        translateAttributes(change.target);
      else
        change.addedNodes.forEach(translateTree);
    }
  }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: attributes });
  translateTree(document.body);
})();
