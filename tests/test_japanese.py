"""Official notation: what must be read, what must be refused, and that all prints read back."""

from datetime import date
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.japanese import (
    normalise,
    to_date,
    to_fiscal_year,
    to_money,
    to_number,
    to_partial_date,
)

READERS = (to_date, to_partial_date, to_fiscal_year, to_number, to_money)
ERAS = (
    ("明治", "明", "M", "1868-01-25", "1912-07-30"),
    ("大正", "大", "T", "1912-07-30", "1926-12-25"),
    ("昭和", "昭", "S", "1926-12-25", "1989-01-07"),
    ("平成", "平", "H", "1989-01-08", "2019-04-30"),
    ("令和", "令", "R", "2019-05-01", "2099-12-31"),
)
WIDE = str.maketrans("0123456789,.()/-~", "０１２３４５６７８９，．（）／－～")
POSITIONAL = str.maketrans("0123456789", "〇一二三四五六七八九")
quick = settings(max_examples=60, deadline=None, derandomize=True, database=None)


def kanji(number):
    """Print a whole number in multiplicative kanji: 1464 → 千四百六十四."""
    if number == 0:
        return "〇"
    text = ""
    for unit, name in ((10**12, "兆"), (10**8, "億"), (10**4, "万")):
        if number >= unit:
            text, number = text + kanji(number // unit) + name, number % unit
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        text += (
            ("" if digit == 1 and name else "〇一二三四五六七八九"[digit]) + name if digit else ""
        )
    return text


def arabic(number, grouped=True):
    """Print a whole number with 万, 億, 兆: 1921000000 → 19億2,100万."""
    parts = []
    for unit, name in ((10**12, "兆"), (10**8, "億"), (10**4, "万"), (1, "")):
        digits, number = divmod(number, unit)
        parts.append(f"{digits:{',' if grouped else ''}}{name}" if digits else "")
    return "".join(parts) or "0"


KANJI = [kanji(number) for number in range(2101)]


# --- text ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("１８１億円", "181億円"),
        ("⾼速警備艇と⽀援船", "高速警備艇と支援船"),
        ("⻑官、⻘⾊、⼾", "長官、青色、戸"),
        ("①②…⑳", "①②...⑳"),
        ("⑴三原則¹", "⑴三原則¹"),
        ("1½m²", "1½m²"),
        ("４月１日～３月31日", "4月1日〜3月31日"),
        ("4月1日〜3月31日", "4月1日〜3月31日"),
        ("ー―─", "ー―─"),
        ("防 衛 装 備", "防衛装備"),
        ("防 衛 装 備、 輸 出", "防衛装備、輸出"),
        ("平 成 2 9 年 度", "平成29年度"),
        ("平 成 29 年 度", "平成29年度"),
        ("平\n成29年", "平成29年"),
        ("平成\r\n29年", "平成29年"),
        ("平\u200b成\u00ad29年", "平成29年"),
        ("㍻29年", "平成29年"),
        ("第一段\n\n第二段", "第一段\n\n第二段"),
        ("防衛省 海上自衛隊", "防衛省 海上自衛隊"),
        ("計 12 15 件", "計 12 15 件"),
        ("A B C", "A B C"),
        ("  export\u00a0\u3000licence ", "export licence"),
    ],
)
def test_normalising_mends_the_text_layer_and_leaves_figures_alone(printed, expected):
    """NFKC with exceptions: list marks, fractions, ranges, dashes survive; spaced words close."""
    assert normalise(printed) == expected


def test_dashes_stay_apart():
    """A long vowel, a dash, a rule and a full-width hyphen are four signs."""
    assert len(set(normalise("ー－―─"))) == 4


@quick
@given(st.text())
def test_normalising_twice_changes_nothing(text):
    """A normalised text is its own normal form."""
    assert normalise(normalise(text)) == normalise(text)


# --- dates --------------------------------------------------------------------


def all_days():
    """Return each day from 1873 to 2099, on the days of two eras once for each era."""
    frames = []
    for name, short, letter, first, last in ERAS:
        days = pd.Series(pd.date_range(max(first, "1873-01-01"), last, unit="us"))
        frames.append(
            pd.DataFrame(
                {
                    "day": days,
                    "name": name,
                    "short": short,
                    "letter": letter,
                    "first": int(first[:4]),
                }
            )
        )
    days = pd.concat(frames, ignore_index=True)
    assert days["day"].nunique() == len(pd.date_range("1873-01-01", "2099-12-31"))
    parts = days["day"].dt
    fields = zip(parts.year, parts.year - days["first"] + 1, parts.month, parts.day, strict=True)
    return days["day"], list(zip(days["name"], days["short"], days["letter"], fields, strict=True))


