"""A page for each data set, with every row and what each column means, and the index of them.

`gather` writes the pages; `fill` fills the index, which is a page written by hand.
"""

import re
from pathlib import Path

import datapackage
import links
import resting
import templating
import written
from markupsafe import Markup

CYRILLIC = re.compile("[\u0400-\u04ff]")
UKRAINIAN = re.compile("[іїєґІЇЄҐ]")  # letters that Russian lacks
# What no page shows: the researcher's working remarks, which only the files hold
UNSHOWN = "working_note"
# A subject begins with this data set and goes on, in the package's order, up to the next one here
SUBJECTS = {
    "sources": "Sources",
    "articles": "The article and its claims",
    "rule_changes": "The rules",
    "permit_reports": "Permits",
    "transfers": "Transfers and amounts",
    "conflicts": "What is not settled",
    "countries": "Names and words",
}


def gather(site: Path) -> None:
    """Write one page per data set into `tables/`."""
    template = templating.environment().get_template("dataset.jinja")
    files = {}
    with resting.tables_at_rest():
        for table in datapackage.package()["resources"]:
            text = template.render(table=table, fields=shown_fields(table), rows=rows(table))
            files[f"{table['name']}.md"] = text.encode("utf-8")
    written.folder(site / "tables", files)


def fill(app, page: str, source: list[str]) -> None:
    """Fill the index; Sphinx calls this with the text of every page it reads, in a list of one."""
    if page == "tables":
        source[0] = templating.filled(source[0], package=datapackage.package(), subjects=subjects())


def subjects() -> dict[str, list[dict]]:
    """Return the data sets by subject, each with `count`, the number of its rows."""
    by_subject: dict[str, list[dict]] = {}
    for table in datapackage.package()["resources"]:
        subject = SUBJECTS.get(table["name"]) or list(by_subject)[-1]
        count = len(datapackage.records(table))
        by_subject.setdefault(subject, []).append(table | {"count": count})
    return by_subject


def shown_fields(table: dict) -> list[dict]:
    """Return the columns that a page shows: all but the researcher's working remarks."""
    return [field for field in table["schema"]["fields"] if field["name"] != UNSHOWN]


def rows(table: dict) -> list[dict]:
    """Return the rows of a data set, each with its id on the page and its cells as HTML.

    `has_page` says whether a row has a page, or a place on one, beside this.
    """
    pointing = {key[-1]: (target, key) for target, key in keys(table)}
    columns = [field["name"] for field in shown_fields(table)]
    shown = []
    for record in datapackage.records(table):
        name = anchor(record, table["keys"])
        cells = [cell(record, column, pointing) for column in columns]
        shown.append({"id": name, "cells": cells, "has_page": name in links.addresses()})
    return shown


def keys(table: dict) -> list[tuple[str, list[str]]]:
    """Return each key that leads somewhere: the data set it points to, and its columns.

    A row's own key, where it is one column, leads to the row's own page.
    """
    foreign = datapackage.foreign_keys(table)
    if len(table["keys"]) == 1:
        return [(table["name"], table["keys"]), *foreign]
    return foreign


def anchor(row: dict[str, str], columns: list[str]) -> str:
    """Return the id of a row on the page of its data set: the values of its key."""
    return "-".join("_".join(row[column].split()) for column in columns)


def cell(row: dict[str, str], column: str, pointing: dict[str, tuple[str, list[str]]]) -> Markup:
    """Return a value as HTML; Cyrillic letters say in which language.

    That is the row's `language` or, in a table without one, what the letters tell.

    Japanese is marked later, in the finished pages.
    """
    shown = linked(row, column, pointing)
    if CYRILLIC.search(row[column]):
        language = row.get("language") or ("uk" if UKRAINIAN.search(row[column]) else "ru")
        return templating.to_html('<span lang="{}">{}</span>', language, shown)
    return shown


def linked(row: dict[str, str], column: str, pointing: dict[str, tuple[str, list[str]]]) -> Markup:
    """Return a value as HTML.

    A key leads to the row it names, an address to where it points, ids in a text to their pages.
    """
    text = row[column]
    if text and column in pointing:
        target, columns = pointing[column]
        name = anchor(row, columns)
        page = links.addresses().get(name)
        address = f"../{page}" if page else f"{target}.html#{name}"
        return templating.to_html('<a href="{}">{}</a>', address, text)
    if text.startswith(("https://", "http://")):
        return templating.to_html('<a href="{}">{}</a>', text, text)
    return links.with_links(text, "../", names=False)
