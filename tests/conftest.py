"""What all tests keep to, and what several tests of charts share."""

import ipaddress
import socket

import numpy as np
import pytest
from matplotlib.text import Text


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
def legible():
    """A check of a figure: at the drawn size every text has at least 9 points, lies inside the page and touches no other."""

    def check(figure) -> None:
        shown = [text for text in figure.findobj(Text) if text.get_text() and text.get_visible()]
        boxes = np.array([text.get_window_extent().extents for text in shown])
        small = [text for text in shown if text.get_fontsize() < 9]
        inside = (boxes >= figure.bbox.extents * [1, 1, 0, 0]).all(axis=1) & (
            boxes[:, 2:] <= figure.bbox.extents[2:]
        ).all(axis=1)
        x0, y0, x1, y1 = boxes.T + np.array(
            [[1], [1], [-1], [-1]]
        )  # a pixel of one may touch a pixel of another
        over = (x0[:, None] < x1) & (x0 < x1[:, None]) & (y0[:, None] < y1) & (y0 < y1[:, None])
        touching = [(shown[one], shown[other]) for one, other in np.argwhere(np.triu(over, 1))]
        outside = [text for text, whole in zip(shown, inside, strict=True) if not whole]
        assert (small, outside, touching) == ([], [], [])

    return check
