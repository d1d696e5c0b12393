"""What can be taken away: whole, valid for other tools, the same on every build, and able to run
elsewhere.
"""

import base64
import csv
import datetime
import functools
import gzip
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

import pandas as pd
import pytest
import yaml
from frictionless import Package, system

from analysis import rules, tables

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
                for name in ("citation", "database", "downloads", "metadata", "sql_page")
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
    """The data package as its user has it: all in one folder, called as the zip."""
    place = tmp_path_factory.mktemp("unzipped")
    with zipfile.ZipFile(site / "downloads" / f"{RELEASE}.zip") as zipped:
        zipped.extractall(place)
    assert [path.name for path in place.iterdir()] == [RELEASE]
    return place / RELEASE


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
        taken = json.loads((site / "downloads" / notebook.name).read_text("utf-8"))
        first = taken["cells"].pop(0)
        assert taken == json.loads(text)
        assert f'"japan-arms-export=={CITATION["version"]}"' in "".join(first["source"])
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


def test_frictionless_finds_the_package_valid(unzipped):
    """Types, codes, keys and foreign keys."""
    with system.use_context(trusted=True):
        report = Package(str(unzipped / "datapackage.json")).validate()
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
    assert "install" in again[0]["id"] and again[0]["outputs"] == []  # it is there: nothing to do
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
        f"{RELEASE}.xlsx",
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


SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
DAY_ZERO = datetime.date(1899, 12, 30)  # from which a workbook counts days


def workbook(path: Path) -> dict[str, list[list]]:
    """The sheets of a workbook: rows of cells as (kind, text), None where a cell is empty."""
    with zipfile.ZipFile(path) as zipped:
        texts = ElementTree.fromstring(zipped.read("xl/sharedStrings.xml"))
        shared = ["".join(part.itertext()) for part in texts.iter(f"{SHEET}si")]
        book = ElementTree.fromstring(zipped.read("xl/workbook.xml"))
        names = [sheet.get("name") for sheet in book.iter(f"{SHEET}sheet")]
        sheets = {}
        for number, name in enumerate(names, 1):
            text = zipped.read(f"xl/worksheets/sheet{number}.xml")
            assert b"<f>" not in text and b"hyperlink" not in text, name
            sheets[name] = list(map(functools.partial(_row, shared), _rows(text)))
    return sheets


def _rows(text: bytes):
    return ElementTree.fromstring(text).iter(f"{SHEET}row")


def _row(shared: list[str], row) -> list:
    cells = []
    for cell in row:
        letters = re.match("[A-Z]+", cell.get("r"))[0]
        place = functools.reduce(lambda sum, letter: 26 * sum + ord(letter) - 64, letters, 0) - 1
        cells += [None] * (place - len(cells))
        value = cell.findtext(f"{SHEET}v")
        cells.append(shared[int(value)] if cell.get("t") == "s" else (cell.get("t"), value))
    return cells


def test_the_workbook_holds_every_table_and_explains_it(site):
    """Every cell as what it is: text, day, number, yes or no; nothing is a formula or a link."""
    sheets = workbook(site / "downloads" / f"{RELEASE}.xlsx")
    assert list(sheets) == ["about", "dictionary", *tables.names()]
    explained = [row[:4] for row in sheets["dictionary"][1:]]
    assert [(row[0], row[2]) for row in explained] == [
        (name, field["name"]) for name in tables.names() for field in tables.fields(name)
    ]
    about = {row[0]: row[1] for row in sheets["about"] if len(row) == 2}
    assert about["version"] == CITATION["version"] and "licence" in about and "cite as" in about
    for name in tables.names():
        kinds = [field["type"] for field in tables.fields(name)]
        path = tables.folder() / tables.resource(name)["path"]
        with path.open(encoding="utf-8", newline="") as file:
            wanted = list(csv.reader(file))
        assert sheets[name][0] == wanted[0]
        for row, line in zip(sheets[name][1:], wanted[1:], strict=True):
            row = row + [None] * (len(line) - len(row))
            cells = [_printed(cell, kind) for cell, kind in zip(row, kinds, strict=True)]
            assert cells == [_number(cell, kind) for cell, kind in zip(line, kinds, strict=True)]


def _number(cell: str, kind: str) -> object:
    return float(cell) if cell and kind in ("integer", "number") else cell


