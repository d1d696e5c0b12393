"""What can be taken away: whole, valid for other tools, the same on every build, and able to run
elsewhere.
"""

import csv
import hashlib
import importlib
import json
import os
import re
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest
import yaml
from frictionless import Package, system

from analysis import tables

ROOT = Path(__file__).resolve().parents[1]
CITATION = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
RELEASE = f"japan-arms-export-{CITATION['version']}"
SQL = {"integer": "INTEGER", "number": "REAL", "boolean": "INTEGER"}


@pytest.fixture(scope="module")
def made() -> SimpleNamespace:
    """The modules in `site/` that are tested here."""
    sys.path.insert(0, str(ROOT / "site"))
    try:
        return SimpleNamespace(
            **{
                name: importlib.import_module(name)
                for name in ("citation", "database", "downloads", "metadata")
            }
        )
    finally:
        sys.path.remove(str(ROOT / "site"))


@pytest.fixture(scope="module")
def site(made, tmp_path_factory) -> Path:
    """A folder with everything to download."""
    place = tmp_path_factory.mktemp("downloads")
    made.downloads.gather(place)
    return place


@pytest.fixture(scope="module")
def unzipped(site, tmp_path_factory) -> Path:
    """The data package as its user has it."""
    place = tmp_path_factory.mktemp("unzipped")
    with zipfile.ZipFile(site / "downloads" / f"{RELEASE}.zip") as zipped:
        zipped.extractall(place)
    return place


@pytest.fixture
def database(site):
    """A connection to the SQLite file, which cannot change it."""
    with closing(
        sqlite3.connect(f"file:{site}/downloads/{RELEASE}.sqlite?mode=ro", uri=True)
    ) as connection:
        yield connection


def checked(folder: Path) -> set[str]:
    """The files that `SHA256SUMS` names; one that differs fails."""
    lines = [line.split("  ") for line in (folder / "SHA256SUMS").read_text("utf-8").splitlines()]
    assert not [
        name
        for digest, name in lines
        if hashlib.sha256((folder / name).read_bytes()).hexdigest() != digest
    ]
    return {name for _, name in lines}


def blocks(language: str) -> list[str]:
    """The pieces of code that the page of the downloads shows."""
    return re.findall(
        rf"^```{language}\n(.*?)^```",
        (ROOT / "site/reuse.md").read_text("utf-8"),
        re.MULTILINE | re.DOTALL,
    )


def listed(columns) -> list[str]:
    return [columns] if isinstance(columns, str) else columns


def test_gathering_again_gives_the_same_bytes(made, site, tmp_path):
    """No time, no path, no chance in any file."""
    made.downloads.gather(tmp_path)
    files = [
        {path.name: path.read_bytes() for path in (place / "downloads").iterdir()}
        for place in (site, tmp_path)
    ]
    assert files[0].keys() == files[1].keys()
    assert not [name for name in files[0] if files[0][name] != files[1][name]]


def test_every_download_has_its_checksum(site):
    """And each notebook is there, alone and ready to run."""
    names = {path.name for path in (site / "downloads").iterdir()}
    assert checked(site / "downloads") == names - {"SHA256SUMS"}
    for notebook in (ROOT / "notebooks").glob("*.ipynb"):
        text = notebook.read_text("utf-8").replace(
            "from analysis import", "from japan_arms_export import"
        )
        assert (site / "downloads" / notebook.name).read_text("utf-8") == text
        assert f"{notebook.stem}.zip" in names


def test_what_a_notebook_reads_goes_with_it(site):
    """The raw files that its code names lie in its archive, byte for byte."""
    found = set()
    for notebook in (ROOT / "notebooks").glob("*.ipynb"):
        named = re.findall(r'"(raw/[^"]+)"', notebook.read_text("utf-8").replace('\\"', '"'))
        with zipfile.ZipFile(site / "downloads" / f"{notebook.stem}.zip") as zipped:
            for name in named:
                packed = zipped.read(f"{notebook.stem}/japan_arms_export/data/{name}")
                assert packed == (ROOT / "data" / name).read_bytes()
        found.update(named)
    assert found == {"raw/article/sample-article.html", "raw/transfers/sample-release.txt"}


def test_the_data_package_is_whole(unzipped):
    """Every table, the codebook, the licence and how to cite, each with its checksum."""
    files = {
        path.relative_to(unzipped).as_posix() for path in unzipped.rglob("*") if path.is_file()
    }
    assert files == {tables.resource(name)["path"] for name in tables.names()} | {
        "datapackage.json",
        "README.md",
        "LICENSE",
        "CITATION.cff",
        "SHA256SUMS",
    }
    assert checked(unzipped) == files - {"SHA256SUMS"}


