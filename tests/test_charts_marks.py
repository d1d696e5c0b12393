"""The strokes that charts share."""

import doctest

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.markers import MarkerStyle

from analysis.charts import marks, phone, words


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


ROWS = pd.DataFrame({"x": [1, 2, 3], "y": [0, 1, 0], "kind": ["b", "a", "b"]})
LOOKS = {"a": ("o", "#112233"), "b": ("s", "#445566"), "c": ("^", "#778899")}


def test_a_mark_has_the_look_of_its_kind_and_is_hollow_where_it_is_doubtful(axes):
    """White inside, its edge in the colour; the key names the kinds that are there, in order."""
    marks.mark_rows(axes, ROWS, "x", "y", "kind", LOOKS, doubtful=pd.Series([True, False, False]))
    (drawn,) = axes.collections
    assert drawn.get_offsets().tolist() == [[1, 0], [2, 1], [3, 0]]
    assert [to_hex(face) for face in drawn.get_facecolor()] == ["#ffffff", "#112233", "#445566"]
    assert [to_hex(edge) for edge in drawn.get_edgecolor()] == ["#445566", "#112233", "#445566"]
    corners = [len(path.vertices) for path in drawn.get_paths()]
    assert corners[0] == corners[2] != corners[1]
    legend = axes.get_legend()
    assert [text.get_text() for text in legend.get_texts()] == ["a", "b"]
    assert [line.get_marker() for line in legend.get_lines()] == ["o", "s"]


def test_names_stand_beside_the_rows_or_above_them(axes):
    """On a page as labels of the axis, on a telephone as texts over each row."""
    marks.name_rows(axes, ["one", "two"])
    assert [label.get_text() for label in axes.get_yticklabels()] == ["one", "two"]
    with phone():
        marks.name_rows(axes, ["one", "two"])
    assert [text.get_text() for text in axes.texts] == ["one", "two"]
    assert [text.xy[1] for text in axes.texts] == [-0.22, 0.78] and not axes.get_yticklabels()


@pytest.mark.parametrize("gap", [0.5, 2])
def test_labels_stand_apart(gap):
    """In order, none closer than the gap, none above its own place, the last where it is."""
    places = pd.Series(np.sort(np.random.default_rng(7).uniform(0, 9, 20)))
    stood = marks.apart(places, gap)
    assert (stood.diff().dropna() >= gap - 1e-9).all() and stood.iloc[-1] == places.iloc[-1]
    assert (stood <= places + 1e-9).all()


def test_a_row_that_moved_has_a_ring_an_arrow_and_a_line(axes):
    """The arrow's head points the way it went; what stayed has a dot."""
    rows = pd.DataFrame({"then": ["low", "high", "low"], "now": ["high", "low", "low"]})
    scale = {"low": 0.0, "high": 1.0}
    marks.moves(axes, rows, "then", "now", pd.Series(["#111111", "#222222", "#333333"]), scale)
    _, _, ring, right, left, dot = axes.collections
    assert ring.get_offsets().tolist() == [[0, 0], [1, 1], [0, 2]]
    assert right.get_offsets().tolist() == [[1, 0]] and left.get_offsets().tolist() == [[0, 1]]
    assert dot.get_offsets().tolist() == [[0, 2]]
    for marker, head in ((">", right), ("<", left)):
        shape = MarkerStyle(marker)
        tip = shape.get_path().transformed(shape.get_transform()).vertices
        assert (head.get_paths()[0].vertices == tip).all()


def test_a_cell_says_its_words(axes):
    """At its place, in its colour, white where it is hollow; heads above, names of the rows."""
    rows = pd.DataFrame({"row": [0, 1], "column": [2, 3], "words": ["yes", "no"]})
    rows["colour"], doubt = ["#112233", "#445566"], pd.Series([False, True])
    looks = {"may go": "#112233", "may not": "#445566"}
    marks.cells(axes, rows, ["one", "two"], list("abcd"), looks, doubt)
    assert [to_hex(bar.get_facecolor()) for bar in axes.patches] == ["#112233", "#ffffff"]
    assert [to_hex(bar.get_edgecolor()) for bar in axes.patches] == ["#112233", "#445566"]
    assert [(text.get_text(), *text.xy) for text in axes.texts] == [("yes", 2.5, 0), ("no", 3.5, 1)]
    assert [label.get_text() for label in axes.get_xticklabels()] == list("abcd")
    assert [label.get_text() for label in axes.get_yticklabels()] == ["one", "two"]
    assert [text.get_text() for text in axes.get_legend().get_texts()] == list(looks)


def test_numbers_and_lists_are_put_in_words():
    """As a sentence has them."""
    assert words.listed(["a", "b", "c"]) == "a, b and c" and words.listed(["a"]) == "a"
    assert words.listed([]) == "none"
    assert (words.counted(1, "case"), words.counted(2, "case")) == ("1 case", "2 cases")
    tally = pd.Series({"agreed": 3, "lapsed": 0, "decided": 1})
    assert words.tallied(tally) == "agreed 3, decided 1"
