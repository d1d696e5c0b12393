"""Charts of the permits: counts by fiscal year and category, and the share that is the Self-Defense Forces' own."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from analysis.charts.figure import GREY, INK, PALE, finish, house, new

SECURITY, FORCES = "Japan's security", "SDF activities and safety of nationals"
HEADS = {  # head of the Guidelines → colour, short name
    SECURITY: ("#56B4E9", "Japan's security 我が国の安全保障"),
    "peace contribution and international cooperation": ("#009E73", "peace contribution 平和貢献・国際協力"),
    "country under aggression": ("#D55E00", "country under aggression 侵略を受けた国"),
    "extremely small influence": ("#E69F00", "extremely small influence 影響が極めて小さい"),
}
NAMES = {
    SECURITY: "security",
    FORCES: "of it SDF",
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
    wide = wide.reindex(range(wide.index.min(), wide.index.max() + 1)).reindex(columns=["total", *NAMES])
    figure, axes = new(3.9 + 0.56 * len(wide))
    places = {year: place for place, year in enumerate(wide.index)}
    plain = wide[list(HEADS)].isna().all(axis=1)
    axes.barh([places[year] for year in wide.index[plain]], wide["total"][plain], height=0.44, color="white", edgecolor=GREY)
    _heads(axes, wide, places, rows[rows["basis"] == "remainder"])
    for year, values in wide.iterrows():
        _told(axes, places[year], values)
    _frame(axes, wide, bool(plain.any()), bool(rows["basis"].eq("remainder").any()))
    known, forces = wide["total"].dropna(), wide[FORCES].dropna()
    finding = f"Permits: {known.max():,.0f} in FY{known.idxmax()}, {known.iloc[-1]:,.0f} in FY{known.index[-1]}; {len(wide) - len(known)} of {len(wide)} years not found"
    alt = f"{finding}. Lowest {known.min():,.0f} in FY{known.idxmin()}."
    alt += "".join(f" In FY{year} {count:,.0f} of {wide.loc[year, 'total']:,.0f} were for the Self-Defense Forces' activities and nationals abroad." for year, count in forces.items())
    subtitle = "Individual permits 個別許可 for arms exports, by fiscal year and head of the Guidelines; a permit is not a shipment, and most are for the Self-Defense Forces' own repairs and activities"
    return finish(figure, title=finding, subtitle=subtitle, alt=alt, table=rows, register=register)


@house
def sdf_share(reconciled: pd.DataFrame, counts: pd.DataFrame, register: pd.DataFrame) -> Figure:
    """The share of permits that is the Forces' own, as the table gives it and as the release words it; `reconciled` is `permits.reconcile()`."""
    rows = reconciled.merge(counts[counts["level"] == 0][["fiscal_year", "source_id", "confidence"]], on="fiscal_year")
    known = rows[rows["share_of_table"].notna() | rows["share_percent"].notna()].reset_index(drop=True)
    figure, axes = new(2.3 + 0.62 * len(known))
    axes.barh(known.index, [100] * len(known), height=0.4, color=PALE)
    axes.barh(known.index, known["share_of_table"].fillna(0), height=0.4, color="#0072B2")
    printed = known["share_percent"].notna()
    axes.scatter(known["share_percent"][printed], known.index[printed], 420, marker="|", color="#D55E00", linewidth=2.4, zorder=3)
    for place, row in known.iterrows():
        axes.text(0, place - 0.26, _compared(row), va="bottom", color=INK)
    axes.set(xlim=(0, 100), ylim=(len(known) - 0.6, -0.75), yticks=[], xticks=range(0, 101, 25), xlabel="% of all permits")
    axes.spines["left"].set_visible(False)
    shares = known.set_index("fiscal_year")["share_of_table"].dropna()
    finding = f"{shares.min():.1f} to {shares.max():.1f} % of permits are the Self-Defense Forces' own, in the {len(shares)} of {len(rows)} years with sub-heads"
    wrong = known.loc[known["share_agrees"].eq(False).fillna(False), "fiscal_year"]
    alt = f"{finding}: " + ", ".join(f"FY{year} {share:.1f} %" for year, share in shares.items()) + "."
    alt += "".join(f" The words of the release for FY{year} do not fit its table." for year in wrong)
    subtitle = "Bar: sub-head of the Forces' activities and nationals abroad, share of the total; tick: what the release says of repairs for the Forces, a neighbouring measure"
    return finish(figure, title=finding, subtitle=subtitle, alt=alt, table=known, register=register)


CHARTS = {"by_year": by_year, "sdf_share": sdf_share}


def _heads(axes: Axes, wide: pd.DataFrame, places: dict[int, int], worked: pd.DataFrame) -> None:
    """The heads end to end, those worked out hatched; on them the sub-head of the Forces' activities."""
    left = pd.Series(0.0, wide.index)
    for head, (colour, _) in HEADS.items():
        remainders = set(worked.loc[worked["category"] == head, "fiscal_year"])
        for year, count in wide[head].dropna().items():
            style = {"color": "white", "hatch": "////"} if year in remainders else {"color": colour}
            axes.barh(places[year], count, left=left[year], height=0.44, edgecolor=colour, **style)
        left += wide[head].fillna(0)
    forces = wide[FORCES].dropna()
    axes.barh([places[year] for year in forces.index], forces, height=0.2, color="#0072B2")


def _told(axes: Axes, place: int, values: pd.Series) -> None:
    """The total beside the bar, its parts above."""
    total = values["total"]
    known = values[list(NAMES)].dropna()
    parts = ", ".join(f"{NAMES[category]} {count:,.0f}" for category, count in known.items())
    if pd.notna(total):
        axes.text(total, place, f" {total:,.0f}", va="center", fontweight="bold", color=INK)
        axes.text(0, place - 0.25, parts or "no breakdown read", va="bottom", fontsize=9, color=GREY)
    else:
        axes.text(0, place, " no figure found", va="center", fontsize=9.5, color=GREY, style="italic")


def _compared(row: pd.Series) -> str:
    """One year's share by the table and by the words of the release."""
    table = "no sub-heads read" if pd.isna(row["share_of_table"]) else f"table {row['share_of_table']:.1f} %"
    words = "" if pd.isna(row["share_percent"]) else f"; release: {BOUNDS[row['share_bound']]}{row['share_percent']:.0f} %"
    fits = "" if pd.isna(row["share_agrees"]) else ", which fits" if row["share_agrees"] else ", which does not fit"
    return f"FY{row['fiscal_year']}: {table}{words}{fits}"


def _frame(axes: Axes, wide: pd.DataFrame, plain: bool, worked: bool) -> None:
    axes.set_yticks(range(len(wide)), [f"FY{year}" for year in wide.index])
    axes.set(xlim=(0, wide["total"].max() * 1.14), ylim=(len(wide) + 2.6, -0.75), xticks=[])
    axes.spines[["left", "bottom"]].set_visible(False)
    keys = [Patch(color=colour, label=name) for head, (colour, name) in HEADS.items() if wide[head].notna().any()]
    keys.insert(1, Patch(color="#0072B2", label="of it SDF activities 自衛隊の活動"))
    keys += [Patch(facecolor="white", edgecolor=GREY, label="total alone")] * plain
    keys += [Patch(facecolor="white", edgecolor=GREY, hatch="////", label="remainder, not read")] * worked
    axes.legend(handles=keys, loc="lower left", borderaxespad=0, fontsize=9)
