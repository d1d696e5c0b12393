/* Sort a table by a column and filter its rows by words. Without this the table stands whole, in the order of its file. */
"use strict";

const collator = new Intl.Collator("en", { numeric: true });

/* One form for what differs only in case, width (Ａ, ｱ) or accent. */
const folded = (text) =>
  text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").normalize("NFKC").toLowerCase();

const counted = (number) => `${number.toLocaleString("en")} ${number === 1 ? "row" : "rows"}`;

function sort(header, rows) {
  const sign = header.getAttribute("aria-sort") === "ascending" ? -1 : 1;
  const numeric = ["integer", "number", "year"].includes(header.dataset.type);
  const value = new Map(rows.map((row) => [row, row.cells[header.cellIndex].textContent.trim()]));
  const between = numeric ? (one, other) => one - other : collator.compare;
  const blankLast = (one, other) => (value.get(one) === "") - (value.get(other) === "");
  rows.sort((one, other) => blankLast(one, other) || sign * between(value.get(one), value.get(other)));
  for (const other of header.parentElement.cells) other.removeAttribute("aria-sort");
  header.setAttribute("aria-sort", sign === 1 ? "ascending" : "descending");
  header.closest("table").tBodies[0].append(...rows);
}

function filter(words, rows, texts) {
  const wanted = folded(words).split(/\s+/).filter(Boolean);
  for (const row of rows) row.hidden = !wanted.every((word) => texts.get(row).includes(word));
  const shown = rows.filter((row) => !row.hidden).length;
  return shown === rows.length ? counted(shown) : `${shown.toLocaleString("en")} of ${counted(rows.length)}`;
}

for (const box of document.querySelectorAll(".table-box")) {
  const rows = [...box.querySelector("tbody").rows];
  for (const header of box.querySelectorAll("thead th")) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...header.childNodes);
    button.addEventListener("click", () => sort(header, rows));
    header.append(button);
  }
  const form = box.previousElementSibling;
  const [input, told] = [form.querySelector("input"), form.querySelector("output")];
  const texts = new Map(rows.map((row) => [row, folded([...row.cells].map((cell) => cell.textContent).join("\n"))]));
  const show = () => { told.value = filter(input.value, rows, texts); };
  form.addEventListener("submit", (event) => event.preventDefault());
  input.addEventListener("input", show);
  form.hidden = false;
  show();
}
