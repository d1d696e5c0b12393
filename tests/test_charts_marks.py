"""The strokes that charts share."""

import doctest

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from analysis.charts import marks, phone


@pytest.fixture
def axes():
    return Figure().subplots()


def test_the_examples_hold():
    """What the docstrings show is what comes back."""
    assert doctest.testmod(marks).failed == 0


@pytest.mark.parametrize("gap", [0.2, 1, 3])
def test_marks_of_one_slot_stand_apart(gap):
    """Whatever the order of the places; and no slot is used while an earlier one is free."""
    places = pd.Series(np.random.default_rng(5).uniform(0, 20, 60), range(100, 160))
    slots = marks.slots(places, gap)
    assert slots.index.equals(places.index) and slots.dtype == "int64"
    for slot in range(slots.max() + 1):
        assert (places[slots == slot].sort_values().diff().dropna() >= gap).all()
    for index, slot in slots.items():
        before = places[(places < places[index]) & (places > places[index] - gap)]
        assert set(range(slot)) <= set(slots[before.index])


def test_no_place_has_no_slot():
    """An empty lane stays empty."""
    assert len(marks.slots(pd.Series(dtype="float64"), 1)) == 0


@pytest.mark.parametrize(
    "hollow, faces",
    [
        (False, ["#112233"]),
        (True, ["#ffffff"]),
        (pd.Series([False, True]), ["#112233", "#ffffff"]),
    ],
)
def test_what_counts_for_less_is_hollow(axes, hollow, faces):
    """White inside, its edge in the colour; for all markers or one by one."""
    marks.points(axes, [1, 2], [3, 4], ("o", "#112233"), hollow, 30)
    (drawn,) = axes.collections
    assert [to_hex(face) for face in drawn.get_facecolor()] == faces
    assert [to_hex(edge) for edge in drawn.get_edgecolor()] == ["#112233"]
    assert drawn.get_offsets().tolist() == [[1, 3], [2, 4]]


@pytest.mark.parametrize("marker", marks.STROKES)
def test_a_marker_without_an_inside_keeps_its_colour(axes, marker):
    """A stroke drawn white would vanish."""
    marks.points(axes, [1], [1], (marker, "#112233"), True, 30, linewidth=2)
    (drawn,) = axes.collections
    assert to_hex(drawn.get_facecolor()[0]) == "#112233" and drawn.get_linewidth() == [2]


def test_the_key_has_a_marker_for_each_name(axes):
    """In the order given, those that count for less hollow, on a telephone three to a line."""
    looks = {
        "a": ("o", "#112233"),
        "b": ("s", "#445566"),
        "c": ("^", "#778899"),
        "d": ("x", "#000000"),
    }
    marks.key(axes, looks, hollow=["b"])
    legend = axes.get_legend()
    assert [text.get_text() for text in legend.get_texts()] == list(looks) and legend._ncols == 4
    drawn = [(line.get_marker(), line.get_markeredgecolor()) for line in legend.get_lines()]
    assert drawn == list(looks.values())
    assert [line.get_markerfacecolor() == "white" for line in legend.get_lines()] == [
        name == "b" for name in looks
    ]
    with phone():
        marks.key(axes, looks)
    assert axes.get_legend()._ncols == 3
