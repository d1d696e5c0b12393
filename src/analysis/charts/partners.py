"""Charts by partner: transfer agreements as they accumulate, and the security assistance agreed."""

from textwrap import fill

import pandas as pd
from matplotlib.axes import Axes

from .. import periods
from .colours import PLAIN, STAGES
from .figure import GREY, INK, PALE, Chart, Style, chart, finish, narrow, new
from .marks import graded, say

FORCE = {  # in force → colour, hatch, label
    "yes": (PLAIN, "", "in force"),
    "unknown": ("white", "////", "day of entry into force not found"),
    "no": (PALE, "", "not yet"),
}
START = pd.Timestamp("2013-01-01")  # what is earlier is drawn here
HEAD = 1.3  # lines that the heading of a year takes
ASSISTANCE = "assistance budget"  # kind of programme that pays the grants
GRANTS = [
    "transfer_id",
    "fiscal_year",
    "recipient_iso3",
    "item",
    "value",
    "status",
    "confidence",
    "source_id",
    "sources",
]


@chart
def agreements(partners: pd.DataFrame, until: pd.Timestamp, register: pd.DataFrame) -> Chart:
    """Draw the transfer agreements as they accumulate, one row per partner.

    Parameters
    ----------
    partners : pandas.DataFrame
        `rules.partners(until)`: one row per partner; `earliest` and `latest` bound the day of
        entry into force, and `in_force` is yes, no or unknown.
    until : pandas.Timestamp
        The day of which this is true.
    register : pandas.DataFrame
        `sources.register()`.

    Returns
    -------
    Chart
        Its table has one row per partner, by signature.

    Examples
    --------
    >>> day = pd.Timestamp("2024-03-10")
    >>> figure = charts.transfers.agreements(rules.partners(day), day, sources.register())
    >>> figure.alt.split(". ")[2].split(", ")[0]
    'First United States'
    """
    rows = partners.astype({"in_force": "str", "confidence": "str"})
    rows = rows.sort_values(["signed", "iso3"], ignore_index=True)
    when = rows[["signed", "earliest", "latest"]].clip(lower=START).apply(periods.decimal_year)
    end = periods.decimal_year(until)
    right = end + (3.9 if narrow() else 1.6)
    figure, axes = new(1.9 + 0.3 * len(rows), phone=2.9 + 0.3 * len(rows))
    _periods(axes, rows, when, end)
    between = rows["in_force"].eq("yes") & (when["latest"] > when["signed"])
    ends = when["signed"][between], when["latest"][between]
    axes.hlines(rows.index[between], *ends, color=PLAIN, linewidth=1.2)
    signature = ("|", INK)
    graded(axes, when["signed"], rows.index.to_series(), signature, rows["confidence"], 55)
    _count_in_force(axes, rows, right)
    axes.set(xlim=(2012.8, right), ylim=(len(rows) - 0.4, -1.3))
    axes.set_yticks(rows.index, rows["country"])
    axes.set_xticks(range(START.year + 1, until.year + 1, 6 if narrow() else 3))
    axes.spines["left"].set_visible(False)
    title, alt = _agreements_words(rows, until)
    subtitle = (
        "Agreements 防衛装備品・技術移転協定 from signature (|), before 2013 drawn at 2013, to "
        f"{until:%Y-%m-%d}; right: how many in force on that day, at least–at most"
    )
    return finish(figure, title=title, subtitle=subtitle, alt=alt, table=rows, register=register)


@chart
def osa(grants: pd.DataFrame, programmes: pd.DataFrame, register: pd.DataFrame) -> Chart:
    """Draw each grant of Official Security Assistance, by fiscal year, under the year's budget.

    Parameters
    ----------
    grants : pandas.DataFrame
        `transfers.osa()`: one row per grant, its `value` in yen, missing where none was found.
    programmes : pandas.DataFrame
        `transfers.programmes()`, for the budgets.
    register : pandas.DataFrame
        `sources.register()`.

    Returns
    -------
    Chart
        Its table has one row per grant and one per budget.

    Examples
    --------
    >>> grants, programmes = transfers.osa(), transfers.programmes()
    >>> figure = charts.transfers.osa(grants, programmes, sources.register())
    >>> figure.title.split(" to ")[0]
    'Security assistance agreed rose from 1.98 billion yen in FY2023'
    """
    budgets = programmes[programmes["kind"] == ASSISTANCE].set_index("fiscal_year")
    order = {"ascending": [True, False], "na_position": "last", "ignore_index": True}
    rows = grants.sort_values(["fiscal_year", "value"], **order)
    years = sorted({*rows["fiscal_year"], *budgets.index})
    rows["place"] = rows.index + HEAD * (rows["fiscal_year"].map(years.index) + 1)
    lines = len(rows) + HEAD * len(years)
    figure, axes = new(1.8 + 0.32 * lines, phone=2.6 + 0.52 * lines)
    earlier = [sum(rows["fiscal_year"] < year) for year in years]
    heads = [before + HEAD * place + 0.15 for place, before in enumerate(earlier)]
    right = rows["value"].max() / 1e9 * (1.02 if narrow() else 1.75)
    axes.set(xlim=(0, right), ylim=(max(rows["place"].max(), *heads) + 0.7, -0.6))
    _grants(axes, rows)
    for year, place in zip(years, heads, strict=True):
        head = _year_head(year, rows[rows["fiscal_year"] == year], budgets)
        head = fill(head, 40) if narrow() else head
        say(axes, 0, place, head, va="center", fontsize=10, fontweight="bold")
    title, alt = _grants_words(rows)
    subtitle = (
        "Official Security Assistance 政府安全保障能力強化支援: ceilings of grants agreed, billion "
        f"yen, fiscal years {years[0]}–{years[-1]}; dark: delivered, at least in part"
    )
    money = budgets.reset_index()[["fiscal_year", "amount", "source_id"]]
    table = pd.concat([rows[GRANTS], money])
    return finish(figure, title=title, subtitle=subtitle, alt=alt, table=table, register=register)


