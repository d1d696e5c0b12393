"""The answer in one figure: rules, claims and transfers on one axis of time.

Time runs at three speeds, because most of it happened late; each stretch is headed by its years. A
line down the figure is a day (or month) on which a claim meets a rule change or a delivery.
"""

import textwrap

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.legend import Legend

from .. import periods
from .colours import EFFECTS, STAGES, STATUSES, UNSETTLED, VERDICTS
from .figure import GREY, INK, PALE, Chart, Style, chart, finish, narrow, new
from .marks import points, samples, say, slots

# first year of a stretch → where it begins, as a part of the width
STRETCHES = {1967: 0.0, 2014: 0.27, 2023: 0.55, 2027: 1.0}
TICKS = [1967, 1990, 2014, 2018, 2023, 2024, 2025, 2026]
LINE = 0.175  # inches of a line of text
HIGH = 7  # lines of the curve when it stands for all kinds
GAP = 0.1  # inches between two marks that would touch
LETTERS = 14.2  # small letters to an inch
BOLD: Style = {"fontsize": 10, "fontweight": "bold", "va": "center"}
HOLDS = ["supported", "mostly supported"]
KINDS: dict[str, Style] = {  # status → look of its part of the curve
    "allowed": {"color": STATUSES["allowed"]},
    "conditional": {"color": STATUSES["conditional"]},
    UNSETTLED: {"facecolor": "white", "edgecolor": GREY, "hatch": "/////", "linewidth": 0},
}


@chart
def answer(events: pd.DataFrame, register: pd.DataFrame) -> Chart:
    """Draw rule changes, claims and transfers on one axis of time.

    Parameters
    ----------
    events : pandas.DataFrame
        `conclusions.events()`: one row per dated thing.
    register : pandas.DataFrame
        `sources.register()`.

    Returns
    -------
    Chart
        Its table is `events`.

    Examples
    --------
    >>> figure = charts.answer.answer(conclusions.events(), sources.register())
    >>> figure.title.split(", ")[-1]
    'none were in 1976'
    """
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
    subtitle = (
        f"Rule changes, claims and transfers, 1967 to {rows['until'].max():%Y-%m-%d}; hollow: "
        "grade D, not verified. The scale of time changes in 2014 and 2023"
    )
    return finish(figure, title=title, subtitle=subtitle, alt=alt, table=events, register=register)


CHARTS = {"answer": answer}


def _across(days: pd.Series) -> pd.Series:
    """Return where days stand, as a part of the width."""
    years = np.asarray(periods.decimal_year(days), dtype="float64")
    return pd.Series(np.interp(years, list(STRETCHES), list(STRETCHES.values())), days.index)


def _width() -> float:
    """Return the inches across in which texts stand."""
    return 3.45 if narrow() else 6.25


def _folded(text: str, inches: float, lines: int = 9) -> str:
    """Return a text folded to a width, cut after some lines."""
    return "\n".join(textwrap.wrap(text, int(inches * LETTERS), max_lines=lines, placeholder=" …"))


def _height(text: str) -> int:
    """Return the number of lines of a folded text."""
    return text.count("\n") + 1


def _when(row: pd.Series) -> str:
    """Return the day of a row in words, as precisely as it is known."""
    return periods.in_words(row["date"], row["precision"])


