"""The decision table against a second reading of what each kind covers and leaves out.

`definitions.csv` codes the words of `provisions` and `general_kinds`, kind by kind and without an
order of rows: which questions a kind covers, and which of these it leaves out. Its reader knew the
table, so it is a second coding and not a blind one. Where the table names two kinds, since the
texts leave open which of them decides, the reading must give one of the two, or both.
"""

from pathlib import Path

import pandas as pd
import pytest

from analysis import tables
from analysis.rules import coverage
from analysis.rules.recorded import DECIDERS, FIELDS

READING = pd.read_csv(Path(__file__).with_name("definitions.csv"), dtype="str")


@pytest.fixture(scope="module")
def asked() -> pd.DataFrame:
    """Every consistent question, with the kinds that the table lets decide it."""
    decisions = tables.read("decisions").astype("object")
    questions, first = coverage.first_rows(decisions)
    deciders = decisions[DECIDERS].apply(lambda row: frozenset(row.dropna()), axis=1)
    questions["deciders"] = first.map(deciders)
    return questions[coverage.is_consistent(questions)].reset_index(drop=True)


def _meets(asked: pd.DataFrame, pattern: pd.Series) -> pd.Series:
    """Whether each question meets a row of the reading."""
    met = pd.Series(True, asked.index)
    for name in FIELDS:
        cell = pattern[name]
        if pd.isna(cell):
            continue
        if cell.startswith("not "):
            met &= asked[name] != cell.removeprefix("not ")
        else:
            met &= asked[name].isin(cell.split(";"))
    return met


def _read(asked: pd.DataFrame) -> pd.DataFrame:
    """Which kinds each question falls under, by the reading: one column a kind."""
    under = {}
    for kind, rows in READING.groupby("kind_id"):
        covered = pd.Series(False, asked.index)
        for _, row in rows[rows["says"] == "covers"].iterrows():
            covered |= _meets(asked, row)
        for _, row in rows[rows["says"] == "leaves out"].iterrows():
            covered &= ~_meets(asked, row)
        under[kind] = covered
    return pd.DataFrame(under)


def test_the_table_decides_as_the_definitions_say(asked):
    """Each consistent question falls under a kind that decides it; under two only if both may."""
    kinds = _read(asked)
    read = kinds.apply(lambda row: frozenset(kinds.columns[row]), axis=1)
    fits = [bool(one) and one <= two for one, two in zip(read, asked["deciders"], strict=True)]
    differing = asked.assign(read=read)[[not each for each in fits]]
    assert len(asked) > 2000
    assert differing.empty, differing.head(3).to_dict("records")


def test_two_kinds_are_named_only_where_fighting_leaves_it_open(asked):
    """The second is P09: its text speaks of lethal equipment, and not of its parts or licences."""
    two = asked["deciders"].map(len) == 2
    open_kinds = asked.loc[two, "deciders"].map(lambda kinds: kinds - {"P09"}).map(min)
    expected = (
        asked["kind"].eq("part") & asked["origin"].isin(["joint"]) & asked["partner"].eq("no")
    )
    lethal = asked["arms"].eq("yes") & asked["fighting"].eq("yes")
    lethal &= asked["onward"].eq("no") & asked["barred"].eq("no") & asked["pool"].eq("no")
    own_part = (
        asked["kind"].eq("part") & asked["five_fields"].eq("no") & asked["origin"].ne("joint")
    )
    to_licensor = asked["licensor"].eq("yes") & asked["kind"].isin(["part", "finished"])
    assert set(open_kinds) == {"P02", "P04", "P05", "G01"}
    assert (two == (lethal & (expected | own_part | to_licensor))).all()
