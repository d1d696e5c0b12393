"""What people ask: each answer filled from the tables, in both languages, and on the site."""

import re
import sys
from pathlib import Path

import pandas as pd
import pytest
from lxml import html

from analysis import language, questions, rules, tables
from analysis.questions import formats, holes, tallies
from analysis.questions.filled import answered, mistakes

ROOT = Path(__file__).resolve().parents[1]
SITE = ROOT / "site"
sys.path.insert(0, str(SITE))

import frames  # noqa: E402
import links as ids  # noqa: E402
import naming  # noqa: E402
import questions as page_of  # noqa: E402
import search_documents  # noqa: E402

FRAMES = {name: tables.read(name) for name in tables.names()}
BOOK = holes.Book(FRAMES)
ASKED = FRAMES["questions"]
ROWS = ASKED.to_dict("records")
OPEN = pd.read_csv(ROOT / "tests/open_questions.csv", dtype="str").to_dict("records")
COUNTRIES = FRAMES["countries"]
# Where English takes a word from a cell that has it in English alone
ONE_LANGUAGE = {"F015", "F060", "F066", "M030"}


@pytest.fixture(scope="module")
def page() -> html.HtmlElement:
    """The page of the questions as its template is filled."""
    source = [(SITE / "questions.md").read_text("utf-8")]
    page_of.fill(None, "questions", source)
    return html.document_fromstring(source[0])


def spoilt(**cells: str) -> list[str]:
    """What is said when the first question has other cells."""
    frame = ASKED.copy()
    for column, text in cells.items():
        frame.loc[0, column] = text
    faults = mistakes(FRAMES | {"questions": answered(frame, FRAMES)})
    assert {(fault.table, fault.row) for fault in faults} == {("questions", 0)}
    return [fault.advice for fault in faults]


def test_there_are_enough_questions_of_each_kind():
    """Facts, misreadings met, and questions of what may go where."""
    counts = ASKED["kind"].value_counts()
    assert counts["fact"] >= 100 and counts["misreading"] >= 40 and counts["may"] >= 30


@pytest.mark.parametrize("asked", OPEN, ids=[asked["open_id"] for asked in OPEN])
def test_a_question_of_a_stranger_is_answered(asked):
    """The answer has the words and the values that an outside source gives."""
    said = ASKED.set_index("question_id")["said_en"][asked["question_id"]].lower()
    assert [word for word in asked["words"].split(";") if word.lower() not in said] == []


@pytest.mark.parametrize("row", ROWS, ids=[row["question_id"] for row in ROWS])
def test_an_answer_is_whole_and_short(row):
    """No brace is left, one or two sentences are enough, and it rests on something."""
    for said, most in ((row["said_en"], 620), (row["said_ja"], 330)):
        assert "{" not in said and "}" not in said and len(said) <= most
        assert "nan" not in said.split() and "NaT" not in said
    assert row["said_en"][0] == row["said_en"][0].upper() and row["said_en"].endswith(".")
    assert row["said_ja"].endswith("。") and row["grounds"]


def test_both_languages_take_the_same_values():
    """A day or a figure that is taken from a table in one language is taken in the other.

    A text stands once per language, so that its column may differ.
    """
    odd = []
    for row in ROWS:
        taken = [
            {(hole.table, hole.row) for hole in holes.holes(row[column])}
            for column in ("answer_en", "answer_ja")
        ]
        if taken[0] != taken[1] and row["question_id"] not in ONE_LANGUAGE:
            odd.append(row["question_id"])
    assert odd == []


def test_a_question_is_asked_once():
    """In either language."""
    assert ASKED["question_en"].is_unique and ASKED["question_ja"].is_unique


def test_a_worked_question_is_whole():
    """It has an item, a destination, a day and what the answer may be; no other question has."""
    worked = ASKED["kind"] == "may"
    for column in ("item", "destination", "destination_iso3", "on", "may"):
        assert ASKED[column].notna().eq(worked).all(), column


@pytest.mark.parametrize(
    "row",
    [row for row in ROWS if row["kind"] == "may"],
    ids=[row["question_id"] for row in ROWS if row["kind"] == "may"],
)
def test_the_rules_answer_a_worked_question_as_expected(row):
    """By item, destination and day alone; what others say of it stands in `expected`."""
    answer = rules.ask(row["item"], row["destination"], f"{row['on']:%Y-%m-%d}")
    assert answer.may in row["may"].split(";")


def test_the_grade_is_the_weakest_among_the_grounds():
    """F013 rests on a row of grade D, and cannot be better."""
    row = ASKED.set_index("question_id").loc["F013"]
    grades = []
    for ground in row["grounds"].split(";"):
        table, name = ground.split(":", 1)
        grades.append(BOOK.row(table, name, ground).get("grade"))
    assert row["grade"] == max(grade for grade in grades if pd.notna(grade)) == "D"


