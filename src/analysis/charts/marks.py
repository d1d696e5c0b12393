"""The strokes that charts share: words, rows with names, marks by kind, slots, moves, keys."""

from collections.abc import Iterable
from typing import Any

import matplotlib.dates as mdates
import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.transforms import ScaledTranslation

from .colours import BLACK, GREY, GROUND, INK, PALE
from .figure import PAD, Style, fold, inches, narrow, width_of
from .fonts import balanced
from .words import coded, is_japanese, short_year, word

Looks = dict[str, tuple[str, str]]  # kind → marker, colour
HATCHED: Style = {"facecolor": "none", "edgecolor": GREY, "hatch": "////", "linewidth": 0.8}


def slots(places: pd.Series, gap: float) -> pd.Series:
    """Return a slot for each place, so that crowded marks stand beside or above one another.

    It is the first slot, counted from 0, in which no mark stands closer than `gap`.

    Examples
    --------
    >>> slots(pd.Series([2014.0, 2014.5, 2015.2, 2023.0]), gap=1).tolist()
    [0, 1, 0, 0]
    """
    ordered = places.sort_values(kind="stable")
    last: list[float] = []  # the latest place in each slot
    chosen = []
    for place in ordered:
        slot = next((i for i, before in enumerate(last) if place - before >= gap), len(last))
        last[slot : slot + 1] = [place]
        chosen.append(slot)
    return pd.Series(chosen, ordered.index, dtype="int64").reindex(places.index)


def apart(places: pd.Series, gap: float) -> pd.Series:
    """Return rising places at least `gap` from one another; the last stays where it is."""
    steps = np.arange(len(places))[::-1] * gap
    held = np.minimum.accumulate((places.to_numpy(dtype="float64") + steps)[::-1])[::-1]
    return pd.Series(held - steps, places.index)


def say(axes: Axes, x: Any, y: Any, words: str, **look: Any) -> None:
    """Write words at a place, in ink and of 9 points; `away` moves them by so many points."""
    away = look.pop("away", (0, 0))
    style: Style = {"fontsize": 9, "color": INK, "textcoords": "offset points", "va": "center"}
    axes.annotate(words, (number(x), y), away, **style | look)


def number(place: Any) -> Any:
    """Return a place along an axis as a number, a day as the axis counts days."""
    return mdates.date2num(place) if isinstance(place, pd.Timestamp) else place


def bare(axes: Axes, *, above: bool = False, **limits: Any) -> None:
    """Leave nothing of the axis across but the labels of its ticks, above or below."""
    axes.tick_params(length=0, labeltop=above, labelbottom=not above)
    axes.spines["bottom"].set_visible(False)
    axes.set(**{"xlabel": "", "ylabel": ""} | limits)


def years_below(axes: Axes) -> None:
    """Write years below the axis, as many as a telephone has room for."""
    axes.xaxis.set_major_locator(mdates.AutoDateLocator(minticks=3, maxticks=7))


def rows_high(number: float, page: float = 0.3, phone: float = 0.46) -> float:
    """Return the inches that a number of rows needs, on a page or, with names above, on a phone."""
    return number * (phone if narrow() else page)


def name_rows(axes: Axes, names: list[str], share: float = 0.34, lines: int = 2) -> None:
    """Name the rows 0, 1, 2 …: beside them on a page, above them on a telephone.

    On a page the names take at most a `share` of the width; after some `lines` a name is cut.
    """
    axes.set_ylim(len(names) - 0.5, -0.95 if narrow() else -0.6)
    if not narrow():
        room = inches() * share
        axes.set_yticks(range(len(names)), [fold(name, room, lines=lines) for name in names])
        return
    axes.set_yticks([])
    look: Style = {"xycoords": axes.get_yaxis_transform(), "va": "bottom", "fontsize": 9.5}
    if is_japanese():
        look["away"] = (0, 2)  # its letters reach down to the marks
    for row, name in enumerate(names):
        say(axes, 0, row - 0.22, fold(name, inches() - 3 * PAD, 9.5, lines=lines), **look)
        axes.texts[-1].set_in_layout(False)


