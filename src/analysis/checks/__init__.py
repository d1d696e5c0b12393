"""Raw tables in, typed frames and a list of faults out: a wrong row never reaches a chart.

Every fault names the file, the row (as a spreadsheet counts it: the header is row 1), the column and the value, and says what
to do. All faults of a run are reported together. `schema` holds one table to its description, `relations` tables to one another.
"""

from pathlib import Path

import pandas as pd

from .. import tables
from . import relations, schema
from .description import package
from .faults import DataError
from .schema import derived, key_columns, raw_columns

__all__ = ["DataError", "derived", "key_columns", "package", "raw_columns", "read_raw"]


def read_raw(
    folder: Path | None = None, drafts: dict[str, Path] | None = None
) -> tuple[dict[str, pd.DataFrame], list[str]]:
    """All raw tables as typed frames, indexed by spreadsheet row, and the list of faults found against the data package.

    `drafts` are files to read in place of the tables so named. A table whose file or header cannot be read is absent from the frames and present in the faults.
    """
    folder = folder or tables.folder() / "raw"
    faults: list[str] = []
    places = {name: folder / tables.raw(name).removeprefix("data/raw/") for name in tables.names()}
    places |= drafts or {}
    rows = {name: schema.rows(name, path, faults) for name, path in places.items()}
    rows = {name: cells for name, cells in rows.items() if cells is not None}
    relations.correct(rows, faults)
    frames = {name: schema.typed(name, cells, faults) for name, cells in rows.items()}
    for name, frame in frames.items():
        relations.keys(name, frame, frames, faults)
    return frames, faults
