"""The fonts of the charts, and text folded to a width by what its letters measure."""

import dataclasses
import functools
import re
from importlib.util import find_spec
from pathlib import Path

import matplotlib.pyplot as plt
from matplotlib import font_manager
from matplotlib.textpath import text_to_path

FAMILY = "IPAexGothic"
IN_JAPANESE = {"font.family": [FAMILY, "DejaVu Sans"]}  # the look of a Japanese chart
# What stays together where a text without blanks is folded: （12件）、 and 2023年 and ライセンス
UNIT = re.compile(
    r"""
    [「『（]*
    (?: [0-9A-Za-z][0-9A-Za-z.,/+’-]*[0-9A-Za-z]?[年月日件国億万兆機隻種％]?
      | [ァ-ヶ][ァ-ヶー]*
      | .
    )
    [、。，．）」』：；・…ーぁぃぅぇぉっゃゅょ]*
    """,
    re.VERBOSE,
)
BLANKS = re.compile(r"[\x00-\x20\x7f\u2028\u2029]+")  # where a text may break


def register_japanese() -> None:
    """Register the font that matplotlib-fontja carries, once in a process.

    The package is not imported: that would change every setting of matplotlib.
    """
    fonts = font_manager.fontManager
    if any(font.name == FAMILY and font.weight == 700 for font in fonts.ttflist):
        return
    package = find_spec("matplotlib_fontja")
    for folder in (package and package.submodule_search_locations) or ():
        for file in Path(folder).glob("**/ipaexg.ttf"):
            fonts.addfont(str(file))
            # It has no bold face: without this, bold text logs a complaint.
            fonts.ttflist.append(dataclasses.replace(fonts.ttflist[-1], weight=700))


def width_of(text: str, size: float = 10, weight: str = "normal") -> float:
    """Return how many inches wide a line of text is."""
    return _width(BLANKS.sub(" ", text), size, weight, *plt.rcParams["font.family"])


@functools.lru_cache(maxsize=4096)
def _width(text: str, size: float, weight: str, *families: str) -> float:
    """Return the width in fonts of these families, each once measured kept."""
    register_japanese()  # a text may be measured before the first chart is laid out
    font = font_manager.FontProperties(family=[*families], size=size, weight=weight)
    return text_to_path.get_text_width_height_descent(text, font, False)[0] / 72


def fold(
    text: str, inches: float, size: float = 10, weight: str = "normal", lines: int = 99
) -> str:
    """Return a text in lines no wider than so many inches, cut with "…" after some lines.

    It breaks at blanks; a word that is too long for a line breaks where the line ends.
    """
    folded = [""]
    for word in BLANKS.split(text):
        longer = f"{folded[-1]} {word}" if folded[-1] else word
        if width_of(longer, size, weight) <= inches:
            folded[-1] = longer
            continue
        *whole, rest = _pieces(word, inches, size, weight)
        folded += [*whole, rest] if folded[-1] else []
        if folded == [""]:
            folded = [*whole, rest]
    if len(folded) > lines:
        folded = [*folded[: lines - 1], _cut(folded[lines - 1], inches, size, weight)]
    return "\n".join(folded)


def _cut(line: str, inches: float, size: float, weight: str) -> str:
    """Return a line with "…" after as much of it as fits: whole words, where it has blanks."""
    dots = " …" if line.isascii() or " " in line else "…"
    while width_of(line + dots, size, weight) > inches and line:
        line = line.rpartition(" ")[0] if " " in line else line[:-1]
    return line + dots


def balanced(text: str, inches: float, size: float, weight: str) -> str:
    """Return a text folded so that no line is much shorter than the others."""
    folded = fold(text, inches, size, weight)
    for share in (0.9, 0.8, 0.7, 0.6):
        closer = fold(text, inches * share, size, weight)
        if closer.count("\n") == folded.count("\n"):
            folded = closer
    return folded


def _pieces(word: str, inches: float, size: float, weight: str) -> list[str]:
    """Return a word cut into pieces that fit: between its units where it has several."""
    units = [
        part
        for unit in UNIT.findall(word)
        for part in ([unit] if width_of(unit, size, weight) <= inches else unit)
    ]
    pieces = [""]
    for unit in units:
        if width_of(pieces[-1] + unit, size, weight) > inches and pieces[-1]:
            pieces.append("")
        pieces[-1] += unit
    return pieces
