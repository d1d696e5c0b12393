"""The permit table, its totals against their parts, and releases read into counts.

The texts are our own, in the shapes of real releases; beyond the official titles of the categories
only their counts for fiscal years 2015, 2017, 2019 and 2023 are real. Fiscal years 2031 to 2034 are
invented throughout.
"""

import random
import re

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import permits, tables
from analysis.permits import words

PEACE, SECURITY, SMALL = (
    "peace contribution and international cooperation",
    "Japan's security",
    "extremely small influence",
)
JOINT, COOPERATION, FORCES = (
    "joint development and production",
    "security and defence cooperation",
    "SDF activities and safety of nationals",
)
AGGRESSION = "country under aggression"


def read(text: str, published=None) -> dict:
    """The counts of a text by category, and its fiscal year under `year`."""
    frame = permits.read_release(text, published=published)
    return {"year": frame["fiscal_year"].unique().item()} | dict(
        zip(frame["category"].astype("str"), frame["count"], strict=True)
    )


# --- the table


def test_every_row_carries_its_report():
    """As many rows as the table, each with the report's date where one was read."""
    counts = permits.counts()
    assert (
        len(counts) == len(tables.read("permits"))
        and not counts.duplicated(["fiscal_year", "category"]).any()
    )
    row = counts[(counts["fiscal_year"] == 2017) & (counts["category"] == FORCES)].iloc[0]
    assert (row["count"], row["reported"], row["source_id"]) == (
        1311,
        pd.Timestamp("2019-02-27"),
        "gov-base-23009",
    )
    assert counts.loc[counts["basis"] == "not found", "count"].isna().all()


def test_totals_are_held_against_their_parts():
    """One row per year; what was printed re-adds to the total; a remainder was not printed."""
    years = permits.reconcile().set_index("fiscal_year")
    assert years.index.is_unique and list(years.index) == sorted(
        tables.read("permit_reports")["fiscal_year"]
    )
    assert years.loc[[2015, 2017, 2019], "difference"].tolist() == [0, 0, 0]
    assert years.loc[[2017, 2023], "sub_difference"].tolist() == [0, 0]
    assert (
        years.loc[2023, "heads"],
        years.loc[2023, "difference"],
        years.loc[2023, "remainder"],
    ) == (1109, 87, 87)
    assert years.loc[[2014, 2016, 2018], "difference"].isna().all() and pd.isna(
        years.loc[2016, "total"]
    )


def test_a_printed_share_that_the_table_does_not_bear():
    """FY2017: more than 90% in words, 89.5% in the table; FY2023: about 80% and 82.8%."""
    years = permits.reconcile().set_index("fiscal_year")
    assert (
        round(years.loc[2017, "share_of_table"], 1) == 89.5 and not years.loc[2017, "share_agrees"]
    )
    assert round(years.loc[2023, "share_of_table"], 1) == 82.8 and years.loc[2023, "share_agrees"]
    assert years["share_agrees"].drop([2017, 2023]).isna().all()


def spoiled(
    made: dict[str, pd.DataFrame], year: int, category: str, column: str, value: int
) -> dict[str, pd.DataFrame]:
    """The tables with one cell of the permits changed."""
    table = made["permits"].copy()
    table.loc[(table["fiscal_year"] == year) & (table["category"] == category), column] = value
    return made | {"permits": table}


def test_the_table_has_no_faults(made):
    """As committed."""
    assert permits.faults(made) == []


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (
            (2017, "total", "count", 1463),
            "row 8, column count: '1463' is less than the heads of FY2017, which add up to 1464",
        ),
        (
            (2023, SECURITY, "count", 1063),
            "row 25, column count: '1063' is less than the sub-heads of FY2023, which add up "
            "to 1064",
        ),
        (
            (2017, JOINT, "level", 1),
            "row 11, column level: '1' is not the level of 'joint development and production'; "
            "write 2",
        ),
    ],
)
def test_parts_that_exceed_their_whole_are_faults(made, spoil, fault):
    """Each names the file, the row as a spreadsheet counts it, the column and the value."""
    faults = permits.faults(spoiled(made, *spoil))
    assert any(
        str(found).startswith(f"data/raw/transfers/permits.csv, {fault}") for found in faults
    ), faults


@pytest.mark.parametrize("column", ["level", "count", "category"])
def test_a_blank_cell_exceeds_nothing(made, column):
    """What is missing is no fault of this kind, and hides no other."""
    made = spoiled(made, 2017, "total", column, pd.NA)
    assert permits.faults(made) == []
    made["permits"].loc[made["permits"]["fiscal_year"] == 2023, "level"] = 9
    assert {found.column for found in permits.faults(made)} == {"level"}


