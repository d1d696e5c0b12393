"""The page of the questions that people ask: by subject, each with its answer and its grounds."""

import itertools

import frames
import glossary
import links
import naming
import pages
import wording

from analysis import language

# Table whose rows are named within the page of a claim or provision → the folder of these pages
WITHIN = {"regimes": "provisions", "verdicts": "claims"}


def fill(app, page: str, source: list[str]) -> None:
    """Fill the page; Sphinx calls this with the text of every page it reads, in a list of one."""
    if page == "questions":
        source[0] = pages.filled(source[0], **values())


def values() -> dict:
    """Return what fills the page."""
    return {"topics": topics()}


def topics() -> list[dict]:
    """Return the subjects in their order: `name`, `rows` and how many there are of each kind.

    Each row also has `places`, the rows of the tables that its answer rests on: `text`, `address`.
    """
    order = {"fact": 0, "may": 1, "misreading": 2}
    rows = frames.rows("questions")
    names = list(dict.fromkeys(row["topic"] for row in rows))
    rows = sorted(rows, key=lambda row: (names.index(row["topic"]), order[row["kind"]]))
    told = []
    for name, group in itertools.groupby(rows, lambda row: row["topic"]):
        listed = [row | {"places": places(row)} for row in group]
        wrong = sum(row["kind"] == "misreading" for row in listed)
        told.append(
            {
                "name": wording.capital(str(language.said(name))),
                "rows": listed,
                "questions": len(listed) - wrong,
                "misreadings": wrong,
            }
        )
    return told


def places(row: dict) -> list[dict]:
    """Return where the rows lie on which an answer rests."""
    return [place(*ground.split(":", 1)) for ground in row["grounds"].split(";")]


def place(table: str, name: str) -> dict:
    """Return the text and the address of a link to a row: its own place, or its table's page."""
    if table == "glossary":
        (anchor,) = (term["anchor"] for term in glossary.terms() if term["term"] == name)
        return {"text": name, "address": f"glossary.html#{anchor}"}
    text = naming.called(table, name)
    if name in links.addresses():
        return {"text": text, "address": links.address_of(name, "")}
    if table in WITHIN:
        folder = WITHIN[table]
        return {"text": text, "address": f"{folder}/{name.split('-')[0]}.html"}
    return {"text": text, "address": f"{links.root()}tables/{table}.html"}
