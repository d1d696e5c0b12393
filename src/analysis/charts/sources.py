"""The chart of the evidence itself: the origins that most pages repeat."""

import pandas as pd

from .. import tables
from .colours import BLUE, GREY, INK
from .figure import Chart, narrow
from .marks import bare, counted, name_rows, rows_high
from .scope import chart

SHOWN = 10  # origins that are drawn


def pages() -> pd.DataFrame:
    """Return one row per page of the evidence or copy of the story and origin that it repeats."""
    evidence, copies, origins = (tables.read(name) for name in ("evidence", "copies", "origins"))
    roots = copies.loc[copies["parent_as_noted"] == "root", "source_id"]
    story = evidence.loc[evidence["source_id"].isin(roots), ["origin_id"]].drop_duplicates()
    repeated = copies[["source_id"]].merge(story, how="cross")
    rows = pd.concat([evidence[["source_id", "origin_id"]], repeated])
    rows = rows.drop_duplicates(ignore_index=True)
    rows = rows.merge(
        origins[["origin_id", "name", "kind"]], on="origin_id", validate="many_to_one"
    )
    return rows.astype({"kind": "str"})


@chart(pages, "mention", ["source_id", "origin_id", "name", "kind"])
def origins_behind(rows: pd.DataFrame, lead: str) -> Chart:
    """Draw the origins that most pages repeat, documents apart.

    Its table has one row per page and origin that it repeats.
    """
    voices = rows.groupby(["origin_id", "name", "kind"])["source_id"].nunique().rename("pages")
    order = {"ascending": [False, True], "ignore_index": True}
    voices = voices.reset_index().sort_values(["pages", "origin_id"], **order)
    voices["document"] = voices["kind"] == "document"
    top, first = voices.head(SHOWN), voices.iloc[0]
    name = first["name"].split(",")[0]
    title = f"{lead}{first['pages']} are of {name}"
    if not lead:
        title = f"{rows['source_id'].nunique()} pages come from {counted(len(voices), 'origin')}; "
        title += f"{first['pages']} repeat one, {name}"
    high = rows_high(len(top), 0.36, 0.68) + 0.1
    subtitle = "Pages that repeat each origin (where a statement was first made), the most "
    subtitle += "repeated"
    alt = f"{title}. {(voices['pages'] == 1).sum()} of the origins are heard on one page alone; "
    alt += f"{voices['document'].sum()} are documents."
    figure = Chart(high, title, subtitle, alt, rows)
    axes = figure.subplots()
    colours = [BLUE] + [GREY] * (len(top) - 1)
    bars = axes.barh(top.index, top["pages"], 0.36 if narrow() else 0.6, color=colours)
    axes.bar_label(bars, fmt="{:.0f}", padding=4, size=9.5, color=INK)
    bare(axes, xticks=[], xlim=(-top["pages"].max() / 99, top["pages"].max() * 1.1))
    name_rows(axes, top["name"].tolist(), 0.42)
    return figure


CHARTS = {"origins_behind": origins_behind}
