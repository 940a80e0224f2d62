// Marks of one person: kept in the page and, as a safeguard, in the browser, until they are saved as the sheet's CSV.
(() => {
  "use strict";
  const { draw, columns, rows } = JSON.parse(document.getElementById("sheet").textContent);
  const items = [...document.querySelectorAll(".item")];
  const person = document.getElementById("person");
  const progress = document.getElementById("progress");
  const button = (id) => document.getElementById(id);
  const given = person.value;
  const store = `samestory-check-${draw}-${given}`;
  let here = 0;
  let unsaved = false;

  const control = (number, name) => document.getElementsByName(`${number}-${name}`);
  function value(number, name) {
    const found = control(number, name);
    if (!found.length) return "";
    if (found[0].type !== "radio") return found[0].value.trim();
    const chosen = [...found].find((each) => each.checked);
    return chosen ? chosen.value : "";
  }
  function set(number, name, wanted) {
    const found = control(number, name);
    if (!found.length) return;
    if (found[0].type === "radio") [...found].forEach((each) => { each.checked = each.value === wanted; });
    else found[0].value = wanted;
  }

  const NAMES = ["is_statement", "content_right", "speaker_right", "type_right", "right_type", "relay_right", "missed", "missed_type", "note"];
  const asked = (number) => [...items[number].querySelectorAll("fieldset")].filter((each) => !each.disabled);
  function needsKind(field, number) {
    if (field.dataset.name === "type_right") return value(number, "type_right") === "no" && "right_type";
    if (field.dataset.name === "missed") return Number(value(number, "missed")) > 0 && "missed_type";
    return false;
  }
  function answered(field, number) {
    const kind = needsKind(field, number);
    return value(number, field.dataset.name) !== "" && (!kind || value(number, kind) !== "");
  }
  const whole = (number) => asked(number).every((field) => answered(field, number));
  const begun = (number) => NAMES.some((name) => value(number, name) !== "");

  // What is not asked cannot be answered: of no statement nothing more, a kind only where it is wrong.
  function settle(number) {
    const statement = value(number, "is_statement");
    items[number].querySelectorAll("[data-of-statement]").forEach((field) => { field.disabled = statement !== "yes"; });
    items[number].querySelectorAll("fieldset").forEach((field) => {
      const kinds = field.querySelector(".kinds");
      if (kinds) kinds.hidden = !needsKind(field, number);
    });
    const current = asked(number).find((field) => !answered(field, number));
    items[number].querySelectorAll("fieldset").forEach((field) => field.classList.toggle("current", field === current));
    return current;
  }

  function tell() {
    const done = items.filter((_, number) => whole(number)).length;
    const half = items.filter((_, number) => begun(number) && !whole(number)).length;
    const state = unsaved ? " Not saved yet." : done || half ? " Saved." : "";
    progress.textContent = `${done} of ${items.length} judged${half ? `, ${half} begun` : ""}.${state}`;
  }

  function show(number, focus) {
    here = Math.max(0, Math.min(items.length - 1, number));
    items.forEach((item, each) => { item.hidden = each !== here; });
    button("back").disabled = here === 0;
    button("next").disabled = here === items.length - 1;
    settle(here);
    if (focus) {
      document.getElementById("items").focus({ preventScroll: true });
      items[here].scrollIntoView({ block: "start" });
    }
  }

  function keep() {
    const marks = items.map((_, number) => Object.fromEntries(NAMES.map((name) => [name, value(number, name)])));
    // Some browsers keep nothing for files; the page itself still holds the marks.
    try { localStorage.setItem(store, JSON.stringify({ person: person.value, unsaved, marks: marks.map((m, n) => [rows[n][0], m]) })); } catch { /* kept in the page alone */ }
  }
  function recall() {
    try {
      const kept = JSON.parse(localStorage.getItem(store) || "null");
      if (!kept) return;
      const marks = new Map(kept.marks);
      rows.forEach((row, number) => Object.entries(marks.get(row[0]) || {}).forEach(([name, each]) => set(number, name, each)));
      person.value = kept.person;
      unsaved = kept.unsaved;
    } catch { /* nothing that can be read was kept */ }
  }

  function changed() {
    unsaved = true;
    settle(here);
    keep();
    tell();
  }

  // As in the CSV that came with the page: text that a spreadsheet would run gets an apostrophe before it.
  const harmless = (text) => (/^\s*[=+\-@＝＋－＠]/.test(text) || /^[\t\r\n]/.test(text) ? `'${text}` : text);
  const quoted = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  function csv() {
    const lines = rows.map((row, number) => columns.map((column, place) => {
      if (column === "person") return quoted(harmless(person.value.trim()));
      return quoted(NAMES.includes(column) ? harmless(sheetValue(number, column)) : row[place]);
    }).join(","));
    return `\ufeff${[columns.map(quoted).join(","), ...lines].join("\r\n")}\r\n`;
  }
  function sheetValue(number, name) {
    const field = items[number].querySelector(`fieldset[data-name="${name}"]`);
    if (field && field.disabled) return "";
    const kinds = control(number, name)[0] && control(number, name)[0].closest(".kinds");
    if (kinds && (kinds.hidden || kinds.closest("fieldset").disabled)) return "";
    return value(number, name);
  }
  function save() {
    items.forEach((_, number) => settle(number));
    if (!person.value.trim()) {
      progress.textContent = "Write your name or initials first.";
      person.focus();
      return;
    }
    // A kind that is wrong without the right one would be refused when the sheet is read.
    const open = items.findIndex((_, number) => asked(number).some((f) => value(number, f.dataset.name) !== "" && !answered(f, number)));
    if (open >= 0) {
      show(open, true);
      progress.textContent = "Choose the kind of source here, then save.";
      return;
    }
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([csv()], { type: "text/csv;charset=utf-8" }));
    link.download = `check-${draw}-${person.value.trim().replace(/[^\p{L}\p{N}]+/gu, "-") || given}.csv`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    unsaved = false;
    keep();
    tell();
  }

  function choose(wanted) {
    const field = settle(here);
    if (!field) return false;
    const kind = needsKind(field, here);
    if (kind && value(here, field.dataset.name) !== "") {
      const options = [...control(here, kind)[0].options];
      const option = options[Number(wanted)];
      if (!/^[1-9]$/.test(wanted) || !option) return false;
      set(here, kind, option.value);
    } else {
      const radio = [...control(here, field.dataset.name)].find((each) => each.closest("label").querySelector("kbd").textContent === wanted.toUpperCase());
      if (!radio) return false;
      radio.checked = true;
    }
    changed();
    return true;
  }
  function open() {
    const later = items.findIndex((_, number) => number > here && !whole(number));
    const first = later >= 0 ? later : items.findIndex((_, number) => !whole(number));
    show(first >= 0 ? first : here, true);
  }

  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches("input:not([type=radio]), select, textarea");
    if (event.ctrlKey || event.metaKey || event.altKey || typing) return;
    const key = event.key;
    // Arrows belong to the radio buttons while one of them is in focus.
    const among = event.target.matches("input[type=radio]");
    if (key === "ArrowRight" && !among) show(here + 1, true);
    else if (key === "ArrowLeft" && !among) show(here - 1, true);
    else if (key === "Enter" && !event.target.matches("button, a, summary")) open();
    else if (key === "s" || key === "S") save();
    else if (!choose(key)) return;
    event.preventDefault();
  });
  items.forEach((item) => item.addEventListener("change", changed));
  items.forEach((item) => item.addEventListener("input", (event) => { if (event.target.matches("input:not([type=radio])")) changed(); }));
  person.addEventListener("input", () => { unsaved = true; keep(); tell(); });
  button("back").addEventListener("click", () => show(here - 1, true));
  button("next").addEventListener("click", () => show(here + 1, true));
  button("open").addEventListener("click", open);
  button("save").addEventListener("click", save);
  addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });

  recall();
  items.forEach((_, number) => settle(number));
  show(Math.max(0, items.findIndex((_, number) => !whole(number))));
  tell();
  // Who comes for the first time reads first what is asked.
  document.querySelector(".how").open = !items.some((_, number) => begun(number));
})();
