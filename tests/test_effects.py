"""The effect of a rule follows from the statuses that it set, or is coded with a reason."""

import pandas as pd
import pytest

from analysis import rules, tables
from analysis.rules.widening import computed_effects

DAYS = ["1967-04-21", "1976-02-27", "2023-12-22"]


def effect(*cells: tuple[str, str, str], grade: str = "A", scope: str = "standing") -> dict:
    """Return the computed effects of three rules by the cells that they set."""
    rows = pd.DataFrame(cells, columns=["provision_id", "rule_id", "status"])
    rows = rows.assign(grade=grade, scope=scope)
    changes = pd.DataFrame({"rule_id": ["R1", "R2", "R3"], "in_force_from": pd.to_datetime(DAYS)})
    return computed_effects(rows, changes).to_dict()


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("prohibited", "conditional", {"R2": "loosens"}),
        ("conditional", "allowed", {"R2": "loosens"}),
        ("allowed", "conditional", {"R2": "tightens"}),
        ("allowed", "allowed", {}),
        ("not addressed", "allowed", {}),
        ("allowed", "not addressed", {}),
    ],
)
def test_a_move_on_the_scale_is_the_effect(before, after, expected):
    """The first time that a text speaks of a kind, or the last, is no move."""
    assert effect(("P1", "R1", before), ("P1", "R2", after)) == expected


def test_a_rule_that_widens_and_narrows_has_no_computed_effect():
    """A person says which counts."""
    cells = [("P1", "R1", "allowed"), ("P2", "R1", "prohibited")]
    cells += [("P1", "R2", "conditional"), ("P2", "R2", "allowed")]
    assert effect(*cells) == {}


def test_a_cell_that_is_not_verified_says_nothing():
    """Grade D does not count."""
    assert effect(("P1", "R1", "prohibited"), ("P1", "R2", "allowed"), grade="D") == {}


def test_the_exemption_of_one_case_loosens():
    """Although the standing status stays."""
    assert effect(("P1", "R2", "conditional"), scope="one-off") == {"R2": "loosens"}


def test_every_effect_follows_or_has_a_reason():
    """Never both, never neither."""
    frames = {name: tables.read(name) for name in ("rule_changes", "regimes")}
    assert rules.effect_faults(frames) == []
    coded = frames["rule_changes"].dropna(subset=["effect_coded"])
    assert coded["effect_reason"].notna().all()
    assert (coded["effect_coded"].astype("str") == coded["effect"].astype("str")).all()


@pytest.mark.parametrize("rule", ["R006", "R007", "R022", "R032", "R039", "R046"])
def test_effects_that_were_once_wrong(rule):
    """Found wrong on a second reading; none of them tightens."""
    right = {"R032": "loosens", "R006": "clarifies", "R007": "clarifies", "R039": "clarifies"}
    effects = tables.read("rule_changes").set_index("rule_id")["effect"]
    assert effects[rule] == right.get(rule, "codifies")


def test_a_contradiction_is_named():
    """A coded effect beside statuses that say another stops the build."""
    frames = {name: tables.read(name) for name in ("rule_changes", "regimes")}
    changes = frames["rule_changes"].copy()
    rule = changes.index[changes["rule_id"] == "R043"][0]
    changes.loc[rule, ["effect_coded", "effect_reason"]] = ["tightens", "because"]
    (fault,) = rules.effect_faults(frames | {"rule_changes": changes})
    assert (fault.column, fault.value) == ("effect_coded", "tightens")
    assert "R043" in fault.advice


@pytest.mark.parametrize("rule", ["R010", "R012", "R014", "R016", "R023", "R024"])
def test_the_exemptions_of_the_old_policy_loosen_by_their_statuses(rule):
    """Own forces' missions and humanitarian demining are kinds, so that nobody codes them."""
    changes = tables.read("rule_changes").set_index("rule_id")
    assert pd.isna(changes.loc[rule, "effect_coded"]) and changes.loc[rule, "effect"] == "loosens"
    assert set(rules.set_by(rule)["provision_id"]) <= {"P16", "P17"}


def test_a_kind_that_nobody_asks_for_is_led_to_by_no_row_of_the_decisions():
    """The engine answers about what goes to others."""
    provisions = tables.read("provisions").set_index("provision_id")["asked"].astype("str")
    rows = tables.read("decisions")
    reached = {*rows["provision_id"].dropna(), *rows["or_provision_id"].dropna()}
    assert set(provisions.index[provisions == "no"]) & reached == set()
