"""What every chart has: the house look, a title that states the finding, a source line, a description, the table it draws.

And two layouts: as wide as a page, and, within `phone()`, as wide as a telephone, with text of the same size.
"""

import base64
import dataclasses
import hashlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from importlib.util import find_spec
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from IPython.display import Markdown, display
from matplotlib import font_manager
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.transforms import blended_transform_factory

WIDTH, PHONE = 6.4, 3.6  # inches of a page and of a telephone; on both no text is below 9 pt
PAD = 0.08  # inches between what is drawn and the edge
INK, GREY, PALE = "#222222", "#6b6b6b", "#d9d9d9"
house = plt.style.context(
    str(Path(__file__).parents[1] / "house.mplstyle")
)  # @house: all that the function makes has the look
_phone = ContextVar("phone", default=False)


@contextmanager
def phone() -> Iterator[None]:
    """Within it every chart is drawn for a telephone: `with phone(): figure = chart(...)`.

    A chart states the height of that layout as `new(height, phone=height_there)`, and asks `narrow()` where it folds labels
    earlier, stacks panels or moves names above their bars. What it draws, its sizes of text and its colours stay the same.
    """
    before = _phone.set(True)
    try:
        yield
    finally:
        _phone.reset(before)


def narrow() -> bool:
    """Whether charts are being drawn for a telephone."""
    return _phone.get()


@house
def new(height: float, *, phone: float | None = None, **subplots) -> tuple[Figure, plt.Axes]:
    """An empty figure of the house's width and look and its axes, `height` inches high, or `phone` where that is the layout."""
    _fonts()
    size = (PHONE, phone or height) if narrow() else (WIDTH, height)
    figure = Figure(
        figsize=size, layout="constrained"
    )  # not pyplot's: nothing stays open, whatever happens before it is finished
    FigureCanvasAgg(
        figure
    )  # one canvas from layout to file, and of one resolution: no text is measured twice
    figure.get_layout_engine().set(w_pad=PAD, h_pad=PAD)
    return figure, figure.subplots(**subplots)


@house
def finish(
    figure: Figure,
    *,
    title: str,
    subtitle: str,
    alt: str,
    table: pd.DataFrame,
    register: pd.DataFrame,
) -> Figure:
    """The figure with its headings, its source line (from the `source_id` columns of `table`), its description and its table.

    `alt` is one or two sentences that carry the finding and the extremes; `register` is `sources.register()`.
    """
    left = {"x": PAD / figure.get_figwidth(), "ha": "left", "wrap": True}
    head = figure.suptitle(title, fontsize=13, fontweight="bold", color=INK, **left)
    first = figure.axes[
        (figure.axes[0].get_gridspec().ncols - 1) // 2
    ]  # in the middle, so that its width moves no panel
    under = first.set_title(
        subtitle, loc="left", fontsize=10, color=GREY, fontweight="normal", pad=10, **left
    )
    under.set_transform(blended_transform_factory(figure.transFigure, under.get_transform()))
    foot = figure.supxlabel(source_line(table, register), fontsize=9, color=GREY, **left)
    for text in (
        head,
        under,
        foot,
    ):  # matplotlib folds at the edge of the figure, at every draw: here as far from it as on the left, once
        text._get_wrap_line_width = lambda: figure.bbox.width - 2 * PAD * figure.dpi
        text._renderer = figure.canvas.get_renderer()
        text._get_wrapped_text = partial(str, text._get_wrapped_text())
    figure.alt, figure.table = alt, table
    figure.draw_without_rendering()
    figure.set_layout_engine(
        None
    )  # what was laid out stays: else it is laid out again for every file
    return figure


