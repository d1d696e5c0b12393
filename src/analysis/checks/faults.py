"""One fault of the data, and the error that carries all the faults of a run."""

from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd

from .. import tables

MOST = 10  # faults of one kind in one column that are printed; the rest are counted
LONGEST = 160  # characters of a value that are printed


class Fault(NamedTuple):
    """One bad cell, row or file: where it is, what stands there, and what to do.

    `table` is a table's name and `row` the row as a spreadsheet counts it (the header is row 1;
    None for the file as a whole). `column` is the column that holds the bad cell, several joined
    by `+`, or blank. `value` is what stands there, None where nothing is to be shown. `advice`
    says what is wrong and how to mend it. `file` is the path to name where it is not the raw
    table's.

    Examples
    --------
    >>> print(Fault("regimes", 12, "status", "permitted", "is not a known code"))
    data/raw/rules/regimes.csv, row 12, column status: 'permitted' is not a known code
    """

    table: str
    row: int | None
    column: str
    value: object
    advice: str
    file: str = ""

    def __str__(self) -> str:
        place = self.file or tables.raw(self.table)
        if self.row is not None:
            place += f", row {self.row}"
        if self.column:
            place += f", column {self.column}"
        return f"{place}: {' '.join(filter(None, [_shown(self.value), self.advice]))}"


class DataError(ValueError):
    """The raw tables hold faults; `faults` lists them, the message prints them by file and row."""

    def __init__(self, faults: Iterable[Fault]):
        self.faults = sorted(dict.fromkeys(faults), key=_order)
        super().__init__("\n".join(_lines(self.faults)))


def _order(fault: Fault) -> tuple[str, int]:
    return (fault.file or tables.raw(fault.table), fault.row or 0)


def _lines(faults: list[Fault]) -> list[str]:
    """Return one line per fault; of many of one kind in one column the first, and a count."""
    lines: list[str] = []
    counts: dict[tuple, int] = {}
    for fault in faults:
        kind = (fault.file, fault.table, fault.column, fault.advice)
        counts[kind] = counts.get(kind, 0) + 1
        if counts[kind] <= MOST:
            lines.append(str(fault))
    for (file, table, column, advice), count in counts.items():
        if count > MOST:
            more = Fault(table, None, column, None, f"{count - MOST} more such cells", file)
            lines.append(f"{more} ({advice.split(';')[0]})")
    return lines


def _shown(value: object) -> str:
    """Return a value as messages print it: odd signs escaped, long texts cut."""
    if value is None:
        return ""
    if isinstance(value, pd.Timestamp):
        return f"'{value:%Y-%m-%d}'"
    text = str(value)
    if len(text) > LONGEST:
        return f"{text[:LONGEST]!r} … ({len(text):,} characters)"
    return repr(text)
