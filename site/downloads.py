"""What can be taken away whole: the data package, one SQLite file, one workbook, the package to
install, each notebook ready to run.

Every file has its size and its checksum.
"""

import functools
import hashlib
import json
import os
import shutil
import zipfile
from itertools import groupby
from pathlib import Path

import chart_html
import citation
import database
import datapackage
import hatchling.builders.wheel
import lock_part
import pages
import reading_order
import spreadsheet

from analysis import REPOSITORY, releases

ROOT = Path(__file__).parents[1]
DATA = datapackage.DATA
CODE = ROOT / "src" / "analysis"
INSTALLED = "japan_arms_export"  # the package's name where it is not a clone's
# The raw files that notebooks read, beside the tables
SAMPLES = ("raw/article/sample-article.html", "raw/transfers/sample-release.txt")
README = """\
This folder runs as it is: the notebook, the code it uses (japan_arms_export/) and the tables it
reads (japan_arms_export/data/).

With Python 3.11 or newer, in this folder:

    python -m pip install --require-hashes -r requirements.lock
    python -m jupyterlab {name}.ipynb

and then Run > Restart Kernel and Run All Cells. The notebook fetches nothing from the network.
requirements.lock names each package with its version and its hash; requirements.txt has the ranges
alone, for other versions.

{cite}
"""
INSTALL = """\
# Where the package is missing (as in Colab) this takes it from the network, once
import importlib.util

if importlib.util.find_spec("{package}") is None:
    %pip install --quiet "{what}"
"""
UNIX, ORDINARY_FILE = 3, 0o100644 << 16  # what a zip says of a file, on whatever system it is made


def gather(site: Path) -> None:
    """Write everything to download into `downloads/`, and `SHA256SUMS` over it."""
    folder = site / "downloads"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    package = datapackage.package()
    release = datapackage.release()
    files = {f"{release}/{path}": content for path, content in whole_package().items()}
    archive(folder / f"{release}.zip", files)
    notes = {"cite as": citation.plain(), "licence": package["licenses"][0]["title"]}
    database.write(folder / f"{release}.sqlite", package, DATA, notes)
    spreadsheet.write(folder / f"{release}.xlsx", package, DATA, notes, citation.day())
    wheel(folder)
    shutil.copy(ROOT / "CITATION.cff", folder)
    for name in reading_order.notebooks():
        (folder / f"{name}.ipynb").write_bytes(downloaded(name))
        files = {f"{name}/{path}": content for path, content in runnable(name).items()}
        archive(folder / f"{name}.zip", files)
    contents = {path.name: path.read_bytes() for path in folder.iterdir()}
    (folder / "SHA256SUMS").write_bytes(sums(contents))


def fill(app, page: str, source: list[str]) -> None:
    """Fill the page of the downloads; Sphinx calls this for every page it reads."""
    if page == "reuse":
        source[0] = pages.filled(source[0], **values())


def values() -> dict[str, object]:
    """Return what fills the page; the files must lie in `downloads/` already."""
    address = os.environ.get("SITE_URL", "")
    by_notebook = groupby(chart_html.charts(), lambda chart: chart["notebook"])
    return {
        "files": {file["name"]: file for file in listed(Path(__file__).parent)},
        "release": datapackage.release(),
        "walk": reading_order.walk(),
        "charts": {name: list(charts) for name, charts in by_notebook},
        "package": datapackage.package(),
        "plain": citation.plain(address),
        "bibtex": citation.bibtex(address),
        "size": size,
        "earlier": earlier(),
        "wheel": wheel_name(),
        "binder": binder(),
    }


def described() -> dict[str, bytes]:
    """Return what makes a data package: its description and its tables, each under its path."""
    tables = datapackage.package()["resources"]
    paths = ["datapackage.json", *(table["path"] for table in tables)]
    return {path: (DATA / path).read_bytes() for path in paths}


def whole_package() -> dict[str, bytes]:
    """Return the data package with codebook, licence, citation, and a checksum of each file."""
    files = described()
    files["README.md"] = (DATA / "README.md").read_bytes()
    for name in ("LICENSE", "CITATION.cff"):
        files[name] = (ROOT / name).read_bytes()
    return files | {"SHA256SUMS": sums(files)}


def runnable(name: str) -> dict[str, bytes]:
    """Return a notebook with the code and tables it uses, and a list of the packages it needs.

    Code and tables lie as they do in an installed package.
    """
    files = {f"{INSTALLED}/{path}": content for path, content in code_and_tables().items()}
    files["LICENSE"] = (ROOT / "LICENSE").read_bytes()
    ranges = lock_part.requirements("notebooks")
    files["requirements.txt"] = "".join(f"{package}\n" for package in ranges).encode()
    files["requirements.lock"] = lock_part.locked("notebooks").encode()
    files["README.txt"] = README.format(name=name, cite=citation.plain()).encode()
    files[f"{name}.ipynb"] = downloaded(name)
    return files


