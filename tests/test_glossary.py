"""The Japanese of the project: the glossary, its marks in the pages, the words the search knows,
and the letters of the charts.
"""

import functools
import importlib
import json
import re
import sys
import unicodedata
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from matplotlib import font_manager

from analysis import tables
from analysis.charts import fonts

ROOT = Path(__file__).resolve().parents[1]
GLOSSARY = tables.read("glossary")
ROWS = "あいうえお kかきくけこ sさしすせそ tたちつてと".split()
ROWS += "nなにぬねの hはひふへほ mまみむめも rらりるれろ".split()
ROWS += "gがぎぐげご zざじずぜぞ dだぢづでど bばびぶべぼ pぱぴぷぺぽ".split()
SOUNDS = {
    kana: row[:-5] + vowel for row in ROWS for kana, vowel in zip(row[-5:], "aiueo", strict=True)
}
SOUNDS |= dict(
    zip("しちつふじやゆよわをん", "shi chi tsu fu ji ya yu yo wa o n".split(), strict=True)
)
SOUNDS |= dict(
    zip("ゃゅょっー", ["*a", "*u", "*o", "<", ">"], strict=True)
)  # by which their neighbours are changed


@functools.cache
def part(name: str):
    """A module of the site."""
    sys.path.insert(0, str(ROOT / "site"))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.pop(0)


@functools.cache
def texts() -> str:
    """All that the project says elsewhere: notebooks, tables, their schema, the codebook."""
    files = [
        *(ROOT / "notebooks").glob("*.ipynb"),
        *(ROOT / "data/processed").glob("*.csv"),
        ROOT / "data/README.md",
    ]
    kept = {"glossary", "gap_queries"}  # its own readings; words typed into searches, also Chinese
    said = [path.read_text("utf-8") for path in files if path.stem not in kept]
    return "\n".join(said + [json.dumps(tables.package(), ensure_ascii=False)])


def hepburn(reading: str) -> str:
    """A reading in Latin letters, long vowels written twice."""
    flat = "".join(
        chr(ord(sign) - 0x60) if "ァ" <= sign <= "ヶ" else sign for sign in reading if sign != "・"
    )
    made = re.sub("(sh|ch|j)i[*]", r"\1", "".join(SOUNDS[sign] for sign in flat)).replace("i*", "y")
    return re.sub("(.)>", r"\1\1", re.sub("<(.)", r"\1\1", made).replace("cch", "tch")).replace(
        "ou", "oo"
    )


def test_every_term_is_one_that_the_project_uses():
    """In Japanese or in one of its English words, in a notebook, a table or the codebook: a
    glossary of nothing else.
    """
    said = texts().casefold()
    lost = [
        row.term
        for row in GLOSSARY.itertuples()
        if not any(word.casefold() in said for word in [row.term, *row.english.split("; ")])
    ]
    assert lost == [] and 45 <= len(GLOSSARY) <= 100


@pytest.mark.parametrize(("romaji", "reading"), GLOSSARY[["romaji", "reading"]].to_numpy().tolist())
def test_reading_and_latin_letters_agree(romaji, reading):
    """The Latin letters are what the kana say, long vowels with a stroke, words apart."""
    spelt = unicodedata.normalize("NFD", romaji.casefold().replace(" ", "").replace("’", ""))
    assert re.sub("(.)\u0304", r"\1\1", spelt).replace("ou", "oo") == hepburn(reading)


def test_no_term_and_no_address_stands_twice():
    """Each term has one row and one place on the page, and the table is in the order of its
    English.
    """
    rows = part("glossary").terms()
    assert GLOSSARY["term"].is_unique and len({row["anchor"] for row in rows}) == len(rows)
    assert all(re.fullmatch("[a-z]+(-[a-z]+)*", row["anchor"]) for row in rows)
    assert [row["term"] for row in rows] == GLOSSARY["term"].tolist()


def test_the_page_offers_every_term_by_its_reading():
    """In the order of Japanese dictionaries: voiced beside unvoiced, katakana among hiragana."""
    shelves = part("glossary").shelves()
    assert sum(len(rows) for _, rows in shelves) == len(GLOSSARY)
    assert "".join(shelf for shelf, _ in shelves) in "あかさたなはまやらわ".replace("わ", "")
    readings = [row["reading"] for _, rows in shelves for row in rows]
    assert readings.index("パトリオット") < readings.index("ぶき") < readings.index("ペトリオット")


def test_what_is_not_verified_says_so():
    """English without a source of its own is graded D, and the note tells why."""
    doubtful = GLOSSARY[GLOSSARY["confidence"] == "D"]
    assert len(doubtful) and doubtful["note"].notna().all()


MARKED = [
    "Three Principles (⟦防衛装備移転三原則⟧).",
    "worth ⟦19億2,100万円⟧ / ⟦19.21億円⟧, or ⟦5類型⟧",
    "⟦運用指針 一部改正⟧ and ⟦令和5年12月22日⟧, 2023",
    "⟦F-35の製造⟧ PAC－3 ⟦ﾗｲｾﾝｽ「許可」、⟧",
    "a < ⟦国⟧ &amp;⟦国⟧&amp; > ⟦国⟧",
    "Кабінет, no ・ here — or ～",
    "<p>⟦国⟧<b>⟦会⟧</b></p><img alt=\"許可 > 許可\"><a title='許可'>⟦許可⟧</a>",
    "<title>国</title><script>'国' < 1</script><style>/*国*/</style>"
    "<!-- 国 --><svg><text>国</text></svg>⟦国⟧",
    '<td lang="ja">国<span>会</span><td>',
    '<span class="a" lang="ja">国<span>会</span>の</span>⟦国⟧',
    '<p lang="zh">国</p><img lang="ja"><br lang="ja"/>⟦国⟧',
]


