"""Which of several transfers a sentence means, and which of its dates are a transfer's.

What tells is what the record has beside each: the programme under which it stands, and its days.
"""

import pandas as pd

from ... import tables
from . import naming

RECENT = pd.Timedelta(days=7)  # days up to publication in which news of an event is printed
LATER = pd.Timedelta(days=3 * 365)  # after publication: what begins then was not spoken of
SOON_AFTER = pd.Timedelta(days=180)  # the same where its item alone is named
AFTERWARDS = pd.Timedelta(days=1)  # in Japan it is the next day already
DECIDED = ["approved by the NSC"]  # on such a day rules change too
PART = "parts"


def meant(
    rows: pd.DataFrame,
    matches: pd.DataFrame,
    dates: pd.DataFrame | None,
    published: pd.Timestamp | None,
) -> pd.DataFrame:
    """Return the transfers that a word means, of several of one kind and recipient.

    Those under the programme that the sentence names; of these, where it has dates, those with an
    event on them, else those with an event in the week up to publication. Where none fits a sign,
    that sign says nothing.
    """
    if rows.empty:
        return rows
    for fits in (
        _of_programme(rows, matches),
        _on_date(rows, dates),
        _in_the_news(rows, dates, published),
    ):
        rows = rows.assign(fits=fits.reindex(rows.index))
        any_fits = rows.groupby(["place", "matched"])["fits"].transform("any")
        rows = rows[rows["fits"] | ~any_fits].drop(columns="fits")
    return rows


def _of_programme(rows: pd.DataFrame, matches: pd.DataFrame) -> pd.Series:
    """Whether each transfer stands under a rule that its sentence names, and no other rule."""
    rule_of = tables.read("transfers").set_index("transfer_id")["rule_id"]
    named = matches[matches["role"].eq("rule")]
    alone = named.groupby("term")["rule_id"].transform("nunique").eq(1)
    pairs = set(zip(named.loc[alone, "place"], named.loc[alone, "rule_id"], strict=True))
    own = zip(rows["place"], rows["transfer_id"].map(rule_of), strict=True)
    return pd.Series([pair in pairs for pair in own], rows.index, dtype="bool")


def _on_date(rows: pd.DataFrame, dates: pd.DataFrame | None) -> pd.Series:
    """Whether each transfer has an event on a date of its sentence."""
    if dates is None:
        return pd.Series(False, rows.index)
    spans = rows[["place", "transfer_id"]].reset_index().merge(dates, on="place")
    spans = spans.merge(_events(), on="transfer_id")
    inside = spans.loc[spans["date"].between(spans["start"], spans["end"]), "index"]
    return pd.Series(rows.index.isin(inside), rows.index)


def _in_the_news(
    rows: pd.DataFrame, dates: pd.DataFrame | None, published: pd.Timestamp | None
) -> pd.Series:
    """Whether each transfer has an event of those days, and its sentence no earlier date."""
    if published is None:
        return pd.Series(False, rows.index)
    events = _events()
    fresh = events["date"].between(published - RECENT, published + AFTERWARDS)
    is_fresh = rows["transfer_id"].isin(events.loc[fresh, "transfer_id"])
    earlier = [] if dates is None else dates.loc[dates["end"] < published - RECENT, "place"]
    return is_fresh & ~rows["place"].isin(earlier)


def without_parts(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the transfers but those of a part, where a sentence names a whole one and no parts.

    "PAC-3 missiles, and older PAC-2 ones" tells of no gyroscope for the PAC-2.
    """
    if rows.empty:
        return rows
    types = tables.read("transfers").set_index("transfer_id")["type"].astype("str")
    is_part = rows["transfer_id"].map(types).str.startswith("part")
    with_whole = (~is_part).groupby(rows["sentence"]).transform("any")
    named = naming.ideas(rows["sentence"]).reindex(columns=[PART], fill_value=False)[PART]
    return rows[~(is_part & with_whole & ~named)]


def without_later(rows: pd.DataFrame, published: pd.Timestamp | None) -> pd.DataFrame:
    """Return the transfers but those begun long after publication, where an older one is meant.

    An article of 2018 on training aircraft for Manila does not mean the talks of 2026 on more.
    """
    if rows.empty or published is None:
        return rows
    first = rows["transfer_id"].map(_events().groupby("transfer_id")["date"].min())
    is_older = (first <= published + AFTERWARDS).groupby([rows["sentence"], rows["matched"]])
    limit = rows["how"].eq("name").map({True: LATER, False: SOON_AFTER})
    return rows[~(first.gt(published + limit) & is_older.transform("any"))]


def of_case(dates: pd.DataFrame, matches: pd.DataFrame) -> pd.Series:
    """Whether each date is that of an event of a transfer that its sentence names.

    "In July the ministry signed the contract for the Patriots" dates no rule of that month.
    """
    named = matches.loc[matches["role"].eq("transfer"), ["place", "transfer_id"]]
    events = _events()
    events = events[~events["event"].isin(DECIDED)]
    spans = dates[["place", "start", "end"]].reset_index().merge(named.drop_duplicates())
    spans = spans.merge(events, on="transfer_id")
    inside = spans.loc[spans["date"].between(spans["start"], spans["end"]), "index"]
    return pd.Series(dates.index.isin(inside), dates.index)


@tables.cached
def _events() -> pd.DataFrame:
    """Return the days of what happened with the transfers: `transfer_id`, `event`, `date`."""
    return tables.read("transfer_events")[["transfer_id", "event", "date"]].astype({"event": "str"})
