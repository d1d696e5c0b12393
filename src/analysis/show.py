"""Tables for readers."""

import html

import pandas as pd


def table(frame: pd.DataFrame, links: list[str]) -> str:
    """The frame as an HTML table; the columns `links` are HTML already, as `sources.link` makes it, and all others are escaped."""
    plain = frame.drop(columns=links).astype("str").fillna("–").map(html.escape)
    with pd.option_context("display.max_colwidth", None):
        return frame.assign(**plain).to_html(escape=False, na_rep="–")
