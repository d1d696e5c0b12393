"""What every chart has: the house look, headings, a source line, a description, its table.

A chart has two layouts: as wide as a page, and, within `phone()`, as wide as a telephone. The
text has the same size in both.
"""

import base64
import functools
import hashlib
import io
import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any, ParamSpec

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from IPython.display import Markdown, display
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.text import Text
from matplotlib.transforms import blended_transform_factory

from .fonts import register_japanese

Frames = ParamSpec("Frames")
Style = dict[str, Any]  # keyword arguments of a matplotlib call

WIDTH, PHONE = 6.4, 3.6  # inches of a page and of a telephone; on both no text is below 9 pt
PAD = 0.08  # inches between what is drawn and the edge
INK, GREY, PALE = "#222222", "#6b6b6b", "#d9d9d9"
NAMED = 4  # publishers that the source line names; the others are counted
# All that a function decorated with @house makes has the look of the house.
house = plt.style.context(str(Path(__file__).parents[1] / "house.mplstyle"))
_phone = ContextVar("phone", default=False)


class Chart(Figure):
    """A figure that knows what it is.

    Attributes
    ----------
    chart : str
        The name of the function that drew it, which is also the name of its files.
    title, alt : str
        The finding, and its description in one or two sentences.
    table : pandas.DataFrame
        What is drawn, with its sources.
    again : callable
        Draws the same chart once more, in the layout that is set when it is called.
    """

    chart: str = ""
    title: str = ""
    alt: str = ""
    table: pd.DataFrame
    again: "Callable[[], Chart]"


def chart(draw: Callable[Frames, Chart]) -> Callable[Frames, Chart]:
    """Return a function whose charts have the house look and know by whom they were drawn."""

    @functools.wraps(draw)
    @house
    def named(*frames: Frames.args, **options: Frames.kwargs) -> Chart:
        """Draw the chart, and note on it what it is called."""
        figure = draw(*frames, **options)
        figure.chart = draw.__name__
        figure.again = functools.partial(named, *frames, **options)
        return figure

    return named


@contextmanager
def phone() -> Iterator[None]:
    """Draw every chart made within the block for a telephone.

    A chart states the height of that layout as `new(height, phone=height_there)`, and asks
    `narrow()` where it folds labels earlier, stacks panels or moves names above their bars. What
    it draws, its sizes of text and its colours stay the same.

    Yields
    ------
    None
        The layout of a page is back when the block ends, even after an error.

    Examples
    --------
    >>> with phone():
    ...     print(new(3, phone=4)[0].get_size_inches())
    [3.6 4. ]
    """
    before = _phone.set(True)
    try:
        yield
    finally:
        _phone.reset(before)


def narrow() -> bool:
    """Return whether charts are being drawn for a telephone."""
    return _phone.get()


def new(height: float, *, phone: float | None = None) -> tuple[Chart, Axes]:
    """Return an empty chart of the house's width and look, and its axes.

    Parameters
    ----------
    height : float
        Inches on a page.
    phone : float, optional
        Inches on a telephone; the same where it is left out.

    Returns
    -------
    tuple of Chart and matplotlib.axes.Axes
        The chart belongs to no pyplot: nothing stays open if drawing fails.

    Examples
    --------
    >>> new(3)[0].get_size_inches()
    array([6.4, 3. ])
    """
    figure, axes = panels(height, phone=phone)
    return figure, axes[0, 0]


@house
def panels(
    height: float, *, phone: float | None = None, **grid: Any
) -> tuple[Chart, np.ndarray[tuple[int, int], Any]]:
    """Return an empty chart with several axes; `grid` is what `Figure.subplots` takes."""
    register_japanese()
    size = (PHONE, phone or height) if narrow() else (WIDTH, height)
    figure = Chart(figsize=size, layout=ConstrainedLayoutEngine(w_pad=PAD, h_pad=PAD))
    # One canvas from layout to file, and of one resolution: no text is measured twice.
    FigureCanvasAgg(figure)
    return figure, figure.subplots(squeeze=False, **grid)


