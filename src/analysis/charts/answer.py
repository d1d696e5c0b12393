"""The answer in one figure: what the rules let through, what the article claims and what was transferred, on one axis of time.

Time runs at three speeds, because most of it happened late; each stretch is headed by its years. A line down the figure is a
day (or month) on which a claim meets a rule change or a delivery.
"""

import textwrap

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.legend import Legend

from .. import periods
from .colours import EFFECTS, STAGES, STATUSES, UNSETTLED, VERDICTS
from .figure import GREY, INK, PALE, finish, house, narrow, new
from .marks import points, samples, slots

STRETCHES = {
    1967: 0.0,
    2014: 0.27,
    2023: 0.55,
    2027: 1.0,
}  # first year of a stretch → where it begins, as a part of the width
TICKS = [1967, 1990, 2014, 2018, 2023, 2024, 2025, 2026]
LINE, HIGH, GAP = (
    0.175,
    7,
    0.1,
)  # inches of a line of text; lines of the curve for all kinds; inches between marks that would touch
LETTERS = 14.2  # small letters to an inch
SMALL, HEAD = (
    {"fontsize": 9, "color": INK},
    {"fontsize": 10, "color": INK, "fontweight": "bold", "va": "center"},
)
NAMES = {"R043": "licensed arms to the licensor", "R050": "arms where there is an agreement"}
HOLDS = ["supported", "mostly supported"]
KINDS = {  # status → look of its part of the curve
    "allowed": {"color": STATUSES["allowed"]},
    "conditional": {"color": STATUSES["conditional"]},
    UNSETTLED: {"facecolor": "white", "edgecolor": GREY, "hatch": "/////", "linewidth": 0},
}


@house
def answer(events: pd.DataFrame, register: pd.DataFrame) -> Figure:
    """Rule changes, claims and transfers on one axis of time; `events` is `conclusions.events()`."""
    rows = events.assign(x=_across(events["date"]), end=_across(events["until"]))
    parts = dict(list(rows.groupby("part", sort=False)))
    figure, axes = new(12)
    line = _meetings(axes, _met(parts), 1)
    line = _rules(axes, parts["rule"], parts["kinds"], line + 1)
    line = _claims(axes, parts["claim"], parts["article"]["x"].iloc[0], line + 1.5)
    line = _transfers(axes, parts["transfer"], line + 0.8)
    _time_across(axes, line)
    figure.set_figheight((2.3 if narrow() else 1.6) + LINE * line)
    title, alt = _words(parts)
    subtitle = f"Rule changes, claims and transfers, 1967 to {rows['until'].max():%Y-%m-%d}; hollow: grade D, not verified. The scale of time changes in 2014 and 2023"
    return finish(figure, title=title, subtitle=subtitle, alt=alt, table=events, register=register)


CHARTS = {"answer": answer}


def _across(days: pd.Series) -> pd.Series:
    """Where days stand, as a part of the width."""
    years = periods.decimal_year(days)
    return pd.Series(
        np.interp(years.astype("float64"), list(STRETCHES), list(STRETCHES.values())), days.index
    )


def _width() -> float:
    return 3.45 if narrow() else 6.25


def _fold(text: str, inches: float, lines: int = 9) -> str:
    return "\n".join(textwrap.wrap(text, int(inches * LETTERS), max_lines=lines, placeholder=" …"))


def _when(row: pd.Series) -> str:
    return periods.in_words(row["date"], row["precision"])


