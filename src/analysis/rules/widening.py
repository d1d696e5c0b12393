"""What a rule does to what may go abroad, worked out from the statuses that it set."""

import pandas as pd

from ..checks import Fault

RANK = {"prohibited": 0, "conditional": 1, "allowed": 2}  # a kind not addressed has no rank
DOUBTFUL = "D"


def effects(changes: pd.DataFrame, frames: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the rule changes with their effect.

    A rule that moved a kind of transfer up the scale prohibited, conditional, allowed, and none
    down, *loosens*; one that moved one down, and none up, *tightens*; the exemption of a single
    case *loosens*. Cells graded D do not count, nor does the first time that a text speaks of a
    kind, or the last. For every other rule a person codes the effect, and says why.

    Parameters
    ----------
    changes : pandas.DataFrame
        One row per rule change, with `effect_coded`.
    frames : dict of pandas.DataFrame
        All tables; `regimes` is used, with its grades.

    Returns
    -------
    pandas.DataFrame
        The same rows with `effect`; missing where it follows from nothing and nobody coded it.
    """
    computed = computed_effects(frames["regimes"], changes)
    effect = changes["rule_id"].map(computed).fillna(changes["effect_coded"].astype("str"))
    return changes.assign(effect=effect.astype(changes["effect_coded"].dtype))


def computed_effects(regimes: pd.DataFrame, changes: pd.DataFrame) -> pd.Series:
    """Return the effect of each rule whose statuses say it, by rule_id.

    Examples
    --------
    >>> cells = pd.DataFrame({"provision_id": ["P1", "P1"], "rule_id": ["R1", "R2"],
    ...     "status": ["prohibited", "allowed"], "scope": "standing", "grade": "A"})
    >>> days = pd.to_datetime(["1976-02-27", "2023-12-22"])
    >>> computed_effects(cells, pd.DataFrame({"rule_id": ["R1", "R2"], "in_force_from": days}))
    rule_id
    R2    loosens
    Name: effect, dtype: str
    """
    days = changes.drop_duplicates("rule_id").set_index("rule_id")["in_force_from"]
    cells = regimes.assign(day=regimes["rule_id"].map(days)).dropna(subset=["day"])
    cells = cells.assign(rank=cells["status"].astype("str").map(RANK))
    standing = cells[cells["scope"] == "standing"].sort_values(["provision_id", "day"])
    move = standing["rank"] - standing.groupby("provision_id")["rank"].shift()
    sure = standing["grade"].astype("str") != DOUBTFUL
    moves = move[sure].groupby(standing["rule_id"]).agg(["min", "max"]).fillna(0)
    up = set(moves.index[(moves["max"] > 0) & (moves["min"] >= 0)])
    down = set(moves.index[(moves["min"] < 0) & (moves["max"] <= 0)])
    once = set(cells.loc[(cells["scope"] == "one-off") & (cells["rank"] > 0), "rule_id"])
    found = dict.fromkeys(sorted(down), "tightens") | dict.fromkeys(sorted(up | once), "loosens")
    return pd.Series(found, dtype="str", name="effect").rename_axis("rule_id")


def effect_faults(frames: dict[str, pd.DataFrame]) -> list[Fault]:
    """Return a fault for each effect that is coded although it follows, or is not coded at all."""
    changes = frames["rule_changes"]
    computed = changes["rule_id"].map(computed_effects(frames["regimes"], changes))
    faults = []
    for row, rule, coded, why in changes[["rule_id", "effect_coded", "effect_reason"]].itertuples():
        if pd.notna(computed[row]) and pd.notna(coded):
            advice = f"is coded, but the statuses of {rule} say {computed[row]}; leave it blank"
            faults.append(Fault("rule_changes", row, "effect_coded", coded, advice))
        elif pd.isna(computed[row]) and (pd.isna(coded) or pd.isna(why)):
            advice = f"no status says the effect of {rule}: code it, and say why in `effect_reason`"
            faults.append(Fault("rule_changes", row, "effect_coded", None, advice))
    return faults
