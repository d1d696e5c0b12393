"""Charts of Japan beside others: what was delivered, and what each number measures."""

from functools import partial

import pandas as pd
from matplotlib.axes import Axes

from .. import transfers
from .colours import BLUE, GREY, INK, RED
from .figure import Chart, fold, inches, narrow
from .marks import bare, rows_high
from .scope import chart
from .words import described, is_japanese, percent, phrase, span, tallied, word

YEARS = 10  # years that are summed
MEASURES = {  # measure of the bridge → heading, unit
    "permits": ("Permits: licences, by fiscal year", 1.0),
    "cases decided": ("Cases decided, by fiscal year", 1.0),
    "cases delivered": ("Cases with a first delivery, by fiscal year", 1.0),
    "trend-indicator value": ("Volume delivered: million TIV (SIPRI), by calendar year", 1.0),
    "OSA grants": ("Security assistance agreed: billion yen, by fiscal year", 1e9),
}


def newest() -> pd.DataFrame:
    """Return the newest vintage of each country of the table of comparators."""
    rows = transfers.series()
    return rows[rows["latest"] & rows["name"].notna()].reset_index(drop=True)


@chart(newest, "figure", ["iso3", "name", "year", "tiv_million", "source_id"])
def beside_others(rows: pd.DataFrame, lead: str) -> Chart:
    """Draw the arms exports of ten years of each country, Japan marked.

    Its table has one row per country and year summed.
    """
    end = int(rows.groupby("iso3")["year"].max().min())  # the last year that every country has
    rows = rows[rows["year"].between(end - YEARS + 1, end)]
    names = rows["name"].astype("str").str.removeprefix("the ")
    rows = rows.assign(name=names.map(partial(fold, inches=1.5, lines=1)))
    sums = rows.groupby("name")["tiv_million"].sum().sort_values(ascending=False)
    called = [word(name) for name in sums.index]
    title = "{lead}the most are of {country}, {sum:,.0f} million TIV"
    title = phrase(title, lead=lead, country=called[0], sum=sums.iloc[0])
    if not lead and sums.index[-1] == "Japan":
        title = phrase(
            "In ten years Japan delivered {share} of what {country} did, the next smallest of the "
            "{count} compared",
            share=percent(sums.iloc[-1] / sums.iloc[-2], ".1%"),
            country=called[-2],
            count=len(sums),
        )
    years = span(end - YEARS + 1, end)
    high = rows_high(len(sums), 0.32, 0.32) + 0.1
    subtitle = "Major arms delivered, {span}, in million TIV: SIPRI’s volume, not money"
    subtitle = phrase(subtitle, span=years)
    each = tallied(sums.map("{:,.0f}".format).set_axis(called))
    alt = described(title, phrase("Sums for {span}, million TIV: {each}.", span=years, each=each))
    figure = Chart(high, title, subtitle, alt, rows)
    axes = figure.subplots()
    hues = [RED if name == "Japan" else GREY for name in sums.index]
    bars = axes.barh(called, sums, 0.6, color=hues)
    axes.bar_label(bars, fmt="{:,.0f}", padding=4, size=9.5, color=INK)
    axes.invert_yaxis()
    for label in axes.get_yticklabels():
        if label.get_text() == word("Japan"):
            label.set(color=RED, weight="bold")
    bare(axes, xlim=(0, max(sums.max(), 1) * (1.45 if narrow() else 1.2)), xticks=[])
    return figure


def since_2014() -> pd.DataFrame:
    """Return what was counted from 2014, the first year with permits, to 2025."""
    rows = transfers.bridge()
    return rows[rows["year"].between(2014, 2025)].reset_index(drop=True)


@chart(since_2014, "figure", ["year", "measure", "number", "source_id"])
def bridge(rows: pd.DataFrame, lead: str) -> Chart:
    """Draw permits, cases, volume and money, a panel each with its own scale.

    Its table has the rows of the measures drawn.
    """
    rows = rows[rows["measure"].isin(MEASURES)].astype({"number": "float64"})
    wide = rows.pivot(index="year", columns="measure", values="number").dropna(how="all", axis=1)
    if wide.empty:
        raise ValueError("none of the measures given has a number: nothing to draw")
    wide = wide.reindex(range(wide.index.min(), wide.index.max() + 1))
    wide = wide[[measure for measure in MEASURES if measure in wide]]
    peaks = wide.idxmax()
    title = "{lead}the highest are of {count} different years"
    title = phrase(title, lead=lead, count=peaks.nunique())
    if not lead and "permits" in peaks and peaks["permits"] < peaks.drop("permits").min():
        title = phrase(
            "Permits peaked in {year}, all else that is counted in {later} or later",
            year=peaks["permits"],
            later=peaks.drop("permits").min(),
        )
    high = (1.15 if narrow() else 1.0) * wide.shape[1] + 0.3
    subtitle = phrase(
        "What is counted for Japan, {first}–{last}; each panel has its own scale; –: no figure",
        first=wide.index[0],
        last=wide.index[-1],
    )
    each = tallied(peaks.set_axis([*map(word, peaks.index)]))
    alt = described(title, phrase("Highest: {each}.", each=each))
    figure = Chart(high, title, subtitle, alt, rows)
    panels = figure.subplots(wide.shape[1], sharex=True, squeeze=False)[:, 0]
    for axes, (measure, values) in zip(panels, wide.items(), strict=True):
        heading, unit = MEASURES[measure]
        shown = values / unit
        if is_japanese() and unit > 1:
            shown = shown.round(1) * 10  # ten 億円 to the billion yen
        _panel(axes, shown, word(heading))
    axes.set_xticks(wide.index[:: 2 if len(wide) > 8 else 1])
    return figure


def _panel(axes: Axes, values: pd.Series, heading: str) -> None:
    """Draw bars with their numbers on a scale of their own; a dash where there is none."""
    top = values.max() or 1
    bars = axes.bar(values.index, values.fillna(0), width=0.72, color=BLUE)
    turned = narrow() and top >= 100  # longer numbers than a bar of a phone is wide
    numbers = values.map("{:,.1f}".format).str.removesuffix(".0").replace("nan", "–")
    for number in axes.bar_label(bars, numbers.tolist(), padding=2, size=9, color=INK):
        number.set_rotation(90 if turned and number.get_text() != "–" else 0)
    axes.set(ylim=(0, top * (2.0 if turned else 1.45)), yticks=[])
    axes.set_xlim(values.index[0] - 0.6, values.index[-1] + 0.6)
    heading = fold(heading, inches() - 0.3, 9.5, "bold")
    axes.set_title(heading, loc="left", fontsize=9.5, fontweight="bold", pad=3, color=INK)