def mark_rows(
    axes: Axes,
    rows: pd.DataFrame,
    x: str,
    y: str,
    kind: str,
    looks: Looks,
    *,
    size: float = 60,
    doubtful: pd.Series | None = None,
) -> None:
    """Draw a mark per row in the shape and colour of its kind, and say above what they mean.

    A kind that no row has is not in the key, which names the others in the language of the chart;
    the marks of rows that are `doubtful` are hollow.
    """
    seen = {name: look for name, look in looks.items() if (rows[kind] == name).any()}
    markers, palette = ({name: look[i] for name, look in seen.items()} for i in (0, 1))
    order: Style = {"hue": kind, "style": kind, "hue_order": list(seen), "style_order": list(seen)}
    style: Style = {"markers": markers, "palette": palette, "s": size, "linewidth": 1.3}
    sns.scatterplot(rows, x=x, y=y, ax=axes, zorder=3, legend=False, **order, **style)
    colours = rows[kind].map(palette)
    inside = colours if doubtful is None else colours.mask(doubtful, GROUND)
    axes.collections[-1].set(facecolor=inside.tolist(), edgecolor=colours.tolist())
    axes.set(xlabel="", ylabel="")
    marks = {
        name: Line2D([], [], linestyle="", marker=marker, color=colour, markersize=7)
        for name, (marker, colour) in seen.items()
    }
    _key(axes, marks)


def cells(
    axes: Axes,
    rows: pd.DataFrame,
    names: list[str],
    heads: list[str],
    looks: dict[str, str],
    hollow: pd.Series | None = None,
) -> None:
    """Draw a table of cells, one per row of the frame, with heads above and names of the rows.

    The columns are `column`, `row`, `words` and `colour`; `looks` says what each colour means, and
    a `hollow` cell is white with an edge.
    """
    down = rows["row"] + (0.06 if narrow() else 0)
    fill = rows["colour"] if hollow is None else rows["colour"].mask(hollow, "#ffffff")
    look: Style = {"color": fill.tolist(), "edgecolor": rows["colour"].tolist(), "linewidth": 1.6}
    axes.barh(down, 0.93, 0.5 if narrow() else 0.86, rows["column"] + 0.035, **look)
    inks = pd.Series(BLACK, rows.index) if hollow is None else hollow.map({True: INK, False: BLACK})
    for x, y, words, ink in zip(rows["column"] + 0.5, down, rows["words"], inks, strict=True):
        say(axes, x, y, words, ha="center", color=ink)
    bare(axes, above=True, xlim=(0, len(heads)))
    axes.set_xticks([place + 0.5 for place in range(len(heads))], heads)
    lines = max(head.count("\n") + 1 for head in heads)
    seen = {name: colour for name, colour in looks.items() if (rows["colour"] == colour).any()}
    key(axes, {name: {"color": colour} for name, colour in seen.items()}, 0.1 + 0.18 * lines)
    name_rows(axes, names, 0.29)


def on_days(days: Iterable[pd.Timestamp]) -> list[str]:
    """Return the years of days as heads of columns, short on a telephone."""
    return [short_year(day.year) if narrow() else f"{day:%Y}" for day in days]


