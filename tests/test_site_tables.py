"""The pages of the data sets: every row of each file, whole without a script, its keys leading to
what they name.
"""

import csv
import json
import re
import sys
from pathlib import Path

import pytest
from lxml import html

ROOT = Path(__file__).resolve().parents[1]
TABLES = {
    table["name"]: table
    for table in json.loads((ROOT / "data/datapackage.json").read_text("utf-8"))["resources"]
}
OWN = {
    "claims": "claims/{}.html",
    "rule_changes": "rules/{}.html",
    "provisions": "provisions/{}.html",
    "sources": "sources.html#{}",
    "transfers": "cases/{}.html",
}


@pytest.fixture(scope="module")
def datasets():
    sys.path.insert(0, str(ROOT / "site"))
    import datasets

    return datasets


@pytest.fixture(scope="module")
def made(datasets, tmp_path_factory):
    """The pages by name, as they are written for Sphinx."""
    place = tmp_path_factory.mktemp("site")
    datasets.gather(place)
    return {
        path.stem: html.document_fromstring(path.read_text("utf-8"))
        for path in sorted(place.glob("tables/*.md"))
    }


def rows(page: html.HtmlElement) -> list[html.HtmlElement]:
    return page.findall(".//table/tbody/tr")


def records(name: str) -> list[dict[str, str]]:
    with (ROOT / "data" / TABLES[name]["path"]).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def columns(name: str) -> list[dict]:
    """The columns that a page shows."""
    fields = TABLES[name]["schema"]["fields"]
    return [field for field in fields if field["name"] != "working_note"]


def test_each_data_set_has_its_page(made):
    """None more, none less."""
    assert sorted(made) == sorted(TABLES)


def test_ukrainian_and_russian_say_so(made):
    """Each Cyrillic cell is marked with the language that its row names, or else its source."""
    languages = {row["source_id"]: row["language"] for row in records("sources")}
    cyrillic = re.compile("[\u0400-\u04ff]")
    marked = [
        (name, mark)
        for name, page in made.items()
        for mark in page.findall(".//tbody//span[@lang]")
    ]
    shown = [(name, mark.get("lang"), mark.text_content()) for name, mark in marked]
    wanted = [
        (name, row.get("language") or languages[row["source_id"]], text)
        for name in made
        for row in records(name)
        for text in row.values()
        if cyrillic.search(text)
    ]
    assert shown == wanted and {language for _, language, _ in wanted} == {"uk", "ru"}


@pytest.mark.parametrize("name", TABLES)
def test_a_page_shows_the_whole_file(made, name):
    """Each row and each cell as the CSV prints it, under a heading that names the column and its
    type; the researcher's working remarks alone are left out.
    """
    heads = made[name].findall(".//thead//th")
    assert [(head.text, head.get("data-type")) for head in heads] == [
        (field["name"], field["type"]) for field in columns(name)
    ]
    shown = [[cell.text_content() for cell in row] for row in rows(made[name])]
    assert shown == [
        [" ".join(row[field["name"]].split("\r")) for field in columns(name)]
        for row in records(name)
    ]


def test_no_page_shows_a_working_remark(made):
    """Some tables hold such remarks; no page prints one or heads a column with their name."""
    remarks = {
        (name, row["working_note"])
        for name in TABLES
        for row in records(name)
        if row.get("working_note")
    }
    assert remarks
    for name, remark in remarks:
        cells = [cell.text_content() for row in rows(made[name]) for cell in row]
        assert not [cell for cell in cells if cell == remark], name
    heads = [head.text for page in made.values() for head in page.findall(".//thead//th")]
    assert "working_note" not in heads


def test_no_template_names_a_working_remark():
    """Pages other than those of the data sets do not read the column."""
    pages = [*(ROOT / "site").glob("*.md"), *(ROOT / "site/templates").glob("*.jinja")]
    assert pages and not [page for page in pages if "working_note" in page.read_text("utf-8")]


@pytest.mark.parametrize("name", TABLES)
def test_a_page_can_be_heard_and_used_by_keyboard(made, name):
    """Headings of columns and rows are marked, the box can be reached and is named, the filter
    waits for its script.
    """
    page = made[name]
    assert {head.get("scope") for head in page.findall(".//thead//th")} == {"col"}
    assert all(
        [cell.tag for cell in row][:2] in (["th", "td"], ["th"]) and row[0].get("scope") == "row"
        for row in rows(page)
    )
    (box,) = page.find_class("table-box")
    assert (
        box.get("tabindex") == "0"
        and box.get("role") == "region"
        and TABLES[name]["title"] in box.get("aria-label")
    )
    (form,) = page.find_class("table-filter")
    assert (
        form.get("hidden") is not None
        and form.find(".//label/input").get("type") == "search"
        and form.find("output") is not None
    )


@pytest.mark.parametrize("name", TABLES)
def test_each_row_can_be_named_in_an_address(made, name):
    """By the values of its key, no two alike."""
    ids = [row.get("id") for row in rows(made[name])]
    assert all(ids) and len(set(ids)) == len(ids) and not [id for id in ids if re.search(r"\s", id)]


@pytest.mark.parametrize("name", TABLES)
def test_keys_lead_to_the_row_they_name(made, name):
    """To the page of a claim, rule, provision, source or transfer, else to the row on the page of
    its data set.
    """
    names = [field["name"] for field in columns(name)]
    for key in TABLES[name]["schema"].get("foreignKeys", []):
        fields = [key["fields"]] if isinstance(key["fields"], str) else key["fields"]
        target, place = key["reference"]["resource"] or name, names.index(fields[-1])
        for record, row in zip(records(name), rows(made[name]), strict=True):
            (link,) = row[place].xpath("a/@href") or [None]
            assert bool(link) == bool(record[fields[-1]])
            if link and target in OWN:
                assert link == "../" + OWN[target].format(record[fields[-1]])
            elif link and not link.startswith("../"):
                page, _, anchor = link.partition("#")
                assert page == f"{target}.html" and made[target].xpath(
                    "//tr[@id=$id]", id=anchor
                ), link


def test_the_index_lists_each_data_set_once_under_its_subject(datasets):
    """With the number of its rows.

    A new data set joins the subject it stands under in the data package.
    """
    source = [(ROOT / "site/tables.md").read_text("utf-8")]
    datasets.fill(None, "tables", source)
    lines = re.findall(r"^- \[.+\]\(tables/(\w+)\.md\) \(([\d,]+)\)", source[0], re.M)
    assert [name for name, _ in lines] == list(TABLES)
    assert {name: int(count.replace(",", "")) for name, count in lines} == {
        name: len(records(name)) for name in TABLES
    }
    assert [
        subject for subject in datasets.SUBJECTS.values() if f"\n## {subject}\n" in source[0]
    ] == list(datasets.SUBJECTS.values())


def test_the_dictionary_stands_in_one_place(made):
    """On the page of the data set, and not in the index too."""
    assert "{% for field" not in (ROOT / "site/tables.md").read_text("utf-8")
    assert all(page.text_content().count("* - Column") == 1 for page in made.values())
