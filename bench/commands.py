"""What a reader waits for: the tables, the notebooks."""

import shutil
import tempfile
from pathlib import Path

from measure import PYTHON, ROOT, command, row, seconds, taken

COPIED = ("notebooks", "data", "src", "tools", "site")


def rows():
    """Each command as make calls it.

    Notebooks run in a copy.
    """
    yield tables()
    with tempfile.TemporaryDirectory() as place:
        yield notebooks(copied(Path(place)))


def tables() -> dict[str, str]:
    """Return the seconds of building the tables."""
    build = command(PYTHON, "-m", "analysis", "build")
    runs = [seconds(build) for _ in range(5)]
    return row("`make data`", taken(runs), "README.md", "`make data` rebuilds the tables in two")


def notebooks(place: Path) -> dict[str, str]:
    """Return the seconds of running all notebooks of a copy."""
    runs = [seconds(command(PYTHON, "tools/execute.py", cwd=place))]
    sentence = "`make notebooks` takes a minute or more"
    return row("`make notebooks`", taken(runs), "CONTRIBUTING.md", sentence)


def copied(place: Path) -> Path:
    """Return a folder with what the notebooks need."""
    for name in COPIED:
        shutil.copytree(ROOT / name, place / name, ignore=shutil.ignore_patterns(".*", "_build"))
    return place
