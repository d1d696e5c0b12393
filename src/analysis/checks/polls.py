"""Opinion polls: all answers of one are told alike, add up to no more than all, and take a time."""

from collections.abc import Iterator

import pandas as pd

from .faults import Fault

Frames = dict[str, pd.DataFrame]
ASKED = "pollster asked_from asked_to mode respondents approached wording names_lethal".split()
ALL_SHARES = 100  # per cent
DAYS, WEEKS = pd.Timedelta(days=14), pd.Timedelta(days=84)  # that a poll may take


def faults(frames: Frames) -> list[Fault]:
    """Return the faults of all rules below, given all tables with their derived columns."""
    return [fault for rule in RULES for fault in rule(frames["polls"])]


def _alike(polls: pd.DataFrame) -> Iterator[Fault]:
    """All rows of a poll tell alike how it was asked."""
    for column in ASKED:
        told = polls[column].astype("object").where(polls[column].notna(), "")
        usual = told.groupby(polls["poll_id"]).transform(_commonest)
        for row in polls.index[told != usual]:
            advice = f"is unlike the other rows of {polls.at[row, 'poll_id']}; mend one"
            yield Fault("polls", row, column, told[row], advice)


def _shares(polls: pd.DataFrame) -> Iterator[Fault]:
    """The shares of a poll add up to no more than all and what each was rounded up by."""
    polls = polls.dropna(subset=["poll_id", "share"])
    digits = polls["share"].map(_digits).groupby(polls["poll_id"]).transform("max")
    of_poll = polls.groupby("poll_id")["share"]
    most = ALL_SHARES + of_poll.transform("count") * 10.0**-digits / 2
    added = of_poll.transform("sum").round(6)
    for row in polls.index[added > most]:
        advice = f"and the other shares of its poll add up to {added[row]:g} per cent; mend one"
        yield Fault("polls", row, "share", polls.at[row, "share"], advice)


def _days(polls: pd.DataFrame) -> Iterator[Fault]:
    """A poll takes some days, by post or online some weeks."""
    is_slow = polls["mode"].str.contains("post|online").fillna(False).astype("bool")
    longest = is_slow.map({True: WEEKS, False: DAYS})
    for row in polls.index[polls["asked_to"] - polls["asked_from"] > longest]:
        advice = "is later than a poll of this mode can take; mend it, or name the mode"
        yield Fault("polls", row, "asked_to", polls.at[row, "asked_to"], advice)


def _digits(share: float) -> int:
    """Return how many digits of a share stand behind the point."""
    return len(f"{share:g}".partition(".")[2])


def _commonest(values: pd.Series) -> object:
    """Return the value that most rows have, of several the first."""
    return values.mode().iloc[0]


RULES = (_alike, _shares, _days)
