"""The timeline of rule changes."""

import pandas as pd

from analysis import rules, tables


def test_the_timeline_holds_every_change_in_order():
    """Sorted by the day it applies, or was adopted where that is not known."""
    timeline = rules.timeline()
    assert (
        len(timeline) == len(tables.read("rule_changes"))
        and timeline["date"].is_monotonic_increasing
    )
    dated = timeline["in_force_from"].notna()
    assert (timeline.loc[dated, "date"] == timeline.loc[dated, "in_force_from"]).all()
    assert (timeline.loc[~dated, "date"] == timeline.loc[~dated, "adopted"]).all()


def test_every_instrument_has_a_decider():
    """A new instrument in the schema must be given a name and somebody who decides on it."""
    field = next(f for f in tables.fields("rule_changes") if f["name"] == "instrument")
    instruments = tables.read("instruments")["instrument"].astype("str")
    assert sorted(instruments) == sorted(field["constraints"]["enum"])
    assert rules.timeline()[["label", "instrument_ja", "decider"]].notna().all(axis=None)


def test_the_timeline_names_each_change():
    """Names, landmarks and general texts are those of the table; deciders have one order."""
    timeline = rules.timeline().set_index("rule_id")
    table = tables.read("rule_changes").set_index("rule_id")
    for column in ("landmark", "general_text"):
        assert timeline[column].dtype == "bool"
        assert timeline[column].sum() == (table[column] == "yes").sum() > 0
    assert timeline["short_name"].is_unique and timeline["short_name_ja"].notna().all()
    field = next(f for f in tables.fields("instruments") if f["name"] == "decider")
    assert timeline["decider"].cat.categories.tolist() == field["constraints"]["enum"]
    assert timeline.loc["R043", ["label", "decider"]].tolist() == [
        "NSC decision",
        "National Security Council",
    ]


def test_years_since_the_previous_change():
    """The statement of February 1976 came 8.9 years after that of April 1967.

    Two changes of one day are one step.
    """
    timeline = rules.timeline().set_index("rule_id")
    assert round(timeline.loc["R005", "years_since_previous"], 1) == 8.9
    assert timeline.loc["R043", "years_since_previous"] == 0


def test_the_principles_text_changed_twice():
    """Ruling 3: after 2014 only two decisions touch the Principles' own text."""
    changes = tables.read("rule_changes")
    principles = changes[changes["title_ja"].str.fullmatch("防衛装備移転三原則( 一部改正)?")]
    assert principles["adopted"].dt.strftime("%Y-%m-%d").tolist() == [
        "2014-04-01",
        "2023-12-22",
        "2026-04-21",
    ]


def test_a_cell_applies_from_the_day_of_its_rule(made):
    """The derived day of regimes is their rule's, never another."""
    days = made["rule_changes"].set_index("rule_id")["in_force_from"]
    assert (made["regimes"]["in_force_from"] == made["regimes"]["rule_id"].map(days)).all()
    f35 = made["regimes"].query("rule_id == 'R027'")["in_force_from"]
    assert f35.eq(pd.Timestamp("2013-03-01")).all() and len(f35)
