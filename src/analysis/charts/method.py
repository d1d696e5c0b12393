"""Charts of the method: where two codings differ, and how long a rule waits for its cases."""

from typing import Any

import pandas as pd
import seaborn as sns
from matplotlib.colors import ListedColormap

from .. import periods, rules, tables, transfers
from .colours import BLACK, BLUE, GREY, INK, PALE, RED
from .figure import Chart, Style, narrow
from .marks import key, mark_rows, rows_high, say, slots
from .scope import chart

LETTERS = {"allowed": "A", "conditional": "C", "prohibited": "P", "not addressed": "–"}
KEPT = ["the codings agree", "the first was kept", "the second was kept", "neither was kept"]
TINTS = ["#ececec", "#c3e2f6", "#5aa6d8", "#f3c5a6"]
STATES = {"dated": ("o", BLUE), "open": (">", GREY), "lapsed": ("X", RED)}


def waited() -> pd.DataFrame:
    """Return the stages of all cases with the days since their rule."""
    return transfers.lags(rules.timeline())


@chart(
    rules.codings,
    "cell",
    ["regime_id", "on", "provision_id", "first", "second", "settled", "agree"],
)
def codings(rows: pd.DataFrame, lead: str) -> Chart:
    """Draw where two codings of the rules differ, and which of them was kept.

    A cell per regime and kind of transfer. Its table has one row per cell.

    Examples
    --------
    >>> charts.method.codings().title.split(" agree")[0]
    'Two people who coded the rules apart'
    """
    kinds = tables.read("provisions").set_index("provision_id")["short_name"]
    rows = rows[rows["provision_id"].isin(kinds.index)].reset_index(drop=True)
    rows["provision"] = rows["provision_id"].map(kinds)
    rows["kept"] = 3
    rows.loc[rows["settled"] == rows["second"], "kept"] = 2
    rows.loc[rows["settled"] == rows["first"], "kept"] = 1
    rows.loc[rows["first"] == rows["second"], "kept"] = 0
    letters = {side: rows[side].map(LETTERS) for side in ("first", "second")}
    same = rows["first"] == rows["second"]
    rows["letters"] = letters["first"].where(same, letters["first"] + "|" + letters["second"])
    names = [name for name in kinds if name in set(rows["provision"])]
    shown = rows.pivot(index="provision", columns="on", values="kept").loc[names]
    words = rows.pivot(index="provision", columns="on", values="letters").loc[names]
    differ = (~same).sum()
    title = f"{lead}the two codings agree on {same.sum()}"
    if not lead:
        title = f"Two people who coded the rules apart agree on {same.sum()} of {len(rows)} cells"
    parted = rows.loc[~same, "provision"].value_counts().head(2)
    most = " and ".join(f"{name} ({number})" for name, number in parted.items()) or "none"
    alt = f"{title} and differ on {differ}, most on {most}. Of the {differ} the first coding was "
    alt += f"kept in {(rows['kept'] == 1).sum()}, the second in {(rows['kept'] == 2).sum()}."
    subtitle = (
        "A allowed, C conditional, P prohibited, – no rule; two letters: first | second coding"
    )
    high = rows_high(len(names), 0.27, 0.5) + 0.7
    figure = Chart(high, title=title, subtitle=subtitle, alt=alt, table=_coded(rows))
    axes = figure.picture()
    sns.heatmap(
        shown.astype("float64"),
        annot=words.fillna(""),
        fmt="",
        vmin=0,
        vmax=3,
        cbar=False,
        ax=axes,
        cmap=ListedColormap(TINTS),
        linewidths=2,
        annot_kws={"size": 9, "color": BLACK},
    )
    axes.set(xlabel="", ylabel="")
    days = [f"’{day:%y}" if narrow() else f"{day:%Y}" for day in shown.columns]
    axes.set_xticks([place + 0.5 for place in range(len(days))], days, rotation=0)
    axes.set_yticks([place + 0.5 for place in range(len(names))], names, rotation=0)
    axes.tick_params(length=0)
    axes.collections[0].set_linewidth(0 if narrow() else 2)
    looks: dict[str, Style] = {
        name: {"facecolor": tint} for name, tint in zip(KEPT, TINTS, strict=True)
    }
    key(axes, looks)
    return figure