def test_a_recorded_excess_is_let_pass(made):
    """A source that contradicts itself is a row of `conflicts`; its year alone is let pass."""
    made = spoiled(made, 2017, "total", "count", 1463)
    known = pd.DataFrame({"topic": ["Permits FY2017: parts exceed their whole"]})
    assert permits.faults(made | {"conflicts": known}) == []
    assert permits.faults(made | {"conflicts": known.replace("FY2017", "FY2018", regex=True)}) != []


# --- releases: the counts of real years, in the shapes in which they were printed

REAL = {
    "list with brackets, era year": (
        """2019年2月27日
防衛装備の海外移転の許可状況の年次報告書を公表します。昨年度の状況をまとめたもので、4回目です。

平成29年度(平成29年4月1日~平成30年3月31日)の防衛装備の海外移転の個別許可は1,464件です。案件の9割以上が自衛隊の装備品の修理等です。

  1. 平和貢献・国際協力の積極的な推進に資する場合(35件)

  2. 我が国の安全保障に資する場合(1,375件)
    ・国際共同開発・生産に関するもの(44件)
    ・安全保障・防衛力の強化に資するもの(20件)
    ・自衛隊等の活動又は邦人の安全確保のために必要なもの(1,311件)

  3. 我が国の安全保障上の観点からの影響が極めて小さい場合(54件)

電 話:03-0000-0000(内線 1111~12)""",
        None,
        {
            "year": 2017,
            "total": 1464,
            PEACE: 35,
            SECURITY: 1375,
            JOINT: 44,
            COOPERATION: 20,
            FORCES: 1311,
            SMALL: 54,
        },
    ),
    "newspaper, two digits in the headline, the year before in passing": (
        """装備品の海外移転許可、19年度は1179件
経産省の報告書によれば、防衛装備の海外移転で2019年度に出た個別許可件数は1179件。なお2018年度は1498件だった。指針の類型で見ると「我が国の安全保障に
資する場合」に当たるとされたものが1083件、「平和貢献・国際協力の積極的な推進に資するもの」が28件で、残る「誤送品の返送、返送を前提とする見本品の輸出等の
我が国の安全保障上の観点から極めて影響が小さいと判断される場合」に該当するとされたのは68件だった。""",
        None,
        {"year": 2019, "total": 1179, PEACE: 28, SECURITY: 1083, SMALL: 68},
    ),
    "newspaper, era left out, destinations after the heads": (
        """27年度中の防衛装備の海外移転の許可について経産省が9月1日までに公表した。個別許可件数は、PKO部隊のいる南スーダンへのもの(10件)も含め、全体で1854件。
その内訳は、平和貢献・国際協力の積極的な推進に資する場合が37件、日本の安全保障に資する場合が1759件、誤送品の返送や見本品の輸出など、日本の安全保障上の
観点から影響が極めて小さいとされたものが58件である。例を挙げると、平和貢献・国際協力の積極的な推進に資する場合では中国向けが20件。日本の安全保障に資する場合では、
国際共同開発・生産に関するもので米国29件、イギリス6件、豪州向けに11件などがあった。""",
        "2016-09-01",
        {"year": 2015, "total": 1854, PEACE: 37, SECURITY: 1759, SMALL: 58},
    ),
    "total alone, two digits of the calendar year": (
        "14年度の報告書、"
        "防衛装備品・海外移転1841件!\n三原則の下で経産相が14年度に許可した防衛装備の海外移転は合計1841件となった。\n(1)移転を禁止する場合\n"
        "@平和貢献・国際協力の積極的な推進に資する場合、"
        "A我が国の安全保障に資する場合等に限り認める(平成11年法律第42号)",
        "2015-10-17",
        {"year": 2014, "total": 1841},
    ),
    "kanji numerals, full width, a new head": (
        """令和五年度に経済産業大臣が行った防衛装備の海外移転の個別許可は千百九十六件です。
（１）平和貢献・国際協力の積極的な推進に資する海外移転　４２件
（２）我が国の安全保障に資する海外移転　１，０６４件
　・国際共同開発・生産に関するもの　五二件
　・安全保障・防衛協力の強化に資するもの　二十二件
　・自衛隊等の活動又は邦人の安全確保のために必要なもの　九百九十件
（３）国際法に違反する侵略や武力の行使又は武力による威嚇を受けている国への防衛装備の海外移転　三件
（４）我が国の安全保障上の観点からの影響が極めて小さい海外移転　８７件""",
        None,
        {
            "year": 2023,
            "total": 1196,
            PEACE: 42,
            SECURITY: 1064,
            JOINT: 52,
            COOPERATION: 22,
            FORCES: 990,
            AGGRESSION: 3,
            SMALL: 87,
        },
    ),
}


@pytest.mark.parametrize(("text", "published", "counts"), REAL.values(), ids=REAL)
def test_real_counts_in_real_shapes(text, published, counts):
    """The table's own counts come out of texts shaped like those they were read in."""
    assert read(text, published) == counts
    table = tables.read("permits").query("fiscal_year == @counts['year']")
    assert {c: n for c, n in counts.items() if c != "year"} == dict(
        zip(table["category"].astype("str"), table["count"], strict=True)
    )


