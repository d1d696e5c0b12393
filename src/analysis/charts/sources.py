"""The chart of the evidence itself: the origins that most pages repeat."""

import pandas as pd
import seaborn as sns

from .. import tables
from .colours import BLUE, INK, SKY
from .figure import Chart, Style, narrow
from .marks import counted, key, name_rows, rows_high
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


@chart(pages, "page", ["source_id", "origin_id", "name", "kind"])
def origins_behind(rows: pd.DataFrame, lead: str) -> Chart:
    """Draw the origins that most pages repeat, documents apart.

    Its table has one row per page and origin.

    Examples
    --------
    >>> charts.sources.origins_behind().title.split(" pages ")[1].split(" from ")[0]
    'come'
    """
    voices = rows.groupby(["origin_id", "name", "kind"])["source_id"].nunique().rename("pages")
    voices = voices.reset_index().sort_values(["pages", "origin_id"], ascending=[False, True])
    voices = voices.assign(document=voices["kind"] == "document").reset_index(drop=True)
    top, first = voices.head(SHOWN), voices.iloc[0]
    many = rows["source_id"].nunique()
    name = first["name"].split(",")[0]
    title = f"{lead}{first['pages']} repeat {name}"
    if not lead:
        title = f"{many} pages come from {counted(len(voices), 'origin')}; {first['pages']} repeat one, {name}"
    once, read = (voices["pages"] == 1).sum(), voices["document"].sum()
    alt = f"{title}. {once} of the origins are heard on one page alone; {read} are documents that "
    alt += "can be read themselves."
    subtitle = f"Pages that repeat each origin (where a statement was first made): the {len(top)} most repeated"
    high = rows_high(len(top), 0.34, 0.5) + 0.4
    figure = Chart(high, title=title, subtitle=subtitle, alt=alt, table=rows)
    axes = figure.picture()
    looks: dict[str, Style] = {
        "a newsroom or an office": {"color": SKY},
        "a document": {"color": BLUE},
    }
    sns.barplot(
        top.assign(place=range(len(top))),
        x="pages",
        y="place",
        orient="h",
        hue="document",
        ax=axes,
        palette={False: SKY, True: BLUE},
        saturation=1,
        width=0.4 if narrow() else 0.6,
        legend=False,
    )
    for bars in axes.containers:
        axes.bar_label(bars, fmt="{:.0f}", padding=4, size=9.5, color=INK)
    axes.set(xticks=[], xlabel="", ylabel="", xlim=(0, top["pages"].max() * 1.1))
    axes.spines["bottom"].set_visible(False)
    key(axes, {words: look for words, look in looks.items()})
    name_rows(axes, top["name"].tolist(), 0.42)
    return figure


CHARTS = {"origins_behind": origins_behind}