DAYS, FIELDS = all_days()
MONTHS = (
    "January February March April May June July August September October November December".split()
)  # noqa: SIM905
DATE_STYLES = {
    "era": lambda name, short, letter, y, n, m, d: f"{name}{'元' if n == 1 else n}年{m}月{d}日",
    "era, wide": lambda name, short, letter, y, n, m, d: f"{name}{n}年{m:02}月{d:02}日".translate(
        WIDE
    ),
    "era, multiplicative": lambda name, short, letter, y, n, m, d: (
        f"{name}{KANJI[n]}年{KANJI[m]}月{KANJI[d]}日"
    ),
    "era, positional": lambda name, short, letter, y, n, m, d: f"{name}{n}年{m}月{d}日".translate(
        POSITIONAL
    ),
    "dotted": lambda name, short, letter, y, n, m, d: f"{letter}{n}.{m}.{d}",
    "slashed": lambda name, short, letter, y, n, m, d: f"{short}{n:02}/{m:02}/{d:02}",
    "Gregorian": lambda name, short, letter, y, n, m, d: f"{y}年{m}月{d}日(月)",
    "Gregorian, kanji": lambda name, short, letter, y, n, m, d: (
        f"{y}年".translate(POSITIONAL) + f"{KANJI[m]}月{KANJI[d]}日"
    ),
    "both": lambda name, short, letter, y, n, m, d: (
        f"{name}{'元' if n == 1 else n}({y})年{m}月{d}日"
    ),
    "both, Gregorian first": lambda name, short, letter, y, n, m, d: (
        f"{y}年（{name}{n}年）{m}月{d}日（火）"
    ),
    "ISO": lambda name, short, letter, y, n, m, d: f"{y}-{m:02}-{d:02}",
    "English": lambda name, short, letter, y, n, m, d: f"{d} {MONTHS[m - 1]} {y}",
}


ERA_ALONE = ("era", "era, wide", "era, multiplicative", "era, positional", "dotted", "slashed")


@pytest.mark.parametrize("style", DATE_STYLES)
def test_every_day_from_1873_to_2099_reads_back(style):
    """Each day printed in a style, under each era that it belongs to, is read as itself.

    An era alone is counted to 2070, as far as plans go; what lies beyond is refused.
    """
    printed = pd.Series([DATE_STYLES[style](*names, *fields) for *names, fields in FIELDS])
    expected = DAYS
    if style in ERA_ALONE:
        expected = DAYS.where(DAYS < "2071-01-01")
        printed = pd.concat([printed[expected.notna()], printed[expected.isna()].iloc[::97]])
    read = to_date(printed, errors="coerce")
    pd.testing.assert_series_equal(read, expected[printed.index], check_names=False)


@pytest.mark.parametrize(
    ("reader", "printed"),
    [
        (to_date, "令和64年1月7日"),
        (to_date, "R64.1.7"),
        (to_date, "令和六十四年一月七日"),
        (to_partial_date, "令和64年"),
        (to_partial_date, "令和53年1月"),
        (to_fiscal_year, "令和64年度"),
        (to_fiscal_year, "令和53年度"),
    ],
)
def test_an_era_counted_beyond_all_plans_is_refused(reader, printed):
    """令和64年 is a slip for 昭和64年, not 2082; the message says what it would mean."""
    with pytest.raises(ValueError, match=r"means 20[78][0-9]; eras are counted to 2070"):
        reader(printed)


@pytest.mark.parametrize(
    ("printed", "year"),
    [("令和32年度", 2050), ("令和52年度", 2070), ("令和64(2082)年度", 2082), ("2082年度", 2082)],
)
def test_a_year_that_plans_reach_is_read(printed, year):
    """The climate's 令和32年, the population's 令和52年; and 2082 where it is printed."""
    assert to_fiscal_year(printed) == year


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("令和五年十二月二十二日", "2023-12-22"),
        ("令和五年一二月二二日", "2023-12-22"),
        ("平成三一年四月三〇日", "2019-04-30"),
        ("二〇二三年十二月二十二日", "2023-12-22"),
        ("二○二三年十二月二十二日", "2023-12-22"),
        ("昭和弐拾年八月壱拾五日", "1945-08-15"),
        ("令和7(2025)年9月29日(月)", "2025-09-29"),
        ("令和７（２０２５）年９月２９日（月曜日）", "2025-09-29"),
        ("2025(令和7)年9月29日", "2025-09-29"),
        ("2025年〔令和7年〕9月29日", "2025-09-29"),
        ("2025(同7)年9月29日", "2025-09-29"),
        ("令和7年9月29日(2025年9月29日)", "2025-09-29"),
        ("R8.4.21", "2026-04-21"),
        ("Ｒ８．４．２１", "2026-04-21"),
        ("H29. 4. 1", "2017-04-01"),
        ("平29・4・1", "2017-04-01"),
        ("平 成 29 年 4 月 1 日", "2017-04-01"),
        ("平成29年\n4月1日", "2017-04-01"),
        ("2006年6月15日(水)", "2006-06-15"),
        ("令和6年5月6日(月・休)", "2024-05-06"),
        ("令和5年12月22日付", "2023-12-22"),
        ("2015.11.16", "2015-11-16"),
        ("2023/12/22", "2023-12-22"),
        ("December 22, 2023", "2023-12-22"),
        ("Friday, 22nd Dec. 2023", "2023-12-22"),
        ("明治45年7月30日", "1912-07-30"),
        ("大正元年7月30日", "1912-07-30"),
        ("㋿元年５月１日", "2019-05-01"),
    ],
)
def test_dates_of_many_kinds_are_read(printed, expected):
    """Eras, kanji, both calendars, brackets, widths and weekdays (not checked)."""
    assert to_date(printed) == pd.Timestamp(expected)