@pytest.mark.parametrize(
    ("template", "advice"),
    [
        ("On {rule_changes:R004:adoptd}.", "rule_changes has no column adoptd"),
        ("On {rule_changes:R999:adopted}.", "rule_changes has no row R999"),
        ("On {rule_change:R004:adopted}.", "there is no table rule_change"),
        ("On {rule_changes:R003:in_force_from}.", "is blank there"),
        ("On {R004}.", "{R004} is no hole; write {table:row:column} or {count:name}"),
        ("{count:wishes} of them.", "names no count; there are: agreements signed"),
        ("On {rule_changes:R004:adopted.", "a brace stands alone"),
    ],
)
def test_a_misspelt_hole_is_a_fault_of_its_row(template, advice):
    """And says what is not there."""
    (said,) = spoilt(answer_en=template)
    assert advice in said


def test_a_row_that_is_not_there_is_a_fault():
    """Also where it stands among the grounds alone."""
    (said,) = spoilt(rests_on="rule_changes:R004;rule_changes:R998")
    assert "rule_changes has no row R998" in said


def test_an_answer_rests_on_something():
    """Neither a hole nor a row: the build refuses it."""
    (said,) = spoilt(answer_en="Yes.", answer_ja="はい。", rests_on=None)
    assert "rests on no row" in said


def test_a_template_that_cannot_be_filled_leaves_the_cell_blank():
    """So that the check of the derived columns names it too."""
    frame = ASKED.copy()
    frame.loc[0, "answer_en"] = "{count:wishes}"
    assert pd.isna(answered(frame, FRAMES).loc[0, "said_en"])


def test_an_answer_follows_the_tables():
    """A 19th agreement would be counted, and named as the latest."""
    agreements = FRAMES["agreements"]
    new = agreements.tail(1).assign(iso3="KOR", signed=pd.Timestamp("2026-10-01"))
    frames = FRAMES | {"agreements": pd.concat([agreements, new], ignore_index=True)}
    before, after = (
        int(tallies.agreements_signed(each, "en").replace(",", "")) for each in (FRAMES, frames)
    )
    assert after == before + 1
    assert tallies.latest_partner(frames, "en") == "South Korea"
    assert tallies.latest_signature(frames, "ja") == "2026年10月1日"


def test_the_latest_of_the_guidelines_is_computed():
    """A later change of the guidelines becomes the latest without a word of the answer changed."""
    rules_of = FRAMES["rule_changes"]
    latest = rules_of[rules_of["rule_id"] == "R050"].assign(
        rule_id="R099", adopted=pd.Timestamp("2026-12-01")
    )
    later = pd.concat([rules_of, latest])
    day = tallies.latest_guidelines({**FRAMES, "rule_changes": later}, "en")
    assert (tallies.latest_guidelines(FRAMES, "en"), day) == ("21 April 2026", "1 December 2026")


@pytest.mark.parametrize("name", tallies.TALLIES)
@pytest.mark.parametrize("language", formats.LANGUAGES)
def test_every_count_is_told_in_both_languages(name, language):
    """And some answer takes it."""
    assert tallies.TALLIES[name](FRAMES, language)
    assert ASKED["answer_en"].str.contains(f"{{count:{name}}}", regex=False).any()


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (formats.date(pd.Timestamp("2023-12-22"), "day", "en"), "22 December 2023"),
        (formats.date(pd.Timestamp("2023-12-22"), "day", "ja"), "2023年12月22日"),
        (formats.date(pd.Timestamp("2023-10-01"), "month", "en"), "October 2023"),
        (formats.date(pd.Timestamp("2023-10-01"), "month", "ja"), "2023年10月"),
        (formats.date(pd.Timestamp("2023-04-01"), "fiscal year", "ja"), "2023年度"),
        (formats.money(1_921_000_000, "JPY", "en"), "1.921 billion yen"),
        (formats.money(1_921_000_000, "JPY", "ja"), "19億2100万円"),
        (formats.money(28_000, "USD", "en"), "28,000 US dollars"),
        (formats.money(28_000, "USD", "ja"), "2万8000米ドル"),
        (formats.money(75_700_000_000, "JPY", "ja"), "757億円"),
        (formats.myriads(0), "0"),
        (formats.number(1464, "", "en"), "1,464"),
        (formats.number(68.3, "per cent", "ja"), "68.3"),
        (formats.number(2023, "year", "en"), "2023"),
        (formats.number(32, "place", "en"), "32nd"),
        (formats.number(32, "place", "ja"), "32位"),
        (formats.number(11, "place", "en"), "11th"),
        (formats.country("AUS", "ja", COUNTRIES), "オーストラリア"),
        (formats.listed(["a", "b", "c"], "en"), "a, b and c"),
        (formats.listed(["a", "b"], "ja"), "a、b"),
    ],
)
def test_a_value_is_said_as_a_sentence_has_it(said, expected):
    """Days, months, sums, places and names, in English and in Japanese."""
    assert said == expected


