"""Kinds of notation that other readers' tests and real documents showed: read, or refused."""

import numpy as np
import pandas as pd
import pytest

from analysis.japanese import to_date, to_fiscal_year, to_money, to_number, to_partial_date

DIGITS = "〇一二三四五六七八九"


@pytest.mark.parametrize("unit", ["十", "百", "千", "二十", "三百", "九千", "一万二千", "四億五百"])
def test_figures_strung_after_a_unit_may_mean_or_and_are_refused(unit):
    """百二三 is 102 or 103, or 120 to 130; so are all pairs, with or without what is counted."""
    for first in range(1, 9):
        printed = f"{unit}{DIGITS[first]}{DIGITS[first + 1]}"
        for text in (printed, f"{printed}人", f"約{printed}件", f"{printed}万", f"{printed}百"):
            with pytest.raises(ValueError, match=text):
                to_number(text)
        with pytest.raises(ValueError, match=printed):
            to_money(f"{printed}億円")


@pytest.mark.parametrize(
    "printed",
    "千二三四|三百四五六|一万二三|十億五六|一億二三万|二三百|一万二三千|百〇二三|千〇二三|五百六七十".split(
        "|"
    ),
)
def test_longer_strings_of_figures_are_refused(printed):
    """Three in a row, below 万 and 億, after a zero, before a unit."""
    with pytest.raises(ValueError, match="may mean 'or'"):
        to_number(printed)


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("百〇七", 107),
        ("六百〇八人", 608),
        ("千〇三", 1003),
        ("千〇〇三", 1003),
        ("一千〇二十四", 1024),
        ("二千〇二十四", 2024),
        ("三千零五十", 3050),
        ("九千零一", 9001),
        ("百万零四", 1_000_004),
        ("百万〇〇〇四", 1_000_004),
        ("十万〇三百", 100_300),
        ("四千零五万", 40_050_000),
        ("二百二十二万零三百零二", 2_220_302),
        ("四十五億四千零四万", 4_540_040_000),
        ("一億〇三", 100_000_003),
        ("千六〇〇", 1600),
        ("三百五〇", 350),
        ("千五〇六", 1506),
    ],
)
def test_a_zero_that_says_that_a_place_is_skipped_is_read(printed, expected):
    """One zero for all places skipped, or one for each; and figures that fill all places."""
    assert to_number(printed) == expected


def test_every_number_with_a_skipped_place_reads_back():
    """百〇七, 千〇七, 千〇十七, 千〇〇七 for all digits."""
    for digit in range(1, 10):
        name = DIGITS[digit]
        for hundreds in range(1, 10):
            assert to_number(f"{DIGITS[hundreds]}百〇{name}") == 100 * hundreds + digit
            assert to_number(f"{DIGITS[hundreds]}千〇{name}") == 1000 * hundreds + digit
            assert to_number(f"{DIGITS[hundreds]}千〇〇{name}") == 1000 * hundreds + digit
            assert to_number(f"{DIGITS[hundreds]}千〇{name}十") == 1000 * hundreds + 10 * digit


@pytest.mark.parametrize(
    "printed",
    (
        "十〇|百〇〇|千〇|十〇五|百〇十|千〇二百|一万〇三千|百〇〇七|千〇〇〇三|千〇〇二十四|〇万|〇億|〇五|"
        "〇百|一万〇|百万〇〇四|一億〇二五万|0百|05万|1万05|1万0|1億0500|43兆00529億|3,0529億"
    ).split("|"),
)
def test_a_zero_without_a_place_to_skip_is_refused(printed):
    """No place is skipped, more zeros than places, a blank to be filled in, a block half filled."""
    with pytest.raises(ValueError, match=printed):
        to_number(printed)


@pytest.mark.parametrize(
    ("printed", "amount"),
    [
        ("43兆0529億円", 43_052_900_000_000),
        ("46兆0406億円", 46_040_600_000_000),
        ("1兆0,203億円", 1_020_300_000_000),
        ("四三兆〇五二九億円", 43_052_900_000_000),
        ("3億0500万円", 305_000_000),
        ("3億0000万円", 300_000_000),
        ("12万0500円", 120_500),
        ("2兆0005億0300万円", 2_000_503_000_000),
        ("1兆0203.5億円", 1_020_350_000_000),
    ],
)
def test_zeros_that_fill_the_block_below_are_read(printed, amount):
    """Four figures below 兆, 億 or 万, as the trade statistics print them."""
    assert to_money(printed).to_numpy().tolist() == [[amount, "JPY", "exact"]]


