"""What stands in Japanese still fits its English: no translation is stale, none has lost its cell.

A cell is known by its table, the key of its row and its column; `english_hash` says which English
was translated.
"""

import hashlib
import re
from collections.abc import Iterator

import pandas as pd

from .faults import Fault
from .schema import key_columns

Frames = dict[str, pd.DataFrame]
HOLE = re.compile(r"%\(\w+\)s|\{\w*\}|\[\d+\]")
DIGITS = 12  # of a hash


def faults(frames: Frames) -> list[Fault]:
    """Return the faults of the Japanese of cells and of the pages' words, given all tables."""
    rows = _cells(frames)
    return [*_lost(rows), *_stale(rows), *_twofold(frames), *_holes(frames)]


def hash_of(text: object) -> str:
    """Return the hash by which a translation names the English that it renders."""
    return hashlib.sha256(str(text).strip().encode("utf-8")).hexdigest()[:DIGITS]


def _cells(frames: Frames) -> pd.DataFrame:
    """Return the translations with `cell`, the English that now stands there; missing if none."""
    rows = frames["translations"]
    found = []
    for table, group in rows.groupby("table", observed=True):
        if table not in frames:
            continue
        frame = frames[table].assign(place=_places(frames[table], key_columns(table)))
        frame = frame.drop_duplicates("place").set_index("place")
        for column, places in group.groupby("column", observed=True)["row"]:
            if column in frame:
                found.append(places.map(frame[column].astype("object")))
    cells = pd.concat(found) if found else pd.Series(dtype="object")
    return rows.assign(cell=cells.reindex(rows.index))


def _places(frame: pd.DataFrame, keys: list[str]) -> pd.Series:
    """Return the key of each row as a translation names it."""
    first, *others = (frame[key].astype("str").fillna("") for key in keys)
    return first.str.cat(others, sep=";") if others else first


def _lost(rows: pd.DataFrame) -> Iterator[Fault]:
    """A translation has its cell."""
    for row, lost in rows[rows["cell"].isna()].iterrows():
        place = f"{lost['table']}, row {lost['row']}, column {lost['column']}"
        advice = f"has no cell any more ({place}); take the row out, or mend its place"
        yield Fault("translations", row, "japanese", lost["japanese"], advice)


def _stale(rows: pd.DataFrame) -> Iterator[Fault]:
    """A translation is of the English that stands in its cell now."""
    rows = rows.dropna(subset="cell")
    now = rows["cell"].map(hash_of)
    for row, stale in rows[now != rows["english_hash"]].iterrows():
        place = f"{stale['table']}, row {stale['row']}, column {stale['column']}"
        advice = (
            f"is of another English than {place} has now; translate it again and note "
            f"{now[row]} as its english_hash"
        )
        yield Fault("translations", row, "english_hash", stale["english_hash"], advice)


def _twofold(frames: Frames) -> Iterator[Fault]:
    """One English has one Japanese, wherever it stands: pages look it up by what it says."""
    rows = frames["translations"]
    first = rows.groupby("english_hash")["japanese"].transform("first")
    for row, other in rows[rows["japanese"] != first].iterrows():
        advice = f"differs from {first[row]!r}, the Japanese of the same English; choose one"
        yield Fault("translations", row, "japanese", other["japanese"], advice)


def _holes(frames: Frames) -> Iterator[Fault]:
    """The words of the pages have the same holes and tags in both languages."""
    for row, words in frames["page_words"].iterrows():
        english, japanese = (set(HOLE.findall(words[side])) for side in ("english", "japanese"))
        if japanese != english:
            told = ", ".join(sorted(english)) or "none"
            advice = f"has other holes than its English ({told}); mend it"
            yield Fault("page_words", row, "japanese", words["japanese"], advice)
