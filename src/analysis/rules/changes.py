"""Rule changes → the timeline: what changed, when, by which instrument, decided by whom."""

import pandas as pd

from .. import tables
from ..periods import DAYS_PER_YEAR

DECIDERS = {
    "Diet": ["act", "diet resolution"],
    "Statement in the Diet": ["prime minister's statement", "diet answer"],
    "Chief Cabinet Secretary": ["chief cabinet secretary statement"],
    "Cabinet": ["cabinet decision", "cabinet order"],
    "National Security Council": ["NSC decision"],
    "Agreement with other states": ["exchange of notes", "international agreement", "treaty"],
    "Ministries": ["inter-ministry understanding", "ministerial policy"],
}


def effective(regimes: pd.DataFrame, frames: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """A table keyed by `rule_id` with the day from which each of its rules applies."""
    days = frames["rule_changes"].drop_duplicates("rule_id").set_index("rule_id")["in_force_from"]
    return regimes.assign(in_force_from=regimes["rule_id"].map(days))


def faults(frames: dict[str, pd.DataFrame]) -> list[str]:
    """What is wrong in the rule tables beyond their schema: two standing rules on one day, an agreement in force before it was signed."""
    regimes, agreements = frames["regimes"], frames["agreements"]
    standing = regimes[regimes["scope"] == "standing"]
    double = standing[standing.duplicated(["provision_id", "in_force_from"], keep=False)]
    early = agreements[
        agreements["in_force_from"]
        < agreements["signed"].where(
            agreements["in_force_from_precision"] == "day",
            agreements["signed"].dt.to_period("M").dt.start_time,
        )
    ]
    return [
        f"{tables.raw('regimes')}, row {row}, column rule_id: {rule!r} sets {provision} on the same day ({day:%Y-%m-%d}) as another standing rule; keep one"
        for row, provision, rule, day in double[["provision_id", "rule_id", "in_force_from"]]
        .dropna()
        .itertuples()
    ] + [
        f"{tables.raw('agreements')}, row {row}, column in_force_from: '{day:%Y-%m-%d}' is before the day of signature ({signed:%Y-%m-%d}); mend one"
        for row, day, signed in early[["in_force_from", "signed"]].itertuples()
    ]


def timeline() -> pd.DataFrame:
    """One row per rule change, by date: the table's columns, `date` (in force where known, else adopted), `decider`, `years_since_previous`.

    Changes of one day count as one step: the later rows of that day have 0 years.
    """
    changes = tables.read("rule_changes")
    changes["date"] = changes["in_force_from"].fillna(changes["adopted"])
    decider = {
        instrument: who for who, instruments in DECIDERS.items() for instrument in instruments
    }
    changes["decider"] = pd.Categorical(
        changes["instrument"].astype("str").map(decider), list(DECIDERS), ordered=True
    )
    changes = changes.sort_values(["date", "rule_id"], ignore_index=True)
    changes["years_since_previous"] = changes["date"].diff().dt.days / DAYS_PER_YEAR
    return changes


def tempo() -> pd.DataFrame:
    """One row per decade with a change: `changes`, the number of each effect, and `days_of_change` (changes of one day count once)."""
    changes = timeline()
    decade = (changes["date"].dt.year // 10 * 10).rename("decade")
    counts = pd.crosstab(decade, changes["effect"]).rename_axis(columns=None)
    days = changes.groupby(decade)["date"].nunique()
    return counts.assign(changes=counts.sum(axis=1), days_of_change=days).reset_index()
