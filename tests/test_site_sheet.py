"""The sheet for a lesson: the picture, the table and three questions, in each language."""

import re
import sys
from pathlib import Path

import pytest
from lxml import html

from analysis import questions, tables

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "site"))

import pages  # noqa: E402

from analysis import language  # noqa: E402

FIGURE = "figures/slides/landmarks-slide-{}.svg"


@pytest.fixture(scope="module", params=[language.ENGLISH, language.JAPANESE])
def sheet(request) -> tuple[str, html.HtmlElement]:
    """The language of a sheet, and the HTML within it."""
    with language.of(request.param):
        text = pages.listing("teach").decode("utf-8")
    blocks = re.findall(r"^```\{raw\} html\n(.*?)^```", text, re.M | re.S)
    return request.param, html.fragments_fromstring("".join(blocks))


def cells(sheet, path: str) -> list[str]:
    """The texts at a path of a sheet."""
    found = [element for part in sheet[1] for element in part.xpath(path)]
    return [" ".join(element.text_content().split()) for element in found]


def test_a_sheet_has_the_picture_of_its_language(sheet):
    """With all landmarks in words for who does not see it."""
    tongue, parts = sheet
    (picture,) = [image for part in parts for image in part.xpath("descendant-or-self::img")]
    assert picture.get("src").endswith(FIGURE.format(tongue))
    column = "in_words" if tongue == "en" else "in_words_ja"
    assert all(text in picture.get("alt") for text in tables.read("landmarks")[column])


def test_a_sheet_has_answers_from_the_table(sheet):
    """Five questions whether something may go somewhere, and three for the class."""
    tongue, _ = sheet
    asked = questions.answers().set_index(f"question_{tongue}")[f"said_{tongue}"]
    heads = cells(sheet, "descendant-or-self::tbody//th")
    answers = cells(sheet, "descendant-or-self::tbody//td[1]")
    assert len(heads) == 5 and asked[heads].tolist() == answers
    told = cells(sheet, "descendant-or-self::ol/li")
    own = cells(sheet, "descendant-or-self::ol/li//b")
    assert len(own) == 3
    assert all(asked[one] in text for one, text in zip(own, told, strict=True))


def test_the_old_address_of_the_japanese_sheet_leads_to_it():
    """At once, and by a link where a browser does not go by itself; search engines pass it by."""
    text = (ROOT / "site/teach-ja.md").read_text("utf-8")
    assert '"http-equiv=refresh": 0; url=ja/teach.html' in text
    assert "robots: noindex" in text and "(ja/teach.md)" in text


def test_a_sheet_is_laid_out_for_one_page_of_a4():
    """What the browser test counts rests on this: the paper's size is the sheet's own."""
    style = (ROOT / "site/_static/figures.css").read_text("utf-8")
    assert re.search(r"@page sheet \{\s*size: A4;", style)