@chart(waited, "stage", ["transfer_id", "stage", "state", "days_from", "days_to", "confidence"])
def lags(given: pd.DataFrame, lead: str) -> Chart:
    """Draw the years from a rule to each stage of its cases.

    Its table has one row per case and stage that can be placed in time.

    Raises
    ------
    ValueError
        If no stage given can be placed in time.

    Examples
    --------
    >>> charts.method.lags().title[:34]
    'Half the cases were decided within'
    """
    rows = given[given["state"].astype("str") != "undated"].astype({"state": "str", "stage": "str"})
    if rows.empty:
        raise ValueError("none of the stages given has a day: nothing can be placed in time")
    days = rows["days_to"].fillna(rows["days_from"]).astype("float64")
    rows = rows.assign(years=days / periods.DAYS_PER_YEAR)
    rows = rows.sort_values(["years", "transfer_id"], ignore_index=True)
    names = [
        stage for stage in ("decided", "contracted", "delivered") if stage in set(rows["stage"])
    ]
    right = max(rows["years"].max(), 1) * 1.04
    beside = rows.groupby("stage")["years"].transform(slots, gap=right / (24 if narrow() else 42))
    rows["place"] = rows["stage"].map(names.index) - 0.13 * beside
    waits = transfers.waits(given, ["stage"]).astype({"stage": "str"})
    title, alt = _waits_words(waits, lead)
    subtitle = (
        "Years from the day a rule applied to each stage of its cases; hollow: not there yet when "
        "last seen; bar and line: 95 % interval and median"
    )
    high = rows_high(len(names), 0.95, 1.15) + 0.5
    figure = Chart(high, title=title, subtitle=subtitle, alt=alt, table=rows)
    axes = figure.picture()
    hollow = rows["state"] == "open"
    size = 28 if narrow() else 40
    mark_rows(axes, rows, "years", "place", "state", STATES, size=size, doubtful=hollow)
    for wait in waits[waits["stage"].isin(names)].itertuples():
        _median(axes, names.index(wait.stage) + 0.2, wait, right)
    axes.set(xlim=(-right / 60, right), ylim=(len(names) - 0.55, -0.95), xlabel="years")
    axes.set_yticks(range(len(names)), names)
    return figure


CHARTS = {"codings": codings, "lags": lags}


def _coded(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the cells with the sources of both codings."""
    coded = tables.read("regime_codings")
    wide = coded.pivot(index=["regime_id", "provision_id"], columns="coder", values="source_id")
    return rows.drop(columns="kept").join(
        wide.add_prefix("source_id_"), on=["regime_id", "provision_id"]
    )


def _waits_words(waits: pd.DataFrame, lead: str) -> tuple[str, str]:
    """Return the title and the description of the waits."""
    first, last = waits.iloc[0], waits.iloc[-1]
    there = f"{last['dated']} of {last['cases']} are known to be {last['stage']}"
    half = f"{lead}{there}"
    if not lead and pd.notna(first["median"]):
        years = first["median"] / periods.DAYS_PER_YEAR
        half = (
            f"Half the cases were {first['stage']} within {years:.1f} years of their rule; {there}"
        )
    each = "; ".join(
        f"{wait.stage}: {wait.dated} of {wait.cases}, {_words(wait)}" for wait in waits.itertuples()
    )
    return half, f"{half}. Cases with a day, and median wait: {each}."


def _years(days: Any) -> float | None:
    """Return days as years; nothing where they are missing."""
    return None if pd.isna(days) else days / periods.DAYS_PER_YEAR


def _words(wait: Any) -> str:
    """Return a median wait with its interval, in years."""
    middle, low, high = _years(wait.median), _years(wait.low), _years(wait.high)
    if middle is None:
        return "fewer than half came"
    ends = "?" if low is None else f"{low:.1f}", "no end" if high is None else f"{high:.1f}"
    return f"median {middle:.1f} years ({ends[0]} to {ends[1]})"


def _median(axes: Any, place: float, wait: Any, right: float) -> None:
    """Draw a stage's median with its interval below its marks, with its words."""
    low, high, middle = _years(wait.low), _years(wait.high), _years(wait.median)
    if low is not None:
        end = right if high is None else high
        axes.barh(place, end - low, 0.08, low, color=PALE, zorder=1)
    if middle is not None:
        axes.plot([middle], [place], "|", color=INK, markersize=10, mew=2)
    say(
        axes, 0, place + 0.05, f"{wait.dated} of {wait.cases}; {_words(wait)}", va="top", color=GREY
    )
