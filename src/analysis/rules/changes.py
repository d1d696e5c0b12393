"""Rule changes → the timeline: what changed, when, by which instrument, decided by whom."""

import pandas as pd

from .. import tables
from ..checks import Fault
from ..periods import DAYS_PER_YEAR
from ..tables.credits import credited


def effective(regimes: pd.DataFrame, frames: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Return a table of rules with the day from which each of them applies.

    Parameters
    ----------
    regimes : pandas.DataFrame
        A table with a column `rule_id`.
    frames : dict of pandas.DataFrame
        The tables that are being built, `rule_changes` among them.

    Returns
    -------
    pandas.DataFrame
        The table with a column `in_force_from`; missing where no source gives the day.

    Examples
    --------
    >>> changes = pd.DataFrame({"rule_id": ["R001", "R002"], "in_force_from": ["1949-12-01", None]})
    >>> cells = pd.DataFrame({"rule_id": ["R002", "R001"]})
    >>> effective(cells, {"rule_changes": changes})["in_force_from"].tolist()
    [nan, '1949-12-01']
    """
    days = frames["rule_changes"].drop_duplicates("rule_id").set_index("rule_id")["in_force_from"]
    return regimes.assign(in_force_from=regimes["rule_id"].map(days))


def faults(frames: dict[str, pd.DataFrame]) -> list[Fault]:
    """Return what is wrong in the tables of rules beyond their schema.

    Two standing rules must not set one provision on one day.

    Parameters
    ----------
    frames : dict of pandas.DataFrame
        The tables that are being built, `regimes` among them.

    Returns
    -------
    list of checks.Fault
        One per row at fault; empty when all is well.

    Examples
    --------
    >>> faults({name: tables.read(name) for name in ("regimes",)})
    []
    """
    return _double_rules(frames["regimes"])


@credited("The changes of Japan's arms-export rules", "rule_changes", "instruments")
def timeline() -> pd.DataFrame:
    """Return all rule changes, by date.

    Returns
    -------
    pandas.DataFrame
        One row per rule change: the columns of `rule_changes`, `landmark` and `general_text` as
        bool, and

        - `date`: the day in force where it is known, else the day of adoption;
        - `label`, `instrument_ja`: the name of the instrument in English and Japanese;
        - `decider`: who makes such an instrument, an ordered category;
        - `years_since_previous`: missing for the first. Changes of one day are one step, so the
          later rows of that day have 0 years.

    Examples
    --------
    >>> changes = timeline().set_index("rule_id")
    >>> changes.loc["R043", ["date", "decider"]].tolist()
    [Timestamp('2023-12-22 00:00:00'), 'National Security Council']
    >>> bool(changes.loc["R001", "landmark"])
    True
    """
    changes = tables.read("rule_changes")
    changes["date"] = changes["in_force_from"].fillna(changes["adopted"])
    for column in ("landmark", "general_text"):
        changes[column] = changes[column] == "yes"
    instruments = tables.read("instruments").astype({"instrument": "str"}).set_index("instrument")
    for column in ("label", "instrument_ja", "decider"):
        changes[column] = changes["instrument"].astype("str").map(instruments[column])
    changes = changes.sort_values(["date", "rule_id"], ignore_index=True)
    changes["years_since_previous"] = changes["date"].diff().dt.days / DAYS_PER_YEAR
    return changes


def _double_rules(regimes: pd.DataFrame) -> list[Fault]:
    """Return a fault per standing row that shares its provision and its day with another."""
    standing = regimes[regimes["scope"] == "standing"]
    double = standing[standing.duplicated(["provision_id", "in_force_from"], keep=False)]
    columns = ["provision_id", "rule_id", "in_force_from"]
    faults = []
    for row, provision, rule, day in double[columns].dropna().itertuples():
        advice = f"sets {provision} on the same day ({day:%Y-%m-%d}) as another standing rule"
        faults.append(Fault("regimes", row, "rule_id", rule, f"{advice}; keep one"))
    return faults