def test_the_frame_is_as_the_table():
    """Same columns, dtypes and order; levels 0, 1, 2; nothing for what the text does not count."""
    frame = permits.read_release(*REAL["list with brackets, era year"][:2])
    table = (
        tables.read("permits")
        .query("fiscal_year == 2017")[list(frame.columns)]
        .sort_values("category", ignore_index=True)
    )
    pd.testing.assert_frame_equal(frame, table)
    assert frame["level"].tolist() == [0, 1, 1, 2, 2, 2, 1]


# --- the sample release, which notebook 10 reads

SAMPLE = tables.folder() / "raw/transfers/sample-release.txt"
SAMPLED = {"year": 2031, "total": 1000, PEACE: 40, SECURITY: 900, SMALL: 60} | {
    JOINT: 100,
    COOPERATION: 120,
    FORCES: 680,
}


def test_the_sample_release_is_read_whole():
    """Its own counts, not those of the year before, of a country or of a change."""
    text = SAMPLE.read_text("utf-8")
    assert read(text) == SAMPLED
    assert "見本" in text and "every number is invented" in text
    assert 2031 not in set(tables.read("permits")["fiscal_year"])


@pytest.mark.parametrize(
    ("printed", "instead", "reason"),
    [
        ("六八〇件", "六七〇件", 'add up to 890, but "Japan\'s security" is printed as 900'),
        ("四十件", "五十件", "add up to 1,010, but 'total' is printed as 1,000"),
        ("１２０件", "1,2,0件", "has a number that is not well formed"),
        ("１，０００件", "約千件", "prints no total"),
        ("影響が極めて小さいもの", "見本のもの", "no category is known by the name '見本のもの'"),
        ("令和１３年度", "１３年度", "cannot be placed without the day of publication"),
    ],
)
def test_the_sample_release_with_one_thing_changed_is_refused(printed, instead, reason):
    """Whole or not at all; each refusal says why."""
    text = SAMPLE.read_text("utf-8")
    assert printed in text
    with pytest.raises(ValueError, match=re.escape(reason)):
        read(text.replace(printed, instead))


def test_the_sample_release_without_its_era_is_placed_by_its_day():
    """The day of publication settles the year that the text leaves out."""
    text = SAMPLE.read_text("utf-8").replace("令和１３年度", "１３年度")
    assert read(text, "2032-09-01") == SAMPLED


# --- releases: invented years

