"""What stands in a cell shows as text on the site, whatever it is, and does nothing."""

import csv
import itertools
import json
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import html
from test_site import clone, render

from analysis import show

SECRET = "what only the building machine may read"
MARKERS = [
    "<img src=x onerror=alert(1)>",
    "<script>alert(2)</script>",
    "[a link](javascript:alert(3))",
    "![a picture](../../hidden.txt)",
    "[a file](../../hidden.txt)",
    "{download}`a role <../../hidden.txt>`",
    "{{ 7 * 7 }} {% raw %}",
    "*stress* _stress_ `code` ~~gone~~ | $x$",
    "\n```\n\n```{include} ../../hidden.txt\n```\n",
    "\n`````\n\n:::{literalinclude} ../../hidden.txt\n:::\n",
    "\n\n```{raw} html\n:file: ../../hidden.txt\n```\n",
    "\u2028# A heading\u2028- an item",
]
MARKER = "".join(MARKERS)
# Words that code looks up by their text, templates, and printed forms that a notebook reads
KEPT = {
    ("answer_words", "en"),
    ("answer_words", "ja"),
    ("articles", "published_basis"),
    ("attributions", "credited"),
    ("citations", "fields"),
    ("citations", "row_id"),
    ("countries", "name_en"),
    ("countries", "name_ja"),
    ("items", "name_en"),
    ("page_words", "japanese"),
    ("permit_reports", "fiscal_year_as_printed"),
    ("questions", "destination"),
    ("questions", "item"),
}
# Runs the notebooks of a copy without their charts, and stores what all other cells show
RUN = """
import os, sys
from pathlib import Path
import nbformat
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from analysis import charts
charts.Chart._ipython_display_ = lambda figure: None
os.chdir(sys.argv[1])
shell = InteractiveShell.instance()
for path in sorted(Path().glob("*.ipynb")):
    shell.reset(new_session=False)
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        with capture_output() as captured:
            result = shell.run_cell(cell.source)
        result.raise_error()
        bundles = [output.data for output in captured.outputs]
        if result.result is not None:
            bundles.append(shell.display_formatter.format(result.result)[0])
        if not isinstance(result.result, charts.Chart) and "display(charts." not in cell.source:
            cell.outputs = [nbformat.v4.new_output("display_data", data) for data in bundles]
    nbformat.write(notebook, path)
"""


# Gives each marked cell of a copy a Japanese with the same markers, each notebook its summary
FOLLOW = """
import csv, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
import reading_order
from analysis import language
from analysis import tables

def written(path, encoding, rows):
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator=chr(10))
        writer.writeheader()
        writer.writerows(rows)

columns = ["table", "row", "column", "english_hash", "japanese"]
cells = language.cells().items()
told = tables.read("translations")[columns].to_numpy()  # of codes too, which have no markers
told = {tuple(row[:3]): row[3:] for row in told}
told |= {place: [language.hash_of(text), "訳 " + text] for text, place in cells}
rows = [dict(zip(columns, [*place, *both], strict=True)) for place, both in told.items()]
written(tables.folder() / "processed/translations.csv", "utf-8", rows)
path = Path(sys.argv[1]) / "notebook_summaries.csv"
with path.open(encoding="utf-8-sig", newline="") as file:
    rows = list(csv.DictReader(file))
for row in rows:
    opening = reading_order.opening(reading_order.notebooks()[row["notebook"]])
    row["english_hash"] = language.hash_of(f"{opening['question']} {opening['answer']}")
written(path, "utf-8-sig", rows)
"""


def free_text(table: dict) -> set[str]:
    """The columns of a table that hold any text: no code, no key, no list, no form."""
    schema = table["schema"]
    keys = [schema["primaryKey"], *(key["fields"] for key in schema.get("foreignKeys", []))]
    used = {name for key in keys for name in ([key] if isinstance(key, str) else key)}
    return {
        field["name"]
        for field in schema["fields"]
        if field["type"] == "string"
        and field["name"] not in used
        and not {"enum", "pattern"} & set(field.get("constraints", {}))
        and not {"list", "holds"} & set(field)
        and (table["name"], field["name"]) not in KEPT
    }