def source_line(table: pd.DataFrame, register: pd.DataFrame) -> str:
    """The line that names the publishers of the sources drawn, the most used first; a table without sources raises ValueError."""
    columns = [column for column in table if column.startswith("source_id")]
    ids = [table[column].dropna().astype("str").str.split(";").explode() for column in columns]
    used = pd.unique(pd.concat(ids)) if ids else []
    if len(used) == 0:
        raise ValueError("no chart leaves without its sources: its table has no source_id")
    host = register["url"].str.extract(r"^https?://(?:www\.)?([^/:]+)", expand=False)
    names = register["publisher"].fillna(host).loc[used].value_counts(sort=True)
    names = names.sort_index().sort_values(ascending=False, kind="stable")
    shown = ", ".join(f"{name} ({n})" if n > 1 else name for name, n in names.head(4).items())
    more = f" and {len(names) - 4} more publisher{'s' * (len(names) > 5)}" if len(names) > 4 else ""
    extent = f"{len(used)} document{'s' * (len(used) > 1)}"
    return f"Sources: {shown}{more}; {extent}, listed with the table. CC BY 4.0, japan-arms-export."


def fingerprint(figure: Figure) -> str:
    """Eight hexadecimal digits over what is drawn: the data of every line, point, bar and image, and every text, not the pixels."""
    parts = [figure.get_suptitle(), figure.get_supxlabel()]
    for axes in figure.axes:
        parts += [axes.get_title("left"), axes.get_xlabel(), axes.get_ylabel()]
        for line in axes.lines:
            parts.append(("line", _rounded(line.get_xydata()), str(line.get_color())))
        for group in axes.collections:
            parts.append(
                (
                    type(group).__name__,
                    *map(
                        _rounded,
                        (group.get_offsets(), group.get_facecolor(), group.get_edgecolor()),
                    ),
                )
            )
            parts += [("path", _rounded(path.vertices)) for path in group.get_paths()]
        for patch in axes.patches:
            place = (
                patch.get_path().vertices,
                patch.get_patch_transform().get_matrix(),
                [patch.get_facecolor()],
            )
            parts.append((type(patch).__name__, *map(_rounded, place)))
        for image in axes.images:
            parts.append(("image", _rounded(image.get_array())))
        parts += [("text", text.get_text(), _rounded([text.get_position()])) for text in axes.texts]
        parts += [
            ("tick", text.get_text()) for text in (*axes.get_xticklabels(), *axes.get_yticklabels())
        ]
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:8]


def show(figure: Figure) -> None:
    """Display a chart: the picture with its alternative text, then the same sentences in sight of everyone.

    The text form ends in the fingerprint of what is drawn, so that nbval, which never compares pictures, sees another column drawn.
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


def to_png(figure: Figure, mark: str | None = None) -> bytes:
    """The figure as PNG bytes that carry the fingerprint of what is drawn; the same figure gives the same bytes."""
    buffer = io.BytesIO()
    figure.savefig(
        buffer,
        format="png",
        dpi="figure",
        pil_kwargs={"compress_level": 3},
        metadata={"Software": "", "Description": mark or fingerprint(figure)},
    )
    return buffer.getvalue()


def to_svg(figure: Figure) -> str:
    """The figure as SVG text; the same figure gives the same text."""
    buffer = io.StringIO()
    with plt.rc_context({"svg.hashsalt": "japan-arms-export"}):
        figure.savefig(
            buffer, format="svg", metadata={"Date": None, "Creator": None, "Title": figure.alt}
        )
    return buffer.getvalue()


def _rounded(values) -> str:
    return (
        repr(np.ma.filled(np.ma.asarray(values).astype("float64"), np.nan).round(6).tolist())
        if len(values)
        else ""
    )


def _fonts() -> None:
    """Register the Japanese font that matplotlib-fontja carries, without importing it (the import would change every setting)."""
    for place in find_spec("matplotlib_fontja").submodule_search_locations:
        for file in Path(place).glob("**/ipaexg.ttf"):
            if not any(font.name == "IPAexGothic" for font in font_manager.fontManager.ttflist):
                font_manager.fontManager.addfont(str(file))
                regular = font_manager.fontManager.ttflist[
                    -1
                ]  # it has no bold face: without this, bold text logs a complaint
                font_manager.fontManager.ttflist.append(dataclasses.replace(regular, weight=700))
