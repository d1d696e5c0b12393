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

LANGUAGES = {"teach": "en", "teach-ja": "ja"}


@pytest.fixture(scope="module", params=LANGUAGES)
def sheet(request) -> tuple[str, html.HtmlElement]:
    """The language of a sheet, and the HTML within it."""
    source = [(ROOT / "site" / f"{request.param}.md").read_text("utf-8")]
    pages.fill(None, request.param, source)
    blocks = re.findall(r"^```\{raw\} html\n(.*?)^```", source[0], re.M | re.S)
    return LANGUAGES[request.param], html.fragments_fromstring("".join(blocks))


def cells(sheet, path: str) -> list[str]:
    """The texts at a path of a sheet."""
    found = [element for part in sheet[1] for element in part.xpath(path)]
    return [" ".join(element.text_content().split()) for element in found]


def test_a_sheet_has_the_picture_of_its_language(sheet):
    """With all landmarks in words for who does not see it."""
    language, parts = sheet
    (picture,) = [image for part in parts for image in part.xpath("descendant-or-self::img")]
    assert picture.get("src") == f"figures/slides/landmarks-slide-{language}.svg"
    column = "in_words" if language == "en" else "in_words_ja"
    assert all(text in picture.get("alt") for text in tables.read("landmarks")[column])


def test_a_sheet_has_answers_from_the_table(sheet):
    """Five questions whether something may go somewhere, and three for the class."""
    language, _ = sheet
    asked = questions.answers().set_index(f"question_{language}")[f"said_{language}"]
    heads = cells(sheet, "descendant-or-self::tbody//th")
    answers = cells(sheet, "descendant-or-self::tbody//td[1]")
    assert len(heads) == 5 and asked[heads].tolist() == answers
    told = cells(sheet, "descendant-or-self::ol/li")
    own = cells(sheet, "descendant-or-self::ol/li//b")
    assert len(own) == 3
    assert all(asked[one] in text for one, text in zip(own, told, strict=True))