@functools.cache
def code_and_tables() -> dict[str, bytes]:
    """Return what every notebook uses, as it lies in an installed package."""
    inside = {f"data/{path}": content for path, content in described().items()}
    for path in SAMPLES:
        inside[f"data/{path}"] = (DATA / path).read_bytes()
    for path in CODE.rglob("*"):
        if path.suffix in (".py", ".mplstyle"):
            inside[path.relative_to(CODE).as_posix()] = path.read_bytes()
    return inside


def downloaded(name: str) -> bytes:
    """Return a notebook as it is taken away.

    It imports the package by its installed name; a first cell, which the site does not show,
    installs it where it is not.
    """
    text = (reading_order.NOTEBOOKS / f"{name}.ipynb").read_text("utf-8")
    book = json.loads(text.replace("from analysis import", f"from {INSTALLED} import"))
    cell = {"cell_type": "code", "execution_count": None, "id": "install", "metadata": {}}
    source = INSTALL.format(package=INSTALLED, what=installable()).splitlines(keepends=True)
    book["cells"].insert(0, cell | {"outputs": [], "source": source})
    return (json.dumps(book, ensure_ascii=False, indent=1) + "\n").encode()


def installable() -> str:
    """Return what pip takes: the wheel of the published site or, where none is, the release."""
    address = os.environ.get("SITE_URL", "")
    if address:
        return f"{address.rstrip('/')}/downloads/{wheel_name()}"
    return f"{datapackage.package()['name']}=={datapackage.package()['version']}"


def binder(repository: str = REPOSITORY) -> str:
    """Return the address at which Binder opens a notebook, up to its name; empty without one.

    Binder reads repositories of GitHub here, at the tag of the version.
    """
    place = repository.removeprefix("https://github.com/").strip("/")
    if not place or "://" in place:
        return ""
    version = datapackage.package()["version"]
    return f"https://mybinder.org/v2/gh/{place}/v{version}?urlpath=lab/tree/notebooks/"


def wheel_name() -> str:
    """Return the name of the file with which the package is installed."""
    return f"{INSTALLED}-{datapackage.package()['version']}-py3-none-any.whl"


def wheel(folder: Path) -> None:
    """Build the file with which the package is installed: code, tables, codebook."""
    builder = hatchling.builders.wheel.WheelBuilder(str(ROOT))
    built = list(builder.build(directory=str(folder), versions=["standard"]))
    names = [Path(path).name for path in built]
    if names != [wheel_name()]:
        raise ValueError(f"the wheel is called {names}, and not {wheel_name()}")


def archive(path: Path, files: dict[str, bytes]) -> None:
    """Write a zip of some files by name; the same files give the same bytes.

    All are dated to the release.
    """
    day = citation.day()
    with zipfile.ZipFile(path, "w") as zipped:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            entry.create_system = UNIX
            entry.external_attr = ORDINARY_FILE
            zipped.writestr(entry, content, zipfile.ZIP_DEFLATED, 9)


def sums(files: dict[str, bytes]) -> bytes:
    """Return a SHA-256 of each file, as `sha256sum --check` reads it."""
    lines = [f"{hashlib.sha256(file).hexdigest()}  {name}\n" for name, file in files.items()]
    return "".join(sorted(lines, key=lambda line: line.split("  ", 1)[1])).encode()


def listed(site: Path) -> list[dict]:
    """Return each file to download: name, address from the front page, size in bytes, SHA-256."""
    files = []
    for line in (site / "downloads" / "SHA256SUMS").read_text("utf-8").splitlines():
        digest, name = line.split()
        address = f"downloads/{name}"
        bytes_long = (site / address).stat().st_size
        files.append({"name": name, "url": address, "size": bytes_long, "sha256": digest})
    return files


def earlier() -> list[dict]:
    """Return each released version that is kept, newest first: as `listed`, and its `version`."""
    versions = []
    for version, path in releases.stored().items():
        content = path.read_bytes()
        about = {"version": version, "name": path.name, "url": f"data/releases/{path.name}"}
        sha256 = hashlib.sha256(content).hexdigest()
        versions.append(about | {"size": len(content), "sha256": sha256})
    return versions[::-1]


def size(count: int) -> str:
    """Return a number of bytes as people read it."""
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{count / 1e3:.0f} kB"
