/* Runs a query over the tables in this page. SQLite (sql.js) and the tables are loaded with the first query, as scripts, so that
   the page also works from a folder. Every cell is set as text. */
"use strict";

(() => {
  const SHOWN = 500; // rows of a result that are shown
  const MOST = 50000; // rows that are fetched
  const form = document.getElementById("sql-form");
  const query = document.getElementById("sql-query");
  const told = document.getElementById("sql-told");
  const place = document.getElementById("sql-result");
  const csvButton = document.getElementById("sql-csv");
  const queries = JSON.parse(document.getElementById("sql-queries").textContent);
  const prepared = [...document.querySelectorAll("#sql .prepared button")];
  const here = document.currentScript ? document.currentScript.src : "_static/sql.js";
  let opening = null;
  let result = null;

  const load = (name) => new Promise((done, fail) => {
    const script = document.createElement("script");
    script.src = new URL(`sql/${name}`, here).href;
    script.addEventListener("load", done);
    script.addEventListener("error", () => fail(new Error(`${name} could not be loaded; try again`)));
    document.head.append(script);
  });

  /* Bytes that the build compressed and wrote as text. */
  async function unpacked(text) {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  }

  async function opened() {
    if (!("DecompressionStream" in window && "WebAssembly" in window)) {
      throw new Error("this browser is too old to run SQLite in a page; take the SQLite file from the page Reuse");
    }
    await Promise.all([load("engine.js"), load("tables.js")]);
    const [wasmBinary, tables] = await Promise.all([unpacked(window.sqlMachine), unpacked(window.sqlTables)]);
    const engine = await window.initSqlJs({ wasmBinary });
    delete window.sqlMachine;
    delete window.sqlTables;
    return new engine.Database(tables);
  }

  /* The names and rows that the last statement with a result gives. */
  function answer(database, text) {
    let last = { names: [], rows: [], cut: false };
    for (const statement of database.iterateStatements(text)) {
      const names = statement.getColumnNames();
      const rows = [];
      let more = statement.step();
      while (more && rows.length < MOST) {
        rows.push(statement.get());
        more = statement.step();
      }
      if (names.length) last = { names, rows, cut: more };
    }
    return last;
  }

  function make(tag, attributes, ...parts) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...parts);
    return element;
  }

  function cell(value) {
    if (value === null) return make("td", { class: "empty" }, "NULL");
    if (typeof value === "number") return make("td", { class: "number" }, String(value));
    if (value instanceof Uint8Array) return make("td", { class: "empty" }, `${value.length} bytes`);
    return make("td", {}, value);
  }

  function table({ names, rows }) {
    const head = make("tr", {}, ...names.map((name) => make("th", { scope: "col" }, name)));
    const body = rows.slice(0, SHOWN).map((row) => make("tr", {}, ...row.map(cell)));
    const whole = make("table", { class: "table" }, make("thead", {}, head), make("tbody", {}, ...body));
    return make("div", { class: "table-box", role: "region", tabindex: "0", "aria-label": "The result of the query" }, whole);
  }

  function inWords({ names, rows, cut }) {
    if (!names.length) return "Done. The query gives no table.";
    if (cut) return `More than ${MOST.toLocaleString("en")} rows; the first ${SHOWN} are shown, and the CSV stops there. Add a LIMIT or a WHERE.`;
    const count = `${rows.length.toLocaleString("en")} ${rows.length === 1 ? "row" : "rows"}`;
    return rows.length > SHOWN ? `${count}; the first ${SHOWN} are shown, the CSV holds all.` : `${count}.`;
  }

  function csv({ names, rows }) {
    const quoted = (value) => {
      const text = value === null ? "" : String(value);
      return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    };
    return [names, ...rows].map((row) => row.map(quoted).join(",") + "\r\n").join("");
  }

  function show(found) {
    result = found.names.length ? found : null;
    csvButton.disabled = !result;
    told.textContent = inWords(found);
    place.replaceChildren(...(found.rows.length ? [table(found)] : []));
    told.scrollIntoView({ block: "nearest" });
    if (found.rows.length) place.scrollIntoView({ block: "nearest" });
  }

  async function run() {
    const fresh = opening === null;
    if (fresh) told.textContent = "Loading SQLite and the tables …";
    query.removeAttribute("aria-invalid");
    try {
      opening = opening ?? opened();
      const database = await opening.catch((error) => { opening = null; throw error; });
      show(answer(database, query.value));
    } catch (error) {
      result = null;
      csvButton.disabled = true;
      place.replaceChildren();
      if (opening) query.setAttribute("aria-invalid", "true");
      told.textContent = `No result: ${error.message || error}.`;
    }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    run();
  });

  query.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      run();
    }
  });

  query.addEventListener("input", () => prepared.forEach((button) => button.setAttribute("aria-pressed", "false")));

  function write(text) {
    query.value = text;
    query.rows = text.split("\n").length + 1;
  }

  for (const button of prepared) {
    button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", () => {
      write(queries[button.dataset.query]);
      prepared.forEach((other) => other.setAttribute("aria-pressed", String(other === button)));
      run();
    });
  }

  csvButton.addEventListener("click", () => {
    const file = new Blob(["\ufeff", csv(result)], { type: "text/csv" });
    const link = make("a", { href: URL.createObjectURL(file), download: "japan-arms-export-query.csv" });
    link.click();
    URL.revokeObjectURL(link.href);
  });

  write(queries[0]);
  form.hidden = false;
})();