def _printed(cell: object, kind: str) -> object:
    """A cell of a workbook as the CSV file has it."""
    if cell is None or isinstance(cell, str):
        return cell or ""
    typed, value = cell
    if kind == "date":
        return str(DAY_ZERO + datetime.timedelta(int(value)))
    if typed == "b":
        return {"1": "true", "0": "false"}[value]
    return float(value)


def test_a_cell_that_looks_like_a_formula_is_text(made, tmp_path):
    """Nor is one that looks like an address a link; one too long for a workbook is refused."""
    odd = ["=1+1", "+1", "-1", "@SUM(A1)", "https://example.org", "0012", "{=A1}", "\t=1"]
    fields = [{"name": "odd", "type": "string", "description": "."}]
    schema = {"fields": fields, "primaryKey": "odd"}
    table = {"name": "rows", "title": "Rows", "description": ".", "path": "rows.csv"}
    package = {"title": "", "description": "", "version": "1"}
    package["resources"] = [table | {"schema": schema}]
    for cells, fails in ((odd, False), (["x" * 32_768], True)):
        lines = [["odd"], *([cell] for cell in cells)]
        with (tmp_path / "rows.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(lines)
        arguments = (tmp_path / "odd.xlsx", package, tmp_path, {}, datetime.date(2026, 1, 1))
        if fails:
            with pytest.raises(ValueError, match=r"sheet rows, row 2.*shorten"):
                made.downloads.spreadsheet.write(*arguments)
        else:
            made.downloads.spreadsheet.write(*arguments)
            assert [row[0] for row in workbook(arguments[0])["rows"][1:]] == odd


def test_the_wheel_of_the_downloads_is_this_version(site, made):
    """What the page tells people to install is there, with code, tables and codebook."""
    with zipfile.ZipFile(site / "downloads" / made.downloads.wheel_name()) as zipped:
        held = set(zipped.namelist())
    assert CITATION["version"] in made.downloads.wheel_name()
    assert {
        "japan_arms_export/__main__.py",
        "japan_arms_export/data/README.md",
        "japan_arms_export/data/datapackage.json",
    } <= held


@pytest.mark.parametrize(
    ("repository", "address"),
    [
        ("", ""),
        ("https://example.org/o/r", ""),
        (
            "https://github.com/o/r/",
            "https://mybinder.org/v2/gh/o/r/v{}?urlpath=lab/tree/notebooks/",
        ),
    ],
)
def test_binder_is_offered_where_the_repository_has_an_address(made, repository, address):
    """At the tag of the version; elsewhere the page says nothing of it."""
    assert made.downloads.binder(repository) == address.format(CITATION["version"])


def test_a_published_notebook_installs_from_its_own_site(made, monkeypatch):
    """Not from an index, to which nobody may have put it."""
    monkeypatch.setenv("SITE_URL", "https://example.org/arms/")
    wheel = f"https://example.org/arms/downloads/{made.downloads.wheel_name()}"
    (first, *_) = json.loads(made.downloads.downloaded("06-the-permits"))["cells"]
    assert f'"{wheel}"' in "".join(first["source"])


@pytest.mark.parametrize("extras", [(), ("notebooks",)])
def test_a_part_of_the_lock_is_what_its_purpose_needs(made, extras):
    """Binder installs this: no browser, no linter, no test; every package with its hashes."""
    part = made.downloads.lock_part
    names = set(re.findall(r"^([\w.-]+)==", part.locked(*extras), re.MULTILINE))
    wanted = {re.match(r"[\w.-]+", line)[0] for line in part.requirements(*extras)}
    assert wanted <= names and not {"pytest", "playwright", "ruff", "sphinx", "dask"} & names
    assert ("jupyterlab" in names) == bool(extras)
    script = (ROOT / "binder/postBuild").read_text("utf-8")
    assert "site/lock_part.py notebooks" in script and "--require-hashes" in script


@pytest.mark.parametrize("block", blocks("postgresql"))
def test_the_columns_of_the_duckdb_line_are_dates(block):
    """DuckDB itself is no dependency: what the line names must be there, and be dates."""
    kinds = {field["name"]: field["type"] for field in tables.fields("rule_changes")}
    assert "read_csv('processed/rule_changes.csv'" in block
    typed = re.findall(r"'(\w+)': 'DATE'", block)
    assert typed and {kinds[name] for name in typed} == {"date"}
    selected = re.search(r"SELECT (.+)", block)[1].split(", ")
    assert set(selected) <= set(kinds)


def test_the_dates_of_the_r_line_are_dates():
    """Named as the table names them."""
    (block,) = blocks("r")
    kinds = {field["name"]: field["type"] for field in tables.fields("rule_changes")}
    typed = re.findall(r'(\w+) = "Date"', block)
    assert typed and {kinds[name] for name in typed} == {"date"}


def test_the_scripts_of_others_are_unchanged():
    """Each file of sql.js has the hash that the notices give; nothing else lies there."""
    notices = (ROOT / "site/_static/licences/NOTICES.txt").read_text("utf-8")
    told = dict(re.findall(r"([0-9a-f]{64})  (\S+)", notices))
    for path in (ROOT / "site/vendor/sql.js").iterdir():
        if path.name != "LICENSE":
            assert told[hashlib.sha256(path.read_bytes()).hexdigest()] == path.name
    assert set(told.values()) >= {"sql-wasm-browser.js", "sql-wasm-browser.wasm"}


def test_every_prepared_question_is_answered(made, database):
    """By rows with names of their own."""
    assert len(made.sql_page.QUESTIONS) == 5
    for question in made.sql_page.QUESTIONS:
        answer = database.execute(question.sql)
        names = [column[0] for column in answer.description]
        assert len(names) == len(set(names)) > 3 and len(answer.fetchall()) >= 5, question.text
        assert question.text.endswith("?")


def test_the_prepared_question_on_today_answers_as_the_package_does(made, database):
    """The status of each kind of transfer, and since when."""
    told = {row[0]: row[1:3] for row in database.execute(made.sql_page.QUESTIONS[0].sql)}
    names = tables.read("provisions").set_index("provision_id")["short_name"]
    state = rules.in_force(rules.known_until())
    assert told == {
        names[row.provision_id]: (row.status, f"{row.since:%Y-%m-%d}")
        for row in state.itertuples()
        if row.one_off != "yes" and pd.notna(row.since)
    }


def test_the_prepared_question_on_claims_tells_all_contradictions(made, database):
    """As many as the table of evidence has."""
    count = (tables.read("evidence")["relation"] == "contradicts").sum()
    assert len(database.execute(made.sql_page.QUESTIONS[3].sql).fetchall()) == count


def test_the_prepared_question_on_agreements_counts_each_case_once(made, database):
    """Also of a state with several agreements; a month or a year is no day."""
    told = {row[0]: row[1:] for row in database.execute(made.sql_page.QUESTIONS[4].sql)}
    cases = tables.read("transfers").query("recipient_iso3 == 'USA'")
    assert told["United States"][2:] == (len(cases), cases["delivered"].count())
    assert told["United Kingdom"][1] == "2013-07"


def test_the_page_of_sql_loads_what_the_build_packed(made, site):
    """Engine and tables come out of the scripts as they went in, the same on every build."""
    content = (site / "downloads" / f"{RELEASE}.sqlite").read_bytes()
    texts = made.sql_page.scripts(content)
    assert texts == made.sql_page.scripts(content)
    packed = {
        name: re.search(r'window\.(?:sqlMachine|sqlTables) = "([\w+/=]+)";\s*$', text)[1]
        for name, text in texts.items()
    }
    out = {name: gzip.decompress(base64.b64decode(text)) for name, text in packed.items()}
    assert out["tables.js"] == content
    assert out["engine.js"] == (ROOT / "site/vendor/sql.js/sql-wasm-browser.wasm").read_bytes()


def test_the_page_of_sql_carries_the_queries_as_they_are(made, site):
    """Line by line, one for each button: a remark in SQL ends with its line."""
    app = SimpleNamespace(srcdir=site)
    source = [(ROOT / "site/sql.md").read_text("utf-8")]
    made.sql_page.fill(app, "sql", source)
    (carried,) = re.findall(r'id="sql-queries">(.+?)</script>', source[0], re.DOTALL)
    assert json.loads(carried) == [question.sql for question in made.sql_page.QUESTIONS]
    buttons = re.findall(r'data-query="(\d)">([^<]+)<', source[0])
    assert buttons == [
        (str(number), question.text) for number, question in enumerate(made.sql_page.QUESTIONS)
    ]
    assert "engine.js" not in source[0] and "tables.js" not in source[0]  # loaded when asked
