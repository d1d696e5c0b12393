"""Grades follow from citations: one test for each sentence of the codebook."""

import pandas as pd
import pytest

from analysis import citations, tables
from analysis.citations import forms

REGISTER = pd.DataFrame(
    [
        ("law", "law text", "Diet"),
        ("ministry", "primary government", "Ministry of Defense"),
        ("mirror", "official mirror", "Ministry of Defense"),
        ("reprint", "reprint", "Ministry of Foreign Affairs"),
        ("kyodo", "wire", "Kyodo"),
        ("kyodo-copy", "syndicated copy", "Kyodo"),
        ("nikkei", "newspaper", "Nikkei"),
        ("sankei-copy", "syndicated copy", "Sankei"),
        ("somebody-copy", "syndicated copy", None),
        ("digest", "aggregator", "Digest"),
        ("robot", "machine-written", None),
        ("robot-2", "machine-written", "Robot News"),
    ],
    columns=["source_id", "kind", "newsroom"],
)
FACTS = {"transfers": ["item"]}


def graded(*cited: tuple) -> str:
    """Return the grade of a fact: each citation is a source, how much was read, what it says."""
    rows = [
        ("transfers", "T1", *(each + ("whole", "states", None)[len(each) - 1 :])) for each in cited
    ]
    columns = ["table", "row_id", "source_id", "read", "says", "fields"]
    (grade,) = citations.grades(pd.DataFrame(rows, columns=columns), REGISTER, FACTS)["grade"]
    return grade


@pytest.mark.parametrize("source", ["law", "ministry"])
@pytest.mark.parametrize("read", ["whole", "part", "opening", "abstract"])
def test_a_primary_text_that_states_the_fact_and_was_read_gives_an_a(source, read):
    assert graded((source, read)) == "A"


def test_a_primary_text_that_gives_only_the_day_gives_a_b():
    """Said so, or cited for columns of days alone."""
    assert graded(("ministry", "whole", "dates only")) == "B"
    assert graded(("ministry", "whole", "states", "decided;contracted")) == "B"
    assert graded(("ministry", "whole", "states", "decided;item")) == "A"


def test_what_names_other_columns_alone_counts_for_nothing():
    """A primary text that states title and body of a rule does not carry what the rule says."""
    frames = {name: tables.read(name) for name in tables.names()}
    cited = frames["citations"].query("table == 'rule_changes'").head(1)
    cited = cited.assign(source_id="mofa-policy", read="whole", says="states", fields="title_en")
    graded = citations.derived(frames | {"citations": cited})["rule_changes"]
    assert graded["grade"].isna().all()
    for fields, grade in (("adopted", "B"), ("adopted;title_en", "B"), ("summary", "A")):
        frames["citations"] = cited.assign(fields=fields)
        graded = citations.derived(frames)["rule_changes"]
        assert graded["grade"].dropna().tolist() == [grade]


@pytest.mark.parametrize(
    ("table", "row", "grade"),
    [
        ("rule_changes", "R043", "B"),  # nobody read the Guidelines of December 2023
        ("rule_changes", "R045", "B"),  # the part read ends within the first of three limits
        ("rule_changes", "R011", "C"),  # the sentence of exemption lies beyond what was read
        ("regimes", "P02-R043", "B"),  # the ministry tells one case, not the general rule
        ("transfers", "T022", "B"),  # the ministry names no type of missile
        ("agreements", "DEU-2017-07-17", "B"),  # the treaty's day lies beyond what was read
    ],
)
def test_grades_that_were_once_too_high(table, row, grade):
    """An A for a title, a body or another column that no reader asks about."""
    frame = tables.read(table).set_index(citations.row_ids(table, tables.read(table)))
    assert frame.loc[row, "grade"] == grade


def test_a_row_for_which_nothing_was_found_needs_no_citation():
    """Which column says so stands in the YAML file; any other row without a citation is named."""
    frames = {name: tables.read(name) for name in tables.names()}
    assert frames["permit_reports"]["reported"].isna().any()
    assert citations.faults(frames) == []
    cited = frames["citations"]
    of_reports = cited["table"] == "permit_reports"
    faults = citations.faults(frames | {"citations": cited[~of_reports]})
    reported = frames["permit_reports"].dropna(subset="reported")
    assert [fault.value for fault in faults] == reported["fiscal_year"].astype("str").tolist()


def test_an_official_mirror_that_states_the_fact_gives_a_b():
    assert graded(("mirror",)) == "B"


@pytest.mark.parametrize(
    ("cited", "grade"),
    [
        ([("kyodo",), ("nikkei",)], "B"),
        ([("nikkei",), ("sankei-copy",)], "B"),
        ([("nikkei",), ("reprint",)], "B"),
        ([("kyodo",), ("kyodo-copy",)], "C"),
        ([("kyodo-copy",), ("sankei-copy",)], "C"),
        ([("nikkei",), ("somebody-copy",)], "C"),
        ([("nikkei",), ("robot-2",)], "C"),
    ],
)
def test_two_independent_newsrooms_give_a_b_if_one_speaks_on_a_page_of_its_own(cited, grade):
    """Copies of one newsroom are one voice, and copies alone are not above C."""
    assert graded(*cited) == grade


