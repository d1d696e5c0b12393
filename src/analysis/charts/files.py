"""A chart as a file, PNG or SVG, and the fingerprint of what it draws."""

import hashlib
import io
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from .colours import DARK

SEEN = 24  # of 255: the least change of a pixel's red, green or blue that is taken to be seen
STEP = 2  # pixels of a telephone or a screen to one of the chart's hundred an inch


def fingerprint(figure: Figure) -> str:
    """Return eight hexadecimal digits over what is drawn, whatever its size in pixels.

    Two charts have the same one where the data and the colours of every line, point, bar and
    image are the same, and every text is.
    """
    parts: list[Any] = [text.get_text().split() for text in figure.texts]
    for axes in figure.axes:
        parts += [axes.get_title("left"), axes.get_xlabel(), axes.get_ylabel()]
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


def png(figure: Figure) -> bytes:
    """Return a chart as PNG bytes, the same for the same chart, that carry its fingerprint.

    It is stored with 256 colours where no eye sees the difference, else with all of them, and
    without date and version; as small as can be, but for Japanese ones, which no notebook stores.
    """
    drawn = io.BytesIO()
    figure.savefig(drawn, format="rgba", dpi=100 * STEP)
    wide, high = (int(length) for length in figure.get_size_inches() * (100 * STEP))
    whole = Image.frombytes("RGBA", (wide, high), drawn.getvalue()).convert("RGB")
    few = whole.quantize(256, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    apart = np.abs(np.asarray(whole, "int16") - np.asarray(few.convert("RGB"), "int16")).max()
    about = PngInfo()
    about.add_text("Description", fingerprint(figure))
    buffer = io.BytesIO()
    stored = few if apart <= SEEN else whole
    smallest = getattr(figure, "language", "en") == "en"
    stored.save(buffer, format="png", optimize=smallest, pnginfo=about)
    return buffer.getvalue()


def svg(figure: Figure) -> str:
    """Return a chart as SVG text without ground; the same chart gives the same text.

    Its text and lines follow the page: a block of style in it exchanges them on a dark one, and a
    program that does not know the block shows the light ones. Its letters are paths.
    """
    buffer = io.StringIO()
    about = {"Date": None, "Creator": None, "Title": getattr(figure, "alt", "")}
    with plt.rc_context({"svg.hashsalt": "japan-arms-export"}):
        figure.savefig(buffer, format="svg", metadata=about, transparent=True)
    rules = "".join(
        f'[style*="{part}: {light.lower()}"]{{{part}:{dark}!important}}'
        for light, dark in DARK.items()
        for part in ("fill", "stroke")
    )
    style = f"<style>@media(prefers-color-scheme:dark){{{rules}}}</style>\n <defs>"
    return buffer.getvalue().replace("<defs>", style, 1)


def _rounded(values: Any) -> str:
    """Return numbers as text, to a millionth; nothing where there are none."""
    if not len(values):
        return ""
    numbers = np.ma.filled(np.ma.asarray(values).astype("float64"), np.nan)
    return repr(numbers.round(6).tolist())
