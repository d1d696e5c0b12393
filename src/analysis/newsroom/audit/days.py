"""The days, months and years that sentences name: English, Japanese, Ukrainian, Russian."""

import datetime
import re

import pandas as pd

from ... import japanese
from ...periods import last_day

MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
YEARS = {"last": -1, "this": 0, "next": 1}
WEEK = "mon tue wed thu fri sat sun".split()
AHEAD = 15  # years that a plan reaches: in 2025 35年 is 2035, and 67年 is 1967
FIRST_YEAR, LAST_YEAR = 1873, 2100  # the Gregorian calendar in Japan, and the plausible future
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?"
    r"|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
# Beginnings of the months' names in the cases in which dates stand, January first
SLAVIC = ["січ|январ", "лют|феврал", "берез|март", "квіт|апрел", "трав|ма[яе]", "черв|июн"]
SLAVIC += ["лип|июл", "серп|август", "верес|сентябр", "жовт|октябр", "листоп|ноябр", "груд|декабр"]
SLAVIC_MONTH = rf"(?:{'|'.join(SLAVIC)})[а-яіїє]*"
ORDINAL = "(?:st|nd|rd|th)?"
JA = "[0-9元〇一二三四五六七八九十]{1,4}"
THIS_YEAR_JA = "昨年|去年|今年|ことし|本年"
# A year of two figures, and not a time that something lasts: 約10年, 20年の歴史
NOT_FOR = "(?<![\\d年.・])" + "".join(
    f"(?<!{word})" for word in "約 過去 今後 向こう 昭和 平成 令和 およそ ほぼ 間 計 築 ".split()
)
AFTER_YEAR = "(?:に(?!わた|及|も)|末|春|夏|秋|冬|以降|以来|当時|から|まで|時点|改定|改正|策定|決定"
AFTER_YEAR += "|の(?:改|決|策|三))"
LAST_OF_ERA = pd.Timestamp(2019, 4, 30)  # by then a year of two figures may be one of Heisei
DATES = re.compile(
    rf"""
    (?P<stated>
        (?<![\d-]) \d{{4}}-\d{{2}}-\d{{2}} (?![\d-])                        # 2023-12-22
      | (?<!\d) \d{{1,2}}{ORDINAL}\ (?:of\ )?{MONTH},?\ \d{{4}} (?!\d)      # 22nd of Dec. 2023
      | \b {MONTH}\ \d{{1,2}}{ORDINAL},?\ \d{{4}} (?!\d)                    # December 22, 2023
      | \b {MONTH}\ \d{{4}} (?!\d)                                          # December 2023
      | (?: 令和 | 平成 | 昭和 )? {JA}年 {JA}月 (?: {JA}日 )?               # 令和五年十二月二十二日
    )
    | (?<!\d) (?:(?P<day_slavic> \d{{1,2}} )\ )? \b(?P<month_slavic> {SLAVIC_MONTH} )
      (?:\ (?P<year_slavic> \d{{4}} ) (?!\d))?                            # 22 грудня 2023
    | (?:end\ of|late)\ (?P<late> \d{{4}} ) (?!\d)                          # at the end of 2023
    | (?P<late_ja> \d{{4}} ) 年末                                           # 2023年末
    | (?P<late_last> \b late\ last\ year | 昨年末 | \b наприкінці\ минулого\ року
      | \b в\ конце\ прошлого\ года )
    | (?P<next_year> \b next\ year | 来年(?!度|の?{JA}月) | \b наступного\ року
      | \b в\ следующем\ году )
    | \b (?: (?: in | since | of | on )\ )? (?P<month_named> {MONTH} )
      (?: \ (?P<day_named> \d{{1,2}} ){ORDINAL} )? ,?\ (?P<which_year> last | this | next )\ year \b
                                                                        # in March last year
    | (?P<last_month> \b last\ month | 先月 | \b минулого\ місяця | \b в\ прошлом\ месяце )
    | (?P<last_year> \b last\ year | 昨年(?!度|の?{JA}月) | 去年(?!の?{JA}月) | \b торік
      | \b минулого\ року | \b в\ прошлом\ году )
    | \b (?P<month_first> {MONTH} )\ (?P<day_second> \d{{1,2}} ){ORDINAL} (?!\d)         # March 26
    | (?<!\d) (?P<day_first> \d{{1,2}} ){ORDINAL}\ (?P<month_second> {MONTH} )           # 26 March
    | \b (?: last | in | since | of )\ (?P<past> {MONTH} ) (?!\ \d)         # last December
    | (?<!next\ ) (?<!every\ ) (?<!last\ ) \b
      (?P<weekday> (?: mon | tues | wednes | thurs | fri | satur | sun ) day ) \b       # on Friday
    | (?P<without_year>
        (?: {THIS_YEAR_JA} | 一昨年 ) の? {JA}月 {JA}日                     # 昨年12月22日
      | (?<![年\d]) {JA}月 {JA}日                                           # 12月22日
      | (?<![年月\d〇一二三四五六七八九十]) \d{{1,2}}日 (?![間本米中英系目])  # 22日, not 22日間
    )
    | (?P<year_ja> {THIS_YEAR_JA} ) の? (?P<month_ja> {JA} ) 月             # 昨年12月
    | {NOT_FOR} (?P<short_ja> \d{{2}} ) 年 (?= {AFTER_YEAR} )               # 14年に
    | (?<![\d-]) (?P<year> (?:19|20)\d{{2}} ) (?![\d-])                     # 2023
    """,
    re.VERBOSE | re.IGNORECASE,
)
COLUMNS = ["place", "date_as_printed", "start", "end", "precision"]