@pytest.mark.parametrize(
    "printed",
    (
        "昨日|12月22日|22日|今月21日|本日|2023年12月|令和5年|2023|平成29年度|同7年9月29日|"
        "29.4.1|27年4月1日|"
        "2023年2月29日|令和5年13月1日|平成0年1月1日|20231222|12/22/2023|01.02.2023|明治45年7月31日|"
        "大正元年7月29日|大正15年12月26日|昭和元年12月24日|昭和64年1月8日|平成元年1月7日|"
        "平成31年5月1日|"
        "令和元年4月30日|平成35年1月1日|明治5年12月31日|1872年12月31日|2101年1月1日|R99.1.1|"
        "令和6(2025)年9月29日|"
        "2015年11月16日(2015年11月26日)|2022.3.8 / 8日|令和5年12月22日〜23日|平成○年4月1日|"
        "令和5年12月22日以降|"
        "令和5年12月下旬|平成二三十年一月一日|三原則1|| |同年同月同日|2023年12月22"
    ).split("|"),
)
def test_what_is_not_one_certain_day_is_refused(printed):
    """Never more precise than the text, and never outside an era; the error names the value."""
    with pytest.raises(ValueError) as caught:
        to_date(printed)
    assert repr(printed) in str(caught.value)
    assert pd.isna(to_date(printed, errors="coerce"))


@pytest.mark.parametrize(
    ("printed", "published", "expected"),
    [
        ("今月21日", "2026-04-24", "2026-04-21"),
        ("本日", "令和8年4月21日", "2026-04-21"),
        ("昨日", "2024-01-01", "2023-12-31"),
        ("先月30日", pd.Timestamp("2024-01-15"), "2023-12-30"),
        ("昨年12月22日(金)", date(2024, 3, 1), "2023-12-22"),
        ("12月22日", "2023-12-22", "2023-12-22"),
        ("12月22日", "2024-01-05", "2023-12-22"),
        ("４月１日", "2015-10-17", "2015-04-01"),
        ("31日", "2024-02-01", "2024-01-31"),
        ("令和5年12月22日", "2026-01-01", "2023-12-22"),
        ("4月21日", "2026-04-10", None),
        ("21日", "2026-04-10", None),
        ("今月31日", "2026-04-10", None),
        ("2月29日", "2023-03-01", None),
        ("同日", "2026-04-10", None),
        ("12月", "2026-04-10", None),
        ("昨日", None, None),
        ("昨日", pd.NaT, None),
    ],
)
def test_the_day_of_publication_settles_relative_days_only_where_it_can(
    printed, published, expected
):
    """A bare day is the latest one, unless the next to come may be meant."""
    if expected is None:
        with pytest.raises(ValueError, match=printed):
            to_date(printed, published)
    else:
        assert to_date(printed, published) == pd.Timestamp(expected)


@pytest.mark.parametrize(
    ("printed", "expected", "precision"),
    [
        ("令和5年12月22日", "2023-12-22", "day"),
        ("令和5年12月", "2023-12-01", "month"),
        ("二〇二三年十二月", "2023-12-01", "month"),
        ("2013-07", "2013-07-01", "month"),
        ("R5.12", "2023-12-01", "month"),
        ("December 2023", "2023-12-01", "month"),
        ("平成28年8月 (2016-08)", "2016-08-01", "month"),
        ("平成31年4月", "2019-04-01", "month"),
        ("2020年", "2020-01-01", "year"),
        ("2020", "2020-01-01", "year"),
        ("令和元年", "2019-01-01", "year"),
        ("令和5年度", "2023-04-01", "fiscal year"),
        ("FY2023", "2023-04-01", "fiscal year"),
    ],
)
def test_a_partial_date_says_how_precise_it_is(printed, expected, precision):
    """An order year is a year, not its first of January."""
    frame = to_partial_date(printed)
    assert list(frame.columns) == ["date", "precision"]
    assert frame.to_numpy().tolist() == [[pd.Timestamp(expected), precision]]