@pytest.mark.parametrize(
    "printed", ["2億7.765万円", "1兆2.345億円", "3億12.500円", "1兆2億765.432万円", "一億7.765万円"]
)
def test_a_point_that_may_part_thousands_behind_a_larger_unit_is_refused(printed):
    """7.765 behind 億 is a slip for 7,765; 7.765 alone, or one decimal behind it, is none."""
    with pytest.raises(ValueError, match="may part thousands"):
        to_money(printed)
    amounts = to_money(["7.765億円", "2億7.5万円"])["amount"].tolist()
    assert amounts == [776_500_000, 200_075_000]


@pytest.mark.parametrize(
    ("printed", "amount"),
    [
        ("10余億円", 1_000_000_000),
        ("十余万円", 100_000),
        ("約百余億円", 10_000_000_000),
        ("5億2千余万円", 520_000_000),
        ("1億余円", 100_000_000),
        ("2276億6211万余円", 227_662_110_000),
    ],
)
def test_a_sum_with_more_within_is_at_least(printed, amount):
    """余 between the figures and 万 or 億 says as much as 余 behind them."""
    assert to_money(printed).to_numpy().tolist() == [[amount, "JPY", "at least"]]


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("500余万", 5_000_000),
        ("1000余万", 10_000_000),
        ("十余万人", 100_000),
        ("107ケース", 107),
        ("268契約", 268),
        ("4会社", 4),
        ("12府省庁", 12),
        ("47都道府県", 47),
        ("3駐屯地", 3),
        ("25法人", 25),
        ("6工事", 6),
        ("-1,234", -1234),
        ("－１２２", -122),
        ("−5", -5),
        ("三千 八百 九十六 万 四千 九百 六十五", 38_964_965),
        ("7万 5千 4百", 75_400),
        ("1,464.", 1464),
        ("1,464件。", 1464),
        ("12。", 12),
    ],
)
def test_official_counts_are_read(printed, expected):
    """Counters of the Board of Audit, 余 within, minus signs, blanks beside units, a final stop."""
    assert to_number(printed) == expected


@pytest.mark.parametrize(
    "printed",
    (
        "10余万5千|余万|- 5|合計-5|3-5|-|--5|3.|千 五|二十 三十|2千 3千|12 15|1 464|第3会社|"
        "5年間|3号"
    ).split("|"),
)
def test_what_only_looks_like_an_official_count_is_refused(printed):
    """Bullets, separators, list marks, cells side by side, ordinals, spans of time."""
    with pytest.raises(ValueError, match="is not one count|is not well formed|may mean|units"):
        to_number(printed)


@pytest.mark.parametrize(
    ("printed", "amount", "currency", "bound"),
    [
        ("5306億ニュー台湾ドル", 530_600_000_000, "TWD", "exact"),
        ("5億ニュー台湾・ドル", 500_000_000, "TWD", "exact"),
        ("10億スウェーデン・クローナ", 1_000_000_000, "SEK", "exact"),
        ("2億英国ポンド", 200_000_000, "GBP", "exact"),
        ("50億アメリカドル", 5_000_000_000, "USD", "exact"),
        ("3億エジプトポンド", 300_000_000, "EGP", "exact"),
        ("1億トルコリラ", 100_000_000, "TRY", "exact"),
        ("40 million Danish kroner", 40_000_000, "DKK", "exact"),
        ("NT$5 billion", 5_000_000_000, "TWD", "exact"),
        ("約6億円相当", 600_000_000, "JPY", "about"),
        ("1億円相当以上", 100_000_000, "JPY", "at least"),
        ("-5億円", -500_000_000, "JPY", "exact"),
        ("-US$5m", -5_000_000, "USD", "exact"),
        ("US$5.", 5, "USD", "exact"),
        ("¥5,000.", 5000, "JPY", "exact"),
    ],
)
def test_sums_in_longer_names_are_read(printed, amount, currency, bound):
    """Names with the country before them, what a gift is worth, minus signs, a final stop."""
    assert to_money(printed).to_numpy().tolist() == [[amount, currency, bound]]


@pytest.mark.parametrize(
    ("printed", "amount"), [("1.0753ドル", "1.0753"), ("1.075ドル", "1.075"), ("0.125円", "0.125")]
)
def test_a_point_never_parts_thousands_before_a_japanese_name(printed, amount):
    """A rate of exchange; before € it may part thousands."""
    assert str(to_money(printed)["amount"].item()) == amount
    with pytest.raises(ValueError, match="may part thousands"):
        to_money("€1.464")


