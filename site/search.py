"""The indexes of the site's search, one per language, as scripts: read without a server too.

Each holds the documents, every word with its weight in each of them, and the names of things,
countries and terms. Nothing of it is loaded before somebody searches.
"""

import csv
import json
import math
import os
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import answering
import finding
import glossary
import japanese_wording
import search_documents
import working_out
from finding import DIGITS, Index
from search_documents import Document

from analysis import language, tables

FILE = finding.FILES[language.ENGLISH]
HEAD = "window.searchIndex="
SYNONYMS = Path(__file__).parent / "search_synonyms.csv"
# How much a word counts by where it stands, and what people ask of a page
FIELDS = {"title": 5, "names": 3, "lead": 2, "body": 1}
ASKED = 2
SATURATION = 1.4
LENGTH = 0.5  # how much the length of a document counts against it
LEAST = 2  # a lesser weight is not kept, where a word stands in many documents
LONGEST = 30  # letters of a word


def publish(app, failure: Exception | None) -> None:
    """Write the index beside the pages; Sphinx calls this at the end of a build."""
    if failure or app.builder.format != "html":
        return
    site = Path(app.outdir)
    for tongue, file in finding.FILES.items():
        with language.of(tongue):
            text = written(search_documents.documents(site, sorted(app.env.found_docs)))
        (site / "_static" / file).write_bytes(text.encode("utf-8"))
    language.settle()


def no_sphinx_search(app) -> None:
    """Leave Sphinx's own search out; the page `search` is ours."""
    app.builder.search = False


def written(documents: list[Document]) -> str:
    """Return the index of documents as the script that the page loads."""
    index = built(documents)
    words = " ".join(f"{word} {index.postings[word]}" for word in sorted(index.postings))
    told = {
        "kinds": list(search_documents.NAMES),
        "documents": folded(index.documents),
        "words": words,
        "names": grouped(index.names),
        "also": index.also,
        "stop": " ".join(sorted(finding.STOP)),
        "letters": finding.LETTERS,
        "dates": finding.DATES,
        "eras": finding.ERAS,
        "many": sorted(finding.MANY),
    }
    return f"{HEAD}{json.dumps(told, ensure_ascii=False, separators=(',', ':'))};\n"


def read(text: str) -> Index:
    """Return the index that a script holds."""
    told = json.loads(text.removeprefix(HEAD).removesuffix(";\n"))
    words = told["words"].split(" ")
    postings = dict(zip(words[::2], words[1::2], strict=True))
    named = [
        [name, *own.split(":", 1), others]
        for own, others, called in told["names"]
        for name in called.split("|")
    ]
    documents = unfolded(told["documents"], told["kinds"])
    return Index(documents, postings, by_length(named), told["also"])


def folded(documents: list[list]) -> list[list]:
    """Return documents as they are written: the address by how many of its first letters are those
    of the one before, and the others; title; number of its kind; excerpt.
    """
    rows = []
    before = ""
    for address, title, kind, excerpt in documents:
        shared = len(os.path.commonprefix([before, address]))
        rows.append([shared, address[shared:], title, search_documents.NAMES.index(kind), excerpt])
        before = address
    return rows


def unfolded(rows: list[list], kinds: list[str]) -> list[list]:
    """Return documents from what is written of them."""
    documents = []
    address = ""
    for shared, others, title, kind, excerpt in rows:
        address = address[:shared] + others
        documents.append([address, title, kinds[kind], excerpt])
    return documents


def grouped(named: list[list]) -> list[list]:
    """Return names by what they name: its kind and id, the words it stands for, its names."""
    told: dict[tuple, list[str]] = {}
    for name, kind, own, others in named:
        told.setdefault((f"{kind}:{own}", others), []).append(name)
    return [[own, others, "|".join(called)] for (own, others), called in told.items()]


def by_length(named: list[list]) -> list[list]:
    """Return names as they are looked for, the longest first."""
    return sorted(named, key=lambda row: (-len(row[0]), row[0]))


def built(documents: list[Document]) -> Index:
    """Return the index of documents."""
    told = search_documents.asked_of_pages()
    counts = [counted(document, told.get(document.address, "")) for document in documents]
    shown = [[each.address, each.title, each.kind, shortened(each.lead)] for each in documents]
    factors = [document.weight for document in documents]
    return Index(shown, postings(counts, factors), by_length(names()), synonyms())


