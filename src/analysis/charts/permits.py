"""Charts of the permits: counts by fiscal year, and the share that is the Self-Defense Forces'."""

from textwrap import fill

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from .colours import DARK, LIGHT, PLAIN
from .figure import GREY, INK, PALE, Chart, Style, chart, finish, narrow, new
from .marks import points, say

SECURITY, FORCES = "Japan's security", "SDF activities and safety of nationals"
PEACE = "peace contribution and international cooperation"
HEADS = {  # head of the Guidelines → colour, short name
    SECURITY: (LIGHT, "Japan's security 我が国の安全保障"),
    PEACE: (DARK, "peace contribution 平和貢献・国際協力"),
    "country under aggression": (INK, "country under aggression 侵略を受けた国"),
    "extremely small influence": (GREY, "extremely small influence 影響が極めて小さい"),
}
NAMES = {
    SECURITY: "security",
    FORCES: "of which SDF",
    PEACE: "peace",
    "country under aggression": "aggression",
    "extremely small influence": "small influence",
}
BOUNDS = {"at least": "over ", "at most": "up to ", "about": "about ", "exact": ""}


@chart
def by_year(counts: pd.DataFrame, register: pd.DataFrame) -> Chart:
    """Draw the permits by fiscal year and category, one bar per year.

    Parameters
    ----------
    counts : pandas.DataFrame
        `permits.counts()`: one row per fiscal year and category.
    register : pandas.DataFrame
        `sources.register()`.

    Returns
    -------
    Chart
        A year without figure is a gap that says so, one without breakdown an empty bar, a number
        worked out as a remainder is hatched. Its table is `counts`.

    Examples
    --------
    >>> figure = charts.permits.by_year(permits.counts(), sources.register())
    >>> figure.title.split(" to ")[0][-14:]
    'FY2014 (1,841)'
    """
    rows = counts.astype({"category": "str", "basis": "str"})
    remainders = rows[rows["basis"] == "remainder"]
    wide = rows.pivot(index="fiscal_year", columns="category", values="count").astype("float64")
    wide = wide.reindex(range(wide.index.min(), wide.index.max() + 1))
    wide = wide.reindex(columns=["total", *NAMES])
    figure, axes = new(3.0 + 0.5 * len(wide), phone=4.0 + 0.62 * len(wide))
    places = {year: place for place, year in enumerate(wide.index)}
    bare = wide["total"][wide[list(HEADS)].isna().all(axis=1)]
    outline: Style = {"height": 0.44, "color": "white", "edgecolor": GREY}
    axes.barh([places[year] for year in bare.index], bare, **outline)
    _heads(axes, wide, places, remainders)
    for year, values in wide.iterrows():
        worked = remainders.loc[remainders["fiscal_year"] == year, "category"]
        _write_year(axes, places[year], values, set(worked))
    _frame(axes, wide)
    title, alt = _years_words(wide)
    subtitle = (
        "Individual permits 個別許可 for arms exports, by fiscal year and head of the Guidelines; "
        "a permit is not a shipment. Outline: no breakdown read; hatched: a remainder"
    )
    return finish(figure, title=title, subtitle=subtitle, alt=alt, table=rows, register=register)


@chart
def sdf_share(reconciled: pd.DataFrame, counts: pd.DataFrame, register: pd.DataFrame) -> Chart:
    """Draw the share of permits that is the Forces' own, by the table and by the release's words.

    Parameters
    ----------
    reconciled : pandas.DataFrame
        `permits.reconcile()`: one row per fiscal year, both shares in percent, missing where the
        release has none.
    counts : pandas.DataFrame
        `permits.counts()`, for the sources.
    register : pandas.DataFrame
        `sources.register()`.

    Returns
    -------
    Chart
        Its table has one row per year with a share.

    Examples
    --------
    >>> figure = charts.permits.sdf_share(permits.reconcile(), permits.counts(), sources.register())
    >>> figure.title.split(" % of ")[1].split(", ")[0]
    "permits are the Self-Defense Forces' own"
    """
    totals = counts[counts["level"] == 0][["fiscal_year", "source_id", "confidence"]]
    rows = reconciled.merge(totals, on="fiscal_year")
    shares = rows["share_of_table"].notna() | rows["share_percent"].notna()
    drawn = rows[shares].reset_index(drop=True)
    figure, axes = new(2.3 + 0.62 * len(drawn), phone=3.1 + 0.8 * len(drawn))
    axes.barh(drawn.index, [100] * len(drawn), height=0.4, color=PALE)
    axes.barh(drawn.index, drawn["share_of_table"].fillna(0), height=0.4, color=PLAIN)
    worded = drawn["share_percent"].dropna()
    points(axes, worded, worded.index, ("|", INK), False, 900, linewidth=2)
    for place, row in drawn.iterrows():
        say(axes, 0, place - 0.26, _compared(row), va="bottom", fontsize=10)
    axes.set(xlim=(0, 100), ylim=(len(drawn) - 0.6, -0.75), yticks=[], xlabel="% of all permits")
    axes.set_xticks(range(0, 101, 25))
    axes.spines["left"].set_visible(False)
    title, alt = _share_words(drawn, len(rows))
    subtitle = (
        "Bar: sub-head of the Forces' activities and nationals abroad, share of the total; tick: "
        "what the release says of repairs for the Forces, a neighbouring measure"
    )
    return finish(figure, title=title, subtitle=subtitle, alt=alt, table=drawn, register=register)