def mark(place: Path) -> int:
    """Put the markers into every cell of each free-text column of a copy; how many columns."""
    count = 0
    for table in json.loads((place / "data/datapackage.json").read_text("utf-8"))["resources"]:
        path = place / "data" / table["path"]
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            rows, names = list(reader), reader.fieldnames
        for column in sorted(free_text(table)):
            filled = [row for row in rows if row[column]] or rows[:1]
            for row, form in zip(filled, itertools.cycle(("{} {}", "{1} {0}")), strict=False):
                row[column] = form.format(row[column], MARKER)
            count += 1
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, names, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    return count


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    """The site of a copy whose tables hold the markers, its notebooks run again."""
    place = clone(tmp_path_factory.mktemp("escaping"))
    (place / "hidden.txt").write_text(SECRET, "utf-8")
    assert mark(place) > 100
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(place / "src"))
        command = [sys.executable, "-c", RUN, str(place / "notebooks")]
        ran = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
        assert ran.returncode == 0, ran.stdout[-3000:] + ran.stderr[-3000:]
        command = [sys.executable, "-c", FOLLOW, str(place / "site")]
        ran = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
        assert ran.returncode == 0, ran.stdout[-3000:] + ran.stderr[-3000:]
        done = render(place)
    assert done.returncode == 0 and not done.stderr, done.stderr[-3000:]
    return place / "html"


def pages(site: Path) -> dict[str, html.HtmlElement]:
    """The pages by their address."""
    return {
        path.relative_to(site).as_posix(): html.document_fromstring(path.read_bytes())
        for path in sorted(site.rglob("*.html"))
        if "_static" not in path.parts
    }


def test_no_cell_becomes_a_tag_or_a_link(site):
    """No element with a handler, no script of a cell, no address that runs or leads to a file."""
    for name, page in pages(site).items():
        assert not page.xpath("//@onerror"), name
        assert not [text for text in page.xpath("//script/text()") if "alert(" in text], name
        addresses = [each.split("#")[0] for each in page.xpath("//@href | //@src | //@srcset")]
        leading = [each for each in addresses if "javascript:" in each or "hidden.txt" in each]
        assert not leading, name


def test_no_cell_becomes_markup(site):
    """No stress, heading, list or code of a cell on the pages that templates make."""
    for name, page in pages(site).items():
        words = page.xpath("//em/text() | //del/text() | //article//h2/text()")
        assert name.startswith("notebooks/") or not {"stress", "gone", "A heading"} & set(words)


def test_no_cell_prints_a_file_of_the_building_machine(site):
    """Neither into a page nor beside the pages."""
    for path in site.rglob("*"):
        if path.is_file() and path.suffix not in (".zip", ".sqlite"):
            assert SECRET.encode() not in path.read_bytes(), path.name
            assert path.name != "hidden.txt"


def test_a_cell_is_shown_as_it_stands(site):
    """On the page of its data set, on the page made of its row, and in its heading."""
    found = pages(site)
    for name in ("tables/rule_changes.html", "rules/R001.html", "sources.html", "doubts.html"):
        text = found[name].text_content()
        for marker in MARKERS[:8]:
            assert marker in text, (name, marker)
    answer = found["notebooks/09-the-answer.html"].text_content()
    assert "<img src=x onerror=alert(1)>" in answer
    heading = found["claims/C01.html"].find(".//h1").text_content()
    assert "<img src=x onerror=alert(1)>" in heading and "_stress_ `code`" in heading


@pytest.mark.parametrize("text", [*MARKERS, "1. one", "(target)=", "% none", "+++", "R043 a_b"])
def test_what_is_escaped_reads_the_same(text):
    """Character references show as the character; only line breaks become blanks."""
    escaped = show.escaped(text)
    shown = html.fromstring(f"<p>{escaped}</p>").text_content()
    assert shown == "".join(" " if character in "\n\u2028" else character for character in text)
    assert not set("<>`*{}[]\n\u2028") & set(escaped)
