"""How long after a rule its cases came."""

import math

import pandas as pd

from .. import periods, sources, tables
from .casebook import STAGES, cases

STATES = ("dated", "undated", "open", "lapsed")
Z = 1.96  # of a 95 % interval
DAYS = ["shortest", "longest", "median", "low", "high"]
CASE = [
    "transfer_id",
    "recipient_iso3",
    "recipient",
    "item",
    "status",
    "rule_id",
    "in_force_from",
    "confidence",
    "source_id",
    "sources",
]


def lags(changes: pd.DataFrame) -> pd.DataFrame:
    """Return how long after its rule each case was decided, contracted and delivered.

    Parameters
    ----------
    changes : pandas.DataFrame
        `rules.timeline()`.

    Returns
    -------
    pandas.DataFrame
        One row per counted case × stage; a case without a rule, or with one whose day in force is
        not known, has none. Beside columns of the case and of the rule:

        - `stage`, `date` and `precision`;
        - `state`, one of `STATES`: *undated* must lie behind the case but no source dates it;
          *open* was not seen by the latest dated item; *lapsed* will not come;
        - `days_from`, `days_to`: days from the rule to the first and the last day on which the
          stage can have been (they differ where only a month is known). For open and lapsed
          `days_from` is the wait so far, and `days_to` is missing.

    Examples
    --------
    Patriots were allowed and decided on 22 December 2023, contracted in July 2024 and delivered
    within November 2025.

    >>> rule = {"rule_id": ["R043"], "in_force_from": [pd.Timestamp("2023-12-22")]}
    >>> waits_of_rule = lags(pd.DataFrame(rule)).set_index(["transfer_id", "stage"])
    >>> waits_of_rule.loc["T022", "days_to"].tolist()
    [0, 219, 709]
    """
    starts = changes[["rule_id", "in_force_from"]].dropna()
    allowed = cases().query("counted").merge(starts, on="rule_id")
    latest_stage = allowed[list(STAGES)].max().max()
    until = max(sources.register()["published"].max(), latest_stage)
    parts = [_stage(allowed, number, until) for number in range(len(STAGES))]
    frame = pd.concat(parts, ignore_index=True)
    frame["stage"] = pd.Categorical(frame["stage"], STAGES, ordered=True)
    return frame.sort_values(["in_force_from", "transfer_id", "stage"], ignore_index=True)


def waits(lags: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Return how long the cases of each group waited, in days.

    Parameters
    ----------
    lags : pandas.DataFrame
        What `lags` returns.
    by : list of str
        The columns that make a group.

    Returns
    -------
    pandas.DataFrame
        One row per group: `cases`, the number in each of `STATES`, `shortest` and `longest` dated
        wait, and the `median` wait with its 95 % interval (`low`, `high`).

        The median is that of Kaplan and Meier: an open or lapsed case has waited at least until
        the latest dated item. It is missing where fewer than half have come, its upper end where
        the data set none. A wait known to the month counts to its last day.

    Examples
    --------
    >>> rule = {"rule_id": ["R043"], "in_force_from": [pd.Timestamp("2023-12-22")]}
    >>> waits(lags(pd.DataFrame(rule)), ["stage"])["stage"].tolist()
    ['decided', 'contracted', 'delivered']
    """
    rows = []
    for key, group in lags.groupby(by, observed=True):
        counts = group["state"].value_counts().reindex(STATES, fill_value=0)
        in_group = dict(zip(by, key, strict=True))
        rows.append(in_group | {"cases": len(group)} | dict(counts) | _spread(group))
    return pd.DataFrame(rows).astype(dict.fromkeys(DAYS, "Int64"))


def median_wait(days: pd.Series, happened: pd.Series) -> tuple[object, object, object]:
    """Return the median of waits of which some are not over, and its 95 % interval.

    Parameters
    ----------
    days : pandas.Series
        How long each has waited.
    happened : pandas.Series
        Whether that wait is over (bool).

    Returns
    -------
    tuple
        Median, and lower and upper end of the interval (log-log); each is missing where the data
        do not reach it.

    Examples
    --------
    >>> over = pd.Series([True, True, True, False])
    >>> median, low, high = median_wait(pd.Series([1, 2, 3, 4]), over)
    >>> int(median), int(low), high
    (2, 1, <NA>)
    """
    count = happened.astype("int64").groupby(days.astype("int64")).agg(["sum", "size"])
    at_risk = count["size"][::-1].cumsum()[::-1]
    left = (1 - count["sum"] / at_risk).cumprod()
    medians = left.index[left <= 0.5 + 1e-12]
    inner = left[(left > 0) & (left < 1)]
    variance = (count["sum"] / (at_risk * (at_risk - count["sum"]))).cumsum()[inner.index]
    reach = Z * variance**0.5 / -inner.map(math.log)
    distance = inner.map(_distance_from_half)
    lows = inner.index[distance >= -reach]
    highs = inner.index[distance > reach]
    return _first(medians), _first(lows), _first(highs)


def _first(days: pd.Index) -> object:
    """Return the first of some days, missing where there is none."""
    return days[0] if len(days) else pd.NA


def _distance_from_half(share: float) -> float:
    """Return 0 where half are left, a positive number where fewer are, on the log-log scale."""
    return math.log(math.log(share) / math.log(0.5))


def _spread(group: pd.DataFrame) -> dict[str, object]:
    """Return the shortest, longest and median wait of a group, and the ends of its interval."""
    waited = group[group["state"] != "undated"]
    dated = waited["days_to"].dropna()
    median, low, high = median_wait(
        waited["days_to"].fillna(waited["days_from"]), waited["days_to"].notna()
    )
    return {
        "shortest": dated.min(),
        "longest": dated.max(),
        "median": median,
        "low": low,
        "high": high,
    }


def _stage(allowed: pd.DataFrame, number: int, until: pd.Timestamp) -> pd.DataFrame:
    """Return one stage of all cases, by its number among `STAGES`."""
    stage = STAGES[number]
    date = allowed[stage]
    precision = allowed[f"{stage}_precision"].astype("str")
    state = _state(allowed, number)
    first = date.mask(state.isin(["open", "lapsed"]), until)
    last = periods.last_day(date, precision)
    return allowed[CASE].assign(
        stage=stage,
        date=date,
        precision=precision,
        state=pd.Categorical(state, STATES),
        days_from=(first - allowed["in_force_from"]).dt.days.astype("Int64"),
        days_to=(last - allowed["in_force_from"]).dt.days.astype("Int64"),
    )


def _state(allowed: pd.DataFrame, number: int) -> pd.Series:
    """Return the state of one stage of each case, one of `STATES`."""
    meaning = tables.read("case_statuses").astype({"status": "str"}).set_index("status")
    status = allowed["status"].astype("str")
    later_dated = allowed[list(STAGES[number + 1 :])].notna().any(axis=1)
    behind = (status.map(meaning["stages"]) > number) | later_dated
    state = status.where(status == "lapsed", "open")
    return state.mask(behind, "undated").mask(allowed[STAGES[number]].notna(), "dated")