def _met(parts: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Return a row per day on which a claim meets a rule change or a delivery, the latest first.

    The article's own day is one of them. Of several rule changes of a day the landmark is named.
    """
    stages = parts["transfer"]
    days = parts["claim"][["date", "precision"]].drop_duplicates()
    changes = parts["rule"].sort_values(["date", "landmark"], ascending=[True, False])
    moved = stages[stages["mark"] == "delivered"]
    labels = moved["label"].str.replace("(.+?): (.+)", r"\2 delivered, \1", regex=True)
    frames = [changes, moved.assign(label=labels)]
    shared = [frame.merge(days, on=["date", "precision"]) for frame in frames]
    article = parts["article"].assign(label="the article, " + parts["article"]["label"])
    met = pd.concat([pd.concat(shared).drop_duplicates("date"), article])
    return met.sort_values("date", ascending=False)


def _meetings(axes: Axes, met: pd.DataFrame, line: float) -> float:
    """Write each meeting in words, with a line down from there; return the next free line."""
    plain: Style = {"color": "#999999", "lw": 0.9, "ls": (0, (4, 2))}
    strong: Style = {"color": INK, "lw": 1.2, "ls": "-"}
    for _, row in met.iterrows():
        article = row["part"] == "article"
        text = _folded(f"{_when(row)}: {row['label']}", row["x"] * _width() - 0.1)
        line += _height(text)
        axes.plot([row["x"]] * 2, [line - 1, 999], zorder=1, **(strong if article else plain))
        look: Style = {"ha": "right", "va": "bottom", "fontsize": 9, "color": INK}
        look["fontweight"] = "bold" if article else "normal"
        axes.annotate(text, (row["x"], line), (-4, 0), textcoords="offset points", **look)
    return line


def _rules(axes: Axes, changes: pd.DataFrame, kinds: pd.DataFrame, line: float) -> float:
    """Draw the rule changes by effect, and below them how many kinds of transfer were open."""
    line = _head(axes, line, "The rules: changes by effect, and kinds of transfer that are open")
    counts = {effect: (changes["mark"] == effect).sum() for effect in EFFECTS}
    line = _key(axes, line, {f"{name} {counts[name]}": look for name, look in EFFECTS.items()})
    above = slots(changes["x"], GAP / _width())
    line += 1.2 + 0.6 * above.max()
    for effect, look in EFFECTS.items():
        _marks(axes, changes[changes["mark"] == effect], line - 0.6 * above, look)
    line += HIGH + 2.2
    _curve(axes, kinds, line)
    return line


def _curve(axes: Axes, kinds: pd.DataFrame, line: float) -> None:
    """Draw the number of open kinds as steps that stand on a line."""
    counts = kinds.pivot(index=["x", "end"], columns="mark", values="number")
    steps = counts.astype("float64").reset_index()
    whole = kinds.groupby("date")["number"].sum().max()
    axes.plot([0, 1], [line - HIGH] * 2, color="#bbbbbb", lw=0.8, zorder=0)
    legend = _folded(f"of {whole} kinds; hatched: {UNSETTLED}", 0.6 * _width())
    say(axes, 0, line - HIGH, legend, va="bottom")
    wide, low = steps["end"] - steps["x"], 0
    for status, look in KINDS.items():
        high = steps[status] * HIGH / whole
        place: Style = {"bottom": line - low, "align": "edge", "zorder": 2}
        axes.bar(steps["x"], -high, wide, **place, **look)
        low = low + high
    _numbers(axes, steps, line, HIGH / whole)
    _name_statuses(axes, steps, line, HIGH / whole)


def _numbers(axes: Axes, steps: pd.DataFrame, line: float, unit: float) -> None:
    """Write the number of open kinds above each step that is wide enough, and above the last."""
    opened = steps["allowed"] + steps["conditional"]
    digits = opened.astype("int64").astype("str").str.len()
    fits = (steps["end"] - steps["x"]) * _width() > 0.02 + 0.075 * digits
    fits.iloc[-1] = True
    box = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}
    for step in steps.index[fits]:
        middle, top = steps.loc[step, ["x", "end"]].mean(), line - opened[step] * unit - 0.15
        look: Style = {"ha": "center", "va": "bottom", "bbox": box, "zorder": 3}
        say(axes, middle, top, f"{opened[step]:.0f}", **look)


def _name_statuses(axes: Axes, steps: pd.DataFrame, line: float, unit: float) -> None:
    """Write the statuses in the longest step since the second stretch of time began."""
    late = steps[steps["x"] > 0.2]
    longest = late.iloc[(late["end"] - late["x"]).argmax()]
    middle = (longest["x"] + longest["end"]) / 2
    look: Style = {"ha": "center", "va": "center", "zorder": 3}
    say(axes, middle, line - longest["allowed"] * unit / 2, "allowed", color="white", **look)
    height = longest["allowed"] + longest["conditional"] / 2
    say(axes, middle, line - height * unit, "conditional", **look)


def _claims(axes: Axes, claims: pd.DataFrame, article: float, line: float) -> float:
    """Draw per verdict and day one row: the claims, and a span between the article and that day."""
    head = "The claims: verdict now, at the day from which one can be checked, or of which it is"
    line = _head(axes, line, f"{head} true")
    for verdict, (colour, marker) in VERDICTS.items():
        judged = claims[claims["mark"] == verdict]
        if judged.empty:
            continue
        line = _key(axes, line, {f"{verdict}: {len(judged)}": (marker, colour)})
        together = judged["mark"] if verdict in HOLDS else judged["id"]
        for (x, _), same in judged.groupby(["x", together]):
            text = _folded(_claims_in_words(same), min(x, article) * _width() - 0.1, 3)
            line += _height(text)
            middle = line - _height(text) / 2
            say(axes, 0, line, text, va="bottom")
            axes.plot([article, x], [middle] * 2, color=colour, lw=2.2, zorder=2)
            look: Style = {"edgecolor": "white", "lw": 0.5, "zorder": 4, "clip_on": False}
            axes.scatter([x], [middle], 46, marker=marker, color=colour, **look)
        line += 0.4
    return line


def _claims_in_words(claims: pd.DataFrame) -> str:
    """Return the ids of claims that share a row; one alone with what it says."""
    ids = " ".join(claims["id"])
    return f"{ids} {claims['label'].iloc[0].rstrip('.')}" if len(claims) == 1 else ids


def _transfers(axes: Axes, moved: pd.DataFrame, line: float) -> float:
    """Draw a lane per stage with a mark for each dated case; return the next free line."""
    line = _head(axes, line, f"The transfers: {moved['id'].nunique()} cases with a date")
    for stage, look in STAGES.items():
        reached = moved[moved["mark"] == stage]
        above = slots(reached["x"], GAP / _width())
        say(axes, 0, line + 1, f"{stage}: {len(reached)}", va="bottom")
        line += 2.2 + 0.6 * max(0, above.max() - 1)
        _marks(axes, reached, line - 0.5 - 0.6 * above, look)
        axes.plot([0, 1], [line] * 2, color=PALE, lw=0.8, zorder=0)
    return line + 0.3


def _time_across(axes: Axes, line: float) -> None:
    """Head the stretches of time by their years, shade them by turns, and write years below."""
    years = list(STRETCHES)
    for place, (start, end) in enumerate(zip(years[:-1], years[1:], strict=True)):
        left, right = STRETCHES[start], STRETCHES[end]
        axes.axvspan(left, right, color="#f4f4f4" if place % 2 == 0 else "white", lw=0, zorder=-2)
        head = f"{start}–{end - 1}" if end < years[-1] else f"from {start}"
        say(axes, (left + right) / 2, 0, head, ha="center", va="center", color=GREY)
    axes.set(xlim=(0, 1), ylim=(line, -0.8), yticks=[])
    axes.set_xticks(np.interp(TICKS, years, list(STRETCHES.values())), list(map(str, TICKS)))
    axes.spines[["left"]].set_visible(False)


def _head(axes: Axes, line: float, text: str) -> float:
    """Write a heading and return the line below it."""
    # Bold letters take more room; the lines of the meetings begin right of it.
    text = _folded(text, _width() * 0.52)
    say(axes, 0, line + _height(text) / 2, text, **BOLD)
    return line + _height(text) * 1.05


def _key(axes: Axes, line: float, looks: dict[str, tuple[str, str]]) -> float:
    """Write marks with their names, on a telephone two to a line; return the line below them."""
    columns = 2 if narrow() else 4
    look: Style = {
        "ncols": columns,
        "borderpad": 0,
        "borderaxespad": 0,
        "handletextpad": 0.3,
        "handlelength": 1,
        "columnspacing": 1,
        "fontsize": 9,
        "loc": "upper left",
        "bbox_to_anchor": (0, line + 0.1),
        "bbox_transform": axes.transData,
    }
    legend = Legend(axes, samples(looks, size=6.5), list(looks), **look)
    legend.set_in_layout(False)
    axes.add_artist(legend)
    return line + -(-len(looks) // columns) * 1.1


def _marks(axes: Axes, rows: pd.DataFrame, lines: pd.Series, look: tuple[str, str]) -> None:
    """Draw one marker per row, hollow where it is of grade D."""
    style: Style = {"linewidth": 1.2, "zorder": 4, "clip_on": False}
    points(axes, rows["x"], lines[rows.index], look, rows["confidence"] == "D", 34, **style)


def _words(parts: dict[str, pd.DataFrame]) -> tuple[str, str]:
    """Return the title and the description."""
    verdicts = parts["claim"]["mark"].value_counts().reindex(list(VERDICTS), fill_value=0)
    kinds = parts["kinds"].pivot(index="date", columns="mark", values="number")
    opened = kinds["allowed"] + kinds["conditional"]
    doubtful = kinds[UNSETTLED].iloc[-1]
    least = "at least " if doubtful else ""
    title = f"{verdicts[HOLDS].sum()} of {verdicts.sum()} claims hold or mostly hold; {least}"
    title += f"{opened.iloc[-1]} of {kinds.sum(axis=1).max()} kinds of transfer are open, "
    title += f"{opened.min() or 'none'} were in {opened.idxmin():%Y}"
    counts = ", ".join(f"{count} {verdict}" for verdict, count in verdicts.items() if count)
    then = opened[opened.index <= parts["article"]["date"].iloc[0]].iloc[-1]
    open_kinds = f"{opened.iloc[0]} in {opened.index[0]:%Y}, {then} on the article's day, "
    open_kinds += f"{opened.iloc[-1]} since {opened.index[-1]:%Y-%m-%d}, when {doubtful} are "
    stages = parts["transfer"]["mark"].value_counts()[list(STAGES)]
    dated = ", ".join(f"{count} {stage}" for stage, count in stages.items())
    met = _met(parts)[::-1]
    days = "; ".join(_when(row) for _, row in met[met["part"] != "article"].iterrows())
    alt = f"{title}. Verdicts now: {counts}. Open kinds: {open_kinds}{UNSETTLED}."
    alt += f" Dated stages of the transfers: {dated}. Claims meet a rule change or a delivery: "
    return title, f"{alt}{days}."
