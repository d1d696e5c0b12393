"""The Japanese edition says what the English one says: the same pages, rows, links, days, numbers
and ids, page by page; and it says it in Japanese.

What is compared is the site that `make test` has built.
"""

import calendar
import csv
import functools
import json
import os
import re
import sys
from collections import Counter
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from lxml import html

from analysis import checks, releases, tables
from analysis.checks import completeness, translated

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "site"))

import finding  # noqa: E402
import japanese_pages  # noqa: E402
import japanese_wording  # noqa: E402
import links  # noqa: E402
import notebook_pages  # noqa: E402
import pages  # noqa: E402
import reading_order  # noqa: E402
import search  # noqa: E402
import templating  # noqa: E402
import wording  # noqa: E402

from analysis import language  # noqa: E402

SITE = Path(os.environ.get("RENDERED_SITE", "."))
JAPANESE = sorted(
    path.relative_to(SITE / "ja").as_posix()
    for path in (SITE / "ja").rglob("*.html")
    if "RENDERED_SITE" in os.environ
)
MONTHS = list(calendar.month_name)[1:]
NAMES = "|".join([*MONTHS, *(rf"{month[:3]}(?=\))" for month in MONTHS)])  # "(Mar)"
SHORT = [month[:3] for month in MONTHS]
with (ROOT / "tests/number_words.csv").open(encoding="utf-8-sig", newline="") as file:
    IN_WORDS = {row["word"]: float(row["number"]) for row in csv.DictReader(file)}
SIZES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
SIZES |= {"bn": 10**9, "tn": 10**12}
UNITS = {"万": 10**4, "億": 10**8, "兆": 10**12}
FIGURES = "〇一二三四五六七八九十"
# Pages that tell in brief what their English ones tell at length
SUMMARIES = [name for name in JAPANESE if name.startswith("notebooks/")]
WHOLE = [name for name in JAPANESE if name not in SUMMARIES]
# What has no place in a count of elements: the Japanese title of a rule, which one edition repeats
ROWS = "tr li dt dd details section h1 h2 h3 img".split()
# Pages for readers, whatever the code makes of them
FOR_READERS = set(
    "index.html ask.html check.html rules.html provisions.html countries.html".split()
)
FOR_READERS |= set("transfers.html questions.html glossary.html grades.html search.html".split())
FOR_READERS |= set("allowed.html doubts.html what-changed.html reuse.html about.html".split())
FOR_READERS |= {"teach.html"}
SENTENCE = r"(?:\b[A-Za-z][a-z’']*\b[ ,;]+){3}[A-Za-z][a-z]"
ENGLISH = re.compile(rf"{SENTENCE}|\b(?:{'|'.join(MONTHS)}) \d{{4}}")
SPOKEN = ["aria-label", "title", "data-label", "placeholder", "alt"]


@functools.cache
def page(name: str) -> html.HtmlElement:
    """A page of the site without scripts, styles and what other programs read."""
    tree = html.document_fromstring((SITE / name).read_bytes())
    for element in list(tree.iter("script", "style", "datalist", "select")):
        element.drop_tree()
    return tree


@functools.cache
def article(name: str) -> html.HtmlElement:
    """What a page says, without the Japanese title that an English page has beside its own.

    What stands in one language alone, as the page about the project says, is left out too.
    """
    found = page(name).find_class("bd-article")[0]
    beside = found.xpath(".//*[@class='title-ja'] | .//td/span[@class='note' and @lang]")
    for element in [
        *beside,
        *found.find_class("english-alone"),
        *found.find_class("japanese-alone"),
    ]:
        element.drop_tree()
    return found


def spoken(name: str) -> str:
    """The text of a page's article, its elements apart; titles of other pages are cut, so left out.

    The official titles of rules are too: a Japanese one has numbers that an English one has not.
    """
    texts = article(name).xpath(".//text()[not(ancestor::nav)]")
    text = " ".join(texts)
    for title in titles():
        text = text.replace(title, " ")
    return text


