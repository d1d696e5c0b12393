"""Days, months, years and fiscal years."""

import datetime

import pandas as pd
import pytest

from analysis import periods, tables


@pytest.mark.parametrize(
    "value",
    ["2024-03-10", " 2024-03-10 ", datetime.date(2024, 3, 10), datetime.datetime(2024, 3, 10, 17)]
    + [pd.Timestamp("2024-03-10 17:10")],
)
def test_a_day_in_each_of_its_forms(value):
    """Text, a date, or a time whose hour is dropped."""
    assert periods.day(value) == pd.Timestamp("2024-03-10")


@pytest.mark.parametrize(
    "value",
    ["10/03/2024", 20240310, 2024, pd.NaT, None, float("nan"), pd.NA, "2024", "2024-03", "now"]
    + ["2024-02-30", "2024-3-10", "2024-03-10 17:10", "", "２０２４-０３-１０", ["2024-03-10"]]
    + [pd.Timestamp("2024-03-10", tz="Asia/Tokyo"), pd.Period("2024-03-10")],
)
def test_what_is_no_day_is_refused(value):
    """The message names the value and the remedy."""
    with pytest.raises(ValueError, match="no day: .*; write it as YYYY-MM-DD"):
        periods.day(value)


@pytest.mark.parametrize(
    "first, precision, last",
    [
        ("2024-02-10", "day", "2024-02-10"),
        ("2024-02-01", "month", "2024-02-29"),
        ("2023-10-01", "quarter", "2023-12-31"),
        ("2023-01-01", "year", "2023-12-31"),
        ("2023-04-01", "fiscal year", "2024-03-31"),
        ("2023-04-01", "unknown", None),
        (None, "month", None),
        ("2023-04-01", None, None),
    ],
)
def test_the_last_day_of_what_a_date_states(first, precision, last):
    """Missing where the date or its precision is; the index is kept, and codes may be categories."""
    dates = pd.Series(pd.to_datetime([first]), [7], dtype="datetime64[us]")
    found = periods.last_day(dates, pd.Series([precision], [7], dtype="category"))
    expected = pd.Series(pd.to_datetime([last]), [7], dtype="datetime64[us]")
    pd.testing.assert_series_equal(found, expected)


@pytest.mark.parametrize("name", tables.names())
def test_every_precision_of_the_tables_has_its_span(name):
    """Where a date is known, so is the last day of what it states, and that is not before it."""
    frame = tables.read(name)
    for column in frame.columns[frame.columns.str.endswith("_precision")]:
        dates = frame.get(column.removesuffix("_precision"), pd.Series(dtype="datetime64[us]"))
        last = periods.last_day(dates, frame[column].reindex(dates.index))
        assert (last.isna() == dates.isna()).all() and not (last < dates).any()


def test_a_day_and_a_column_have_the_same_decimal_year():
    """It begins with the year, grows with each day and never reaches the next year."""
    dates = pd.Series(pd.date_range("2023-01-01", "2024-12-31"))
    years = periods.decimal_year(dates)
    assert years.tolist() == dates.map(periods.decimal_year).tolist()
    assert years.is_monotonic_increasing and years.is_unique
    assert years.iloc[0] == 2023 and years.iloc[364] < 2024 and years.iloc[365] == 2024


def test_a_date_in_words_says_no_more_than_is_known():
    """A day without leading zero, a month, a year, a fiscal year; another precision is an error."""
    date = pd.Timestamp("2024-04-01")
    told = [periods.in_words(date, name) for name in ("day", "month", "year", "fiscal year")]
    assert told == ["1 April 2024", "April 2024", "2024", "FY2024"]
    with pytest.raises(KeyError, match="unknown"):
        periods.in_words(date, "unknown")