@pytest.mark.parametrize(
    "printed",
    "100元|1,000ルーブル|5リラ|3クローネ|100万ディルハム|〇億円|○億円|百二三億円".split("|"),
)
def test_a_name_that_countries_share_is_no_currency(printed):
    """And a blank to be filled in is no zero."""
    with pytest.raises(ValueError, match=printed):
        to_money(printed)


@pytest.mark.parametrize(
    ("printed", "published", "expected"),
    [
        ("今月の27日", "2016-11-07", "2016-11-27"),
        ("来月の二十日", "2016-12-07", "2017-01-20"),
        ("先月の三十日", "2024-01-15", "2023-12-30"),
        ("再来月5日", "2024-11-05", "2025-01-05"),
        ("12月の22日", "2024-01-05", "2023-12-22"),
        ("2015.10.17.", None, "2015-10-17"),
        ("2015.10.17。", None, "2015-10-17"),
        ("December 22, 2023.", None, "2023-12-22"),
        ("二千〇二十四年三月五日", None, "2024-03-05"),
    ],
)
def test_days_of_further_kinds_are_read(printed, published, expected):
    """A の between month and day, a final stop, a skipped place in the year."""
    assert to_date(printed, published) == pd.Timestamp(expected)


# Words for a day, a month or a year, and what each makes of 31 December 2016
WORDS_FOR_DAYS = {
    "2016-12-31": "本日 今日 きょう 今月31日 本月31日 今年12月31日 本年12月31日 ことし12月31日",
    "2016-12-30": "昨日 きのう",
    "2016-12-29": "一昨日 おととい",
    "2017-01-01": "明日 あす あした 来月1日",
    "2017-01-02": "明後日 あさって",
    "2016-11-09": "先月9日",
    "2016-10-09": "先々月9日",
    "2017-02-09": "再来月9日",
    "2015-03-01": "昨年3月1日 去年の3月1日",
    "2014-03-01": "一昨年3月1日 おととし3月1日",
    "2017-03-01": "来年3月1日 明年3月1日",
    "2018-03-01": "再来年3月1日",
}


@pytest.mark.parametrize("day", WORDS_FOR_DAYS)
def test_words_for_days_count_from_the_day_of_publication(day):
    """Each word by itself; the year changes on the next day."""
    words = WORDS_FOR_DAYS[day].split()
    assert set(to_date(words, published="2016-12-31")) == {pd.Timestamp(day)}


@pytest.mark.parametrize(
    ("printed", "published", "day"),
    [
        ("1月5日", "2016-08-25", "2016-01-05"),  # 233 days ago, 133 to the next
        ("1月5日", "2016-09-10", None),  # 249 days ago, 117 to the next
        ("5日", "2016-01-21", "2016-01-05"),  # 16 days ago, 15 to the next
        ("5日", "2016-01-27", None),  # 22 days ago, 9 to the next
    ],
)
def test_a_bare_day_is_the_last_one_unless_the_next_is_twice_as_near(printed, published, day):
    """The next such day is a year, or a month, after the last."""
    read = to_date(printed, published=published, errors="coerce")
    assert pd.isna(read) if day is None else read == pd.Timestamp(day)


@pytest.mark.parametrize("printed", ["今月の31日", "2015.10.", "2015.", "十二三日", "来月の末日"])
def test_days_of_further_kinds_are_refused(printed):
    """A month that may have lost its day, a day that is not in the month, *or*."""
    with pytest.raises(ValueError, match=printed):
        to_date(printed, "2026-04-10")


def test_years_with_a_skipped_place_are_read():
    """As a year and as a fiscal year."""
    assert to_partial_date("二千〇二十四年").to_numpy().tolist() == [
        [pd.Timestamp("2024-01-01"), "year"]
    ]
    assert to_fiscal_year("二千〇二十四年度") == 2024


# --- a report of what was refused, and list-likes

READERS = {
    to_date: ("2023-12-22", ["value"]),
    to_fiscal_year: ("FY2023", ["value"]),
    to_number: ("5件", ["value"]),
    to_money: ("5円", ["amount", "currency", "bound"]),
    to_partial_date: ("2023年", ["date", "precision"]),
}


