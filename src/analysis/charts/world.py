"""Charts of Japan beside others: how the series was rewritten, comparators, and what each official number measures."""

import textwrap

import pandas as pd
import seaborn
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from .colours import JAPAN, PLAIN
from .figure import GREY, INK, PALE, finish, house, narrow, new

COUNTRIES = {  # iso3 → name; each has a panel in which Japan stands beside it
    "USA": "United States",
    "DEU": "Germany",
    "ITA": "Italy",
    "GBR": "United Kingdom",
    "KOR": "South Korea",
    "TUR": "Türkiye",
}
NOTHING = "none"
HEAD = {"fontsize": 9.5, "fontweight": "bold", "color": INK, "va": "top"}
MEASURES = {  # measure of the bridge → heading
    "permits": "Permits 個別許可: licences, by fiscal year",
    "cases decided": "Cases decided, by fiscal year",
    "cases delivered": "Cases with a first delivery, by fiscal year",
    "trend-indicator value": "Volume delivered, by calendar year: million TIV",
    "OSA grants": "Security assistance agreed, by fiscal year: billion yen",
}
SHORT = {
    "cases decided": "decisions",
    "cases delivered": "deliveries",
    "trend-indicator value": "volume",
}


@house
def vintages(revisions: pd.DataFrame, register: pd.DataFrame) -> Figure:
    """The values that the vintages of Japan's series give for the years on which they disagree, each with its first vintage.

    `revisions` is `transfers.revisions("JPN")`. Values that are the same after rounding are one mark, the newest is dark.
    """
    rows = revisions.sort_values(["year", "vintage"], ignore_index=True)
    years, last = sorted(rows["year"].unique()), rows["vintage"].max()
    marks = _marks(rows)
    figure, axes = new(1.9 + 0.33 * len(years), phone=2.6 + 0.4 * len(years))
    _draw_marks(axes, marks.assign(place=marks["year"].map(years.index)))
    axes.set_yticks(range(len(years)), years)
    axes.set(ylim=(len(years) - 0.4, -0.6), xlabel="million TIV, a volume", ylabel="")
    axes.set_xticks(range(0, int(marks["value"].max()) + 1, 100 if narrow() else 50))
    axes.spines["left"].set_visible(False)
    apart = (
        rows.groupby("year")["tiv_million"]
        .agg(lambda values: values.max() - values.min())
        .sort_values(ascending=False)
    )
    worst, moved = (
        rows[rows["year"] == apart.index[0]],
        sorted(rows.loc[rows["tiv_million"].isna(), "year"].unique()),
    )
    finding = f"Japan’s past was rewritten in {len(years)} years, most of all {apart.index[0]}: from {worst['tiv_million'].iloc[0]:,.0f} to {worst['tiv_million'].iloc[-1]:,.0f}"
    alt = f"{finding} million TIV between the vintages of {worst['vintage'].iloc[0]:%Y-%m-%d} and {worst['vintage'].iloc[-1]:%Y-%m-%d}."
    alt += (
        f" The delivery of {' and '.join(map(str, moved))} is in one vintage and absent from another."
        if moved
        else ""
    )
    subtitle = f"Arms exports of Japan as SIPRI valued them, and the year of the first vintage with that value; dark: as of {last:%Y-%m}. Only years on which vintages disagree after rounding"
    return finish(figure, title=finding, subtitle=subtitle, alt=alt, table=rows, register=register)


