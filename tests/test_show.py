"""Tables for readers."""

import pandas as pd
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
        show.table(frame.set_index(pd.Index(["a", "b", "c"])), ["source"])
    )
    cells = [[cell.text_content() for cell in row.iter("td")] for row in shown.iter("tr")][1:]
    assert cells == [["<i>x</i> & y", "2024-03-10", "X"], ["–", "–", "–"], ["z" * 300, "–", "–"]]
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
    assert heads == ["<s>say</s>", "<u>id</u>", "<b>a</b>", "b & c"]


def test_an_index_of_several_levels_stays_one():
    """Days in an index are shown as days, and levels keep their names."""
    index = pd.MultiIndex.from_tuples(
        [("a<", pd.Timestamp("2024-03-10"))], names=["claim", "day & night"]
    )
    table = html.fragment_fromstring(show.table(pd.DataFrame({"n": [1]}, index=index)))
    heads = [cell.text_content() for cell in table.iter("th")]
    assert [head for head in heads if head] == ["n", "claim", "day & night", "a<", "2024-03-10"]
