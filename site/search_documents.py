"""What the site's search can lead to: pages, and what has a place of its own on a page.

A document is what a reader may look for: a page for readers, a thing, a term, a question, a doubt.
Lists of words and code are no documents; tables are known by their titles.
"""

import csv
import re
from pathlib import Path
from typing import NamedTuple

import answering
import frames
import glossary
import questions
import working_out
from markupsafe import Markup

from analysis import language, tables
from analysis.language import phrase, said

EXCERPT = 121  # characters
JAPANESE_EXCERPT = 34
# In pairs of letters the whole text of a page would be too much to load: of a Japanese page the
# search knows title, lead and headings. So many cases name a country that its page must count more,
# and the summary of a notebook, which names many things, less
IN_JAPANESE = {"Country": 1.4, "Notebook": 0.6}
# Folder of pages → what a page of it is, and how much its words count
KINDS = {
    "claims": ("Claim", 1.0),
    "countries": ("Country", 1.0),
    "cases": ("Case", 1.0),
    "rules": ("Rule", 1.1),
    "provisions": ("Kind of transfer", 1.2),
    "notebooks": ("Notebook", 1.0),
    "tables": ("Table", 0.6),
}
# Pages of which the search knows title and lead; what they list has documents of its own
# What documents can be
NAMES = tuple(dict.fromkeys([*(kind for kind, _ in KINDS.values()), "Page", "Thing", "Term"]))
NAMES += ("Question", "Doubt", "Not found")
LEADS = "index ask check countries sources doubts questions glossary what-changed api functions"
LEADS = {*LEADS.split(), *"about compare reuse scale sql tables walk".split()}
WORD_LISTS = "aliases answer_words countries cues fingerprints general_kinds mentions outlets"
WORD_LISTS = {*WORD_LISTS.split(), "tiles", "time_zones", "gap_cells", "gap_queries", "as_of"}
WORD_LISTS |= {"page_words", "translations"}
DROPPED = re.compile(
    r"<(script|style|svg|nav|template|noscript|pre|form|datalist)\b.*?</\1>"
    r'|<section class="summary".*?</section>'
    r'|<a class="headerlink".*?</a>|<p class="kicker">.*?</p>|<section id="sources">.*'
    r"|<a [^>]*sources\.html[^>]*>.*?</a>",
    re.DOTALL,
)
# Pages that say nothing to look for: the search itself, an old address, and the codebook’s source
NO_DOCUMENTS = {"search", "teach-ja", "data/README"}
REASON = re.compile(r'<p class="said">.*?</p>\s*<p>(.*?)</p>')
TAGS = re.compile(r"<[^>]*>")
PAGES = Path(__file__).parent / "search_pages.csv"


class Document(NamedTuple):
    """What a search may lead to, by its parts; `weight` is how much its words count."""

    address: str
    title: str
    kind: str
    weight: float
    lead: str
    names: str = ""
    body: str = ""


def documents(site: Path, pages: list[str]) -> list[Document]:
    """Return the documents of a written site, in the order in which equals are listed.

    They are those of the edition in the language of the moment, seen from its front page.
    """
    place = site / language.FOLDER if language.is_japanese() else site
    names = sorted(edition(pages))
    of_pages = [of_page(place, page) for page in names if is_for_readers(page)]
    return [*of_pages, *of_things(), *of_terms(), *of_questions(), *of_doubts()]


def edition(pages: list[str]) -> list[str]:
    """Return the pages of an edition, as it names them."""
    folder = f"{language.FOLDER}/"
    own = [page for page in pages if page.startswith(folder)]
    if language.is_japanese():
        return [page.removeprefix(folder) for page in own]
    return sorted(set(pages) - set(own))


def is_for_readers(page: str) -> bool:
    """Return whether a page is a document: no word list, no sample claim, no page of a function."""
    folder, _, name = page.partition("/")
    if folder == "tables":
        return name not in WORD_LISTS
    return folder != "api" and page not in NO_DOCUMENTS and not sample(folder, name)


def sample(folder: str, name: str) -> bool:
    """Return whether a page is that of a claim of the invented article."""
    return folder == "claims" and frames.one("claims", "claim_id", name)["article_id"] == "sample"