CHARTS = {"by_year": by_year, "sdf_share": sdf_share}


def _years_words(wide: pd.DataFrame) -> tuple[str, str]:
    """Return the title and the description of the counts by year."""
    totals, forces = wide["total"].dropna(), wide[FORCES].dropna()
    share = totals.iloc[-1] / totals.iloc[0] - 1
    first, last = (f"FY{year} ({totals[year]:,.0f})" for year in totals.index[[0, -1]])
    title = f"Permits {'fell' if share < 0 else 'rose'} by {abs(share) * 100:.0f} % from {first} "
    title += f"to {last}; {len(wide) - len(totals)} of {len(wide)} years not found"
    alt = f"{title}. Highest {totals.max():,.0f} in FY{totals.idxmax()}, lowest "
    alt += f"{totals.min():,.0f} in FY{totals.idxmin()}."
    for year, count in forces.items():
        alt += f" In FY{year} {count:,.0f} of {wide.loc[year, 'total']:,.0f} were for the "
        alt += "Self-Defense Forces' activities and nationals abroad."
    return title, alt


def _share_words(drawn: pd.DataFrame, years: int) -> tuple[str, str]:
    """Return the title and the description of the shares."""
    shares = drawn.set_index("fiscal_year")["share_of_table"].dropna()
    title = f"{shares.min():.1f} to {shares.max():.1f} % of permits are the Self-Defense Forces' "
    title += f"own, in the {len(shares)} of {years} years with sub-heads"
    each = ", ".join(f"FY{year} {share:.1f} %" for year, share in shares.items())
    alt = f"{title}: {each}."
    for year in drawn.loc[drawn["share_agrees"].eq(False).fillna(False), "fiscal_year"]:
        alt += f" The words of the release for FY{year} do not fit its table."
    return title, alt


def _heads(axes: Axes, wide: pd.DataFrame, places: dict[int, int], worked: pd.DataFrame) -> None:
    """Draw the heads end to end, those worked out hatched, and on them the Forces' sub-head."""
    hatched: Style = {"color": "white", "hatch": "////", "edgecolor": GREY}
    left = pd.Series(0.0, wide.index)
    for head, (colour, _) in HEADS.items():
        remainders = set(worked.loc[worked["category"] == head, "fiscal_year"])
        plain: Style = {"color": colour, "edgecolor": "white"}
        for year, count in wide[head].dropna().items():
            look = hatched if year in remainders else plain
            axes.barh(places[year], count, left=left[year], height=0.44, linewidth=0.6, **look)
        left += wide[head].fillna(0)
    forces = wide[FORCES].dropna()
    axes.barh([places[year] for year in forces.index], forces, height=0.2, color=PLAIN)


def _write_year(axes: Axes, place: int, values: pd.Series, worked: set[str]) -> None:
    """Write the total beside the bar and its parts above; `worked` are the remainders."""
    total = values["total"]
    if pd.isna(total):
        look: Style = {"va": "center", "fontsize": 9.5, "color": GREY, "style": "italic"}
        say(axes, 0, place, " no figure found", **look)
        return
    parts = []
    for category, count in values[list(NAMES)].dropna().items():
        mark = " (remainder)" if category in worked else ""
        parts.append(f"{NAMES[category]}\u00a0{count:,.0f}{mark}")
    above = fill(", ".join(parts) or "no breakdown read", 44 if narrow() else 90)
    bold: Style = {"va": "center", "fontsize": 10, "fontweight": "bold"}
    say(axes, total, place, f" {total:,.0f}", **bold)
    say(axes, 0, place - 0.25, above, va="bottom", color=GREY)


def _compared(row: pd.Series) -> str:
    """Return one year's share by the table and by the words of the release, in words."""
    text = f"FY{row['fiscal_year']}: "
    if pd.isna(row["share_of_table"]):
        text += "no sub-heads read"
    else:
        text += f"table {row['share_of_table']:.1f} %"
    if pd.notna(row["share_percent"]):
        text += ";\n" if narrow() else "; "
        text += f"release: {BOUNDS[row['share_bound']]}{row['share_percent']:.0f} %"
    if pd.notna(row["share_agrees"]):
        text += ", which fits" if row["share_agrees"] else ", which does not fit"
    return text


def _frame(axes: Axes, wide: pd.DataFrame) -> None:
    """Write the years at the left, and the colours below with the Japanese names."""
    axes.set_yticks(range(len(wide)), [f"FY{year}" for year in wide.index])
    room = (1.22, 1.9) if narrow() else (1.14, 1.6)
    axes.set(xlim=(0, wide["total"].max() * room[0]), ylim=(len(wide) + room[1], -0.75), xticks=[])
    axes.spines[["left", "bottom"]].set_visible(False)
    keys = [
        Patch(color=colour, label=name)
        for head, (colour, name) in HEADS.items()
        if wide[head].notna().any()
    ]
    keys.insert(1, Patch(color=PLAIN, label="of which SDF activities 自衛隊の活動"))
    look: Style = {"loc": "lower left", "borderaxespad": 0, "fontsize": 9, "handlelength": 1.2}
    left = -0.22 if narrow() else -0.1
    columns = 1 if narrow() else 2
    axes.legend(handles=keys, ncols=columns, columnspacing=1, bbox_to_anchor=(left, 0), **look)
