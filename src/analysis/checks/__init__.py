"""Raw tables in, typed frames and a list of faults out: a wrong row never reaches a chart.

Every fault names the file, the row (as a spreadsheet counts it: the header is row 1), the column
and the value, and says what to do. All faults of a run are reported together. `files` reads a
table; `signs`, `kinds` and `schema` hold its cells to its description, `relations` and `order`
hold tables and days to one another, `printed` holds notes to what the sources print,
`completeness` holds the rules of the codebook, `consistency`, `cases` and `polls` hold what is told
twice to be told alike, `stages` holds codes to what stands beside them, and `translated` holds the
Japanese to its English.
"""

from pathlib import Path

import pandas as pd

from .. import tables
from . import (
    cases,
    completeness,
    consistency,
    files,
    order,
    polls,
    printed,
    relations,
    schema,
    stages,
    translated,
)
from .description import package
from .faults import DataError, Fault
from .order import as_of
from .printed import bounds, read_again
from .schema import derived, key_columns, raw_columns
from .signs import is_formula

__all__ = [
    "DataError",
    "Fault",
    "as_of",
    "bounds",
    "derived",
    "find",
    "is_formula",
    "key_columns",
    "package",
    "raw_columns",
    "read_again",
    "read_raw",
]


def read_raw(
    folder: Path | None = None, drafts: dict[str, Path] | None = None
) -> tuple[dict[str, pd.DataFrame], list[Fault]]:
    """Return all raw tables as typed frames, and the faults of their cells, keys, links and days.

    Parameters
    ----------
    folder : Path, optional
        The folder of the raw tables; without it, the project's own.
    drafts : dict of Path, optional
        Files to read in place of the tables so named.

    Returns
    -------
    frames : dict of pandas.DataFrame
        By table, indexed by the row of the spreadsheet. A cell that is a fault is missing. A table
        whose file or header cannot be read is absent.
    faults : list of Fault
        What is wrong; empty where nothing is.

    Examples
    --------
    >>> frames, faults = read_raw()
    >>> faults, int(frames["provisions"].index[0])
    ([], 2)
    """
    folder = folder or tables.folder() / "raw"
    frames: dict[str, pd.DataFrame] = {}
    faults: list[Fault] = []
    for name in tables.names():
        path = (drafts or {}).get(name, folder / tables.raw(name).removeprefix("data/raw/"))
        cells, unreadable = files.read(name, path)
        faults += unreadable
        if cells is not None:
            frames[name], unfit = schema.typed(name, cells)
            faults += unfit
    return frames, faults + relations.faults(frames) + order.faults(frames)


def find(frames: dict[str, pd.DataFrame]) -> list[Fault]:
    """Return the faults that need all tables: printed forms, rulings, what is told twice.

    Parameters
    ----------
    frames : dict of pandas.DataFrame
        All raw tables, typed, as `read_raw` returns them.

    Returns
    -------
    list of Fault
        What is wrong; empty where nothing is.
    """
    return [
        *printed.faults(frames),
        *order.derived(frames),
        *completeness.faults(frames),
        *consistency.faults(frames),
        *cases.faults(frames),
        *polls.faults(frames),
        *stages.faults(frames),
        *translated.faults(frames),
    ]
