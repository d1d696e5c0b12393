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


A = "The ministry said on Tuesday that the revised guidelines would apply to all applications."
B = "A spokesman for the maker, asked about the plan, said that no order had been placed so far."
C = "Opposition members called for a debate in both houses before any permit is granted at all."
TEXT = f"<p>{A}</p><p>{B}</p><p>{C}</p>"
TEASERS = "".join(
    f"<li><a href='/{number}'><h4>The linked headline of story {number}</h4></a>"
    f"<p>What story {number} tells is said here in a line or two.</p></li>"
    for number in range(4)
)
STATED = '{"@graph": [{"@type": "WebPage"}, {"@type": "NewsArticle", "articleBody": "%s"}]}'


def _read(body: str, head: str = "", title: str = "A headline | The Gazette"):
    return articles.read(
        f"<html><head><title>{title}</title>{head}</head><body>{body}</body></html>"
    )


@pytest.mark.parametrize(
    "body",
    [
        f"<div id='comments'><h1>A headline</h1>{TEXT}</div>",
        f"<footer><p>Menu</p><h1>A headline</h1>{TEXT}",
        f"<article><h1>A headline</h1><div class='post-share promo'>{TEXT}</div></article>",
        f"<article><h1>A headline</h1>{TEXT}<p hidden>Nobody sees this line of the page.</p>",
        f"<article><h1>A headline</h1>{TEXT}<h3>Read next</h3><ul>{TEASERS}</ul></article>",
        f"<h1>A headline</h1><p>Updated: March 10, 2024, 5:30 p.m.</p>{TEXT}",
        f"<h1>A headline</h1><p><img src='x'><small>A ship. Photo: Agency</small></p>{TEXT}",
        f"<main>{TEXT}</main><h1>Contact us</h1><p>Write to us by post.</p>",
        f"<div class='wall'><p>We use cookies on your device, and so do our partners, to see who "
        f"reads what.</p></div><div><h1>A headline</h1>{TEXT}</div>",
    ],
)
def test_the_text_is_found_whatever_stands_about_it(body):
    """In elements of any name, unclosed ones too; without what is hidden, or is of the page."""
    frame = _read(body)
    assert frame.loc[frame["role"] == "body", "text"].tolist() == [A, B, C]


def test_a_text_that_only_the_data_of_a_page_state_is_read():
    """The page itself shows an opening and asks to subscribe."""
    data = f"<script type='application/ld+json'>{STATED % (A + ' ' + B + ' ' + C)}</script>"
    frame = _read(f"<h1>A headline</h1><p>{A[:40]} …</p><p>Subscribe to read on.</p>", data)
    assert frame.loc[frame["role"] == "body", "text"].tolist() == [f"{A} {B} {C}"]
    assert frame.attrs["stub"] is False


@pytest.mark.parametrize(
    ("head", "body", "published"),
    [
        ("<meta name='pubdate' content='2024-03-09T16:30:00Z'>", "", "2024-03-09"),
        (
            "<link rel='canonical' href='https://gazette.co.jp/a'>"
            "<meta name='pubdate' content='2024-03-09T16:30:00Z'>",
            "",
            "2024-03-10",
        ),
        (
            "<link rel='canonical' href='https://gazette.example/2024/03/10/a'>"
            "<meta name='pubdate' content='2024-03-09T16:30:00Z'>",
            "",
            "2024-03-10",
        ),
        ("<meta name='pubdate' content='2024-03-10T00:30:00+09:00'>", "", "2024-03-10"),
        ("<meta name='date' content='2024年3月10日'>", "", "2024-03-10"),
        ("<meta name='date' content='Sun, 10 Mar 2024 08:00:00 GMT'>", "", "2024-03-10"),
        ("", "<time datetime='2024-03-10'>today</time>", "2024-03-10"),
        ("", "<p>By Jane Roe, 10 March 2024</p>", "2024-03-10"),
        ("", "<p>03/04/2024</p>", None),
        ("", "<p>It began on 10 March 2024.</p>", None),
    ],
)
def test_the_day_is_stated_in_many_ways(head, body, published):
    """A time in UTC is cut in the outlet's zone; a sentence, or what may be two days, is none."""
    assert _read(f"<h1>A headline</h1>{body}{TEXT}", head).attrs["published"] == published


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("The Gazette | A headline", "<h1>The Gazette</h1><h2>A headline</h2>"),
        ("A headline - The Gazette", "<h1>The Gazette</h1><h1>A headline</h1>"),
    ],
)
def test_the_name_of_the_outlet_is_no_headline(title, body):
    """Also where it is the only first-level heading."""
    assert _read(body + TEXT, title=title).attrs["title"] == "A headline"
