"""Dates as officials and newspapers print them, in both calendars, and days told from another."""

import re
from datetime import date, timedelta
from typing import Any

import pandas as pd

from . import columns
from .eras import FIELD, OTHER_YEAR, SAME_YEAR, YEAR, check, check_counted, gregorian, years
from .numerals import field
from .text import agreed, plain

Period = tuple[date, date, str]  # the first day, the last day, and the precision

_ENGLISH_DAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?"
_HOLIDAY = "(?:[・、,]?(?:祝日?|振替休日|振休|休日?))?"
_WEEKDAY = rf"""(?:
    [月火水木金土日]曜日?                                # 月曜日
  | \( (?:
        [月火水木金土日](?:曜日?)?{_HOLIDAY}              # (月・祝)
      | 祝日?                                           # (祝)
      | {_ENGLISH_DAY}                                  # (Mon.)
    ) \)
)"""
_TAIL = rf"\s*{_WEEKDAY}?(?:付け?|現在|時点)?"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"""(?P<name>
    jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?
  | sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?
)\.?"""
_DAY_NAME = rf"(?:{_ENGLISH_DAY},?\s+)?"
_NTH = "(?:st|nd|rd|th)?"

_STYLES = (
    # 令和7(2025)年9月29日(月), 2025年(令和7年)9月, 令和7年
    rf"""{YEAR} {OTHER_YEAR}? 年 {SAME_YEAR}?
    (?: (?P<m>{FIELD})月 (?: (?P<d>{FIELD})日 {_TAIL} )? )?""",
    # R8.4.21, 2023/12/22, H29. 4. 1
    rf"""{YEAR} {OTHER_YEAR}? (?P<sep>\s?[./・-])\s? (?P<m>{FIELD})
    (?P=sep)\s? (?P<d>{FIELD}) {_TAIL}""",
    # R5.12
    rf"{YEAR} [./] (?P<m>{FIELD})",
    # 2023, 2013-07
    "(?P<n1>[0-9]{4}) (?:-(?P<m>[0-9]{2}))?",
    # Friday, 22nd Dec. 2023; the 22nd of December 2023; December 2023
    rf"""{_DAY_NAME} (?:the\s)? (?:(?P<d>[0-9]{{1,2}}){_NTH} (?:\sof)? [\s-])?
    {_MONTH} [\s,-]+ (?P<n1>[0-9]{{4}})""",
    # December 22, 2023
    rf"{_DAY_NAME} {_MONTH} \s (?P<d>[0-9]{{1,2}}){_NTH} (?:,\s?|\s) (?P<n1>[0-9]{{4}})",
)
_FLAGS = re.IGNORECASE | re.ASCII | re.VERBOSE
_PATTERNS = tuple(re.compile(style, _FLAGS) for style in _STYLES)
_ENDED = re.compile(r"(?<=[0-9])\.$")  # 2015.10.17. ends a sentence

# Words for a day, a month or a year, by how far they lie from those of publication.
_DAYS = {
    "本日": 0,
    "今日": 0,
    "きょう": 0,
    "昨日": -1,
    "きのう": -1,
    "一昨日": -2,
    "おととい": -2,
    "明日": 1,
    "あす": 1,
    "あした": 1,
    "明後日": 2,
    "あさって": 2,
}
_OF_MONTHS = {"今月": 0, "本月": 0, "先月": -1, "先々月": -2, "来月": 1, "再来月": 2}
_OF_YEARS = {
    "今年": 0,
    "本年": 0,
    "ことし": 0,
    "昨年": -1,
    "去年": -1,
    "一昨年": -2,
    "おととし": -2,
    "来年": 1,
    "明年": 1,
    "再来年": 2,
}
_TOLD = re.compile(
    rf"""(?:
        (?P<day>{"|".join(_DAYS)})                           # 昨日
      | (?:
            (?P<month>{"|".join(_OF_MONTHS)})の?              # 今月21日, 来月の二十日
          | (?:(?P<year>{"|".join(_OF_YEARS)})の?)?(?P<m>{FIELD})月の?  # 昨年の3月1日, 12月22日
        )?
        (?P<d>{FIELD})日                                      # 22日
    ) {_TAIL}""",
    _FLAGS,
)