@pytest.mark.parametrize(
    "printed",
    (
        "平成31年5月|令和元年4月|昭和64年2月|平成32年|27年度|2010-13|昨年|5年|12月|2024 "
        "(estimate)|2029-"
    ).split("|"),
)
def test_partial_dates_outside_their_era_or_without_a_year_are_refused(printed):
    """A month must lie in its era on at least one day."""
    with pytest.raises(ValueError, match="at|is|lies|names|must|cannot"):
        to_partial_date(printed)


# --- fiscal years -------------------------------------------------------------

FISCAL_STYLES = {
    "era": lambda name, letter, y, n: f"{name}{'元' if n == 1 else n}年度",
    "era, wide": lambda name, letter, y, n: f"{name}{n}年度".translate(WIDE),
    "era, kanji": lambda name, letter, y, n: f"{name}{KANJI[n]}年度",
    "letter": lambda name, letter, y, n: f"{letter}{n}年度",
    "both": lambda name, letter, y, n: f"{name}{n}（{y}）年度",
    "Gregorian": lambda name, letter, y, n: f"{y}年度({name}{n}年度)",
    "English": lambda name, letter, y, n: f"FY{y} / {name}{n}年度",
    "span": lambda name, letter, y, n: f"{y}年度({y}年4月1日～{y + 1}年3月31日)",
    "span to the next": lambda name, letter, y, n: f"{y}年度（{y}年4月1日から翌年3月31日まで）",
    "span of months": lambda name, letter, y, n: f"{KANJI[y]}年度({y}年4月-{y + 1}年3月)",
}


@pytest.mark.parametrize("style", FISCAL_STYLES)
def test_every_fiscal_year_reads_back(style):
    """Each fiscal year since 1886, under each era that reigned on a day of it."""
    years = [
        (name, letter, year, year - int(first[:4]) + 1)
        for name, _, letter, first, last in ERAS
        for year in range(max(int(first[:4]), 1886), int(last[:4]) + 1)
        if f"{year}-04-01" <= last
    ]
    if style in ("era", "era, wide", "era, kanji", "letter"):
        years = [year for year in years if year[2] <= 2070]  # as far as an era alone is counted
    printed = pd.Series([FISCAL_STYLES[style](*year) for year in years])
    assert to_fiscal_year(printed).tolist() == [year for _, _, year, _ in years]


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("平成29年度(平成29年4月1日~平成30年3月31日)", 2017),
        ("平成29年度（平成29年4月1日～30年3月31日）", 2017),
        ("平成29年度(平成29年4月1日から同30年3月31日まで)", 2017),
        ("自平成29年4月1日至平成30年3月31日", 2017),
        ("2017-04-01..2018-03-31", 2017),
        ("平成31年4月〜令和2年3月", 2019),
        ("平成31年度", 2019),
        ("令和元年度", 2019),
        ("平成31年度・令和元年度", 2019),
        ("昭和六十三年度", 1988),
        ("H29年度中", 2017),
        ("FY2023 (令和5年度)", 2023),
        ("27年度 / 平成27年度", 2015),
        ("2019年度 (headline: 19年度)", 2019),
        ("fiscal year 2023", 2023),
    ],
)
def test_fiscal_years_of_many_kinds_are_read(printed, expected):
    """Spans are held against the year; several spellings must agree."""
    assert to_fiscal_year(printed) == expected


@pytest.mark.parametrize(
    "printed",
    (
        "27年度|昨年度|今年度|FY23|平成35年度|平成32年度|昭和64年度|平成0年度|平成29年|2017|"
        "2017/18|"
        "平成29年度(平成29年4月1日~平成29年3月31日)|平成29年度(平成28年4月1日~平成29年3月31日)|"
        "平成29・30年度|"
        "三原則|2017年1月1日〜2017年12月31日|平成29(2018)年度|2019年度 (18年度)|"
        "平成29年度〜平成30年度|"
        "明治10年度|平成29年度末|平成29年度まで|平成29年度予算1億円|第29年度|"
    ).split("|"),
)
def test_what_is_not_one_certain_fiscal_year_is_refused(printed):
    """A bare number without the day of publication, a year that never was, two years."""
    with pytest.raises(ValueError) as caught:
        to_fiscal_year(printed)
    assert repr(printed) in str(caught.value)


