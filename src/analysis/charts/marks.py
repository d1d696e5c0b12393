"""The strokes that charts share: words, rows with names, marks by kind, slots, labels apart."""

from collections.abc import Iterable
from typing import Any

import matplotlib.dates as mdates
import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from .colours import GROUND, INK, PALE
from .figure import PAD, Style, fold, inches, narrow, width_of

Looks = dict[str, tuple[str, str]]  # kind → marker, colour
HATCHED: Style = {"facecolor": "none", "edgecolor": PALE, "hatch": "////", "linewidth": 0.8}


def slots(places: pd.Series, gap: float) -> pd.Series:
    """Return a slot for each place, so that crowded marks stand beside or above one another.

    Parameters
    ----------
    places : pandas.Series
        Where marks stand along their lane, in any order and unit.
    gap : float
        The least distance between two marks of one slot.

    Returns
    -------
    pandas.Series
        The first slot that is free for each place, counted from 0, on the same index.

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
    """Return places at least `gap` from one another, each as near to its own as that allows.

    Parameters
    ----------
    places : pandas.Series
        Where labels would stand, in rising order.
    gap : float
        The least distance between two.

    Returns
    -------
    pandas.Series
        Where they stand, on the same index; the last stays where it is.

    Examples
    --------
    >>> apart(pd.Series([1.0, 9.5, 10.0]), gap=2).tolist()
    [1.0, 8.0, 10.0]
    """
    steps = np.arange(len(places))[::-1] * gap
    held = np.minimum.accumulate((places.to_numpy(dtype="float64") + steps)[::-1])[::-1]
    return pd.Series(held - steps, places.index)


def say(axes: Axes, x: Any, y: Any, words: str, **look: Any) -> None:
    """Write words at a place, in ink and of 9 points.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to write.
    x, y : float or date
        The place.
    words : str
        What to write.
    **look
        What `annotate` takes besides, or instead; `away` moves the words by so many points.
    """
    away = look.pop("away", (0, 0))
    style: Style = {"fontsize": 9, "color": INK, "textcoords": "offset points"} | look
    axes.annotate(words, (number(x), y), away, **style)


def number(place: Any) -> Any:
    """Return a place along an axis as a number, a day as the axis counts days."""
    return mdates.date2num(place) if isinstance(place, pd.Timestamp) else place


def rows_high(number: float, page: float = 0.3, phone: float = 0.46) -> float:
    """Return the inches that a number of rows needs, on a page or, with names above, on a phone."""
    return number * (phone if narrow() else page)


def name_rows(axes: Axes, names: list[str], share: float = 0.34, lines: int = 2) -> None:
    """Name the rows 0, 1, 2 …: beside them on a page, above them on a telephone.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to write; its rows run down.
    names : list of str
        A name for each row.
    share : float
        How much of a page's width the names may take.
    lines : int
        After so many lines a name is cut.
    """
    axes.set_ylim(len(names) - 0.5, -0.95 if narrow() else -0.6)
    if not narrow():
        room = inches() * share
        axes.set_yticks(range(len(names)), [fold(name, room, lines=lines) for name in names])
        return
    axes.set_yticks([])
    room = inches() - 2 * PAD
    for row, name in enumerate(names):
        look: Style = {"xycoords": axes.get_yaxis_transform(), "va": "bottom", "fontsize": 9.5}
        say(axes, 0, row - 0.22, fold(name, room, 9.5, lines=lines), **look)
    for text in axes.texts:
        text.set_in_layout(False)


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
    **key: Any,
) -> None:
    """Draw a mark per row in the shape and colour of its kind, and say above what they mean.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to draw.
    rows : pandas.DataFrame
        One row per mark.
    x, y, kind : str
        Its columns: the places and the kind.
    looks : dict
        Kind → marker and colour; a kind that no row has is not in the key.
    size : float
        The area of a mark in square points.
    doubtful : pandas.Series, optional
        Whether a row's mark is hollow.
    **key
        What `legend` takes besides; `legend=False` leaves it out.
    """
    seen = {name: look for name, look in looks.items() if (rows[kind] == name).any()}
    markers, palette = ({name: look[i] for name, look in seen.items()} for i in (0, 1))
    style: Style = {"markers": markers, "palette": palette, "s": size, "linewidth": 1.3}
    order: Style = {"hue": kind, "style": kind, "hue_order": list(seen), "style_order": list(seen)}
    sns.scatterplot(rows, x=x, y=y, ax=axes, zorder=3, legend="full", **order, **style)
    points = axes.collections[-1]
    faces = points.get_facecolors().copy()
    points.set_edgecolor(faces)
    if doubtful is not None and doubtful.any():
        hollow = np.repeat(doubtful.to_numpy(dtype="bool")[:, None], 4, axis=1)
        points.set_facecolor(np.where(hollow, np.array([1.0, 1, 1, 1]), faces))
    axes.set(xlabel="", ylabel="")
    if key.pop("legend", True):
        axes.legend(**_above(seen) | {"title": None} | key)
    elif axes.get_legend():
        axes.get_legend().remove()


def moves(axes: Axes, rows: pd.DataFrame, before: str, after: str, colours: pd.Series) -> None:
    """Draw a ring where each row stood, an arrow's head where it stands, and a line between.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to draw; row 0 is the first.
    rows : pandas.DataFrame
        One row per line, indexed from 0.
    before, after : str
        The columns with the places; where they are the same, a dot is drawn in the ring.
    colours : pandas.Series
        The colour of each row.
    """
    axes.hlines(rows.index, rows[before], rows[after], color=colours, lw=2, zorder=2)
    ring: Style = {"facecolor": GROUND, "edgecolor": colours, "linewidth": 1.5, "zorder": 3}
    axes.scatter(rows[before], rows.index, 55, **ring)
    ways = {">": rows[after] > rows[before], "<": rows[after] < rows[before]}
    ways["o"] = rows[after] == rows[before]
    for marker, some in ways.items():
        area = 14 if marker == "o" else 60
        place = rows[after][some], rows.index[some]
        axes.scatter(*place, area, marker=marker, color=colours[some], zorder=4)


def key(axes: Axes, patches: dict[str, Style], **place: Any) -> None:
    """Say above the picture what bars or cells mean.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to write.
    patches : dict
        Name → what `Patch` takes.
    **place
        What `legend` takes besides.
    """
    handles = [Patch(label=name, **look) for name, look in patches.items()]
    axes.legend(handles=handles, **_above(patches) | {"handlelength": 1.3} | place)


def _above(names: Iterable[str]) -> Style:
    """Return where a key stands: above the picture, in as many columns as the width has room for.

    On a page it ends at the right, so that it may begin above the names of the rows.
    """
    widths = [width_of(name, 9.5) + 0.42 for name in names]
    columns = max(1, min(len(widths), int((inches() - 0.2) / max(widths))))
    if sum(widths) <= inches() - 0.2:
        columns = len(widths)
    side = {"loc": "lower left", "bbox_to_anchor": (0, 1)}
    if not narrow():
        side = {"loc": "lower right", "bbox_to_anchor": (1, 1)}
    return {"ncols": columns} | side


def listed(words: list[str]) -> str:
    """Return words as a sentence lists them.

    Examples
    --------
    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def counted(number: int, noun: str) -> str:
    """Return a number with its noun.

    Examples
    --------
    >>> counted(1, "case"), counted(2, "case")
    ('1 case', '2 cases')
    """
    return f"{number} {noun}{'' if number == 1 else 's'}"
