"""Charts of Japan beside others: how the series was rewritten, comparators, and what each official number measures."""

import pandas as pd
import seaborn
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.charts.figure import GREY, INK, PALE, finish, house, new

JAPAN = "#D55E00"
COUNTRIES = {  # iso3 → name, colour, line
    "USA": ("United States", "#000000", "-"),
    "DEU": ("Germany", "#0072B2", "-"),
    "GBR": ("United Kingdom", "#009E73", "--"),
    "ITA": ("Italy", "#CC79A7", "-"),
    "KOR": ("South Korea", "#56B4E9", "--"),
    "TUR": ("Türkiye", "#E69F00", "-."),
    "JPN": ("Japan", JAPAN, "-"),
}
VINTAGES = "osD^vPX*"  # markers, the oldest vintage first
MEASURES = {  # measure of the bridge → heading
    "permits": "Permits 個別許可: licences, by fiscal year",
    "cases decided": "Cases decided, by fiscal year",
    "cases delivered": "Cases with a first delivery, by fiscal year",
    "trend-indicator value": "Volume delivered, by calendar year: million TIV",
    "OSA grants": "Security assistance agreed, by fiscal year: billion yen",
}
SHORT = {"cases decided": "decisions", "cases delivered": "deliveries", "trend-indicator value": "volume"}


@house
def vintages(revisions: pd.DataFrame, register: pd.DataFrame) -> Figure:
    """The years on which the vintages of Japan's series disagree, one mark per vintage; `revisions` is `transfers.revisions("JPN")`."""
    rows = revisions.sort_values(["year", "vintage"], ignore_index=True)
    years, names = sorted(rows["year"].unique()), list(rows.sort_values("vintage")["vintage"].unique())
    rows["place"] = rows["year"].map(years.index) + 0.1 * (rows["vintage"].map(names.index) - (len(names) - 1) / 2)
    figure, axes = new(2.3 + 0.56 * len(years))
    _marks(axes, rows, names)
    ends = rows.groupby("year")["tiv_million"].agg(["min", "max"])
    axes.hlines(range(len(years)), ends["min"], ends["max"], color=PALE, linewidth=7, zorder=0)
    axes.axvline(0, color="#999999", linewidth=0.8)
    axes.set_yticks(range(len(years)), years)
    axes.set(xlim=(-12, ends["max"].max() * 1.06), ylim=(len(years) - 0.4, -0.6), xlabel="million TIV, a volume; hollow: no delivery in that year", ylabel="")
    axes.set_xticks(range(0, int(ends["max"].max()) + 1, 50))
    axes.legend(loc="upper right", title="vintage", alignment="left")
    apart = (ends["max"] - ends["min"]).sort_values(ascending=False)
    worst, moved = rows[rows["year"] == apart.index[0]], sorted(rows.loc[rows["tiv_million"].isna(), "year"].unique())
    finding = f"Japan's past was rewritten in {len(years)} years, most of all {apart.index[0]}: from {worst['tiv_million'].iloc[0]:,.0f} to {worst['tiv_million'].iloc[-1]:,.0f}"
    alt = f"{finding} million TIV between the vintages of {worst['vintage'].iloc[0]:%Y-%m-%d} and {worst['vintage'].iloc[-1]:%Y-%m-%d}."
    alt += f" The delivery of {' and '.join(map(str, moved))} is in one vintage and absent from another." if moved else ""
    subtitle = "Arms exports of Japan as SIPRI valued them, only the years on which vintages disagree after rounding"
    return finish(figure, title=finding, subtitle=subtitle, alt=alt, table=rows.drop(columns="place"), register=register)


@house
def comparators(series: pd.DataFrame, register: pd.DataFrame) -> Figure:
    """The newest vintage of each country on a log scale; `series` is `transfers.series()`. A year without delivery is a gap."""
    rows = series[series["latest"] & series["iso3"].isin(COUNTRIES) & (series["year"] >= 1960)].copy()
    figure, axes = new(6.4)
    _label_ends(axes, _lines(axes, rows), rows["year"].max())
    axes.set(yscale="log", xlim=(rows["year"].min(), rows["year"].max() + 25), ylim=(0.7, rows["tiv_million"].max() * 1.5))
    axes.set_yticks([1, 10, 100, 1000, 10000], ["1", "10", "100", "1,000", "10,000"])
    axes.set_yticks([], minor=True)
    axes.set_xticks(range(1960, int(rows["year"].max()) + 1, 20))
    axes.yaxis.grid(True)
    japan, end = rows[rows["iso3"] == "JPN"], int(rows.groupby("iso3")["year"].max().min())
    decade = range(end - 9, end + 1)  # up to the last year that every country has
    span = f"{decade[0]}–{decade[-1]}"
    sums = rows[rows["year"].isin(decade)].groupby("iso3")["tiv_million"].sum()
    finding = f"Japan {sums['JPN']:,.0f} million TIV in {span}; South Korea {sums['KOR']:,.0f}, the United States {sums['USA']:,.0f}"
    others = "; ".join(f"{COUNTRIES[iso3][0]} {sums[iso3]:,.0f}" for iso3 in COUNTRIES if iso3 in sums)
    alt = f"Sums for {span}, million TIV: {others}. Japan has a delivery in {len(japan)} of the {japan['year'].max() - 1959} years since 1960; its best year is {japan.loc[japan['tiv_million'].idxmax(), 'year']} ({japan['tiv_million'].max():,.0f})."
    subtitle = f"Arms exports, million TIV (a volume, not money), log scale, 1960–{rows['year'].max()}, newest vintage of each country; a year without delivery is a gap; at the end: the latest value"
    table = rows[["iso3", "year", "vintage", "vintage_id", "tiv_million", "source_id"]]
    return finish(figure, title=finding, subtitle=subtitle, alt=alt, table=table, register=register)


