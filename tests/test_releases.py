"""What changed since a release: found from the two versions of the tables alone."""

import hashlib
import re
import sys
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from lxml import html

from analysis import citations, releases, tables

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "site"))

import changed  # noqa: E402

KEPT = releases.stored()["0.1.0"]


def rewritten(folder: Path, name: str, change) -> Path:
    """Return a copy of the release in which one table is another."""
    copy = folder / KEPT.name
    with zipfile.ZipFile(KEPT) as old, zipfile.ZipFile(copy, "w") as new:
        for entry in old.namelist():
            content = old.read(entry)
            if entry == f"processed/{name}.csv":
                content = change(content.decode()).encode()
            new.writestr(entry, content)
    return copy


@pytest.fixture(scope="module")
def since() -> pd.DataFrame:
    return releases.changes(KEPT)


@pytest.fixture(scope="module")
def page() -> html.HtmlElement:
    source = [(ROOT / "site/what-changed.md").read_text("utf-8")]
    changed.fill(None, "what-changed", source)
    return html.document_fromstring(source[0])


def test_the_kept_release_is_whole():
    """Every file has the checksum that the release states."""
    with zipfile.ZipFile(KEPT) as zipped:
        sums = zipped.read("SHA256SUMS").decode().splitlines()
        for line in sums:
            digest, name = line.split("  ")
            assert hashlib.sha256(zipped.read(name)).hexdigest() == digest
        assert len(sums) + 1 == len(zipped.namelist())


def test_what_history_settled_is_found(since):
    """The catch-all order was decided on 4 April 2025; release 0.1.0 had the promulgation."""
    (row,) = since.query("row_id == 'R047' and column == 'adopted'").to_dict("records")
    assert (row["old"], row["new"], row["change"]) == ("2025-04-09", "2025-04-04", "fact corrected")


def test_a_cell_a_row_and_a_grade_that_differ_are_told_apart(tmp_path, since):
    """Only what was rewritten is new among the changes."""

    def change(text: str) -> str:
        lines = [line for line in text.splitlines(keepends=True) if not line.startswith("R001,")]
        return "".join(lines).replace("Three Principles on Arms Exports,", "Four Principles,")

    other = releases.changes(rewritten(tmp_path, "rule_changes", change))
    told = other[other["table"] == "rule_changes"].astype({"change": "str"})
    told = told.set_index(["row_id", "change"]).sort_index()
    assert "Four Principles" in told.loc[[("R004", "fact corrected")], "old"].tolist()
    assert ("R001", "row added") in told.index and ("R001", "wording") not in told.index
    rest = [
        frame[frame["table"] != "rule_changes"].reset_index(drop=True) for frame in (since, other)
    ]
    pd.testing.assert_frame_equal(*rest)


def test_a_sentence_that_was_reworded_is_no_fact_corrected(tmp_path):
    """What the YAML files call prose is told as wording, whatever table it stands in."""

    def change(text: str) -> str:
        return text.replace("stand", "STAND").replace("Arms", "ARMS")

    for name, columns in (("regimes", {"condition"}), ("rule_changes", {"summary", "note"})):
        other = releases.changes(rewritten(tmp_path, name, change))
        told = other[(other["table"] == name) & other["old"].str.contains("STAND|ARMS", na=False)]
        reworded = told[told["change"] == "wording"]
        assert columns <= set(reworded["column"])
        prose = {field["name"] for field in tables.fields(name) if field.get("prose")}
        assert set(reworded["column"]) == set(told["column"]) & prose


def test_a_month_is_not_compared_as_its_first_day(since):
    """A date that became more precise shows how precise it was."""
    dates = since[since["column"].isin(["decided", "contracted", "delivered", "in_force_from"])]
    texts = pd.concat([dates["old"], dates["new"]]).dropna()
    assert texts.str.fullmatch(r"(FY)?\d{4}(-\d\d(-\d\d)?)?").all()
    assert not since["column"].str.endswith("_precision", na=False).any()


def test_grades_rise_towards_a(since):
    """And a row that was added has no risen grade."""
    for change, before in (("grade risen", pd.Series.gt), ("grade fallen", pd.Series.lt)):
        rows = since[since["change"] == change]
        assert len(rows) and before(rows["old"].fillna("E"), rows["new"].fillna("E")).all()


def test_the_page_lists_each_change_once(page, since):
    """Facts, rows, grades and wording; which source carries a grade is left to the tables."""
    listed = page.xpath("//li")
    assert len(listed) == (since["change"] != "source").sum()
    text = page.text_content()
    assert not re.search(r"\b(None|nan|NaT|<NA>)\b", text)
    counts = releases.summary(since)
    for row, name in zip(page.xpath("//tbody/tr"), releases.FACTS, strict=True):
        shown = [cell.text_content() for cell in row.findall("td")]
        assert shown == [str(counts.loc[name, kind] or "–") for kind in changed.KINDS]


def test_a_corrected_fact_says_by_what(page):
    """The name before the id, old and new, and what the citation says."""
    (row,) = [each for each in page.iter("li") if "(R047): adopted" in each.text_content()]
    assert (
        row.find("a").text
        == tables.read("rule_changes").set_index("rule_id").at["R047", "short_name"]
    )
    assert (row.findtext("del"), row.findtext("ins")) == ("9 April 2025", "4 April 2025")
    assert len(row.find_class("small")) == 2


def test_it_says_where_to_report_an_error(page, monkeypatch):
    """By the issue forms; by the address of the project where one is set."""
    assert "form “A fact is wrong”" in page.text_content()
    monkeypatch.setattr(changed.analysis, "CONTACT", "data@example.org")
    source = [(ROOT / "site/what-changed.md").read_text("utf-8")]
    changed.fill(None, "what-changed", source)
    assert 'href="mailto:data@example.org"' in source[0]


def test_the_codebook_tells_the_rule_of_the_grades_as_the_code_does():
    """The list of its docstring stands there word for word."""
    _, rule = citations.__doc__.split("\n\n", 1)
    codebook = (ROOT / "data/README.md").read_text("utf-8")
    assert " ".join(rule.split()) in " ".join(codebook.split())


def test_the_codebook_explains_every_code_of_a_citation_and_kind_of_source():
    """None is left out."""
    codebook = (ROOT / "data/README.md").read_text("utf-8")
    for field in tables.fields("citations"):
        if field["name"] in ("read", "says"):
            for code in field["constraints"]["enum"]:
                assert f"*{code}*" in codebook, code
    (kind,) = (field for field in tables.fields("sources") if field["name"] == "kind")
    for code in kind["constraints"]["enum"]:
        assert f"| {code} |" in codebook, code
