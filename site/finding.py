"""The words of the site's search and how it ranks: what `_static/search.js` does in the browser.

Any word may match. Every word has a weight in every document, worked out when the index is made
(BM25 over weighted fields); a query adds them up. Dates count as values: all spellings of a day
are one word. Japanese is cut into pairs of letters. A test holds this file and the script equal.
"""

import re
import unicodedata
from typing import NamedTuple

from analysis.japanese.text import LETTERS

FILES = {"en": "search-index.js", "ja": "search-index-ja.js"}  # the index of each edition
# Stands for the numbers 0 to 89: no quote and no backslash, which JSON would double
DIGITS = "".join(chr(code) for code in range(35, 126) if code != 92)
STOP = set(
    "a about after all also am an and any are as at be been before being but by can could did do "
    "does done during for from get give go had has have how i if in into is it its many may me "
    "might more most much must my no not of off on or our out over own put say says shall she he "
    "should so some such take tell than that the their them then there these they this those to "
    "under up was way we were what when where which while who whom whose why will with would you "
    "your japan japanese".split()
)
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}
MONTH = (
    "(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    "|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
# How a day, a month or a year of an era is written → which group holds year, month and day
DATES = [
    (r"(?<!\d)(\d{4})(?:[-/.](\d{1,2})[-/.]|年(\d{1,2})月)(\d{1,2})(?!\d)日?", "y m m d"),
    (r"(?<!\d)(\d{4})(?:-(\d{2})(?!\d|-)|年(\d{1,2})月)", "y m m"),
    (rf"({'|'.join(ERAS)})(元|\d{{1,2}})年(?:(\d{{1,2}})月(?:(\d{{1,2}})日)?)?", "era y m d"),
    (rf"(?<![a-z\d])(\d{{1,2}})(?:st|nd|rd|th)? (?:of )?{MONTH}\.?,? (\d{{4}})(?!\d)", "d n y"),
    (rf"(?<![a-z]){MONTH}\.? (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})(?!\d)", "n d y"),
    (rf"(?<![a-z]){MONTH}\.?,? (?:of )?(\d{{4}})(?!\d)", "n y"),
]
COMPILED = [(re.compile(pattern), groups.split()) for pattern, groups in DATES]
FIGURES = "〇一二三四五六七八九"
KANJI = re.compile(f"[{FIGURES}十]+(?=[年月日])")
MARKS = re.compile("[\u0300-\u036f]")
THOUSANDS = re.compile(r"(\d),(?=\d{3})")
RUNS = re.compile(f"[{LETTERS}]+|[a-z0-9\u0400-\u04ff]+(?:-[a-z0-9\u0400-\u04ff]+)*")
JAPANESE = re.compile(f"[{LETTERS}]")
FEWEST = 3  # letters of a word by whose beginning others are looked for
MOST = 8  # words that a beginning may stand for
MANY = {"Question", "Thing", "Term", "Doubt", "Not found"}
BACK = (3, 4)  # by how much they step back
PLACE = (3, 2)  # by how much the page of a country counts more that the query names
OWN, OTHER = 2, 1  # how much a word of the query counts, and one of the same meaning


class Asked(NamedTuple):
    """What a query names beside its words: a thing, a destination, a day; empty if none."""

    thing: str
    place: str
    day: str


class Index(NamedTuple):
    """An index as the script reads it: documents, words with their postings, and names."""

    documents: list[list]  # address, title, what it is, excerpt
    postings: dict[str, str]
    names: list[list]  # a name, "thing", "place" or "word", its id, the words it stands for
    also: dict[str, str]  # a word, and others of the same meaning


def normalised(text: str) -> str:
    """Return a text in small narrow letters without accents, its kanji dates in figures."""
    text = unicodedata.normalize("NFKC", text).lower().replace("’", "'")
    text = unicodedata.normalize("NFC", MARKS.sub("", unicodedata.normalize("NFD", text)))
    text = KANJI.sub(in_figures, text)
    return THOUSANDS.sub(r"\1", text)


def in_figures(number: re.Match) -> str:
    """Return a kanji number below a hundred, or a row of kanji figures, in figures."""
    text = number[0]
    if "十" not in text:
        return "".join(str(FIGURES.index(letter)) for letter in text)
    tens, _, ones = text.partition("十")
    return str((FIGURES.find(tens) if tens else 1) * 10 + (FIGURES.find(ones) if ones else 0))


def dates(text: str) -> tuple[list[str], str]:
    """Return the days, months and years of a normalised text as words, and the rest of it."""
    found = []
    for pattern, groups in COMPILED:
        at = 0
        rest = ""
        for match in pattern.finditer(text):
            words = date_words(match, groups)
            if words:
                found += words
                rest += text[at : match.start()] + " "
                at = match.end()
        text = rest + text[at:]
    return found, text


def date_words(match: re.Match, groups: list[str]) -> list[str]:
    """Return the words of a date: the day, its month and its year; none if there is no such day."""
    parts = dict.fromkeys("ymd", 0)
    era = 0
    for name, value in zip(groups, match.groups(), strict=True):
        if value is None:
            continue
        if name == "era":
            era = ERAS[value]
        elif name == "n":
            parts["m"] = MONTHS.index(value[:3]) + 1
        else:
            parts[name] = 1 if value == "元" else int(value)
    year, month, day = parts["y"] + era, parts["m"], parts["d"]
    if not 1800 < year < 2100 or month > 12 or day > 31:
        return []
    words = [f"{year}"]
    if month:
        words.append(f"{year}-{month:02}")
    if month and day:
        words.append(f"{year}-{month:02}-{day:02}")
    return words


def words(text: str) -> list[str]:
    """Return the words of a text as the index holds them."""
    found, rest = dates(normalised(text))
    for run in RUNS.findall(rest):
        found += pairs(run) if JAPANESE.match(run) else parts(run)
    return found


def pairs(run: str) -> list[str]:
    """Return a run of Japanese in pairs of letters; a single letter is a word."""
    return [run[at : at + 2] for at in range(len(run) - 1)] or [run]


def parts(run: str) -> list[str]:
    """Return a Latin word; of one with hyphens its parts, and with figures ("F-35") the whole."""
    pieces = run.split("-")
    found = [stem(piece) for piece in pieces if len(piece) > 1 and piece not in STOP]
    joined = "".join(pieces)
    if len(pieces) > 1 and len(joined) <= 8 and any(letter.isdigit() for letter in joined):
        found.append(joined)
    return found


def stem(word: str) -> str:
    """Return an English word without its ending, so that "licensed" is found by "licences"."""
    if len(word) <= 3 or not re.fullmatch("[a-z]+", word):
        return word
    if word.endswith("ies") and len(word) > 4:
        word = word[:-3] + "y"
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending, shortest in (("ing", 6), ("ed", 5)):
        if word.endswith(ending) and len(word) >= shortest:
            word = word[: -len(ending)]
            if word[-1] == word[-2] and word[-1] not in "lsz":
                word = word[:-1]
            break
    return word[:-1] if word.endswith("e") and len(word) > 3 else word


def spaced(text: str) -> str:
    """Return a text as names are looked for in it: its runs between blanks, its dates left out."""
    rest = dates(normalised(text))[1]
    return f" {' '.join(RUNS.findall(rest.replace('-', ' ')))} "


def names_in(index: Index, query: str) -> list[list]:
    """Return the names that a query holds, the longest first; none lies within another."""
    text = spaced(query)
    found = []
    for row in index.names:
        name = row[0]
        japanese = JAPANESE.match(name)
        for form in [name] if japanese else [f" {name} ", f" {name}s "]:
            if form in text:
                found.append(row)
                text = text.replace(form, " " if japanese else " | ")
    return found


def asked(index: Index, query: str) -> Asked:
    """Return the thing, the destination and the day that a query names."""
    first = {"thing": "", "place": ""}
    for _, kind, value, _ in names_in(index, query):
        if kind in first and not first[kind]:
            first[kind] = value
    days = [word for word in dates(normalised(query))[0] if len(word) == 10]
    return Asked(first["thing"], first["place"], days[0] if days else "")


def terms(index: Index, query: str) -> dict[str, int]:
    """Return the words that a query is looked up by, each with how much it counts."""
    weights = {}
    for word in words(query):
        for known in [word] if word in index.postings else begun(index, word):
            weights[known] = OWN if known == word else OTHER
    others = [other for row in names_in(index, query) for other in row[3].split()]
    for word in list(weights):
        others += index.also.get(word, "").split()
    for word in words(query):
        others += index.also.get(word, "").split()
    for other in others:
        if other in index.postings:
            weights.setdefault(other, OTHER)
    return weights


def begun(index: Index, word: str) -> list[str]:
    """Return words of the index that begin as an unknown word does, as much of it as any has.

    For a single Japanese letter, those that hold it.
    """
    if JAPANESE.match(word):
        return [known for known in index.postings if word in known][:MOST] if len(word) == 1 else []
    for length in range(len(word), FEWEST - 1, -1):
        known = [each for each in index.postings if each.startswith(word[:length])]
        if known:
            return known[:MOST]
    return []


def posted(text: str) -> list[tuple[int, int]]:
    """Return the documents of a word, by number, each with the weight that the word has there."""
    found = []
    number = 0
    at = 0
    while at < len(text):
        step = DIGITS.index(text[at])
        if step >= 80:
            at += 1
            step = (step - 80) * 90 + DIGITS.index(text[at])
        number += step
        found.append((number, DIGITS.index(text[at + 1])))
        at += 2
    return found


def ranked(index: Index, query: str, most: int = 20) -> list[int]:
    """Return the documents for a query, by number, the best first.

    Of a kind of which many say much the same, such as questions, all but the best step back. The
    page of a country that the query names counts more; a query that is a country's name and
    nothing else finds it first.
    """
    scores: dict[int, int] = {}
    for word, weight in terms(index, query).items():
        for number, value in posted(index.postings[word]):
            scores[number] = scores.get(number, 0) + weight * value
    for number in pages_of_places(index, query):
        if number in scores:
            scores[number] = scores[number] * PLACE[0] // PLACE[1]
    seen = set()
    for number in in_order(scores):
        kind = index.documents[number][2]
        if kind in seen:
            scores[number] = scores[number] * BACK[0] // BACK[1]
        elif kind in MANY:
            seen.add(kind)
    own = page_of_place(index, query)
    return [*own, *(number for number in in_order(scores) if number not in own)][:most]


def pages_of_places(index: Index, query: str) -> list[int]:
    """Return the documents of the countries that a query names."""
    codes = {value for _, kind, value, _ in names_in(index, query) if kind == "place"}
    pages = {f"countries/{code}.html" for code in codes}
    return [at for at, document in enumerate(index.documents) if document[0] in pages]


def page_of_place(index: Index, query: str) -> list[int]:
    """Return the document of the country that a query names, if it names nothing else."""
    for name, kind, value, _ in names_in(index, query)[:1]:
        if kind == "place" and spaced(query).strip() == name:
            page = f"countries/{value}.html"
            return [at for at, document in enumerate(index.documents) if document[0] == page]
    return []


def in_order(scores: dict[int, int]) -> list[int]:
    """Return the documents by their score, equals by their number."""
    return sorted(scores, key=lambda number: (-scores[number], number))