@functools.cache
def titles() -> list[str]:
    """The titles and names of rules whose numbers are others in Japanese, the longest first."""
    rules = tables.read("rule_changes")
    pairs = [*rules[["title_en", "title_ja"]].to_numpy()]
    pairs += [*rules[["short_name", "short_name_ja"]].to_numpy()]
    told = {title for pair in pairs if numbers(pair[0]) != numbers(pair[1]) for title in pair}
    return sorted(told, key=len, reverse=True)


# How a day is written: groups y, m, d, and e for a second day; FY for a fiscal year
WRITTEN = [
    r"(?:fiscal(?: year)? |FY ?)(?P<FY>\d{4})",
    r"(?P<FY>\d{4})年度",
    rf"\b(?:(?P<e>\d{{1,2}}) (?:and|to|or) )?(?P<d>\d{{1,2}}) (?P<m>{NAMES})(?: (?P<y>\d{{4}}))?",
    rf"\b(?P<m>{NAMES}) (?P<y>\d{{4}})",
    rf"\b(?:in|of|since|by|until|from|to|late|mid|early|and|last) (?P<m>{NAMES})\b",
    rf"\b(?!May)(?P<m>{NAMES})\b",
    r"(?:(?P<y>\d{4})年)?(?P<m>\d{1,2})月(?P<d>\d{1,2})日(?:[と～・、](?P<e>\d{1,2})日)?",
    r"(?:(?P<y>\d{4})年)?(?P<m>\d{1,2})月",
    r"\b(?P<y>(?:19|20)\d\d)-(?P<m>0[1-9]|1[0-2])-(?P<d>[0-3]\d)\b",
    r"\b(?P<y>(?:19|20)\d\d)-(?P<m>0[1-9]|1[0-2])\b",
]


def days(text: str) -> tuple[set[str], str]:
    """Days, months and fiscal years as ISO writes them, without a year "--05-03"; and the rest."""
    found = set()

    def keep(match: re.Match) -> str:
        parts = match.groupdict()
        if parts.get("FY"):
            found.add(f"FY{parts['FY']}")
            return " "
        name = parts["m"]
        month = SHORT.index(name[:3]) + 1 if name[:3] in SHORT else int(name)
        start = f"{parts.get('y') or '-'}-{month:02}"
        others = [parts.get(key) for key in "de" if parts.get(key)]
        found.update(f"{start}-{int(day):02}" for day in others)
        found.update([] if others else [start])
        return " "

    for form in WRITTEN:
        text = re.sub(form, keep, text)
    return found, text


def lacking(one: set[str], other: set[str]) -> set[str]:
    """The days of one text that another does not have; it may name one without its year."""
    short = {f"-{day[4:]}" if day[0] != "F" else day for day in other}
    months = {day[:4] for day in short}
    return {
        day
        for day in one - other
        if not (day[0] == "-" and (day in short or day in months))
        and f"-{day[4:]}" not in other
        and not (day[0] != "F" and len(day) == 7 and f"-{day[4:]}" in other)
    }


def numbers(text: str) -> set[float]:
    """The numbers that stand in figures, sums of money whole."""
    text = re.sub(r"(?<=\d),(?=\d{3})", "", text)
    found = set()

    def large(match: re.Match) -> str:
        found.add(round(float(match[1]) * SIZES[match[2]], 2))
        return " "

    def joined(match: re.Match) -> str:
        parts = re.findall(r"([\d.]+)([万億兆]?)", match[0])
        found.add(round(sum(float(part) * UNITS.get(unit, 1) for part, unit in parts), 2))
        return " "

    size = "|".join(SIZES)
    text = re.sub(r"(?<=[$£€¥])(\d+(?:\.\d+)?)m\b|(\d+\.\d+)m\b", r"\1\2 million", text)
    text = re.sub(rf"(\d[\d.]*) (to|or|and) (\d[\d.]*)[ -]?({size})\b", r"\1 \4 \2 \3 \4", text)
    text = re.sub(rf"(\d+(?:\.\d+)?)[ -]?({size})\b", large, text)
    text = re.sub(r"(?:\d+(?:\.\d+)?[万億兆])+(?:\d+(?![\d万億兆]))?", joined, text)
    return found | {float(each) for each in re.findall(r"\d+(?:\.\d+)?", text)}