def test_frictionless_finds_the_zip_valid(site):
    """As it is, without unzipping: types, codes, keys and foreign keys."""
    with system.use_context(trusted=True):
        report = Package(str(site / "downloads" / f"{RELEASE}.zip")).validate()
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "note"])[:5]
    assert len(report.tasks) == len(tables.names())


def test_the_database_is_sound(database):
    """Its own checks find nothing, with every key declared."""
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []


@pytest.mark.parametrize("name", tables.names())
def test_a_table_of_the_database_is_that_of_the_package(database, name):
    """Columns in order, types, keys, and every cell; a blank is NULL."""
    schema = tables.resource(name)["schema"]
    columns = database.execute(f'PRAGMA table_info("{name}")').fetchall()
    assert [(column[1], column[2]) for column in columns] == [
        (field["name"], SQL.get(field["type"], "TEXT")) for field in schema["fields"]
    ]
    assert [
        column[1] for column in sorted(columns, key=lambda column: column[5]) if column[5]
    ] == listed(schema["primaryKey"])
    declared = {
        (row[2], row[3], row[4]) for row in database.execute(f'PRAGMA foreign_key_list("{name}")')
    }
    assert declared == {
        (key["reference"]["resource"] or name, *pair)
        for key in schema.get("foreignKeys", [])
        for pair in zip(listed(key["fields"]), listed(key["reference"]["fields"]), strict=True)
    }
    cells = [
        ["" if cell is None else str(cell) for cell in row]
        for row in database.execute(f'SELECT * FROM "{name}"')
    ]
    with (tables.folder() / tables.resource(name)["path"]).open(
        encoding="utf-8", newline=""
    ) as file:
        assert cells == list(csv.reader(file))[1:]


def test_the_database_explains_itself(database):
    """Every table and column with its meaning, codes and unit.

    Version, licence, citation, and what blanks and dates are.
    """
    fields = [
        (name, place, field)
        for name in tables.names()
        for place, field in enumerate(tables.fields(name), 1)
    ]
    assert database.execute("SELECT table_name, description FROM about_tables").fetchall() == [
        (name, tables.resource(name)["description"]) for name in tables.names()
    ]
    assert database.execute("SELECT * FROM about_columns").fetchall() == [
        (
            name,
            place,
            field["name"],
            field["type"],
            field.get("unit"),
            field["description"],
            " | ".join(field.get("constraints", {}).get("enum", [])) or None,
        )
        for name, place, field in fields
    ]
    about = dict(database.execute("SELECT key, value FROM about"))
    assert about["version"] == CITATION["version"] and CITATION["title"] in about["cite as"]
    assert {"licence", "blank", "dates", "booleans"} <= set(about)


def test_a_key_that_leads_nowhere_is_found(made, tmp_path):
    """No database leaves with a row that points to none."""
    (tmp_path / "rows.csv").write_text("row_id,parent_id,sure\na,,true\nb,a,false\nc,x,\n", "utf-8")
    fields = [
        {"name": name, "type": kind, "description": "."}
        for name, kind in {"row_id": "string", "parent_id": "string", "sure": "boolean"}.items()
    ]
    key = {"fields": "parent_id", "reference": {"resource": "", "fields": "row_id"}}
    table = {"name": "rows", "title": "Rows", "description": "One row per row.", "path": "rows.csv"}
    package = {"title": "", "description": "", "version": "1"}
    package["resources"] = [
        table | {"schema": {"fields": fields, "primaryKey": "row_id", "foreignKeys": [key]}}
    ]
    with pytest.raises(ValueError, match="rows"):
        made.database.write(tmp_path / "broken.sqlite", package, tmp_path, {})
    with closing(sqlite3.connect(tmp_path / "broken.sqlite")) as connection:
        assert connection.execute("SELECT sure FROM rows").fetchall() == [(1,), (0,), (None,)]


def test_a_notebook_taken_away_runs(site, tmp_path):
    """Unzipped in an empty folder, with the code and tables that lie there, to the end, and shows
    what is stored.
    """
    with zipfile.ZipFile(site / "downloads" / "06-the-permits.zip") as zipped:
        zipped.extractall(tmp_path)
    place = tmp_path / "06-the-permits"
    source = json.loads((place / "06-the-permits.ipynb").read_text("utf-8"))
    where = {
        "cell_type": "code",
        "id": "where",
        "metadata": {},
        "outputs": [],
        "execution_count": None,
    }
    where["source"] = (
        "import japan_arms_export as package; print(package.__file__, tables.folder())"
    )
    (place / "run.ipynb").write_text(
        json.dumps(source | {"cells": [*source["cells"], where]}), "utf-8"
    )
    command = [sys.executable, "-m", "jupyter", "execute", "--inplace", "run.ipynb"]
    alone = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        command, cwd=place, env=alone, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    *again, last = json.loads((place / "run.ipynb").read_text("utf-8"))["cells"]
    assert "".join(last["outputs"][0]["text"]).count(str(place)) == 2
    pairs = zip(again, source["cells"], strict=True)
    assert not [cell["source"] for cell, stored in pairs if texts(cell) != texts(stored)]