def shortened(text: str) -> str:
    """Return the beginning of a text, up to the end of a word."""
    if language.is_japanese():
        return japanese_wording.shortened(text, search_documents.JAPANESE_EXCERPT)
    if len(text) <= search_documents.EXCERPT:
        return text
    start = text[: search_documents.EXCERPT]
    return f"{start.rpartition(' ')[0] or start} …"


def counted(document: Document, asked: str) -> Counter:
    """Return how often each word stands in a document, by the weights of its parts."""
    counts: Counter = Counter()
    for field, weight in FIELDS.items():
        for word, count in Counter(finding.words(getattr(document, field))).items():
            counts[word] += weight * count
    for word in set(finding.words(asked)):
        counts[word] += ASKED
    return Counter({word: count for word, count in counts.items() if len(word) <= LONGEST})


def postings(counts: list[Counter], factors: list[float]) -> dict[str, str]:
    """Return each word with the documents it stands in and its weight in each, written short."""
    holding = Counter(word for count in counts for word in count)
    usual = sum(count.total() for count in counts) / len(counts)
    weights: dict[str, list[tuple[int, float]]] = {}
    for number, (count, factor) in enumerate(zip(counts, factors, strict=True)):
        norm = SATURATION * (1 - LENGTH + LENGTH * count.total() / usual)
        for word, times in count.items():
            rare = math.log(1 + (len(counts) - holding[word] + 0.5) / (holding[word] + 0.5))
            value = factor * rare * times / (times + norm)
            weights.setdefault(word, []).append((number, value))
    most = max(value for found in weights.values() for _, value in found)
    scaled = {
        word: [(number, max(1, round(value / most * 89))) for number, value in found]
        for word, found in weights.items()
    }
    return {word: digits(kept(found)) for word, found in sorted(scaled.items())}


def kept(found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the documents of a word without those in which it hardly counts."""
    strong = [(number, value) for number, value in found if value >= LEAST]
    return strong or found[:3]


def digits(found: list[tuple[int, int]]) -> str:
    """Return documents and weights in two or three signs each: steps from one to the next."""
    text = ""
    last = 0
    for number, value in found:
        step = number - last
        last = number
        large, small = divmod(step, 90)
        text += DIGITS[step] if step < 80 else DIGITS[80 + large] + DIGITS[small]
        text += DIGITS[value]
    return text


def names() -> list[list]:
    """Return the names that a query is read by: of things, destinations, and Japanese terms.

    Each with what it is ("thing", "place" or "word"), its id, and the words it stands for.
    """
    rows: dict[str, list] = {}
    for thing, name, others, _, _ in map(answering.told_of_thing, working_out.things_asked()):
        own = ["thing", thing, words(name)]
        rows |= new(rows, [name.partition(" (")[0], *others], own)
    called = {code: name for code, name, _ in answering.data()["places"]}
    aliases = tables.read("aliases").query("kind == 'country'")
    countries = tables.read("countries")
    for code, name in called.items():
        own = ["place", code, words(name)]
        rows |= new(rows, aliases.loc[aliases["iso3"] == code, "alias"], own)
        of_code = countries[countries["iso3"] == code]
        rows |= new(rows, [*of_code["name_en"], *of_code["name_ja"]], own)
    for row in glossary.terms():
        rows |= new(rows, [row["term"]], ["word", row["term"], words(" ".join(row["names"]))])
    return sorted([name, *own] for name, own in rows.items())


def new(rows: dict[str, list], called: Iterable[str], own: list) -> dict[str, list]:
    """Return the names of one thing that none had before it; a letter alone is no name."""
    known = {known_name(name): own for name in called if len(name) > 1}
    return {name: own for name, own in known.items() if name and name not in rows}


def known_name(name: str) -> str:
    """Return a name as it is looked for in a query."""
    return finding.spaced(name).strip()


def words(text: str) -> str:
    """Return the words of a text, joined."""
    return " ".join(dict.fromkeys(finding.words(text)))


def synonyms() -> dict[str, str]:
    """Return the words of the same meaning that readers use, from their table."""
    with SYNONYMS.open(encoding="utf-8-sig", newline="") as file:
        groups = [row["words"].split(";") for row in csv.DictReader(file)]
    also: dict[str, list[str]] = {}
    for group in groups:
        stems = [finding.words(word) for word in group]
        for own in stems:
            if len(own) == 1:
                others = [word for other in stems if other != own for word in other]
                also.setdefault(own[0], []).extend(others)
    return {word: " ".join(dict.fromkeys(others)) for word, others in sorted(also.items())}