def named_numbers(text: str) -> set[float]:
    """The numbers that English says in words."""
    words = re.findall(r"[a-z]+", text.lower())
    pairs = [
        (IN_WORDS.get(one), SIZES.get(size)) for one, size in zip(words, words[1:], strict=False)
    ]
    large = {number * size for number, size in pairs if number and size}
    return large | {IN_WORDS[word] for word in words if word in IN_WORDS}


def kanji_numbers(text: str) -> set[float]:
    """The numbers up to ten that Japanese says in kanji."""
    return {float(FIGURES.index(letter)) for letter in text if letter in FIGURES}


def ids(text: str) -> set[str]:
    """The ids of rows that a text names."""
    return {match[0] for match in links.NAMED.finditer(text)} & set(links.addresses())


def leads(name: str) -> set[str]:
    """Where the links of an article lead, seen from the front page of its edition.

    The countries beside a country are others in each edition: those beside its name.
    """
    place = Path(name).parent
    beside = "[not(parent::nav)]" if place.name == "countries" else ""
    links_of = article(name).xpath(f".//a[not(@class='headerlink')]{beside}/@href")
    found = {re.split("[?]", link)[0] for link in links_of if link[0] != "#"}
    whole = {os.path.normpath(place / link) for link in found if "://" not in link}
    # A picture to take along is in the language of the page
    seen = {re.sub(r"-(en|ja)(?=\.(svg|png)$)", "", link.removeprefix("ja/")) for link in whole}
    return {link for link in seen if link.partition("#")[0] != name.removeprefix("ja/")}


def test_every_page_for_readers_is_there_in_japanese():
    """Front, form, search, lists, and each row that has a page; the invented article too."""
    if not JAPANESE:
        pytest.skip("no rendered site: `make test` builds it")
    named = {*japanese_pages.VALUES, *pages.IN_JAPANESE.values()}
    wanted = {f"{name}.html" for name in named} | FOR_READERS
    for folder in links.FOLDERS:
        assert folder in pages.IN_JAPANESE, folder
        wanted |= {f"{folder}/{path.name}" for path in (SITE / folder).glob("*.html")}
    wanted |= {f"notebooks/{name}.html" for name in reading_order.notebooks()}
    assert set(JAPANESE) == wanted


@pytest.mark.parametrize("name", WHOLE)
def test_both_editions_have_the_same_rows_and_links(name):
    """As many rows, items, facts and headings, and links to the same places.

    The terms of the glossary are shelved by their English there, by their reading here.
    """
    tags = ["dt", "dd"] if name == "glossary.html" else ROWS
    counts = [
        Counter(each.tag for each in article(one).iter(*tags)) for one in (name, f"ja/{name}")
    ]
    assert counts[0] == counts[1]
    assert leads(name) == leads(f"ja/{name}")


@pytest.mark.parametrize("name", WHOLE)
def test_both_editions_have_the_same_days_numbers_and_ids(name):
    """Each day and each number in figures of one stands in the other, in figures or in words."""
    texts = (spoken(name), spoken(f"ja/{name}"))
    assert ids(texts[0]) == ids(texts[1])
    (english_days, english), (japanese_days, japanese) = (days(text) for text in texts)
    assert lacking(english_days, japanese_days) == set(), "only in English"
    assert lacking(japanese_days, english_days) == set(), "only in Japanese"
    told, own = numbers(english), numbers(japanese)
    assert own - told - named_numbers(english) == set(), "only in Japanese"
    assert told - own - kanji_numbers(japanese) == set(), "only in English"