@house
def finish(
    figure: Chart,
    *,
    title: str,
    subtitle: str,
    alt: str,
    table: pd.DataFrame,
    register: pd.DataFrame,
) -> Chart:
    """Return the chart with its headings, its source line, its description and its table.

    Parameters
    ----------
    figure : Chart
        What `new` or `panels` gave, drawn upon.
    title, subtitle : str
        The finding; what was measured, of when.
    alt : str
        One or two sentences that carry the finding and the extremes.
    table : pandas.DataFrame
        What is drawn. Its columns `source_id…` make the source line.
    register : pandas.DataFrame
        `sources.register()`.

    Returns
    -------
    Chart
        The same one, laid out for good.

    Raises
    ------
    ValueError
        If the table names no source.
    """
    left: Style = {"x": PAD / figure.get_figwidth(), "ha": "left"}
    head = figure.suptitle(title, fontsize=13, fontweight="bold", color=INK, **left)
    look: Style = {"fontsize": 10, "fontweight": "normal", "color": GREY, "pad": 10}
    under = _middle(figure).set_title(subtitle, loc="left", **look, **left)
    under.set_transform(blended_transform_factory(figure.transFigure, under.get_transform()))
    foot = figure.supxlabel(source_line(table, register), fontsize=9, color=GREY, **left)
    for text in (head, under, foot):
        _fold(text, figure.bbox.width - 2 * PAD * figure.dpi)
    figure.title, figure.alt, figure.table = title, alt, table
    figure.draw_without_rendering()
    # What was laid out stays: else it is laid out again for every file.
    figure.set_layout_engine(None)
    return figure


def source_line(table: pd.DataFrame, register: pd.DataFrame) -> str:
    """Return the line that names the publishers of the sources drawn, the most used first.

    Parameters
    ----------
    table : pandas.DataFrame
        What is drawn; the column `sources` counts, or else every one that begins with
        `source_id`. A cell may hold several ids separated by `;`.
    register : pandas.DataFrame
        `sources.register()`: one row per source, with `publisher` and `url`.

    Returns
    -------
    str
        At most four publishers by name, the others counted. A source without a publisher is
        named by the host of its address.

    Raises
    ------
    ValueError
        If the table names no source.
    KeyError
        If it names one that the register lacks.

    Examples
    --------
    >>> office = pd.DataFrame({"publisher": ["METI"], "url": ["https://meti.example"]}, ["a"])
    >>> source_line(pd.DataFrame({"source_id": ["a"]}), office)[:27]
    'Sources: METI; 1 document, '
    """
    columns = [column for column in table if column.startswith("source_id")]
    if "sources" in table and pd.api.types.is_string_dtype(table["sources"]):
        columns = ["sources"]
    ids = [table[column].dropna().astype("str").str.split(";").explode() for column in columns]
    used = pd.unique(pd.concat(ids)) if ids else []
    if len(used) == 0:
        raise ValueError(
            "no chart leaves without its sources: its table has no source_id; give finish() a "
            "table with a column source_id that is filled"
        )
    host = register["url"].str.extract(r"^https?://(?:www\.)?([^/:]+)", expand=False)
    counts = register["publisher"].fillna(host).loc[used].value_counts(sort=True)
    counts = counts.sort_index().sort_values(ascending=False, kind="stable")
    names = [f"{name} ({n})" if n > 1 else name for name, n in counts.head(NAMED).items()]
    others = len(counts) - NAMED
    more = f" and {others} more publisher{_plural(others)}" if others > 0 else ""
    extent = f"{len(used)} document{_plural(len(used))}, listed with the table"
    return f"Sources: {', '.join(names)}{more}; {extent}. CC BY 4.0, japan-arms-export."