@house
def comparators(series: pd.DataFrame, register: pd.DataFrame) -> Figure:
    """The newest vintage of each country beside Japan's, a panel each, on one log scale; `series` is `transfers.series()`.

    A year without delivery is a gap.
    """
    rows = series[
        series["latest"] & series["iso3"].isin(["JPN", *COUNTRIES]) & (series["year"] >= 1960)
    ]
    known = {
        iso3: own.set_index("year")["tiv_million"]
        for iso3, own in rows[rows["tiv_million"] > 0].groupby("iso3")
    }
    size = {"nrows": 3, "ncols": 2} if narrow() else {"nrows": 2, "ncols": 3}
    figure, panels = new(5.4, phone=7.2, sharex=True, sharey=True, **size)
    for axes, (iso3, name) in zip(panels.flat, COUNTRIES.items(), strict=True):
        _beside(axes, known[iso3], known["JPN"], name)
    panels[0, 0].set(
        yscale="log",
        xlim=(1956, rows["year"].max() + 4),
        ylim=(0.7, rows["tiv_million"].max() * 25),
    )
    panels[0, 0].set_yticks([1, 10, 100, 1000, 10000], ["1", "10", "100", "1,000", "10,000"])
    panels[0, 0].set_yticks([], minor=True)
    panels[0, 0].set_xticks([1960, 1990, 2020])
    panels[0, 0].text(1990, 1.6, "Japan", color=JAPAN, fontweight="bold", fontsize=9.5, ha="center")
    japan, end = known["JPN"], int(rows.groupby("iso3")["year"].max().min())
    span = f"{end - 9}–{end}"  # up to the last year that every country has
    sums = rows[rows["year"].between(end - 9, end)].groupby("iso3")["tiv_million"].sum()
    finding = f"Japan exported {sums['JPN']:,.0f} million TIV of arms in {span}, South Korea {sums['KOR']:,.0f}"
    others = "; ".join(
        f"{name} {sums[iso3]:,.0f}"
        for iso3, name in {**COUNTRIES, "JPN": "Japan"}.items()
        if iso3 in sums
    )
    alt = f"Sums for {span}, million TIV: {others}. Japan has a delivery in {len(japan)} of the {japan.index.max() - 1959} years since 1960; its best year is {japan.idxmax()} ({japan.max():,.0f})."
    subtitle = f"Arms exports, million TIV (a volume, not money), log scale, 1960–{rows['year'].max()}, newest vintage of each country; a year without delivery is a gap"
    table = rows[["iso3", "year", "vintage", "vintage_id", "tiv_million", "source_id"]]
    return finish(figure, title=finding, subtitle=subtitle, alt=alt, table=table, register=register)


@house
def bridge(numbers: pd.DataFrame, register: pd.DataFrame) -> Figure:
    """Permits, cases, volume and money, one panel each with its own scale; `numbers` are rows of `transfers.bridge` for several years."""
    rows = numbers[numbers["measure"].isin(MEASURES)].astype({"number": "float64"})
    wide = rows.pivot(index="year", columns="measure", values="number")
    wide["OSA grants"] = wide["OSA grants"] / 1e9
    figure, panels = new(8.2, phone=9.4, nrows=len(MEASURES), sharex=True)
    for axes, (measure, heading) in zip(panels, MEASURES.items(), strict=True):
        _panel(axes, wide[measure], heading)
    axes.set_xticks(wide.index[::2])
    known = wide.notna().sum()
    peaks = {measure: wide[measure].idxmax() for measure in MEASURES if known[measure]}
    named: dict[int, list[str]] = {}
    for measure, year in peaks.items():
        named.setdefault(year, []).append(SHORT.get(measure, measure))
    finding = "Highest: " + "; ".join(
        f"{', '.join(names)} in {year}" for year, names in named.items()
    )
    alt = (
        "Highest by measure: "
        + "; ".join(
            f"{measure} {wide.loc[year, measure]:,.4g} in {year}" for measure, year in peaks.items()
        )
        + "."
    )
    alt += f" Permits are known for {known['permits']} of {len(wide)} years."
    subtitle = f"What is counted for Japan, {wide.index[0]}–{wide.index[-1]}; each panel has its own scale; – no figure found, or none in the source"
    return finish(figure, title=finding, subtitle=subtitle, alt=alt, table=rows, register=register)


CHARTS = {"vintages": vintages, "comparators": comparators, "bridge": bridge}