@pytest.mark.parametrize("source", ["kyodo", "kyodo-copy", "reprint", "digest"])
def test_one_source_gives_a_c(source):
    assert graded((source,)) == "C"


@pytest.mark.parametrize("says", ["implies", "dates only"])
def test_two_newsrooms_that_do_not_state_it_are_no_two_voices(says):
    """Each must state the fact: what one of them implies, or the day alone, is no second voice."""
    assert graded(("nikkei", "whole", says), ("kyodo", "whole", says)) == "C"
    assert graded(("nikkei",), ("kyodo", "whole", says)) == "C"


@pytest.mark.parametrize("source", ["ministry", "mirror", "nikkei"])
def test_what_a_source_only_implies_is_not_above_c(source):
    assert graded((source, "whole", "implies")) == "C"


@pytest.mark.parametrize(
    "cited",
    [
        ("ministry", "headline"),
        ("ministry", "not noted", None),
        ("robot",),
        ("ministry", "whole", "silent"),
        ("ministry", "whole", "disputes"),
    ],
)
def test_a_headline_a_machine_or_nothing_that_was_read_gives_a_d(cited):
    assert graded(cited) == "D"


def test_the_strongest_source_carries_the_grade():
    """And all are named, the strongest first."""
    rows = pd.DataFrame(
        [
            ("transfers", "T1", None, source, "whole", "states")
            for source in ("kyodo", "ministry", "robot")
        ],
        columns=["table", "row_id", "fields", "source_id", "read", "says"],
    )
    (row,) = citations.grades(rows, REGISTER, FACTS).itertuples()
    assert (row.source_id, row.sources) == ("ministry", "ministry;kyodo;robot")


@pytest.mark.parametrize("name", citations.facts())
def test_every_fact_has_the_grade_that_its_citations_give(name):
    """In the tables as they are; a row without citation has none.

    Tables of release 0.1 keep the grade under its old name too.
    """
    frame = tables.read(name)
    assert frame["grade"].notna().eq(frame["source_id"].notna()).all()
    if "confidence" in frame:
        assert frame["grade"].astype("str").equals(frame["confidence"].astype("str"))


def test_a_reason_has_at_most_twenty_words():
    """Who, where, how much was read, and which independent second."""
    every = tables.read("citations").astype({"table": "str", "says": "str", "read": "str"})
    weighed = citations.weigh(every, tables.read("sources"), citations.facts())
    reasons = [citations.reason(rows) for _, rows in weighed.groupby(["table", "row_id"])]
    assert max(len(reason.split()) for reason in reasons) <= 20
    assert len(set(reasons)) > 100


@pytest.mark.parametrize(
    ("form", "value", "follows"),
    [
        ("令和5年12月22日", pd.Timestamp("2023-12-22"), True),
        ("2023年12月", pd.Timestamp("2023-12-22"), True),
        ("令和5年12月21日", pd.Timestamp("2023-12-22"), False),
        ("22日", pd.Timestamp("2023-12-22"), False),
        ("1,464件", 1464, True),
        ("1,463件", 1464, False),
        ("２７．０％", 27.0, True),
        ("48・2%", 48.2, True),
        ("48.2 pct", 48.2, True),
        ("66.8 percent", 66.9, False),
        ("13%", 14, False),
        ("三割", 30.0, False),
    ],
)
def test_a_value_follows_from_its_printed_form(form, value, follows):
    """No more precise than the form; another day, or a form without a year, is no support."""
    assert citations.follows(form, pd.Series({"x": value}), "x", None) is follows


@pytest.mark.parametrize(
    ("printed", "advice"),
    [
        ("share[for]=27.0 pct; share[against]=48.2 pct; asked_from=2026-03-06", ""),
        ("share[for]=28.0 pct", "does not give 27.0"),
        ("share[against]=27.0 pct", "does not give 48.2"),
        ("share=27.0 pct", "does not give 48.2"),
        ("share[nobody]=27.0 pct", "`column[row]=form`"),
        ("shares[for]=27.0 pct", "names no column"),
    ],
)
def test_a_form_names_one_answer_of_a_poll_or_speaks_of_all(printed, advice):
    """The answer in brackets is looked up; without it every row of the poll must fit."""
    frames = {name: tables.read(name) for name in ("polls", "citations", "sources")}
    cited = frames["citations"].set_index("citation_id", drop=False)
    cited.loc["Q3001", "printed"] = printed
    faults = forms.faults_of("polls", frames | {"citations": cited})
    assert [fault.row for fault in faults] == ["Q3001"] * bool(advice)
    assert all(advice in fault.advice and ";" in fault.advice for fault in faults)


@pytest.mark.parametrize("table", citations.facts())
def test_who_gives_the_day_alone_is_not_said_to_state_the_fact(table):
    """A primary text that was read and states the fact gives an A: so says each reason."""
    needed = {name: tables.read(name) for name in ("citations", "sources")}
    weighed = citations.weighed(table, needed)
    first = weighed.drop_duplicates("row_id").set_index("row_id")
    stating = first[first["kind"].isin(["primary government", "law text"])]
    stating = stating[stating["says"].eq("states") & stating["alone"].ne("D")]
    assert stating["alone"].eq("A").all()
    if table == "rule_changes":
        reason = citations.reason(weighed[weighed["row_id"] == "R043"])
        assert "gives the day" in reason  # the ministry's notice, whose attachments nobody read