def to_date(values: object, published: object = None, errors: str = "raise") -> Any:
    """Return the day that each text names: 令和五年十二月二十二日 → 2023-12-22.

    Both calendars at once must agree; a weekday in brackets is not checked. The day of publication
    settles 昨日, 今月21日 and 昨年3月1日. A bare 12月22日 or 22日 is the latest such day, unless
    the next is much nearer or, where the latest lies in the year (month) before, not much farther.

    Parameters
    ----------
    values : str or list-like of str
        Dates as printed, in either calendar and script, or in English.
    published : date, str or list-like, optional
        The day of publication, or one for each of the values. A Series must have their index.
    errors : {"raise", "coerce", "report"}
        Whether a text that cannot be read raises an error, becomes missing (NaT), or becomes
        missing with the reason beside it.

    Returns
    -------
    pandas.Timestamp, pandas.Series of datetime64, or pandas.DataFrame
        The days; a Series keeps its index and name, and missing values stay missing. With
        `errors="report"`, a frame of `value` and `reason`, one row a value.

    Raises
    ------
    ValueError
        If a text names less than a day, a day that is not in the calendar, one outside its era, or
        one outside 1873 to 2100; if the day of publication is needed and missing.

    Examples
    --------
    >>> to_date("令和7(2025)年9月29日(月)")
    Timestamp('2025-09-29 00:00:00')
    >>> to_date("来月の二十日", published="2017-03-22")
    Timestamp('2017-04-20 00:00:00')
    >>> to_date(["2015.10.17.", "平成31年5月1日"], errors="coerce").tolist()
    [Timestamp('2015-10-17 00:00:00'), NaT]
    """
    if published is not None:
        published = to_date(columns.beside(published, values))
    answer = columns.series(values, _day, "datetime64[us]", pd.NaT, published, errors)
    return pd.Timestamp(answer) if isinstance(answer, date) else answer


def period(text: str) -> Period:
    """Return the first and last day, and the precision (day, month, year), of one plain date."""
    for style in _PATTERNS:
        match = style.fullmatch(_ENDED.sub("", text))
        # 2015.10. may have lost its day; only a day may end a sentence.
        if match and (match.groupdict().get("d") or not _ENDED.search(text)):
            return _period(match)
    raise ValueError("is not a date that is understood")


def _period(match: re.Match) -> Period:
    """Return the period that a match of one of the styles names."""
    groups = match.groupdict()
    printed = years(match)
    year = gregorian(printed)
    month = _month(groups)
    if groups.get("d"):
        first = last = date(year, month, field(groups["d"]))
        precision = "day"
    elif month:
        first = date(year, month, 1)
        last = date(year + month // 12, month % 12 + 1, 1) - timedelta(1)
        precision = "month"
    else:
        first = date(year, 1, 1)
        last = date(year, 12, 31)
        precision = "year"
    check(printed, first, last)
    return first, last, precision


def _month(groups: dict[str, str | None]) -> int:
    """Return the month that the groups of a match name, in words or figures; 0 for none."""
    if name := groups.get("name"):
        return _MONTHS.index(name[:3].lower()) + 1
    if not groups.get("m"):
        return 0
    month = field(groups["m"])
    if not month:
        raise ValueError("names a month 0")
    return month


def _day(text: str, published: pd.Timestamp = None) -> date:
    """Return the day that one text names."""
    text = plain(text)
    told = _TOLD.fullmatch(text)
    if not told:
        day = agreed(text, _certain_day)
        check_counted(day.year, text)
        return day
    if pd.isna(published):
        raise ValueError("cannot be placed without the day of publication")
    return _told(told, published.date())


def _certain_day(text: str) -> date:
    """Return the day that one spelling names by itself."""
    first, _, precision = period(text)
    if precision != "day":
        raise ValueError(f"names a {precision}, not a day")
    return first


def _told(match: re.Match, today: date) -> date:
    """Return the day that a text tells from the day of publication."""
    if match["day"]:
        return today + timedelta(_DAYS[match["day"]])
    day = field(match["d"])
    if match["month"]:
        month = 12 * today.year + today.month - 1 + _OF_MONTHS[match["month"]]
        return date(month // 12, month % 12 + 1, day)
    if match["year"]:
        return date(today.year + _OF_YEARS[match["year"]], field(match["m"]), day)
    if match["m"]:
        month = 12 * today.year + field(match["m"]) - 1
        return _settled(today, [_possible(month + shift, day) for shift in (-12, 0, 12)])
    month = 12 * today.year + today.month - 1
    return _settled(today, [_possible(month + shift, day) for shift in (-1, 0, 1)])


def _possible(month: int, day: int) -> date | None:
    """Return a day of a month, counted from year 0, or None where the month has no such day."""
    try:
        return date(month // 12, month % 12 + 1, day)
    except ValueError:
        return None


def _settled(today: date, days: list[date | None]) -> date:
    """Return the day before or of publication that a bare day means.

    `days` are those of the last, this and the next year (month). Raises ValueError if the next to
    come may be meant.
    """
    before, same, after = days
    has_come = same is not None and same <= today
    passed = same if has_come else before
    coming = after if has_come else same or after
    if passed and coming:
        back = today - passed
        ahead = coming - today
        if (has_come and back < 2 * ahead) or 2 * back < ahead:
            return passed
    raise ValueError("may be the last such day or the next")