def _marks(rows: pd.DataFrame) -> pd.DataFrame:
    """One row per year and distinct value: the first vintage that has it, whether it is the newest, its place in the order."""
    first = rows.assign(value=rows["tiv_million"].round()).drop_duplicates(["year", "value"])
    newest = rows.drop_duplicates("year", keep="last").set_index("year")["tiv_million"].round()
    same = first["value"].fillna(-1) == first["year"].map(newest.fillna(-1))
    first = first.assign(newest=same, shown=first["value"].fillna(0).astype("float64"))
    rank = first.groupby("year")["shown"].rank(method="first")
    return first.assign(rank=rank, of=first.groupby("year")["year"].transform("size"))


def _draw_marks(axes: Axes, marks: pd.DataFrame) -> None:
    """A mark and its words for each value, joined by a bar: the lowest named at its left, the highest at its right."""
    ends = marks.groupby("place")["shown"].agg(["min", "max"])
    axes.hlines(ends.index, ends["min"], ends["max"], color=PALE, linewidth=6, zorder=0)
    look = {
        "markers": {False: "o", True: "D"},
        "palette": {False: GREY, True: INK},
        "s": 42,
        "linewidth": 0,
        "zorder": 3,
    }
    seaborn.scatterplot(
        marks.dropna(subset="value"),
        x="value",
        y="place",
        hue="newest",
        style="newest",
        ax=axes,
        legend=False,
        **look,
    )
    for mark in marks.itertuples():
        away, ha, va = (
            (-7, "right", "center")
            if mark.rank == 1
            else (7, "left", "center")
            if mark.rank == mark.of
            else (0, "center", "bottom")
        )
        value = NOTHING if pd.isna(mark.value) else f"{mark.value:,.0f}"
        words = f"{value} ({mark.vintage:%Y})"
        style = {"fontsize": 9, "color": INK if mark.newest else GREY, "ha": ha, "va": va}
        axes.annotate(
            words,
            (mark.shown, mark.place),
            (away, 5 * (va == "bottom")),
            textcoords="offset points",
            **style,
        )
    room = marks["shown"].max() * (0.66 if narrow() else 0.22)
    axes.set_xlim(-room, marks["shown"].max() + room)


def _beside(axes: Axes, own: pd.Series, japan: pd.Series, name: str) -> None:
    """A country's line, broken where no delivery is, above that of Japan; its name and latest value at the head."""
    for values, colour, style in (
        (own, PLAIN, {"linewidth": 1.4}),
        (japan, JAPAN, {"linewidth": 1.8, "marker": "o", "markersize": 3}),
    ):
        whole = values.reindex(range(values.index.min(), values.index.max() + 1))
        axes.plot(whole.index, whole, color=colour, **style)
    axes.text(
        0.03,
        0.98,
        f"{name}\n{own.iloc[-1]:,.0f} in {own.index[-1]}",
        transform=axes.transAxes,
        **HEAD,
    )
    axes.yaxis.grid(True)


def _panel(axes: Axes, values: pd.Series, heading: str) -> None:
    """Bars with their numbers on a scale of their own; a dash where there is none."""
    top = values.max() if values.notna().any() else 1
    axes.bar(values.index, values, width=0.72, color=PLAIN)
    turned = narrow() and top >= 100  # longer numbers than a bar of a phone is wide
    for year, value in values.items():
        told = (
            "–"
            if pd.isna(value)
            else f"{value:,.{2 if narrow() else 3}g}"
            if value < 10
            else f"{value:,.0f}"
        )
        place, colour = (0, GREY) if pd.isna(value) else (value, INK)
        axes.text(
            year,
            place + top * 0.04,
            told,
            ha="center",
            va="bottom",
            fontsize=9,
            color=colour,
            rotation=90 * (turned and value > 0),
        )
    axes.set(
        ylim=(0, top * (2.2 if turned else 1.75)),
        yticks=[],
        xlim=(values.index[0] - 0.6, values.index[-1] + 0.6),
    )
    heading = textwrap.fill(heading, 40) if narrow() else heading
    axes.text(0, 0.97, heading, transform=axes.transAxes, **HEAD)
    axes.spines["left"].set_visible(False)