@pytest.mark.parametrize("name", JAPANESE)
def test_a_japanese_page_says_nothing_in_english(name):
    """But names, places in code, and links to English pages, which say that they are."""
    tree = page(f"ja/{name}")
    assert tree.get("lang") == "ja"
    body = tree.find("body")
    every = list(body.iter())  # held, so that an id stays that of one element
    quoted = [each for each in every if each.get("lang") == "en" or each.tag == "code"]
    quoted += body.xpath(".//a[@hreflang='en']")
    inside = {id(part) for each in quoted for part in each.iter()}
    texts = [part.text or "" for part in every if id(part) not in inside]
    texts += [part.tail or "" for part in every if id(part.getparent()) not in inside]
    texts += [part.get(key) for part in every for key in SPOKEN if part.get(key)]
    texts += tree.xpath("//title/text() | //meta[@name='description']/@content")
    assert [text for text in texts if ENGLISH.search(re.sub("「[^」]*」", "", text))] == []


@pytest.mark.parametrize("name", JAPANESE)
def test_a_page_and_its_twin_lead_to_one_another(name):
    """From the head and from the foot; the crumbs of a Japanese page are Japanese."""
    for one, other in ((name, f"ja/{name}"), (f"ja/{name}", name)):
        assert page(one).find_class("twin"), one
        found = page(one).xpath("//a[@hreflang and (@rel='alternate' or ancestor::footer)]/@href")
        places = {os.path.normpath(Path(one).parent / link) for link in found}
        assert places == {other}
    crumbs = page(f"ja/{name}").xpath("//ul[@class='bd-breadcrumbs']//a/@href")
    assert len(crumbs) == (2 if "/" in name else len(crumbs))


@pytest.mark.parametrize("name", WHOLE)
def test_headings_have_the_anchors_of_the_english_ones(name):
    """So that one address leads to a place in both editions; the contents lead there too."""
    both = [
        [section.get("id") for section in page(one).iter("section") if section.get("id")]
        for one in (name, f"ja/{name}")
    ]
    assert both[0] == both[1]
    assert not [anchor for anchor in both[1] if re.fullmatch(r"id\d+", anchor)]
    tree = page(f"ja/{name}")
    known = set(tree.xpath("//@id"))
    inside = {link[1:] for link in tree.xpath("//a/@href") if link[:1] == "#" and link[1:]}
    assert inside - known == set()


@pytest.mark.parametrize("name", JAPANESE)
def test_every_link_to_an_english_page_says_so(name):
    """In text, tables, folds, menus and foot: by its `hreflang`, which the style sheet shows."""
    unmarked = []
    for link in page(f"ja/{name}").xpath("//a[@href and not(@hreflang='en')]"):
        address = re.split("[?#]", link.get("href"))[0]
        if address.endswith(".html") and "://" not in address:
            place = os.path.normpath(Path("ja", name).parent / address)
            unmarked += [] if place.startswith("ja/") else [place]
    assert unmarked == []


def test_what_a_link_to_an_english_page_shows():
    """In every place the same mark; none is exempt but the switch of language, which is English."""
    style = (ROOT / "site/_static/japanese.css").read_text("utf-8")
    rules = re.findall(r"([^{}]*hreflang[^{}]*)\{([^}]*)\}", style)
    assert len(rules) == 1
    assert "（英語）" in rules[0][1]


