"""What an article says of the past: how much had left, since when a ban, what a rule is in law."""

import pandas as pd
import pytest

from analysis.newsroom.audit import audit, days, held

SO_FAR, SINCE_WAR = "finished equipment so far", "limits since the war"
OPEN_BEFORE = "arms that could go before"
DIFFERING = [
    ("The Canberra deal is Japan's second export of finished equipment.", "2025-08-20", SO_FAR),
    ("日本からの完成品の輸出は今回が2例目となる。", "2025-08-20", SO_FAR),
    ("Until now Japan has exported only components.", "2021-06-01", SO_FAR),
    ("日本の防衛装備品の輸出実績はゼロだ。", "2019-06-01", SO_FAR),
    ("Japan has banned all arms exports since World War II.", "2023-06-01", SINCE_WAR),
    ("戦後、日本は武器輸出を全面的に禁止してきた。", "2023-06-01", SINCE_WAR),
    ("Після Другої світової війни Японія заборонила експорт зброї.", "2025-08-05", SINCE_WAR),
    ("For nearly 80 years Japan restricted weapons exports.", "2025-08-05", SINCE_WAR),
    (
        "In December 2023 Japan's parliament passed a law that allows arms exports to licensors.",
        "2024-02-01",
        "instrument of R042",
    ),
    (
        "1 апреля 2014 года Япония приняла закон об экспорте оружия.",
        "2014-04-10",
        "instrument of R031",
    ),
    ("日本は2014年4月、武器輸出を認める法律を制定した。", "2014-06-01", "instrument of R031"),
    ("Japan has lifted its ban on exports of lethal weapons.", "2026-04-22", OPEN_BEFORE),
    ("日本政府は殺傷能力のある武器の輸出を解禁した。", "2026-04-22", OPEN_BEFORE),
]
OTHERS = [
    ("South Korea made its first export of finished weapons.", "2021-06-01"),
    ("Japan limited exports of licensed products to parts only.", "2021-06-01"),
    ("Japan's new rules allow the first export of finished products.", "2024-02-01"),
    ("It would be Japan's first sale of finished defense equipment.", "2020-03-30"),
    ("Japan's post-war constitution is pacifist, and it bans arms exports to wars.", "2023-06-01"),
    ("Japan banned nearly all arms exports in 1976.", "2023-06-01"),
    ("Germany has banned arms exports to wars since World War II.", "2023-06-01"),
    ("In December 2023 Japan's Cabinet amended the arms export rules by no law.", "2024-02-01"),
    (
        "In June 2017 parliament passed a law on gifts of surplus arms abroad by Japan.",
        "2018-02-01",
    ),
    (
        "Japan amended its arms export guidelines in March 2022, as international law asks.",
        "2023-02-01",
    ),
    ("Japan plans to lift its ban on exports of lethal weapons.", "2026-04-25"),
    ("Japan lifted its ban on exports of lethal weapons.", "2025-06-01"),
]


def audited(sentence: str, published: str) -> dict[str, pd.DataFrame]:
    return audit(f"Japan\n\n{sentence}\n\nAn end.", published=published)


@pytest.mark.parametrize(("sentence", "published", "about"), DIFFERING)
def test_the_past_is_held_against_the_tables(sentence, published, about):
    """In three languages, each with a grade, a source and a page, and no verdict."""
    notes = audited(sentence, published)["notes"].set_index("about")
    note = notes.loc[about]
    assert note["grade"] in "ABCD" and note["source_id"] and note["page"]
    assert note["kind"] == "the tables differ" and "wrong" not in note["note"]


@pytest.mark.parametrize(("sentence", "published"), OTHERS)
def test_of_what_the_tables_bear_out_nothing_is_said(sentence, published):
    """Nor of other states, of what rules allow, or of an act that parliament did pass."""
    told = set(audited(sentence, published)["differences"]["about"])
    assert not told & {SO_FAR, SINCE_WAR, OPEN_BEFORE}
    assert not any(about.startswith("instrument") for about in told)


def test_what_an_article_is_on_is_not_counted_against_it():
    """The radars of 2020 are the first that were sold: an article on them says so."""
    text = "Japan's radars for the Philippines are its first export of finished equipment."
    (note,) = audited(text, "2022-11-03")["differences"]["note"]
    assert "sold: none" in note and "T015" not in note