HEAD = "令和13年度の防衛装備の海外移転の個別許可は1,000件です。\n"
LIST = """(1)平和貢献・国際協力の積極的な推進に資する海外移転 40件
(2)我が国の安全保障に資する海外移転 900件
・国際共同開発・生産 100件
・安全保障・防衛協力の強化 120件
・自衛隊を含む政府機関の活動の維持又は邦人の安全確保 680件
(3)我が国の安全保障上の観点からの影響が極めて小さい海外移転 60件
"""
PARTS = {PEACE: 40, SECURITY: 900, JOINT: 100, COOPERATION: 120, FORCES: 680, SMALL: 60}
HEADS = {PEACE: 40, SECURITY: 900, SMALL: 60}
ALL, TOTAL = {"year": 2031, "total": 1000} | PARTS, {"year": 2031, "total": 1000}
SHAPES = {
    "as printed": (HEAD + LIST, ALL),
    "circled numbers": (
        HEAD + LIST.replace("(1)", "①").replace("(2)", "②").replace("(3)", "③"),
        ALL,
    ),
    "circled numbers lost": (
        HEAD + LIST.replace("(1)", "@").replace("(2)", "A").replace("(3)", "B"),
        ALL,
    ),
    "kanji numbers": (
        HEAD + LIST.replace("(1)", "一 ").replace("(2)", "二 ").replace("(3)", "三 "),
        ALL,
    ),
    "no marks": (
        HEAD
        + LIST.replace("(1)", "")
        .replace("(2)", "")
        .replace("(3)", "")
        .replace("・国際共", "国際共")
        .replace("\n・", "\n"),
        ALL,
    ),
    "colons and dots": (HEAD + LIST.replace(" ", " …… ").replace("移転 ", "移転："), ALL),
    "a space between all characters": (" ".join((HEAD + LIST).replace("\n", "")), ALL),
    "lines broken in words": (
        HEAD + LIST.replace("安全保障に", "安全保\n\n障に").replace("防衛協", "防衛\n協"),
        ALL,
    ),
    "middle dots lost": (
        HEAD
        + LIST.replace("献・国", "献 国").replace("発・生", "発 生").replace("障・防", "障 防"),
        ALL,
    ),
    "kangxi radicals": (
        HEAD + LIST.replace("自衛", "⾃衛").replace("小", "⼩").replace("生産", "⽣産"),
        ALL,
    ),
    "remarks in brackets": (
        HEAD + LIST.replace("資する海外移転", "資する海外移転(例:部品(修理を含む)等)"),
        ALL,
    ),
    "total last": ("令和13年度 防衛装備の海外移転の許可\n" + LIST + "合計 1,000件", ALL),
    "unit in the heading": (
        "防衛装備の海外移転の許可(令和13年度)(単位:件)\n" + LIST.replace("件", "") + "合計 1,000",
        ALL,
    ),
    "both calendars": (HEAD.replace("令和13年度", "令和13(2031)年度") + LIST, ALL),
    "changes beside the counts": (
        HEAD.replace("1,000件", "1,000件(前年度比△98件)")
        + LIST.replace("40件", "40件(前年度45件、5件減)"),
        ALL,
    ),
    "the year before as the subject": (
        "前年度は1,098件だったが、令和13年度の防衛装備の海外移転の許可は1,000件に減った。",
        TOTAL,
    ),
    "the year before on the way": (
        "2031年度の防衛装備の海外移転の許可件数は、前年度の1,098件から98件減の1,000件だった。",
        TOTAL,
    ),
    "the year before by number": (
        "2031年度の防衛装備の海外移転の許可件数は2030年度の1,098件から98件減の1,000件だった。",
        TOTAL,
    ),
    "the year before loosely": (
        "防衛装備の海外移転の許可は令和13年度に1,000件。前年度は千九十八件、"
        "昨年度より98件減となった。",
        TOTAL,
    ),
    "a record year": (
        "2031年度の防衛装備の海外移転の許可は1,000件で、"
        "2014年度の制度開始以来最多だった2015年度(1,854件)に及ばない。",
        TOTAL,
    ),
    "the year before, the year itself named elsewhere": (
        "令和13年度の防衛装備移転の報告。許可件数は2030年度の1,098件から98件減の1,000件だった。",
        TOTAL,
    ),
    "both years in one breath": (
        "2031年度の防衛装備の海外移転の許可件数は、2030年度1,098件、2031年度1,000件。",
        TOTAL,
    ),
    "the year before in one breath": (
        "2031年度の報告書。防衛装備の海外移転の許可件数は、前年度1,098件、2031年度1,000件。",
        TOTAL,
    ),
    "the parts of the year before": (
        HEAD + LIST + "。前年度は平和貢献・国際協力が45件、我が国の安全保障が985件、"
        "影響が極めて小さいものが68件。",
        ALL,
    ),
    "a head that is said to be a sum": (
        HEAD + "うち平和貢献・国際協力に資するものは合計40件。",
        TOTAL | {PEACE: 40},
    ),
    "names before the total": (
        "2031年度、我が国の安全保障に資する場合に限り認められる防衛装備の海外移転の個別許可は1,"
        "000件。",
        TOTAL,
    ),
    "the year after the count": (
        "令和12年度に続く防衛装備移転の報告。個別許可:1,000件(令和13年度)",
        TOTAL,
    ),
    "the year in the sentence before": (
        "令和13年度の防衛装備移転の報告。個別許可は1,000件。昨年度の許可は1,098件。",
        TOTAL,
    ),
    "some included": (
        "2031年度の防衛装備の海外移転の個別許可件数は、試作品の12件を含め1,000件。",
        TOTAL,
    ),
    "all years together": (HEAD + "許可件数の累計は9,000件。", TOTAL),
    "since a year": (
        "令和13年度の防衛装備移転の報告。2014年度以降の制度の下で、個別許可は1,000件だった。",
        TOTAL,
    ),
    "two heads, said to be some": (
        HEAD + "うち平和貢献・国際協力は40件、我が国の安全保障に資するものは900件。",
        TOTAL | {PEACE: 40, SECURITY: 900},
    ),
    "rounded in the headline": (
        "防衛装備の輸出許可、約千件に\n2031年度の防衛装備の海外移転の許可は1,000件。",
        TOTAL,
    ),
    "counts of other things": (
        HEAD + "国家安全保障会議で審議した案件は3件。PAC-3の部品は2件。米国が300件で最も多い。"
        "※1件の許可に複数の品目を含む。",
        TOTAL,
    ),
    "repairs are not the sub-head": (HEAD + "このうち自衛隊の装備品の修理が700件を占めた。", TOTAL),
    "one head named in passing": (
        HEAD + "うち平和貢献・国際協力に資するものは40件。",
        TOTAL | {PEACE: 40},
    ),
    "prose, sub-heads in brackets": (
        "2031年度の防衛装備の海外移転の許可は千件で、平和貢献・国際協力四十件、"
        "わが国の安全保障900件(うち国際共同開発・生産100件、安全保障・防衛協力120件、"
        "自衛隊の活動など680件)、影響が極めて小さいもの六〇件だった。",
        ALL,
    ),
    "colons, the sub-heads as an inset": (
        HEAD
        + LIST.replace("(1)", "1.")
        .replace("(2)", "2.")
        .replace("(3)", "3.")
        .replace("\n・国", "\n(内訳)\n国")
        .replace("\n・", "\n")
        .replace(" ", ":"),
        ALL,
    ),
    "signs and equals": (
        HEAD[:-1] + "①平和貢献・国際協力=40件(対前年度+3件)▽②我が国の安全保障=900件(▲5件)"
        "▽③影響が極めて小さいもの=60件(±0件)",
        TOTAL | HEADS,
    ),
    "the year before in two digits": (
        "2031年度に許可した防衛装備品の海外移転が1000件だったと発表した。30年度の許可は1,"
        "098件だった。",
        TOTAL,
    ),
    "no cue but the verb": (
        "令和13年度、経産省は前年度の1,098件を下回る1,000件の防衛装備の海外移転を許可した。",
        TOTAL,
    ),
    "prose, count first": (
        "2031年度に経産相が許可した防衛装備の海外移転は1,000件。"
        "うち900件が我が国の安全保障に資する移転で、40件は平和貢献・国際協力、"
        "60件は影響が極めて小さい場合だった。",
        TOTAL | HEADS,
    ),
    "prose, respectively": (
        HEAD + "平和貢献・国際協力に資するもの、我が国の安全保障に資するもの、"
        "影響が極めて小さいものが、それぞれ40件、900件、60件。",
        TOTAL | HEADS,
    ),
    "prose, changes between": (
        HEAD + "平和貢献・国際協力は5件増の40件、"
        "我が国の安全保障に資するものは前年度の990件から900件に、"
        "影響が極めて小さいものは3件減って60件。",
        TOTAL | HEADS,
    ),
}


