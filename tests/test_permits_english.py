"""The ministry's English page on permits: its counts are read, or the refusal says why."""

import pytest

from analysis import permits, tables
from analysis.permits.words import (
    AGGRESSION,
    COOPERATION,
    FORCES,
    JOINT,
    PEACE,
    SECURITY,
    SMALL,
)

PAGE = """1. Home
  2. News Releases
  4. November FY2024

November 27, 2024

The report sums up approvals of transfers of defense equipment made in FY2023, and is the tenth.

In FY2023, the METI Minister issued 1,196 individual permits for defense equipment and technology.
About 80% of the cases are repairs for the Self-Defense Forces (SDF).

  1. Transfers for peace contribution and international cooperation: 42 cases
  2. Transfers that contribute to Japan's security: 1,064
    Those related to international joint development and production: 52
    Those for security and defense cooperation: 22
    Those for activities of the SDF or the safety of Japanese nationals: 990
  3. Transfers to a country that is subject to aggression in violation of international law: 3
  4. Transfers whose impact in view of Japan's security is very small: 87

Division in Charge
Tel: 03-0000-0000
"""


def read(text: str, published: str | None = "2024-11-27") -> dict:
    frame = permits.read_release(text, published)
    years = set(frame["fiscal_year"])
    assert len(years) == 1
    pairs = zip(frame["category"].astype(str), frame["count"].astype(int), strict=True)
    return {"year": years.pop()} | dict(pairs)


@pytest.mark.parametrize(
    "change",
    [
        str,
        lambda text: " ".join(text.split()),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("'", "’").replace("defense", "defence"),
        lambda text: text.replace(": 42 cases", " (42 cases)"),
        lambda text: text.replace(" ", "\u00a0"),
    ],
    ids=["as printed", "in one line", "CRLF", "other spellings", "in brackets", "held blanks"],
)
def test_the_page_gives_the_counts_of_the_table(change):
    counts = read(change(PAGE))
    table = tables.read("permits").query("fiscal_year == 2023")
    expected = dict(zip(table["category"].astype(str), table["count"].astype(int), strict=True))
    assert counts == {"year": 2023} | expected


def test_levels_and_types_are_those_of_the_table():
    frame = permits.read_release(PAGE)
    levels = dict(zip(frame["category"].astype(str), frame["level"], strict=True))
    assert {PEACE, SECURITY, AGGRESSION, SMALL} == {n for n, level in levels.items() if level == 1}
    assert {JOINT, COOPERATION, FORCES} == {n for n, level in levels.items() if level == 2}


@pytest.mark.parametrize(
    ("printed", "instead", "why"),
    [
        ("1,064", "1,063", "add up to"),
        (": 3\n", ": 4\n", "add up to"),
        (": 990", ": 991", "add up to"),
        ("very small", "of another kind", "no category is known"),
        ("for security and defense cooperation", "of another kind", "no category is known"),
        ("1,196", "1 196", "no total"),
        ("1,196", "about 1,196", "no total"),
        ("1,196", "more than 1,196", "no total"),
        ("In FY2023", "In the first half of FY2023", "no total"),
        ("In FY2023", "Between April and September FY2023", "no total"),
        ("In FY2023", "From FY2014 to FY2023", "no total"),
        ("In FY2023", "In the last ten years to FY2023", "no total"),
        ("individual permits", "countries", "no total"),
        ("In FY2023", "In 2023", "no total"),
        ("In FY2023", "In FY2024", "was not over"),
        ("defense equipment", "plants", "no release"),
        ("Division", "In FY2022, it issued 900 individual permits. Division", "or two"),
    ],
)
def test_what_is_not_the_count_of_one_year_is_refused(printed, instead, why):
    with pytest.raises(ValueError, match=why):
        read(PAGE.replace(printed, instead))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The ministry issued 1,196 individual permits for arms in fiscal 2023.", (2023, 1196)),
        ("In fiscal year 2022, 980 export licenses for arms were issued.", None),
        ("In fiscal year 2022, it issued 980 licences for arms.", (2022, 980)),
        ("The ministry issued 1,196 permits for arms in 2023.", None),
        ("Arms permits: 1,196", None),
        ("It issued 1,196 permits for arms in FY2023, up from 900 in FY2022.", None),
        ("It issued 1,196 permits for arms in FY2023-24.", None),
        ("It issued 11,96 permits for arms in FY2023.", None),
        ("It issued 1,196,5 permits for arms in FY2023.", None),
    ],
)
def test_reports_in_english(text, expected):
    """One count, one fiscal year, in one sentence; all else is refused."""
    if expected:
        assert read(text) == {"year": expected[0], "total": expected[1]}
    else:
        with pytest.raises(ValueError, match="no total"):
            read(text)