@pytest.mark.parametrize("text", MARKED)
def test_japanese_is_marked_and_nothing_else(text):
    """Runs with the figures they hold.

    No attribute, no script, no title, and nothing that already says its language.
    """
    wanted = text.replace("⟦", '<span lang="ja">').replace("⟧", "</span>")
    assert part("marking").mark(re.sub("[⟦⟧]", "", text)) == wanted
    assert part("marking").mark(wanted) == wanted


BITS = [
    "国",
    "5",
    "億円",
    " ",
    ",",
    ".",
    "abc",
    "&amp;",
    "「",
    "ｱ",
    "-",
    "Ж",
    "\n",
    "<b>",
    "</b>",
    "<br/>",
]


@given(st.lists(st.sampled_from(BITS)).map("".join))
def test_marking_changes_no_text(text):
    """Whatever the mixture: the same words, each Japanese letter within a mark, and a second time
    changes nothing.
    """
    page = f"<html><body><p>x{text}</p></body></html>"
    marked = part("marking").mark(page)
    tree, before = html.document_fromstring(marked), html.document_fromstring(page)
    assert tree.text_content() == before.text_content()
    assert not re.search("[国億円ｱ]", "".join(tree.xpath("//text()[not(ancestor::*[@lang='ja'])]")))
    assert part("marking").mark(marked) == marked


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("Radars (FPS-3 type), PAC-3", ["FPS-3", "PAC-3"]),
        ('<a href="#TC-90">F-35の部品</a>、J/FPS-3MEとUH-1H', ["F-35", "J/FPS-3ME", "UH-1H"]),
        ("22-12-2023, T-shirts, A-level, XX-1-2 &amp; C-2", ["XX-1-2", "C-2"]),
        ("state-of-the-art 5-4, 155-mm, P02", []),
    ],
)
def test_a_designation_in_a_heading_is_held_together(text, held):
    """Its plain hyphen stays, so that it is found and copied; nothing outside headings changes."""
    page = f"<p>FPS-3</p><h2>{text}</h2><h1 id='TC-90'>{text}</h1>"
    done = part("designations").finished(page, "")
    assert html.fromstring(done).text_content() == html.fromstring(page).text_content()
    whole = html.fromstring(done).xpath("//*[@class='designation']/text()")
    assert whole == held * 2
    assert done.startswith("<p>FPS-3</p><h2>") and "id='TC-90'" in done
    assert part("designations").finished(done, "") == done


def found(query: str, text: str) -> bool:
    """Whether the search finds a text: each word of the query is among its own, or is the one
    letter of one.
    """
    words = part("finding").words
    index = set(words(text))
    return all(
        word in index or (len(word) == 1 and any(word in known for known in index))
        for word in words(query)
    )


@pytest.mark.parametrize("term", GLOSSARY["term"])
def test_search_finds_a_term_by_any_part_of_it(term):
    """Inside a sentence and inside a longer compound, by the whole, the end, a pair, a single
    letter.
    """
    for text in (f"the text ({term}) was changed", f"新{term}等について"):
        parts = [
            term[start:end] for start in range(len(term)) for end in range(start + 1, len(term) + 1)
        ]
        assert all(found(query, text) for query in parts if query != "・"), text
    assert not found(term + "外", f"the text ({term}) was changed")


def test_search_takes_wide_and_narrow_letters_for_the_same():
    """Half-width kana, full-width Latin letters, English by its stem."""
    assert (
        found("ﾗｲｾﾝｽ生産", "ライセンス生産")
        and found("ライセンス", "ﾗｲｾﾝｽ")
        and found("ＯＳＡ", "the OSA budget")
    )
    assert (
        found("guideline", "Guidelines amended")
        and found("F100", "F100エンジン")
        and not found("移転原則", "移転三原則")
    )


def letters(name: str) -> set[int]:
    """The letters that a font of the charts can draw."""
    fonts.register_japanese()
    path = font_manager.findfont(
        font_manager.FontProperties(family=name), fallback_to_default=False
    )
    return set(TTFont(path).getBestCmap())


def test_the_charts_can_draw_every_japanese_letter_of_the_project():
    """Of tables, notebooks and charts: whatever a chart takes from them, its two fonts have it."""
    said = texts() + "".join(
        path.read_text("utf-8") for path in (ROOT / "src/analysis/charts").glob("*.py")
    )
    wanted = {
        sign for sign in said if part("marking").LETTERS.match(sign) or sign in "、。・「」（）〜"
    }
    known = letters("IPAexGothic") | letters("DejaVu Sans")
    assert len(wanted) > 500 and not {sign for sign in wanted if ord(sign) not in known}


def test_no_text_holds_a_letter_that_nobody_can_read():
    """No mark of a lost letter and no private one, in tables and notebooks, the stored outputs
    included.
    """
    said = texts() + (ROOT / "data/processed/glossary.csv").read_text("utf-8")
    assert not {
        sign for sign in said if sign == "\ufffd" or unicodedata.category(sign) in ("Co", "Cs")
    }


def test_what_could_not_be_verified_has_one_japanese_term():
    """未確認 stands only in the name of the list of open points; all else is 確認できず."""
    for table, column in [
        ("page_words", "japanese"),
        ("answer_words", "ja"),
        ("translations", "japanese"),
        ("questions", "said_ja"),
    ]:
        told = tables.read(table)[column].astype("str").str.replace("未確認事項", "")
        assert told[told.str.contains("未確認")].tolist() == [], table
