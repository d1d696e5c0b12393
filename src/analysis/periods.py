"""Days, as people and columns give them."""

import datetime
import re

import pandas as pd


def day(value: object) -> pd.Timestamp:
    """One day: text of the form YYYY-MM-DD, a date, or a Timestamp, whose hour is dropped.

    All else raises ValueError that names the value: a month or a year is no day, and a time zone would leave the day open.
    """
    text = isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value.strip())
    if text or (
        isinstance(value, datetime.date)
        and not pd.isna(value)
        and getattr(value, "tzinfo", None) is None
    ):
        try:
            return pd.Timestamp(value).normalize()
        except ValueError:
            pass
    raise ValueError(
        f"no day: {value!r}; write it as YYYY-MM-DD (or pass a date without time zone)"
    )


def days(values: pd.Series) -> pd.Series:
    """A column of days as `datetime64`, index kept; text must be YYYY-MM-DD, missing stays missing."""
    if values.dtype.kind == "M" and getattr(values.dtype, "tz", None) is None:
        return values
    positions, uniques = pd.factorize(values)
    read = pd.Series([day(value) for value in uniques], dtype="datetime64[us]").array
    return pd.Series(read.take(positions, allow_fill=True), values.index, name=values.name)
