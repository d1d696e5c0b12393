"""What several tests of charts share."""

from itertools import combinations

import pytest
from matplotlib.text import Text


@pytest.fixture(scope="session")
def legible():
    """A check of a figure: at the drawn size every text has at least 9 points, lies inside the page and touches no other."""

    def check(figure) -> None:
        shown = [text for text in figure.findobj(Text) if text.get_text() and text.get_visible()]
        boxes = {text: text.get_window_extent() for text in shown}
        page = figure.bbox
        for text, box in boxes.items():
            assert text.get_fontsize() >= 9, text
            assert page.x0 <= box.x0 and box.x1 <= page.x1 and page.y0 <= box.y0 and box.y1 <= page.y1, text
        for one, other in combinations(shown, 2):
            assert not boxes[one].padded(-1).overlaps(boxes[other].padded(-1)), (one, other)

    return check