@pytest.mark.parametrize(("text", "counts"), SHAPES.values(), ids=SHAPES)
def test_shapes_of_releases(text, counts):
    """Lists and prose, in any script, with the year before, changes and remarks in between."""
    assert read(text) == counts


REFUSED = {
    "another subject": ("令和13年度の化学製品の輸出許可は1,000件でした。", None, "no release"),
    "another count": ("防衛装備庁の令和13年度の契約は1,000件でした。", None, "no release"),
    "nothing": ("", None, "no release"),
    "a calendar period alone": (
        "2031年1月から12月までに30件の防衛装備品の海外移転を許可しました。無人機(3件)など。",
        None,
        "no total|no fiscal year",
    ),
    "no total": ("令和13年度の防衛装備の海外移転の許可\n" + LIST, None, "no total"),
    "only about": (HEAD.replace("1,000", "約1,000"), None, "no total"),
    "no year": (HEAD.replace("令和13年度の", ""), None, "no fiscal year"),
    "era left out": (
        HEAD.replace("令和13", "13"),
        None,
        "'13年度': cannot be placed without the day of publication",
    ),
    "last year": (
        HEAD.replace("令和13年度", "昨年度"),
        None,
        "'昨年度': cannot be placed without the day of publication",
    ),
    "last year, beside another year": (
        HEAD.replace("令和13年度", "昨年度") + "令和13年度は見通しがない。",
        None,
        "'昨年度': cannot be placed",
    ),
    "a year that never was": (HEAD.replace("令和13", "平成35"), None, "outside the era 平成"),
    "a year not over": (HEAD, "2032-03-31", "FY2031 was not over"),
    "grouping that is not thousands": (HEAD.replace("1,000", "1,00,0"), None, "not well formed"),
    "two totals": (
        HEAD + HEAD.replace("1,000", "1,001"),
        None,
        "two totals for FY2031: 1,000 and 1,001",
    ),
    "two columns": (
        "防衛装備の海外移転の許可\n令和12年度 令和13年度\n平和貢献・国際協力 45件 40件\n合計 1,"
        "098件 1,000件",
        None,
        "side by side",
    ),
    "heads and total": (
        HEAD + LIST.replace("60件", "61件"),
        None,
        "add up to 1,001, but 'total' is printed as 1,000",
    ),
    "a head left out": (
        HEAD + LIST[: LIST.index("(3)")],
        None,
        "add up to 940, but 'total' is printed as 1,000",
    ),
    "sub-heads and head": (
        HEAD + LIST.replace("120件", "121件"),
        None,
        'sub-heads .* add up to 901, but "Japan\'s security" is printed as 900',
    ),
    "one category, two counts": (
        HEAD + LIST + "平和貢献・国際協力は41件。",
        None,
        "two counts, 40 and 41",
    ),
    "one count, two categories": (
        HEAD + "平和貢献・国際協力の推進に資するものと我が国の安全保障に資するものが940件。",
        None,
        "no category is known",
    ),
    "a head not known, listed": (
        HEAD + LIST + "(4)宇宙協力に資する海外移転 5件",
        None,
        r"no category is known by the name '宇宙協力に資する海外移転' \(5\)",
    ),
    "a permit for a head not known": (
        HEAD + LIST + "(4)宇宙協力に資する移転の許可は5件",
        None,
        "no category is known by the name '宇宙協力に資する移転の許可は'",
    ),
    "a sub-head not known": (
        HEAD + LIST.replace("国際共同開発・生産", "宇宙開発"),
        None,
        r"'宇宙開発' \(100\)",
    ),
    "a head not known, in prose": (
        HEAD + "内訳は、経済安全保障に資するものが12件など。",
        None,
        "経済安全保障に資するもの",
    ),
    "not text": (None, None, "a release is text"),
}


