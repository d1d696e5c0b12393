"""The fonts of the charts, and text folded to a width by what its letters measure."""

import dataclasses
import functools
import math
import re
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import matplotlib.pyplot as plt
from matplotlib import font_manager
from matplotlib.ft2font import LoadFlags

FAMILY = "IPAexGothic"
IN_JAPANESE = {"font.family": [FAMILY, "DejaVu Sans"]}  # the look of a Japanese chart
JAPANESE = re.compile("[ぁ-んァ-ヶ一-\u9fa5]")
# What stays together where Japanese is folded: a word with the kana and the marks that follow it,
# as 日本が and （2023年12月）、 and 修理できる
UNIT = re.compile(r"[「『（]*[^「『（、。，．）」』：；→ぁ-ん]*[ぁ-ん]*[、。，．）」』：；・…]*|.")
NO_BEGINNING = "、。，．）」』ーァィゥェォッャュョ"  # no line begins with one of these
SCALE = 100  # points in which letters are measured
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
    """Return how many inches wide a line of text is.

    Each letter adds to it what a pair with the letter before adds: so a pair is measured once, and
    not with every line in which it stands.
    """
    line = BLANKS.sub(" ", text)
    width = functools.partial(_width, weight=weight, families=(*plt.rcParams["font.family"],))
    added = (width(first + letter) - width(first) for first, letter in pairwise(line))
    return size * sum(added, start=width(line[:1]))


@functools.lru_cache(maxsize=16384)
def _width(letters: str, weight: str, families: tuple[str, ...]) -> float:
    """Return the width of some letters of one point in fonts of these families."""
    font = font_manager.get_font(_paths(weight, families))
    font.set_size(SCALE, 72)  # others draw with the same font, in other sizes
    font.set_text(letters, 0, flags=LoadFlags.NO_HINTING)
    return font.get_width_height()[0] / 64 / SCALE / 72


@functools.cache
def _paths(weight: str, families: tuple[str, ...]) -> list[str]:
    """Return the files of the fonts of these families, in the order in which letters are sought."""
    register_japanese()  # a text may be measured before the first chart is laid out
    properties = [font_manager.FontProperties(family=[each], weight=weight) for each in families]
    return [font_manager.findfont(each) for each in properties]


def fold(
    text: str, inches: float, size: float = 10, weight: str = "normal", lines: int = 99
) -> str:
    """Return a text in lines no wider than so many inches, cut with "…" after some lines.

    It breaks at blanks, Japanese between its words too; a word that is too long for a line breaks
    where the line ends.
    """
    folded = [""]
    for joint, word in _words(text):
        longer = f"{folded[-1]}{joint}{word}" if folded[-1] else word
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


def _words(text: str) -> list[tuple[str, str]]:
    """Return the words of a text, each with what joins it to the one before."""
    words = []
    for part in BLANKS.split(text):
        units = [*filter(None, UNIT.findall(part))] if JAPANESE.search(part) else [part]
        words += list(zip([" ", *[""] * len(units)], units, strict=False))
    return words


def _cut(line: str, inches: float, size: float, weight: str) -> str:
    """Return a line with "…" after as much of it as fits: whole words, but of Japanese letters."""
    is_japanese = bool(JAPANESE.search(line))
    dots = "…" if is_japanese else " …"
    while width_of(line + dots, size, weight) > inches and (is_japanese or " " in line):
        line = line[:-1] if is_japanese else line.rpartition(" ")[0]
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
    """Return a word cut into pieces that fit; one of Japanese into pieces of like lengths."""
    most = len(word)
    if JAPANESE.search(word):
        count = math.ceil(width_of(word, size, weight) / inches)
        most = math.ceil(len(word) / count)
    pieces = [""]
    for letter in word:
        full = len(pieces[-1]) >= most and letter not in NO_BEGINNING
        if full or (width_of(pieces[-1] + letter, size, weight) > inches and pieces[-1]):
            carried = pieces[-1][-1] if letter in NO_BEGINNING else ""
            pieces[-1] = pieces[-1].removesuffix(carried)
            pieces.append(carried)
        pieces[-1] += letter
    return pieces
