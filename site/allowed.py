"""What was allowed when: every period of every kind of transfer, as one table for any day.

`fill` fills the page. The table is `rules.bands()` with what `rules.in_force` says of each period,
and a period before the first rule, so that a script only has to find the row of a day. What a
change is called comes from `rules.compare`.
"""

import ask_words
import pages
import pandas as pd
import wording

from analysis import language, rules, tables

FIRST, LAST = "1900-01-01", "2099-12-31"  # the days that the page answers for
DAY = pd.Timedelta(days=1)
LATE = "as last known: nothing dated later than {day} was read"  # as `rules.in_force` says it


def fill(app, page: str, source: list[str]) -> None:
    """Fill the page; Sphinx calls this with the text of every page it reads, in a list of one."""
    if page == "allowed":
        source[0] = pages.filled(source[0], **values())


def values() -> dict:
    """Return what fills the page."""
    return {
        "periods": rows(periods()),
        "changes": rows(changes()),
        "names": names(),
        "script_words": ask_words.as_json(words() | ask_words.of_allowed(words())),
        "first": FIRST,
        "last": LAST,
        "known": f"{rules.known_until():%Y-%m-%d}",
        "late": late(),
    }


@tables.cached
def periods() -> pd.DataFrame:
    """Return one row per provision and period.

    The columns are those of `rules.in_force`, with `start`, `end` (the last day) and `scope`.
    """
    bands = rules.bands()[["provision_id", "start", "end", "scope", "rule_id"]]
    scope = bands["scope"].astype("str")
    bands = bands.assign(scope=scope)
    frames = [
        before_the_first_rule(bands[scope == "standing"]),
        standing(bands[scope == "standing"]),
        exempted(bands[scope == "one-off"]),
    ]
    frame = pd.concat(frames)
    frame = frame.assign(end=frame["end"] - DAY).drop(columns="one_off")
    return frame.sort_values(["provision_id", "start"], na_position="first", ignore_index=True)


def before_the_first_rule(bands: pd.DataFrame) -> pd.DataFrame:
    """Return what was in force before the first rule, a row per provision."""
    first = bands["start"].min()
    return rules.in_force(first - DAY).assign(end=first, scope="standing")


def standing(bands: pd.DataFrame) -> pd.DataFrame:
    """Return the standing periods with what `rules.in_force` says of their first day."""
    answers = [rules.in_force(day).assign(start=day) for day in bands["start"].unique()]
    return bands.drop(columns="rule_id").merge(pd.concat(answers), on=["provision_id", "start"])


def exempted(bands: pd.DataFrame) -> pd.DataFrame:
    """Return the exemptions for a single case, with what their rule says."""
    return bands.drop(columns="rule_id").join(exemptions(), on=["provision_id", "start"])


def exemptions() -> pd.DataFrame:
    """Return what the exemptions for a single case say, by provision and day."""
    frame = (
        rules.bands()
        .query("scope == 'one-off'")
        .set_index(["provision_id", "start"])
        .drop(columns=["end", "scope"])
    )
    acts = tables.read("rule_changes").set_index("rule_id")[["instrument", "body"]].astype("str")
    frame = frame.assign(
        provision=frame.index.get_level_values("provision_id").map(names()),
        since=frame.index.get_level_values("start"),
    )
    return frame.join(acts, on="rule_id")


def changes() -> pd.DataFrame:
    """Return one row per day on which a rule set a status or its condition.

    `kinds` counts the kinds of transfer it set; `before` is the day before.
    """
    ruled = periods().query("scope == 'standing' and rule_id.notna()")
    frame = ruled.groupby("start").agg(
        kinds=("provision_id", "nunique"), rule_ids=("rule_id", "unique")
    )
    frame = frame.reset_index()
    return frame.assign(before=frame["start"] - DAY)


@tables.cached
def tags() -> dict[str, str]:
    """Return what `rules.compare` calls a change, by status before and after.

    A status before that a rule had set is written "allowed by rule": the name hangs on it.
    """
    standing = periods().query("scope == 'standing'")
    standing = standing.assign(day=standing["start"].fillna(standing["end"]))
    by_rule = standing["status"] + " by rule"
    standing["from"] = standing["status"].mask(standing["rule_id"].notna(), by_rule)
    pairs = standing.merge(standing, on="provision_id", suffixes=("", "_after"))
    other_status = pairs["status"] != pairs["status_after"]
    other_condition = pairs["condition"].fillna("") != pairs["condition_after"].fillna("")
    pairs = pairs[other_status | other_condition].drop_duplicates(["from", "status_after"])
    pairs = pairs.sort_values(["from", "status_after"])
    return {f"{pair['from']} > {pair['status_after']}": tag(pair) for _, pair in pairs.iterrows()}


def tag(pair: pd.Series) -> str:
    """Return what `rules.compare` calls the change of one kind of transfer between two days."""
    compared = rules.compare(pair["day"], pair["day_after"]).set_index("provision_id")
    return compared.at[pair["provision_id"], "change"]


def words() -> dict:
    """Return what changes are called, and the order in which statuses and changes are counted."""
    return {"tags": tags(), "statuses": rules.STATUSES, "changes": rules.CHANGES}


def late() -> str:
    """Return what is said of a day after the last dated item."""
    if language.is_japanese():
        return language.phrase(LATE, day=wording.day(f"{rules.known_until():%Y-%m-%d}"))
    return min(rules.in_force(rules.known_until() + DAY)["remark"], key=len)


def names() -> dict[str, str]:
    """Return the short name of each provision."""
    return tables.read("provisions").set_index("provision_id")["short_name"].to_dict()


def rows(frame: pd.DataFrame) -> list[dict]:
    """Return the rows of a frame; days are texts, and what is missing is an empty one."""
    days = {
        column: frame[column].dt.strftime("%Y-%m-%d") for column in frame.select_dtypes("datetime")
    }
    frame = frame.assign(**days).astype(object)
    return frame.where(frame.notna(), "").to_dict("records")
