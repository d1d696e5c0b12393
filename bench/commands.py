"""What a reader waits for: the tables, the notebooks, the site, a fresh clone."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from measure import PYTHON, ROOT, command, row, seconds, taken

COPIED = ("notebooks", "data", "src", "tools", "site")


def rows():
    """Each command as make calls it.

    Notebooks run in a copy, a fresh clone in a folder of its own.
    """
    yield tables()
    with tempfile.TemporaryDirectory() as place:
        yield notebooks(copied(Path(place)))
    yield from clone()


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


def clone():
    """Return the seconds from a fresh clone to tests and site, and of the set-up alone."""
    with tempfile.TemporaryDirectory() as place:
        work = Path(place, "clone")
        subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", ROOT, work], check=True)
        setup = seconds(command("make", "data", cwd=work))
        rest = seconds(command("make", "test", "site", cwd=work))
    sentence = "The set-up takes half a minute"
    yield row("the set-up of a fresh clone, packages cached", taken([setup]), "README.md", sentence)
    sentence = "from a fresh clone to green tests and the rendered site about four minutes"
    yield row("set-up, `make test site`", taken([setup + rest]), "README.md", sentence)


def copied(place: Path) -> Path:
    """Return a folder with what the notebooks need."""
    for name in COPIED:
        shutil.copytree(ROOT / name, place / name, ignore=shutil.ignore_patterns(".*", "_build"))
    return place
