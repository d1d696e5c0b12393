"""The declared tables: where they lie, what their schema says, how they are read and written.

`data/datapackage.json` types the reader here, validates the writer (see `checks`) and makes the data dictionary of the site. It
is made from the YAML files beside the raw tables, so that reading needs nothing else.
"""

import functools
import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pandas as pd

DTYPES = {"string": "str", "integer": "Int64", "number": "float64", "boolean": "boolean"}


@functools.cache
def folder() -> Path:
    """The folder that holds `datapackage.json` and `processed/`: the installed package's own, or that of a clone."""
    here = Path(__file__).resolve()
    for place in (here.parent / "data", here.parents[2] / "data"):
        if (place / "datapackage.json").is_file():
            return place
    raise FileNotFoundError(
        "no data folder: install the package, or run from a clone that has data/datapackage.json"
    )


_described = SimpleNamespace(text=None)


@functools.cache
def package() -> dict:
    """The data package's description, as `data/datapackage.json` states it, or a newer one (see `describe`)."""
    return json.loads(_described.text or (folder() / "datapackage.json").read_text("utf-8"))


@functools.cache
def _resources() -> dict:
    return {resource["name"]: resource for resource in package()["resources"]}


def names() -> list[str]:
    """The names of all processed tables, in the order of the data package."""
    return list(_resources())


def resource(name: str) -> dict:
    """What the data package says of one table; an unknown name raises ValueError and lists the known ones."""
    return _resources()[one_of(name, names(), "table")]


def raw(name: str) -> str:
    """Return the path of a raw table from the project's root, as messages name it: `data/raw/rules/regimes.csv`."""
    return f"data/{resource(name)['raw']}"


def one_of(value: object, known: object, noun: str) -> object:
    """The value, where it is among the known ones; any other raises ValueError and lists what there is."""
    known = list(dict.fromkeys(known))
    if value not in known:
        raise ValueError(f"no {noun} {value!r}; there are: {', '.join(map(str, known))}")
    return value


def fields(name: str) -> list[dict]:
    """The column descriptors of one table, in order."""
    return resource(name)["schema"]["fields"]


def read(name: str) -> pd.DataFrame:
    """One processed table, typed by its schema.

    Text is `str`, closed vocabularies are ordered `category`, whole numbers `Int64`, other numbers `float64`, dates `datetime64`;
    a date known only to the month or year is its first day, and the column beside it says how precise it is.
    """
    place = folder() / resource(name)["path"]
    return _read(name, place, place.stat().st_mtime_ns).copy(
        deep=False
    )  # what the caller changes is copied first, by pandas


@functools.lru_cache(maxsize=128)
def _read(name: str, place: Path, written: int) -> pd.DataFrame:
    text = pd.read_csv(place, dtype="str", keep_default_na=False, na_values=[""])
    return text.assign(
        **{field["name"]: typed(text[field["name"]], field) for field in fields(name)}
    )


def stamp() -> int:
    """Return the time, in nanoseconds, at which the processed tables were last written.

    What rests on several tables is kept under this time (see `cached`), so that a table that is rewritten
    while a kernel runs is seen by every function.
    """
    processed = folder() / "processed"
    return max(file.stat().st_mtime_ns for file in os.scandir(processed))


def cached(function: Callable) -> Callable:
    """Keep what a function of the tables returns until one of them is written again.

    The arguments must be hashable, and callers copy what they change.
    """

    @functools.lru_cache(maxsize=256)
    def kept(written: int, *arguments: object) -> object:
        return function(*arguments)

    @functools.wraps(function)
    def current(*arguments: object) -> object:
        return kept(stamp(), *arguments)

    return current


def typed(column: pd.Series, field: dict) -> pd.Series:
    """A column of text as the dtype that its descriptor states; a value that does not fit raises ValueError."""
    if field["type"] == "date":
        return pd.to_datetime(column, format="%Y-%m-%d")
    if field["type"] == "boolean":
        return column.map({"true": True, "false": False}).astype("boolean")
    if "enum" in field.get("constraints", {}):
        return pd.Series(
            pd.Categorical(column, field["constraints"]["enum"], ordered=True),
            column.index,
            name=column.name,
        )
    if field["type"] in ("integer", "number"):
        return pd.to_numeric(column).astype(DTYPES[field["type"]])
    return column.astype("str")


def write(frames: dict[str, pd.DataFrame], into: Path | None = None) -> list[str]:
    """Write processed tables, and their description where it is new; return the names of the files that changed.

    All are first written beside their place, and only then put there, each in one step: a full disk or a kill leaves every
    table whole, the old one or the new one.
    """
    files = {f"{name}.csv": to_csv(name, frame).encode("utf-8") for name, frame in frames.items()}
    into = into or folder() / "processed"
    into.mkdir(parents=True, exist_ok=True)
    places = {name: into / name for name in files}
    if _described.text:
        files["datapackage.json"] = _described.text.encode("utf-8")
        places["datapackage.json"] = into.parent / "datapackage.json"
    with tempfile.TemporaryDirectory(prefix=".new-", dir=into) as waiting:
        for name, content in files.items():
            Path(waiting, name).write_bytes(content)
        changed = [name for name in files if not _same(Path(waiting, name), places[name])]
        for name in changed:
            os.replace(Path(waiting, name), places[name])
    return [name.removesuffix(".csv") for name in changed]


def describe(text: str) -> None:
    """Take a new description of the tables for this process; `write` puts it beside the tables that it describes.

    `text` is that of a data package, as `checks.package` makes it from the YAML files.
    """
    package.cache_clear()
    _resources.cache_clear()
    _read.cache_clear()
    _described.text = text


def to_csv(name: str, frame: pd.DataFrame) -> str:
    """A frame as the text of its processed table: columns in the schema's order, ISO dates, LF line ends, blank for missing."""
    columns = [field["name"] for field in fields(name)]
    return frame[columns].to_csv(index=False, lineterminator="\n", date_format="%Y-%m-%d")


def _same(one: Path, other: Path) -> bool:
    return other.is_file() and one.read_bytes() == other.read_bytes()
