"""What a text, or a page's own statement, says of its language and of days."""

import re
import unicodedata
from collections import Counter
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
SCRIPTS = {
    "kana": re.compile("[ぁ-んァ-ヶ]+"),
    "han": re.compile("[一-鿿]+"),
    "cyr": re.compile("[а-яіїєґА-ЯІЇЄҐ]+"),
    "hangul": re.compile("[가-힣]+"),
    "latin": re.compile("[A-Za-z]+"),
}
COMMON = {  # the commonest words of languages in Latin script
    "en": "the of and to that with for was",
    "de": "der die und das nicht mit ist",
    "fr": "le les des et une dans est",
    "es": "el los las una que por con",
    "it": "il che della per gli una con",
    "pl": "nie się jest przez oraz który na",
}


def language(text: str) -> str | None:
    """Return the language of a text (ISO 639-1); None where neither script nor words tell."""
    count = {name: sum(map(len, signs.findall(text))) for name, signs in SCRIPTS.items()}
    alphabetic = count["latin"] + count["cyr"] + count["hangul"]
    if count["kana"] + count["han"] > 0.15 * (alphabetic + 1):
        return "ja" if count["kana"] else "zh"
    if count["hangul"] > count["latin"] + count["cyr"]:
        return "ko"
    if count["cyr"] > count["latin"]:
        ukrainian = len(re.findall("[іїєґІЇЄҐ]", text))
        return "uk" if ukrainian > len(re.findall("[ыэъёЫЭЪЁ]", text)) else "ru"
    words = Counter(re.findall(r"[^\W\d_]+", text.lower()))
    shares = {name: sum(words[word] for word in common.split()) for name, common in COMMON.items()}
    best = max(shares, key=shares.__getitem__)
    return best if shares[best] > 0 else None


def stated_day(stated: str) -> str | None:
    """Return the day of a stated time as ISO date; None where it is none, or implausible."""
    text = unicodedata.normalize("NFKC", stated[:60])
    match = re.match(r"\s*(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})(?!\d)", text)
    return _iso(*match.groups()) if match else None


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
            day = _iso(parts["y"], MONTHS.get(month, month), parts["d"])
        if day:
            return day
    return None


def _japanese_day(text: str) -> str | None:
    """Return a Japanese date as ISO date; None where it is none, or implausible."""
    time = japanese.to_date(text, errors="coerce")
    return None if pd.isna(time) else _iso(time.year, time.month, time.day)


def _iso(year: str | int, month: str | int, day: str | int) -> str | None:
    """Return a day as ISO date; None where there is no such day, or its year is implausible."""
    try:
        moment = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return moment.isoformat() if 1900 <= moment.year <= 2100 else None