def fingerprint(figure: Chart) -> str:
    """Return eight hexadecimal digits over what is drawn, whatever its size in pixels.

    Parameters
    ----------
    figure : Chart
        A finished chart.

    Returns
    -------
    str
        Two charts have the same one where the data and the colours of every line, point, bar and
        image are the same, and every text is.

    Examples
    --------
    >>> fingerprint(new(3)[0]) == fingerprint(new(4)[0])
    True
    """
    parts: list[Any] = [_unfolded(figure.get_suptitle()), _unfolded(figure.get_supxlabel())]
    for axes in figure.axes:
        parts += [_unfolded(axes.get_title("left")), axes.get_xlabel(), axes.get_ylabel()]
        for line in axes.lines:
            parts.append(("line", _rounded(line.get_xydata()), str(line.get_color())))
        for group in axes.collections:
            looks = (group.get_offsets(), group.get_facecolor(), group.get_edgecolor())
            parts.append((type(group).__name__, *map(_rounded, looks)))
            parts += [("path", _rounded(path.vertices)) for path in group.get_paths()]
        for patch in axes.patches:
            place = patch.get_path().vertices, patch.get_patch_transform().get_matrix()
            parts.append((type(patch).__name__, *map(_rounded, (*place, [patch.get_facecolor()]))))
        for image in axes.images:
            parts.append(("image", _rounded(image.get_array())))
        parts += [("text", text.get_text(), _rounded([text.get_position()])) for text in axes.texts]
        ticks = (*axes.get_xticklabels(), *axes.get_yticklabels())
        parts += [("tick", text.get_text()) for text in ticks]
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:8]


def show(figure: Chart) -> None:
    """Display a chart: the picture with its alternative text, then the same sentences in sight.

    The text form ends in the fingerprint of what is drawn, so that nbval, which never compares
    pictures, sees another column drawn.

    Parameters
    ----------
    figure : Chart
        A finished chart.
    """
    mark = fingerprint(figure)
    picture = to_png(figure, mark)
    about = {
        "alt": figure.alt,
        "sha256": hashlib.sha256(picture).hexdigest(),
        "width": round(figure.get_figwidth() * 100),
    }
    data = {
        "image/png": base64.b64encode(picture).decode(),
        "text/plain": f"{figure.alt} [drawn: {mark}]",
    }
    display(data, metadata={"image/png": about}, raw=True)
    display(Markdown(f"*{figure.alt}*"))


def to_png(figure: Chart, mark: str | None = None) -> bytes:
    """Return the chart as PNG bytes, the same for the same chart, that carry its fingerprint.

    Parameters
    ----------
    figure : Chart
        A finished chart.
    mark : str, optional
        Its fingerprint, where it is known already.

    Returns
    -------
    bytes
        A PNG without date and version.

    Examples
    --------
    >>> to_png(new(1)[0])[1:4]
    b'PNG'
    """
    buffer = io.BytesIO()
    about = {"Software": "", "Description": mark or fingerprint(figure)}
    pillow = {"compress_level": 3}
    figure.savefig(buffer, format="png", dpi="figure", pil_kwargs=pillow, metadata=about)
    return buffer.getvalue()


def to_svg(figure: Chart) -> str:
    """Return the chart as SVG text; the same chart gives the same text.

    Parameters
    ----------
    figure : Chart
        A finished chart.

    Returns
    -------
    str
        An SVG without date and version, whose letters are paths.

    Examples
    --------
    >>> to_svg(new(1)[0]).startswith("<?xml")
    True
    """
    buffer = io.StringIO()
    about = {"Date": None, "Creator": None, "Title": figure.alt}
    with plt.rc_context({"svg.hashsalt": "japan-arms-export"}):
        figure.savefig(buffer, format="svg", metadata=about)
    return buffer.getvalue()


def _middle(figure: Figure) -> Axes:
    """Return the axes that carry the subtitle: of several, those whose width moves no panel."""
    grid = figure.axes[0].get_gridspec()
    return figure.axes[(grid.ncols - 1) // 2 if grid else 0]


def _fold(text: Text, width: float) -> None:
    """Fold a text at its blanks, so that no line is wider than `width` pixels."""
    first, *words = text.get_text().split(" ")
    lines = [first]
    for word in words:
        longer = f"{lines[-1]} {word}"
        text.set_text(longer)
        if math.ceil(text.get_window_extent().width) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    text.set_text("\n".join(lines))


def _unfolded(text: str) -> str:
    """Return a heading on one line."""
    return text.replace("\n", " ")


def _plural(number: int) -> str:
    """Return the ending of a noun that is counted."""
    return "" if number == 1 else "s"


def _rounded(values: Any) -> str:
    """Return numbers as text, to a millionth; nothing where there are none."""
    if not len(values):
        return ""
    numbers = np.ma.filled(np.ma.asarray(values).astype("float64"), np.nan)
    return repr(numbers.round(6).tolist())
