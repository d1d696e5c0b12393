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