def moves(
    axes: Axes, rows: pd.DataFrame, before: str, after: str, colours: pd.Series, scale: Style
) -> None:
    """Draw a ring where each row stood, an arrow's head where it stands, and a line between.

    `before` and `after` are columns with names of the `scale`, which has a place for each; where
    both are the same, a dot is drawn in the ring. The names stand above, two words to a line, in
    the language of the chart.
    """
    old, new = rows[before].map(scale), rows[after].map(scale)
    upright(axes, scale.values(), len(rows), PALE)
    axes.hlines(rows.index, old, new, color=colours, lw=2, zorder=2)
    ring: Style = {
        "facecolor": GROUND,
        "edgecolor": colours.tolist(),
        "linewidth": 1.5,
        "zorder": 3,
    }
    axes.scatter(old, rows.index, 55, **ring)
    for marker, some in {">": new > old, "<": new < old, "o": new == old}.items():
        look: Style = {"marker": marker, "color": colours[some].tolist(), "zorder": 4}
        axes.scatter(new[some], rows.index[some], 14 if marker == "o" else 60, **look)
    ends = min(scale.values()) - 0.45, max(scale.values()) + 0.45
    bare(axes, above=True, xlim=ends)
    heads = pd.Series({place: _head(name) for name, place in scale.items()})
    high = heads[1::2] if len(heads) > 4 else heads.head(0)  # else they meet
    axes.tick_params(which="minor", length=0, labeltop=True, labelbottom=False, pad=28)
    axes.set_xticks(high.index, high, size=9, minor=True)
    low = heads.drop(high.index)
    axes.set_xticks(low.index, low, size=9)


def stacked(
    axes: Axes, wide: pd.DataFrame, looks: dict[str, tuple[str, str]], left: Iterable[str] = ()
) -> None:
    """Draw bars end to end, a row of the frame each, with their numbers in them and a key.

    `looks` has the colour of each column drawn and of its number, or "" for no number; those that
    are `left` run to the left of nought.
    """
    high = 0.36 if narrow() else 0.62
    ends = {"left": np.zeros(len(wide)), "right": np.zeros(len(wide))}
    for name, (colour, ink) in looks.items():
        side = "left" if name in left else "right"
        values = wide[name].fillna(0).to_numpy("float64") * (-1 if name in left else 1)
        bars = axes.barh(range(len(wide)), values, high, ends[side], color=colour)
        numbers = [f"{abs(value):.0f}" if value else "" for value in values]
        if ink:
            axes.bar_label(bars, numbers, label_type="center", color=ink, size=9)
        ends[side] = ends[side] + values
    bare(axes, xticks=[])
    key(axes, {name: {"color": colour} for name, (colour, _) in looks.items()})


def _head(name: str) -> str:
    """Return what stands above a column, in lines; Japanese has a blank for the break."""
    head = coded("column head", name)
    return head.replace(" ", "\n", 1) if is_japanese() else balanced(head, 1.0, 9, "normal")


def upright(axes: Axes, places: Iterable[float], rows: int, colour: str) -> None:
    """Draw lines down all rows at some places, which on a telephone cross no name of a row."""
    above, below = (0.12, 0.3) if narrow() else (0.5, 0.5)
    across, down = (each.ravel() for each in np.meshgrid([*places], range(rows)))
    axes.vlines(across, down - above, down + below, color=colour, lw=1)


def key(axes: Axes, looks: dict[str, Style], above: float = 0) -> None:
    """Say above the picture what bars or cells mean: name → what `Patch` takes.

    It stands so many inches higher, where labels are in its way.
    """
    _key(axes, {name: Patch(**look) for name, look in looks.items()}, above)


def _key(axes: Axes, samples: dict[str, Any], above: float = 0) -> None:
    """Say what samples mean, in as many columns as the width has room for.

    On a page the key ends at the right, so that it may begin above the names of the rows.
    """
    samples = {word(name): sample for name, sample in samples.items()}
    widths = [width_of(name, 9.5) + 0.45 for name in samples]
    columns = max(1, min(len(widths), int((inches() - 0.2) / max(widths))))
    if sum(widths) <= inches() - 0.2:
        columns = len(widths)
    corner, x = ("lower left", 0) if narrow() else ("lower right", 1)
    lifted = axes.transAxes + ScaledTranslation(0, above, axes.figure.dpi_scale_trans)
    look: Style = {"loc": corner, "bbox_to_anchor": (x, 1), "bbox_transform": lifted}
    look["handlelength"] = 1.3
    axes.legend(list(samples.values()), list(samples), ncols=columns, **look)
