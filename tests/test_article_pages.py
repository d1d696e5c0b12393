"""Small pages of our own writing, one for each way in which readers of articles go wrong.

Most were met on real pages or are reported of other readers; `right.json` says what is right.
"""

import json
from pathlib import Path

import pytest

from analysis import articles

PAGES = Path(__file__).parent / "pages"
RIGHT = json.loads((PAGES / "right.json").read_text("utf-8"))


def test_every_page_has_its_answer():
    """And every answer its page."""
    assert {path.stem for path in PAGES.glob("*.html")} == set(RIGHT) and len(RIGHT) >= 28


@pytest.mark.parametrize("name", RIGHT)
def test_a_page_is_read_rightly(name):
    """Its text is body, what surrounds it is not; title, day and outlet are those it states."""
    right = RIGHT[name]
    frame = articles.read((PAGES / f"{name}.html").read_bytes())
    body = frame.loc[frame["role"] == "body", "text"].tolist()
    for text in right["body"]:
        assert any(text in paragraph for paragraph in body), text
    for text in right["left_out"]:
        assert not any(text in paragraph for paragraph in body), text
    for text in right.get("credit", []):
        assert text in frame.loc[frame["role"] == "credit", "text"].tolist()
    for about in ("title", "published", "outlet"):
        assert about not in right or frame.attrs[about] == right[about]


GATE = "<div class='gate'><p>This story is for subscribers. Log in to go on reading.</p></div>"
OPENING = (
    "The ministry said on Tuesday that the revised guidelines would apply to all applications."
)


@pytest.mark.parametrize(
    ("statement", "gate", "stub"),
    [
        ('{"@type": "NewsArticle", "isAccessibleForFree": false}', GATE, True),
        ('{"@type": "NewsArticle", "isAccessibleForFree": "False"}', "", True),
        ('{"@type": "NewsArticle", "isAccessibleForFree": true}', "", False),
        ("{}", "", False),
    ],
)
def test_the_opening_of_a_closed_text_is_called_one(statement, gate, stub):
    """By what the page states, or by the lines that ask to subscribe; these are no body."""
    page = (
        f"<html><head><title>A headline</title><script type='application/ld+json'>{statement}"
        f"</script></head><body><article><h1>A headline</h1><p>{OPENING}</p>{gate}</article></body>"
    )
    frame = articles.read(page)
    assert frame.attrs["stub"] is stub
    assert frame.loc[frame["role"] == "body", "text"].tolist() == [OPENING]
