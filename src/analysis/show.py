"""Tables for readers."""

import html
from collections.abc import Sequence

import pandas as pd


def table(frame: pd.DataFrame, links: Sequence[str] = ()) -> str:
    """Return a frame as an HTML table, ready for a page.

    Parameters
    ----------
    frame : pandas.DataFrame
        What to show; its columns are named by text.
    links : sequence of str
        The columns that are HTML already, as `sources.link` makes it; all else is escaped, the
        index and the names of the columns too.

    Returns
    -------
    str
        One `<table>`; texts are whole, and what is missing is "–".

    Examples
    --------
    >>> shown = table(pd.DataFrame({"day": ["2024-03-10", None]}))
    >>> shown.count("<td>"), shown.count("<td>–</td>")
    (2, 1)
    >>> "<b>" in table(pd.DataFrame({"text": ["<b>"]}))
    False
    """
    escaped = frame.drop(columns=list(links)).astype("str").fillna("–").map(html.escape)
    shown = frame.assign(**escaped).rename(index=_escaped, columns=_escaped)
    shown = shown.rename_axis(index=_escaped, columns=_escaped)
    with pd.option_context("display.max_colwidth", None):
        return shown.to_html(escape=False, na_rep="–")


def _escaped(label: object) -> object:
    """Return a label of a row or column, escaped where it is text."""
    return html.escape(label) if isinstance(label, str) else label
