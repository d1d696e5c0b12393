"""Which states have a transfer agreement with Japan in force on a day, as far as the days of entry into force are known."""

import functools

import pandas as pd

from .. import tables
from ..periods import day, last_day


def partners(on: object) -> pd.DataFrame:
    """One row per country that had signed by a day: is an agreement in force?

    Columns: iso3, country, in_force (yes | no | unknown), earliest and latest (the interval in which the first of its
    agreements entered into force; `latest` is missing where no source gives an end), signed (first signature),
    source_id, confidence (of the agreement that the answer rests on).
    """
    then = day(on)
    signed = _entries()[lambda frame: frame["signed"] <= then]
    state = (
        pd.Series("unknown", signed.index, dtype="str")
        .mask(signed["latest"] <= then, "yes")
        .mask(signed["earliest"] > then, "no")
    )
    signed = signed.assign(in_force=pd.Categorical(state, ["yes", "unknown", "no"], ordered=True))
    by_country = signed.groupby("iso3")
    frame = signed.sort_values(["in_force", "signed"]).drop_duplicates("iso3").set_index("iso3")
    frame = (
        frame.assign(**by_country[["earliest", "latest", "signed"]].min())
        .sort_values("signed")
        .reset_index()
    )
    return frame[
        ["iso3", "country", "in_force", "earliest", "latest", "signed", "source_id", "confidence"]
    ]


def partner_count(on: object) -> tuple[int, int]:
    """How many countries have an agreement in force on a day: at least, at most."""
    known = partners(on)["in_force"]
    return int((known == "yes").sum()), int((known != "no").sum())


@functools.cache
def _entries() -> pd.DataFrame:
    """The agreements with the first and the last day on which each can have entered into force, never before signature."""
    frame = tables.read("agreements")
    start = frame["in_force_from"]
    earliest = start.mask(start.isna() | (start < frame["signed"]), frame["signed"])
    own = frame["confidence_in_force"].astype("str")
    return frame.assign(
        earliest=earliest,
        latest=last_day(start, frame["in_force_from_precision"]),
        confidence=frame["confidence"].astype("str").mask(own.notna(), own),
    )