@pytest.mark.parametrize(("text", "published", "reason"), REFUSED.values(), ids=REFUSED)
def test_refusals_say_why(text, published, reason):
    """No release, no year, parts that do not add up, names that are not known: never a guess."""
    with pytest.raises(ValueError, match=reason):
        permits.read_release(text, published=published)


def test_the_year_before_is_dropped_also_when_it_can_be_placed():
    """前年度 beside a year in full is the year before that, not the year before publication."""
    assert read(SHAPES["the parts of the year before"][0], "2032-10-01") == ALL
    assert (
        read(
            "防衛装備の海外移転の許可は令和13年度に1,000件。昨年度の許可は1,098件だった。",
            "2032-10-01",
        )
        == TOTAL
    )


@pytest.mark.parametrize(
    ("label", "published", "year"),
    [
        ("28年度", "2017-10-06", 2016),
        ("16年度", "2017-10-06", 2016),
        ("元年度", "2020-10-01", 2019),
        ("2年度", pd.Timestamp("2021-11-01"), 2020),
        ("昨年度", "2024-11-27", 2023),
        ("18年度", "2025-11-26", 2018),
        ("14年度", "2026-11-26", 2014),
        ("FY'24", "2026-11-26", 2024),
    ],
)
def test_the_day_of_publication_places_a_bare_year(label, published, year):
    """An era's year or two digits of the calendar's, and the year before."""
    assert read(HEAD.replace("令和13年度", label), published) == {"year": year, "total": 1000}


@pytest.mark.parametrize(
    ("label", "published", "reason"),
    [
        ("30年度", "2018-03-31", "FY2018 had not begun"),  # once read as 1955
        ("7年度", "2025-11-26", "FY2025 was not over"),
        ("30年度", "2030-11-26", "FY2030 was not over"),
        ("27年度", "2034-11-26", "may be 2027 or 2045"),
        ("12年度", "2020-11-26", "may be 2012 or 2030"),
    ],
)
def test_a_bare_year_of_which_there_can_be_no_count_is_refused(label, published, reason):
    """Permits are counted of years since 2014 that have begun; one such year must be left."""
    with pytest.raises(ValueError, match=reason):
        read(HEAD.replace("令和13年度", label), published)


@pytest.mark.parametrize("published", [f"{year}-11-26" for year in range(2016, 2032)])
def test_a_bare_year_long_past_stands_beside_the_latest(published):
    """A newspaper looks back on the first year of the three principles, in two digits."""
    year = int(published[:4]) - 1
    text = f"{year % 100}年度の防衛装備の海外移転の許可は1,304件。14年度の許可は1,841件だった。"
    assert read(text, published) == {"year": year, "total": 1304}


def test_a_year_named_in_full_places_its_short_form():
    """The headline's 19年度 is the body's 2019年度; another year in full does not place it."""
    assert (
        read("19年度の防衛装備移転の許可は1,179件。2019年度の件数は前年度を下回った。")["year"]
        == 2019
    )
    with pytest.raises(ValueError, match="cannot be placed"):
        read("19年度の防衛装備移転の許可は1,179件。2021年度の件数は未公表。")


# --- counts of less or more than one year, years of a comparison, broken counts


@pytest.mark.parametrize("kind", sorted(words.CUES))
def test_every_cue_matches_its_example(kind):
    """The tables of cues say what they read."""
    for pattern, example in words.CUES[kind].items():
        assert re.search(pattern, example), (pattern, example)


@pytest.mark.parametrize("category", words.NAMES)
def test_every_name_matches_its_example(category):
    """The tables of categories say what they read."""
    for pattern, example in words.NAMES[category].items():
        assert re.search(pattern, example), (pattern, example)


