"""Charts of Japan beside others: deliveries, what each number measures, the rewritten series."""

import textwrap

import pandas as pd
import seaborn as sns

from .. import transfers
from .colours import BLUE, GREY, INK, PALE, RED
from .figure import Chart, Style, narrow
from .marks import counted, rows_high, say
from .scope import chart

YEARS = 10  # years that are summed
MEASURES = {  # measure of the bridge → heading, divisor
    "permits": ("Permits: licences, by fiscal year", 1.0),
    "cases decided": ("Cases decided, by fiscal year", 1.0),
    "cases delivered": ("Cases with a first delivery, by fiscal year", 1.0),
    "trend-indicator value": ("Volume delivered: million TIV, by calendar year", 1.0),
    "OSA grants": ("Security assistance agreed: billion yen, by fiscal year", 1e9),
}


def newest() -> pd.DataFrame:
    """Return the newest vintage of each country of the table of comparators."""
    rows = transfers.series()
    return rows[rows["latest"] & rows["name"].notna()].reset_index(drop=True)


def since_2014() -> pd.DataFrame:
    """Return what was counted since 2014, when permits began to be published."""
    rows = transfers.bridge()
    return rows[rows["year"].between(2014, 2025)].reset_index(drop=True)


def revised() -> pd.DataFrame:
    """Return the years of Japan's series on which its vintages disagree."""
    return transfers.revisions("JPN")


@chart(newest, "figure", ["iso3", "name", "year", "tiv_million", "source_id"])
def beside_others(rows: pd.DataFrame, lead: str) -> Chart:
    """Draw the arms exports of ten years of each country, Japan marked.

    Its table has one row per country and year summed.

    Examples
    --------
    >>> charts.world.beside_others().title[:24]
    'In ten years Japan deliv'
    """
    end = int(rows.groupby("iso3")["year"].max().min())  # the last year that every country has
    rows = rows[rows["year"].between(end - YEARS + 1, end)]
    rows = rows.assign(name=rows["name"].astype("str").str.removeprefix("the "))
    sums = rows.groupby("name")["tiv_million"].sum().sort_values(ascending=False)
    first = int(rows["year"].min())
    title = f"{lead}the most are of {sums.index[0]}: {sums.iloc[0]:,.0f} million TIV"
    others = sums.drop("Japan", errors="ignore")
    if not lead and "Japan" in sums and len(others):
        share = sums["Japan"] / others.iloc[-1]
        title = (
            f"In ten years Japan delivered {share:.1%} of what {others.index[-1]} did, the next "
        )
        title += f"smallest of {len(sums)} arms exporters"
        if share >= 1:
            title = f"In ten years Japan delivered {sums['Japan']:,.0f} million TIV of arms"
    each = ", ".join(f"{name} {number:,.0f}" for name, number in sums.items())
    alt = f"{title}. Sums for {first}–{end}, million TIV: {each}."
    subtitle = f"Deliveries of major arms, {first}–{end}, million TIV (SIPRI’s measure of volume, not money)"
    figure = Chart(
        rows_high(len(sums), 0.32, 0.32) + 0.1, title=title, subtitle=subtitle, alt=alt, table=rows
    )
    axes = figure.picture()
    japan = sums.index == "Japan"
    sns.barplot(
        x=sums.to_numpy(),
        y=sums.index.to_numpy(),
        hue=japan,
        palette={True: RED, False: GREY},
        saturation=1,
        width=0.6,
        legend=False,
        ax=axes,
    )
    for bars in axes.containers:
        axes.bar_label(bars, fmt="{:,.0f}", padding=4, size=9.5, color=INK)
    for label, marked in zip(axes.get_yticklabels(), japan, strict=True):
        label.set(color=RED if marked else INK, weight="bold" if marked else "normal")
    axes.set(xlim=(0, max(sums.max(), 1) * 1.2), xticks=[], xlabel="", ylabel="")
    axes.spines["bottom"].set_visible(False)
    return figure


@chart(since_2014, "figure", ["year", "measure", "number", "source_id"])
def bridge(rows: pd.DataFrame, lead: str) -> Chart:
    """Draw permits, cases, volume and money, a panel each with its own scale.

    Its table has the rows of the measures drawn.

    Raises
    ------
    ValueError
        If no measure given has a number.

    Examples
    --------
    >>> charts.world.bridge().title.split(" of Japan")[0]
    'The measures'
    """
    rows = rows[rows["measure"].isin(MEASURES)].astype({"number": "float64"})
    wide = rows.pivot(index="year", columns="measure", values="number")
    wide = wide.reindex(range(rows["year"].min(), rows["year"].max() + 1)) if len(rows) else wide
    wide = wide.reindex(columns=[name for name in MEASURES if name in wide])
    wide = wide.loc[:, wide.notna().any()]
    if wide.empty or not wide.shape[1]:
        raise ValueError("none of the measures given has a number: nothing to draw")
    peaks = wide.idxmax()
    title = f"{lead}the highest are of {peaks.nunique()} different years"
    if not lead:
        title = (
            f"The measures of Japan’s arms exports tell different stories: {len(peaks)} measures, "
        )
        title += f"highest in {peaks.nunique()} different years"
    each = "; ".join(f"{name} {year}" for name, year in peaks.items())
    alt = f"{title}. Highest: {each}."
    subtitle = f"What is counted for Japan, {wide.index[0]}–{wide.index[-1]}; each panel has its own scale; "
    subtitle += "–: no figure found"
    figure = Chart(1.05 * wide.shape[1] + 0.3, title=title, subtitle=subtitle, alt=alt, table=rows)
    panels = figure.subplots(wide.shape[1], sharex=True, squeeze=False)[:, 0]
    for axes, (measure, values) in zip(panels, wide.items(), strict=True):
        heading, unit = MEASURES[measure]
        _panel(axes, values / unit, heading)
    panels[-1].set_xticks(wide.index[:: 2 if len(wide) > 8 else 1])
    return figure


