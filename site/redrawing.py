"""Charts kept in `_build`, and drawn again only where what they were drawn from is another.

While charts are drawn, every table that is read and every other file of the data folder that is
opened is noted. The charts are the same as long as these, the code and the notebook are. Of the
tables in `UNSEEN`, which nearly every notebook reads, charts do not see some columns, so that
nothing hangs on those. A notebook that asks for one of them, or has a chart whose table is such a
table as a whole, is run once more, with all columns.
"""

import contextlib
import functools
import hashlib
import itertools
import os
import pickle
import sys
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any

import matplotlib
import pandas as pd

from analysis import tables
from analysis.rules import assessment

Unseen = dict[str, list[str]]

ROOT = Path(__file__).parents[1]
PLACE = ROOT / "site" / "_build" / "charts"
CODE = ["src", "site/figures.py", "site/japanese_tables.py", "site/redrawing.py"]
CODE += ["requirements.lock"]
# Table → the columns of it that charts do not see
UNSEEN: Unseen = {"claims": ["note"], "sources": ["title", "accessed", "note", "working_note"]}

NO_VERSION = "charts do not see the version of an answer"  # in which every table has a part


class Noted:
    """What the charts that are being drawn have read."""

    unseen: Unseen = {}
    tables: set[str] = set()
    opened: set[str] = set()  # files, in another way than a table is read
    is_reading = False


numbers = itertools.count(1)


def kept(name: str, given: str, draw: Callable[[], Any]) -> Any:
    """Return charts: those kept under a name, or new ones, which are then kept.

    Parameters
    ----------
    name : str
        What the charts are called; so is their file.
    given : str
        What they rest on beside code and data, as the text of a notebook.
    draw : callable
        Draws them; what it returns can be pickled.
    """
    path = PLACE / f"{name}.pickle"
    if path.is_file():
        by, held = pickle.loads(path.read_bytes())
        if by == code() and held["from"] == made_from(given, **held["read"]):
            return held["charts"]
    try:
        charts, read = noted(draw, UNSEEN)
    except KeyError:  # as of a frame for a column
        charts, read = noted(draw, {})
    held = {"charts": charts, "read": read, "from": made_from(given, **read)}
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(f".{os.getpid()}")  # another process may be at it too
    unfinished.write_bytes(pickle.dumps((code(), held)))
    unfinished.replace(path)
    return charts


def noted(draw: Callable[[], Any], unseen: Unseen) -> tuple[Any, dict[str, Any]]:
    """Return charts, and what was read for them: tables, without which columns, other files."""
    watch()
    Noted.unseen, Noted.tables, Noted.opened = unseen, set(), set()
    with seeing(unseen):
        charts = draw()
    opened = sorted(Noted.opened)
    return charts, {"names": sorted(Noted.tables), "unseen": unseen, "opened": opened}


@contextlib.contextmanager
def seeing(unseen: Unseen) -> Iterator[None]:
    """Within it, tables lack some columns, and nothing that was read before is remembered."""
    before = tables.read, tables.stamp, assessment.version
    number = next(numbers)

    @functools.wraps(tables.read)
    def read(name: str) -> pd.DataFrame:
        """Return a table without the columns that charts do not see."""
        Noted.tables.add(name)
        Noted.is_reading = True
        try:
            return before[0](name).drop(columns=unseen.get(name, []))
        finally:
            Noted.is_reading = False

    @functools.wraps(tables.stamp)
    def stamp(*names: str) -> int:
        """Return the number of these charts: what rests on tables is kept for them alone."""
        return number

    def version() -> str:
        """Return no version."""
        return NO_VERSION

    tables.read, tables.stamp, assessment.version = read, stamp, version
    try:
        yield
    finally:
        tables.read, tables.stamp, assessment.version = before
        Noted.unseen = {}


def refuse_part(columns: Collection[str]) -> None:
    """Raise KeyError where the table of a chart is one that lacks columns, but has all others."""
    for name, unseen in Noted.unseen.items():
        seen = {field["name"] for field in tables.fields(name)} - {*unseen}
        if seen <= {*columns}:
            raise KeyError(unseen[0])


@functools.cache
def watch() -> None:
    """Note from now on each file of the data folder that this process opens."""
    data = f"{tables.folder()}{os.sep}"

    def note(event: str, told: tuple) -> None:
        """Note a file, given what Python tells of its opening."""
        if event == "open" and isinstance(told[0], str | os.PathLike) and not Noted.is_reading:
            path = os.path.abspath(told[0])
            if isinstance(path, str) and path.startswith(data):
                Noted.opened.add(path)

    sys.addaudithook(note)


def made_from(given: str, names: list[str], unseen: Unseen, opened: list[str]) -> str:
    """Return a digest of all that charts are drawn from."""
    told = [given, sys.version, matplotlib.__version__]
    for name in names:
        told.append(f"{name} {digest(table_file(name), tuple(unseen.get(name, [])))}")
    told += [f"{path} {digest(Path(path), ())}" for path in opened]
    return hashlib.sha256("\n".join(told).encode("utf-8")).hexdigest()


def table_file(name: str) -> Path:
    """Return where a table lies; it need not be there any more."""
    return tables.folder() / "processed" / f"{name}.csv"


@functools.cache
def digest(path: Path, unseen: tuple[str, ...]) -> str:
    """Return a digest of a file, of a table without some columns; empty where there is none."""
    if not path.is_file():
        return ""
    content = path.read_bytes()
    if unseen:
        frame = pd.read_csv(path, dtype="str", keep_default_na=False)
        content = frame.drop(columns=[*unseen], errors="ignore").to_csv().encode("utf-8")
    return hashlib.sha256(content).hexdigest()


@functools.cache
def code() -> str:
    """Return a digest of the code that draws, and of how columns are described."""
    places = [ROOT / name for name in CODE]
    inside = [path for place in places for path in [place, *place.rglob("*")] if path.is_file()]
    inside = [path for path in inside if "__pycache__" not in path.parts]
    told = [digest(path, ()) for path in [*sorted(inside), tables.folder() / "datapackage.json"]]
    return hashlib.sha256("\n".join(told).encode("utf-8")).hexdigest()
