"""Charts of Japan beside others: the rewritten series, comparators, what each number measures."""

import textwrap

import pandas as pd
import seaborn
from matplotlib.axes import Axes

from .colours import JAPAN, PLAIN
from .figure import GREY, INK, PALE, Chart, Style, chart, finish, narrow, new, panels
from .marks import say

NOTHING = "none"
HEAD: Style = {"fontsize": 9.5, "fontweight": "bold", "va": "top"}
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


@chart
def vintages(revisions: pd.DataFrame, register: pd.DataFrame) -> Chart:
    """Draw the values that the vintages of Japan's series give for the years they disagree on.

    Parameters
    ----------
    revisions : pandas.DataFrame
        `transfers.revisions("JPN")`: one row per year and vintage, in million TIV, missing where
        the vintage has no delivery.
    register : pandas.DataFrame
        `sources.register()`.

    Returns
    -------
    Chart
        Values that are the same after rounding are one mark, the newest is dark. Its table is
        `revisions`.

    Examples
    --------
    >>> figure = charts.world.vintages(transfers.revisions("JPN"), sources.register())
    >>> figure.title[:29]
    'Japan’s past was rewritten in'
    """
    rows = revisions.sort_values(["year", "vintage"], ignore_index=True)
    years = sorted(rows["year"].unique())
    marks = _marks(rows)
    figure, axes = new(1.9 + 0.33 * len(years), phone=2.6 + 0.4 * len(years))
    _draw_marks(axes, marks.assign(place=marks["year"].map(years.index)))
    axes.set_yticks(range(len(years)), years)
    axes.set(ylim=(len(years) - 0.4, -0.6), xlabel="million TIV, a volume", ylabel="")
    axes.set_xticks(range(0, int(marks["value"].max()) + 1, 100 if narrow() else 50))
    axes.spines["left"].set_visible(False)
    title, alt = _vintages_words(rows, len(years))
    subtitle = (
        "Arms exports of Japan as SIPRI valued them, and the year of the first vintage with that "
        f"value; dark: as of {rows['vintage'].max():%Y-%m}. Only years on which vintages disagree "
        "after rounding"
    )
    return finish(figure, title=title, subtitle=subtitle, alt=alt, table=rows, register=register)


