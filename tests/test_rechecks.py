"""Facts checked again: the lot, the rates, and the place where both are shown."""

import math
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from analysis import citations, tables
from analysis.checks import consistency

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "site"))

import grades as page  # noqa: E402

COMMIT = "3ce034f5e1" * 4
SIZES = {"A": 40, "B": 30, "C": 30}


def checks_of(**outcomes: list[str]) -> pd.DataFrame:
    """Return rows of the table by grade."""
    rows = [(grade, outcome) for grade, each in outcomes.items() for outcome in each]
    return pd.DataFrame(rows, columns=["grade_at_draw", "outcome"])


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [(15, 73, 0.129, 0.312), (8, 73, 0.057, 0.202), (0, 12, 0.0, 0.242), (1, 1, 0.207, 1.0)],
)
def test_the_interval_is_wilson_s(count, of, low, high):
    """The first two as an earlier audit of these tables printed them."""
    assert citations.wilson(count, of) == pytest.approx((low, high), abs=0.001)


def test_nothing_counted_says_nothing():
    """The whole range; and what is no share is refused."""
    assert citations.wilson(0, 0) == (0.0, 1.0)
    for count, of in ((3, 2), (-1, 5)):
        with pytest.raises(ValueError, match="is no share"):
            citations.wilson(count, of)


def test_what_could_not_be_checked_is_in_no_rate():
    """It is counted among those drawn alone; a minor error is a wrong field all the same."""
    outcomes = ["right", "right", "minor error", "substantive error", "could not check"]
    rates = citations.recheck_rates(checks_of(A=outcomes, C=["right"])).set_index("grade")
    assert rates.loc["A", ["drawn", "checked", "wrong", "substantive"]].tolist() == [5, 4, 2, 1]
    assert rates.loc["A", "wrong_share"] == 0.5
    assert rates.loc["B", "drawn"] == 0
    assert math.isnan(rates.loc["B", "wrong_share"])


def test_the_lot_is_the_commit_s():
    """The same hash draws the same facts, another hash others; no fact is drawn twice."""
    lot = citations.draw(COMMIT, SIZES)
    assert lot.equals(citations.draw(COMMIT, SIZES))
    assert lot["grade_at_draw"].value_counts().to_dict() == SIZES
    assert not lot.duplicated(["table", "row_id"]).any()
    other = citations.draw("f" + COMMIT[1:], SIZES)
    assert not lot[["table", "row_id"]].equals(other[["table", "row_id"]])


def test_the_lot_has_each_fact_s_own_grade():
    """And rows that are there."""
    lot = citations.draw(COMMIT, SIZES)
    for name, rows in lot.groupby("table"):
        frame = tables.read(name)
        grades = frame["grade"].astype("str").set_axis(citations.row_ids(name, frame))
        for row, grade in zip(rows["row_id"], rows["grade_at_draw"], strict=True):
            assert set(grades[[row]]) == {grade}


@pytest.mark.parametrize("commit", ["", "abc", "HEAD", "3ce034f", "g" * 40])
def test_what_is_no_hash_is_refused(commit):
    """A name of a branch could be chosen."""
    with pytest.raises(ValueError, match="no hash of a commit"):
        citations.draw(commit, SIZES)


def test_more_than_there_are_is_refused():
    """By grade and number."""
    with pytest.raises(ValueError, match="facts of grade D, not 999"):
        citations.draw(COMMIT, {"D": 999})


def test_the_tool_prints_the_lot_as_rows_of_the_table():
    """Ready to be filled in."""
    command = [sys.executable, str(ROOT / "tools/draw_recheck.py"), COMMIT]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    header, *rows = printed.splitlines()
    assert header == ",".join(field["name"] for field in tables.fields("rechecks"))
    assert len(rows) == sum(SIZES.values())


GOOD = {
    "commit": COMMIT,
    "table": "rule_changes",
    "row_id": "R043",
    "grade_at_draw": "B",
    "source_id": "mofa-policy",
    "outcome": "right",
}


@pytest.mark.parametrize(
    ("wrong", "column"),
    [
        ({"source_id": "kantei-22-p"}, "source_id"),
        ({"source_id": None}, "source_id"),
        ({"row_id": "R999"}, "row_id"),
        ({"outcome": "minor error"}, "what"),
        ({}, None),
    ],
)
def test_a_check_against_the_fact_s_own_source_is_none(wrong, column):
    """Nor is one without a page, of a row that is gone, or that says an error and not which."""
    row = {name: None for name in tables.read("rechecks")} | GOOD | wrong
    frames = {name: tables.read(name) for name in tables.names()}
    drawn = frames["rechecks"].astype("object")
    frames["rechecks"] = pd.concat([drawn, pd.DataFrame([row], index=[len(drawn) + 2])])
    faults = consistency.faults(frames)
    assert [(fault.table, fault.column) for fault in faults] == (
        [("rechecks", column)] if column else []
    )


def test_the_page_prints_the_rates_as_they_are(monkeypatch):
    """Until there are some, that there are none; then counts, shares and intervals."""
    text = (ROOT / "site/grades.md").read_text("utf-8")
    some = checks_of(A=["minor error"] * 3 + ["right"] * 7)
    told = {"checked again yet": checks_of(), "3 (30 %, 11 to 60 %)": some}
    told = {words: citations.recheck_rates(checks) for words, checks in told.items()}
    for words, rates in told.items():
        monkeypatch.setattr(citations, "recheck_rates", rates.copy)
        source = [text]
        page.fill(None, "grades", source)
        assert words in source[0]


def test_the_page_counts_every_fact_once():
    """Grades and printed forms add up to the tables."""
    *lines, together = page.shares()
    assert together["facts"] == sum(line["facts"] for line in lines)
    for line in [*lines, together]:
        assert sum(line[code] for code in citations.GRADES) == line["facts"] >= line["printed"]
    assert [grade["code"] for grade in page.rule()] == citations.GRADES
