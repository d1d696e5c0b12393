"""Years of Japan's eras and of both calendars, held against the days of an era's reign."""

import re
from datetime import date
from functools import lru_cache

from .numerals import field

# What a text prints as a year: the era, or None, and the number.
Printed = tuple[tuple[str | None, str], ...]
Reading = tuple[int, date, date]  # the year, and the first and last day of the era

FIRST = 1873  # before, Japan counted by the moon
LAST = 2100
# The running era is counted ahead in plans and forecasts: 令和32年 (2050) for the climate, 令和52年
# (2070) in the state's forecast of the population. Farther ahead, 令和64年 is a slip for 昭和64年.
COUNTED_TO = 2070
# The last day of Meiji and of Taisho is in law also the first of the next era; both names are read.
ERAS = (
    ("明治 明 M", date(1868, 1, 25), date(1912, 7, 30)),
    ("大正 大 T", date(1912, 7, 30), date(1926, 12, 25)),
    ("昭和 昭 S", date(1926, 12, 25), date(1989, 1, 7)),
    ("平成 平 H", date(1989, 1, 8), date(2019, 4, 30)),
    ("令和 令 R", date(2019, 5, 1), date(LAST, 12, 31)),
)
_SPANS = {name: (first, last) for names, first, last in ERAS for name in names.split()}
_ANY_ERA = re.compile("|".join(_SPANS), re.IGNORECASE)

FIELD = "[0-9]{1,2}|[〇一二三四五六七八九十]{1,3}"
_ERA = f"西暦|同|{'|'.join(_SPANS)}"
_NUMBER = "[0-9]{1,4}|元|[〇一二三四五六七八九十百千]{1,7}"
_GROUPS = (("era1", "n1"), ("era2", "n2"), ("era3", "n3"))


def _year_pattern(place: int) -> str:
    """Return the pattern of a year with or without its era, its groups numbered by a place."""
    return rf"(?:(?P<era{place}>{_ERA})\.?)?(?P<n{place}>{_NUMBER})"


YEAR = _year_pattern(1)
OTHER_YEAR = rf"(?:\({_year_pattern(2)}年?\))"  # the other calendar: 令和7(2025)年
SAME_YEAR = rf"(?:\({_year_pattern(3)}年?\))"  # after the word: 2025年(同7年)


def years(match: re.Match) -> Printed:
    """Return (era or None, number) for each of YEAR, OTHER_YEAR and SAME_YEAR in a match."""
    groups = match.groupdict()
    return tuple((groups.get(era), groups[number]) for era, number in _GROUPS if groups.get(number))


@lru_cache(maxsize=4096)
def gregorian(printed: Printed) -> int:
    """Return the one year from 1873 to 2100 that all of `years` name. Raises ValueError if not."""
    meanings = [{year for year, _, _ in _readings(*year)} for year in printed]
    candidates = set.intersection(*meanings)
    if len(candidates) != 1 or all(era == "同" for era, _ in printed):
        raise ValueError("names no year, or two")
    year = candidates.pop()
    if not FIRST <= year <= LAST:
        raise ValueError(f"names a year outside {FIRST} to {LAST}")
    return year


def check_counted(year: int, text: str) -> None:
    """Raise ValueError if an era is counted beyond all plans, and no Gregorian year confirms it."""
    if year > COUNTED_TO and _ANY_ERA.search(text) and str(year) not in text:
        raise ValueError(f"means {year}; eras are counted to {COUNTED_TO}: is the era another?")


def check(printed: Printed, first: date, last: date) -> None:
    """Raise ValueError unless each era of `years` reigned on a day from first to last."""
    for era, number in printed:
        for year, begun, ended in _readings(era, number):
            if year == first.year and begun <= last and first <= ended:
                break
        else:
            raise ValueError(f"lies outside the era {era}")


@lru_cache(maxsize=4096)
def _readings(era: str | None, number: str) -> tuple[Reading, ...]:
    """Return (year, first day, last day) of each era that a printed year may belong to."""
    if era in (None, "西暦"):
        if number == "元" or (field(number) < 1000 and len(number) < 4):
            return ()
        return ((field(number), date.min, date.max),)
    spans = set(_SPANS.values()) if era == "同" else {_SPANS[era.upper()]}
    return tuple(
        (begun.year + field(number) - 1, begun, ended) for begun, ended in spans if field(number)
    )


def numbered(text: str, day: date | None = None) -> set[int]:
    """Return every year whose fiscal year a bare number may mean: 30 → 1930, 1955, 2018, 2030 …

    The number counts the years of an era, or is the last two digits of the year. With a day, an
    era that began later does not count, and the era of that day is counted on past its end, as it
    was in the plans of the time: in 2018 a bare 35年度 was 2023, though 平成 ended at 31.
    """
    number = field(text)
    years_meant = set() if text == "元" else centuries(text)
    for _, begun, ended in ERAS:
        if number == 0 or (day is not None and day < begun):
            continue
        year = begun.year + number - 1
        is_counted_on = day is not None and day <= ended
        if is_counted_on or date(year, 4, 1) <= ended:
            years_meant.add(year)
    return years_meant


def centuries(text: str) -> set[int]:
    """Return every year that has a number as its last two digits: 26 → 1826, 1926, 2026."""
    number = field(text)
    if number > 99:
        raise ValueError("has more than two digits, and no era")
    return {century + number for century in (1800, 1900, 2000)}
