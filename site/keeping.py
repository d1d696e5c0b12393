"""What takes long to work out, kept in `_build` for as long as code and tables are the same."""

import hashlib
import json
import os
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

import analysis
from analysis import tables

HERE = Path(__file__).parent


def kept(
    name: str, work_out: Callable[[], Any], apart: Collection[str] = (), beside: str = ""
) -> Any:
    """Return a result that JSON can hold: the one that is kept, or a new one, which is then kept.

    Parameters
    ----------
    name : str
        What the result is called; so is its file.
    work_out : callable
        Works the result out. It rests on the tables and on code of this folder and the package.
    apart : collection of str, optional
        Tables on which it does not rest.
    beside : str, optional
        What else it rests on.
    """
    key = digest(apart, beside)
    path = HERE / "_build" / f"{name}.json"
    if path.is_file():
        held = json.loads(path.read_text("utf-8"))
        if held["key"] == key:
            return held["result"]
    text = json.dumps({"key": key, "result": work_out()}, ensure_ascii=False)
    path.parent.mkdir(exist_ok=True)
    unfinished = path.with_suffix(f".{os.getpid()}")  # another process may be at it too
    unfinished.write_text(text, "utf-8")
    unfinished.replace(path)
    return json.loads(text)["result"]


def digest(apart: Collection[str] = (), beside: str = "") -> str:
    """Return a digest of tables, of the package, of the code in this folder, and of a text."""
    package = Path(analysis.__file__).parent
    data = tables.folder()
    inputs = [*HERE.glob("*.py"), *package.rglob("*.py"), data / "datapackage.json"]
    inputs += [path for path in (data / "processed").glob("*.csv") if path.stem not in apart]
    told = hashlib.sha256(beside.encode("utf-8"))
    for path in sorted(inputs):
        told.update(f"{path.name}\n".encode() + path.read_bytes())
    return told.hexdigest()
