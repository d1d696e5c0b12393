"""The declared tables: where they lie, what their schema says, how they are read and written.

`data/datapackage.json`, made from the YAML files beside the raw tables, types the reader here,
validates the writer (see `checks`) and makes the data dictionary of the site.
"""

import functools
import json
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import ParamSpec, TypeVar

import pandas as pd

from .descriptors import credits_of, described_columns, is_text, joined, one_of, typed

__all__ = ["cached", "describe", "fields", "names", "one_of", "raw", "read", "resource", "stamp"]
__all__ += ["write"]

Result = TypeVar("Result")
Arguments = ParamSpec("Arguments")


@functools.cache
def folder() -> Path:
    """Return the data folder: the installed package's own, or that of a clone."""
    here = Path(__file__).resolve()
    for candidate in (here.parents[1] / "data", here.parents[3] / "data"):
        if (candidate / "datapackage.json").is_file():
            return candidate
    raise FileNotFoundError(
        "no data folder: install the package, or run from a clone that has data/datapackage.json"
    )


# A description that this process made and has not yet written, see `described`.
_described = SimpleNamespace(text=None)


def _package_text() -> str:
    """Return the text of the data package: the new one of this process, else the stored one."""
    if _described.text:
        return _described.text
    path = folder() / "datapackage.json"
    return _file_text(path, path.stat().st_mtime_ns)


@functools.lru_cache(maxsize=4)
def _file_text(path: Path, written: int) -> str:
    """Return what a file holds; `written` tells the kept text from a new one."""
    return path.read_text("utf-8")


@functools.lru_cache(maxsize=4)
def _resources(text: str) -> dict[str, dict]:
    """Return the resources of a data package by name."""
    return {table["name"]: table for table in json.loads(text)["resources"]}


def package() -> dict:
    """Return the data package's description, as it is stored or as `described` has it."""
    return json.loads(_package_text())


def names() -> list[str]:
    """Return the names of all processed tables.

    Returns
    -------
    list of str
        In the order of the data package.

    Examples
    --------
    >>> names()[:2]
    ['sources', 'citations']
    """
    return list(_resources(_package_text()))


def resource(name: str) -> dict:
    """Return what the data package says of one table.

    Parameters
    ----------
    name : str
        One of `names`.

    Returns
    -------
    dict
        Its resource of the data package: title, description, path, schema …

    Raises
    ------
    ValueError
        No table is called so; the message lists those there are.

    Examples
    --------
    >>> resource("claims")["path"]
    'processed/claims.csv'
    """
    resources = _resources(_package_text())
    return resources[one_of(name, resources, "table")]


def raw(name: str) -> str:
    """Return the path of a raw table from the project's root, as messages name it.

    Parameters
    ----------
    name : str
        One of `names`.

    Returns
    -------
    str
        With slashes on every system.

    Raises
    ------
    ValueError
        No table is called so.

    Examples
    --------
    >>> raw("regimes")
    'data/raw/rules/regimes.csv'
    """
    return f"data/{resource(name)['raw']}"


def fields(name: str) -> list[dict]:
    """Return the descriptors of a table's columns.

    Parameters
    ----------
    name : str
        One of `names`.

    Returns
    -------
    list of dict
        One per column, in the table's order: name, type, description, constraints …

    Raises
    ------
    ValueError
        No table is called so.

    Examples
    --------
    >>> [field["name"] for field in fields("claims")][:2]
    ['claim_id', 'article_id']
    """
    return resource(name)["schema"]["fields"]


def describe(name: str) -> pd.DataFrame:
    """Return what each column of a table holds.

    Parameters
    ----------
    name : str
        One of `names`.

    Returns
    -------
    pandas.DataFrame
        One row per column, in the table's order, with the columns `column`, `holds` (what it
        holds, in a sentence), `type`, `unit` (missing where it has none) and `values`: the codes
        that may stand there, the bounds, or where its ids lead to; missing where any value may
        stand there.

    Raises
    ------
    ValueError
        No table is called so; the message lists those there are.

    Examples
    --------
    >>> describe("permits").set_index("column").loc["count", ["type", "unit", "values"]].tolist()
    ['integer', 'permits', 'from 0']
    """
    frame = described_columns(resource(name)["schema"])
    frame.attrs = credit(name)
    return frame


@functools.lru_cache(maxsize=4)
def _credits(text: str) -> dict[str, dict[str, str]]:
    """Return what a frame of each table of a data package carries in `attrs`."""
    return credits_of(json.loads(text))


def credit(*names: str) -> dict[str, str]:
    """Return what a frame made of some tables carries in `attrs`; see `credits`."""
    about = _credits(_package_text())
    return joined([about[name] for name in names])


def read(name: str) -> pd.DataFrame:
    """Return one processed table, typed by its schema.

    Parameters
    ----------
    name : str
        One of `names`.

    Returns
    -------
    pandas.DataFrame
        One row per what the table's description says. Text is `str`, a closed vocabulary is
        `category` (ordered where its codes rise or fall: grades, relations, statuses), whole
        numbers are `Int64`, other numbers `float64`, dates `datetime64`. A date known only to the
        month or year is its first day, and the column beside it says how precise it is. Missing
        means not seen, never zero and never no. `attrs` holds the table's title, source, licence
        and version, all text; each row names the sources of its own facts.

    Raises
    ------
    ValueError
        No table is called so; the message lists those there are.

    Examples
    --------
    >>> read("countries").set_index("iso3").loc["UKR", ["name_en", "name_ja"]].tolist()
    ['Ukraine', 'ウクライナ']
    >>> read("regimes")["confidence"].cat.ordered, read("regimes")["scope"].cat.ordered
    (True, False)
    """
    path = folder() / resource(name)["path"]
    # What the caller changes is copied first, by pandas
    return _read(name, path, path.stat().st_mtime_ns, _package_text()).copy(deep=False)