def periods(texts: pd.Series, published: pd.Timestamp | None) -> pd.DataFrame:
    """Return the dates that texts name.

    Parameters
    ----------
    texts : pandas.Series
        Sentences, in any language.
    published : pandas.Timestamp or None
        The day by which a date without its year is placed; None leaves such a date out.

    Returns
    -------
    pandas.DataFrame
        One row per date: `place` (the index of its text), `date_as_printed`, `start` and `end`
        (first and last day), `precision` (day, month, quarter or year). What stands in no calendar
        is left out.

    Examples
    --------
    >>> dates = periods(pd.Series(["It opened in March 2024."]), None)
    >>> dates[["date_as_printed", "precision"]].values.tolist()
    [['March 2024', 'month']]
    """
    hits = [(place, hit) for place, text in texts.items() for hit in DATES.finditer(text)]
    parts = {hit[0]: _parts(hit) for _, hit in hits}
    starts = _starts(parts, published)
    rows = [(place, hit[0], *starts[hit[0]]) for place, hit in hits]
    frame = pd.DataFrame(rows, columns=["place", "date_as_printed", "start", "precision"])
    frame = frame.dropna(subset=["start"]).astype({"start": "datetime64[us]"})
    frame = frame.reset_index(drop=True)
    return frame.assign(end=last_day(frame["start"], frame["precision"]))[COLUMNS]


def _parts(hit: re.Match) -> dict[str, str]:
    """Return the parts of a date that its pattern names."""
    return {name: value for name, value in hit.groupdict().items() if value}


def _starts(
    parts: dict[str, dict[str, str]], published: pd.Timestamp | None
) -> dict[str, tuple[pd.Timestamp, str]]:
    """Return the first day and the precision of each date as printed; NaT where it has none."""
    stated = [text for text, part in parts.items() if "stated" in part]
    read = japanese.to_partial_date(pd.Series(stated, dtype="str"), errors="coerce")
    starts = dict(zip(stated, zip(read["date"], read["precision"], strict=True), strict=True))
    if published is not None:
        relative = [text for text, part in parts.items() if "without_year" in part]
        days = japanese.to_date(
            pd.Series(relative, dtype="str"), published=published, errors="coerce"
        )
        starts |= {text: (day, "day") for text, day in zip(relative, days, strict=True)}
    for text, part in parts.items():
        if text not in starts:
            starts[text] = _start(part, published)
    return starts


