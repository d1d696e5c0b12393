"""The glossary page: the terms, their addresses and where they are used."""

import itertools
import re
import unicodedata

import frames
import pages
import reading_order
from japanese_wording import dictionary_order

from analysis import tables

# The rows of the Japanese syllabary, by whose first sound the terms are shelved
SYLLABARY = [
    "あいうえお",
    "かきくけこ",
    "さしすせそ",
    "たちつてと",
    "なにぬねの",
    "はひふへほ",
    "まみむめも",
    "やゆよ",
    "らりるれろ",
    "わをん",
]


def fill(app, page: str, source: list[str]) -> None:
    """Fill the page; Sphinx calls this with the text of every page it reads, in a list of one."""
    if page == "glossary":
        source[0] = pages.filled(source[0], **values())


def values() -> dict:
    """Return what fills the page."""
    return {"terms": terms(), "shelves": shelves(), "letters": letters()}


@tables.cached
def terms() -> list[dict]:
    """Return the rows of the glossary in English order.

    Each also has its `anchor`, its `names` in English, and where it is used: notebooks and rules.
    """
    rows = []
    for row in frames.rows("glossary"):
        about = {
            "anchor": anchor(row),
            "names": row["english"].split("; "),
            "used": used(row["term"]),
            "rules": rule_changes(row["term"]),
        }
        rows.append(row | about)
    return sorted(rows, key=lambda row: (plain(row["english"]), row["reading"]))


def shelves() -> list[tuple[str, list[dict]]]:
    """Return the terms in the order of their reading, under the first sound of each row of kana."""
    ordered = sorted(terms(), key=lambda row: dictionary_order(row["reading"]))
    by_shelf = itertools.groupby(ordered, lambda row: first(row["reading"]))
    return [(shelf, list(rows)) for shelf, rows in by_shelf]


def letters() -> list[tuple[str, list[dict]]]:
    """Return the terms in English order, under the first letter of their English."""
    by_letter = itertools.groupby(terms(), lambda row: plain(row["english"])[0].upper())
    return [(letter, list(rows)) for letter, rows in by_letter]


def anchor(row: dict) -> str:
    """Return the name of a term within the page: its reading in plain Latin letters."""
    return re.sub("[^a-z]+", "-", plain(row["romaji"].replace("’", ""))).strip("-")


def plain(text: str) -> str:
    """Return a text in small letters without accents, as it is sorted."""
    apart = unicodedata.normalize("NFD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def first(reading: str) -> str:
    """Return the row of the syllabary under which a reading stands, by its first sound."""
    return next(row[0] for row in SYLLABARY if dictionary_order(reading)[0][0] in row)


def used(term: str) -> list[str]:
    """Return the notebooks that use a term, by name."""
    return [
        name
        for name, notebook in reading_order.notebooks().items()
        if any(term in cell.source for cell in notebook.cells)
    ]


def rule_changes(term: str) -> list[str]:
    """Return the rule changes that have a term in their Japanese title."""
    frame = tables.read("rule_changes")
    named = frame["title_ja"].str.contains(term, regex=False, na=False)
    return frame.loc[named, "rule_id"].tolist()