NOT_ONE_YEAR = [
    "2024年度上期の防衛装備の海外移転の個別許可は640件",
    "2024年度上期の防衛装備移転。個別許可は640件。",
    "2024年度(4~9月)の防衛装備の海外移転の個別許可は640件",
    "2024年度第1四半期の防衛装備移転の許可は320件",
    "2024年度の上半期に防衛装備の海外移転を640件許可した",
    "2024年度の防衛装備の移転の個別許可は、上期が640件、下期が664件だった",
    "2024年度の防衛装備の海外移転の個別許可は、4~9月に640件、10~3月に664件",
    "2024年度の防衛装備移転の許可は9月末までに640件",
    "2024年度の防衛装備移転の許可は2024年9月30日時点で640件",
    "2024年度の防衛装備移転の許可は640件(4~9月)",
    "2024年度の防衛装備移転の許可は4月以降640件",
    "2024年4月から9月までの2024年度の防衛装備移転の許可は640件",
    "上期の防衛装備移転の状況。個別許可は640件。2024年度の見通しは未公表。",
    "2024年に経産省が許可した防衛装備の移転は1100件。2024年度の報告は未公表。",
    "防衛装備の海外移転の個別許可は、10年間で計1万4102件(2024年度まで)",
    "防衛装備の海外移転の個別許可は計1万4102件(2014~2024年度)",
    "2014年度から2024年度までの防衛装備の海外移転の個別許可は計1万4102件",
    "2022、23年度の防衛装備の海外移転の個別許可は2500件",
    "2022年度と2023年度の防衛装備の海外移転の個別許可は合わせて2500件",
    "2024年度までの10年で、防衛装備の海外移転の個別許可は1万4102件",
    "2024年度の防衛装備移転の報告。2014年度以降の個別許可は計1万4102件",
    "2024年度の防衛装備移転の報告。これまでに個別許可は1万4102件に上る",
    "2024年度の防衛装備移転の報告。個別許可は年平均1400件",
    "2024年度の防衛装備移転の許可は23年度と合わせて2500件",
    "2024年度の防衛装備移転の個別許可は2023年度の1196件と合わせ2500件",
    "防衛装備の海外移転の個別許可\n2023年度 | 2024年度\n1,196件 | 1,304件",
]


@pytest.mark.parametrize("text", NOT_ONE_YEAR)
def test_counts_of_less_or_more_than_one_year_are_refused(text):
    """Half-years, quarters, months, calendar years, sums of years, averages."""
    with pytest.raises(ValueError, match="no total of permits for one fiscal year"):
        permits.read_release(text, published="2025-11-26")


@pytest.mark.parametrize(
    "text",
    [
        "防衛装備の輸出許可は1498件に上り、17年度の1464件を上回った",
        "防衛装備の輸出許可は1498件で、17年度(1464件)を上回った",
        "防衛装備の輸出許可は1498件で、2017年度に比べ34件増えた",
        "防衛装備の輸出許可は1498件で、過去最多だった2015年度の1854件に次ぐ。",
        "17年度の1464件を上回り、防衛装備の輸出許可は1498件だった",
        "17年度(1464件)を上回る1498件の防衛装備の輸出を許可した",
        "防衛装備の輸出許可は1498件。2017年度は1464件だった。",
    ],
)
def test_the_year_of_a_comparison_is_not_the_year_of_the_count(text):
    """The text names no year but the one that is compared with."""
    with pytest.raises(ValueError, match="names no fiscal year for its count"):
        permits.read_release(text, published="2019-11-15")


@pytest.mark.parametrize(
    "count", ["1 841件", "1 , 8 4 1 件", "1\u3000841件", "千八百 四十一件", "18 41 (件)"]
)
def test_a_count_broken_by_blanks_is_refused(count):
    """The error names what stands there and says what to do."""
    with pytest.raises(ValueError, match="is broken by blanks; close them"):
        permits.read_release(f"平成26年度の防衛装備移転の許可は{count}")


ONE_YEAR = [
    "2024年度の防衛装備の移転の個別許可は、上期が640件、下期が664件、通年で1304件だった",
    "2024年度の防衛装備移転の許可は1,304件(うち上半期640件)",
    "2024年度の1年間で防衛装備の海外移転の個別許可は1,304件。",
    "2024年4月1日から2025年3月31日までの2024年度の防衛装備の海外移転の個別許可は1,304件",
    "令和6年度(令和6年4月から翌年3月まで)の防衛装備の海外移転の個別許可は合計1,304件です",
    "2024年度の防衛装備移転の許可は1304件で、23年度と合わせて2500件",
    "2014年4月の三原則策定から10年。2024年度の防衛装備移転の個別許可は1304件だった。",
    "2024年度の防衛装備移転の許可は、2014年に策定された三原則に基づく1304件",
    "経産省は11月27日までに、2024年度の防衛装備の海外移転の個別許可が1,304件だったと発表した。",
    "2024年度の防衛装備移転の許可は1304件に上り、17年度の1464件を下回った",
    "FY2024 1,304件 防衛装備の海外移転の個別許可",
    "2024年度の防衛装備移転の個別許可は千三百〇四件",
]


@pytest.mark.parametrize("text", ONE_YEAR)
def test_a_year_beside_its_parts_or_others_is_read(text):
    """Whole years in dates, parts that are said to be parts, years named in passing."""
    assert read(text, "2025-11-26") == {"year": 2024, "total": 1304}


