"""Japan's fiscal years, from 1 April to 31 March, and dates of which only a part is known."""

import re
from datetime import date
from typing import Any

import pandas as pd

from . import columns, dates
from .eras import (
    LAST,
    OTHER_YEAR,
    SAME_YEAR,
    YEAR,
    centuries,
    check,
    check_counted,
    gregorian,
    numbered,
    years,
)
from .text import agreed, answers, plain

_FIRST = 1886  # before, the fiscal year did not begin in April
_FLAGS = re.IGNORECASE | re.ASCII
_NUMBER = "[0-9]{1,2}|元|[〇一二三四五六七八九十]{1,3}"
_NAMED = re.compile(rf"{YEAR}{OTHER_YEAR}?(?:会計)?年度{SAME_YEAR}?", _FLAGS)
_ENGLISH = re.compile(r"(?:J?FY|fiscal(?:\syear)?)\s?(?P<n1>[0-9]{4})\.?", _FLAGS)
_BARE = re.compile(rf"(?P<n>{_NUMBER})(?:会計)?年度|FY\s?'?(?P<fy>[0-9]{{2}})", _FLAGS)
_AROUND = re.compile(r"^[^\W\d]+:\s?|(?<=度)[中分]$")  # a label, or what adds nothing to the year
_TOLD = {
    "今年度": 0,
    "本年度": 0,
    "昨年度": -1,
    "前年度": -1,
    "一昨年度": -2,
    "前々年度": -2,
    "来年度": 1,
}
_UNTIL = re.compile(r"\s*(?:[〜~–—―-]|\.{2,3}|から|至|\sto\s)\s*")
_NEXT = re.compile("翌年?(?=[0-9三])")
_ERA_LEFT_OUT = re.compile("同?(?=(?:[0-9]{1,2}|[〇一二三四五六七八九十]{1,3})年)")


def to_fiscal_year(values: object, published: object = None, errors: str = "raise") -> Any:
    """Return the year in which each fiscal year began: 平成29年度 and FY2017 → 2017.

    A bare 27年度 has several meanings: the 27th year of each era, and each year that ends in 27.
    The day of publication settles which one is meant: the nearest, before or after that day.
    Distance is counted in fiscal years. An era that had not begun by that day does not count; the
    era of that day also counts for years to come. FY27 is never the year of an era.

    Parameters
    ----------
    values : str or list-like of str
        Fiscal years as printed. A span of dates beside the year must be that fiscal year, and
        several spellings must name the same year.
    published : date, str or list-like, optional
        The day of publication, or one for each of the values. A Series must have their index. It
        is needed for 昨年度 and its like, for a bare 27年度 and for FY27.
    errors : {"raise", "coerce", "report"}
        Whether a text that cannot be read raises an error, becomes missing (<NA>), or becomes
        missing with the reason beside it.

    Returns
    -------
    int, pandas.Series of Int64, or pandas.DataFrame
        The calendar year of the first of April on which the fiscal year began. Missing values
        stay missing. With `errors="report"`, a frame of `value` and `reason`, one row a value.

    Raises
    ------
    ValueError
        If a text names no fiscal year, two of them, or a year of an era that never was; if the day
        of publication is needed and missing; or if the second nearest meaning of a bare number is
        less than twice as far away as the nearest.

    Examples
    --------
    >>> to_fiscal_year("平成29年度")
    2017
    >>> to_fiscal_year("27年度", published="2016-09-01")
    2015
    >>> to_fiscal_year("27年度", published="2025-12-10")
    2027
    >>> to_fiscal_year("25年度", published="2019-10-01")
    Traceback (most recent call last):
        ...
    ValueError: '25年度': may be 2013 or 2025
    """
    if published is not None:
        published = dates.to_date(columns.beside(published, values))
    return columns.series(values, _year, "Int64", published=published, errors=errors)


def to_partial_date(values: object, errors: str = "raise") -> pd.DataFrame:
    """Return the first day of what each text names, and how precise the text is.

    Parameters
    ----------
    values : str or list-like of str
        Dates as printed: days, months, years and fiscal years that need no day of publication.
    errors : {"raise", "coerce", "report"}
        Whether a text that cannot be read raises an error, becomes missing, or becomes missing with
        the reason beside it.

    Returns
    -------
    pandas.DataFrame
        One row a value, on the index of a Series: `date`, the first day of what is named, and
        `precision` (day, month, year, fiscal year). With `errors="report"` also `reason`.

    Raises
    ------
    ValueError
        For what `to_date` refuses, save for a day or month that is left out.

    Examples
    --------
    >>> to_partial_date(["令和5年12月", "2020年", "FY2023"])
            date    precision
    0 2023-12-01        month
    1 2020-01-01         year
    2 2023-04-01  fiscal year
    """
    dtypes: dict[str, columns.Dtype] = {"date": "datetime64[us]", "precision": "str"}
    return columns.frame(values, _partial, dtypes, errors)


