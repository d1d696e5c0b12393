"""Every chart in both its layouts, drawn from what the notebooks give it.

Legible, whole, told apart by every eye.
"""

import json
from contextlib import nullcontext
from itertools import combinations
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib import font_manager
from matplotlib.collections import PathCollection
from matplotlib.colors import to_rgba
from matplotlib.text import Text

from analysis import charts
from analysis.charts import colours
from analysis.charts import figure as base

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))
# Tables of many rows: how much higher than wide
TABLES = {"origins_per_claim": 1.15}
HUES = {
    tuple(round(part, 3) for part in to_rgba(colour)[:3])
    for colour in (colours.BLUE, colours.SKY, colours.RED, *colours.CELLS.values())
}
EYES = {  # the matrices of Machado, Oliveira and Fernandes (2009), full severity, on linear RGB
    "all colours": np.eye(3),
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.01182, 0.04294, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.3039],
    ],
}
LIKE = 12  # a distance in CIELAB below which two colours pass for one
PALE = 82  # a lightness above which a colour is the ground on which marks stand


@pytest.fixture(scope="module")
def drawn():
    """A chart by its name and layout, each drawn once, from what its subject gives."""
    figures = {}

    def figure(name: str, layout: str):
        if (name, layout) not in figures:
            with charts.phone() if layout == "phone" else nullcontext():
                figures[name, layout] = charts.CHARTS[name]()
        return figures[name, layout]

    return figure


each_chart = pytest.mark.parametrize("name", list(charts.CHARTS))
each_layout = pytest.mark.parametrize("layout", ["wide", "phone"])


def test_every_chart_is_in_a_notebook():
    """No chart is made that no reader sees; each is called as its function is, by its subject."""
    cells = [
        "".join(cell["source"])
        for path in NOTEBOOKS
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
        if cell["cell_type"] == "code"
    ]
    for name, chart in charts.CHARTS.items():
        call = f"charts.{chart.__module__.rpartition('.')[2]}.{name}("
        assert any(call in cell for cell in cells), call


@each_layout
@each_chart
def test_no_text_is_small_clipped_or_overlapping(legible, drawn, name, layout):
    """At the drawn size every text has 9 points or more, lies inside and touches no other text."""
    legible(drawn(name, layout))


@each_layout
@each_chart
def test_no_glyph_is_missing(drawn, name, layout):
    """Every character of every text is in one of the two fonts of the house.

    None is drawn as a box.
    """
    texts = "".join(text.get_text() for text in drawn(name, layout).findobj(Text))
    fonts = [
        font_manager.get_font(font_manager.findfont(family))
        for family in ("DejaVu Sans", "IPAexGothic")
    ]
    assert {ord(letter) for letter in texts} - {ord("\n")} <= set().union(
        *(font.get_charmap() for font in fonts)
    )


@each_chart
def test_a_phone_shows_the_same_chart(drawn, name):
    """Narrower, but with the same finding, the same description and the same table."""
    wide, phone = drawn(name, "wide"), drawn(name, "phone")
    assert (wide.get_figwidth(), phone.get_figwidth()) == (base.PAGE, base.PHONE)
    assert (wide.title, wide.alt) == (phone.title, phone.alt)
    pd.testing.assert_frame_equal(wide.table, phone.table)


@each_chart
def test_a_chart_fits_its_page(drawn, name):
    """It is no higher than wide, but for the few that are tables of many rows."""
    figure = drawn(name, "wide")
    assert figure.get_figheight() <= figure.get_figwidth() * TABLES.get(name, 1)


@each_chart
def test_a_title_is_a_sentence_that_speaks_of_the_subject(drawn, name):
    """At most two lines on a page, with a verb's worth of words, and said once."""
    figure = drawn(name, "wide")
    assert figure.headings[0].get_text().count("\n") <= 1 and len(figure.title.split()) >= 6
    assert figure.alt.startswith(figure.title) and figure.alt.count(figure.title) == 1
    assert figure.title not in figure.subtitle


