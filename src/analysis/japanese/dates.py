"""Dates as officials and newspapers print them, in both calendars, and days told from the day of publication."""

import re
from datetime import date, timedelta

import pandas as pd

from . import columns
from .eras import FIELD, OTHER_YEAR, SAME_YEAR, YEAR, check, gregorian, years
from .numerals import field
from .text import agreed, plain

_HOLIDAY = "(?:[・、,]?(?:祝日?|振替休日|振休|休日?))?"
_WEEKDAY = rf"(?:[月火水木金土日]曜日?|\((?:[月火水木金土日](?:曜日?)?{_HOLIDAY}|祝日?|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?)\))"
_TAIL = rf"\s*{_WEEKDAY}?(?:付け?|現在|時点)?"
_NAMES = "january february march april may june july august september october november december".split()
_MONTHS = {name[:3]: number for number, name in enumerate(_NAMES, 1)}
_MONTH = "(?P<name>" + "|".join(f"{name[:3]}(?:{name[3:]})?" for name in _NAMES) + r"|sept)\.?"
_DAY_NAME = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"

_STYLES = tuple(
    re.compile(style, re.IGNORECASE)
    for style in (
        rf"{YEAR}{OTHER_YEAR}?年{SAME_YEAR}?(?:(?P<m>{FIELD})月(?:(?P<d>{FIELD})日{_TAIL})?)?",
        rf"{YEAR}{OTHER_YEAR}?(?P<sep>\s?[./・-])\s?(?P<m>{FIELD})(?P=sep)\s?(?P<d>{FIELD}){_TAIL}",
        rf"{YEAR}[./](?P<m>{FIELD})",
        "(?P<n1>[0-9]{4})(?:-(?P<m>[0-9]{2}))?",
        rf"{_DAY_NAME}(?:the\s)?(?:(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?(?:\sof)?[\s-])?{_MONTH}[\s,-]+(?P<n1>[0-9]{{4}})",
        rf"{_DAY_NAME}{_MONTH}\s(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?(?:,\s?|\s)(?P<n1>[0-9]{{4}})",
    )
)
_DAYS = {"本日 今日 きょう today": 0, "昨日 きのう yesterday": -1, "一昨日 おととい": -2, "明日 あす tomorrow": 1, "明後日 あさって": 2}
_MONTHS_AGO = {"今月 本月": 0, "先月": -1, "先々月": -2, "来月": 1}
_YEARS_AGO = {"今年 本年 ことし": 0, "昨年 去年": -1, "一昨年 おととし": -2, "来年 明年": 1}


def _spoken(table):
    return {word: shift for words, shift in table.items() for word in words.split()}


_DAYS, _MONTHS_AGO, _YEARS_AGO = _spoken(_DAYS), _spoken(_MONTHS_AGO), _spoken(_YEARS_AGO)
_RELATIVE = re.compile(
    rf"(?:(?P<day>{'|'.join(_DAYS)})|(?:(?P<month>{'|'.join(_MONTHS_AGO)})|(?:(?P<year>{'|'.join(_YEARS_AGO)})の?)?(?P<m>{FIELD})月)?"
    rf"(?P<d>{FIELD})日){_TAIL}",
    re.IGNORECASE,
)


def to_date(values, published=None, errors="raise"):
    """Return the day that a text names: 令和五年十二月二十二日 → Timestamp 2023-12-22; a Series → datetime64.

    Both calendars at once must agree; a weekday in brackets is not checked. Raises ValueError for less than a day, a day
    that is not in the calendar, outside its era or outside 1873–2100. `published` (a date, or a Series on the same index)
    settles 昨日, 今月21日, 昨年3月1日, and 12月22日 as the latest such day, unless that lies in the year (or month) before
    and the next one is nearer. `errors="coerce"` gives NaT.
    """
    if published is not None:
        published = to_date(published)
    read = _day if published is None else _published_day
    return columns.series(values, read, "datetime64[us]", pd.NaT, published, errors)


def period(text):
    """Return the first and the last day, and the precision (day, month, year), of one date that is plain text."""
    for style in _STYLES:
        if found := style.fullmatch(text):
            return _period(years(found), found.groupdict())
    raise ValueError("is not a date that is understood")


def _period(printed, groups):
    year = gregorian(printed)
    month, day = groups.get("m"), groups.get("d")
    month = _MONTHS[groups["name"][:3].lower()] if "name" in groups else month and field(month)
    if day:
        first = last = date(year, month, field(day))
    elif month:
        first = date(year, month, 1)
        last = date(year + month // 12, month % 12 + 1, 1) - timedelta(1)
    else:
        first, last = date(year, 1, 1), date(year, 12, 31)
    check(printed, first, last)
    return first, last, "day" if day else "month" if month else "year"


def _day(text):
    return agreed(plain(text), _certain_day)


def _certain_day(text):
    first, _, precision = period(text)
    if precision != "day":
        raise ValueError(f"names a {precision}, not a day")
    return pd.Timestamp(first)


def _published_day(text, published):
    text = plain(text)
    found = _RELATIVE.fullmatch(text)
    if not found or pd.isna(published):
        return agreed(text, _certain_day)
    return pd.Timestamp(_relative(found, published.date()))


def _relative(found, today):
    if found["day"]:
        return today + timedelta(_DAYS[found["day"].lower()])
    day = field(found["d"])
    if found["month"]:
        month = 12 * today.year + today.month - 1 + _MONTHS_AGO[found["month"]]
        return date(month // 12, month % 12 + 1, day)
    if found["year"]:
        return date(today.year + _YEARS_AGO[found["year"]], field(found["m"]), day)
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
    """Return this year's (or month's) day if it has come, or the last one's if that is nearer than the next to come."""
    before, same, after = days
    if same and same <= today:
        return same
    coming = same or after
    if before and coming and today - before < coming - today:
        return before
    raise ValueError("may be the last such day or the next")