def _partial(text: str) -> tuple[date, str]:
    """Return the first day of what one text names, and its precision."""
    text = plain(text)
    try:
        begun, precision = agreed(text, _begun)
    except ValueError:
        if "度" not in text and not _ENGLISH.search(text):
            raise
    else:
        check_counted(begun.year, text)
        return begun, precision
    return date(_year(text), 4, 1), "fiscal year"


def _begun(text: str) -> tuple[date, str]:
    """Return the first day of what one spelling names, and its precision."""
    first, _, precision = dates.period(text)
    return first, precision


def _year(text: str, published: pd.Timestamp = None) -> int:
    """Return the one fiscal year on which all spellings in a text agree."""
    day = None if pd.isna(published) else published.date()
    text = plain(text)
    meanings = answers(text, lambda spelling: _meanings(spelling, day))
    years_named = set.intersection(*meanings)
    if not years_named:
        raise ValueError("its spellings do not agree")
    year = years_named.pop() if len(years_named) == 1 else _nearest(years_named, day)
    if not _FIRST <= year <= LAST:
        raise ValueError(f"lies outside {_FIRST} to {LAST}; before, no fiscal year began in April")
    check_counted(year, text)
    return year


def _nearest(candidates: set[int], day: date | None) -> int:
    """Return the year nearest to a day. Raises ValueError if the next is less than twice as far.

    No two meanings of one number lie within ten years of each other. So the second is also at least
    four years farther away than the first whenever it is twice as far.
    """
    this_year = _fiscal_year_of(day)
    first, second = sorted(candidates, key=lambda year: abs(year - this_year))[:2]
    if abs(second - this_year) < 2 * abs(first - this_year):
        raise ValueError(f"may be {min(first, second)} or {max(first, second)}")
    return first


def _fiscal_year_of(day: date | None) -> int:
    """Return the fiscal year in which a day lies. Raises ValueError if there is no day."""
    if day is None:
        raise ValueError("cannot be placed without the day of publication")
    return day.year - 1 if day.month < 4 else day.year


def _meanings(text: str, day: date | None) -> set[int]:
    """Return the set of years that one spelling may mean: one year, unless it is a bare number."""
    text = _AROUND.sub("", text)
    if bare := _BARE.fullmatch(text):
        return centuries(bare["fy"]) if bare["fy"] else numbered(bare["n"], day)
    if text in _TOLD:
        return {_fiscal_year_of(day) + _TOLD[text]}
    named = _NAMED.fullmatch(text) or _ENGLISH.fullmatch(text)
    if not named:
        return {_spanned(text)}
    printed = years(named)
    year = gregorian(printed)
    check(printed, date(year, 4, 1), date(year + 1, 3, 31))
    return {year}


def _spanned(text: str) -> int:
    """Return the fiscal year that a span of dates is exactly: 2017年4月1日〜2018年3月31日."""
    text = text.removeprefix("自").removesuffix("まで")
    for until in _UNTIL.finditer(text):
        start = text[: until.start()]
        end = text[until.end() :]
        try:
            first = dates.period(start)[0]
            last = dates.period(_completed(end, start, first.year))[1]
        except ValueError:
            continue
        if (first.month, first.day) == (4, 1) and last == date(first.year + 1, 3, 31):
            return first.year
        raise ValueError("is a span other than a fiscal year")
    raise ValueError("is not a fiscal year that is understood")


def _completed(end: str, start: str, year: int) -> str:
    """Return the end of a span with the year or era of its start: 翌年3月31日, 30年3月31日."""
    if following := _NEXT.match(end):
        return f"{year + 1}年{end[following.end() :]}"
    if era_left_out := _ERA_LEFT_OUT.match(end):
        era = re.match("[^0-9元〇一二三四五六七八九十]*", start)
        return (era[0] if era else "") + end[era_left_out.end() :]
    return end
