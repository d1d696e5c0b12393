"""The pages on the functions: each question is answered, and the reference knows each function."""

import importlib
import inspect
import sys
from pathlib import Path

import pytest
from lxml import html

SITE = Path(__file__).resolve().parents[1] / "site"
sys.path.insert(0, str(SITE))

import api  # noqa: E402
import functions  # noqa: E402

LINES = [answer for answers in functions.ANSWERS.values() for answer in answers]


@pytest.fixture(scope="module")
def page() -> html.HtmlElement:
    """The page of the questions as its template is filled."""
    source = [(SITE / "functions.md").read_text("utf-8")]
    functions.fill(None, "functions", source)
    return html.document_fromstring(source[0])


def test_each_question_has_a_row_with_its_answer(page):
    """And a table says what one row of it is."""
    rows = page.xpath("//tbody/tr")
    assert [row[0].text_content() for row in rows] == [answer.question for answer in LINES]
    assert [row[1].text_content() for row in rows] == [answer.code for answer in LINES]
    for row, answer in zip(rows, LINES, strict=True):
        assert row[2].text_content().startswith("a table of") == bool(answer.row)


def test_the_answers_are_those_of_history():
    """What cannot change any more stands on the page as it was."""
    told = {row["code"]: row["returns"] for rows in functions.subjects().values() for row in rows}
    assert told['rules.status("P02", "2023-12-22")'] == "'allowed'"
    assert told['japanese.to_fiscal_year("平成29年度")'] == "2017"
    assert told['countries.to_iso3("豪州")'] == "'AUS'"


def test_each_line_leads_to_a_function_of_the_reference():
    """Its module is listed there, and the function is public."""
    for answer in LINES:
        page, anchor = functions.address(answer.code).split("#")
        module = page.removeprefix("api/").removesuffix(".html")
        assert module in api.names()
        assert inspect.isroutine(getattr(importlib.import_module(module), anchor.split(".")[-1]))


def test_every_subject_module_is_in_the_reference():
    """A new package of the tables, subjects or charts needs its line in `api.MODULES`."""
    charts = importlib.import_module("analysis.charts")
    wanted = {chart.__module__ for chart in charts.CHARTS.values()}
    assert wanted <= set(api.names())


@pytest.mark.parametrize(
    ("line", "rst"),
    [
        ("One row per `claim_id`.", "One row per ``claim_id``."),
        ("Each `day`s answer", "Each ``day``\\ s answer"),
        ("a | b * c_ and _d", "a \\| b \\* c\\_ and \\_d"),
        ("- an item of *frames", "- an item of \\*frames"),
        ("rule_changes", "rule_changes"),
    ],
)
def test_a_docstring_is_written_as_plain_text(line, rst):
    """Code in backticks is code; no other sign is marked up."""
    assert api.plain(line) == rst


def test_an_example_stays_as_it_is():
    """Its prompt, its code and its result."""
    lines = ["Examples", "--------", ">>> f(*a)", "'a_'", "", "`code`"]
    api.to_rst(None, "function", "f", None, None, lines)
    assert lines == ["Examples", "--------", ">>> f(*a)", "'a_'", "", "``code``"]


def test_a_stress_may_go_over_the_end_of_a_line():
    """And is none of the stars of arguments."""
    lines = ["It is *not", "determinable*; *frames and **options, 2 * 3 * 4"]
    api.to_rst(None, "function", "f", None, None, lines)
    assert lines == ["It is *not", "determinable*; \\*frames and \\*\\*options, 2 \\* 3 \\* 4"]