def texts(cell: dict) -> list[str]:
    """What a cell shows, as text."""
    return [
        "".join(output["data"]["text/plain"])
        for output in cell.get("outputs", [])
        if "data" in output
    ]


def test_a_notebook_taken_away_says_what_it_needs(site):
    """The packages of others, one a line, and how to start."""
    with zipfile.ZipFile(site / "downloads" / "06-the-permits.zip") as zipped:
        wanted = zipped.read("06-the-permits/requirements.txt").decode().splitlines()
        locked = zipped.read("06-the-permits/requirements.lock").decode()
        readme = zipped.read("06-the-permits/README.txt").decode()
    assert {"jupyterlab", "pandas", "matplotlib", "seaborn"} <= {
        re.match(r"[a-z-]+", line)[0] for line in wanted
    }
    assert "06-the-permits.ipynb" in readme and CITATION["title"] in readme
    entries = re.split(r"^(?=\S)", locked, flags=re.MULTILINE)[1:]
    names = {re.match(r"[\w.-]+", entry)[0] for entry in entries}
    assert all("==" in entry and "--hash=sha256:" in entry for entry in entries)
    assert {re.match(r"[\w.-]+", line)[0] for line in wanted} <= names and "pytest" not in names
    assert "--require-hashes -r requirements.lock" in readme


@pytest.mark.parametrize("code", blocks("python"))
def test_the_python_of_the_page_runs(unzipped, monkeypatch, code):
    """In the unzipped folder, as the page says, and gives rows."""
    monkeypatch.chdir(unzipped)
    space = {}
    exec(code, space)
    assert (
        len(space["rules"]) == len(tables.read("rule_changes"))
        and space["rules"]["adopted"].dtype.kind == "M"
    )


@pytest.mark.parametrize("query", blocks("sql"))
def test_the_sql_of_the_page_runs(database, query):
    """And gives the rows that the tables give."""
    evidence = tables.read("evidence")
    assert (
        len(database.execute(query).fetchall()) == (evidence["relation"] == "contradicts").sum() > 0
    )


def test_the_citation_is_that_of_the_file(made):
    """As text and as BibTeX; an address only where the site has one."""
    for text in (made.citation.plain(), made.citation.bibtex()):
        assert (
            CITATION["title"] in text
            and CITATION["version"] in text
            and "(2026)" in text
            or "{2026}" in text
        )
        assert "http" not in text
    assert made.citation.plain("https://example.org/").endswith(" https://example.org/")
    assert "url = {https://example.org/}" in made.citation.bibtex("https://example.org/")


def test_the_data_set_is_described_as_it_is(made, site):
    """Name, version, licence and credit of the project.

    Files with their true sizes and checksums; no address that nobody set.
    """
    said = made.metadata.dataset(site)
    assert (said["@type"], said["name"], said["version"]) == (
        "Dataset",
        CITATION["title"],
        CITATION["version"],
    )
    assert 50 <= len(said["description"]) <= 5000 and "url" not in said
    assert {file["name"] for file in said["distribution"]} == {
        f"{RELEASE}.zip",
        f"{RELEASE}.sqlite",
    }
    for file in said["distribution"]:
        content = (site / file["contentUrl"]).read_bytes()
        assert (file["contentSize"], file["sha256"]) == (
            f"{len(content)} B",
            hashlib.sha256(content).hexdigest(),
        )
    there = made.metadata.dataset(site, "https://example.org/")
    assert there["url"] == "https://example.org/"
    assert there["distribution"][0]["contentUrl"].startswith("https://example.org/downloads/")


@pytest.mark.parametrize("address", ["", "https://example.org/"])
def test_the_site_map_has_full_addresses_or_is_not_there(made, tmp_path, address):
    """Its protocol knows no relative ones."""
    builder = SimpleNamespace(format="html", get_target_uri="{}.html".format)
    app = SimpleNamespace(
        config=SimpleNamespace(html_baseurl=address), builder=builder, outdir=tmp_path
    )
    app.env = SimpleNamespace(found_docs={"index", "claims/C01"})
    made.metadata.sitemap(app, None)
    path = tmp_path / "sitemap.xml"
    assert path.exists() == bool(address)
    if address:
        places = [
            element.text
            for element in ElementTree.parse(path).iter(
                "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
            )
        ]
        assert places == ["https://example.org/claims/C01.html", "https://example.org/index.html"]