@each_chart
def test_a_chart_has_three_colours_and_grey(drawn, name):
    """What judges nothing is grey, black or white; the hues in cells are those of the marks."""
    hues = {
        colour
        for axes in drawn(name, "wide").axes
        for _, colour in marks(axes, ground=101)
        if max(colour) - min(colour) > 0.08
    }
    assert hues <= HUES, hues - HUES


@each_layout
@each_chart
def test_no_two_marks_differ_in_colour_alone(drawn, name, layout):
    """Marks of one shape have one colour, or colours that differ for every eye.

    The pale ground below them does not count.
    """
    for axes in drawn(name, layout).axes:
        for (shape, one), (other_shape, other) in combinations(sorted(marks(axes)), 2):
            assert shape != other_shape or not alike(one, other), (shape, one, other)


def marks(axes, ground: float = PALE) -> set[tuple]:
    """Shape and colour of all that stands for data.

    Markers, bars by hatch, lines by their dashes.
    """
    drawn_marks = {
        ("line", line.get_linestyle(), line.get_marker()) + (_flat(line.get_color()),)
        for line in axes.lines
    }
    drawn_marks |= {
        ("bar", bar.get_hatch(), "") + (_flat(bar.get_facecolor()),) for bar in axes.patches
    }
    for group in axes.collections:
        if (
            isinstance(group, PathCollection)
            and len(group.get_offsets())
            and len(group.get_facecolor())
        ):
            shapes = [str(path.vertices.round(3).tolist()) for path in group.get_paths()]
            drawn_marks |= {
                ("marker", shapes[place % len(shapes)], _flat(edge) != _flat(face)) + (_flat(edge),)
                for place, (edge, face) in enumerate(_pairs(group))
            }
    return {
        (str(shape), colour)
        for *shape, colour in drawn_marks
        if seen(colour, "all colours")[0] < ground
    }


def _pairs(group):
    """The edge and the face of each mark; one that is given once is that of all."""
    looks = (group.get_edgecolor(), group.get_facecolor())
    many = (max(len(look) for look in looks), 4)
    return zip(*(np.broadcast_to(look, many) for look in looks), strict=True)


def _flat(colour) -> tuple:
    """What a colour looks like on white paper."""
    *rgb, alpha = to_rgba(colour)
    return tuple(round(alpha * part + 1 - alpha, 3) for part in rgb)


def seen(colour, eye: str) -> np.ndarray:
    """A colour in CIELAB as an eye sees it."""
    rgb = np.array(colour)
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    xyz = np.array(
        [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    ) @ np.clip(np.array(EYES[eye]) @ linear, 0, 1)
    f = np.cbrt(np.maximum(xyz / [0.9505, 1, 1.089], 1e-9))
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def alike(one, other) -> bool:
    """Whether two different colours pass for one to some eye."""
    return (
        one != other
        and min(np.linalg.norm(seen(one, eye) - seen(other, eye)) for eye in EYES) < LIKE
    )


def test_red_and_green_are_alike_to_some_eyes():
    """The simulation knows what it is for: these two are alike, those of the house are not."""
    assert alike(to_rgba("#b0a030")[:3], to_rgba("#d09030")[:3]) and not alike(
        to_rgba(colours.BLUE)[:3], to_rgba(colours.RED)[:3]
    )


@pytest.mark.parametrize("palette", ["RELATIONS", "VERDICTS"])
def test_every_code_has_its_own_mark(palette):
    """By shape as well as by colour."""
    looks = getattr(colours, palette).values()
    assert len({look[0] for look in looks}) == len({look[1] for look in looks}) == len(looks)


def test_the_layout_of_a_phone_ends_with_its_block():
    """Even after an error, the next chart is as wide as a page."""
    with pytest.raises(KeyError), charts.phone():
        assert base.narrow() and base.inches() == base.PHONE
        raise KeyError
    assert not base.narrow() and base.inches() == base.PAGE
    assert plt.get_fignums() == []
