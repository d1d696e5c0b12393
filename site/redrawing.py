"""Charts kept in `_build`, and drawn again only where what they were drawn from is another.

While charts are drawn, every file of the data folder that is opened is noted. They are the same as
long as these files, the code and the notebook are. Of the tables in `UNSEEN`, which nearly every
notebook reads, charts do not see some columns, so that nothing hangs on those; a notebook that asks
for one of them is run once more, with all columns.
"""

import contextlib
import functools
import hashlib
import itertools
import os
import pickle
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import matplotlib
import pandas as pd

from analysis import tables

ROOT = Path(__file__).parents[1]
PLACE = ROOT / "site" / "_build" / "charts"
CODE = ["src", "site/figures.py", "site/japanese_tables.py", "site/redrawing.py"]
CODE += ["requirements.lock"]
# Table → the columns of it that charts do not see
UNSEEN = {"claims": ["note"], "sources": ["title", "accessed", "note", "working_note"]}

opened: set[str] = set()
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
        held = pickle.loads(path.read_bytes())
        if held["from"] == made_from(given, held["opened"], held["unseen"]):
            return held["charts"]
    held = drawn(draw)
    held["from"] = made_from(given, held["opened"], held["unseen"])
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(f".{os.getpid()}")  # another process may be at it too
    unfinished.write_bytes(pickle.dumps(held))
    unfinished.replace(path)
    return held["charts"]


def drawn(draw: Callable[[], Any]) -> dict[str, Any]:
    """Return charts with the files opened for them, and the columns that they did not see."""
    try:
        with noted(UNSEEN):
            return {"charts": draw(), "unseen": UNSEEN, "opened": sorted(opened)}
    except KeyError:  # as of a frame for a column
        with noted({}):
            return {"charts": draw(), "unseen": {}, "opened": sorted(opened)}


@contextlib.contextmanager
def noted(unseen: dict[str, list[str]]) -> Iterator[None]:
    """Within it, `opened` are the files that were opened; nothing read before is remembered."""
    read, stamp = tables.read, tables.stamp
    number = next(numbers)

    @functools.wraps(read)
    def without(name: str) -> pd.DataFrame:
        """Return a table without the columns that charts do not see."""
        return read(name).drop(columns=unseen.get(name, []))

    @functools.wraps(stamp)
    def now(*names: str) -> int:
        """Return the number of these charts: what rests on tables is kept for them alone."""
        return number

    watch()
    opened.clear()
    tables._read.cache_clear()
    tables.read, tables.stamp = without, now
    try:
        yield
    finally:
        tables.read, tables.stamp = read, stamp


@functools.cache
def watch() -> None:
    """Note from now on each file of the data folder that this process opens."""
    data = f"{tables.folder()}{os.sep}"

    def note(event: str, told: tuple) -> None:
        """Note a file, given what Python tells of its opening."""
        if event == "open" and isinstance(told[0], str | os.PathLike):
            path = os.path.abspath(os.fspath(told[0]))
            if isinstance(path, str) and path.startswith(data):
                opened.add(path)

    sys.addaudithook(note)


def made_from(given: str, files: list[str], unseen: dict[str, list[str]]) -> str:
    """Return a digest of all that charts are drawn from."""
    told = [given, code(), sys.version, matplotlib.__version__]
    for name in files:
        path = Path(name)
        columns = unseen.get(path.stem, []) if path.parent.name == "processed" else []
        told.append(f"{name} {digest(path, tuple(columns))}")
    return hashlib.sha256("\n".join(told).encode("utf-8")).hexdigest()


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