@chart(revised, "figure", ["year", "vintage", "tiv_million", "source_id"])
def vintages(rows: pd.DataFrame, lead: str) -> Chart:
    """Draw the values that the vintages of Japan's series give for the years they disagree on.

    Values that are the same after rounding are one mark. Its table is the frame.

    Examples
    --------
    >>> charts.world.vintages().title[:43]
    'SIPRI has since changed Japan’s figures for'
    """
    rows = rows.sort_values(["year", "vintage"], ignore_index=True)
    if rows["tiv_million"].isna().all():
        raise ValueError("none of the figures given has a value: nothing to draw")
    marks = rows.assign(value=rows["tiv_million"].round().fillna(0)).drop_duplicates(
        ["year", "value"]
    )
    newest = (
        rows.drop_duplicates("year", keep="last").set_index("year")["tiv_million"].round().fillna(0)
    )
    marks["newest"] = (marks["value"] == marks["year"].map(newest)).map(
        {True: "today", False: "earlier"}
    )
    years = sorted(marks["year"].unique())
    marks["place"] = marks["year"].map(years.index)
    title, alt = _vintages_words(rows, marks, lead)
    subtitle = "Arms exports of Japan in million TIV, as SIPRI valued them in the vintages of "
    subtitle += f"{rows['vintage'].min():%Y} to {rows['vintage'].max():%Y}; only years that changed"
    high = rows_high(len(years), 0.26, 0.26) + 0.6
    figure = Chart(high, title=title, subtitle=subtitle, alt=alt, table=rows)
    axes = figure.picture()
    ends = marks.groupby("place")["value"].agg(["min", "max"])
    axes.hlines(ends.index, ends["min"], ends["max"], color=PALE, lw=5, zorder=0)
    look: Style = {"hue": "newest", "style": "newest", "linewidth": 0, "s": 50, "zorder": 3}
    shapes: Style = {
        "palette": {"today": BLUE, "earlier": GREY},
        "markers": {"today": "D", "earlier": "o"},
    }
    sns.scatterplot(marks, x="value", y="place", ax=axes, **look, **shapes)
    axes.legend(title=None, loc="lower left", bbox_to_anchor=(0, 1), ncols=2)
    axes.set_yticks(range(len(years)), years)
    axes.set(ylim=(len(years) - 0.4, -0.6), xlabel="", ylabel="")
    return figure


CHARTS = {"beside_others": beside_others, "bridge": bridge, "vintages": vintages}


def _panel(axes: object, values: pd.Series, heading: str) -> None:
    """Draw bars with their numbers on a scale of their own; a dash where there is none."""
    top = values.max() or 1
    axes.bar(values.index, values.fillna(0), width=0.72, color=BLUE)
    turned = narrow() and top >= 100  # longer numbers than a bar of a phone is wide
    for year, value in values.items():
        look: Style = {"ha": "center", "va": "bottom", "away": (0, 2)}
        if pd.isna(value):
            say(axes, year, 0, "–", color=GREY, **look)
        else:
            rotation = 90 if turned and value > 0 else 0
            say(
                axes,
                year,
                value,
                f"{value:,.0f}" if value >= 10 or not value else f"{value:,.2g}",
                rotation=rotation,
                **look,
            )
    axes.set(ylim=(0, top * (1.9 if turned else 1.5)), yticks=[])
    axes.set_xlim(values.index[0] - 0.6, values.index[-1] + 0.6)
    heading = textwrap.fill(heading, 44) if narrow() else heading
    axes.set_title(heading, loc="left", fontsize=9.5, fontweight="bold", pad=2)


def _vintages_words(rows: pd.DataFrame, marks: pd.DataFrame, lead: str) -> tuple[str, str]:
    """Return the title and the description of the vintages."""
    spread = marks.groupby("year")["value"].agg(lambda values: values.max() - values.min())
    worst = spread.idxmax()
    first, last = rows.loc[rows["year"] == worst, "tiv_million"].fillna(0).iloc[[0, -1]]
    changed = (spread > 0).sum()
    title = f"{lead}the values differ for {counted(changed, 'year')}"
    if not lead:
        title = f"SIPRI has since changed Japan’s figures for {counted(changed, 'past year')}, most that of "
        title += f"{worst}: from {first:,.0f} to {last:,.0f} million TIV"
    absent = sorted(rows.loc[rows["tiv_million"].isna(), "year"].unique())
    gone = f" In {', '.join(map(str, absent))} one vintage has no delivery." if absent else ""
    return title, f"{title}.{gone}"
