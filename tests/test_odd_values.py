"""An odd value in each column of each raw table is refused by name, or rightly accepted."""

import sys
from pathlib import Path

import pytest
from clean_run import kept_from_clean_tables

from analysis import tables

sys.path.append(str(Path(__file__).resolve().parents[1] / "tools"))
import odd_values  # noqa: E402

SHARES = 8  # the tables are tried in so many runs


@pytest.fixture(scope="module", autouse=True)
def clean_run():
    """What no slip touches is worked out once for all tests here."""
    with kept_from_clean_tables():
        yield


@pytest.mark.parametrize("start", range(SHARES))
def test_an_odd_value_in_each_column_is_named(start):
    """One value per column, in turn; `tools/odd_values.py` tries them all, a table at a time."""
    names = tables.names()[start::SHARES]
    assert odd_values.wrong({name: odd_values.spots(name) for name in names}) == []


def test_an_answer_that_is_wrong_is_seen(monkeypatch):
    """Were the checks to accept a formula, or to crash, it would be said."""
    edits = [(2, "note", "=1+1")]
    monkeypatch.setattr(odd_values, "frames", dict)
    assert "'=1+1' was accepted" in odd_values.wrong({"claims": edits})[0]
    monkeypatch.setattr(odd_values, "frames", lambda drafts: 1 / 0)
    assert odd_values.wrong({"claims": edits})[0].startswith("claims: ZeroDivisionError")