@pytest.mark.parametrize("reader", READERS)
def test_a_report_puts_the_reasons_beside_the_values(reader):
    """The values are those of `coerce`; the reason is that of `raise`; missing has none."""
    printed, columns = READERS[reader]
    column = pd.Series([printed, "読めない", None, printed], index=list("abca"))
    report = reader(column, errors="report")
    assert list(report.columns) == [*columns, "reason"]
    assert report.index.tolist() == list("abca")
    assert report["reason"].isna().tolist() == [True, False, True, True]
    coerced = pd.DataFrame(reader(column, errors="coerce"))
    coerced.columns = columns
    pd.testing.assert_frame_equal(report[columns], coerced)
    with pytest.raises(ValueError) as caught:
        reader(column)
    assert str(caught.value) == f"'読めない' at 'b': {report.iloc[1]['reason']}"


@pytest.mark.parametrize("reader", READERS)
def test_a_report_of_one_value_or_none_is_a_frame(reader):
    """One row; no row; the same dtypes."""
    printed, columns = READERS[reader]
    one = reader(printed, errors="report")
    none = reader([], errors="report")
    assert one.shape == (1, len(columns) + 1)
    assert none.shape == (0, len(columns) + 1)
    assert one.dtypes.tolist() == none.dtypes.tolist()
    assert reader("読めない", errors="report")["reason"].notna().all()


LISTS = {
    "list": list,
    "tuple": tuple,
    "array": np.array,
    "index": pd.Index,
    "categorical": pd.Categorical,
    "generator": iter,
    "keys": lambda values: dict.fromkeys(values).keys(),
}


@pytest.mark.parametrize("made", LISTS.values(), ids=LISTS)
def test_every_list_like_is_a_column(made):
    """The rows are counted from 0."""
    assert to_number(made(["5件", "6件"])).tolist() == [5, 6]
    assert to_money(made(["5円", "6円"]))["amount"].tolist() == [5, 6]


def test_days_of_publication_may_be_a_list():
    """They belong to the values row by row."""
    values = pd.Series(["昨日", "昨日"], index=["a", "b"])
    days = to_date(values, ["2024-01-05", "2024-02-05"])
    assert days.to_dict() == {"a": pd.Timestamp("2024-01-04"), "b": pd.Timestamp("2024-02-04")}
    assert to_fiscal_year(["昨年度"], ("2019-02-27",)).tolist() == [2017]
    with pytest.raises(ValueError, match="published has 1 rows, the values have 2"):
        to_date(values, ["2024-01-05"])


def test_a_day_of_publication_is_one_certain_day():
    """No month, no foreign order, no number, no hour of a zone."""
    for published in ("10/03/2024", 20240310, "2024", pd.Timestamp("2024-03-10", tz="UTC")):
        with pytest.raises(ValueError):
            to_fiscal_year("昨年度", published=published)
    with pytest.raises(ValueError, match="cannot be placed"):
        to_fiscal_year("昨年度", published=pd.NaT)


@pytest.mark.parametrize(
    ("words", "power"),
    [
        ("hundred", 2),
        ("thousand k", 3),
        ("million mn mil m", 6),
        ("billion bn b", 9),
        ("trillion trn tn", 12),
    ],
)
def test_every_english_scale_is_read(words, power):
    """In full and in short; a number behind it keeps its decimals."""
    for word in words.split():
        for blank in ("", " "):
            read = to_money(f"US$1.25{blank}{word}").to_numpy().tolist()
            assert read == [[125 * 10 ** (power - 2), "USD", "exact"]], word


def test_every_english_number_word_is_read():
    """As ministries print the smallest grants."""
    words = "one two three four five six seven eight nine ten".split()
    amounts = to_money([f"{word} million yen" for word in words])["amount"]
    assert amounts.tolist() == [number * 10**6 for number in range(1, 11)]
    assert to_money("one hundred million yen")["amount"].tolist() == [10**8]


@pytest.mark.parametrize("printed", ["US$0.00000001", "US$1.00000001"])
def test_a_sum_keeps_eight_decimals(printed):
    """And is refused with more, instead of being rounded."""
    assert str(to_money(printed)["amount"].iat[0]).replace("E-", "e-") in ("1e-8", "1.00000001")
    with pytest.raises(ValueError, match="too many decimals"):
        to_money(f"{printed}1")


def test_a_bare_fiscal_year_has_two_digits_at_most():
    assert to_fiscal_year("99年度", published="1999-06-01") == 1999
    with pytest.raises(ValueError, match="more than two digits"):
        to_fiscal_year("一〇〇年度", published="2024-06-01")
    assert to_fiscal_year("1886年度") == 1886
    with pytest.raises(ValueError, match="lies outside"):
        to_fiscal_year("1885年度")
