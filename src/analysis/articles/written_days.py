"""Dates as texts print them → ISO dates: by digits, by months in words, by Japanese eras."""

import functools
import re
import unicodedata
from datetime import date

import pandas as pd

from .. import japanese

ENGLISH, UKRAINIAN, RUSSIAN = (
    names.split()
    for names in (
        """january february march april may june july august september october november
        december""",
        """січня лютого березня квітня травня червня липня серпня вересня жовтня листопада
        грудня""",
        "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    )
)
MONTHS = {
    name: number for names in (ENGLISH, UKRAINIAN, RUSSIAN) for number, name in enumerate(names, 1)
}
DATES = re.compile(
    rf"""
      (?P<d1>\d{{1,2}})\s+(?P<m1>{"|".join(MONTHS)})\s*,?\s+(?P<y1>\d{{4}})    # 5 March 2024
    | (?P<m2>{"|".join(ENGLISH)})\s+(?P<d2>\d{{1,2}}),?\s+(?P<y2>\d{{4}})      # March 5, 2024
    | (?P<ja>(?:令和|平成|昭和)?[0-9元]{{1,4}}年\d{{1,2}}月\d{{1,2}}日)        # 令和6年3月5日
    | (?P<d4>\d{{1,2}})\.(?P<m4>\d{{1,2}})\.(?P<y4>\d{{4}})                    # 05.03.2024
    """,
    re.IGNORECASE | re.VERBOSE,
)
NUMERIC = re.compile(
    r"""(?<!\d) (?:
          (?P<y>\d{4}) ([-/.]) (?P<m>\d{1,2}) \2 (?P<d>\d{1,2})                # 2024-03-10
        | (?P<y0>\d{4}) (?P<m0>\d{2}) (?P<d0>\d{2})                           # 20240310
    ) (?!\d)""",
    re.VERBOSE,
)
SLASHED = re.compile(r"(?<![\d/])(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?![\d/])")  # 17/03/2020
EARLIEST, LATEST = 1900, 2100


def first_day(body: str) -> str | None:
    """Return the first day that a text names, as ISO date; None where it names none."""
    if not re.search(r"\d{4}|年", body):
        return None
    for match in DATES.finditer(unicodedata.normalize("NFKC", body)):
        parts = {name[0]: value for name, value in match.groupdict().items() if value}
        if "j" in parts:
            day = _japanese_day(parts["j"])
        else:
            month = parts["m"].lower()
            day = iso(parts["y"], MONTHS.get(month, month), parts["d"])
        if day:
            return day
    return None


def numeric_day(text: str) -> tuple[str | None, int]:
    """Return the day that a text begins with in digits, and where it ends."""
    match = NUMERIC.match(text)
    if not match:
        return None, 0
    return iso(*(match[name] or match[f"{name}0"] for name in "ymd")), match.end()


def any_day(text: str, language: str) -> str | None:
    """Return the first day that a line names in digits or in words of its language.

    Of 03/04/2020 none is returned, since it may be two days; but in American English it is one.
    """
    for match in NUMERIC.finditer(text):
        day = iso(*(match[name] or match[f"{name}0"] for name in "ymd"))
        if day:
            return day
    day = first_day(text) or worded_day(text, "en") or worded_day(text, language[:2])
    return day or _slashed_day(text, language)


def worded_day(text: str, language: str) -> str | None:
    """Return the day of a date whose month is a word, whole or short, of a language."""
    names = _months(language)
    if not names:
        return None
    for match in _worded(language).finditer(text):
        month = names[(match[2] or match[4]).lower()]
        day = iso(match[3] or match[6], month, match[1] or match[5])
        if day:
            return day
    return None


@functools.cache
def _worded(language: str) -> re.Pattern:
    """Return the pattern of dates whose month is a word of a language."""
    words = "|".join(sorted(map(re.escape, _months(language)), key=len, reverse=True))
    return re.compile(
        rf"""(?i)(?<!\d)(?:(\d{{1,2}})(?:st|nd|rd|th|º|er)?\.?[\s-]+(?:de\s+|d')?"""
        rf"""({words})\.?,?[\s-]+(?:de\s+)?(\d{{4}})"""
        rf"""|(?<!\w)({words})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}}))(?!\d)"""
    )


@functools.cache
def _months(language: str) -> dict[str, int]:
    """Return the names of months in a language, whole and short, with their numbers."""
    import babel
    from babel.dates import get_month_names

    try:
        locale = babel.Locale.parse(language)
    except (ValueError, babel.UnknownLocaleError):
        return {}
    names = {}
    for width in ("abbreviated", "wide"):
        for context in ("format", "stand-alone"):
            for number, name in get_month_names(width, context, locale).items():
                if not re.search(r"\d", name) and len(name) > 2:
                    names[name.lower().rstrip(".")] = number
    return names


def _slashed_day(text: str, language: str) -> str | None:
    """Return the day of 17/03/2020, or 03/17/2020; None where both readings are days."""
    match = SLASHED.search(text)
    if not match:
        return None
    one, other, year = match.groups()
    readings = {iso(year, other, one), iso(year, one, other)} - {None}
    if len(readings) == 1:
        return readings.pop()
    return iso(year, one, other) if language.startswith("en-us") else None


def _japanese_day(text: str) -> str | None:
    """Return a Japanese date as ISO date; None where it is none, or implausible."""
    time = japanese.to_date(text, errors="coerce")
    return None if pd.isna(time) else iso(time.year, time.month, time.day)


def iso(year: str | int, month: str | int, day: str | int) -> str | None:
    """Return a day as ISO date; None where there is no such day, or its year is implausible."""
    try:
        moment = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return moment.isoformat() if EARLIEST <= moment.year <= LATEST else None