@chart
def comparators(series: pd.DataFrame, register: pd.DataFrame) -> Chart:
    """Draw the newest vintage of each country beside Japan's, a panel each, on one log scale.

    Parameters
    ----------
    series : pandas.DataFrame
        `transfers.series()`: one row per country, year and vintage; its column `name` is ordered
        as the table of comparators is, and so are the panels.
    register : pandas.DataFrame
        `sources.register()`.

    Returns
    -------
    Chart
        A year without delivery is a gap. Its table has one row per country and year since 1960.

    Examples
    --------
    >>> figure = charts.world.comparators(transfers.series(), sources.register())
    >>> figure.title.split(" in ")[0][:14]
    'Japan exported'
    """
    rows = series[series["latest"] & series["name"].notna() & (series["year"] >= 1960)]
    names = rows.drop_duplicates("iso3").sort_values("name").set_index("iso3")["name"]
    names = names.astype("str").str.removeprefix("the ")
    delivered = rows[rows["tiv_million"] > 0].set_index("year").groupby("iso3")["tiv_million"]
    lines = dict(list(delivered))
    others = names.drop("JPN")
    columns = 2 if narrow() else 3
    size = {"nrows": -(-len(others) // columns), "ncols": columns}
    figure, axes = panels(5.4, phone=7.2, sharex=True, sharey=True, **size)
    for panel, (iso3, name) in zip(axes.flat, others.items(), strict=True):
        _beside(panel, lines[iso3], lines["JPN"], name)
    first, last = axes[0, 0], rows["year"].max()
    first.set(yscale="log", xlim=(1956, last + 4), ylim=(0.7, rows["tiv_million"].max() * 25))
    first.set_yticks([1, 10, 100, 1000, 10000], ["1", "10", "100", "1,000", "10,000"])
    first.set_yticks([], minor=True)
    first.set_xticks([1960, 1990, 2020])
    look: Style = {"color": JAPAN, "fontweight": "bold", "fontsize": 9.5, "ha": "center"}
    say(first, 1990, 1.6, names["JPN"], **look)
    title, alt = _comparators_words(rows, names, lines["JPN"])
    subtitle = (
        f"Arms exports, million TIV (a volume, not money), log scale, 1960–{last}, newest vintage "
        "of each country; a year without delivery is a gap"
    )
    table = rows[["iso3", "year", "vintage", "vintage_id", "tiv_million", "source_id"]]
    return finish(figure, title=title, subtitle=subtitle, alt=alt, table=table, register=register)


@chart
def bridge(numbers: pd.DataFrame, register: pd.DataFrame) -> Chart:
    """Draw permits, cases, volume and money, one panel each with its own scale.

    Parameters
    ----------
    numbers : pandas.DataFrame
        Rows of `transfers.bridge` for several years: one per year and measure, missing where no
        number was found.
    register : pandas.DataFrame
        `sources.register()`.

    Returns
    -------
    Chart
        Its table has the rows of the measures drawn.

    Examples
    --------
    >>> numbers = transfers.bridge()
    >>> numbers = numbers[numbers["year"].between(2014, 2023)]
    >>> figure = charts.world.bridge(numbers, sources.register())
    >>> figure.title.split("; ")[0]
    'Highest: permits in 2015'
    """
    rows = numbers[numbers["measure"].isin(MEASURES)].astype({"number": "float64"})
    wide = rows.pivot(index="year", columns="measure", values="number")
    wide["OSA grants"] = wide["OSA grants"] / 1e9
    figure, axes = panels(8.2, phone=9.4, nrows=len(MEASURES), sharex=True)
    for panel, (measure, heading) in zip(axes[:, 0], MEASURES.items(), strict=True):
        _panel(panel, wide[measure], heading)
    axes[-1, 0].set_xticks(wide.index[::2])
    title, alt = _bridge_words(wide)
    subtitle = f"What is counted for Japan, {wide.index[0]}–{wide.index[-1]}; each panel has its "
    subtitle += "own scale; – no figure found, or none in the source"
    return finish(figure, title=title, subtitle=subtitle, alt=alt, table=rows, register=register)


CHARTS = {"vintages": vintages, "comparators": comparators, "bridge": bridge}


def _vintages_words(rows: pd.DataFrame, years: int) -> tuple[str, str]:
    """Return the title and the description of the vintages."""
    values = rows.groupby("year")["tiv_million"]
    apart = (values.max() - values.min()).sort_values(ascending=False)
    worst = rows[rows["year"] == apart.index[0]]
    first, last = worst.iloc[0], worst.iloc[-1]
    title = f"Japan’s past was rewritten in {years} years, most of all {apart.index[0]}: "
    title += f"from {first['tiv_million']:,.0f} to {last['tiv_million']:,.0f}"
    alt = f"{title} million TIV between the vintages of {first['vintage']:%Y-%m-%d} and "
    alt += f"{last['vintage']:%Y-%m-%d}."
    absent = sorted(rows.loc[rows["tiv_million"].isna(), "year"].unique())
    if absent:
        alt += f" The delivery of {' and '.join(map(str, absent))} is in one vintage and absent "
        alt += "from another."
    return title, alt


def _comparators_words(rows: pd.DataFrame, names: pd.Series, japan: pd.Series) -> tuple[str, str]:
    """Return the title and the description of the comparators: sums of ten years."""
    end = int(rows.groupby("iso3")["year"].max().min())  # the last year that every country has
    span = f"{end - 9}–{end}"
    sums = rows[rows["year"].between(end - 9, end)].groupby("iso3")["tiv_million"].sum()
    title = f"Japan exported {sums['JPN']:,.0f} million TIV of arms in {span}, South Korea "
    title += f"{sums['KOR']:,.0f}"
    order = [*names.index.drop("JPN"), "JPN"]
    each = "; ".join(f"{names[iso3]} {sums[iso3]:,.0f}" for iso3 in order if iso3 in sums)
    alt = f"Sums for {span}, million TIV: {each}. Japan has a delivery in {len(japan)} of the "
    alt += f"{japan.index.max() - 1959} years since 1960; its best year is {japan.idxmax()} "
    return title, f"{alt}({japan.max():,.0f})."


def _bridge_words(wide: pd.DataFrame) -> tuple[str, str]:
    """Return the title and the description of the bridge: the highest year of each measure."""
    numbers = wide.notna().sum()
    peaks = {measure: wide[measure].idxmax() for measure in MEASURES if numbers[measure]}
    measures: dict[int, list[str]] = {}
    for measure, year in peaks.items():
        measures.setdefault(year, []).append(SHORT.get(measure, measure))
    years = "; ".join(f"{', '.join(names)} in {year}" for year, names in measures.items())
    each = [f"{name} {wide.loc[year, name]:,.4g} in {year}" for name, year in peaks.items()]
    alt = f"Highest by measure: {'; '.join(each)}. Permits are known for {numbers['permits']} of "
    return f"Highest: {years}", f"{alt}{len(wide)} years."


def _marks(rows: pd.DataFrame) -> pd.DataFrame:
    """Return one row per year and distinct value, with the first vintage that has it.

    `newest` says whether it is the value of today, `rank` its place among the `of` of its year.
    """
    first = rows.assign(value=rows["tiv_million"].round()).drop_duplicates(["year", "value"])
    newest = rows.drop_duplicates("year", keep="last").set_index("year")["tiv_million"].round()
    same = first["value"].fillna(-1) == first["year"].map(newest.fillna(-1))
    first = first.assign(newest=same, shown=first["value"].fillna(0).astype("float64"))
    rank = first.groupby("year")["shown"].rank(method="first")
    return first.assign(rank=rank, of=first.groupby("year")["year"].transform("size"))


def _draw_marks(axes: Axes, marks: pd.DataFrame) -> None:
    """Draw a mark with its words for each value, joined by a bar.

    The lowest is named at its left, the highest at its right, one between above.
    """
    ends = marks.groupby("place")["shown"].agg(["min", "max"])
    axes.hlines(ends.index, ends["min"], ends["max"], color=PALE, linewidth=6, zorder=0)
    look: Style = {"hue": "newest", "style": "newest", "legend": False, "linewidth": 0}
    look |= {"markers": {False: "o", True: "D"}, "palette": {False: GREY, True: INK}}
    valued = marks.dropna(subset="value")
    seaborn.scatterplot(valued, x="value", y="place", ax=axes, s=42, zorder=3, **look)
    for mark in marks.itertuples():
        value = NOTHING if pd.isna(mark.value) else f"{mark.value:,.0f}"
        style: Style = {"fontsize": 9, "color": INK if mark.newest else GREY}
        away: tuple[int, int] = (0, 5)
        if mark.rank == 1:
            away = (-7, 0)
            style |= {"ha": "right", "va": "center"}
        elif mark.rank == mark.of:
            away = (7, 0)
            style |= {"ha": "left", "va": "center"}
        else:
            style |= {"ha": "center", "va": "bottom"}
        words, place = f"{value} ({mark.vintage:%Y})", (mark.shown, mark.place)
        axes.annotate(words, place, away, textcoords="offset points", **style)
    room = marks["shown"].max() * (0.66 if narrow() else 0.22)
    axes.set_xlim(-room, marks["shown"].max() + room)


def _beside(axes: Axes, country: pd.Series, japan: pd.Series, name: str) -> None:
    """Draw a country's line and that of Japan, broken where no delivery is.

    The country's name and latest value stand at the head.
    """
    thin: Style = {"color": PLAIN, "linewidth": 1.4}
    dotted: Style = {"color": JAPAN, "linewidth": 1.8, "marker": "o", "markersize": 3}
    for values, style in ((country, thin), (japan, dotted)):
        whole = values.reindex(range(values.index.min(), values.index.max() + 1))
        axes.plot(whole.index, whole, **style)
    head = f"{name}\n{country.iloc[-1]:,.0f} in {country.index[-1]}"
    say(axes, 0.03, 0.98, head, transform=axes.transAxes, **HEAD)
    axes.yaxis.grid(True)


def _panel(axes: Axes, values: pd.Series, heading: str) -> None:
    """Draw bars with their numbers on a scale of their own; a dash where there is none."""
    top = values.max() if values.notna().any() else 1
    axes.bar(values.index, values, width=0.72, color=PLAIN)
    turned = narrow() and top >= 100  # longer numbers than a bar of a phone is wide
    for year, value in values.items():
        look: Style = {"ha": "center", "va": "bottom"}
        if pd.isna(value):
            say(axes, year, top * 0.04, "–", color=GREY, **look)
        else:
            look["rotation"] = 90 if turned and value > 0 else 0
            say(axes, year, value + top * 0.04, _number(value), **look)
    axes.set(ylim=(0, top * (2.2 if turned else 1.75)), yticks=[])
    axes.set_xlim(values.index[0] - 0.6, values.index[-1] + 0.6)
    heading = textwrap.fill(heading, 40) if narrow() else heading
    say(axes, 0, 0.97, heading, transform=axes.transAxes, **HEAD)
    axes.spines["left"].set_visible(False)


def _number(value: float) -> str:
    """Return a number as it stands on its bar, a small one with three figures or two."""
    if value >= 10:
        return f"{value:,.0f}"
    return f"{value:,.2g}" if narrow() else f"{value:,.3g}"
