"""The strokes that charts share: words, markers, hollow where they count for less, slots, key."""

from collections.abc import Collection
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from numpy.typing import ArrayLike

from .figure import INK, Style, narrow

STROKES = "x|"  # markers that have no inside: they are never hollow


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


def points(
    axes: Axes,
    x: ArrayLike,
    y: ArrayLike,
    look: tuple[str, str],
    hollow: bool | pd.Series,
    size: float,
    **style: Any,
) -> None:
    """Draw one marker per place.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to draw.
    x, y : array-like
        The places.
    look : tuple
        Marker and colour.
    hollow : bool or pandas.Series
        Whether the markers count for less, for all or one by one; these are white inside.
    size : float
        The area of a marker in square points.
    **style
        What `scatter` takes besides.
    """
    marker, colour = look
    style = {"linewidth": 1.3, "zorder": 3} | style
    if marker in STROKES:
        style |= {"color": colour}
    elif isinstance(hollow, pd.Series):
        style |= {"edgecolor": colour, "facecolor": hollow.map({True: "white", False: colour})}
    else:
        style |= {"edgecolor": colour, "facecolor": "white" if hollow else colour}
    axes.scatter(x, y, size, marker=marker, **style)


def graded(
    axes: Axes,
    x: pd.Series,
    y: pd.Series,
    look: tuple[str, str],
    grades: pd.Series,
    size: float,
    hollow: bool = False,
) -> None:
    """Draw one marker per place that is known, hollow where the grade is D.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to draw.
    x, y : pandas.Series
        The places; a missing `x` has no marker.
    look : tuple
        Marker and colour.
    grades : pandas.Series
        The grade of each place, A to D.
    size : float
        The area of a marker in square points; a stroke has one of its own.
    hollow : bool
        Whether all are hollow, whatever their grade.
    """
    doubtful = grades.astype("str") == "D"
    for white, group in ((hollow, ~doubtful), (True, doubtful)):
        chosen = x.notna() & group
        if look[0] in STROKES:
            points(axes, x[chosen], y[chosen], look, False, 55, linewidth=1.6)
        elif chosen.any():
            points(axes, x[chosen], y[chosen], look, white, size, linewidth=1.2)


def say(axes: Axes, x: float, y: float, words: str, **look: Any) -> None:
    """Write words at a place, in ink and of 9 points.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to write.
    x, y : float
        The place.
    words : str
        What to write.
    **look
        What `text` takes besides, or instead.
    """
    style: Style = {"fontsize": 9, "color": INK} | look
    axes.text(x, y, words, **style)


def samples(
    looks: dict[str, tuple[str, str]], hollow: Collection[str] = (), size: float = 7
) -> list[Line2D]:
    """Return a marker for each name of a key.

    Parameters
    ----------
    looks : dict
        Name → marker and colour.
    hollow : collection of str
        The names whose marker is white inside.
    size : float
        The height of a marker in points.

    Returns
    -------
    list of matplotlib.lines.Line2D
        Markers without a line, in the order of the names.
    """
    lines = []
    for name, (marker, colour) in looks.items():
        inside = "white" if name in hollow else colour
        look: Style = {"marker": marker, "markersize": size, "markerfacecolor": inside}
        lines.append(Line2D([], [], linestyle="", color=colour, **look))
    return lines


def key(
    axes: Axes,
    looks: dict[str, tuple[str, str]],
    hollow: Collection[str] = (),
    size: float = 7,
    **place: Any,
) -> None:
    """Say at the top left what the markers mean, in one line, or on a telephone three to a line.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to draw.
    looks, hollow, size
        As for `samples`.
    **place
        What `legend` takes besides.
    """
    where: Style = {
        "loc": "upper left",
        "ncols": 3 if narrow() else len(looks),
        "borderaxespad": 0,
        "borderpad": 0,
        "handletextpad": 0.1,
        "fontsize": 9,
    } | place
    axes.legend(samples(looks, hollow, size), list(looks), **where)