def test_a_poll_turns_on_its_wording():
    """More than two thirds are for exports in general, and under two fifths for lethal arms."""
    polls = FRAMES["polls"].set_index(["poll_id", "answer"])["share"]
    general = polls["cabinet-office-2025-11-exports", "positive, or rather positive"]
    assert general == 68.3
    assert float(tallies.least_for_lethal_arms(FRAMES, "en")) == 27
    assert float(tallies.most_for_lethal_arms(FRAMES, "en")) == 36.9


def test_the_shares_of_a_poll_are_parts_of_a_hundred():
    """The answers of one poll never add up to more than all who were asked."""
    polls = FRAMES["polls"]
    assert polls.groupby("poll_id")["share"].sum().le(100.5).all()


def test_a_day_of_change_belongs_to_the_one_who_came():
    """And days that no row covers have nobody."""
    assert rules.prime_minister("2020-09-15") == "Shinzo Abe"
    assert rules.prime_minister("2020-09-16") == "Yoshihide Suga"
    assert rules.prime_minister("1955-01-01") is None
    assert rules.prime_minister("1940-01-01") is None


def test_every_rule_change_has_its_prime_minister():
    """So that a chart can be drawn by prime minister; missing days stay missing."""
    names = rules.prime_ministers(FRAMES["rule_changes"]["adopted"])
    assert names.notna().all()
    assert rules.prime_ministers(pd.Series([pd.NaT])).isna().all()


def test_no_two_prime_ministers_govern_at_once():
    """The last day of one is at most the first day of the next."""
    cabinets = FRAMES["cabinets"].sort_values("from")
    assert (cabinets["to"].iloc[:-1].to_numpy() <= cabinets["from"].iloc[1:].to_numpy()).all()


def test_another_kind_or_language_is_refused():
    """With what there is."""
    with pytest.raises(ValueError, match="no such kind: 'wish'"):
        questions.answers("wish")
    with pytest.raises(ValueError, match="no such language: 'uk'"):
        questions.fill("Yes.", "uk")


@pytest.mark.parametrize("row", ROWS, ids=[row["question_id"] for row in ROWS])
def test_each_question_has_its_place_on_the_page(page, row):
    """Question and answer, readable without a script, and a link to each ground."""
    (entry,) = page.xpath("//*[@id=$id]", id=row["question_id"])
    (fold,) = entry.xpath("parent::details")
    (question,) = fold.xpath("summary")
    assert row["question_en"] in re.sub(r"\s+", " ", question.text_content())
    assert row["said_en"] in re.sub(r"\s+", " ", entry.text_content())
    assert len(entry.xpath(".//a")) > row["grounds"].count(";")


@pytest.mark.parametrize("tongue", [language.ENGLISH, language.JAPANESE])
def test_a_ground_is_named_before_its_id(tongue):
    """In both languages a row is called by words; its id stands behind them, in brackets."""
    grounds = {ground for row in ROWS for ground in row["grounds"].split(";")}
    with language.of(tongue):
        for table, row_id in (ground.split(":", 1) for ground in sorted(grounds)):
            if table == "glossary":
                continue  # a term is its own name
            name = naming.name_of(table, row_id)
            assert name != row_id and re.search("[^\\W\\d_]", name.replace(row_id, "")), row_id
            assert naming.called(table, row_id).rstrip(")）").endswith(row_id), row_id
    assert not language._missing


def test_a_row_that_nothing_names_stops_the_site_with_what_to_do():
    """An answer on a table of which nobody has said how its rows are called names its file."""
    with pytest.raises(ValueError, match=r"row of countries.*`called: .*"):
        naming.name_of("countries", "UKR")


def test_the_links_of_the_page_lead_somewhere(page):
    """To a page of the site and, where they name one, to a place within it."""
    files = {path.name.removesuffix(".md") for path in SITE.glob("*.md")}
    links = set(page.xpath("//*[@class='asked']//a/@href"))
    assert len(links) > len(ROWS)
    for link in links:
        name = link.split("#")[0].removesuffix(".html")
        folder = name.split("/")[0]
        known = {"", *files, "tables", *ids.FOLDERS}
        assert (name if "/" not in name else folder) in known, link


def test_the_search_knows_every_question_by_its_words():
    """In both languages, and by the other words noted for it."""
    found = {document.address: document for document in search_documents.of_questions()}
    for row in frames.rows("questions"):
        document = found[f"questions.html#{row['question_id']}"]
        assert document.title == row["question_en"] and row["question_ja"] in document.names
        assert all(word in document.names for word in (row["words"] or "").split(";"))
