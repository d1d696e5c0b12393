"""The charts in Japanese: the same marks, every text legible; nothing falls back to English."""

import re

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib import font_manager
from matplotlib.text import Text

from analysis import charts, language
from analysis.charts import fonts, words

SENTENCE = re.compile(r"(?:\b[A-Za-z][a-z’']*\b[ ,;]+){2}[A-Za-z][a-z]")
SAME = {"changes", "agreements", "tiles"}  # marks, bars and lines, tiles


def drawn(name: str) -> list[charts.Chart]:
    """A chart in Japanese, for a page and for a telephone."""
    with charts.japanese():
        page = charts.CHARTS[name]()
        with charts.phone():
            return [page, page.again()]


@pytest.mark.parametrize("name", list(charts.CHARTS))
def test_a_chart_is_legible_in_japanese(legible, name):
    """In both layouts nothing is small, clipped or touching, no letter is missing, none English."""
    known = set()
    fonts.register_japanese()
    for family in ("DejaVu Sans", fonts.FAMILY):
        known |= set(font_manager.get_font(font_manager.findfont(family)).get_charmap())
    for figure in drawn(name):
        legible(figure)
        texts = [text.get_text() for text in figure.findobj(Text)]
        assert {ord(letter) for text in texts for letter in text} - {ord("\n")} <= known
        english = [text for text in [*texts, figure.alt] if SENTENCE.search(text)]
        assert english == [] and figure.language == language.JAPANESE
        assert figure.headings[2].get_text().startswith("出典：")
        assert figure.headings[0].get_text().count("\n") <= (1 if figure.get_figwidth() > 5 else 4)


@pytest.mark.parametrize("name", sorted(SAME))
def test_the_marks_are_those_of_the_english_chart(name):
    """The language changes words alone."""
    own, other = drawn(name)[0].axes, charts.CHARTS[name]().axes
    for axes, english in zip(own, other, strict=True):
        for kind in ("collections", "patches", "lines"):
            marks = [getattr(each, kind) for each in (axes, english)]
            assert len(marks[0]) == len(marks[1])
            for mark, twin in zip(*marks, strict=True):
                spots = [
                    one.get_offsets() if kind == "collections" else one.get_path().vertices
                    for one in (mark, twin)
                ]
                assert np.array_equal(*(np.ma.filled(spot, -1) for spot in spots))


def test_a_text_without_japanese_stops_the_chart_by_name(monkeypatch):
    """Nothing falls back: chart, text and table to mend are named, and nothing is left over."""
    known = language.japanese
    lost = ["{count} grant", "Radars, boats and the like given to armed forces"]

    def japanese(text: str) -> str | None:
        return None if text.startswith(tuple(lost)) else known(text)

    monkeypatch.setattr(language, "japanese", japanese)
    with charts.japanese(), pytest.raises(LookupError, match="the chart osa") as told:
        charts.partners.osa()
    assert all(text in str(told.value) for text in [*lost, "page_words.csv"])
    monkeypatch.undo()
    with charts.japanese():
        assert charts.partners.osa().alt.endswith("。")


def test_a_part_of_the_rows_is_spoken_of_in_japanese():
    """The lead counts them, in the language that is asked for."""
    rows = charts.rules.with_dates().head(3)
    assert (
        charts.rules.landmarks(rows, language="ja").title
        == "図に示した3件のうち、緩和1件、厳格化1件"
    )
    assert charts.rules.landmarks(rows).title.startswith("Of the 3 landmarks drawn, ")


@pytest.mark.parametrize(
    ("text", "inches", "told"),
    [
        ("協議は、米軍の艦船や戦闘機を", 1.0, "協議は、米軍の\n艦船や戦闘機を"),
        ("ニュージーランド", 0.8, "ニュージー\nランド"),
        ("出典：防衛省（2023年12月）、外務省", 1.5, "出典：防衛省\n（2023年12月）、\n外務省"),
        ("C07 読売新聞が報じた", 1.2, "C07 読売新聞が\n報じた"),
    ],
)
def test_japanese_is_folded_between_its_words(text, inches, told):
    """No line begins with a mark or a small kana, and a word that is too long is halved."""
    with plt.rc_context(fonts.IN_JAPANESE):
        assert fonts.fold(text, inches) == told


def test_days_lists_and_counts_are_put_in_japanese():
    """As a sentence has them."""
    with charts.japanese():
        assert words.listed(["甲", "乙"]) == "甲、乙" and words.listed([]) == "なし"
        assert words.counted(2, "case") == "2件" and words.percent(0.834) == "83％"
        assert words.span(1976, 2026) == "1976～2026"
