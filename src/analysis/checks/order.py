"""The order of days: what cannot come before something else, or after the record was closed.

A date known to its month or year is compared fairly: it is too early only where its last day is.
"""

from collections.abc import Iterator

import pandas as pd

from .. import periods, tables
from .faults import Fault
from .relations import listed

YEARS = ("fiscal year", "calendar year")


def faults(frames: dict[str, pd.DataFrame]) -> list[Fault]:
    """Return a fault for each day that stands before one it follows, or after the record's own."""
    day = as_of()
    return [
        fault
        for name, frame in frames.items()
        for field in tables.fields(name)
        if field["name"] in frame
        for fault in (*_early(name, frame, field, frames), *_late(name, frame, field, day))
    ]


def derived(frames: dict[str, pd.DataFrame]) -> list[Fault]:
    """Return the same faults of the columns that the build has made."""
    return [
        fault
        for name, frame in frames.items()
        for field in tables.fields(name)
        if "derived" in field
        for fault in _early(name, frame, field, frames)
    ]


def as_of() -> pd.Timestamp:
    """Return the day up to which the record goes: `as_of` of `data/raw/tables.yml`.

    Examples
    --------
    >>> as_of() > pd.Timestamp("2026-04-21")
    True
    """
    return periods.day(tables.package()["as_of"])


def _early(
    name: str, frame: pd.DataFrame, field: dict, frames: dict[str, pd.DataFrame]
) -> Iterator[Fault]:
    """Give the dates that end before one of the columns named by `not_before` begins."""
    column = field["name"]
    reported: set[int] = set()
    for other in listed(field.get("not_before", [])):
        earliest = _earliest(name, frame, other, frames)
        bad = _last(name, frame, column) < earliest
        for row in frame.index[bad.fillna(False)]:
            if row not in reported:
                reported.add(row)
                advice = f"is before {other} ({earliest[row]:%Y-%m-%d}); mend one of the two"
                yield Fault(name, row, column, frame.at[row, column], advice)


def _earliest(
    name: str, frame: pd.DataFrame, other: str, frames: dict[str, pd.DataFrame]
) -> pd.Series:
    """Return for each row the date in another column, or in the row of a table it links to."""
    table, _, column = other.rpartition(".")
    missing = pd.Series(pd.NaT, frame.index, dtype="datetime64[us]")
    if not table:
        return frame.get(column, missing)
    if table not in frames or column not in frames[table]:
        return missing
    for link in tables.resource(name)["schema"].get("foreignKeys", []):
        if (link["reference"]["resource"] or name) == table and isinstance(link["fields"], str):
            key = link["reference"]["fields"]
            dates = frames[table].dropna(subset=[key]).drop_duplicates(key).set_index(key)[column]
            return frame[link["fields"]].map(dates)
    return missing


def _last(name: str, frame: pd.DataFrame, column: str) -> pd.Series:
    """Return the last day of what each date of a column states."""
    (field,) = [field for field in tables.fields(name) if field["name"] == column]
    if "precision" not in field:
        return frame[column]
    return periods.last_day(frame[column], frame[field["precision"]])


def _late(name: str, frame: pd.DataFrame, field: dict, day: pd.Timestamp) -> Iterator[Fault]:
    """Give the days and years after the record's day, but for columns that speak of plans."""
    if field.get("planned") or "derived" in field:
        return
    column, values = field["name"], frame[field["name"]]
    if field["type"] == "date":
        late = values > day
    elif field.get("unit") in YEARS:
        late = (values > day.year).fillna(False)
    else:
        return
    advice = (
        f"is after the day up to which the record goes ({day:%Y-%m-%d}); "
        "mend it, or renew `as_of` in data/raw/tables.yml"
    )
    for row in frame.index[late.astype(bool)]:
        yield Fault(name, row, column, values[row], advice)
