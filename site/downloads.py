"""What can be taken away whole: the data package, one SQLite file, each notebook ready to run; with sizes and checksums."""

import hashlib
import shutil
import tomllib
import zipfile
from itertools import groupby
from pathlib import Path

import citation
import contents
import database
import jinja2

ROOT = Path(__file__).parents[1]
DATA = ROOT / "data"
INSTALLED = "japan_arms_export"  # the package's name where it is not a clone's
# The raw files that notebooks read, beside the tables
SAMPLES = ("raw/article/sample-article.html", "raw/transfers/sample-release.txt")
README = """This folder runs as it is: the notebook, the code it uses (japan_arms_export/) and the tables it reads
(japan_arms_export/data/).

With Python 3.11 or newer, in this folder:

    python -m pip install -r requirements.txt
    python -m jupyterlab {name}.ipynb

and then Run > Restart Kernel and Run All Cells. The notebook fetches nothing from the network.

{cite}
"""


def gather(site: Path) -> None:
    """Write everything to download into `downloads/`, and `SHA256SUMS` over it."""
    folder = site / "downloads"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    archive(folder / f"{release()}.zip", data_package())
    notes = {"cite as": citation.plain(), "licence": contents.package()["licenses"][0]["title"]}
    database.write(folder / f"{release()}.sqlite", contents.package(), DATA, notes)
    shutil.copy(ROOT / "CITATION.cff", folder)
    for name in contents.notebooks():
        (folder / f"{name}.ipynb").write_bytes(downloaded(name))
        archive(
            folder / f"{name}.zip",
            {f"{name}/{path}": file for path, file in runnable(name).items()},
        )
    (folder / "SHA256SUMS").write_bytes(
        sums({path.name: path.read_bytes() for path in folder.iterdir()})
    )


def fill(app, page: str, source: list[str]) -> None:
    """Fill the page of the downloads; Sphinx calls this with the text of every page it reads, in a list of one."""
    if page == "reuse":
        files, address = (
            {file["name"]: file for file in listed(Path(app.srcdir))},
            app.config.html_baseurl,
        )
        shown = {
            name: list(charts)
            for name, charts in groupby(contents.charts(), lambda chart: chart["notebook"])
        }
        frames = {
            "files": files,
            "release": release(),
            "walk": contents.walk(),
            "charts": shown,
            "package": contents.package(),
        }
        frames |= {
            "plain": citation.plain(address),
            "bibtex": citation.bibtex(address),
            "size": size,
        }
        environment = jinja2.Environment(
            undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )
        source[0] = environment.from_string(source[0]).render(frames)


def release() -> str:
    """The name of this version of the data."""
    return f"{contents.package()['name']}-{contents.package()['version']}"


def described() -> dict[str, bytes]:
    """What makes a data package: its description and its tables, each under its path."""
    paths = ["datapackage.json", *(table["path"] for table in contents.package()["resources"])]
    return {path: (DATA / path).read_bytes() for path in paths}


def data_package() -> dict[str, bytes]:
    """The data package with the codebook, the licence, how to cite it, and a checksum of each file."""
    files = described() | {"README.md": (DATA / "README.md").read_bytes()}
    files |= {name: (ROOT / name).read_bytes() for name in ("LICENSE", "CITATION.cff")}
    return files | {"SHA256SUMS": sums(files)}


def runnable(name: str) -> dict[str, bytes]:
    """A notebook with the code and the tables it uses beside it, as they lie in an installed package, and a list of the packages it needs."""
    code = [
        path
        for path in (ROOT / "src" / "analysis").rglob("*")
        if path.suffix in (".py", ".mplstyle")
    ]
    home = ROOT / "src" / "analysis"
    files = {f"{INSTALLED}/{path.relative_to(home).as_posix()}": path.read_bytes() for path in code}
    files |= {f"{INSTALLED}/data/{path}": file for path, file in described().items()}
    files |= {f"{INSTALLED}/data/{path}": (DATA / path).read_bytes() for path in SAMPLES}
    files["LICENSE"] = (ROOT / "LICENSE").read_bytes()
    files |= {
        "requirements.txt": requirements(),
        "README.txt": README.format(name=name, cite=citation.plain()).encode(),
    }
    return files | {f"{name}.ipynb": downloaded(name)}


def downloaded(name: str) -> bytes:
    """Return a notebook as it is taken away: it imports the package by the name of an installed one."""
    text = (ROOT / "notebooks" / f"{name}.ipynb").read_text("utf-8")
    return text.replace("from analysis import", f"from {INSTALLED} import").encode()


def requirements() -> bytes:
    """The packages that a notebook needs, with the ranges that the project states, one a line."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return "".join(
        f"{package}\n"
        for package in project["dependencies"] + project["optional-dependencies"]["notebooks"]
    ).encode()


def archive(path: Path, files: dict[str, bytes]) -> None:
    """Write a zip of some files by name, all dated to the release: the same files give the same bytes."""
    released = *map(int, citation.stated()["date-released"].split("-")), 0, 0, 0
    with zipfile.ZipFile(path, "w") as zipped:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(name, released)
            entry.create_system, entry.external_attr = (
                3,
                0o100644 << 16,
            )  # an ordinary file, on whatever system it is made
            zipped.writestr(entry, content, zipfile.ZIP_DEFLATED, 9)


def sums(files: dict[str, bytes]) -> bytes:
    """A SHA-256 of each file, as `sha256sum --check` reads it."""
    return "".join(
        f"{hashlib.sha256(file).hexdigest()}  {name}\n" for name, file in sorted(files.items())
    ).encode()


def listed(site: Path) -> list[dict]:
    """Each file to download: name, address from the front page, size in bytes, SHA-256."""
    lines = (site / "downloads" / "SHA256SUMS").read_text("utf-8").splitlines()
    found = [
        {"name": name, "url": f"downloads/{name}", "sha256": digest}
        for digest, name in map(str.split, lines)
    ]
    return [file | {"size": (site / file["url"]).stat().st_size} for file in found]


def size(count: int) -> str:
    """A number of bytes as people read it."""
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{count / 1e3:.0f} kB"