def of_page(site: Path, page: str) -> Document:
    """Return the document of a written page."""
    text = (site / f"{page}.html").read_text("utf-8")
    article = re.search(r'<article class="bd-article">(.*?)</article>', text, re.DOTALL)
    html = DROPPED.sub(" ", article[1]) if article else ""
    title = re.search(r"<h1>(.*?)</h1>", html, re.DOTALL)
    lead = re.search(r'<p class="lead"[^>]*>(.*?)</p>', html, re.DOTALL)
    lead = lead or re.search(r"<p(?: [^>]*)?>(.*?)</p>", html, re.DOTALL)
    reasons = REASON.findall(html)  # of a claim's verdicts, the one of now the last
    folder, _, name = page.rpartition("/")
    kind, weight = KINDS.get(folder, ("Page", 1.0))
    headings = [] if page in LEADS else re.findall(r"<h[23]>(.*?)</h[23]>", html, re.DOTALL)
    only_lead = page in LEADS or folder == "tables" or language.is_japanese()
    if language.is_japanese():
        weight = IN_JAPANESE.get(kind, weight)
    return Document(
        address=f"{page}.html",
        title=plain(title[1] if title else page),
        kind=kind,
        weight=weight,
        lead=plain([lead[1] if lead else "", *reasons][-1]).removeprefix("Question. "),
        names=" ".join(
            [name, *names_of_row(folder, name), *map(plain, headings), called().get(page, "")]
        ),
        body="" if only_lead else plain(html),
    )


def called() -> dict[str, str]:
    """Return what readers call a page, beside its title, by page, from their table."""
    column = "words_ja" if language.is_japanese() else "words"
    with PAGES.open(encoding="utf-8-sig", newline="") as file:
        return {row["page"]: row[column].replace(";", " ") for row in csv.DictReader(file)}


def plain(html: str) -> str:
    """Return the text of a piece of HTML, in one line."""
    text = " ".join(str(Markup(TAGS.sub(" ", html)).unescape()).split())
    return re.sub(r" ([,.;:])(?= |$)", r"\1", text)


def names_of_row(folder: str, name: str) -> list[str]:
    """Return what else the subject of a page is called: a country, a case, a rule."""
    if folder == "countries":
        aliases = tables.read("aliases")
        known = aliases.loc[(aliases["iso3"] == name) & (aliases["kind"] == "country"), "alias"]
        return [*known, frames.one("countries", "iso3", name)["name_ja"]]
    if folder == "cases":
        things = tables.read("items").drop_duplicates("item_id", keep="last")
        ids = things["cases"].str.contains(name, regex=False, na=False)
        row = frames.one("transfers", "transfer_id", name)
        day = frames.one("cases", "transfer_id", name)["day"] or ""
        return [*things.loc[ids, "name_ja"], row["recipient_as_printed"] or "", f"{day} " * 3]
    if folder == "rules":
        row = frames.one("rule_changes", "rule_id", name)
        day = f"{row['in_force_from'] or row['adopted']} "
        return [row["title_ja"] or "", row["short_name_ja"] or "", day * 3]
    return []


def of_things() -> list[Document]:
    """Return the things that the form knows, each with all its names."""
    made = []
    for thing, name, others, note, _ in map(answering.told_of_thing, working_out.things_asked()):
        title = phrase("May it go abroad? {thing}", thing=f"{name[:1].upper()}{name[1:]}")
        made.append(Document(f"ask.html?what={thing}", title, "Thing", 0.8, note, " ".join(others)))
    return made


def of_terms() -> list[Document]:
    """Return the terms of the glossary."""
    return [
        Document(
            address=f"glossary.html#{row['anchor']}",
            title=f"{'; '.join(row['names'])} · {row['term']}",
            kind="Term",
            weight=0.9,
            lead=said(row["meaning"]),
            names=f"{row['reading']} {row['romaji']}",
        )
        for row in glossary.terms()
    ]


def of_questions() -> list[Document]:
    """Return the questions that people ask, in both languages, with their answers."""
    return [
        Document(
            address=f"questions.html#{row['question_id']}",
            title=said(row["question_en"]),
            kind="Question",
            weight=1.0,
            lead=said(row["said_en"]),
            names=f"{row['question_ja']} {(row['words'] or '').replace(';', ' ')}",
        )
        for row in frames.rows("questions")
    ]


def of_doubts() -> list[Document]:
    """Return the points on which sources differ, and what was looked for and not found."""
    told = [("conflict_id", "topic", "ruling", "Doubt", "conflicts")]
    told.append(("gap_id", "looked_for", "found", "Not found", "gaps"))
    return [
        Document(f"doubts.html#{row[key]}", said(row[title]), kind, 0.8, said(row[lead]))
        for key, title, lead, kind, table in told
        for row in frames.rows(table)
    ]


def asked_of_pages() -> dict[str, str]:
    """Return what people ask of each page, in their own words: of it an answer speaks."""
    told: dict[str, list[str]] = {}
    for row in frames.rows("questions"):
        text = f"{row['question_en']} {row['question_ja']} {(row['words'] or '').replace(';', ' ')}"
        for address in sorted({place["address"] for place in questions.places(row)}):
            told.setdefault(address, []).append(text)
    return {address: " ".join(texts) for address, texts in told.items()}