@house
def bridge(numbers: pd.DataFrame, register: pd.DataFrame) -> Figure:
    """Permits, cases, volume and money, one panel each with its own scale; `numbers` are rows of `transfers.bridge` for several years."""
    rows = numbers[numbers["measure"].isin(MEASURES)].astype({"number": "float64"})
    wide = rows.pivot(index="year", columns="measure", values="number")
    wide["OSA grants"] = wide["OSA grants"] / 1e9
    figure, panels = new(8.2, nrows=len(MEASURES), sharex=True)
    for axes, (measure, heading) in zip(panels, MEASURES.items(), strict=True):
        _panel(axes, wide[measure], heading)
    axes.set_xticks(wide.index[::2])
    known = wide.notna().sum()
    peaks = {measure: wide[measure].idxmax() for measure in MEASURES if known[measure]}
    finding = "Peak years: " + ", ".join(f"{SHORT.get(measure, measure)} {year}" for measure, year in peaks.items())
    alt = "Highest by measure: " + "; ".join(f"{measure} {wide.loc[year, measure]:,.4g} in {year}" for measure, year in peaks.items()) + "."
    alt += f" Permits are known for {known['permits']} of {len(wide)} years."
    subtitle = f"What is counted for Japan, {wide.index[0]}–{wide.index[-1]}; each panel has its own scale; – no figure found, or none in the source"
    return finish(figure, title=finding, subtitle=subtitle, alt=alt, table=rows, register=register)


CHARTS = {"vintages": vintages, "comparators": comparators, "bridge": bridge}


def _marks(axes: Axes, rows: pd.DataFrame, names: list[pd.Timestamp]) -> None:
    """One marker per value, darker the newer the vintage; hollow left of zero where the vintage has no delivery."""
    for number, (name, marker) in enumerate(zip(names, VINTAGES, strict=False)):
        own, shade = rows[rows["vintage"] == name], str(0.78 - 0.78 * number / max(len(names) - 1, 1))
        look = {"s": 42, "marker": marker, "color": shade, "edgecolor": INK, "linewidth": 0.5, "zorder": 3, "label": f"{name:%Y-%m-%d}"}
        seaborn.scatterplot(own, x="tiv_million", y="place", ax=axes, legend=False, **look)
        none = own[own["tiv_million"].isna()]
        axes.scatter([-6.0] * len(none), none["place"], 42, marker=marker, facecolor="white", edgecolor=GREY, linewidth=0.9)


def _panel(axes: Axes, values: pd.Series, heading: str) -> None:
    """Bars with their numbers on a scale of their own; a dash where there is none."""
    top = values.max() if values.notna().any() else 1
    axes.bar(values.index, values, width=0.72, color="#0072B2")
    for year, value in values.items():
        told = "–" if pd.isna(value) else f"{value:,.3g}" if value < 1000 else f"{value:,.0f}"
        place, colour = (0, GREY) if pd.isna(value) else (value, INK)
        axes.text(year, place + top * 0.04, told, ha="center", va="bottom", fontsize=9, color=colour)
    axes.set(ylim=(0, top * 1.75), yticks=[], xlim=(values.index[0] - 0.6, values.index[-1] + 0.6))
    axes.text(0, 0.97, heading, transform=axes.transAxes, va="top", fontweight="bold", fontsize=9.5, color=INK)
    axes.spines["left"].set_visible(False)


def _lines(axes: Axes, rows: pd.DataFrame) -> list[tuple]:
    """One line per country, broken where no delivery is; the last year, value, name and colour of each."""
    labels = []
    for iso3, (name, colour, line) in COUNTRIES.items():
        own = rows[(rows["iso3"] == iso3) & (rows["tiv_million"] > 0)].set_index("year")["tiv_million"]
        whole = own.reindex(range(own.index.min(), own.index.max() + 1))
        marked = {"marker": "o", "markersize": 3.5, "linewidth": 2.2, "zorder": 3} if iso3 == "JPN" else {"linewidth": 1.3}
        axes.plot(whole.index, whole, line, color=colour, **marked)
        labels.append((whole.index[-1], own.iloc[-1], f"{name} {own.iloc[-1]:,.0f}", colour))
    return labels


def _label_ends(axes: Axes, labels: list[tuple], last: int) -> None:
    """The name and the latest value of each line at the right, moved apart where they would touch (log scale)."""
    place = None
    for year, value, text, colour in sorted(labels, key=lambda label: label[1]):
        place = value if place is None else max(value, place * 1.5)
        axes.plot([year, last + 1.5], [value, place], color="#bbbbbb", linewidth=0.7, zorder=1)
        axes.text(last + 2, place, text, va="center", fontsize=9.5, color=colour)