@pytest.mark.parametrize(
    ("printed", "published", "expected"),
    [
        ("14年度", "2015-10-15", 2014),
        ("27年度中", "2016-09-01", 2015),
        ("１９年度", "2020-11-01", 2019),
        ("元年度", "2020-11-01", 2019),
        ("30年度", "2019-02-27", 2018),
        ("30年度", "2018-03-31", 2018),
        ("昨年度", "2019-02-27", 2017),
        ("昨年度", "2019-04-01", 2018),
        ("今年度", "平成31年2月27日", 2018),
        ("本年度", "2019-02-27", 2018),
        ("前年度", "2019-02-27", 2017),
        ("一昨年度", "2019-02-27", 2016),
        ("来年度", "2019-02-27", 2019),
        ("昨年度(平成29年度)", "2019-02-27", 2017),
    ],
)
def test_the_day_of_publication_settles_bare_and_relative_fiscal_years(
    printed, published, expected
):
    """A bare number is the nearest fiscal year; more of this in test_bare_fiscal_years."""
    assert to_fiscal_year(printed, published) == expected


def test_the_day_of_publication_must_agree_with_what_is_printed():
    """Relative and absolute year side by side are held against each other."""
    with pytest.raises(ValueError, match="do not agree"):
        to_fiscal_year("昨年度(平成28年度)", "2019-02-27")
    with pytest.raises(ValueError, match="soon"):
        to_fiscal_year("27年度", published="soon")


# --- numbers ------------------------------------------------------------------

NUMBER_STYLES = {
    "plain": str,
    "grouped": "{:,}".format,
    "wide": lambda number: f"{number:,}".translate(WIDE),
    "multiplicative": kanji,
    "positional": lambda number: str(number).translate(POSITIONAL),
    "units": arabic,
    "units, ungrouped": lambda number: arabic(number, grouped=False),
}


@pytest.mark.parametrize("style", NUMBER_STYLES)
@quick
@given(
    number=st.integers(0, 10**16 - 1),
    around=st.sampled_from(
        ["{}", "{}件", "約{}点", "およそ{} 種類", "計{}機", "{}隻余り", "合計{}件以下"]
    ),
)
def test_every_number_reads_back(style, number, around):
    """Each style, with words of a count around it."""
    assert to_number(around.format(NUMBER_STYLES[style](number))) == number


def test_small_numbers_read_back_in_every_style():
    """Every number to 20,000, as a column."""
    numbers = list(range(20_001))
    for style in NUMBER_STYLES.values():
        assert to_number(pd.Series([style(number) for number in numbers])).tolist() == numbers


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        *(
            ("1,464件", 1464),
            ("1179件", 1179),
            ("１８１", 181),
            ("５類型", 5),
            ("千四百六十四", 1464),
            ("一四六四", 1464),
        ),
        *(
            ("約1400", 1400),
            ("4万", 40000),
            ("約4万点", 40000),
            ("1.5万件", 15000),
            ("4基", 4),
            ("4機", 4),
            ("4部品", 4),
        ),
        *(
            ("約1900着", 1900),
            ("100台規模", 100),
            ("1,196 permits", 1196),
            ("10,000 rounds", 10000),
            ("一、四六四件", 1464),
        ),
        *(
            ("17か国", 17),
            ("１ ４ ６ ４ 件", None),
            ("2千4百", 2400),
            ("百余名", 100),
            ("弐百", 200),
            (1464, 1464),
            ("△5", -5),
        ),
    ],
)
def test_counts_are_read(printed, expected):
    """Counters, widths, both kanji systems; digits that stand apart are no number."""
    if expected is None:
        with pytest.raises(ValueError, match="not one count"):
            to_number(printed)
    else:
        assert to_number(printed) == expected


@pytest.mark.parametrize(
    "printed",
    (
        "1,46,4|1,4640|12,34|1、464|1.464|1 464|01,464|1,464件1|1,464件 / 1179件|1,464(注1)件|"
        "61式戦車|AAM-4|"
        "PAC-3|5.56 mm|16式|F-35|UH-1H 4機|三原則|三原則1|第3|3号|2プラス2|四国|"
        "約1400種類・約4万点|4・5件|"
        "4、5件|4〜5件|二三百人|十四五人|数十件|十数件|5/5|9割|89.5%|①|10²|令和5年|26日|1億2億|"
        "2万億|万|100億円|"
        "- 5|合計-5|1.5件||件|99999999999999999999|最大10件以上"
    ).split("|"),
)
def test_what_is_not_one_count_is_refused(printed):
    """Names, measures, two counts, ranges, bad grouping; the error names the value."""
    with pytest.raises(ValueError) as caught:
        to_number(printed)
    assert repr(printed) in str(caught.value)


# --- money --------------------------------------------------------------------

