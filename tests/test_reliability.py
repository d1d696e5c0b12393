"""Agreement of codings, against published worked examples; and the two codings of the regimes."""

import numpy as np
import pandas as pd
import pytest

from analysis import reliability, rules, tables

# Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011): two observers on two
# values (A), on five (B), four observers with gaps (C).
BINARY = pd.DataFrame({"Meg": list("0100000010"), "Owen": list("1110010000")})
NOMINAL = pd.DataFrame({"Ben": list("aabbdcccedda"), "Gerry": list("babbbccceddd")})
FOUR = pd.DataFrame(
    {
        "A": [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
        "B": [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
        "C": [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
        "D": [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
    }
)
OPEN = ["allowed", "conditional"]
COHEN = [
    [88, 14, 18],
    [10, 40, 10],
    [2, 6, 12],
]  # 200 cases: Cohen, "A Coefficient of Agreement for Nominal Scales" (1960)


def _cases(table: list[list[int]]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            (row, column)
            for row, counts in enumerate(table)
            for column, count in enumerate(counts)
            for _ in range(count)
        ]
    )


def test_alpha_of_the_published_examples():
    """Nominal and ordinal, two observers and four, complete and with gaps."""
    assert round(reliability.alpha(BINARY, ["0", "1"]), 3) == 0.095
    assert round(reliability.alpha(NOMINAL, list("abcde")), 3) == 0.692
    assert round(reliability.alpha(FOUR, [1, 2, 3, 4, 5]), 3) == 0.743
    assert round(reliability.alpha(FOUR, [1, 2, 3, 4, 5], "ordinal"), 3) == 0.815


def test_kappa_of_the_published_examples():
    """Cohen's own table, and the one that encyclopaedias print."""
    assert round(reliability.kappa(_cases(COHEN), [0, 1, 2]), 3) == 0.492
    assert round(reliability.kappa(_cases([[20, 5], [10, 15]]), [0, 1]), 3) == 0.4


def test_the_order_of_values_matters_to_the_ordinal_alpha_alone():
    """A slip by one step weighs less than a slip by four."""
    shuffled = [3, 1, 5, 2, 4]
    assert np.isclose(reliability.alpha(FOUR, shuffled), reliability.alpha(FOUR, [1, 2, 3, 4, 5]))
    assert not np.isclose(
        reliability.alpha(FOUR, shuffled, "ordinal"),
        reliability.alpha(FOUR, [1, 2, 3, 4, 5], "ordinal"),
    )


def test_what_cannot_be_measured_is_refused_or_missing():
    """An unknown code, gaps for κ, an unknown level; codings that never vary have no α."""
    with pytest.raises(ValueError, match="no code: 'e'"):
        reliability.alpha(NOMINAL, list("abcd"))
    with pytest.raises(ValueError, match="without missing"):
        reliability.kappa(FOUR[["A", "B"]], [1, 2, 3, 4, 5])
    with pytest.raises(ValueError, match="nominal"):
        reliability.alpha(FOUR, [1, 2, 3, 4, 5], "ratio")
    assert np.isnan(reliability.alpha(pd.DataFrame({"x": ["a"] * 3, "y": ["a"] * 3}), ["a", "b"]))


def test_the_interval_of_grouped_cells_is_seeded_and_covers_the_value():
    """Two runs give the same; cells that repeat in a group do not make the interval narrower."""
    groups = pd.Series(range(len(NOMINAL)))
    once = reliability.agreement(NOMINAL, list("abcde"), list("abcde"), groups)
    assert once.equals(reliability.agreement(NOMINAL, list("abcde"), list("abcde"), groups))
    assert (once["low"] < once["value"]).all() and (once["value"] < once["high"]).all()
    thrice = pd.concat([NOMINAL] * 3, ignore_index=True)
    grouped = reliability.agreement(
        thrice, list("abcde"), list("abcde"), pd.concat([groups] * 3, ignore_index=True)
    )
    percent = (once["measure"] == "percent agreement") | (once["measure"] == "Cohen's κ")
    assert np.allclose(
        grouped.loc[percent, ["value", "low", "high"]], once.loc[percent, ["value", "low", "high"]]
    )
    assert (grouped["units"] == 36).all() and (grouped["groups"] == 12).all()


def test_the_agreement_of_the_two_codings():
    """Worked out again from the raw table: equal cells, κ by definition, α by disagreements."""
    path = tables.folder().parent / tables.raw("regime_codings")
    coded = pd.read_csv(path, encoding="utf-8-sig").pivot(
        index=["regime_id", "provision_id"], columns="coder", values="status"
    )
    shares = pd.crosstab(coded["first"], coded["second"], normalize=True)
    observed, expected = np.trace(shares), (shares.sum() * shares.sum(axis=1)).sum()
    measures = rules.agreement().set_index("measure")
    assert np.isclose(measures.loc["percent agreement", "value"], observed)
    assert np.isclose(measures.loc["Cohen's κ", "value"], (observed - expected) / (1 - expected))
    pooled = pd.concat([coded["first"], coded["second"]]).value_counts()
    apart = 1 - (pooled * (pooled - 1)).sum() / (pooled.sum() * (pooled.sum() - 1))
    assert np.isclose(
        measures.loc["Krippendorff's α, nominal", "value"], 1 - (1 - observed) / apart
    )
    assert (measures["low"] < measures["value"]).all() and (
        measures["value"] < measures["high"]
    ).all()
    assert measures["groups"].eq(coded.index.get_level_values("provision_id").nunique()).all()
    both = coded.ne("not addressed").all(axis=1).sum()
    assert measures.loc["Krippendorff's α, ordinal", "units"] == both and measures["units"].iloc[
        0
    ] == len(coded)


def test_the_cells_on_which_the_codings_differ_are_the_ones_ruled_on():
    """Each disagreement has one ruling; and what was taken is what the regimes have."""
    cells = rules.codings().set_index(["regime_id", "provision_id"])
    ruled = tables.read("regime_disagreements").set_index(["regime_id", "provision_id"])
    assert set(cells.index[~cells["agree"]]) == set(ruled.index)
    for coder in ("first", "second"):
        taken = cells.loc[ruled.index[ruled["taken"] == coder]]
        assert (taken["settled"] == taken[coder]).all()
    assert cells["settled"].isna().sum() == cells.query("provision_id == 'P15'").shape[0] > 0


def test_sensitivity_names_every_cell_that_could_be_coded_otherwise():
    """One row per cell and coder that differ; a cell moves the open provisions by one at most."""
    cells = rules.codings().dropna(subset="settled")
    moves = rules.sensitivity()
    assert len(moves) == sum(
        (cells[coder] != cells["settled"]).sum() for coder in ("first", "second")
    )
    disputed = tables.read("regime_disagreements")
    assert set(zip(disputed["regime_id"], disputed["provision_id"], strict=True)) <= set(
        zip(moves["regime_id"], moves["provision_id"], strict=True)
    )
    is_open = {side: moves[side].isin(OPEN).astype(int) for side in ("other", "settled")}
    steps = moves["open_if_other"] - moves["open"]
    assert (steps == is_open["other"] - is_open["settled"]).all()
    assert (steps != 0).any() and moves["largest_step"].nunique() == 1


def test_headlines_count_what_the_codings_say():
    """Statuses add up to the provisions coded; open are those that are open on the regime's day."""
    headlines = rules.headlines()
    provisions = rules.codings().dropna(subset="settled")["provision_id"].unique()
    statuses = ["allowed", "conditional", "prohibited", "not addressed"]
    assert (headlines[statuses].sum(axis=1) == len(provisions)).all() and (
        headlines["open"] == headlines["allowed"] + headlines["conditional"]
    ).all()
    assert headlines.groupby("coding").size().nunique() == 1 and set(headlines["coding"]) == {
        "settled",
        "first",
        "second",
    }
    for regime in headlines.query("coding == 'settled'").itertuples():
        state = rules.in_force(regime.on).query("provision_id in @provisions")
        assert state["coded"].isin(["allowed", "conditional"]).sum() == regime.open
    assert headlines.groupby("coding")["largest_step"].any().all()


def test_headlines_count_the_steps_between_two_regimes():
    """Steps up and down the scale are counted apart, as a comparison of two days counts them."""
    headlines = rules.headlines().query("coding == 'settled'").set_index("regime_id")
    steps = rules.compare(headlines.loc["G2022", "on"], headlines.loc["G2023", "on"])[
        "change"
    ].value_counts()
    assert (
        headlines.loc["G2023", "widened"] == steps["widens"]
        and headlines.loc["G2023", "narrowed"] == steps["narrows"]
    )
