"""Tables for readers."""

import pandas as pd
import pytest
from lxml import html

from analysis import show


def test_a_table_escapes_all_but_its_links():
    """Long texts are whole, gaps are dashes, and only the named columns hold markup."""
    frame = pd.DataFrame(
        {
            "say": ["<i>x</i> & y", None, "z" * 300],
            "day": pd.to_datetime(["2024-03-10", None, None]),
        }
    )
    frame["source"] = ['<a href="https://x.example/">X</a>', None, "–"]
    shown = html.fragment_fromstring(
        show.table(frame.set_index(pd.Index(["a", "b", "c"])), links=["source"])
    )
    cells = [[cell.text_content() for cell in row.iter("td")] for row in shown.iter("tr")][1:]
    assert cells == [["<i>x</i> & y", "10 March 2024", "X"], ["–", "–", "–"], ["z" * 300, "–", "–"]]
    assert [link.get("href") for link in shown.iter("a")] == ["https://x.example/"] and not list(
        shown.iter("i")
    )


def test_labels_are_escaped_too():
    """Neither the index, nor its name, nor the name of a column can hold markup."""
    index = pd.Index(["<b>a</b>", "b & c"], name="<u>id</u>")
    shown = show.table(pd.DataFrame({"<s>say</s>": ["x", "y"]}, index=index))
    table = html.fragment_fromstring(shown)
    assert not [*table.iter("b"), *table.iter("u"), *table.iter("s")]
    heads = [cell.text_content() for cell in table.iter("th") if cell.text_content()]
    assert heads == ["<u>id</u>", "<s>say</s>", "<b>a</b>", "b & c"]


def test_an_index_of_several_levels_stays_one():
    """Days in an index are shown as days, and levels keep their names."""
    index = pd.MultiIndex.from_tuples(
        [("a<", pd.Timestamp("2024-03-10"))], names=["claim", "day & night"]
    )
    table = html.fragment_fromstring(show.table(pd.DataFrame({"n": [1]}, index=index)))
    heads = [cell.text_content() for cell in table.iter("th")]
    assert [head for head in heads if head] == [
        "claim",
        "day & night",
        "n",
        "a<",
        "10 March 2024",
    ]


def cells(shown: str) -> list[list[str]]:
    """The texts of a table, row by row, without its head."""
    rows = html.fragment_fromstring(shown).iter("tr")
    return [[cell.text_content() for cell in row.iter("td")] for row in rows][1:]


def test_a_date_is_no_more_exact_than_it_is_known():
    """The column of precision beside a date decides how it is written, row by row."""
    days = pd.to_datetime(["2025-11-01", "2023-12-22", None])
    frame = pd.DataFrame({"sent": days, "sent_precision": ["month", "day", None]})
    assert cells(show.table(frame, ["sent"])) == [["November 2025"], ["22 December 2023"], ["–"]]


def test_numbers_are_written_for_readers():
    """Thousands have commas, years have none, shares two digits, and a truth is yes or no."""
    frame = pd.DataFrame(
        {
            "yen": pd.array([1975000000, None], dtype="Int64"),
            "fiscal_year": [2023, 2024],
            "share": [82.77592, 3.0],
            "open": [True, False],
        }
    )
    assert cells(show.table(frame)) == [
        ["1,975,000,000", "2023", "82.78", "yes"],
        ["–", "2024", "3", "no"],
    ]


def test_a_long_table_says_that_it_goes_on():
    """Fifteen rows and a note, with a way to all of them where their table is named."""
    frame = pd.DataFrame({"text": [f"row {number}" for number in range(16)]})
    assert len(cells(show.table(frame))) == 15
    assert "The first 15 of 16 rows" in show.table(frame)
    assert 'href="../data/processed/copies.csv"' in show.table(frame, whole="copies")
    assert len(cells(show.table(frame, rows=16))) == 16
    assert "The first" not in show.table(frame, rows=16)


def test_a_table_without_rows_keeps_its_heads():
    """Nothing found is shown as a head with nothing below it."""
    shown = show.table(pd.DataFrame({"looked_for": [], "found": []}), {"looked_for": "we sought"})
    assert "we sought" in shown and "found" not in shown and cells(shown) == []


def test_a_sentence_fills_its_holes_and_escapes_them():
    """Days in words, numbers with commas or as the hole says, and no markup from a table."""
    day = pd.Timestamp("2024-03-10")
    name = "<b>[x](y)</b>"
    said = show.say(
        "**On {day}** {count} of {share:.0%}: {name}", day=day, count=1841, share=0.825, name=name
    )
    assert said.data.startswith("**On 10 March 2024** 1,841 of 82%: ")
    assert "<b>" not in said.data and "[x]" not in said.data
    with pytest.raises(KeyError):
        show.say("{nobody}", somebody=1)
