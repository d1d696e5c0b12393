"""Japan's fiscal years, from 1 April to 31 March, and dates of which only a part is known."""

import re
from datetime import date

import pandas as pd

from . import columns, dates
from .eras import OTHER_YEAR, SAME_YEAR, YEAR, check, gregorian, numbered, years
from .numerals import field
from .text import agreed, answers, plain

_FIRST = 1886  # before, the fiscal year did not begin in April
_LABEL = r"(?:[^\W\d]+:\s?)?"
_NAMED = re.compile(rf"{_LABEL}{YEAR}{OTHER_YEAR}?(?:会計)?年度{SAME_YEAR}?(?:中|分)?")
_ENGLISH = re.compile(rf"{_LABEL}(?:J?FY|fiscal(?:\syear)?)\s?(?P<n1>[0-9]{{4}})", re.IGNORECASE)
_BARE = re.compile(rf"{_LABEL}(?:(?P<n>[0-9]{{1,2}}|元|[〇一二三四五六七八九十]{{1,3}})(?:会計)?年度(?:中|分)?|FY\s?'?(?P<fy>[0-9]{{2}}))", re.IGNORECASE)
_TOLD = {"今年度": 0, "本年度": 0, "昨年度": -1, "前年度": -1, "一昨年度": -2, "前々年度": -2, "来年度": 1, "再来年度": 2}
_UNTIL = re.compile(r"\s*(?:[〜~–—―]|-|\.{2,3}|から|\sto\s)\s*")
_ELIDED = re.compile("(?:同|翌)?(?:(?P<n>[0-9]{1,2}|[〇一二三四五六七八九十]{1,3})?年)?(?P<rest>.+月.*)")


def to_fiscal_year(values, published=None, errors="raise"):
    """Return the year in which a named fiscal year began: 平成29年度, FY2017 → 2017; a Series → Int64.

    A span beside it must be its own; several spellings must agree. Raises ValueError for an era year that never was, for
    two years, and, without `published` (a date, or a Series on the same index), for 昨年度 and for a bare 27年度: with it,
    that is the latest fiscal year of any era or century begun by then. `errors="coerce"` gives <NA>.
    """
    if published is not None:
        published = dates.to_date(published)
    return columns.series(values, _year, "Int64", published=published, errors=errors)


def to_partial_date(values, errors="raise"):
    """Return a frame of date (the first day of what is named) and precision (day, month, year, fiscal year), one row a value.

    Raises ValueError for what `to_date` refuses, save for a day or month left out. `errors="coerce"` gives missing values.
    """
    return columns.frame(values, _partial, {"date": "datetime64[us]", "precision": "str"}, errors)


def _partial(text):
    text = plain(text)
    try:
        return agreed(text, _begun)
    except ValueError as reason:
        if "度" not in text and not _ENGLISH.search(text):
            raise reason
        return pd.Timestamp(_year(text), 4, 1), "fiscal year"


def _begun(text):
    first, _, precision = dates.period(text)
    return pd.Timestamp(first), precision


def _year(text, published=None):
    """Return the one fiscal year on which all spellings in a text agree."""
    found = answers(plain(text), lambda part: _part(part, None if pd.isna(published) else published.date()))
    named = {year for year, bare in found if not bare}
    bare = {number for number, bare in found if bare}
    if not named:
        named = {max((year for number in bare for year in numbered(number) if published_by(year, published)), default=None)}
    if len(named) != 1 or not all(named <= numbered(number) for number in bare):
        raise ValueError("its spellings do not agree")
    return named.pop()
