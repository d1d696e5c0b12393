"""Times as ideas: "last December" is December 2023, and a ban lifted the last one that was."""

import pandas as pd

from ... import tables
from . import days, naming
from .dating import changes_of_rules

LIFTED = ["easing", "lifting"]
ON_ARMS = ["arms exports", "weapons", "weapons or equipment", "military equipment"]
ON_ARMS += ["defence transfer", "arms transfer"]
AHEAD = ["forecast"]


def named(texts: pd.Series, dates: pd.DataFrame, published: pd.Timestamp | None) -> pd.DataFrame:
    """Return whether each text (rows) names each idea that is a time (columns) by a date.

    `dates` is what `days.periods` gives for the texts. Where a text tells of an easing of what may
    be exported and has no date, it means the last one by the day of the article.
    """
    spans = _periods()
    frame = pd.DataFrame(False, index=texts.index, columns=spans["date_as_printed"])
    for idea, start, end in spans[["date_as_printed", "start", "end"]].itertuples(index=False):
        within = dates["start"].ge(start) & dates["end"].le(end)
        frame.loc[dates.loc[within, "place"].unique(), idea] = True
    meant = None if published is None else _last_easing(published)
    if meant is not None:
        frame.loc[_undated_easings(texts, dates), meant] = True
    return frame


@tables.cached
def _periods() -> pd.DataFrame:
    """Return the ideas that are a date and nothing else, with their first and last day."""
    names = pd.Series(tables.read("ideas")["idea"].unique(), dtype="str")
    dates = days.periods(names, None)
    return dates[dates["date_as_printed"].eq(dates["place"].map(names))]


def _last_easing(published: pd.Timestamp) -> str | None:
    """Return the time of the last easing by a day, None where it is no idea of the table."""
    rules = changes_of_rules()
    eased = rules[rules["sets"] & rules["effect"].astype("str").eq("loosens")]
    found = [
        (day, idea)
        for idea, start, end in _periods()[["date_as_printed", "start", "end"]].itertuples(
            index=False
        )
        for day in eased.loc[eased["adopted"].between(start, end), "adopted"]
        if day <= published
    ]
    return max(found)[1] if found else None


def _undated_easings(texts: pd.Series, dates: pd.DataFrame) -> pd.Index:
    """Return the places of the texts that tell of an easing on no day that they name."""
    is_named = naming.ideas(texts).reindex(columns=[*LIFTED, *ON_ARMS, *AHEAD], fill_value=False)
    eased = is_named[LIFTED].any(axis=1) & is_named[ON_ARMS].any(axis=1)
    eased &= ~is_named[AHEAD].any(axis=1) & ~texts.index.isin(dates["place"])
    return texts.index[eased]
