"""What all tests keep to, and what several tests of charts share."""

import ipaddress
import socket
from itertools import combinations

import pandas as pd
import pytest
from matplotlib.axis import Axis
from matplotlib.text import Text

from analysis.__main__ import frames
from analysis.charts import figure as base

# Files whose tests take a minute or more: with several workers, they begin with these.
LONG = "test_site test_site_escaping test_checks test_site_pages test_site_readers test_site_ask"
LONG += " test_charts_scope"


def pytest_collection_modifyitems(items):
    """Put the long files first, so that no worker is left alone with one at the end."""
    names = LONG.split()
    order = {name: place for place, name in enumerate(names)}
    items.sort(key=lambda item: order.get(item.path.stem, len(names)))


def pytest_make_parametrize_id(val, argname):
    """Name bytes by their place: a packed page holds the second it was packed in.

    Workers must collect the same names, or none of them runs.
    """
    return argname if isinstance(val, bytes) else None


@pytest.fixture(autouse=True)
def only_this_machine(monkeypatch):
    """A connection to anywhere else fails the test that tried it."""
    connect = socket.socket.connect

    def here(sock, place):
        assert isinstance(place, str) or ipaddress.ip_address(place[0]).is_loopback, (
            f"the test tried to reach {place}"
        )
        return connect(sock, place)

    monkeypatch.setattr(socket.socket, "connect", here)


@pytest.fixture(scope="session")
def made() -> dict[str, pd.DataFrame]:
    """All tables, made from the raw ones; a test that changes one works on a copy of it."""
    return frames()


@pytest.fixture(scope="session")
def legible():
    """A check of a chart: at the drawn size every text is readable.

    It has at least 9 points, lies inside the page and touches no other.
    """

    def check(figure) -> None:
        layout = "phone" if figure.get_figwidth() == base.PHONE else "page"
        faults = [f"chart {figure.chart}, {layout}: {fault}" for fault in _faults(figure)]
        assert not faults, "\n".join(faults)

    return check


@base.house  # letters are measured as they are drawn
def _faults(figure) -> list[str]:
    """What is wrong with the texts of a chart, each in words."""
    figure.draw_without_rendering()  # puts the words of a legend in their place
    undrawn = {text for axis in figure.findobj(Axis) for text in _outside(axis)}
    texts = [text for text in figure.findobj(Text) if text.get_text() and text.get_visible()]
    texts = [text for text in texts if text not in undrawn]
    boxes = {text: text.get_window_extent() for text in texts}
    faults = [
        f"the text {text.get_text()!r} has {text.get_fontsize():g} points, and needs 9"
        for text in texts
        if text.get_fontsize() < 9
    ]
    page = figure.bbox
    for text, box in boxes.items():
        beyond = max(page.x0 - box.x0, page.y0 - box.y0, box.x1 - page.x1, box.y1 - page.y1)
        if beyond > 0:
            faults.append(f"the text {text.get_text()!r} leaves the page by {beyond:.0f} px")
    for one, other in combinations(texts, 2):
        if _touch(boxes[one], boxes[other]):
            faults.append(f"the text {one.get_text()!r} touches {other.get_text()!r}")
    return faults


def _outside(axis: Axis) -> list[Text]:
    """The labels of ticks beyond the limits of an axis: they are there, but not drawn."""
    ticks = [*axis.get_major_ticks(), *axis.get_minor_ticks()]
    ends = axis.get_transform().transform(axis.get_view_interval())
    low, high = min(ends), max(ends)
    room = 1e-9 * (high - low)
    return [
        label
        for tick in ticks
        if not low - room <= axis.get_transform().transform([tick.get_loc()])[0] <= high + room
        for label in (tick.label1, tick.label2)
    ]


def _touch(one, other) -> bool:
    """Whether two boxes overlap by more than a pixel at each side."""
    across = min(one.x1, other.x1) - max(one.x0, other.x0)
    down = min(one.y1, other.y1) - max(one.y0, other.y0)
    return bool(across > 2 and down > 2)
