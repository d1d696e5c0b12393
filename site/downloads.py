"""What can be taken away whole: the data package, one SQLite file, each notebook ready to run.

Every file has its size and its checksum.
"""

import hashlib
import re
import shutil
import tomllib
import zipfile
from itertools import groupby
from pathlib import Path

import chart_html
import citation
import database
import datapackage
import reading_order
import templating

from analysis import releases

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
UNIX, ORDINARY_FILE = 3, 0o100644 << 16  # what a zip says of a file, on whatever system it is made


def gather(site: Path) -> None:
    """Write everything to download into `downloads/`, and `SHA256SUMS` over it."""
    folder = site / "downloads"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    package = datapackage.package()
    archive(folder / f"{datapackage.release()}.zip", whole_package())
    notes = {"cite as": citation.plain(), "licence": package["licenses"][0]["title"]}
    database.write(folder / f"{datapackage.release()}.sqlite", package, DATA, notes)
    shutil.copy(ROOT / "CITATION.cff", folder)
    for name in reading_order.notebooks():
        (folder / f"{name}.ipynb").write_bytes(downloaded(name))
        files = {f"{name}/{path}": content for path, content in runnable(name).items()}
        archive(folder / f"{name}.zip", files)
    contents = {path.name: path.read_bytes() for path in folder.iterdir()}
    (folder / "SHA256SUMS").write_bytes(sums(contents))


def fill(app, page: str, source: list[str]) -> None:
    """Fill the page of the downloads; Sphinx calls this for every page it reads."""
    if page != "reuse":
        return
    address = app.config.html_baseurl
    by_notebook = groupby(chart_html.charts(), lambda chart: chart["notebook"])
    source[0] = templating.filled(
        source[0],
        files={file["name"]: file for file in listed(Path(app.srcdir))},
        release=datapackage.release(),
        walk=reading_order.walk(),
        charts={name: list(charts) for name, charts in by_notebook},
        package=datapackage.package(),
        plain=citation.plain(address),
        bibtex=citation.bibtex(address),
        size=size,
        earlier=earlier(),
    )


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
    inside = {f"data/{path}": content for path, content in described().items()}
    for path in SAMPLES:
        inside[f"data/{path}"] = (DATA / path).read_bytes()
    for path in CODE.rglob("*"):
        if path.suffix in (".py", ".mplstyle"):
            inside[path.relative_to(CODE).as_posix()] = path.read_bytes()
    files = {f"{INSTALLED}/{path}": content for path, content in inside.items()}
    files["LICENSE"] = (ROOT / "LICENSE").read_bytes()
    files["requirements.txt"] = requirements()
    files["requirements.lock"] = locked()
    files["README.txt"] = README.format(name=name, cite=citation.plain()).encode()
    files[f"{name}.ipynb"] = downloaded(name)
    return files


def downloaded(name: str) -> bytes:
    """Return a notebook as it is taken away: it imports the package by its installed name."""
    text = (reading_order.NOTEBOOKS / f"{name}.ipynb").read_text("utf-8")
    return text.replace("from analysis import", f"from {INSTALLED} import").encode()


def requirements() -> bytes:
    """Return the packages that a notebook needs, with the project's ranges, one a line."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    packages = project["dependencies"] + project["optional-dependencies"]["notebooks"]
    return "".join(f"{package}\n" for package in packages).encode()


def locked() -> bytes:
    """Return those entries of the lock that a notebook needs, each with its hashes.

    An entry is needed if it is a requirement, or if a needed one stands under its `# via`.
    """
    text = (ROOT / "requirements.lock").read_text("utf-8")
    entries = dict(re.findall(r"^(([\w.-]+)(?:\[[^\]]*\])?==(?:.+\n)(?:[ ].*\n?)*)", text, re.M))
    entries = {name: entry for entry, name in entries.items()}
    wanted = {re.match(r"[\w.-]+", line)[0].lower() for line in requirements().decode().split()}
    while True:
        more = {
            name
            for name, entry in entries.items()
            if name not in wanted and wanted & set(re.findall(r"# +(?:via )?([\w.-]+)", entry))
        }
        if not more:
            return "".join(entries[name] for name in sorted(wanted & set(entries))).encode()
        wanted |= more


def archive(path: Path, files: dict[str, bytes]) -> None:
    """Write a zip of some files by name; the same files give the same bytes.

    All are dated to the release.
    """
    year, month, day = map(int, citation.stated()["date-released"].split("-"))
    with zipfile.ZipFile(path, "w") as zipped:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(name, (year, month, day, 0, 0, 0))
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