def _start(part: dict[str, str], published: pd.Timestamp | None) -> tuple[pd.Timestamp, str]:
    """Return the first day and the precision of one date."""
    late = part.get("late") or part.get("late_ja")
    if late:
        return _day(int(late), 10, 1), "quarter"
    if "month_slavic" in part:
        return _slavic_day(part, published)
    if "short_ja" in part:
        return _short_year(int(part["short_ja"]), published), "year"
    if "year" in part:
        return _day(int(part["year"]), 1, 1), "year"
    if published is None or "without_year" in part:
        return pd.NaT, ""
    if "month_named" in part:
        return _named_month(part, published)
    if "late_last" in part:
        return _day(published.year - 1, 10, 1), "quarter"
    if "last_month" in part:
        return published.replace(day=1) - pd.DateOffset(months=1), "month"
    if "next_year" in part:
        return _day(published.year + 1, 1, 1), "year"
    if "last_year" in part:
        return _day(published.year - 1, 1, 1), "year"
    if "weekday" in part:
        weekday = WEEK.index(part["weekday"][:3].lower())
        return published - pd.Timedelta(days=(published.weekday() - weekday) % 7), "day"
    if "year_ja" in part:
        return _month_of_year(part, published), "month"
    if "past" in part:
        month = _month(part["past"])
        return _day(published.year - (month > published.month), month, 1), "month"
    return _nearest_day(part, published), "day"


def _slavic_day(part: dict[str, str], published: pd.Timestamp | None) -> tuple[pd.Timestamp, str]:
    """Return a day or month with its year; one without is placed only where it has a day."""
    word = part["month_slavic"].lower()
    month = 1 + next(at for at, name in enumerate(SLAVIC) if re.match(name, word))
    number = int(part.get("day_slavic", 1))
    precision = "day" if "day_slavic" in part else "month"
    if "year_slavic" in part:
        return _day(int(part["year_slavic"]), month, number), precision
    if published is None or precision == "month":
        return pd.NaT, ""
    return _nearest(month, number, published), precision


def _named_month(part: dict[str, str], published: pd.Timestamp) -> tuple[pd.Timestamp, str]:
    """Return a day or month of the last, this or the next year: March 27 last year."""
    year = published.year + YEARS[part["which_year"].lower()]
    month = _month(part["month_named"])
    if "day_named" in part:
        return _day(year, month, int(part["day_named"])), "day"
    return _day(year, month, 1), "month"


def _short_year(number: int, published: pd.Timestamp | None) -> pd.Timestamp:
    """Return the first day of a year of two figures: of those that it may be the nearest."""
    if published is None:
        return pd.NaT
    years = [1900 + number, 2000 + number]
    if published <= LAST_OF_ERA:
        years.append(1988 + number)
    possible = [year for year in years if year <= published.year + AHEAD]
    return _day(min(possible, key=lambda year: abs(year - published.year)), 1, 1)


def _month_of_year(part: dict[str, str], published: pd.Timestamp) -> pd.Timestamp:
    """Return the first day of a month of this year or the last: 昨年12月."""
    year = published.year - (part["year_ja"] in ("昨年", "去年"))
    month = japanese.to_number(part["month_ja"], errors="coerce")
    return pd.NaT if pd.isna(month) else _day(year, int(month), 1)


def _nearest_day(part: dict[str, str], published: pd.Timestamp) -> pd.Timestamp:
    """Return the day without its year, March 26, that lies nearest to publication."""
    month = _month(part.get("month_first") or part["month_second"])
    number = int(part.get("day_second") or part["day_first"])
    return _nearest(month, number, published)


def _nearest(month: int, number: int, published: pd.Timestamp) -> pd.Timestamp:
    """Return the day of a month in the year that brings it nearest to publication."""
    days = [_day(published.year + step, month, number) for step in (-1, 0, 1)]
    possible = [day for day in days if not pd.isna(day)]
    return min(possible, key=lambda day: abs(day - published), default=pd.NaT)


def _month(word: str) -> int:
    return MONTHS.index(word[:3].lower()) + 1


def _day(year: int, month: int, number: int) -> pd.Timestamp:
    """Return a day, NaT where the calendar has none."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return pd.NaT
    try:
        return pd.Timestamp(datetime.date(year, month, number))
    except ValueError:
        return pd.NaT
