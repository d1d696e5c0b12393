"""The files of the charts: those of the stored pictures, described, and with the table that is
drawn.
"""

import base64
import functools
import importlib.util
import io
import json
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pytest

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "site" / "figures"
SENTENCE = r"(?:\b[A-Za-z][a-z’']*\b[ ,;]+){2}[A-Za-z][a-z]"
ENDS = (".svg", "-phone.svg", ".png", ".csv")
QUOTED = {"title_en", "recipient_as_printed", "value_as_printed"}
SVG = "{http://www.w3.org/2000/svg}"
# Draws one notebook in a process of its own; the files of its charts go to the working folder
REPEATED = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
import figures
place = Path.cwd()
for about, files in figures.drawn(place / sys.argv[2]):
    for ending, file in files.items():
        (place / (about["chart"] + ending)).write_bytes(file)
"""


@functools.cache
def module():
    """`site/figures.py`, under a name that no installed module has."""
    sys.path.insert(0, str(ROOT / "site"))  # where it finds its neighbours
    known = importlib.util.spec_from_file_location("site_figures", ROOT / "site" / "figures.py")
    loaded = importlib.util.module_from_spec(known)
    known.loader.exec_module(loaded)
    return loaded


@pytest.fixture(scope="module")
def index() -> list[dict]:
    """What was drawn; `make test` sees to it that this is of the present charts and notebooks."""
    listed = FOLDER / "figures.json"
    assert listed.is_file(), (
        "the charts are not drawn: run `make test`, or `python site/figures.py`"
    )
    return json.loads(listed.read_text("utf-8"))


def stored() -> list[tuple[str, str, bytes]]:
    """Notebook, description and picture of every chart that a notebook stores, in reading order."""
    found = []
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        for cell in json.loads(path.read_text("utf-8"))["cells"]:
            shown = [
                output
                for output in cell.get("outputs", [])
                if "image/png" in output.get("data", {})
            ]
            found += [
                (
                    path.stem,
                    one["metadata"]["image/png"]["alt"],
                    base64.b64decode(one["data"]["image/png"]),
                )
                for one in shown
            ]
    return found


def japanese(index: list[dict]) -> list[dict]:
    """The charts that are drawn in Japanese."""
    return [about for about in index if "ja" in about]


def draw(notebook: Path) -> subprocess.CompletedProcess:
    """Draw one notebook beside it."""
    command = [sys.executable, "-c", REPEATED, str(ROOT / "site"), notebook.name]
    return subprocess.run(
        command, cwd=notebook.parent, capture_output=True, text=True, encoding="utf-8"
    )


@pytest.fixture
def short(tmp_path) -> Path:
    """The notebook on the permits up to its first chart."""
    notebook = json.loads((ROOT / "notebooks/06-the-permits.ipynb").read_text("utf-8"))
    first = next(
        place
        for place, cell in enumerate(notebook["cells"])
        if "".join(cell["source"]).startswith("charts.")
    )
    path = tmp_path / "short.ipynb"
    path.write_text(json.dumps(notebook | {"cells": notebook["cells"][: first + 1]}), "utf-8")
    return path


def test_every_stored_picture_has_its_files(index):
    """In reading order, the PNG being the stored one byte for byte, and nothing else lies there."""
    drawn = [
        (about["notebook"], about["alt"], (FOLDER / f"{about['name']}.png").read_bytes())
        for about in index
    ]
    assert drawn == stored() and len(drawn) > 20
    assert {path.name for path in FOLDER.iterdir()} == {
        about["name"] + edition + end
        for about in index
        for edition in ("", "-ja")[: 1 + ("ja" in about)]
        for end in ENDS
    } | {"figures.json", "slides"}
    slides = {
        f"landmarks-{shape}-{language}.{end}"
        for shape in ("slide", "square")
        for language in ("en", "ja")
        for end in ("png", "svg")
    }
    assert {path.name for path in (FOLDER / "slides").iterdir()} == slides


def test_every_svg_says_what_it_shows(index):
    """Announced as one picture, with the title and the description of the chart, and as large as
    the index says.
    """
    editions = [(about["name"], about, None) for about in index]
    editions += [(f"{about['name']}-ja", about["ja"], "ja") for about in japanese(index)]
    for name, about, tongue in editions:
        for end, size in ((".svg", about["size"]), ("-phone.svg", about["phone"])):
            root = ElementTree.parse(FOLDER / (name + end)).getroot()
            assert root.get("role") == "img" and root.get("aria-labelledby") == "title desc"
            assert root.get("lang") == tongue
            said = {
                element.get("id"): element.text
                for element in (root.find(f"{SVG}title"), root.find(f"{SVG}desc"))
            }
            assert said == {"title": about["title"], "desc": about["alt"]}
            points = [float(root.get(side).removesuffix("pt")) for side in ("width", "height")]
            assert [round(length / 0.72) for length in points] == size


def test_a_phone_gets_its_own_drawing(index):
    """Narrow enough to be read without zooming."""
    assert {about["size"][0] for about in index} == {760} and {
        about["phone"][0] for about in index
    } == {360}


def test_every_table_names_its_sources(index):
    """A chart's CSV is UTF-8, has rows, and a source for what it holds."""
    for about in index:
        table = pd.read_csv(FOLDER / f"{about['name']}.csv", encoding="utf-8", dtype="str")
        assert len(table) and any(column.startswith("source_id") for column in table), about["name"]


