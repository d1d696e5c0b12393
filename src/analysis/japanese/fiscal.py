"""Japan's fiscal years, from 1 April to 31 March, and dates of which only a part is known."""

import re
from datetime import date

import pandas as pd

from . import columns, dates
from .eras import OTHER_YEAR, SAME_YEAR, YEAR, check, gregorian, numbered, years
from .text import agreed, answers, plain

_FIRST = 1886  # before, the fiscal year did not begin in April
_NUMBER = "[0-9]{1,2}|元|[〇一二三四五六七八九十]{1,3}"
_NAMED = re.compile(rf"{YEAR}{OTHER_YEAR}?(?:会計)?年度{SAME_YEAR}?", re.IGNORECASE | re.ASCII)
_ENGLISH = re.compile(r"(?:J?FY|fiscal(?:\syear)?)\s?(?P<n1>[0-9]{4})", re.IGNORECASE | re.ASCII)
_BARE = re.compile(
    rf"(?P<n>{_NUMBER})(?:会計)?年度|FY\s?'?(?P<fy>[0-9]{{2}})", re.IGNORECASE | re.ASCII
)
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


def to_fiscal_year(values, published=None, errors="raise"):
    """Return the year in which a named fiscal year began: 平成29年度, FY2017 → 2017; a Series → Int64.

    A span beside it must be its own; several spellings must agree. Raises ValueError for an era year that never was,
    for two years, and, without `published` (a date, or a Series on the same index), for 昨年度 and for a bare 27年度:
    with it, that is the latest fiscal year of any era or century begun by then. `errors="coerce"` gives <NA>.
    """
    if published is not None:
        published = dates.to_date(published)
    return columns.series(values, _year, "Int64", published=published, errors=errors)


def to_partial_date(values, errors="raise"):
    """Return a frame of date and precision (day, month, year, fiscal year), one row a value.

    令和5年12月 → 2023-12-01, month: the date is the first day of what is named. Raises ValueError for what `to_date`
    refuses, save for a day or month left out. `errors="coerce"` gives missing values.
    """
    return columns.frame(values, _partial, {"date": "datetime64[us]", "precision": "str"}, errors)


def _partial(text):
    text = plain(text)
    try:
        return agreed(text, _begun)
    except ValueError as reason:
        if "度" not in text and not _ENGLISH.search(text):
            raise reason
        return date(_year(text), 4, 1), "fiscal year"


def _begun(text):
    first, _, precision = dates.period(text)
    return first, precision


def _year(text, published=None):
    """Return the one fiscal year on which all spellings in a text agree."""
    begun = None if pd.isna(published) else published.year - (published.month < 4)
    found = answers(plain(text), lambda part: _part(part, begun))
    named = {part for part in found if isinstance(part, int)}
    bare = [numbered(part) for part in found if isinstance(part, str)]
    if not named and begun is None:
        raise ValueError("cannot be placed without the day of publication")
    if not named:
        named = {
            max((year for year in set.intersection(*bare) if _FIRST <= year <= begun), default=None)
        }
    if len(named) > 1 or not all(named <= meant for meant in bare):
        raise ValueError("its spellings do not agree")
    return named.pop()


def _part(text, begun):
    """Return the year that one spelling names, or the text of its bare number; `begun` is the year of publication."""
    text = _AROUND.sub("", text)
    if found := _BARE.fullmatch(text):
        return found["n"] or found["fy"]
    if text in _TOLD:
        if begun is None:
            raise ValueError("cannot be placed without the day of publication")
        return begun + _TOLD[text]
    if found := _NAMED.fullmatch(text) or _ENGLISH.fullmatch(text):
        printed = years(found.groupdict())
        year = gregorian(printed)
        check(printed, date(year, 4, 1), date(year + 1, 3, 31))
    else:
        year = _spanned(text)
    if year < _FIRST:
        raise ValueError(f"lies before {_FIRST}, the first year that began in April")
    return year


def _spanned(text):
    """Return the fiscal year that is exactly a span of dates or months: 2017年4月1日〜2018年3月31日."""
    text = text.removeprefix("自").removesuffix("まで")
    for until in _UNTIL.finditer(text):
        start, end = text[: until.start()], text[until.end() :]
        try:
            first = dates.period(start)[0]
            last = dates.period(_completed(end, start, first.year))[1]
        except ValueError:
            continue
        if (first.month, first.day) == (4, 1) and last == date(first.year + 1, 3, 31):
            return first.year
        raise ValueError("is a span other than a fiscal year")
    raise ValueError("is not a fiscal year that is understood")


def _completed(end, start, year):
    """Return the end of a span with the year or the era that it leaves to its start: 翌年3月31日, 30年3月31日."""
    if found := _NEXT.match(end):
        return f"{year + 1}年{end[found.end() :]}"
    if found := _ERA_LEFT_OUT.match(end):
        return re.match("[^0-9元〇一二三四五六七八九十]*", start)[0] + end[found.end() :]
    return end
