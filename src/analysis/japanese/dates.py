"""Dates as officials and newspapers print them, in both calendars, and days told from the day of publication."""

import re
from datetime import date, timedelta

import pandas as pd

from . import columns
from .eras import FIELD, OTHER_YEAR, SAME_YEAR, YEAR, check, gregorian, years
from .numerals import field
from .text import agreed, plain

_ENGLISH_DAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?"
_HOLIDAY = "(?:[・、,]?(?:祝日?|振替休日|振休|休日?))?"
_WEEKDAY = (
    rf"(?:[月火水木金土日]曜日?|\((?:[月火水木金土日](?:曜日?)?{_HOLIDAY}|祝日?|{_ENGLISH_DAY})\))"
)
_TAIL = rf"\s*{_WEEKDAY}?(?:付け?|現在|時点)?"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    "(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY_NAME = rf"(?:{_ENGLISH_DAY},?\s+)?"

_STYLES = tuple(
    re.compile(style, re.IGNORECASE | re.ASCII)
    for style in (
        rf"{YEAR}{OTHER_YEAR}?年{SAME_YEAR}?(?:(?P<m>{FIELD})月(?:(?P<d>{FIELD})日{_TAIL})?)?",
        rf"{YEAR}{OTHER_YEAR}?(?P<sep>\s?[./・-])\s?(?P<m>{FIELD})(?P=sep)\s?(?P<d>{FIELD}){_TAIL}",
        rf"{YEAR}[./](?P<m>{FIELD})",
        "(?P<n1>[0-9]{4})(?:-(?P<m>[0-9]{2}))?",
        rf"{_DAY_NAME}(?:the\s)?(?:(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?(?:\sof)?[\s-])?{_MONTH}[\s,-]+(?P<n1>[0-9]{{4}})",
        rf"{_DAY_NAME}{_MONTH}\s(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?(?:,\s?|\s)(?P<n1>[0-9]{{4}})",
    )
)
_DAYS = {
    "本日": 0,
    "今日": 0,
    "きょう": 0,
    "昨日": -1,
    "きのう": -1,
    "一昨日": -2,
    "明日": 1,
    "あす": 1,
}
_OF_MONTHS = {"今月": 0, "本月": 0, "先月": -1, "先々月": -2, "来月": 1}
_OF_YEARS = {
    "今年": 0,
    "本年": 0,
    "ことし": 0,
    "昨年": -1,
    "去年": -1,
    "一昨年": -2,
    "来年": 1,
    "明年": 1,
}
_TOLD = re.compile(
    f"(?:(?P<day>{'|'.join(_DAYS)})|(?:(?P<month>{'|'.join(_OF_MONTHS)})|"
    f"(?:(?P<year>{'|'.join(_OF_YEARS)})の?)?(?P<m>{FIELD})月)?(?P<d>{FIELD})日){_TAIL}",
    re.IGNORECASE | re.ASCII,
)


def to_date(values, published=None, errors="raise"):
    """Return the day that a text names: 令和五年十二月二十二日 → Timestamp 2023-12-22; a Series → datetime64.

    Both calendars at once must agree; a weekday in brackets is not checked. Raises ValueError for less than a day, a
    day that is not in the calendar, outside its era or outside 1873–2100. `published` (a date, or a Series on the same
    index) settles 昨日, 今月21日, 昨年3月1日, and a bare 12月22日 or 22日 as the latest such day, unless the next is
    much nearer or, where the latest lies in the year (month) before, not much farther. `errors="coerce"` gives NaT.
    """
    if published is not None:
        published = to_date(published)
    found = columns.series(values, _day, "datetime64[us]", pd.NaT, published, errors)
    return pd.Timestamp(found) if isinstance(found, date) else found


def period(text):
    """Return the first and the last day, and the precision (day, month, year), of one date that is plain text."""
    for style in _STYLES:
        if found := style.fullmatch(text):
            return _period(found.groupdict())
    raise ValueError("is not a date that is understood")


def _period(groups):
    printed = years(groups)
    year = gregorian(printed)
    month, day = groups.get("m"), groups.get("d")
    month = (
        _MONTHS.index(groups["name"][:3].lower()) + 1
        if "name" in groups
        else month and field(month)
    )
    if day:
        first = last = date(year, month, field(day))
    elif month:
        first = date(year, month, 1)
        last = date(year + month // 12, month % 12 + 1, 1) - timedelta(1)
    else:
        first, last = date(year, 1, 1), date(year, 12, 31)
    check(printed, first, last)
    return first, last, "day" if day else "month" if month else "year"


def _day(text, published=None):
    text = plain(text)
    if not (found := _TOLD.fullmatch(text)):
        return agreed(text, _certain_day)
    if pd.isna(published):
        raise ValueError("cannot be placed without the day of publication")
    return _told(found, published.date())


def _certain_day(text):
    first, _, precision = period(text)
    if precision != "day":
        raise ValueError(f"names a {precision}, not a day")
    return first


def _told(found, today):
    if found["day"]:
        return today + timedelta(_DAYS[found["day"]])
    day = field(found["d"])
    if found["month"]:
        month = 12 * today.year + today.month - 1 + _OF_MONTHS[found["month"]]
        return date(month // 12, month % 12 + 1, day)
    if found["year"]:
        return date(today.year + _OF_YEARS[found["year"]], field(found["m"]), day)
    if found["m"]:
        month = 12 * today.year + field(found["m"]) - 1
        return _settled(today, [_possible(month + shift, day) for shift in (-12, 0, 12)])
    month = 12 * today.year + today.month - 1
    return _settled(today, [_possible(month + shift, day) for shift in (-1, 0, 1)])


def _possible(month, day):
    """Return a day of a month, counted from year 0, or None where the month has no such day."""
    try:
        return date(month // 12, month % 12 + 1, day)
    except ValueError:
        return None


def _settled(today, days):
    """Return this year's (month's) day if it has come, else the last one's, unless the next to come may be meant."""
    before, same, after = days
    passed = same if same and same <= today else before
    coming = after if passed == same else same or after
    if passed and coming:
        back, ahead = today - passed, coming - today
        if back < 2 * ahead if passed == same else 2 * back < ahead:
            return passed
    raise ValueError("may be the last such day or the next")