@pytest.mark.parametrize(
    "names",
    [
        ["オーストラリア", "オーストリア", "オランダ"],  # ー draws the vowel out: おお before おら
        ["カナダ", "ガーナ", "カンボジア", "かんこく"],
        ["ハンガリー", "バングラデシュ", "パンサー"],
        ["びょういん", "びよういん"],
    ],
)
def test_readings_stand_in_dictionary_order(names):
    """Voicing and size count last; a list in another order is put into this one."""
    order = sorted(reversed(names), key=japanese_wording.dictionary_order)
    assert order == sorted(names, key=japanese_wording.dictionary_order)
    plain = [japanese_wording.dictionary_order(name)[0] for name in order]
    assert plain == sorted(plain)
    assert not [each for each in plain if re.search("[ァ-ヶーがざだばぱっゃゅょ]", each)]


def test_a_country_has_a_reading_where_its_name_is_not_kana():
    """And only there."""
    frames, _ = checks.read_raw()
    rows = frames["countries"].copy()
    kanji = rows.index[rows["iso3"] == "USA"][0]
    kana = rows.index[rows["iso3"] == "AUS"][0]
    rows.loc[kanji, "reading"] = pd.NA
    rows.loc[kana, "reading"] = "オーストラリア"
    found = list(completeness._readings(frames | {"countries": rows}))
    assert {(fault.table, fault.row) for fault in found} == {
        ("countries", kanji),
        ("countries", kana),
    }
    assert list(completeness._readings(frames)) == []


def test_what_style_sheets_say_is_said_in_japanese_too():
    """A text that a style sheet shows has one for Japanese pages."""
    styles = [path.read_text("utf-8") for path in (ROOT / "site/_static").glob("*.css")]
    shown = re.findall(r"content: [^;\n]*\"([^\"\n]+)\"", "\n".join(styles))
    assert [text for text in shown if re.search("[A-Za-z]{3}", text)] == [
        "More columns: scroll sideways →"
    ]
    own = (ROOT / "site/_static/japanese.css").read_text("utf-8")
    assert re.search(r"\.table-box\)?::before \{\s*content: \"[^\"]*[ぁ-ん]", own)


@pytest.mark.skipif(not JAPANESE, reason="no rendered site")
def test_countries_stand_in_the_order_of_their_readings():
    """As a Japanese list of names has them, in the list of countries and in the form."""
    codes = [Path(link).stem for link in article("ja/countries.html").xpath(".//th/a/@href")]
    form = html.document_fromstring((SITE / "ja/ask.html").read_bytes())
    asked = form.xpath("//select[@name='to']/option/@value")
    in_order = "ARE ITA IND UKR GBR AUS CAN KOR KHM DEU NZL PHL FRA USA VNM JOR".split()
    for listed in (codes, asked):
        assert [code for code in listed if code in in_order] == in_order
    further = "ISL IRL EGY AUT NLD CHE ESP CHN BEN VEN ZAF SSD ROU LUX UN".split()
    assert [code for code in asked if code in further] == further


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2024-03-10", "2024年3月10日"),
        ("2024-03", "2024年3月"),
        ("FY2024", "2024年度"),
        ("2024", "2024年"),
    ],
)
def test_a_day_is_written_as_japanese_writes_it(text, told):
    """As precise as it is known."""
    assert japanese_wording.day(text) == told


@pytest.mark.parametrize(
    ("value", "currency", "bound", "told"),
    [
        (1_921_000_000, "JPY", "exact", "19億2,100万円"),
        (100_000_000, "USD", "about", "約1億ドル"),
        (28_000, "USD", "at least", "2万8,000ドル以上"),
        (1_000_000_000_000, "JPY", "at most", "1兆円以下"),
        (950, "GBP", "exact", "950ポンド"),
    ],
)
def test_a_sum_is_written_as_japanese_newspapers_write_it(value, currency, bound, told):
    """In 兆, 億 and 万; no digit is lost."""
    with language.of(language.JAPANESE):
        assert wording.money(value, currency, bound) == told


