"""Charts of the permits: counts by fiscal year and category, and the share that is the Self-Defense Forces' own."""

from textwrap import fill

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from .colours import DARK, LIGHT, PLAIN
from .figure import GREY, INK, PALE, finish, house, narrow, new
from .marks import points

SECURITY, FORCES = "Japan's security", "SDF activities and safety of nationals"
HEADS = {  # head of the Guidelines → colour, short name
    SECURITY: (LIGHT, "Japan's security 我が国の安全保障"),
    "peace contribution and international cooperation": (
        DARK,
        "peace contribution 平和貢献・国際協力",
    ),
    "country under aggression": (INK, "country under aggression 侵略を受けた国"),
    "extremely small influence": (GREY, "extremely small influence 影響が極めて小さい"),
}
NAMES = {
    SECURITY: "security",
    FORCES: "of which SDF",
    "peace contribution and international cooperation": "peace",
    "country under aggression": "aggression",
    "extremely small influence": "small influence",
}
BOUNDS = {"at least": "over ", "at most": "up to ", "about": "about ", "exact": ""}


@house
def by_year(counts: pd.DataFrame, register: pd.DataFrame) -> Figure:
    """Permits by fiscal year and category, one bar per year; `counts` is `permits.counts()`.

    A year without figure is a gap that says so, one without breakdown an empty bar, a number worked out as a remainder is hatched.
    """
    rows = counts.astype({"category": "str", "basis": "str"})
    wide = rows.pivot(index="fiscal_year", columns="category", values="count").astype("float64")
    wide = wide.reindex(range(wide.index.min(), wide.index.max() + 1)).reindex(
        columns=["total", *NAMES]
    )
    figure, axes = new(3.0 + 0.5 * len(wide), phone=4.0 + 0.62 * len(wide))
    places = {year: place for place, year in enumerate(wide.index)}
    plain = wide[list(HEADS)].isna().all(axis=1)
    axes.barh(
        [places[year] for year in wide.index[plain]],
        wide["total"][plain],
        height=0.44,
        color="white",
        edgecolor=GREY,
    )
    _heads(axes, wide, places, rows[rows["basis"] == "remainder"])
    for year, values in wide.iterrows():
        _told(
            axes,
            places[year],
            values,
            rows.loc[(rows["fiscal_year"] == year) & (rows["basis"] == "remainder"), "category"],
        )
    _frame(axes, wide)
    known, forces = wide["total"].dropna(), wide[FORCES].dropna()
    share, sides = (
        known.iloc[-1] / known.iloc[0] - 1,
        [f"FY{year} ({known[year]:,.0f})" for year in known.index[[0, -1]]],
    )
    finding = f"Permits {'fell' if share < 0 else 'rose'} by {abs(share) * 100:.0f} % from {sides[0]} to {sides[1]}; {len(wide) - len(known)} of {len(wide)} years not found"
    alt = f"{finding}. Highest {known.max():,.0f} in FY{known.idxmax()}, lowest {known.min():,.0f} in FY{known.idxmin()}."
    alt += "".join(
        f" In FY{year} {count:,.0f} of {wide.loc[year, 'total']:,.0f} were for the Self-Defense Forces' activities and nationals abroad."
        for year, count in forces.items()
    )
    subtitle = "Individual permits 個別許可 for arms exports, by fiscal year and head of the Guidelines; a permit is not a shipment. Outline: no breakdown read; hatched: a remainder"
    return finish(figure, title=finding, subtitle=subtitle, alt=alt, table=rows, register=register)


