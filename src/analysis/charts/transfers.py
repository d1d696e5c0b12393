"""Charts of the transfers: each case from decision to delivery, and the wait since its rule.

Agreements and security assistance, by partner, are drawn in `partners`.
"""

from textwrap import fill
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from .. import periods
from .colours import AGAINST, STAGES
from .figure import GREY, INK, PALE, Chart, Style, chart, finish, narrow, new
from .marks import graded, key, say, slots
from .partners import agreements, osa

OPEN, LAPSED = (">", GREY), ("x", AGAINST)  # marker and colour of what is not delivered
# A later stage is drawn inside an earlier one, so that all of one day are seen.
SIZES = {"decided": 75, "contracted": 34, "delivered": 26}
SMALL = 38  # square points of any other marker
SINCE = pd.Timestamp("2011-01-01")  # rule changes before it have few cases
ARRIVED = ["delivered", "part delivered"]
KEY: Style = {"size": 6.5, "handlelength": 1.4, "columnspacing": 1}
# behind names that a line would cross
CLEAR: Style = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}
KEPT = [
    "transfer_id",
    "recipient_iso3",
    "item",
    "status",
    *STAGES,
    "rule_id",
    "confidence",
    "source_id",
    "sources",
]


@chart
def stages(cases: pd.DataFrame, changes: pd.DataFrame, register: pd.DataFrame) -> Chart:
    """Draw each counted case, decided → contracted → delivered, below the rules before it.

    Parameters
    ----------
    cases : pandas.DataFrame
        `transfers.cases()`: one row per case; a stage that is not dated is missing.
    changes : pandas.DataFrame
        `rules.timeline()`. The landmarks since 2011 are named, and the rule on which most cases
        rest.
    register : pandas.DataFrame
        `sources.register()`.

    Returns
    -------
    Chart
        Its table has one row per counted case and named rule change, the earliest first.

    Examples
    --------
    >>> cases, changes = transfers.cases(), rules.timeline()
    >>> figure = charts.transfers.stages(cases, changes, sources.register())
    >>> figure.title.split(" of ")[1].split("; ")[0][3:]
    'counted cases have a dated delivery'
    """
    counted, until = _dated(cases[cases["counted"]]), register["published"].max()
    named = _named(counted, changes)
    named = named.assign(first=periods.decimal_year(named["date"]), rule=True)
    both = pd.concat([named, counted.assign(rule=False)]).sort_values(
        ["first", "rule", "transfer_id"], ascending=[True, False, True], ignore_index=True
    )
    is_rule = both["rule"].astype("bool")
    rows, end = both[~is_rule], periods.decimal_year(until)
    figure, axes = new(2.0 + 0.175 * len(both), phone=3.4 + 0.44 * len(both))
    _changes(axes, both[is_rule], len(both))
    _name_cases(axes, rows)
    _draw_stages(axes, rows, end)
    begin = both["first"].min()
    room = 0.9 if narrow() else 1.1 * (end + 1.3 - begin)  # for the names at the left
    axes.set(xlim=(begin - room, end + 1.3), ylim=(len(both) - 0.2, -2.4), yticks=[])
    axes.set_xticks(range(int(begin) // 5 * 5 + 5, until.year + 1, 5))
    axes.tick_params(labeltop=narrow())
    axes.spines["left"].set_visible(False)
    key(axes, {**STAGES, "no delivery seen": OPEN, "lapsed": LAPSED}, ["no delivery seen"], **KEY)
    title, alt = _stages_words(rows)
    subtitle = f"Counted cases and rule changes (bold), the earliest first, to {until:%Y-%m-%d}; "
    subtitle += "a month alone stands at its first day"
    table = both[[*KEPT, "title_en", "date"]]
    return finish(figure, title=title, subtitle=subtitle, alt=alt, table=table, register=register)


@chart
def lags(lags: pd.DataFrame, waits: pd.DataFrame, register: pd.DataFrame) -> Chart:
    """Draw the years from a rule to each stage of its cases.

    Parameters
    ----------
    lags : pandas.DataFrame
        `transfers.lags(changes)`: one row per case and stage, the days since its rule applied.
    waits : pandas.DataFrame
        `transfers.waits(lags, ["stage"])`: one row per stage, its median missing where fewer than
        half came.
    register : pandas.DataFrame
        `sources.register()`.

    Returns
    -------
    Chart
        Its table has one row per case and stage that can be placed in time.

    Examples
    --------
    >>> waited = transfers.lags(rules.timeline())
    >>> by_stage = transfers.waits(waited, ["stage"])
    >>> figure = charts.transfers.lags(waited, by_stage, sources.register())
    >>> figure.title[:34]
    'Half the cases were decided within'
    """
    rows = _waited(lags)
    right = max(rows["years"].max(), 1) * 1.04
    gap = right / (26 if narrow() else 45)
    rows["slot"] = rows.groupby("stage")["years"].transform(slots, gap=gap)
    slots_used = rows.groupby("stage")["slot"].max()
    deep = (slots_used + (8 if narrow() else 7)).clip(lower=10)
    lanes = deep.reindex(waits["stage"].astype("str")).cumsum()
    rows["y"] = rows["stage"].map(lanes) - rows["slot"]
    figure, axes = new(2.2 + 0.125 * lanes.iloc[-1], phone=3.2 + 0.125 * lanes.iloc[-1])
    for (stage, state), some in rows.groupby(["stage", "state"]):
        look = {"dated": STAGES[stage], "open": OPEN, "lapsed": LAPSED}[state]
        hollow = state == "open"
        graded(axes, some["years"], some["y"], look, some["confidence"], SMALL, hollow)
    heads = lanes - slots_used[lanes.index] - 1  # lines on which the lanes are headed
    for wait in waits.astype({"stage": "str"}).itertuples():
        _median(axes, lanes[wait.stage] + 1.5, wait, right, heads[wait.stage])
    top = heads.iloc[0] - (6.5 if narrow() else 4.5)
    axes.set(xlim=(-right / 60, right), ylim=(lanes.iloc[-1] + 3, top), yticks=[])
    axes.set_xlabel("years since the rule applied")
    axes.set_xticks(range(0, int(right) + 1, 5))
    axes.spines["left"].set_visible(False)
    key(axes, {"open": OPEN, "lapsed": LAPSED, "median": ("D", INK)}, ["open"], **KEY)
    title, alt = _lags_words(waits)
    subtitle = (
        "Years from the day a rule applied to each stage of its counted cases; band: 95 % interval "
        "of the median; open: not seen by the latest dated item"
    )
    table = rows.drop(columns=["slot", "y"])
    return finish(figure, title=title, subtitle=subtitle, alt=alt, table=table, register=register)


CHARTS = {"stages": stages, "lags": lags, "agreements": agreements, "osa": osa}


def _dated(cases: pd.DataFrame) -> pd.DataFrame:
    """Return the cases with their stages as decimal years, the first and the last of them."""
    years = pd.DataFrame({f"{stage}_year": periods.decimal_year(cases[stage]) for stage in STAGES})
    rows = pd.concat([cases.astype({"status": "str", "confidence": "str"}), years], axis=1)
    return rows.assign(first=years.min(axis=1), last=years.max(axis=1))


def _named(cases: pd.DataFrame, changes: pd.DataFrame) -> pd.DataFrame:
    """Return the landmarks since 2011, and the rule on which most of the cases rest."""
    landmarks = changes["landmark"] & (changes["date"] >= SINCE)
    return changes[landmarks | changes["rule_id"].isin(cases["rule_id"].mode().head(1))]


def _draw_stages(axes: Axes, rows: pd.DataFrame, until: float) -> None:
    """Draw a line from the first to the last stage of each case, the stages, and what is open."""
    places, grades = rows.index.to_series(), rows["confidence"]
    axes.hlines(rows.index, rows["first"], rows["last"], color="#999999", linewidth=2)
    for stage, look in STAGES.items():
        graded(axes, rows[f"{stage}_year"], places, look, grades, SIZES[stage])
    waiting = rows["delivered"].isna() & rows["first"].notna() & ~rows["status"].isin(ARRIVED)
    _waits(axes, rows[waiting], until)


def _stages_words(rows: pd.DataFrame) -> tuple[str, str]:
    """Return the title and the description of the cases."""
    lapsed = (rows["status"] == "lapsed").sum()
    title = f"{rows['delivered'].notna().sum()} of {len(rows)} counted cases have a dated delivery;"
    title += f" {lapsed} lapsed"
    days = (rows["delivered"] - rows["decided"]).dt.days
    slowest = rows.loc[days.idxmax()]
    alt = f"{title}. From decision to first delivery the longest took {days.max():.0f} days "
    alt += f"({slowest['recipient']}, {slowest['item']}), the shortest {days.min():.0f}."
    return title, alt


def _short(text: str, length: int) -> str:
    """Return a text without what stands in brackets, then without its last words, if too long."""
    if len(text) > length:
        text = text.partition(" (")[0]
    if len(text) <= length:
        return text
    words = text[: text[:length].rfind(" ")]
    for ending in (" for", " and", " in"):
        words = words.removesuffix(ending)
    return words.rstrip(",:") + " …"


def _changes(axes: Axes, changes: pd.DataFrame, lanes: int) -> None:
    """Write each rule change in bold on its own row, with a line down from there."""
    dashed: Style = {"color": "#bbbbbb", "linewidth": 0.9, "linestyle": (0, (4, 2)), "zorder": 0}
    look: Style = {"va": "center", "fontweight": "bold", "bbox": CLEAR}
    for place, row in changes.iterrows():
        axes.vlines(row["first"], place - 0.35, lanes, **dashed)
        name = f"{row['date']:%Y-%m-%d} {row['short_name']}"
        y = place - 0.2 if narrow() else place
        say(axes, 0, y, name, transform=axes.get_yaxis_transform(), **look)


def _name_cases(axes: Axes, rows: pd.DataFrame) -> None:
    """Write recipient and item left of each case's marks, or above them on a telephone."""
    across = axes.get_yaxis_transform()
    since = rows["first"].fillna(rows["first"].max()) - rows["first"].min()
    letters = 46 + 1.9 * since  # that fit before the first mark
    for place, row in rows.iterrows():
        undated = " – no date found" if pd.isna(row["first"]) else ""
        room = 88 if narrow() else int(letters[place])
        item = _short(row["item"], room - len(row["recipient"]) - len(undated))
        name = f"{row['recipient']}: {item}{undated}"
        if narrow():
            name = fill(name, 48, break_on_hyphens=False)
            say(axes, 0, place - 0.15, name, va="bottom", transform=across, bbox=CLEAR)
        else:
            say(axes, 0, place, name, va="center", transform=across, bbox=CLEAR)


def _waits(axes: Axes, rows: pd.DataFrame, until: float) -> None:
    """Draw a dotted line on, past the latest dated item, for what is open; a cross where lapsed."""
    lapsed, places, grades = rows["status"] == "lapsed", rows.index.to_series(), rows["confidence"]
    dotted: Style = {"color": "#bbbbbb", "linewidth": 1, "linestyle": ":"}
    axes.hlines(places[~lapsed], rows["last"][~lapsed], until + 0.7, **dotted)
    right = pd.Series(until + 0.7, rows.index[~lapsed])
    graded(axes, right, places[~lapsed], OPEN, grades[~lapsed], SMALL, hollow=True)
    beside = rows["last"][lapsed] + 0.5
    graded(axes, beside, places[lapsed], LAPSED, grades[lapsed], SMALL)


def _waited(lags: pd.DataFrame) -> pd.DataFrame:
    """Return the stages that can be placed in time, with the `years` since the rule."""
    rows = lags[lags["state"] != "undated"].astype({"state": "str", "stage": "str"})
    days = rows["days_to"].fillna(rows["days_from"]).astype("float64")
    return rows.assign(years=days / periods.DAYS_PER_YEAR).sort_values(["years", "transfer_id"])


def _lags_words(waits: pd.DataFrame) -> tuple[str, str]:
    """Return the title and the description of the waits."""
    middle, last = waits["median"].iloc[0], waits.iloc[-1]
    half = "Fewer than half the cases were decided"
    if pd.notna(middle):
        years = middle / periods.DAYS_PER_YEAR
        half = f"Half the cases were decided within {years:.1f} years of their rule"
    title = f"{half}; {last['dated']} of {last['cases']} are known to be {last['stage']}"
    counted = ", ".join(f"{wait.dated} of {wait.cases} {wait.stage}" for wait in waits.itertuples())
    medians = "; ".join(f"{wait.stage}: {_words(wait)}" for wait in waits.itertuples())
    return title, f"{title}. Dated stages of the cases with a rule: {counted}. {medians}."


def _years(days: Any) -> float | None:
    """Return days as years; nothing where they are missing."""
    return None if pd.isna(days) else days / periods.DAYS_PER_YEAR


def _median(axes: Axes, place: float, wait: Any, right: float, above: float) -> None:
    """Draw a lane's median with its interval, and write its name and counts above."""
    low, high, middle = _years(wait.low), _years(wait.high), _years(wait.median)
    if low is not None:
        end = right if high is None else high
        axes.barh(place, end - low, left=low, height=0.6, color=PALE)
    if middle is not None:
        axes.plot([middle], [place], "D", color=INK, markersize=5)
    counts = f"{wait.dated} dated, {wait.open} open, {wait.lapsed} lapsed, {wait.undated} without"
    head = f"{wait.stage}: {counts} date; {_words(wait)}"
    say(axes, 0, above, fill(head, 46) if narrow() else head, va="bottom")


def _words(wait: Any) -> str:
    """Return a median wait with its interval, in years."""
    middle, low, high = _years(wait.median), _years(wait.low), _years(wait.high)
    if middle is None:
        return "fewer than half came"
    ends = "?" if low is None else f"{low:.1f}", "no end" if high is None else f"{high:.1f}"
    return f"median {middle:.1f} years ({ends[0]} to {ends[1]})"