def test_what_has_no_japanese_stops_the_build_by_name(monkeypatch):
    """Never English on a Japanese page: all that is missing is named, a cell with its place."""
    monkeypatch.setattr(language, "_missing", {})
    cell = tables.read("provisions").set_index("provision_id").loc["P01", "covers"]
    monkeypatch.setattr(language, "japanese", {}.get)
    with language.of(language.JAPANESE):
        language.said("A new sentence.")
        language.said(cell)
    with pytest.raises(LookupError, match="'A new sentence.'") as told:
        language.settle()
    assert f"provisions;P01;covers;{language.hash_of(cell)}" in str(told.value)
    language.settle()


def test_every_column_that_may_be_corrected_has_a_japanese_name():
    """The page of changes names the column of any fact that is corrected tomorrow."""
    named = [
        (name, field["name"])
        for name in releases.FACTS
        for field in tables.fields(name)
        if not field.get("prose")
    ]
    words = language.in_both()
    lacking = {column for _, column in named if f"column: {column.replace('_', ' ')}" not in words}
    assert lacking == set()


def test_words_of_a_template_keep_their_tags_and_escape_their_values(monkeypatch):
    """The table has numbers for the tags, so that it can bring none."""
    words = {"[1]%(count)s cases[2] of [3]all[4]": "[3]全体[4]の[1]%(count)s件[2]<b>"}
    monkeypatch.setattr(language, "japanese", words.get)
    with language.of(language.JAPANESE):
        text = "<a>%(count)s cases</a> of <i>all</i>"
        told = templating.gettext(text, count="<x>")
    assert told == "<i>全体</i>の<a>&lt;x&gt;件</a>&lt;b&gt;"


def test_a_stale_or_lost_translation_is_a_fault():
    """So is one English with two Japanese, and a word with other holes than its English."""
    frames, _ = checks.read_raw()
    rows = frames["translations"].copy()
    first, second, third = rows.index[:3]
    rows.loc[first, "english_hash"] = "0" * 12
    rows.loc[second, "row"] = "R999"
    rows.loc[third + len(rows)] = rows.loc[third].replace({rows.loc[third, "japanese"]: "別"})
    words = frames["page_words"].copy()
    words.loc[words.index[0], "japanese"] += " {hole}"
    found = translated.faults(frames | {"translations": rows, "page_words": words})
    places = {(fault.table, fault.row, fault.column) for fault in found}
    assert places >= {
        ("translations", first, "english_hash"),
        ("translations", second, "japanese"),
        ("translations", third + len(rows) - 1, "japanese"),
        ("page_words", words.index[0], "japanese"),
    }
    assert translated.faults(frames) == []


@pytest.mark.parametrize("name", reading_order.notebooks())
def test_a_notebook_has_a_japanese_summary_with_the_numbers_of_its_answer(name):
    """Of three sentences or more; a reworded answer makes it stale."""
    notebook = reading_order.notebooks()[name]
    told = notebook_pages.summary(name, notebook)
    assert told.count("。") >= 3
    opening = reading_order.opening(notebook)
    english = html.fromstring(f"<p>{opening['question']} {opening['answer']}</p>").text_content()
    (own_days, own), (english_days, english) = days(told), days(english)
    assert lacking(own_days, english_days) == set()
    extra = numbers(own) - numbers(english) - named_numbers(english)
    assert {each for each in extra if each / 10**6 not in numbers(english)} == set()  # of TIV
    other = nbformat.from_dict(notebook)
    other.cells[0].source = other.cells[0].source.replace("?", "!")
    with pytest.raises(LookupError, match=name):
        notebook_pages.summary(name, other)