def test_every_chart_is_drawn_in_japanese_once(index):
    """Wherever it is shown again; those of the method too."""
    marks = [about["drawn"] for about in japanese(index)]
    assert len(marks) == len(set(marks)) and set(marks) == {about["drawn"] for about in index}


def test_the_japanese_tables_have_the_values_of_the_english_ones(index):
    """Row by row: figures, days and ids as they are, each word by one word; heads with no English.

    They begin with the mark by which a spreadsheet knows UTF-8.
    """
    plain = {"dtype": "str", "keep_default_na": False}
    for about in japanese(index):
        path = FOLDER / f"{about['name']}-ja.csv"
        assert path.read_bytes().startswith(b"\xef\xbb\xbf")
        own = pd.read_csv(path, encoding="utf-8-sig", **plain)
        other = pd.read_csv(FOLDER / f"{about['name']}.csv", encoding="utf-8", **plain)
        assert own.shape == other.shape and own.columns.is_unique
        assert not [head for head in own if re.search(r"[a-z]", head)], list(own)
        for head, column in zip(own, other, strict=True):
            where = f"{about['name']}: {column}"
            assert ((own[head] == "") == (other[column] == "")).all(), where
            pairs = pd.DataFrame({"own": own[head], "other": other[column]}).drop_duplicates()
            assert pairs["other"].is_unique, where  # a word has one Japanese
            words = pairs["other"].str.contains("[A-Za-z]{2}") & (pairs["own"] != pairs["other"])
            assert (pairs["own"] == pairs["other"])[~words].all(), where
            english = pairs["own"].str.contains(SENTENCE) & ~pairs["own"].str.contains("[ぁ-ん]")
            assert not english.any() or column in QUOTED, pairs["own"][english].tolist()


def test_a_csv_reads_back_as_the_table_drawn():
    """Japanese, quotes, line breaks, fractions, days, codes and gaps survive."""
    table = pd.DataFrame(
        {
            "text": ["防衛装備移転三原則", 'a "quoted", word', "two\nlines", None],
            "share": [0.1 + 0.2, 1e-9, -5.0, None],
            "count": pd.array([1, 10**12, None, -3], "Int64"),
            "day": pd.to_datetime(["2023-12-22", None, "1967-04-21", "2026-04-21"]),
            "status": pd.Categorical(["allowed", None, "prohibited", "allowed"]),
            "open": pd.array([True, False, None, True], "boolean"),
        }
    )
    kinds = {"count": "Int64", "open": "boolean", "status": table["status"].dtype}
    blank = {"keep_default_na": False, "na_values": [""]}
    again = pd.read_csv(io.StringIO(module().csv(table)), dtype=kinds, parse_dates=["day"], **blank)
    pd.testing.assert_frame_equal(again, table)


def test_a_formula_is_refused():
    """A cell that a spreadsheet would run does not leave."""
    with pytest.raises(ValueError, match="formula: '=1"):
        module().csv(pd.DataFrame({"text": ["plain", "=1+1"], "number": [-1, -2]}))


def test_a_chart_shown_again_is_numbered():
    """So that no file overwrites another."""
    assert [module().numbered("tempo", ["tempo"] * earlier) for earlier in range(3)] == [
        "tempo",
        "tempo-2",
        "tempo-3",
    ]


def test_drawing_again_gives_the_same_files(short, index):
    """Byte for byte those that lie there."""
    done = draw(short)
    assert done.returncode == 0, done.stderr
    (about,) = (
        about for about in index if (about["notebook"], about["order"]) == ("06-the-permits", 1)
    )
    for end in (*ENDS, *(f"-ja{end}" for end in ENDS)):
        assert (short.parent / (about["chart"] + end)).read_bytes() == (
            FOLDER / (about["name"] + end)
        ).read_bytes(), end


def test_another_chart_than_the_stored_one_stops_the_drawing(short):
    """What can be downloaded is what is shown."""
    text = short.read_text("utf-8")
    (about,) = [line for line in text.split("[drawn: ")[1:]]
    short.write_text(text.replace(about[:8], "00000000"), "utf-8")
    done = draw(short)
    assert (
        done.returncode != 0
        and "short.ipynb stores other charts than its code draws now: run `make notebooks`"
        in done.stderr
    )