@functools.lru_cache(maxsize=128)
def _read(name: str, path: Path, written: int, description: str) -> pd.DataFrame:
    """Return one table as it was at a time, typed by a description."""
    text = pd.read_csv(path, dtype="str", keep_default_na=False, na_values=[""])
    about = _resources(description)[name]["schema"]["fields"]
    columns = {each["name"]: typed(text[each["name"]], each) for each in about if not is_text(each)}
    frame = text.assign(**columns)
    frame.attrs = _credits(description)[name]
    return frame


def stamp(*names: str) -> int:
    """Return a number that is another one as soon as a table or the description is written.

    Parameters
    ----------
    *names : str
        The tables to look at; all of them where none is named.

    Returns
    -------
    int
        Good for this process alone; what rests on tables is kept under it (see `cached`).

    Examples
    --------
    >>> stamp() == stamp()
    True
    """
    home, description = folder(), _package_text()
    return hash((home, description, *map(_written, _files(home, description, names))))


@functools.lru_cache(maxsize=64)
def _files(home: Path, description: str, names: tuple[str, ...]) -> list[str]:
    """Return the paths of some tables, or of all."""
    resources = _resources(description)
    return [str(home / resources[name]["path"]) for name in names or resources]


def _written(path: str) -> int:
    """Return when a file was written; 0 where it is not there yet."""
    try:
        return os.stat(path).st_mtime_ns
    except FileNotFoundError:
        return 0


def cached(
    function: Callable[Arguments, Result], names: tuple[str, ...] = ()
) -> Callable[Arguments, Result]:
    """Return a function that keeps its results until a table is written again.

    Parameters
    ----------
    function : callable
        A function of the tables, whose arguments are hashable.
    names : tuple of str, optional
        The tables that it reads, where it is called very often; else all are looked at.

    Returns
    -------
    callable
        The same function; callers copy what they change.

    Examples
    --------
    >>> @cached
    ... def count(name):
    ...     print("counted")
    ...     return len(read(name)) > 30
    >>> count("claims"), count("claims")
    counted
    (True, True)
    """

    def result(written: int, *args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        """Return what the function returns; `written` tells one time from another."""
        return function(*args, **kwargs)

    kept: Callable[..., Result] = functools.lru_cache(maxsize=256)(result)

    @functools.wraps(function)
    def current(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        """Return what is kept since the tables were last written."""
        return kept(stamp(*names), *args, **kwargs)

    return current


def write(frames: dict[str, pd.DataFrame], into: Path | None = None) -> list[str]:
    """Write processed tables, and their description where it is new.

    All are first written beside their place and then put there, each in one step: a full disk or a
    kill leaves every table whole.

    Parameters
    ----------
    frames : dict of pandas.DataFrame
        The tables by name.
    into : pathlib.Path, optional
        The folder; `processed` of the data folder where none is given.

    Returns
    -------
    list of str
        The names of the tables whose file changed, and of the description where it did.

    Raises
    ------
    KeyError
        A frame lacks a column of its table; nothing was written.

    Examples
    --------
    >>> frames = {"claims": read("claims")}
    >>> with tempfile.TemporaryDirectory() as new:
    ...     write(frames, Path(new)), write(frames, Path(new))
    (['claims'], [])
    """
    into = into or folder() / "processed"
    into.mkdir(parents=True, exist_ok=True)
    files = {into / f"{name}.csv": to_csv(name, frame) for name, frame in frames.items()}
    if _described.text:
        files[into.parent / "datapackage.json"] = _described.text
    new = {path: text.encode("utf-8") for path, text in files.items()}
    new = {path: content for path, content in new.items() if not _holds(path, content)}
    with tempfile.TemporaryDirectory(prefix=".new-", dir=into) as waiting:
        for path, content in new.items():
            Path(waiting, path.name).write_bytes(content)
        for path in new:
            os.replace(Path(waiting, path.name), path)
    return [path.name.removesuffix(".csv") for path in new]


@contextmanager
def described(text: str) -> Iterator[None]:
    """Within it, the tables are described anew; `write` puts the description beside the tables.

    `text` is that of a data package, as `checks.package` makes it from the YAML files.
    """
    before, _described.text = _described.text, text
    try:
        yield
    finally:
        _described.text = before


def to_csv(name: str, frame: pd.DataFrame) -> str:
    """Return a frame as the text of its processed table: the schema's order, ISO dates, LF."""
    columns = [field["name"] for field in fields(name)]
    return frame[columns].to_csv(index=False, lineterminator="\n", date_format="%Y-%m-%d")


def _holds(path: Path, content: bytes) -> bool:
    """Return whether a file holds these bytes; one that is not there holds none."""
    return path.is_file() and path.read_bytes() == content