def _met(parts: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """The days (or months) of claims that are those of a rule change or a delivery too, and the article's, the latest first."""
    claims, changes, moved = (parts[name] for name in ("claim", "rule", "transfer"))
    named = changes["id"].map(NAMES)
    changes = changes.assign(
        label=named.fillna(changes["label"]), unnamed=named.isna()
    ).sort_values(["date", "unnamed"])
    moved = moved[moved["mark"] == "delivered"].assign(
        label=lambda rows: rows["label"].str.replace("(.+?): (.+)", r"\2 delivered, \1", regex=True)
    )
    days = claims[["date", "precision"]].drop_duplicates()
    met = pd.concat(
        [frame.merge(days, on=["date", "precision"]) for frame in (changes, moved)]
    ).drop_duplicates("date")
    article = parts["article"].assign(label="the article, " + parts["article"]["label"])
    return pd.concat([met, article]).sort_values("date", ascending=False)


def _meetings(axes: Axes, met: pd.DataFrame, line: float) -> float:
    """Each meeting in words, and from there a line down."""
    for _, row in met.iterrows():
        own = row["part"] == "article"
        text = _fold(f"{_when(row)}: {row['label']}", row["x"] * _width() - 0.1)
        line += text.count("\n") + 1
        axes.plot(
            [row["x"]] * 2,
            [line - 1, 999],
            color=INK if own else "#999999",
            lw=1.2 if own else 0.9,
            ls="-" if own else (0, (4, 2)),
            zorder=1,
        )
        axes.annotate(
            text,
            (row["x"], line),
            (-4, 0),
            textcoords="offset points",
            ha="right",
            va="bottom",
            fontweight="bold" if own else "normal",
            **SMALL,
        )
    return line


def _rules(axes: Axes, changes: pd.DataFrame, kinds: pd.DataFrame, line: float) -> float:
    """A mark for each rule change by its effect, and below it how many kinds of transfer were open."""
    line = _head(axes, line, "The rules: changes by effect, and kinds of transfer that are open")
    line = _key(
        axes,
        line,
        {f"{effect} {(changes['mark'] == effect).sum()}": look for effect, look in EFFECTS.items()},
    )
    above = slots(changes["x"], GAP / _width())
    line += 1.2 + 0.6 * above.max()
    for effect, look in EFFECTS.items():
        _marks(axes, changes[changes["mark"] == effect], line - 0.6 * above, look)
    wide = (
        kinds.pivot(index=["x", "end"], columns="mark", values="number")
        .astype("float64")
        .reset_index()
    )
    whole = kinds.groupby("date")["number"].sum().max()
    line, low = line + HIGH + 1, 0
    axes.plot([0, 1], [line - HIGH] * 2, color="#bbbbbb", lw=0.8, zorder=0)
    axes.text(
        0,
        line - HIGH,
        _fold(f"of {whole} kinds; hatched: {UNSETTLED}", 0.6 * _width()),
        va="top",
        **SMALL,
    )
    for status, look in KINDS.items():
        axes.bar(
            wide["x"],
            -wide[status] * HIGH / whole,
            wide["end"] - wide["x"],
            bottom=line - low,
            align="edge",
            zorder=2,
            **look,
        )
        low = low + wide[status] * HIGH / whole
    return _numbers(axes, wide, line, HIGH / whole)


def _numbers(axes: Axes, wide: pd.DataFrame, line: float, unit: float) -> float:
    """The number of open kinds where there is room for it, and the statuses in words in the longest step of the middle stretch."""
    opened, room = wide["allowed"] + wide["conditional"], (wide["end"] - wide["x"]) * _width()
    look = {
        "ha": "center",
        "va": "bottom",
        "bbox": {"facecolor": "white", "edgecolor": "none", "pad": 0.6},
        "zorder": 3,
    }
    room.iloc[-1] = 1  # the last one always
    for place in wide.index[room > 0.02 + 0.075 * opened.astype("int64").astype("str").str.len()]:
        axes.text(
            wide.loc[place, ["x", "end"]].mean(),
            line - opened[place] * unit - 0.15,
            f"{opened[place]:.0f}",
            **look,
            **SMALL,
        )
    longest = wide[wide["x"] > 0.2].iloc[(wide["end"] - wide["x"])[wide["x"] > 0.2].argmax()]
    middle, low = (longest["x"] + longest["end"]) / 2, line - longest["allowed"] * unit / 2
    axes.text(middle, low, "allowed", ha="center", va="center", fontsize=9, color="white", zorder=3)
    axes.text(
        middle,
        line - (longest["allowed"] + longest["conditional"] / 2) * unit,
        "conditional",
        ha="center",
        va="center",
        zorder=3,
        **SMALL,
    )
    return line


def _claims(axes: Axes, claims: pd.DataFrame, article: float, line: float) -> float:
    """Per verdict and day one row: the claims, and a span between the article and that day."""
    line = _head(
        axes,
        line,
        "The claims: verdict now, at the day from which one can be checked, or of which it is true",
    )
    for verdict, (colour, marker) in VERDICTS.items():
        own = claims[claims["mark"] == verdict]
        line = _key(axes, line, {f"{verdict}: {len(own)}": (marker, colour)}) if len(own) else line
        for (x, _), some in own.groupby(["x", own["id"] if verdict not in HOLDS else own["mark"]]):
            text = " ".join(some["id"]) + (
                f" {some['label'].iloc[0].rstrip('.')}" if len(some) == 1 else ""
            )
            text = _fold(text, min(x, article) * _width() - 0.1, 3)
            lines = text.count("\n") + 1
            line += lines
            axes.text(0, line, text, va="bottom", **SMALL)
            axes.plot([article, x], [line - lines / 2] * 2, color=colour, lw=2.2, zorder=2)
            axes.scatter(
                [x],
                [line - lines / 2],
                46,
                marker=marker,
                color=colour,
                edgecolor="white",
                lw=0.5,
                zorder=4,
                clip_on=False,
            )
        line += 0.4 * (len(own) > 0)
    return line


def _transfers(axes: Axes, moved: pd.DataFrame, line: float) -> float:
    """A lane per stage with a mark for each dated case."""
    line = _head(axes, line, f"The transfers: {moved['id'].nunique()} cases with a date")
    for stage, look in STAGES.items():
        own = moved[moved["mark"] == stage]
        above = slots(own["x"], GAP / _width())
        axes.text(0, line + 1, f"{stage}: {len(own)}", va="bottom", **SMALL)
        line += 2.2 + 0.6 * max(0, above.max() - 1)
        _marks(axes, own, line - 0.5 - 0.6 * above, look)
        axes.plot([0, 1], [line] * 2, color=PALE, lw=0.8, zorder=0)
    return line + 0.3


def _time_across(axes: Axes, line: float) -> None:
    """The stretches of time, headed by their years and shaded by turns, and years below."""
    starts, ends = list(STRETCHES)[:-1], list(STRETCHES)[1:]
    for place, (start, end) in enumerate(zip(starts, ends, strict=True)):
        left, right = STRETCHES[start], STRETCHES[end]
        axes.axvspan(left, right, color="#f4f4f4" if place % 2 == 0 else "white", lw=0, zorder=-2)
        axes.text(
            (left + right) / 2,
            0,
            f"{start}–{end - 1}" if end < 2027 else f"from {start}",
            ha="center",
            va="center",
            fontsize=9,
            color=GREY,
        )
    axes.set(xlim=(0, 1), ylim=(line, -0.8), yticks=[])
    axes.set_xticks(np.interp(TICKS, list(STRETCHES), list(STRETCHES.values())), TICKS)
    axes.spines[["left"]].set_visible(False)


def _head(axes: Axes, line: float, text: str) -> float:
    text = _fold(
        text, _width() * 0.52
    )  # bold letters take more room; the lines of the meetings begin right of it
    lines = text.count("\n") + 1
    axes.text(0, line + lines / 2, text, **HEAD)
    return line + lines * 1.05


def _key(axes: Axes, line: float, keys: dict[str, tuple[str, str]]) -> float:
    """A line of marks with their names (on a telephone two to a line)."""
    columns = 2 if narrow() else 4
    place = {
        "loc": "upper left",
        "bbox_to_anchor": (0, line + 0.1),
        "bbox_transform": axes.transData,
    }
    legend = Legend(
        axes,
        samples(keys, size=6.5),
        list(keys),
        ncols=columns,
        borderpad=0,
        borderaxespad=0,
        handletextpad=0.3,
        handlelength=1,
        columnspacing=1,
        fontsize=9,
        **place,
    )
    legend.set_in_layout(False)
    axes.add_artist(legend)
    return line + -(-len(keys) // columns) * 1.1


def _marks(axes: Axes, rows: pd.DataFrame, lines: pd.Series, look: tuple[str, str]) -> None:
    """One marker per row, hollow where it is of grade D."""
    style = {"linewidth": 1.2, "zorder": 4, "clip_on": False}
    points(axes, rows["x"], lines[rows.index], look, rows["confidence"] == "D", 34, **style)


def _words(parts: dict[str, pd.DataFrame]) -> tuple[str, str]:
    """The title and the description."""
    verdicts = parts["claim"]["mark"].value_counts().reindex(list(VERDICTS), fill_value=0)
    kinds = parts["kinds"].pivot(index="date", columns="mark", values="number")
    opened, whole, day = (
        kinds["allowed"] + kinds["conditional"],
        kinds.sum(axis=1).max(),
        parts["article"]["date"].iloc[0],
    )
    stages = parts["transfer"]["mark"].value_counts()[list(STAGES)]
    least = "at least " * bool(kinds[UNSETTLED].iloc[-1])
    title = f"{verdicts[HOLDS].sum()} of {verdicts.sum()} claims hold or mostly hold; {least}{opened.iloc[-1]} of {whole} kinds of transfer are open, {opened.min() or 'none'} were in {opened.idxmin():%Y}"
    alt = f"{title}. Verdicts now: " + ", ".join(f"{n} {name}" for name, n in verdicts.items() if n)
    alt += f". Open kinds: {opened.iloc[0]} in {opened.index[0]:%Y}, {opened[opened.index <= day].iloc[-1]} on the article's day, {opened.iloc[-1]} since {opened.index[-1]:%Y-%m-%d}, when {kinds[UNSETTLED].iloc[-1]} are not determinable."
    alt += (
        " Dated stages of the transfers: "
        + ", ".join(f"{n} {stage}" for stage, n in stages.items())
        + ". Claims meet a rule change or a delivery: "
    )
    return title, alt + "; ".join(
        _when(row) for _, row in _met(parts)[::-1].iterrows() if row["part"] != "article"
    ) + "."
