"""The glossary page: its template, filled with the terms, their addresses and where they are used."""

import functools
import itertools
import re
import unicodedata

import contents
import pages
from sphinx import addnodes

from analysis import tables

ROWS = "あいうえお かきくけこ さしすせそ たちつてと なにぬねの はひふへほ まみむめも やゆよ らりるれろ わをん".split()
VOICED = re.compile("[\u3099\u309a]")


def fill(app, page: str, source: list[str]) -> None:
    """Fill the page; Sphinx calls this with the text of every page it reads, in a list of one."""
    if page == "glossary":
        source[0] = (
            pages.environment()
            .from_string(source[0])
            .render(up="", terms=terms(), shelves=shelves())
        )


def index(app, document) -> None:
    """Let the search lead straight to a term, by its Japanese or any of its English; Sphinx calls this with every page read."""
    if app.env.docname == "glossary":
        entries = [
            ("single", name, row["anchor"], "main", None)
            for row in terms()
            for name in [row["term"], *row["names"]]
        ]
        document.append(addnodes.index(entries=entries))


@functools.cache
def terms() -> list[dict]:
    """The rows of the glossary in English order, each with its `anchor`, its `names` in English, and where it is used."""
    found = [
        row
        | {"anchor": anchor(row), "names": row["english"].split("; ")}
        | {"used": used(row["term"]), "rules": rule_changes(row["term"])}
        for row in pages.rows("glossary")
    ]
    return sorted(found, key=lambda row: (plain(row["english"]), row["reading"]))


def shelves() -> list[tuple[str, list[dict]]]:
    """The terms in the order of their reading, under the first sound of each row of the Japanese syllabary."""
    ordered = sorted(terms(), key=lambda row: kana(row["reading"]))
    return [
        (shelf, list(rows))
        for shelf, rows in itertools.groupby(ordered, lambda row: first(row["reading"]))
    ]


def anchor(row: dict) -> str:
    """The name of a term within the page: its reading in plain Latin letters."""
    return re.sub("[^a-z]+", "-", plain(row["romaji"].replace("’", ""))).strip("-")


def plain(text: str) -> str:
    """A text in small letters without accents, as it is sorted."""
    return "".join(
        sign
        for sign in unicodedata.normalize("NFD", text.casefold())
        if not unicodedata.combining(sign)
    )


def kana(reading: str) -> str:
    """A reading in hiragana without voicing marks, as Japanese dictionaries sort it."""
    flat = "".join(
        chr(ord(sign) - 0x60) if "ァ" <= sign <= "ヶ" else sign
        for sign in reading
        if sign not in "・ー"
    )
    return VOICED.sub("", unicodedata.normalize("NFD", flat))


def first(reading: str) -> str:
    """The row of the syllabary under which a reading stands, by its first sound."""
    return next(row[0] for row in ROWS if kana(reading)[0] in row)


def used(term: str) -> list[str]:
    """The notebooks that use a term, by name."""
    return [
        name
        for name, notebook in contents.notebooks().items()
        if any(term in cell.source for cell in notebook.cells)
    ]


def rule_changes(term: str) -> list[str]:
    """The rule changes that have a term in their Japanese title."""
    frame = tables.read("rule_changes")
    return frame.loc[
        frame["title_ja"].str.contains(term, regex=False, na=False), "rule_id"
    ].tolist()
