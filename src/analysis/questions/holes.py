"""Answers as templates: each hole in braces is filled from a table when the answer is given.

`{rule_changes:R004:adopted}` takes the column `adopted` of the row R004 of the table
`rule_changes`; `{count:agreements signed}` takes one of the counts of `tallies`.
"""

import re
from dataclasses import dataclass

import pandas as pd

from .. import citations, tables
from . import formats, tallies

Frames = dict[str, pd.DataFrame]
HOLE = re.compile(r"\{([^{}]*)\}")
STRAY = re.compile(r"[{}]")
FORM = "write {table:row:column} or {count:name}"


@dataclass(frozen=True)
class Hole:
    """A hole of a template: a cell of a table, or a count (its table is `count`)."""

    table: str
    row: str
    column: str


def holes(template: str) -> list[Hole]:
    """Return the holes of a template in their order; ValueError names one of another form."""
    found = []
    for text in HOLE.findall(template):
        parts = text.split(":")
        if parts[0] == "count" and len(parts) == 2:
            found.append(Hole("count", parts[1], ""))
        elif len(parts) == 3 and all(parts):
            found.append(Hole(*parts))
        else:
            raise ValueError(f"{{{text}}} is no hole; {FORM}")
    if STRAY.search(HOLE.sub("", template)):
        raise ValueError(f"a brace stands alone; {FORM}")
    return found


class Book:
    """All tables, in which a row is found by its name."""

    def __init__(self, frames: Frames) -> None:
        """Take the tables by name; each is looked through once, when a row of it is wanted."""
        self.frames = frames
        self._places: dict[str, dict[str, int]] = {}
        self._fields: dict[str, dict[str, dict]] = {}
        self._rows: dict[tuple[str, str], pd.Series] = {}

    def row(self, table: str, name: str, place: str) -> pd.Series:
        """Return a row by its name; ValueError says of a place what is not there."""
        if table not in self.frames:
            raise ValueError(f"{place}: there is no table {table}")
        if table not in self._places:
            names = row_names(table, self.frames[table])
            self._places[table] = {each: at for at, each in enumerate(names)}
        if name not in self._places[table]:
            raise ValueError(f"{place}: {table} has no row {name}")
        if (table, name) not in self._rows:
            self._rows[table, name] = self.frames[table].iloc[self._places[table][name]]
        return self._rows[table, name]

    def fields(self, table: str) -> dict[str, dict]:
        """Return the description of each column of a table."""
        if table not in self._fields:
            self._fields[table] = {field["name"]: field for field in tables.fields(table)}
        return self._fields[table]


def filled(template: str, language: str, book: Book) -> str:
    """Return a template with its holes filled, its first letter large.

    ValueError names a hole that cannot be filled.
    """
    texts = iter([value(hole, language, book) for hole in holes(template)])
    text = HOLE.sub(lambda _: next(texts), template)
    return text[:1].upper() + text[1:]


def value(hole: Hole, language: str, book: Book) -> str:
    """Return what stands in a hole, as a sentence of the language has it."""
    if hole.table == "count":
        if hole.row not in tallies.TALLIES:
            known = ", ".join(tallies.TALLIES)
            raise ValueError(f"{{count:{hole.row}}} names no count; there are: {known}")
        return tallies.TALLIES[hole.row](book.frames, language)
    place = f"{{{hole.table}:{hole.row}:{hole.column}}}"
    row = book.row(hole.table, hole.row, place)
    fields = book.fields(hole.table)
    if hole.column not in fields or hole.column not in row:
        raise ValueError(f"{place}: {hole.table} has no column {hole.column}")
    if pd.isna(row[hole.column]):
        raise ValueError(f"{place} is blank there; take another cell, or say that it is not known")
    return formats.said(row, fields[hole.column], language, book.frames["countries"])


def row_names(table: str, frame: pd.DataFrame) -> pd.Series:
    """Return the name of each row: as citations name it, or by its whole key where that is shared.

    The answers of one poll share a citation, so `polls` takes `jiji-2026-03-lethal-against`.
    """
    names = citations.row_ids(table, frame)
    if "cited_by" not in tables.resource(table) or not names.duplicated().any():
        return names  # of a table with a key of its own, a double is a fault that is told elsewhere
    key = tables.resource(table)["schema"]["primaryKey"]
    parts = [_as_text(frame[column]) for column in key]
    joined = parts[0]
    for part in parts[1:]:
        joined = joined + "-" + part
    return joined.str.replace(" ", "-")


def _as_text(values: pd.Series) -> pd.Series:
    if values.dtype.kind == "M":
        return values.dt.strftime("%Y-%m-%d")
    return values.astype("str")
