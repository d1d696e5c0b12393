/* Looks up what was allowed on a day, or what changed between two, in the table of periods on the same page. Nothing is worked out
   here but which rows hold on a day and which of them differ; how a change is called is a table too, and what is said stands in the
   page, in its language. */
"use strict";

(() => {
  const form = document.getElementById("allowed");
  const told = document.getElementById("allowed-told");
  const result = document.getElementById("allowed-result");
  const periods = [...document.getElementById("periods").tBodies[0].rows];
  const page = JSON.parse(document.getElementById("allowed-words").textContent);
  const { tags, statuses, changes } = page;
  const { first, last, known, late } = form.dataset;
  const [KIND, FROM, STATUS, CONDITION, BY, GRADE] = [0, 1, 3, 4, 5, 6];

  /* A text of the page in parts, its holes filled with texts or elements; `tell` gives one text. */
  const woven = (text, holes) => text.split(/\{(\w+)\}/).map((part, at) => (at % 2 ? holes[part] : part));
  const tell = (name, holes = {}) => woven(page.words[name], holes).join("");

  /* A day as the page writes it. */
  function inWords(day) {
    const [year, month, date] = day.split("-").map(Number);
    return woven(page.date, { year, month: page.months[month - 1], date }).join("");
  }

  const holding = (day, scope) => periods.filter(({ dataset: row }) =>
    row.scope === scope && row.from <= day && (row.to === "" || day <= row.to));

  const conditionOf = (row) => row.querySelector(".condition")?.textContent ?? "";

  const tag = (before, after) =>
    tags[`${before.dataset.status}${before.dataset.rule && " by rule"} > ${after.dataset.status}`];

  /* What is wrong with a day as text, if anything. */
  function fault(text) {
    const day = new Date(`${text}T00:00Z`);
    if (!/^\d{4}-\d\d-\d\d$/.test(text) || isNaN(day) || !day.toISOString().startsWith(text))
      return text ? tell("noDay", { day: text }) : tell("wholeDay");
    const outside = text < first || text > last;
    return outside ? tell("outside", { day: inWords(text), first: inWords(first), last: inWords(last) }) : "";
  }

  function make(tag, ...parts) {
    const element = document.createElement(tag);
    element.append(...parts);
    return element;
  }

  /* A text with each day in it marked as one, so that none is broken across lines. */
  const marked = (text) => text.split(/(\d{1,2} [A-Z][a-z]+ \d{4}|\d{4}年\d+月\d+日)/).map((part, place) => place % 2 ? make("time", part) : part);

  /* A cell of the table of periods, once more. */
  function again(row, column) {
    const cell = row.cells[column].cloneNode(true);
    if (column === FROM && !row.dataset.rule) cell.textContent = "";
    return cell;
  }

  /* What held, and on what condition, in one cell. */
  const together = (row) => make("td", ...again(row, STATUS).childNodes, make("div", ...again(row, CONDITION).childNodes));

  /* Rows in a table of their own under a heading; on a phone each cell shows the name of its column itself. */
  function shown(heading, columns, rows, otherwise) {
    if (!rows.length) return [make("h3", ...marked(heading)), make("p", otherwise)];
    const cells = columns.map((name) => Object.assign(make("th", name), { scope: "col" }));
    for (const row of rows) columns.forEach((name, place) => { row.cells[place].dataset.label = name; });
    const table = make("table", make("thead", make("tr", ...cells)), make("tbody", ...rows));
    table.className = "table";
    const box = make("div", table);
    box.className = "table-box";
    box.tabIndex = 0;
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", heading);
    return [make("h3", ...marked(heading)), box];
  }

  function regime(day) {
    const single = holding(day, "one-off");
    const rows = holding(day, "standing").map((row) => {
      const line = make("tr", ...[KIND, STATUS, CONDITION, FROM, BY, GRADE].map((column) => again(row, column)));
      Object.assign(line.dataset, row.dataset);
      for (const other of single.filter((one) => one.dataset.provision === row.dataset.provision)) {
        line.dataset.oneOff = [line.dataset.oneOff, other.dataset.rule].filter(Boolean).join(";");
        const [said, by] = [again(other, CONDITION), again(other, BY).querySelector("a")];
        const condition = make("span", ...said.childNodes);
        line.cells[2].append(make("p", ...woven(page.words.besides, { condition, rule: by })));
      }
      return line;
    });
    return { rows, parts: shown(tell("on", { day: inWords(day) }), page.columns, rows) };
  }

  function comparison(before, after) {
    const then = holding(before, "standing");
    const rows = holding(after, "standing").flatMap((row, place) => {
      const old = then[place];
      if (old.dataset.status === row.dataset.status && conditionOf(old) === conditionOf(row)) return [];
      const line = make("tr", again(row, KIND), make("td", page.called[tag(old, row)]), together(old), together(row),
        again(row, FROM), again(row, BY), again(row, GRADE));
      Object.assign(line.dataset, row.dataset, { change: tag(old, row), statusBefore: old.dataset.status });
      return [line];
    });
    const heading = tell("fromTo", { on: inWords(before), and: inWords(after) });
    return { rows, parts: shown(heading, page.compared, rows, tell("nothing")) };
  }

  /* How many rows have each of some words, those that none has left out. */
  const counted = (words, rows, name) => words
    .map((word) => [word, rows.filter((row) => row.dataset[name] === word).length])
    .filter(([, count]) => count).map(([word, count]) => tell("counted", { name: page.called[word], count })).join(page.joints[0]);

  function say(on, and) {
    const one = regime(on);
    const counts = counted(statuses, one.rows, "status");
    const sentences = [tell("ofKinds", { count: one.rows.length, day: inWords(on), counts })];
    const parts = [...one.parts];
    if (and) {
      const differ = comparison(on, and);
      const count = differ.rows.length;
      const name = ["same", "differs"][count] ?? "differ";
      const how = { on: inWords(on), and: inWords(and), count, counts: counted(changes, differ.rows, "change") };
      sentences.push(tell(name, how));
      parts.unshift(...differ.parts);
      parts.push(...regime(and).parts);
    }
    if (on > known || and > known) sentences.push(late[0].toUpperCase() + late.slice(1) + page.joints[2].trim());
    const link = make("a", tell("link"));
    link.href = and ? `?on=${on}&and=${and}` : `?on=${on}`;
    told.replaceChildren(...marked(sentences.join(page.joints[1])));
    result.replaceChildren(make("p", link), ...parts);
    return link;
  }

  /* Answer for two days as text, the second perhaps empty, or say what is wrong with them. */
  function answer(on, and) {
    const unsaid = and === "" && !form.and.validity.badInput;
    const faults = [fault(on), unsaid ? "" : fault(and)];
    [form.on, form.and].forEach((input, place) => input.setAttribute("aria-invalid", faults[place] !== ""));
    if (faults.every((text) => text === "")) return say(on, and);
    told.textContent = faults.join(" ").trim();
    result.replaceChildren();
  }

  /* Answer, and put the days into the address, so that it can be kept; a page opened as a file can only change what follows "#". */
  function choose(on, and) {
    const link = answer(on, and);
    if (!link) return;
    try { history.replaceState(null, "", link.href); } catch { location.replace(`#${link.search.slice(1)}`); }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    choose(form.on.value, form.and.value);
  });
  for (const button of form.querySelectorAll("button[data-on]"))
    button.addEventListener("click", () => {
      [form.on.value, form.and.value] = [button.dataset.on, button.dataset.and];
      choose(form.on.value, form.and.value);
    });

  form.hidden = false;
  document.getElementById("allowed-plain").hidden = true;
  const asked = new URLSearchParams(location.hash.startsWith("#on=") ? location.hash.slice(1) : location.search);
  const days = [asked.get("on") ?? known, asked.get("and") ?? ""];
  [form.on.value, form.and.value] = days;
  answer(...days);
})();
