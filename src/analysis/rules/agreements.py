"""Which states have a transfer agreement with Japan in force on a day.

The answer reaches as far as the days of entry into force are known.
"""

import pandas as pd

from .. import tables
from ..periods import day, last_day

IN_FORCE = ["yes", "unknown", "no"]
COLUMNS = [
    "iso3",
    "country",
    "in_force",
    "earliest",
    "latest",
    "signed",
    "source_id",
    "confidence",
]


def partners(on: object) -> pd.DataFrame:
    """Return the countries that had signed a transfer agreement by a day.

    Parameters
    ----------
    on : object
        A day, as `periods.day` takes it.

    Returns
    -------
    pandas.DataFrame
        One row per country, by first signature: iso3, country, `in_force` (yes, unknown or no),
        `earliest` and `latest` (between these days the first of its agreements entered into
        force; `latest` is missing where no source gives an end), `signed` (first signature),
        source_id and confidence (of the agreement that the answer rests on).

    Raises
    ------
    ValueError
        For what is no day.

    Examples
    --------
    France signed in March 2015; its agreement entered into force on 1 December 2016.

    >>> partners("2016-11-30").set_index("iso3").loc["FRA", "in_force"]
    'no'
    >>> partners("2016-12-01").set_index("iso3").loc["FRA", "in_force"]
    'yes'
    """
    then = day(on)
    agreements = entries()
    signed = agreements[agreements["signed"] <= then]
    state = pd.Series("unknown", signed.index, dtype="str")
    state = state.mask(signed["latest"] <= then, "yes").mask(signed["earliest"] > then, "no")
    signed = signed.assign(in_force=pd.Categorical(state, IN_FORCE, ordered=True))
    first_days = signed.groupby("iso3")[["earliest", "latest", "signed"]].min()
    best = signed.sort_values(["in_force", "signed"]).drop_duplicates("iso3").set_index("iso3")
    return best.assign(**first_days).sort_values("signed").reset_index()[COLUMNS]


def partner_count(on: object) -> tuple[int, int]:
    """Return how many countries have an agreement in force on a day: at least, at most.

    Parameters
    ----------
    on : object
        A day, as `periods.day` takes it.

    Returns
    -------
    tuple of int
        Those whose entry into force is certain; and with them those for which no source says
        whether it has come.

    Raises
    ------
    ValueError
        For what is no day.

    Examples
    --------
    >>> partner_count("1950-01-01")
    (0, 0)
    """
    in_force = partners(on)["in_force"]
    return int((in_force == "yes").sum()), int((in_force != "no").sum())


@tables.cached
def entries() -> pd.DataFrame:
    """Return the agreements with the first and last day on which each can have entered into force.

    That is never before signature.
    """
    frame = tables.read("agreements")
    start = frame["in_force_from"]
    grade = frame["grade_in_force"].astype("str")
    return frame.assign(
        earliest=start.mask(start.isna() | (start < frame["signed"]), frame["signed"]),
        latest=last_day(start, frame["in_force_from_precision"]),
        confidence=frame["confidence"].astype("str").mask(grade.notna(), grade),
    )
