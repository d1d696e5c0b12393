"""The YAML files beside the raw tables, and the data package that is made from them."""

import shutil
from pathlib import Path

import pytest

from analysis import checks, tables

RAW = tables.folder() / "raw"


@pytest.fixture
def raw(tmp_path) -> Path:
    """A copy of the raw tables to spoil."""
    return Path(shutil.copytree(RAW, tmp_path / "raw"))


def change(path: Path, before: str, after: str) -> None:
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), "utf-8")


def test_the_data_package_is_what_the_files_say():
    """Byte for byte the one that is committed."""
    assert checks.package(RAW) == (tables.folder() / "datapackage.json").read_text("utf-8")


def test_each_raw_table_has_its_description_beside_it():
    """And no file describes a table that is not there."""
    described = {path.with_suffix(".csv") for path in RAW.glob("*/*.yml")}
    assert described == set(RAW.glob("*/*.csv"))
    assert described == {tables.folder().parent / tables.raw(name) for name in tables.names()}


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("title:", "titel:", "`title` is missing; unknown key 'titel'"),
        ("key: gap_id", "key: gap", "`key` gap, which is no column"),
        ("type: string", "type: text", "its type must be one of"),
        (
            "meaning:",
            "means:",
            "column gap_id: `meaning` is missing; column gap_id: unknown key 'means'",
        ),
        ("columns:", "fact: [gap]\ncolumns:", "`fact` gap, which is no column"),
        ("called: looked_for", "called: gap", "`called` gap, which is no column"),
        ("columns:", "uncited_without: day\ncolumns:", "`uncited_without` day, which is no column"),
        ("columns:", "column:", "there is no `columns`"),
        ("codes:", "codes:\n  colour: [red]", "`codes` of colour, which is no column"),
        (
            "codes:",
            "codes:\n  gap_id: [yes]",
            "True is not text; put it in quotation marks",
        ),
        (
            "columns:",
            "links:\n  - gap_id sources\ncolumns:",
            "write it as `column -> table (column)`",
        ),
        (
            "columns:",
            "links:\n  - gap -> sources (source_id)\ncolumns:",
            "begins at what is no column",
        ),
        ("columns:", "columns: {", "not YAML"),
        ("columns:", "codes: {}\ncolumns:", "the key 'codes' stands twice; keep one"),
        ("  gap_id:", "  found: {type: string}\n  gap_id:", "the key 'found' stands twice"),
        ('row: "One row', 'row: "A row', "`row` must say what one row is"),
        ("Identifier.", "Identifier", "column gap_id: `meaning` must end with a full stop"),
        ("holds: table", "holds: city", "`holds` must be one of address, currency, language"),
        ('list: ";"', 'list: ""', "`list` is the sign that parts the items"),
        ('list: ";"', "not_before: day", "`not_before` day, which is no column"),
        ('list: ";"', "not_before: rules.day", "`not_before` rules.day: no link leads there"),
        ('list: ";"', "not_before: gaps.day", "`not_before` gaps.day: no link leads there"),
        (
            'list: ";"',
            "not_before: rule_changes.adopted",
            "`not_before` rule_changes.adopted: no link leads there",
        ),
        ("gap_id: {type: string, required: true", "gap_id: {type: string", "which may be blank"),
        (
            "columns:",
            "links:\n  - gap_id -> sources (id)\ncolumns:",
            "it leads to what is no column",
        ),
    ],
)
def test_a_wrong_description_is_named(raw, before, after, fault):
    """The file, the key and what to write."""
    change(raw / "sources/gaps.yml", before, after)
    with pytest.raises(checks.DataError) as raised:
        checks.package(raw)
    assert fault in "; ".join(sorted(each.advice for each in raised.value.faults))
    assert {each.file for each in raised.value.faults} == {"data/raw/sources/gaps.yml"}


def test_a_description_that_is_missing_or_not_listed_is_named(raw):
    """Both ways round."""
    shutil.copy(raw / "sources/gaps.yml", raw / "sources/more.yml")
    with pytest.raises(checks.DataError, match=r"more\.yml: not listed in data/raw/tables\.yml"):
        checks.package(raw)
    (raw / "sources/more.yml").unlink()
    (raw / "sources/gaps.yml").unlink()
    with pytest.raises(checks.DataError, match=r"data/raw/sources/gaps\.yml: the file is missing"):
        checks.package(raw)


def test_the_day_of_the_record_is_needed(raw):
    """It is stated once, and every date of the tables is held against it."""
    change(raw / "tables.yml", "as_of: 2026-11-27\n", "")
    with pytest.raises(checks.DataError, match=r"data/raw/tables\.yml: `as_of` is missing"):
        checks.package(raw)
    assert f"{checks.as_of():%Y-%m-%d}" == "2026-11-27"