def _periods(axes: Axes, rows: pd.DataFrame, when: pd.DataFrame, end: float) -> None:
    """Draw a bar per partner, hatched from signature where the day in force is not known."""
    for force, (colour, hatch, label) in FORCE.items():
        some = (rows["in_force"] == force).to_numpy()
        begin = when["latest"].where(rows["in_force"] == "yes", when["signed"])[some]
        edge = PLAIN if hatch else colour
        bar: Style = {"color": colour, "hatch": hatch, "edgecolor": edge, "height": 0.5}
        axes.barh(rows.index[some], end - begin, left=begin, **bar)
        look: Style = {"va": "center", "color": "white" if colour == PLAIN else INK}
        if hatch:
            look["bbox"] = {"facecolor": "white", "edgecolor": "none", "pad": 1}
        words = label.replace("of entry into force ", "") if narrow() else label
        for place in rows.index[some][:1]:
            say(axes, begin[place] + 0.4, place, words, **look)


def _count_in_force(axes: Axes, rows: pd.DataFrame, right: float) -> None:
    """Write beside each partner how many agreements were in force when it signed.

    That is at least–at most; who signed before 2013 is counted on its first day.
    """
    for place, row in rows.iterrows():
        day = max(row["signed"], START)
        low, high = (rows["latest"] <= day).sum(), (rows["earliest"] <= day).sum()
        words = f"{low}–{high}" if low < high else f"{low}"
        say(axes, right, place, words, ha="right", va="center", fontsize=9.5)
    say(axes, right, -0.75, "in force", ha="right", va="center", color=GREY)


def _agreements_words(rows: pd.DataFrame, until: pd.Timestamp) -> tuple[str, str]:
    """Return the title and the description of the agreements."""
    sure, most = (rows["in_force"] == "yes").sum(), (rows["in_force"] != "no").sum()
    title = f"{len(rows)} partners have signed a transfer agreement; {sure} to {most} are in force"
    unknown = ", ".join(rows.loc[rows["in_force"] == "unknown", "country"])
    last = rows.iloc[-1]
    alt = f"{title} on {until:%Y-%m-%d}. The day of entry into force was not found for {unknown}. "
    alt += f"First {rows['country'][0]}, latest {last['country']} ({last['signed']:%Y-%m-%d})."
    return title, alt


def _grants(axes: Axes, rows: pd.DataFrame) -> None:
    """Draw a bar per grant, dark where something arrived, with its value and item beside it.

    On a telephone they stand above it, with the recipient.
    """
    arrived = rows["status"].astype("str").str.contains("delivered")
    colours = arrived.map({True: STAGES["delivered"][1], False: STAGES["contracted"][1]})
    values = rows["value"].astype("float64") / 1e9
    places, high = (rows["place"] + 0.2, 0.24) if narrow() else (rows["place"], 0.66)
    axes.barh(places, values, height=high, color=colours)
    axes.set(xticks=[], yticks=[])
    if not narrow():
        axes.set_yticks(rows["place"], rows["recipient"])
    axes.spines[["bottom", "left"]].set_visible(False)
    right = axes.get_xlim()[1]
    for row, value in zip(rows.itertuples(), values.fillna(0), strict=True):
        amount = "no value found" if pd.isna(row.value) else f"{value:,.3g}"
        if narrow():
            words = fill(f"{row.recipient} {amount}: {row.item}", 48)
            say(axes, 0, row.place, words, va="bottom")
        else:
            words = fill(f"{amount}  {row.item}", int(70 * (1 - value / right)))
            say(axes, value + right / 120, row.place, words, va="center")


def _year_head(year: int, grants: pd.DataFrame, budgets: pd.DataFrame) -> str:
    """Return what was agreed in a fiscal year and what was budgeted, in words."""
    signed = f"{grants['value'].sum() / 1e9:,.4g} agreed" if len(grants) else "no grant found,"
    if year not in budgets.index:
        return f"FY{year}: {signed}, budget not found"
    draft = " in the draft budget" if "draft" in budgets.loc[year, "programme"] else " budgeted"
    return f"FY{year}: {signed} of {budgets.loc[year, 'amount'] / 1e9:,.4g}{draft}"


def _grants_words(rows: pd.DataFrame) -> tuple[str, str]:
    """Return the title and the description of the grants."""
    sums = (rows.groupby("fiscal_year")["value"].sum() / 1e9).iloc[[0, -1]]
    grew = "rose" if sums.iloc[-1] > sums.iloc[0] else "fell"
    first, last = (f"{amount:,.3g} billion yen in FY{year}" for year, amount in sums.items())
    title = f"Security assistance agreed {grew} from {first} to {last}"
    partners = rows["recipient"]
    counts = partners.value_counts().sort_index().sort_values(ascending=False, kind="stable")
    largest = rows.loc[rows["value"].astype("float64").idxmax()]
    alt = f"{title}. {len(rows)} grants to {partners.nunique()} partners, "
    alt += f"{rows['value'].sum() / 1e9:,.4g} billion yen in all. {counts.index[0]} has the most, "
    alt += f"{counts.iloc[0]}; the largest is {largest['value'] / 1e9:,.3g} billion yen "
    return title, f"{alt}({largest['recipient']})."
