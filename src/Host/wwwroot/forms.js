// Forms of tasks: says before sending what the server would refuse, by the same rules; shows and hides fields; computes; tables, signatures.
(() => {
  "use strict";

  const number = new Intl.NumberFormat("en", { maximumFractionDigits: 6, useGrouping: false });
  const parts = form => [...form.querySelectorAll("[data-rule]")];
  const ruleOf = part => part.formRule ??= JSON.parse(part.dataset.rule);
  const find = (form, name) => parts(form).find(part => ruleOf(part).name === name);
  const told = element => element.dispatchEvent(new Event("input", { bubbles: true }));

  // What stands in a field: null where it is empty.
  function valueOf(rule, scope, name) {
    if ("value" in rule)
      return rule.value;
    const all = [...scope.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
    const text = all.find(input => input.type !== "radio" && input.type !== "checkbox" || input.checked)?.value ?? "";
    switch (rule.type) {
      case "confirm": return text === "true";
      case "boolean": return text === "" ? null : text === "true";
      case "number": case "money": return text.trim() === "" ? null : Number(text);
      case "attachment": return all.reduce((count, input) => count + (input.type === "file" ? input.files.length : input.checked ? 1 : 0), 0) || null;
      case "signature": return scope.querySelector(`[name="${CSS.escape(name)}.name"]`)?.value.trim() || (scope.querySelector(`[name="${CSS.escape(name)}.image"]`)?.value ? "✓" : null);
      case "table": {
        const rows = rowsOf(rule, scope, name).filter(row => row.cells.some(cell => cell.value !== null));
        return rows.length ? rows : null;
      }
      default: return text.trim() === "" ? null : text;
    }
  }

  function rowsOf(rule, scope, name) {
    return [...scope.querySelectorAll("tr[data-row]")].map(row => ({
      row,
      cells: rule.columns.filter(column => !column.compute).map(column => ({ column, input: `${name}.${row.dataset.row}.${column.name}`, value: valueOf(column, row, `${name}.${row.dataset.row}.${column.name}`) })),
    }));
  }

  function isShown(form, part) {
    const { when } = ruleOf(part);
    if (!when)
      return true;
    const other = find(form, when.field);
    const value = other && isShown(form, other) ? valueOf(ruleOf(other), other, ruleOf(other).input) : null;
    return when.values.some(wanted => wanted === value || wanted === false && value === null);
  }

  // The steps of a formula, on a stack as on the server. Null: no value.
  function compute(steps, read) {
    const stack = [];
    let anything = !steps.some(step => step.field);
    for (const { operation, field, column, number: constant } of steps) {
      if (field) {
        const values = read(operation, field, column);
        anything ||= operation === "count" ? values.length > 0 : values.some(value => value !== null);
        stack.push(operation === "count" ? values.length : values.reduce((sum, value) => sum + (value ?? 0), 0));
      } else if (constant !== undefined) {
        stack.push(constant);
      } else {
        const right = stack.pop();
        const left = operation === "negate" ? 0 : stack.pop();
        stack.push({ negate: () => -right, "+": () => left + right, "-": () => left - right, "*": () => left * right, "/": () => left / right, min: () => Math.min(left, right), max: () => Math.max(left, right), round: () => rounded(left, right) }[operation]());
      }
    }
    const result = stack.pop();
    return anything && Number.isFinite(result) ? result : null;
  }

  // Half away from zero, as on the server; a hair more, since 1.005 is a little less than it says.
  const rounded = (value, digits) => Math.sign(value) * Math.round(Math.abs(value) * (1 + Number.EPSILON) * 10 ** digits) / 10 ** digits;
  const worth = (rule, value) => value === null ? null : rounded(value, rule.type === "money" ? 2 : 6);
  const shown = (rule, value) => value === null ? "" : rule.type === "money" ? "¥" + value.toFixed(2) : number.format(value);

  function refresh(form) {
    const computed = {};
    for (const part of parts(form))
      part.hidden = !isShown(form, part);
    for (const part of parts(form)) {
      const rule = ruleOf(part);
      for (const row of rule.columns?.some(column => column.compute) ? part.querySelectorAll("tr[data-row]") : []) {
        const cells = {};
        for (const column of rule.columns.filter(column => column.compute)) {
          cells[column.name] = worth(column, compute(column.compute, (_, name) => [name in cells ? cells[name] : valueOf(rule.columns.find(other => other.name === name), row, `${rule.input}.${row.dataset.row}.${name}`)]));
          row.computed = cells;
          row.querySelector(`[data-column="${CSS.escape(column.name)}"] [data-computed]`).textContent = shown(column, cells[column.name]);
        }
      }
    }
    for (const part of parts(form).filter(part => ruleOf(part).compute)) {
      const rule = ruleOf(part);
      computed[rule.name] = part.hidden ? null : worth(rule, compute(rule.compute, (operation, name, column) => {
        const other = find(form, name);
        if (!other || other.hidden)
          return operation === "field" ? [null] : [];
        if (operation === "field")
          return [name in computed ? computed[name] : valueOf(ruleOf(other), other, ruleOf(other).input)];
        const rows = valueOf(ruleOf(other), other, ruleOf(other).input) ?? [];
        return rows.map(row => column ? row.row.computed?.[column] ?? row.cells.find(cell => cell.column.name === column)?.value ?? null : null);
      }));
      part.querySelector("[data-shown]").textContent = shown(rule, computed[rule.name]);
    }
  }

  function mistakes(rule, scope, name, outcome) {
    const value = valueOf(rule, scope, name);
    if (rule.compute || "value" in rule)
      return [];
    const say = text => [{ name, text: rule.texts[text] }];
    const badNumber = [...scope.querySelectorAll(`[name="${CSS.escape(name)}"]`)].some(input => input.validity.badInput);
    if (badNumber)
      return rule.texts.notANumber ? say("notANumber") : [];
    if (value === null || value === false && rule.type === "confirm")
      return rule.required || rule.requiredFor.includes(outcome) ? say("required") : [];
    if (rule.type === "table") {
      if (value.length > rule.maxRows)
        return say("tooMany");
      return value.flatMap(({ cells, row }) => cells.flatMap(cell => mistakes(cell.column, row, cell.input, outcome)));
    }
    if (rule.type === "attachment") {
      const sizes = inputs => [...inputs].flatMap(input => [...input.files].map(file => file.size));
      const chosen = sizes(scope.querySelectorAll("input[type=file]"));
      if (value > rule.maxRows)
        return say("tooMany");
      if (chosen.some(size => size > rule.maxFile))
        return say("fileTooLarge");
      // The server would not read such a request to its end, and could not say why.
      if (chosen.length && sizes(scope.closest("form").querySelectorAll("input[type=file]")).reduce((sum, size) => sum + size, 0) > rule.maxFiles)
        return say("filesTooLarge");
      return [];
    }
    if (typeof value === "string" && rule.texts.tooLong && value.length > rule.maxLength)
      return say("tooLong");
    if (typeof value === "number") {
      if (Number.isNaN(value))
        return say("notANumber");
      if (rule.type === "money" && rounded(value, 2) !== value)
        return say("notMoney");
      if (rule.texts.tooSmall && value < rule.min)
        return say("tooSmall");
      if (rule.texts.tooLarge && value > rule.max)
        return say("tooLarge");
    }
    return [];
  }

  const idOf = name => name.replaceAll(".", "-");

  function mark(form, { name, text }) {
    const place = document.getElementById(idOf(name)) ?? document.getElementById(idOf(name) + "-name");
    const input = form.querySelector(`[name="${CSS.escape(name)}"]`) ?? place;
    const note = document.createElement("div");
    note.className = "invalid-feedback d-block";
    note.id = idOf(name) + "-error";
    note.dataset.mistake = "";
    note.textContent = text;
    (input?.closest("td, .field") ?? place)?.append(note);
    if (input?.matches("input:not([type=radio]), textarea, select")) {
      input.classList.add("is-invalid");
      input.setAttribute("aria-invalid", "true");
      input.setAttribute("aria-describedby", note.id);
    }
  }

  function clear(form) {
    document.getElementById("problem")?.remove();
    for (const note of form.querySelectorAll(".invalid-feedback"))
      note.remove();
    for (const input of form.querySelectorAll(".is-invalid")) {
      input.classList.remove("is-invalid");
      input.removeAttribute("aria-invalid");
    }
  }

  function summarize(form, found) {
    const box = document.createElement("div");
    Object.assign(box, { className: "alert alert-danger", id: "problem", tabIndex: -1 });
    box.setAttribute("role", "alert");
    box.dataset.problem = "";
    const title = document.createElement("div");
    Object.assign(title, { className: "fw-bold", textContent: form.dataset.check });
    const list = document.createElement("ul");
    list.className = "mb-0";
    for (const { name, text } of found) {
      const link = document.createElement("a");
      Object.assign(link, { href: "#" + idOf(name), textContent: text });
      list.appendChild(document.createElement("li")).append(link);
    }
    const body = document.createElement("div");
    body.append(title, list);
    box.append(body);
    form.before(box);
    box.focus();
  }

  // Before anything else hears of it: what is refused here was not sent.
  document.addEventListener("submit", event => {
    const form = event.target;
    if (!form.matches("form[data-check]") || !event.submitter?.matches("[name=outcome]"))
      return;
    refresh(form);
    clear(form);
    const found = parts(form).filter(part => !part.hidden).flatMap(part => mistakes(ruleOf(part), part, ruleOf(part).input, event.submitter.value));
    if (found.length === 0)
      return;
    event.preventDefault();
    event.stopImmediatePropagation();
    for (const mistake of found)
      mark(form, mistake);
    summarize(form, found);
  }, true);

  document.addEventListener("input", event => {
    const form = event.target.closest("form[data-check]");
    if (!form)
      return;
    // What is being mended is no longer called wrong.
    const place = event.target.closest("td, .field");
    for (const note of place?.querySelectorAll(":scope > [data-mistake]") ?? [])
      note.remove();
    event.target.classList.remove("is-invalid");
    event.target.removeAttribute("aria-invalid");
    refresh(form);
  });
  document.addEventListener("change", event => {
    const form = event.target.closest("form[data-check]");
    if (form)
      refresh(form);
  });

  // Rows
  function addRow(table) {
    const rule = ruleOf(table.closest("[data-rule]"));
    const rows = [...table.querySelectorAll("tr[data-row]")];
    if (rows.length >= rule.maxRows)
      return null;
    const last = rows.at(-1);
    const next = Math.max(...rows.map(row => Number(row.dataset.row))) + 1;
    const row = last.cloneNode(true);
    for (const element of [row, ...row.querySelectorAll("*")]) {
      for (const attribute of ["name", "id"]) {
        const separator = attribute === "name" ? "." : "-";
        const known = element.getAttribute(attribute);
        if (known)
          element.setAttribute(attribute, known.replace(`${rule.name}${separator}${last.dataset.row}${separator}`, `${rule.name}${separator}${next}${separator}`));
      }
      if (element.matches("input, select"))
        element.value = "";
      if (element.matches("[data-computed]"))
        element.textContent = "";
      if (element.matches(".invalid-feedback"))
        element.remove();
      const label = element.getAttribute("aria-label");
      if (label)
        element.setAttribute("aria-label", label.replace(String(rows.length), String(rows.length + 1)));
    }
    row.dataset.row = next;
    delete row.computed;
    last.after(row);
    return row;
  }

  const inputsOf = row => [...row.querySelectorAll("input, select")];

  document.addEventListener("click", event => {
    const adding = event.target.closest("[data-add-row]");
    if (adding) {
      const row = addRow(adding.closest("[data-table]"));
      if (row)
        inputsOf(row)[0].focus();
    }
    const removing = event.target.closest("[data-remove-row]");
    if (removing) {
      const row = removing.closest("tr");
      const next = row.nextElementSibling ?? row.previousElementSibling;
      const table = row.closest("[data-table]");
      if (next)
        row.remove();
      else
        inputsOf(row).forEach(input => input.value = "");
      inputsOf(next ?? row)[0].focus();
      told(table);
    }
    const again = event.target.closest("[data-clear-pad]");
    if (again) {
      const field = again.closest("[data-signature]");
      const pad = field.querySelector("[data-pad]");
      pad.getContext("2d").clearRect(0, 0, pad.width, pad.height);
      field.querySelector("[data-signature-kept]")?.remove();
      field.querySelector("input[type=hidden]").value = "";
      told(field);
    }
  });

  // Enter goes down a column, as in a spreadsheet, and never sends the form by accident.
  document.addEventListener("keydown", event => {
    const cell = event.target.closest?.("[data-table] td[data-column]");
    if (event.key !== "Enter" || !cell || event.target.matches("button"))
      return;
    event.preventDefault();
    const row = cell.parentElement.nextElementSibling ?? addRow(cell.closest("[data-table]"));
    row?.querySelector(`[data-column="${CSS.escape(cell.dataset.column)}"] :is(input, select)`)?.focus();
  });

  document.addEventListener("paste", event => {
    const cell = event.target.closest?.("[data-table] td[data-column]");
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!cell || !/[\t\n]/.test(text.trimEnd()))
      return;
    event.preventDefault();
    const table = cell.closest("[data-table]");
    let row = cell.parentElement;
    const from = inputsOf(row).indexOf(event.target);
    for (const line of text.replace(/\r?\n$/, "").split(/\r?\n/)) {
      row ??= addRow(table);
      if (!row)
        break;
      line.split("\t").forEach((value, index) => put(inputsOf(row)[from + index], value.trim()));
      row = row.nextElementSibling;
    }
    told(event.target);
  });

  function put(input, text) {
    if (!input)
      return;
    if (input.matches("select"))
      input.value = [...input.options].find(option => option.value === text || option.textContent === text)?.value ?? "";
    else if (input.type === "number")
      input.value = text.replace(/[,¥￥\s]/g, "");
    else if (input.type === "date")
      input.value = text.replace(/^(\d{4})[/.年](\d{1,2})[/.月](\d{1,2})日?$/, (_, year, month, day) => `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`);
    else
      input.value = text;
  }

  // Signatures are drawn in ink, whatever the theme.
  function prepare(pad) {
    // On a phone there is more room below than beside.
    if (matchMedia("(max-width: 480px)").matches)
      pad.height = pad.width / 2;
    const ink = pad.getContext("2d");
    const at = event => {
      const box = pad.getBoundingClientRect();
      return [(event.clientX - box.left) * pad.width / box.width, (event.clientY - box.top) * pad.height / box.height];
    };
    Object.assign(ink, { lineWidth: 3, lineCap: "round", lineJoin: "round", strokeStyle: "#102a56" });
    pad.addEventListener("pointerdown", event => {
      event.preventDefault();
      pad.setPointerCapture(event.pointerId);
      ink.beginPath();
      ink.moveTo(...at(event));
      // A dot, where the finger does not move.
      ink.lineTo(...at(event));
      ink.stroke();
      pad.drawing = true;
    });
    pad.addEventListener("pointermove", event => {
      if (!pad.drawing)
        return;
      ink.lineTo(...at(event));
      ink.stroke();
    });
    pad.addEventListener("pointerup", () => {
      if (!pad.drawing)
        return;
      pad.drawing = false;
      const field = pad.closest("[data-signature]");
      field.querySelector("[data-signature-kept]")?.remove();
      field.querySelector("input[type=hidden]").value = pad.toDataURL("image/png");
      told(field);
    });
  }

  function start(root) {
    for (const form of root.querySelectorAll("form[data-check]")) {
      if (form.checked)
        continue;
      form.checked = true;
      for (const button of form.querySelectorAll("[data-add-row], [data-remove-row], [data-clear-pad], [data-pad], [data-pad-hint]"))
        button.hidden = false;
      form.querySelectorAll("[data-pad]").forEach(prepare);
      refresh(form);
    }
  }
  start(document);
  document.addEventListener("htmx:afterSettle", event => start(event.target));
})();
