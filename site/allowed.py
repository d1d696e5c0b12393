"""What was allowed when: every period of every kind of transfer as one table, in which a page can look up any day.

`fill` fills the page. The table is `rules.bands()` with what `rules.in_force` says of each period, and a period before the
first rule, so that a script only has to find the row of a day; how a change is called comes from `rules.compare`.
"""

import functools

import pages
import pandas as pd

from analysis import rules, tables

FIRST, LAST = "1900-01-01", "2099-12-31"  # the days that the page answers for
DAY = pd.Timedelta(days=1)


def fill(app, page: str, source: list[str]) -> None:
    """Fill the page; Sphinx calls this with the text of every page it reads, in a list of one."""
    if page == "allowed":
        frames = {
            "periods": rows(periods()),
            "changes": rows(changes()),
            "names": names(),
            "words": words(),
        }
        days = {
            "first": FIRST,
            "last": LAST,
            "known": f"{rules.known_until():%Y-%m-%d}",
            "late": late(),
        }
        source[0] = pages.environment().from_string(source[0]).render(up="", **frames, **days)


@functools.cache
def periods() -> pd.DataFrame:
    """One row per provision × period: the columns of `rules.in_force`, `start` and `end` (its last day), and `scope`."""
    bands = rules.bands()[["provision_id", "start", "end", "scope", "rule_id"]].assign(
        scope=lambda frame: frame["scope"].astype("str")
    )
    standing, single = (bands[bands["scope"] == scope] for scope in ("standing", "one-off"))
    before = rules.in_force(standing["start"].min() - DAY).assign(
        end=standing["start"].min(), scope="standing"
    )
    told = pd.concat([rules.in_force(day).assign(start=day) for day in standing["start"].unique()])
    held = standing.drop(columns="rule_id").merge(told, on=["provision_id", "start"])
    frame = pd.concat(
        [
            before,
            held,
            single.drop(columns="rule_id").join(exemptions(), on=["provision_id", "start"]),
        ]
    )
    frame = frame.assign(end=frame["end"] - DAY).drop(columns="one_off")
    return frame.sort_values(["provision_id", "start"], na_position="first", ignore_index=True)


def exemptions() -> pd.DataFrame:
    """What the exemptions for a single case say, by provision and day."""
    frame = (
        rules.bands()
        .query("scope == 'one-off'")
        .set_index(["provision_id", "start"])
        .drop(columns=["end", "scope"])
    )
    made = tables.read("rule_changes").set_index("rule_id")[["instrument", "body"]].astype("str")
    provision = frame.index.get_level_values("provision_id").map(names())
    return frame.assign(provision=provision, since=frame.index.get_level_values("start")).join(
        made, on="rule_id"
    )


def changes() -> pd.DataFrame:
    """One row per day on which a rule set a status or its condition: the day before, and how many kinds of transfer it set."""
    ruled = periods().query("scope == 'standing' and rule_id.notna()")
    frame = (
        ruled.groupby("start")
        .agg(kinds=("provision_id", "nunique"), rule_ids=("rule_id", "unique"))
        .reset_index()
    )
    return frame.assign(before=frame["start"] - DAY)


@functools.cache
def tags() -> dict[str, str]:
    """How `rules.compare` calls a change, by status before, whether a rule had set it, and status after."""
    held = (
        periods()
        .query("scope == 'standing'")
        .assign(day=lambda frame: frame["start"].fillna(frame["end"]))
    )
    held["from"] = held["status"].mask(held["rule_id"].notna(), held["status"] + " by rule")
    pairs = held.merge(held, on="provision_id", suffixes=("", "_after"))
    differs = (pairs["status"] != pairs["status_after"]) | (
        pairs["condition"].fillna("") != pairs["condition_after"].fillna("")
    )
    pairs = (
        pairs[differs]
        .drop_duplicates(["from", "status_after"])
        .sort_values(["from", "status_after"])
    )
    return {
        f"{before} > {after}": rules.compare(*days)
        .set_index("provision_id")
        .at[provision, "change"]
        for before, after, provision, *days in pairs[
            ["from", "status_after", "provision_id", "day", "day_after"]
        ].itertuples(index=False)
    }


def words() -> dict:
    """How changes are called, and the statuses and changes in the order in which they are counted."""
    return {"tags": tags(), "statuses": rules.STATUSES, "changes": rules.CHANGES}


def late() -> str:
    """What is said of a day after the last dated item."""
    return min(rules.in_force(rules.known_until() + DAY)["remark"], key=len)


def names() -> dict[str, str]:
    """The short name of each provision."""
    return tables.read("provisions").set_index("provision_id")["short_name"].to_dict()


def rows(frame: pd.DataFrame) -> list[dict]:
    """The rows of a frame, days as text, and nothing for what is missing."""
    days = {
        column: frame[column].dt.strftime("%Y-%m-%d") for column in frame.select_dtypes("datetime")
    }
    frame = frame.assign(**days).astype(object)
    return frame.where(frame.notna(), "").to_dict("records")
