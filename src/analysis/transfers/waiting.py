"""How long after a rule its cases came."""

import math

import pandas as pd

from .. import periods, sources
from .casebook import STAGES, cases

REACHED = {
    "decided": 1,
    "agreed": 2,
    "in development": 2,
    "part delivered": 3,
    "delivered": 3,
    "lapsed": 1,
}  # stages behind a case
STATES = ("dated", "undated", "open", "lapsed")
Z = 1.96  # of a 95 % interval


def lags(changes: pd.DataFrame) -> pd.DataFrame:
    """From the rule that let a case to its decision, contract and delivery: one row per counted case × stage.

    `changes` is `rules.timeline()`; a case without a rule, or with one whose day in force is not known, has no row. `state` is one of
    `STATES`: *undated* must lie behind the case but no source dates it; *open* was not seen by the latest dated item; *lapsed*
    will not come. `days_from`, `days_to`: days from the rule to the first and the last day on which the stage can have been (they
    differ where only a month is known); for open and lapsed `days_from` is the wait so far, and `days_to` is missing.
    """
    allowed = (
        cases().query("counted").merge(changes[["rule_id", "in_force_from"]].dropna(), on="rule_id")
    )
    until = max(sources.register()["published"].max(), allowed[list(STAGES)].max().max())
    frame = pd.concat(
        [_stage(allowed, number, until) for number in range(len(STAGES))], ignore_index=True
    )
    frame["stage"] = pd.Categorical(frame["stage"], STAGES, ordered=True)
    return frame.sort_values(["in_force_from", "transfer_id", "stage"], ignore_index=True)


def _stage(allowed: pd.DataFrame, number: int, until: pd.Timestamp) -> pd.DataFrame:
    stage, status = STAGES[number], allowed["status"].astype("str")
    kept = [
        "transfer_id",
        "recipient_iso3",
        "recipient",
        "item",
        "status",
        "rule_id",
        "in_force_from",
        "confidence",
        "source_id",
        "source_id_2",
    ]
    date, precision = allowed[stage], allowed[f"{stage}_precision"].astype("str")
    behind = (status.map(REACHED) > number) | allowed[list(STAGES[number + 1 :])].notna().any(
        axis=1
    )
    state = (
        status.where(status == "lapsed", "open").mask(behind, "undated").mask(date.notna(), "dated")
    )
    first = date.mask(state.isin(["open", "lapsed"]), until)
    last = periods.last_day(date, precision)
    return allowed[kept].assign(
        stage=stage,
        date=date,
        precision=precision,
        state=pd.Categorical(state, STATES),
        days_from=(first - allowed["in_force_from"]).dt.days.astype("Int64"),
        days_to=(last - allowed["in_force_from"]).dt.days.astype("Int64"),
    )


def waits(lags: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """One row per group: cases by state, `shortest` and `longest` dated wait, and the median wait with its 95 % interval, in days.

    The median is that of Kaplan and Meier: an open or lapsed case has waited at least until the latest dated item. It is missing
    where fewer than half have come, its upper end where the data set none. A wait known to the month counts to its last day.
    """
    rows = []
    for key, group in lags.groupby(by, observed=True):
        known = group[group["state"] != "undated"]
        dated = known["days_to"].dropna()
        middle = median_wait(known["days_to"].fillna(known["days_from"]), known["days_to"].notna())
        counts = group["state"].value_counts().reindex(STATES, fill_value=0)
        ends = {"shortest": dated.min(), "longest": dated.max()} | dict(
            zip(("median", "low", "high"), middle, strict=True)
        )
        rows.append(dict(zip(by, key, strict=True)) | {"cases": len(group)} | dict(counts) | ends)
    return pd.DataFrame(rows).astype(
        dict.fromkeys(["shortest", "longest", "median", "low", "high"], "Int64")
    )


def median_wait(days: pd.Series, happened: pd.Series) -> tuple:
    """Median of waits of which some are not over, and the ends of its 95 % interval (log-log); each is missing where not reached."""
    count = happened.astype("int64").groupby(days.astype("int64")).agg(["sum", "size"])
    at_risk = count["size"][::-1].cumsum()[::-1]
    left = (1 - count["sum"] / at_risk).cumprod()
    middle = left.index[left <= 0.5 + 1e-12]
    inner = left[(left > 0) & (left < 1)]
    spread = (count["sum"] / (at_risk * (at_risk - count["sum"]))).cumsum()[inner.index] ** 0.5
    apart = inner.map(
        lambda share: math.log(math.log(share) / math.log(0.5))
    )  # 0 where half are left, positive where fewer
    reach = Z * spread / -inner.map(math.log)
    low, high = inner.index[apart >= -reach], inner.index[apart > reach]
    return tuple(found[0] if len(found) else pd.NA for found in (middle, low, high))