@pytest.mark.parametrize(
    ("sentence", "published", "statement"),
    [
        ("Japan under Abe lifted its ban on weapons exports.", "2016-05-01", "M016"),
        ("日本は14年に武器輸出を解禁した。", "2020-05-01", "M016"),
        (
            "Last December Japan eased its ban on the export of lethal weapons in general.",
            "2024-02-01",
            "M017",
        ),
        ("Japan lifted its ban on beef exports.", "2016-05-01", None),
        ("Japan plans to lift its ban on weapons exports.", "2016-05-01", None),
    ],
)
def test_a_time_may_be_named_by_a_date_or_not_at_all(sentence, published, statement):
    told = audited(sentence, published)["claims"]["statement_id"].tolist()
    assert told == ([statement] if statement else [])


@pytest.mark.parametrize("sign", "'’ʼ`")
def test_every_apostrophe_is_one(sign):
    text = f"Японія пом{sign}якшила правила експорту зброї 26 березня 2024 року."
    assert "R045" in set(audited(text, "2024-03-27")["rules"]["rule_id"])


def test_parts_are_not_the_missile():
    """Nothing is asked about interceptors where gyroscopes were exported."""
    text = "Japan has exported gyroscopes used in Patriot missiles to the United States."
    frames = audited(text, "2020-09-11")
    assert set(frames["transfers"]["transfer_id"]) == {"T005"}
    other = "Japan has exported parts of the Patriot to the United States."
    assert "later" not in set(audited(other, "2020-09-11")["notes"]["kind"])


def test_no_article_names_a_rule_that_came_later():
    text = "武器輸出の新原則では、目的外使用や第三国移転に日本の同意が要る。第三国輸出も同じだ。"
    later = {"R042", "R043", "R044", "R045", "R049", "R050"}
    assert not later & set(audited(text, "2014-04-02")["rules"]["rule_id"])


@pytest.mark.parametrize(
    ("sentence", "published", "said"),
    [
        ("自民党は武器輸出の5類型を撤廃する提言を了承した。", "2026-03-01", "party's step"),
        (
            "Japan plans to ship Patriots to the United States next year.",
            "2023-12-22",
            "names next year: after that came what is dated 2025-11",
        ),
        ("Yards in Japan bid to supply submarines to Australia.", "2015-10-01", "lapsed 2016"),
        (
            "Australia will sail the Mogami frigates that Japan builds until 2060.",
            "2025-08-10",
            "contracted 2026-04-18",
        ),
    ],
)
def test_what_followed_is_told(sentence, published, said):
    """Of a date that the record has not reached nothing is said."""
    (note,) = audited(sentence, published)["forecasts"]["note"]
    assert said in note and "names 2060" not in note


@pytest.mark.parametrize(
    "sentence",
    [
        "Japan would be easing its credit policy, which will lift exports.",
        "与党は牛肉の輸出規制を緩和する提言を了承した。",
    ],
)
def test_exports_of_other_goods_are_no_forecast(sentence):
    assert audited(sentence, "2025-12-01")["forecasts"].empty


def test_a_rule_that_is_quoted_is_no_forecast():
    text = "В апреле 2014 года Япония изменила правила экспорта оружия: «оружие не будет "
    text += "экспортироваться в страны, где идет война», и ограничения смягчены."
    assert audited(text, "2020-11-25")["forecasts"].empty


@pytest.mark.parametrize(
    ("text", "published", "year"),
    [
        ("14年に策定した三原則", "2025-08-05", 2014),
        ("67年の三原則", "2025-08-05", 1967),
        ("35年までに配備する", "2025-08-05", 2035),
        ("26年に決定した", "2014-07-02", 2014),
        ("約20年に一度", "2025-08-05", None),
        ("20年にわたり続いた", "2025-08-05", None),
        ("10年間の計画", "2025-08-05", None),
    ],
)
def test_years_of_two_figures(text, published, year):
    """They are placed by the day of the article; a time that something lasts is no year."""
    found = days.periods(pd.Series([text]), pd.Timestamp(published))
    assert found["start"].dt.year.tolist() == ([year] if year else [])


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("6,4 млрд долларов", 6.4e9, "USD"),
        ("10 мільярдів австралійських доларів", 1e10, "AUD"),
        ("100 млн иен", 1e8, "JPY"),
    ],
)
def test_sums_in_ukrainian_and_russian(text, amount, currency):
    ((_, found, unit),) = held.amounts(text)
    assert (found, unit) == (amount, currency)
