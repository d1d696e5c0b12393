/* Looks a query up in the index of search-index.js and lists what it leads to. It ranks as site/finding.py does, which a test
   holds it to; the index says what is a date and which words are left out. Both files are loaded when somebody searches. */
"use strict";

(() => {
  const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
  const FIGURES = "〇一二三四五六七八九";
  const FEWEST = 3, MOST = 8, OWN = 2, OTHER = 1, SHOWN = 20;
  const DIGITS = Array.from({ length: 91 }, (_, number) => number + 35).filter((code) => code !== 92).map((code) => String.fromCharCode(code)).join("");
  const here = document.currentScript.src;
  const page = JSON.parse(document.getElementById("search-words").textContent);
  const tell = (name, holes = {}) => page.words[name].replace(/\{(\w+)\}/g, (_, hole) => holes[hole]);
  let index;

  function read(told) {
    const words = told.words.split(" ");
    const postings = new Map();
    for (let at = 0; at < words.length; at += 2) postings.set(words[at], words[at + 1]);
    const names = told.names.flatMap(([own, others, called]) => {
      const [kind, value] = own.split(":");
      return called.split("|").map((name) => [name, kind, value, others]);
    });
    names.sort((one, other) => other[0].length - one[0].length || (one[0] < other[0] ? -1 : Number(one[0] > other[0])));
    let address = "";
    const documents = told.documents.map(([shared, others, title, kind, excerpt]) => {
      address = address.slice(0, shared) + others;
      return [address, title, told.kinds[kind], excerpt];
    });
    return {
      documents, postings, names, also: told.also, eras: told.eras, many: new Set(told.many),
      stop: new Set(told.stop.split(" ")),
      dates: told.dates.map(([pattern, groups]) => [new RegExp(pattern, "g"), groups.split(" ")]),
      runs: new RegExp(`[${told.letters}]+|[a-z0-9\\u0400-\\u04ff]+(?:-[a-z0-9\\u0400-\\u04ff]+)*`, "g"),
      japanese: new RegExp(`^[${told.letters}]`),
    };
  }

  function inFigures(number) {
    if (!number.includes("十")) return [...number].map((letter) => FIGURES.indexOf(letter)).join("");
    const at = number.indexOf("十");
    const [tens, ones] = [number.slice(0, at), number.slice(at + 1)];
    return String((tens ? FIGURES.indexOf(tens) : 1) * 10 + (ones ? FIGURES.indexOf(ones) : 0));
  }

  function normalised(text) {
    const plain = text.normalize("NFKC").toLowerCase().replaceAll("’", "'").normalize("NFD").replace(/[\u0300-\u036f]/g, "").normalize("NFC");
    return plain.replace(/[〇一二三四五六七八九十]+(?=[年月日])/g, inFigures).replace(/(\d),(?=\d{3})/g, "$1");
  }

  function dateWords(match, groups) {
    const parts = { y: 0, m: 0, d: 0 };
    let era = 0;
    groups.forEach((name, at) => {
      const value = match[at + 1];
      if (value === undefined) return;
      if (name === "era") era = index.eras[value];
      else if (name === "n") parts.m = MONTHS.indexOf(value.slice(0, 3)) + 1;
      else parts[name] = value === "元" ? 1 : Number(value);
    });
    const year = parts.y + era;
    if (year <= 1800 || year >= 2100 || parts.m > 12 || parts.d > 31) return [];
    const two = (number) => String(number).padStart(2, "0");
    const words = [`${year}`];
    if (parts.m) words.push(`${year}-${two(parts.m)}`);
    if (parts.m && parts.d) words.push(`${year}-${two(parts.m)}-${two(parts.d)}`);
    return words;
  }

  function dates(text) {
    const found = [];
    for (const [pattern, groups] of index.dates) {
      text = text.replace(pattern, (...match) => {
        const words = dateWords(match, groups);
        found.push(...words);
        return words.length ? " " : match[0];
      });
    }
    return [found, text];
  }

  function stem(word) {
    if (word.length <= 3 || !/^[a-z]+$/.test(word)) return word;
    if (word.endsWith("ies") && word.length > 4) word = `${word.slice(0, -3)}y`;
    else if (word.endsWith("s") && !/(ss|us|is)$/.test(word)) word = word.slice(0, -1);
    for (const [ending, shortest] of [["ing", 6], ["ed", 5]]) {
      if (word.endsWith(ending) && word.length >= shortest) {
        word = word.slice(0, -ending.length);
        if (word.at(-1) === word.at(-2) && !"lsz".includes(word.at(-1))) word = word.slice(0, -1);
        break;
      }
    }
    return word.endsWith("e") && word.length > 3 ? word.slice(0, -1) : word;
  }

  function pairs(run) {
    const found = [];
    for (let at = 0; at < run.length - 1; at += 1) found.push(run.slice(at, at + 2));
    return found.length ? found : [run];
  }

  function parts(run) {
    const pieces = run.split("-");
    const found = pieces.filter((piece) => piece.length > 1 && !index.stop.has(piece)).map(stem);
    const joined = pieces.join("");
    if (pieces.length > 1 && joined.length <= 8 && /\d/.test(joined)) found.push(joined);
    return found;
  }

  function words(text) {
    const [found, rest] = dates(normalised(text));
    for (const run of rest.match(index.runs) || []) found.push(...(index.japanese.test(run) ? pairs(run) : parts(run)));
    return found;
  }

  const spaced = (text) => ` ${(dates(normalised(text))[1].replaceAll("-", " ").match(index.runs) || []).join(" ")} `;

  function namesIn(query) {
    let text = spaced(query);
    const found = [];
    for (const row of index.names) {
      const japanese = index.japanese.test(row[0]);
      for (const form of japanese ? [row[0]] : [` ${row[0]} `, ` ${row[0]}s `]) {
        if (text.includes(form)) {
          found.push(row);
          text = text.replaceAll(form, japanese ? " " : " | ");
        }
      }
    }
    return found;
  }

  function asked(query) {
    const first = { thing: "", place: "" };
    for (const [, kind, value] of namesIn(query)) if (first[kind] === "") first[kind] = value;
    const days = dates(normalised(query))[0].filter((word) => word.length === 10);
    return { ...first, day: days[0] || "" };
  }

  function begun(word) {
    const known = [...index.postings.keys()];
    if (index.japanese.test(word)) return word.length === 1 ? known.filter((each) => each.includes(word)).slice(0, MOST) : [];
    for (let length = word.length; length >= FEWEST; length -= 1) {
      const found = known.filter((each) => each.startsWith(word.slice(0, length)));
      if (found.length) return found.slice(0, MOST);
    }
    return [];
  }

  function terms(query) {
    const weights = new Map();
    const own = words(query);
    for (const word of own) {
      for (const known of index.postings.has(word) ? [word] : begun(word)) weights.set(known, known === word ? OWN : OTHER);
    }
    const others = namesIn(query).flatMap((row) => row[3].split(" "));
    for (const word of [...weights.keys(), ...own]) if (Object.hasOwn(index.also, word)) others.push(...index.also[word].split(" "));
    for (const word of others) if (index.postings.has(word) && !weights.has(word)) weights.set(word, OTHER);
    return weights;
  }

  function posted(text) {
    const found = [];
    let number = 0;
    for (let at = 0; at < text.length; at += 2) {
      let step = DIGITS.indexOf(text[at]);
      if (step >= 80) {
        at += 1;
        step = (step - 80) * 90 + DIGITS.indexOf(text[at]);
      }
      number += step;
      found.push([number, DIGITS.indexOf(text[at + 1])]);
    }
    return found;
  }

  const inOrder = (scores) => [...scores.keys()].sort((one, other) => scores.get(other) - scores.get(one) || one - other);

  function ranked(query, most = SHOWN) {
    const scores = new Map();
    for (const [word, weight] of terms(query)) {
      for (const [number, value] of posted(index.postings.get(word))) scores.set(number, (scores.get(number) || 0) + weight * value);
    }
    for (const number of pagesOfPlaces(query)) if (scores.has(number)) scores.set(number, Math.floor((scores.get(number) * 3) / 2));
    const seen = new Set();
    for (const number of inOrder(scores)) {
      const kind = index.documents[number][2];
      if (seen.has(kind)) scores.set(number, Math.floor((scores.get(number) * 3) / 4));
      else if (index.many.has(kind)) seen.add(kind);
    }
    const own = pageOfPlace(query);
    return [...own, ...inOrder(scores).filter((number) => !own.includes(number))].slice(0, most);
  }

  /* The documents of the countries that a query names. */
  function pagesOfPlaces(query) {
    const pages = new Set(namesIn(query).filter(([, kind]) => kind === "place").map(([, , code]) => `countries/${code}.html`));
    return [...index.documents.keys()].filter((at) => pages.has(index.documents[at][0]));
  }

  /* The document of the country that a query names, if it names nothing else. */
  function pageOfPlace(query) {
    const [first] = namesIn(query);
    if (!first || first[1] !== "place" || spaced(query).trim() !== first[0]) return [];
    const at = index.documents.findIndex(([address]) => address === `countries/${first[2]}.html`);
    return at < 0 ? [] : [at];
  }

  /* The page. */

  function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  function load(name) {
    return new Promise((done, failed) => {
      const script = make("script", { src: new URL(name, here).href });
      script.addEventListener("load", done);
      script.addEventListener("error", failed);
      document.head.append(script);
    });
  }

  const inWords = (day) => new Date(`${day}T12:00:00Z`).toLocaleDateString(page.days, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

  /* What the form answers to a thing and a destination: sign, sentence, and the address of the answer. */
  function answer(all, { thing, place, day }) {
    const number = all.things.findIndex(([id]) => id === thing);
    const to = all.places.find(([code]) => code === place);
    if (number < 0 || !to) return undefined;
    const on = day || all.asOf;
    const run = all.runs[all.classes[to[2]][number]].filter(([first]) => first <= on).at(-1);
    const [may, , sentence] = all.answers[run[1]];
    const names = { t: all.things[number][1], c: to[1] };
    const capital = (text) => text[0].toUpperCase() + text.slice(1);
    const told = all.texts[sentence].replace(/\{([cCtT])\}/g, (_, hole) => (hole < "a" ? capital(names[hole.toLowerCase()]) : names[hole]));
    const late = on > all.asOf ? all.late.replace("{on}", inWords(on)) + page.joint : "";
    const query = new URLSearchParams({ what: thing, to: place, on });
    return { may, told: late + told, title: tell("answerTitle", { thing: capital(names.t), country: names.c, day: inWords(on) }), address: `ask.html?${query}` };
  }

  function answerBox(found) {
    const [code, text] = page.signs[found.may];
    return make("section", { class: "card-plain", "aria-label": tell("answer"), id: "search-answer" },
      make("p", { class: "when" }, found.title),
      make("p", {}, make("span", { class: `sign ${code} wrap` }, text)),
      make("p", {}, found.told),
      make("p", {}, make("a", { href: found.address }, tell("wholeAnswer"))));
  }

  const dayLine = (day) => make("p", { id: "search-day" }, make("a", { href: `allowed.html?on=${day}` }, tell("allowed", { day: inWords(day) })));

  /* Of what the Japanese edition leads to, what lies outside it is in English. */
  const link = (address, text) =>
    make("a", { href: address, ...(page.root && address.startsWith(page.root) ? { hreflang: "en" } : {}) }, text);

  const hit = ([address, title, kind, excerpt]) => make("li", {},
    make("p", {}, link(address, title), " ", make("span", { class: "note" }, page.kinds[kind])), make("p", { class: "small" }, excerpt));

  function show(place, query) {
    const found = ranked(query).map((number) => hit(index.documents[number]));
    const { day } = asked(query);
    const none = make("p", {}, tell("none"), " ",
      ...page.suggested.flatMap(([address, text], at) => [at ? " · " : "", link(address, text)]));
    const count = make("p", { role: "status", class: "note" }, tell(found.length ? "best" : "nothing", { count: found.length, query }));
    place.replaceChildren(count, ...(day ? [dayLine(day)] : []), found.length ? make("ol", { class: "hits" }, ...found) : none);
  }

  async function answerAbove(place, query) {
    const question = asked(query);
    if (!question.thing || !question.place) return;
    if (!window.exportAnswers) await load(`answers${page.suffix}.js`);
    const found = answer(window.exportAnswers, question);
    if (found) place.querySelector("[role=status]").after(answerBox(found));
  }

  async function ready() {
    if (!index) {
      if (!window.searchIndex) await load(`search-index${page.suffix}.js`);
      index = read(window.searchIndex);
    }
  }

  async function search(place, query) {
    await ready();
    show(place, query);
    await answerAbove(place, query);
    place.dataset.done = query;
  }

  window.siteSearch = { ready, ranked, asked, words }; // for the test that script and Python agree
  const place = document.getElementById("search-hits");
  if (!place) return;
  const form = document.getElementById("search-form");
  const query = (new URLSearchParams(location.search || location.hash.slice(1)).get("q") || "").trim();
  form.q.value = query;
  if (query) search(place, query);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = form.q.value.trim();
    if (!text) return;
    const address = `?${new URLSearchParams({ q: text })}`;
    try { history.replaceState(null, "", address); } catch { location.replace(`#${address.slice(1)}`); }
    search(place, text);
  });
})();