@pytest.mark.parametrize("published", ["10/03/2024", 20240310, "2024", pd.NaT])
def test_the_day_of_publication_is_a_day(published):
    """As everywhere; see periods.day."""
    with pytest.raises(ValueError, match="no day"):
        permits.read_release(HEAD, published=published)


# --- mutation and noise

NUMERALS = {
    "plain": str,
    "grouped": "{:,}".format,
    "full width": lambda n: f"{n:,}".translate({i: i + 0xFEE0 for i in range(33, 127)}),
    "positional kanji": lambda n: str(n).translate(
        str.maketrans("0123456789", "〇一二三四五六七八九")
    ),
    "kanji": lambda n: (
        "".join(
            ("" if d == "1" and unit else "一二三四五六七八九"[int(d) - 1]) + unit
            for d, unit in zip(f"{n:04}", "千百十", strict=False)
            if d != "0"
        )
        + ("" if n % 10 == 0 else "一二三四五六七八九"[n % 10 - 1])
    ),
}
NAMES = {
    PEACE: [
        "平和貢献・国際協力の積極的な推進に資する海外移転",
        "平和貢献・国際協力の積極的な推進に資するもの",
        "平和貢献・国際協力",
    ],
    SECURITY: [
        "我が国の安全保障に資する海外移転",
        "日本の安全保障に資する場合",
        "わが国の安全保障に資するもの",
    ],
    SMALL: [
        "我が国の安全保障上の観点からの影響が極めて小さい海外移転",
        "誤送品の返送等の極めて影響が小さいと判断される場合",
        "影響が極めて小さいもの",
    ],
    JOINT: ["国際共同開発・生産に関するもの", "国際共同開発・生産"],
    COOPERATION: ["安全保障・防衛協力の強化に資するもの", "安全保障・防衛協力"],
    FORCES: [
        "自衛隊等の活動又は邦人の安全確保のために必要なもの",
        "自衛隊を含む政府機関の活動の維持",
        "邦人の安全確保",
    ],
}
NOISE = [
    "",
    "なお、詳細は関連資料をご覧ください。",
    "国家安全保障会議で審議した案件は4件だった。",
    "前年度は2,345件。",
    "米国向けが12件ある。",
    "61式戦車は対象外。",
]
positive = st.integers(1, 999)


@settings(max_examples=150, deadline=None)
@given(st.data(), st.randoms(use_true_random=False), st.lists(positive, min_size=5, max_size=5))
def test_any_order_script_spelling_and_noise(data, chance: random.Random, numbers):
    """Heads shuffled, each count in any script, each name in any spelling, noise around."""
    subs = dict(zip([JOINT, COOPERATION, FORCES], numbers, strict=False))
    heads = {PEACE: numbers[3], SECURITY: sum(subs.values()), SMALL: numbers[4]}

    def write(n):
        return data.draw(st.sampled_from(list(NUMERALS.values())))(n) + "件"

    def line(mark, c, n):
        return f"{mark}{chance.choice(NAMES[c])} {write(n)}\n"

    total = write(sum(heads.values()))
    noise = chance.choice(NOISE)
    text = f"令和十三年度の防衛装備の海外移転の個別許可は{total}である。{noise}\n"
    for place, (category, n) in enumerate(chance.sample(list(heads.items()), 3), 1):
        text += line(f"({place})", category, n)
        if category == SECURITY:
            text += "".join(line("・", c, m) for c, m in chance.sample(list(subs.items()), 3))
    assert (
        read(f"{text}\n。{chance.choice(NOISE)}")
        == {"year": 2031, "total": sum(heads.values())} | heads | subs
    )


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([40, 900, 100, 120, 680, 60]), st.integers(-30, 30).filter(bool))
def test_a_count_misread_by_little_is_found(count, by):
    """Any one count of a full list changed by up to 30: the parts no longer add up."""
    with pytest.raises(ValueError, match="add up to"):
        read(HEAD + LIST.replace(f" {count}件", f" {count + by}件"))


WORDS = [
    *"件年度()、。・\n計約第数",
    "1,464",
    "〇",
    "前年度",
    "昨年度",
    "平成",
    "令和",
    "FY",
    "個別許可",
    "それぞれ",
    "うち",
    "向け",
    "\0",
    "△",
    "①",
    "½",
    "\ud800",
    "単位:件",
    "9" * 30 + "件",
]


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.sampled_from([*WORDS, *LIST.split("\n"), HEAD]) | st.text(max_size=5), max_size=25),
    st.sampled_from([None, "2032-10-01", "x"]),
)
def test_whatever_the_text_only_value_errors(pieces, published):
    """Scraps of releases in any order: counts that belong to one year, or a ValueError."""
    try:
        frame = permits.read_release("".join(pieces), published=published)
    except ValueError:
        return
    assert (
        frame["category"].is_unique
        and frame["category"].iloc[0] == "total"
        and frame["fiscal_year"].nunique() == 1
    )
