"""The days, months and years that sentences name, in English and Japanese."""

import datetime
import re

import pandas as pd

from ... import japanese
from ...periods import last_day

MONTHS = {
    name: number
    for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)
}
WEEK = "mon tue wed thu fri sat sun".split()
MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
JA = "[0-9元〇一二三四五六七八九十]{1,4}"
STATED = rf"(?P<stated>(?<![\d-])\d{{4}}-\d{{2}}-\d{{2}}(?![\d-])|(?<!\d)\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{MONTH},? \d{{4}}(?!\d)|\b{MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}(?!\d)|\b{MONTH} \d{{4}}(?!\d)|(?:令和|平成|昭和)?{JA}年{JA}月(?:{JA}日)?)"
LATE = r"(?:end of|late) (?P<late>\d{4})(?!\d)|(?P<late_ja>\d{4})年末"
TOLD = rf"\b(?P<name>{MONTH}) (?P<after>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)|(?<!\d)(?P<before>\d{{1,2}})(?:st|nd|rd|th)? (?P<named>{MONTH})"
PAST = rf"\b(?:last|in|since|of) (?P<past>{MONTH})(?! \d)|\bon (?P<weekday>(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b"
TOLD_JA = rf"(?P<told>(?:昨年|去年|今年|ことし|本年|一昨年)(?:の)?{JA}月{JA}日|(?<![年\d]){JA}月{JA}日|(?<![年月\d〇一二三四五六七八九十])\d{{1,2}}日(?![間本米中英系目]))|(?P<year_ja>昨年|去年|今年|ことし|本年)(?:の)?(?P<month_ja>{JA})月"
YEAR = r"(?<![\d-])(?P<year>(?:19|20)\d{2})(?![\d-])"
DATES = re.compile("|".join([STATED, LATE, TOLD, PAST, TOLD_JA, YEAR]), re.I)
COLUMNS = ["place", "date_as_printed", "start", "end", "precision"]


def periods(texts: pd.Series, published: pd.Timestamp | None) -> pd.DataFrame:
    """One row per date in the texts: `place` (their index), `date_as_printed`, `start` and `end` (first and last day), `precision`.

    A date without its year is placed by the day of publication, and left out where that is not known; so is what is in no calendar.
    """
    hits = [(place, hit) for place, text in texts.items() for hit in DATES.finditer(text)]
    read = {text: _placed(hit, published) for text, hit in {hit[0]: hit for _, hit in hits}.items()}
    frame = pd.DataFrame(
        [(place, hit[0], *read[hit[0]]) for place, hit in hits],
        columns=["place", "date_as_printed", "start", "precision"],
    ).dropna(subset=["start"])
    frame = frame.astype({"start": "datetime64[us]"}).reset_index(drop=True)
    return frame.assign(end=last_day(frame["start"], frame["precision"]))[COLUMNS]


def _placed(hit: re.Match, published: pd.Timestamp | None) -> tuple:
    """The first day and the precision of one date; missing where it cannot be placed."""
    part = {name: value for name, value in hit.groupdict().items() if value}
    if "stated" in part:
        read = japanese.to_partial_date(pd.Series([part["stated"]]), errors="coerce").iloc[0]
        return read["date"], read["precision"]
    if late := part.get("late") or part.get("late_ja"):
        return _day(int(late), 10, 1), "quarter"
    if "year" in part:
        return _day(int(part["year"]), 1, 1), "year"
    return _relative(part, published) if published is not None else (pd.NaT, "")


def _relative(part: dict, published: pd.Timestamp) -> tuple:
    """A date that only the day of publication places: the nearest such day, the latest such month or weekday."""
    if "weekday" in part:
        since = (published.weekday() - WEEK.index(part["weekday"][:3].lower())) % 7
        return published - pd.Timedelta(days=since), "day"
    if "told" in part:
        return japanese.to_date(part["told"], published=published, errors="coerce"), "day"
    if "year_ja" in part:
        year, month = (
            published.year - (part["year_ja"] in ("昨年", "去年")),
            japanese.to_number(part["month_ja"], errors="coerce"),
        )
        return pd.NaT if pd.isna(month) else _day(year, int(month), 1), "month"
    if "past" in part:
        month = MONTHS[part["past"][:3].lower()]
        return _day(published.year - (month > published.month), month, 1), "month"
    month, number = (
        MONTHS[part.get("name", part.get("named"))[:3].lower()],
        int(part.get("after") or part["before"]),
    )
    near = [
        day
        for day in (_day(published.year + step, month, number) for step in (-1, 0, 1))
        if not pd.isna(day)
    ]
    return min(near, key=lambda day: abs(day - published), default=pd.NaT), "day"


def _day(year: int, month: int, number: int) -> pd.Timestamp:
    try:
        return pd.Timestamp(datetime.date(year, month, number)) if 1873 <= year <= 2100 else pd.NaT
    except ValueError:
        return pd.NaT
