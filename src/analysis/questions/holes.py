"""Answers as templates: each hole in braces is filled from a table when the answer is given.

`{rule_changes:R004:adopted}` takes the column `adopted` of the row R004 of the table
`rule_changes`; `{count:agreements signed}` takes one of the counts of `tallies`.
"""

import re
from dataclasses import dataclass

import pandas as pd

from .. import citations, tables
from . import tallies, wording

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


def filled(template: str, language: str, frames: Frames) -> str:
    """Return a template with its holes filled, its first letter large.

    ValueError names a hole that cannot be filled.
    """
    texts = iter([value(hole, language, frames) for hole in holes(template)])
    text = HOLE.sub(lambda _: next(texts), template)
    return text[:1].upper() + text[1:]


def value(hole: Hole, language: str, frames: Frames) -> str:
    """Return what stands in a hole, as a sentence of the language has it."""
    if hole.table == "count":
        if hole.row not in tallies.TALLIES:
            known = ", ".join(tallies.TALLIES)
            raise ValueError(f"{{count:{hole.row}}} names no count; there are: {known}")
        return tallies.TALLIES[hole.row](frames, language)
    place = f"{{{hole.table}:{hole.row}:{hole.column}}}"
    row = row_of(hole.table, hole.row, frames, place)
    fields = {field["name"]: field for field in tables.fields(hole.table)}
    if hole.column not in fields or hole.column not in row:
        raise ValueError(f"{place}: {hole.table} has no column {hole.column}")
    if pd.isna(row[hole.column]):
        raise ValueError(f"{place} is blank there; take another cell, or say that it is not known")
    return wording.said(row, fields[hole.column], language, frames["countries"])


def row_of(table: str, name: str, frames: Frames, place: str) -> pd.Series:
    """Return a row by its name; ValueError says what is not there."""
    if table not in frames:
        raise ValueError(f"{place}: there is no table {table}")
    names = row_names(table, frames[table])
    found = frames[table][names == name]
    if len(found) != 1:
        raise ValueError(f"{place}: {table} has no row {name}")
    return found.iloc[0]


def row_names(table: str, frame: pd.DataFrame) -> pd.Series:
    """Return the name of each row: as citations name it, or by its whole key where that is shared.

    The answers of one poll share a citation, so `polls` takes `jiji-2026-03-lethal-against`.
    """
    names = citations.row_ids(table, frame)
    if not names.duplicated().any():
        return names
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