@pytest.mark.parametrize("name", SUMMARIES)
def test_a_notebook_in_japanese_shows_its_charts(name):
    """Those of the English page, in its order, with files that are there."""
    own, other = (page(one).xpath("//figure") for one in (f"ja/{name}", name))
    drawn = [figure.get("id").removesuffix("-ja") for figure in own]
    shown = [re.sub(r"-\d+$", "", figure.get("id")) for figure in other]
    assert drawn == shown
    for figure in own:
        picture = figure.find(".//img")
        files = figure.xpath(".//p[@class='files']/a/@href")
        assert [re.search(r"-ja(\.\w+)$", file)[1] for file in files] == [".svg", ".png", ".csv"]
        places = [picture.get("src"), *figure.xpath(".//source/@srcset"), *files]
        assert all((SITE / "ja/notebooks" / place).is_file() for place in places)
        assert picture.get("alt").endswith("。") and not ENGLISH.search(picture.get("alt"))
    lead = page(f"ja/{name}").find_class("lead")[0].text_content()
    assert lead == notebook_pages.summary(
        Path(name).stem, reading_order.notebooks()[Path(name).stem]
    )


def plainly(alt: str) -> str:
    """A description with whole names of months; "None" a number, and a fiscal year a year."""
    short = rf"\b({'|'.join(SHORT)}) (?=\d{{4}})"
    alt = re.sub(short, lambda month: f"{MONTHS[SHORT.index(month[1])]} ", alt)
    alt = re.sub(r"fiscal (\d{4})", r"\1,", re.sub(r"^None", "0", alt))
    return alt.replace("年度", "年").replace("5類型", "")  # the latter is a name


def test_a_chart_says_the_same_days_and_numbers_in_both_languages():
    """In its title and its description."""
    index = json.loads((ROOT / "site/figures/figures.json").read_text("utf-8"))
    charts = [about for about in index if "ja" in about]
    assert len(charts) > 15
    for about in charts:
        told, own = (days(plainly(each["alt"])) for each in (about, about["ja"]))
        assert about["ja"]["alt"].startswith(about["ja"]["title"])
        assert lacking(told[0], own[0]) == lacking(own[0], told[0]) == set(), about["name"]
        english, japanese = numbers(told[1]), numbers(own[1])
        assert japanese - english - named_numbers(told[1]) == set(), about["name"]
        assert english - japanese == set(), about["name"]


@functools.cache
def index() -> finding.Index:
    """The index of the Japanese pages."""
    return search.read((SITE / "_static" / finding.FILES["ja"]).read_text("utf-8"))


@pytest.mark.skipif(not JAPANESE, reason="no rendered site")
def test_the_search_of_the_japanese_pages_is_small_and_leads_somewhere():
    """To Japanese pages, or to English ones above them."""
    assert (SITE / "_static" / finding.FILES["ja"]).stat().st_size <= 400_000
    for address, title, kind, _ in index().documents:
        name, _, place = address.partition("?")[0].partition("#")
        text = (SITE / "ja" / name).resolve().read_text("utf-8")
        assert title and kind and (not place or f'id="{place}"' in text), address


@pytest.mark.skipif(not JAPANESE, reason="no rendered site")
def test_the_right_japanese_page_is_among_the_first_three():
    """For the Japanese words that readers put to the search, as for the English pages."""
    with (ROOT / "tests/search_cases.csv").open(encoding="utf-8-sig", newline="") as file:
        cases = [row for row in csv.DictReader(file) if row["kind"] == "ja"]
    missed = []
    for case in cases:
        right = {each for name in case["pages"].split(";") for each in (name, f"../{name}")}
        hits = {
            index().documents[number][0] for number in finding.ranked(index(), case["query"], 3)
        }
        missed += [] if hits & right else [case["query"]]
    assert len(cases) - len(missed) >= 14, missed


@pytest.mark.skipif(not JAPANESE, reason="no rendered site")
@pytest.mark.parametrize(
    ("query", "address"),
    [
        ("2023年12月22日", "rules/R043.html"),
        ("防衛装備移転三原則", "rules/R031.html"),
        ("フィリピン", "countries/PHL.html"),
        ("令和5年12月22日", "rules/R043.html"),
    ],
)
def test_japanese_words_find_japanese_pages(query, address):
    """Among the first three."""
    hits = [index().documents[number][0] for number in finding.ranked(index(), query, 3)]
    assert address in hits
