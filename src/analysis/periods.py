"""Days, months, years and fiscal years, and how precisely a date is known.

A date of the tables is the first day of what its source states. The column `…_precision` beside it
says what that is: a day, a month, a year or a fiscal year (from 1 April to 31 March).
"""

import datetime
import re

import pandas as pd

DAYS_PER_YEAR = 365.2425  # on average, leap years counted
SPANS = {"day": "D", "month": "M", "quarter": "Q", "year": "Y", "fiscal year": "Y-MAR"}
IN_WORDS = {"month": "%B %Y", "year": "%Y", "fiscal year": "FY%Y"}


def day(value: object) -> pd.Timestamp:
    """Return one day.

    Parameters
    ----------
    value : object
        Text of the form YYYY-MM-DD, a date, or a Timestamp, whose hour is dropped.

    Returns
    -------
    pandas.Timestamp
        Midnight of that day, without time zone.

    Raises
    ------
    ValueError
        For all else, with the value named: a month or a year is no day, and a time zone would
        leave the day open.

    Examples
    --------
    >>> day("2024-03-10")
    Timestamp('2024-03-10 00:00:00')
    >>> day("2024-03")
    Traceback (most recent call last):
    ...
    ValueError: no day: '2024-03'; write it as YYYY-MM-DD (or pass a date without time zone)
    """
    if _states_a_day(value):
        try:
            return pd.Timestamp(value).normalize()
        except ValueError:  # 2024-02-30
            pass
    raise ValueError(
        f"no day: {value!r}; write it as YYYY-MM-DD (or pass a date without time zone)"
    )


def _states_a_day(value: object) -> bool:
    """Return whether a value has the form of one day and no other."""
    if isinstance(value, str):
        return re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value.strip()) is not None
    is_date = isinstance(value, datetime.date) and not pd.isna(value)
    return is_date and getattr(value, "tzinfo", None) is None


def days(values: pd.Series) -> pd.Series:
    """Return a column of days.

    Parameters
    ----------
    values : pandas.Series
        What `day` takes, or missing; a column of dates without time zone is returned as it is.

    Returns
    -------
    pandas.Series
        The days as `datetime64` on the same index; missing stays missing.

    Raises
    ------
    ValueError
        For a value that `day` refuses.

    Examples
    --------
    >>> days(pd.Series(["2024-03-10", None])).dt.day_name().tolist()
    ['Sunday', nan]
    """
    if values.dtype.kind == "M" and getattr(values.dtype, "tz", None) is None:
        return values
    positions, uniques = pd.factorize(values)
    distinct = pd.Series([day(value) for value in uniques], dtype="datetime64[us]").array
    return pd.Series(distinct.take(positions, allow_fill=True), values.index, name=values.name)


def last_day(dates: pd.Series, precision: pd.Series) -> pd.Series:
    """Return the last day of what each date states.

    Parameters
    ----------
    dates : pandas.Series
        The first day of what is stated.
    precision : pandas.Series
        What it is: one of `SPANS`.

    Returns
    -------
    pandas.Series
        The last day; missing where the date is, or where the precision is none of `SPANS`.

    Examples
    --------
    >>> dates = pd.Series(pd.to_datetime(["2024-02-01", "2023-04-01"]))
    >>> last_day(dates, pd.Series(["month", "fiscal year"])).dt.strftime("%Y-%m-%d").tolist()
    ['2024-02-29', '2024-03-31']
    """
    precision = precision.astype("str")
    last = dates.where(precision == "day")
    for name, span in SPANS.items():
        last = last.mask(precision == name, dates.dt.to_period(span).dt.end_time.dt.normalize())
    return last


def fiscal_year(dates: pd.Series, precision: pd.Series) -> pd.Series:
    """Return the year in which the fiscal year of each date began.

    Parameters
    ----------
    dates : pandas.Series
        The first day of what is stated.
    precision : pandas.Series
        What it is: a day, a month, a year or a fiscal year.

    Returns
    -------
    pandas.Series
        Whole years (`Int64`); missing where the date is, or where only the calendar year is known.

    Examples
    --------
    >>> dates = pd.Series(pd.to_datetime(["2024-03-31", "2024-04-01", "2024-01-01"]))
    >>> fiscal_year(dates, pd.Series(["day", "month", "year"])).tolist()
    [2023, 2024, <NA>]
    """
    year = (dates - pd.DateOffset(months=3)).dt.year.astype("Int64")
    return year.mask(precision.astype("str").isin(["year", "unknown"]))


def decimal_year(dates: pd.Series | pd.Timestamp) -> pd.Series | float:
    """Return the place of each day on an axis of years.

    Parameters
    ----------
    dates : pandas.Series or pandas.Timestamp
        Days; one day gives one number.

    Returns
    -------
    pandas.Series or float
        The year, and the part of it that had passed when the day began; missing stays missing.

    Examples
    --------
    >>> float(decimal_year(pd.Timestamp("2024-01-01")))
    2024.0
    >>> decimal_year(pd.Series(pd.to_datetime(["2024-07-01", None]))).round(2).tolist()
    [2024.5, nan]
    """
    parts = dates.dt if isinstance(dates, pd.Series) else dates
    return parts.year + (parts.day_of_year - 1) / DAYS_PER_YEAR


def in_words(date: pd.Timestamp, precision: str = "day") -> str:
    """Return a date in words, no more precise than it is known.

    Parameters
    ----------
    date : pandas.Timestamp
        The first day of what is stated.
    precision : str
        What it is: a day, a month, a year or a fiscal year.

    Returns
    -------
    str
        As a sentence has it.

    Raises
    ------
    KeyError
        For another precision.

    Examples
    --------
    >>> in_words(pd.Timestamp("2024-03-10"))
    '10 March 2024'
    >>> in_words(pd.Timestamp("2024-03-01"), "month")
    'March 2024'
    """
    if precision == "day":
        return f"{date.day} {date:%B %Y}"
    return date.strftime(IN_WORDS[precision])
