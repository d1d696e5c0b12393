/* Looks the answer to a question up in the answers of answers.js, which Python worked out, and shows it. Nothing is decided here:
   a thing and a destination have a list of runs, each from a day on with the number of its answer. */
"use strict";

(() => {
  const form = document.getElementById("ask");
  const told = document.getElementById("ask-told");
  const place = document.getElementById("ask-answer");
  const fold = form.closest("details");
  const unlisted = form.querySelector(".unlisted");
  const all = window.exportAnswers;
  const SIGNS = { yes: "Yes", if: "Only if", no: "No", unknown: "We could not verify" };
  const STATES = { met: "yes", "not met": "no", "not known": "unknown", assumed: "part" };
  const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
  const CODES = ["kind", "made", "lethal"]; // of a thing that is on no list
  const KEYS = ["what", ...CODES, "to", "on", "and"];

  const plain = (text) => text.normalize("NFKC").toLowerCase().replace(/[\s\-‐-―]+/g, " ").trim();
  const names = new Map();
  all.things.forEach(([id, name, others], number) => {
    for (const each of [id, name, ...others]) if (!names.has(plain(each))) names.set(plain(each), number);
  });

  function make(tag, attributes, ...parts) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...parts);
    return element;
  }

  const link = (address, text) => make("a", { href: address }, text);
  const sign = (code, text) => make("span", { class: `sign ${code} wrap` }, text);

  function inWords(day) {
    const [year, month, date] = day.split("-").map(Number);
    return `${date} ${MONTHS[month - 1]} ${year}`;
  }

  /* What is wrong with a day as text, if anything. */
  function fault(day) {
    const date = new Date(`${day}T00:00Z`);
    const isDay = /^\d{4}-\d\d-\d\d$/.test(day) && !isNaN(date) && date.toISOString().startsWith(day);
    if (isDay) return "";
    return day ? `“${day}” is no day; write it as YYYY-MM-DD.` : "Choose a whole day: year, month and day of the month.";
  }

  /* The thing that a text names: by one of its names, or by a part of one. */
  function thingOf(text) {
    const wanted = plain(text);
    if (names.has(wanted)) return names.get(wanted);
    const near = [...names].filter(([name]) => wanted && name.includes(wanted));
    return near.length ? near[0][1] : undefined;
  }

  const small = (text) => text.slice(0, 1).toLowerCase() + text.slice(1);
  const capital = (text) => text.slice(0, 1).toUpperCase() + text.slice(1);

  /* A text of the answers with its names filled in. */
  function filled(number, thing, to) {
    const holes = { c: to[1], C: capital(to[1]), t: thing[1], T: capital(thing[1]) };
    return all.texts[number].replace(/\{([cCtT])\}/g, (_, hole) => holes[hole]);
  }

  /* The runs of a question: by its thing, or by the kind of what is on no list. */
  function runsOf(question) {
    const numbers = question.codes ? all.kinds.classes[all.kinds.places[question.to[0]]] : all.classes[question.to[2]];
    return all.runs[numbers[question.number]];
  }

  /* The answer of a day: that of the last run which had begun by then. */
  const lookUp = (question, day) => all.answers[runsOf(question).filter(([from]) => from <= day).pop()[1]];

  /* May, and the sentence, as `rules.ask(…).sentence()` has it. */
  function said(question, day) {
    const answer = lookUp(question, day);
    const sentence = filled(answer[2], question.thing, question.to);
    const late = day > all.asOf ? all.late.replace("{on}", inWords(day)) + " " : "";
    return { may: answer[0], sentence: late + sentence, answer };
  }

  /* The word of an answer in large, and the rest of its sentence; what only repeats the word is left out. */
  function parted(may, sentence) {
    const opening = /^(Yes|No|No, as far as we found|We could not verify)\. /.exec(sentence);
    return opening ? [opening[1], sentence.slice(opening[0].length)] : [SIGNS[may], sentence];
  }

  function box(question, day) {
    const { may, sentence } = said(question, day);
    const [word, rest] = parted(may, sentence);
    return make("div", { class: `says ${may}`, "data-may": may },
      make("p", { class: "when" }, inWords(day)),
      make("p", { class: "word" }, sign(may, word)),
      make("p", {}, rest));
  }

  function conditions(question, answer, day) {
    if (!answer[3].length) return [];
    const rows = answer[3].map(([state, asks, why, source]) => make("tr", {},
      make("th", { scope: "row" }, capital(filled(asks, question.thing, question.to))),
      make("td", {}, sign(STATES[state], capital(state))),
      make("td", {}, capital(filled(why, question.thing, question.to)),
        ...(source ? [" (", link(`sources.html#${source}`, "source"), ")"] : []))));
    const heads = ["What the rule asks", capital(question.to[1]), "Because"].map((name) => make("th", { scope: "col" }, name));
    const table = make("table", { class: "table cards" }, make("thead", {}, make("tr", {}, ...heads)), make("tbody", {}, ...rows));
    const name = `What the rule in force on ${inWords(day)} asks, one by one`;
    return [make("h3", {}, name), make("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": name }, table)];
  }

  function otherWays(question, answer) {
    if (!answer[4].length) return [];
    const items = answer[4].map(([way, may, sentence]) => {
      const [word, rest] = parted(may, filled(sentence, question.thing, question.to));
      return make("li", {}, make("b", {}, `${way}: `), sign(may, word), ". ", rest);
    });
    return [make("h3", {}, "The other ways"), make("ul", {}, ...items)];
  }

  function ground(answer) {
    if (answer[1] < 0) return [];
    const [kind, rule, title, grade, source, name] = all.cells[answer[1]];
    const parts = ["The rule that decides: ", link(`rules/${rule}.html`, title)];
    if (kind) parts.push("; the ", link(`provisions/${kind}.html`, "kind of transfer"));
    parts.push(`. Grade ${grade}, source: `, link(`sources.html#${source}`, name), ".");
    return [make("p", {}, ...parts)];
  }

  /* The smallest set of facts that turns the answer of the day. */
  function otherFacts(question, answer) {
    if (!answer[6].length) return [];
    const items = answer[6].map(([may, text]) =>
      make("li", {}, `${capital(filled(text, question.thing, question.to))}: then `, sign(may, SIGNS[may])));
    return [make("h3", {}, "What would change it: other facts"), make("ul", { class: "turns" }, ...items)];
  }

  /* On which days the answer would be another one: the runs whose `may` differs from the one before. */
  function throughTime(question) {
    const runs = runsOf(question).filter(([from]) => from !== "" && from <= all.asOf);
    const turns = runs.filter(([, answer], at) => !at || all.answers[answer][0] !== all.answers[runs[at - 1][1]][0]);
    if (turns.length === 1) return [make("p", {}, `The answer is the same for every day from ${inWords(all.first)} to ${inWords(all.asOf)}.`)];
    const items = turns.reverse().map(([from, answer]) => {
      const may = all.answers[answer][0];
      return make("li", {}, make("span", { class: "date" }, `From ${inWords(from)}`),
        sign(may, SIGNS[may]), link(address({ ...question, on: from, and: "" }), "the answer of that day"));
    });
    return [make("h3", {}, "What would change it: another day"), make("ol", { class: "steps" }, ...items)];
  }

  function further(question) {
    const [, , , note, cases] = question.thing;
    const parts = [];
    if (note) parts.push(make("p", { class: "note" }, note));
    const items = cases.map(([id, title]) => make("li", {}, link(`cases/${id}.html`, title)));
    if (all.pages.includes(question.to[0])) items.push(make("li", {}, link(`countries/${question.to[0]}.html`, `All that is known of ${question.to[1]}`)));
    items.push(make("li", {}, link(`allowed.html?on=${question.on}`, `Every kind of transfer on ${inWords(question.on)}`)));
    return [...parts, make("h3", {}, "Cases of this thing, and where to read on"), make("ul", {}, ...items)];
  }

  function address(question) {
    const query = new URLSearchParams(question.codes || { what: question.thing[0] });
    query.set("to", question.to[0]);
    query.set("on", question.on);
    if (question.and) query.set("and", question.and);
    return `?${query}`;
  }

  function share(question) {
    const button = make("button", { type: "button" }, "Copy the link to this answer");
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(new URL(address(question), location.href.split(/[?#]/)[0]).href);
      button.textContent = "Copied";
    });
    const canCopy = Boolean(navigator.clipboard);
    return make("p", { class: "share" }, ...(canCopy ? [button] : []), link(address(question), "Link to this answer"));
  }

  function show(question) {
    const title = `${question.on < all.asOf ? "Could" : "May"} ${question.thing[1]} go to ${question.to[1]} on ${inWords(question.on)}${question.and ? `, and on ${inWords(question.and)}` : ""}?`;
    const heading = make("h2", { tabindex: "-1", id: "the-answer" }, title);
    const days = [question.on, ...(question.and ? [question.and] : [])];
    const last = days[days.length - 1];
    const { answer } = said(question, last);
    const way = answer[5] ? [make("p", { class: "note" }, `The way asked about first: ${answer[5]}.`)] : [];
    place.replaceChildren(heading,
      make("div", { class: "both" }, ...days.map((day) => box(question, day))), ...way,
      ...ground(answer), ...conditions(question, answer, last), ...otherWays(question, answer),
      ...otherFacts(question, answer), ...throughTime(question), ...further(question),
      make("p", { class: "note" }, "Research, not legal advice. Each transfer needs a licence all the same."), share(question));
    return heading;
  }

  /* Why a text names nothing that can be asked about. */
  function missing(what) {
    if (!what.trim()) return "Name a thing, or say below what kind of thing it is.";
    return `“${what}” is no thing that the tables know; pick one of the list, or leave the field empty and say what kind of thing it is.`;
  }

  /* What is asked about: a thing by name or, where none is named, a thing by its kind. */
  function subject(values) {
    if (values.what.trim()) {
      const number = thingOf(values.what);
      return { number, thing: all.things[number] };
    }
    const codes = Object.fromEntries(CODES.map((key) => [key, values[key]]));
    const [kind, made, lethal] = CODES.map((key) => form.elements[key].selectedOptions[0].textContent);
    const words = codes.kind === "service" ? kind : `${kind} (${small(made)}; ${small(lethal)})`;
    return { number: all.kinds.names.indexOf(Object.values(codes).join("/")), codes, thing: ["", small(words), [], "", []] };
  }

  /* The question of the form's texts, or the words for what is wrong with them. */
  function asked(values) {
    const { what, to, on, and } = values;
    const about = what.trim() || unlisted.open ? subject(values) : {};
    const faults = [
      [form.what, about.number === undefined ? missing(what) : ""],
      [form.on, fault(on)],
      [form.and, and ? fault(and) : ""],
    ];
    for (const [field, fails] of faults) field.setAttribute("aria-invalid", String(fails !== ""));
    told.textContent = faults.map(([, fails]) => fails).filter(Boolean).join(" ");
    if (told.textContent) return undefined;
    return { ...about, to: all.places.find(([code]) => code === to), on, and };
  }

  function fill(values) {
    const number = thingOf(values.what || "");
    if (values.what) form.what.value = number === undefined ? values.what : all.things[number][1];
    for (const key of ["to", "on", "and"]) if (values[key]) form.elements[key].value = values[key];
    for (const key of CODES) {
      const offered = [...form.elements[key].options].some((option) => option.value === values[key]);
      if (offered) form.elements[key].value = values[key]; // an unknown code is passed over
    }
    if (values.kind) unlisted.open = true;
  }

  function answerTo(values, move) {
    place.replaceChildren();
    const question = asked(values);
    fold.open = true;
    if (!question) return;
    const heading = show(question);
    try { history.replaceState(null, "", address(question)); } catch { location.replace(`#${address(question).slice(1)}`); }
    fold.open = matchMedia("(min-width: 62rem)").matches; // on a telephone the answer comes first
    if (move) heading.focus();
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    answerTo(Object.fromEntries(KEYS.map((key) => [key, form.elements[key].value])), true);
  });

  window.answerOfPage = said; // for the test that page and Python agree

  const query = new URLSearchParams(location.search || location.hash.slice(1));
  if (query.has("what") || query.has("kind")) {
    const given = Object.fromEntries(query);
    const values = { what: "", to: form.to.value, on: form.on.value, and: "", ...given };
    if (!all.places.some(([code]) => code === values.to)) values.to = form.to.value;
    fill(values);
    for (const key of CODES) values[key] = form.elements[key].value;
    answerTo(values, false);
  }
})();