CURRENCIES = [
    *(
        ("{}円", "JPY"),
        ("¥{}", "JPY"),
        ("￥{}", "JPY"),
        ("{} yen", "JPY"),
        ("JPY {}", "JPY"),
        ("{}ドル", "USD"),
        ("{}米ドル", "USD"),
    ),
    *(
        ("US${}", "USD"),
        ("USD{}", "USD"),
        ("{} US dollars", "USD"),
        ("{}豪ドル", "AUD"),
        ("A${}", "AUD"),
        ("{}ポンド", "GBP"),
    ),
    *(
        ("£{}", "GBP"),
        ("{}ユーロ", "EUR"),
        ("€{}", "EUR"),
        ("{}カナダ・ドル", "CAD"),
        ("{}フィリピンペソ", "PHP"),
    ),
]
BOUNDS = [
    *(
        ("{}", "exact"),
        ("総額{}", "exact"),
        ("合計で{}", "exact"),
        ("約{}", "about"),
        ("およそ {}", "about"),
        ("およそ{}程度", "about"),
    ),
    *(
        ("{}規模", "about"),
        ("総額約{}", "about"),
        ("最大{}", "at most"),
        ("最大で約{}", "at most"),
        ("{}以下", "at most"),
        ("{}余", "at least"),
    ),
    *(
        ("{}を限度とする", "at most"),
        ("up to {}", "at most"),
        ("{}以上", "at least"),
        ("{}余り", "at least"),
        ("about {}", "about"),
    ),
]
JAPANESE_STYLES = {
    "units": arabic,
    "units, ungrouped": lambda amount: arabic(amount, grouped=False),
    "units, wide": lambda amount: arabic(amount).translate(WIDE),
    "multiplicative": kanji,
    "positional": lambda amount: arabic(amount, grouped=False).translate(POSITIONAL),
    "digits": "{:,}".format,
    "digits, wide": lambda amount: str(amount).translate(WIDE),
    "decimal 億": lambda amount: f"{Decimal(amount) / 10**8:f}億",
    "thousands": lambda amount: (
        f"{amount // 1000:,}千" if amount % 1000 == 0 and amount else str(amount)
    ),
    "millions": lambda amount: (
        f"{amount // 10**6:,}百万" if amount % 10**6 == 0 and amount else str(amount)
    ),
}
ENGLISH_STYLES = [
    (" billion", 9),
    ("bn", 9),
    (" million", 6),
    ("m", 6),
    (" trillion", 12),
    (" thousand", 3),
]
amounts = st.one_of(
    st.integers(1, 10**15),
    st.integers(1, 10**6).map(lambda n: n * 10**6),
    st.integers(1, 10**4).map(lambda n: n * 10**5),
)


@pytest.mark.parametrize("style", JAPANESE_STYLES)
@quick
@given(amount=amounts, currency=st.sampled_from(CURRENCIES), bound=st.sampled_from(BOUNDS))
def test_every_amount_reads_back(style, amount, currency, bound):
    """Each style of the number, currency and bound."""
    printed = bound[0].format(currency[0].format(JAPANESE_STYLES[style](amount)))
    assert to_money(printed).to_numpy().tolist() == [[amount, currency[1], bound[1]]]


@quick
@given(
    amount=amounts,
    currency=st.sampled_from(CURRENCIES),
    bound=st.sampled_from(BOUNDS),
    scale=st.sampled_from(ENGLISH_STYLES),
)
def test_every_amount_reads_back_in_english(amount, currency, bound, scale):
    """A decimal number with a word or letter for its scale."""
    printed = bound[0].format(
        currency[0].format(f"{Decimal(amount).scaleb(-scale[1]):f}{scale[0]}")
    )
    assert to_money(printed).to_numpy().tolist() == [[amount, currency[1], bound[1]]]


@pytest.mark.parametrize(
    ("printed", "amount", "currency", "bound"),
    [
        ("19億2,100万円", 1_921_000_000, "JPY", "exact"),
        ("19億2100万円", 1_921_000_000, "JPY", "exact"),
        ("19.21億円", 1_921_000_000, "JPY", "exact"),
        ("19・21億円", 1_921_000_000, "JPY", "exact"),
        ("一九・二一億円", 1_921_000_000, "JPY", "exact"),
        ("金十九億二千百万円也", 1_921_000_000, "JPY", "exact"),
        ("19億2,100万円 / 19億2100万円 / 19.21億円", 1_921_000_000, "JPY", "exact"),
        ("20億円 / 2 billion yen", 2_000_000_000, "JPY", "exact"),
        ("757億円（75.7 billion yen）", 75_700_000_000, "JPY", "exact"),
        ("（約4億円）", 400_000_000, "JPY", "about"),
        ("9.00億円", 900_000_000, "JPY", "exact"),
        ("１ ９ 億円", None, None, None),
        ("2524億1642万余円", 252_416_420_000, "JPY", "at least"),
        ("供与限度額は19億2,100万円", 1_921_000_000, "JPY", "at most"),
        ("約1億ドル", 100_000_000, "USD", "about"),
        ("1億㌦", 100_000_000, "USD", "exact"),
        ("最大100億豪ドル", 10_000_000_000, "AUD", "at most"),
        ("2万8千ドル", 28_000, "USD", "exact"),
        ("US$103.5m", 103_500_000, "USD", "exact"),
        ("U.S. $5 million", 5_000_000, "USD", "exact"),
        ("A$10bn", 10_000_000_000, "AUD", "exact"),
        ("575 million yen", 575_000_000, "JPY", "exact"),
        ("five hundred million yen", 500_000_000, "JPY", "exact"),
        ("100-million-yen", 100_000_000, "JPY", "exact"),
        ("US$1億", 100_000_000, "USD", "exact"),
        ("RM12.63 million", 12_630_000, "MYR", "exact"),
        ("△5億円", -500_000_000, "JPY", "exact"),
        ("0円", 0, "JPY", "exact"),
    ],
)
def test_sums_of_many_kinds_are_read(printed, amount, currency, bound):
    """Amounts are exact whole numbers in the currency that is printed."""
    if amount is None:
        with pytest.raises(ValueError, match="not one sum"):
            to_money(printed)
    else:
        frame = to_money(printed)
        assert list(frame.columns) == ["amount", "currency", "bound"]
        assert str(frame["amount"].dtype) == "Int64"
        assert frame.to_numpy().tolist() == [[amount, currency, bound]]


