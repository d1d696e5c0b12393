"""What every chart has: the house look, headings, a source line, a description, its table.

A chart is as wide as a page, or, within `phone()`, as a telephone. The text has the same size in
both. A chart that is the last line of a cell shows itself.
"""

import base64
import functools
import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any, ParamSpec

import matplotlib.pyplot as plt
import pandas as pd
from IPython.display import display
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

from .. import language, sources
from .colours import GREY, INK
from .files import fingerprint, png, svg
from .fonts import IN_JAPANESE, balanced, fold, register_japanese, width_of

Frames = ParamSpec("Frames")
Style = dict[str, Any]  # keyword arguments of a matplotlib call

PAGE, PHONE = 7.6, 3.6  # inches, a hundred pixels each; on both no text is below 9 points
PAD = 0.08  # inches between what is drawn and the edge
LINE = 1.25  # height of a line of text, in sizes of its letters
# All that a function decorated with @house makes has the look of the house.
house = plt.style.context(str(Path(__file__).parents[1] / "house.mplstyle"))
_inches = ContextVar("inches", default=PAGE)


class Chart(Figure):
    """A figure with a finding as its title, that knows its sources and its description.

    As the last line of a cell it shows itself: the picture, and in text form the description.
    `chart` is the name of the function that drew it, and of its files; `again()` draws the same
    chart once more, in the width and the language that are set when it is called.

    Parameters
    ----------
    height : float
        Inches of the picture, between the headings and the source line. The headings are folded
        to the width, and the figure is as high as all of it needs.
    title, subtitle : str
        The finding; what is measured, of when.
    alt : str
        One or two sentences that carry the finding and the extremes.
    table : pandas.DataFrame
        What is drawn. Its columns `source_id…` or `sources` make the source line.
    whole : float, optional
        Inches of the figure, where they are fixed; then the picture has what the text leaves.
    """

    chart: str = ""
    language: str = "en"
    again: "Callable[[], Chart]"

    def __init__(
        self,
        height: float,
        title: str,
        subtitle: str,
        alt: str,
        table: pd.DataFrame,
        *,
        whole: float | None = None,
    ) -> None:
        """Lay out the headings, and leave `height` inches for the picture."""
        register_japanese()
        base, wide = plt.rcParams["font.size"], _inches.get()
        heads: list[tuple[str, Style]] = [
            (title, {"size": 1.3 * base, "weight": "bold", "color": INK}),
            (subtitle, {"size": base, "color": GREY}),
            (sources.line(table, language.current()), {"size": 0.9 * base, "color": GREY}),
        ]
        room = wide - 2 * PAD
        texts = [balanced(title, room, 1.3 * base, "bold")]
        texts += [fold(text, room, look["size"]) for text, look in heads[1:]]
        tall = [
            (LINE * look["size"] * (text.count("\n") + 1) + 5) / 72
            for text, (_, look) in zip(texts, heads, strict=True)
        ]
        height = height if whole is None else whole - PAD - sum(tall)
        whole = PAD + sum(tall) + height
        rect = (0, tall[2] / whole, 1, height / whole)
        engine = ConstrainedLayoutEngine(rect=rect, w_pad=PAD, h_pad=0.04)
        super().__init__(figsize=(wide, whole), layout=engine)
        self._engine = engine
        # One canvas from layout to file, and of one resolution: no text is measured twice.
        FigureCanvasAgg(self)
        place: Style = {"va": "top", "linespacing": 1.15, "in_layout": False}
        tops = [whole - PAD, whole - PAD - tall[0], tall[2] - 0.02]
        self.headings = [
            self.text(PAD / wide, top / whole, text, **place, **look)
            for text, top, (_, look) in zip(texts, tops, heads, strict=True)
        ]
        self.title, self.subtitle, self.alt, self.table = title, subtitle, alt, table

    def lay_out(self) -> None:
        """Give every part its place, for good: else it is laid out again for every file."""
        self._engine.execute(self)
        self.set_layout_engine(None)

    @house
    def to_png(self) -> bytes:
        """Return the chart as PNG bytes on white, the same for the same chart."""
        return png(self)

    @house
    def to_svg(self) -> str:
        """Return the chart as SVG text without ground, for a light and for a dark page."""
        return svg(self)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> tuple[Style, Style]:
        """Return what a notebook shows: the picture, and the description with the fingerprint.

        nbval, which never compares pictures, so sees when something else is drawn.
        """
        picture = self.to_png()
        data = {
            "image/png": base64.b64encode(picture).decode(),
            "text/plain": f"{self.alt} [drawn: {fingerprint(self)}]",
        }
        about = {
            "alt": self.alt,
            "sha256": hashlib.sha256(picture).hexdigest(),
            "width": round(self.get_figwidth() * 100),
        }
        return data, {"image/png": about}

    def _ipython_display_(self) -> None:
        """Show that; where pyplot's own way of showing a figure is on, it does not get the word."""
        data, about = self._repr_mimebundle_()
        display(data, metadata=about, raw=True)


def named(draw: Callable[Frames, Chart]) -> Callable[Frames, Chart]:
    """Return a function whose charts have the house look and know by whom they were drawn."""

    @functools.wraps(draw)
    @house
    def drawing(*frames: Frames.args, **options: Frames.kwargs) -> Chart:
        """Draw the chart, lay it out for good, and note on it what it is called.

        A Japanese chart of which a text has no Japanese raises LookupError with all such texts.
        """
        look: Any = IN_JAPANESE if language.is_japanese() else {}
        with plt.rc_context(look):
            figure = draw(*frames, **options)
            figure.lay_out()
        if language.is_japanese():
            language.settle(f"the chart {draw.__name__}")
        figure.language = language.current()
        figure.chart = draw.__name__
        figure.again = functools.partial(drawing, *frames, **options)
        return figure

    return drawing


@contextmanager
def width(inches: float) -> Iterator[None]:
    """Draw every chart made within the block so many inches wide, the same marks on each."""
    before = _inches.set(inches)
    try:
        yield
    finally:
        _inches.reset(before)


def phone() -> Any:
    """Draw every chart made within the block as wide as a telephone.

    Examples
    --------
    >>> with phone():
    ...     print(narrow())
    True
    """
    return width(PHONE)


def japanese() -> Any:
    """Draw every chart made within the block in Japanese: the same marks, with Japanese words.

    Examples
    --------
    >>> with japanese():
    ...     print(language.current())
    ja
    """
    return language.of(language.JAPANESE)


def narrow() -> bool:
    """Return whether charts are being drawn for a telephone."""
    return _inches.get() < 5


def inches() -> float:
    """Return the width of the charts that are being drawn."""
    return _inches.get()


__all__ = ["Chart", "fold", "house", "inches", "japanese", "named", "narrow", "phone", "width"]
__all__ += ["width_of"]