@house
def sdf_share(reconciled: pd.DataFrame, counts: pd.DataFrame, register: pd.DataFrame) -> Figure:
    """The share of permits that is the Forces' own, as the table gives it and as the release words it; `reconciled` is `permits.reconcile()`."""
    rows = reconciled.merge(
        counts[counts["level"] == 0][["fiscal_year", "source_id", "confidence"]], on="fiscal_year"
    )
    known = rows[rows["share_of_table"].notna() | rows["share_percent"].notna()].reset_index(
        drop=True
    )
    figure, axes = new(2.3 + 0.62 * len(known), phone=3.1 + 0.8 * len(known))
    axes.barh(known.index, [100] * len(known), height=0.4, color=PALE)
    axes.barh(known.index, known["share_of_table"].fillna(0), height=0.4, color=PLAIN)
    worded = known["share_percent"].dropna()
    points(axes, worded, worded.index, ("|", INK), False, 900, linewidth=2)
    for place, row in known.iterrows():
        axes.text(0, place - 0.26, _compared(row), va="bottom", color=INK)
    axes.set(
        xlim=(0, 100),
        ylim=(len(known) - 0.6, -0.75),
        yticks=[],
        xticks=range(0, 101, 25),
        xlabel="% of all permits",
    )
    axes.spines["left"].set_visible(False)
    shares = known.set_index("fiscal_year")["share_of_table"].dropna()
    finding = f"{shares.min():.1f} to {shares.max():.1f} % of permits are the Self-Defense Forces' own, in the {len(shares)} of {len(rows)} years with sub-heads"
    wrong = known.loc[known["share_agrees"].eq(False).fillna(False), "fiscal_year"]
    alt = (
        f"{finding}: "
        + ", ".join(f"FY{year} {share:.1f} %" for year, share in shares.items())
        + "."
    )
    alt += "".join(
        f" The words of the release for FY{year} do not fit its table." for year in wrong
    )
    subtitle = "Bar: sub-head of the Forces' activities and nationals abroad, share of the total; tick: what the release says of repairs for the Forces, a neighbouring measure"
    return finish(figure, title=finding, subtitle=subtitle, alt=alt, table=known, register=register)


CHARTS = {"by_year": by_year, "sdf_share": sdf_share}


def _heads(axes: Axes, wide: pd.DataFrame, places: dict[int, int], worked: pd.DataFrame) -> None:
    """The heads end to end, those worked out hatched; on them the sub-head of the Forces' activities."""
    left = pd.Series(0.0, wide.index)
    for head, (colour, _) in HEADS.items():
        remainders = set(worked.loc[worked["category"] == head, "fiscal_year"])
        for year, count in wide[head].dropna().items():
            style = (
                {"color": "white", "hatch": "////", "edgecolor": GREY}
                if year in remainders
                else {"color": colour, "edgecolor": "white"}
            )
            axes.barh(places[year], count, left=left[year], height=0.44, linewidth=0.6, **style)
        left += wide[head].fillna(0)
    forces = wide[FORCES].dropna()
    axes.barh([places[year] for year in forces.index], forces, height=0.2, color=PLAIN)


def _told(axes: Axes, place: int, values: pd.Series, worked: pd.Series) -> None:
    """The total beside the bar, its parts above; `worked` are the parts that are remainders."""
    total = values["total"]
    known = values[list(NAMES)].dropna()
    parts = ", ".join(
        f"{NAMES[category]}\u00a0{count:,.0f}{' (remainder)' * (category in set(worked))}"
        for category, count in known.items()
    )
    if pd.notna(total):
        above = fill(parts or "no breakdown read", 44 if narrow() else 90)
        axes.text(total, place, f" {total:,.0f}", va="center", fontweight="bold", color=INK)
        axes.text(0, place - 0.25, above, va="bottom", fontsize=9, color=GREY)
    else:
        axes.text(
            0, place, " no figure found", va="center", fontsize=9.5, color=GREY, style="italic"
        )


def _compared(row: pd.Series) -> str:
    """One year's share by the table and by the words of the release."""
    table = (
        "no sub-heads read"
        if pd.isna(row["share_of_table"])
        else f"table {row['share_of_table']:.1f} %"
    )
    words = (
        ""
        if pd.isna(row["share_percent"])
        else f"; release: {BOUNDS[row['share_bound']]}{row['share_percent']:.0f} %"
    )
    words = words.replace("; ", ";\n") if narrow() else words
    fits = (
        ""
        if pd.isna(row["share_agrees"])
        else ", which fits"
        if row["share_agrees"]
        else ", which does not fit"
    )
    return f"FY{row['fiscal_year']}: {table}{words}{fits}"


def _frame(axes: Axes, wide: pd.DataFrame) -> None:
    """Years at the left; the colours below, with the Japanese names."""
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
    place = (
        {"ncols": 1, "bbox_to_anchor": (-0.22, 0)}
        if narrow()
        else {"ncols": 2, "bbox_to_anchor": (-0.1, 0)}
    )
    axes.legend(
        handles=keys,
        loc="lower left",
        borderaxespad=0,
        fontsize=9,
        handlelength=1.2,
        columnspacing=1,
        **place,
    )