@pytest.mark.parametrize(
    "printed",
    (
        "19億|1,921,000,000|$5m|$5|5 million dollars|55億ペソ|1.6-billion franc|無償|無償譲渡|"
        "調整中|円|億円|"
        "5〜10億円|5～10億円|5-10億円|A$10-20bn|5、6億円|五、六億円|数億円|十数億円|1億円2億円|"
        "10億円弱|"
        "10億円/年|81億円; also 80億円|約4億円 / 4億円|1億円 / 2億円|5 billion yen ($33 million)|"
        "£4.6 billion (US$6.1 billion)|19億2,10万円|1億2億円|1万億円|19億12,345万円|1,5億円|"
        "€1.464|1.000.000円|"
        "012億円|1 921円|二三百億円|A$10bn over 10 years|年10億円|前年度比10億円増|"
        "約247億円 = MHI 約151億円 + NEC 約95億円|10億円(税抜)|(百万円)|最大10億円以上|19億 "
        "million yen|"
        "99999京円|1.123456789円|US$5億円|5 mıllion yen|fıve million yen|5 ringgıt|円5億|¥1,"
        "000-|US$5m-|- 5億円|合計-5億円|¥-5|5億円1|①億円|10²円|"
    ).split("|"),
)
def test_what_is_not_one_certain_sum_is_refused(printed):
    """No currency, a shared sign, a range, two sums, bad grouping, words not understood."""
    with pytest.raises(ValueError) as caught:
        to_money(printed)
    assert repr(printed) in str(caught.value)
    assert to_money(printed, errors="coerce").isna().all(axis=None)


def test_a_fraction_of_a_currency_unit_stays_exact():
    """One sum with cents turns the column into exact int and Decimal objects."""
    frame = to_money(pd.Series(["US$1.25", "19億円", None]))
    assert frame["amount"].tolist()[:2] == [Decimal("1.25"), 1_900_000_000]
    assert frame["amount"].isna().tolist() == [False, False, True]


# --- columns and errors -------------------------------------------------------

COLUMNS = {
    to_date: ("令和5年12月22日", "datetime64[us]"),
    to_fiscal_year: ("令和5年度", "Int64"),
    to_number: ("1,464件", "Int64"),
    normalise: ("１８１", "str"),
}


@pytest.mark.parametrize("reader", COLUMNS)
def test_a_column_keeps_its_index_name_and_missing_values(reader):
    """Each distinct value is read once and put back in its place."""
    printed, dtype = COLUMNS[reader]
    column = pd.Series([printed, None, printed], index=["a", "b", "a"], name="seen")
    read = reader(column)
    assert read.dtype == dtype
    assert read.name == "seen"
    assert read.index.tolist() == ["a", "b", "a"]
    assert read.isna().tolist() == [False, True, False]
    assert read.iloc[0] == read.iloc[2] == reader(printed)
    assert reader(column.iloc[:0]).dtype == dtype


@pytest.mark.parametrize(
    ("reader", "printed"), [(to_money, "19億円"), (to_partial_date, "令和5年")]
)
def test_a_frame_has_a_row_for_every_value(reader, printed):
    """Missing stays missing in every column; the index is that of the values."""
    frame = reader(pd.Series([printed, None, printed], index=[3, 1, 2]))
    assert frame.index.tolist() == [3, 1, 2]
    assert frame.isna().all(axis=1).tolist() == [False, True, False]
    assert frame.loc[2].tolist() == reader(printed).loc[0].tolist()


