"""A page for each data set, with every row and what each column means, and the index of these pages by subject.

`gather` writes the pages; `fill` fills the index, which is a hand-written page with a frame in it.
"""

import csv
import re
import shutil
from pathlib import Path

import contents
import jinja2
import pages
from markupsafe import Markup

TEMPLATES = Path(__file__).parent / "templates"
CYRILLIC = re.compile("[\u0400-\u04ff]")
SUBJECTS = {  # a subject begins with this data set and runs, in the order of the data package, to the next
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
    shutil.rmtree(site / "tables", ignore_errors=True)
    (site / "tables").mkdir()
    template = environment().get_template("dataset.jinja")
    for table in contents.package()["resources"]:
        text = template.render(table=table, rows=rows(table))
        (site / "tables" / f"{table['name']}.md").write_bytes(text.encode("utf-8"))


def fill(app, page: str, source: list[str]) -> None:
    """Fill the index; Sphinx calls this with the text of every page it reads, in a list of one."""
    if page == "tables":
        source[0] = (
            environment()
            .from_string(source[0])
            .render(package=contents.package(), subjects=subjects())
        )


def environment() -> jinja2.Environment:
    """The templates' folder; nothing is escaped but what a template says, for most of it is Markdown."""
    loader = jinja2.FileSystemLoader(TEMPLATES)
    return jinja2.Environment(
        loader=loader, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


def subjects() -> dict[str, list[dict]]:
    """The data sets by subject, each with `count`, the number of its rows."""
    found = {}
    for table in contents.package()["resources"]:
        subject = SUBJECTS.get(table["name"]) or list(found)[-1]
        found.setdefault(subject, []).append(table | {"count": len(records(table))})
    return found


def records(table: dict) -> list[dict[str, str]]:
    """The rows of a data set, as its CSV file prints them."""
    with (contents.ROOT / "data" / table["path"]).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def rows(table: dict) -> list[dict]:
    """Each row's `id` on the page, its `cells` as HTML in the order of the columns, and whether it has a page of its `own`."""
    pointing = {listed[-1]: (target, listed) for target, listed in keys(table)}
    names = [anchor(row, table["keys"]) for row in records(table)]
    cells = [[cell(row, column, pointing) for column in row] for row in records(table)]
    own = pages.addresses()
    return [
        {"id": name, "cells": each, "own": name in own}
        for name, each in zip(names, cells, strict=True)
    ]


def keys(table: dict) -> list[tuple[str, list[str]]]:
    """Each foreign key: the data set it points to, and its columns; a row's own key points to the row's own page."""
    foreign = [
        (key["reference"]["resource"] or table["name"], contents.listed(key["fields"]))
        for key in table["schema"].get("foreignKeys", [])
    ]
    return [(table["name"], table["keys"])] * (len(table["keys"]) == 1) + foreign


def anchor(row: dict[str, str], columns: list[str]) -> str:
    """The id of a row on the page of its data set: the values of its key."""
    return "-".join("_".join(row[column].split()) for column in columns)


def cell(row: dict[str, str], column: str, pointing: dict[str, tuple[str, list[str]]]) -> Markup:
    """A value as HTML; Cyrillic letters say whose they are, by the row's `language` (Japanese is marked in the finished pages)."""
    shown = linked(row, column, pointing)
    return (
        Markup('<span lang="{}">{}</span>').format(row["language"], shown)
        if CYRILLIC.search(row[column])
        else shown
    )


def linked(row: dict[str, str], column: str, pointing: dict[str, tuple[str, list[str]]]) -> Markup:
    """A value as HTML: a key leads to the row it names, an address to where it points, ids within a text to their pages."""
    text, (target, columns) = row[column], pointing.get(column, ("", []))
    if columns and text:
        name = anchor(row, columns)
        page = pages.addresses().get(name)
        return Markup('<a href="{}">{}</a>').format(
            f"../{page}" if page else f"{target}.html#{name}", text
        )
    if text.startswith(("https://", "http://")):
        return Markup('<a href="{0}">{0}</a>').format(text)
    return pages.told({"up": "../"}, text)