@pytest.mark.parametrize("reader", READERS)
def test_errors_name_the_value_and_its_place_or_become_missing(reader):
    """As pandas.to_datetime: raise or coerce; or report, see test_numerals."""
    column = pd.Series(["読めない", None], index=["row 7", "row 8"])
    with pytest.raises(ValueError, match="'読めない' at 'row 7'"):
        reader(column)
    assert reader(column, errors="coerce").isna().to_numpy().all()
    with pytest.raises(ValueError, match="errors must be"):
        reader("x", errors="ignore")


def test_the_day_of_publication_may_be_a_column():
    """Each row has its own; a row without one cannot be placed."""
    printed = pd.Series(["昨年度", "昨年度", "平成29年度", None], index=list("abcd"))
    published = pd.Series(["2019-02-27", "2016-09-01", None, "2020-01-01"], index=list("abcd"))
    assert to_fiscal_year(printed, published).tolist() == [2017, 2015, 2017, pd.NA]
    assert to_date(pd.Series(["昨日"], index=["a"]), published[:1]).tolist() == [
        pd.Timestamp("2019-02-26")
    ]
    with pytest.raises(ValueError, match="'昨年度' at 'b'"):
        to_fiscal_year(printed[:2], pd.to_datetime(published.where(published.index == "a"))[:2])
    with pytest.raises(ValueError, match="index"):
        to_fiscal_year(printed, published.reset_index(drop=True))
    with pytest.raises(ValueError, match="one day of publication"):
        to_fiscal_year("昨年度", published)


@pytest.mark.parametrize("reader", [normalise, *READERS])
@pytest.mark.parametrize(
    "value",
    [1.5, object(), b"19", True, {"a"}, pd.DataFrame({"a": ["1"]}), pd.Series([["1"]])],
    ids=type,
)
def test_what_is_not_text_is_refused_or_read_as_its_text(reader, value):
    """Only ValueError comes out."""
    try:
        reader(value)
    except ValueError:
        return
    assert value is True  # the text "True", which only the normaliser takes
    assert reader is normalise


PIECES = (
    *(
        "平成",
        "令和",
        "昭和",
        "明治",
        "R",
        "H",
        "元",
        "年度",
        "年",
        "月",
        "日",
        "FY",
        "同",
        "西暦",
        "翌年",
        "昨",
        "今月",
        "2017",
        "29",
        "31",
        "4",
        "1",
    ),
    *(
        "０",
        "〇",
        "十",
        "百",
        "千",
        "万",
        "億",
        "兆",
        "京",
        "百万",
        "円",
        "ドル",
        "豪ドル",
        "US$",
        "$",
        "£",
        "bn",
        "million",
        "hundred",
        "yen",
        "millions",
        "mıllion",
        "five",
        "fıve",
        "ringgıt",
    ),
    *(
        "約",
        "最大",
        "以上",
        "余",
        "程度",
        "規模",
        "を限度とする",
        "件",
        "(",
        ")",
        "（",
        "〜",
        "-",
        "/",
        " / ",
        ".",
        ",",
        "、",
        "・",
        ";",
        " ",
        "\n",
    ),
    *("①", "²", "½", "⼆", "△", "(金)", "December", "22", "\u200b", "\x00", "\U0001f100", "ー", "゙"),
)
texts = st.one_of(
    st.text(),
    st.lists(st.sampled_from(PIECES), max_size=9).map("".join),
    st.text(st.characters(codec=None), max_size=9),
)


@pytest.mark.parametrize("reader", [normalise, *READERS])
@settings(quick, max_examples=250)
@given(text=texts)
def test_only_value_error_comes_out_whatever_the_text(reader, text):
    """No text crashes a reader, with or without a day of publication, and coerce never raises."""
    for options in (
        ({}, {"published": "2019-02-27"}) if reader in (to_date, to_fiscal_year) else ({},)
    ):
        try:
            reader(text, **options)
        except ValueError:
            assert (
                pd.isna(pd.DataFrame(reader([text], errors="coerce", **options))).to_numpy().all()
            )


@settings(quick, max_examples=250)
@given(
    amount=st.integers(1, 10**9),
    place=st.integers(0, 30),
    added=st.sampled_from("0123456789,.〇一十億万円$〜-/約余以 (①"),
)
def test_a_sum_with_a_stray_sign_is_refused_or_still_one_sum(amount, place, added):
    """A slip in the middle of a sum never yields an amount that its digits do not spell."""
    printed = f"{amount:,}円"
    slipped = printed[:place] + added + printed[place:]
    frame = to_money(slipped, errors="coerce")
    if frame["amount"].notna().item():
        digits = "".join(sign for sign in slipped if sign.isdecimal())
        units = {"十": 10, "万": 10**4, "億": 10**8}
        amount_read = abs(frame["amount"].item())  # a hyphen in front is a minus
        assert added in units or "." in slipped or int(amount_read) == int(digits)
