"""The site's search: what people look for stands among the first three, a day is one thing however
it is written, and whatever has a page is found.

The index is that of the site that `make test` has built.
"""

import csv
import datetime
import os
import re
import sys
from pathlib import Path

import pandas as pd
import pytest

from analysis import country, japanese, tables

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "site"))

import finding  # noqa: E402
import search  # noqa: E402
import search_documents  # noqa: E402

with (ROOT / "tests/search_cases.csv").open(encoding="utf-8-sig", newline="") as file:
    CASES = list(csv.DictReader(file))
# Short words, whole questions, Japanese words; what had no page when it was first asked; what was
# written down later by one who did not look, the Japanese for the Japanese edition
LEAST = {"short": 35, "whole": 29, "ja": 14, "later short": 11, "later whole": 11}
LEAST |= {"fresh whole": 18, "fresh ja whole": 7}
ERAS = [("令和", "2019-05-01", 2018), ("平成", "1989-01-08", 1988), ("昭和", "1926-12-25", 1925)]
MOST_BYTES = 400_000


@pytest.fixture(scope="module")
def site() -> Path:
    """The rendered site."""
    if "RENDERED_SITE" not in os.environ:
        pytest.skip("no rendered site: `make test` builds it")
    return Path(os.environ["RENDERED_SITE"])


@pytest.fixture(scope="module")
def index(site) -> finding.Index:
    """The index of the rendered site."""
    return search.read((site / "_static" / search.FILE).read_text("utf-8"))


@pytest.fixture(scope="module")
def japanese_index(site) -> finding.Index:
    """The index of the Japanese edition."""
    return search.read((site / "_static" / finding.FILES["ja"]).read_text("utf-8"))


def hits(index: finding.Index, query: str, most: int = 3) -> list[str]:
    """The addresses of the first hits."""
    return [index.documents[number][0] for number in finding.ranked(index, query, most)]


def spellings(day: datetime.date) -> list[str]:
    """A day as English and Japanese texts write it."""
    era, _, before = next(row for row in ERAS if f"{day}" >= row[1])
    year = "元" if day.year - before == 1 else day.year - before
    return [
        f"{day.day} {day:%B %Y}",
        f"{day}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{era}{year}年{day.month}月{day.day}日",
        f"{day:%B} {day.day}, {day.year}",
    ]


@pytest.mark.parametrize("kind", LEAST)
def test_the_right_page_is_among_the_first_three(request, kind):
    """For the short words, the whole questions and the Japanese words that readers put to it."""
    index = request.getfixturevalue("japanese_index" if kind == "fresh ja whole" else "index")
    cases = [case for case in CASES if case["kind"] == kind]
    missed = [
        case["query"]
        for case in cases
        if not set(hits(index, case["query"])) & set(case["pages"].split(";"))
    ]
    assert len(cases) - len(missed) >= LEAST[kind], missed


def test_no_question_of_readers_finds_nothing(index):
    """Also half a word and a misspelt ending lead somewhere."""
    queries = [case["query"] for case in CASES] + ["patrio", "licencing", "frigatte", "ban", "殺"]
    assert [query for query in queries if not hits(index, query)] == []


def test_the_words_of_readers_stand_on_the_pages(index):
    """Every word that readers looked for is a word of some page: where not, text is missing."""
    sought = [case["query"] for case in CASES if not case["kind"].endswith("whole")]
    words = {word for query in sought for word in finding.words(query)}
    assert sorted(words - set(index.postings)) == []


def test_all_spellings_of_a_day_are_one(index):
    """Forty days and more: the same hits, and the day that `japanese.to_date` reads."""
    adopted = tables.read("rule_changes")["adopted"].dropna()
    days = sorted({day.date() for day in [*adopted, *tables.read("transfers")["decided"].dropna()]})
    assert len(days) >= 40
    for day in days:
        texts = spellings(day)
        found = [hits(index, text, 10) for text in texts]
        assert found[0] and found == [found[0]] * len(texts), day
        assert {finding.asked(index, text).day for text in texts} == {f"{day}"}
        assert japanese.to_date(texts[3]) == pd.Timestamp(day)


def test_the_bare_name_of_a_country_finds_its_page_first(index):
    """In English and Japanese, for each that has a page."""
    names = tables.read("countries").set_index("iso3")
    for code in country.index()["iso3"]:
        for name in (names.loc[code, "name_en"], names.loc[code, "name_ja"]):
            assert hits(index, name, 1) == [f"countries/{code}.html"], name


def test_the_page_of_a_country_that_a_query_names_is_near_the_top(index):
    """With a thing beside it, it is among the first ten."""
    for query, code in (("frigates Philippines", "PHL"), ("radar Philippines", "PHL")):
        assert f"countries/{code}.html" in hits(index, query, 10), query
    for page, words in search_documents.called().items():
        assert f"{page}.html" in hits(index, words, 10), page


def test_a_day_of_a_rule_finds_the_rule_first(index):
    """By nothing but the day."""
    for row in tables.read("rule_changes").query("landmark == 'yes'").itertuples():
        day = f"{row.adopted:%Y-%m-%d}"
        same = tables.read("rule_changes").query("adopted == @row.adopted")["rule_id"]
        assert {f"rules/{rule}.html" for rule in same} & set(hits(index, day)), day


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("F-35", "F35"),
        ("1,464", "1464"),
        ("ＰＡＣ－３", "PAC-3"),
        ("bōei", "boei"),
        ("licences", "licence"),
        ("令和五年十二月二十二日", "2023-12-22"),
        ("昭和42年", "1967"),
        ("22nd of December 2023", "2023/12/22"),
        ("2023年12月", "December 2023"),
    ],
)
def test_two_spellings_are_looked_up_as_one(text, same):
    """Figures, wide letters, accents, endings, days of an era."""
    assert finding.words(same)[-1] in finding.words(text)


def test_no_day_is_made_of_what_is_none():
    """Of a month 13, a range of years, a number with hyphens; the figures stay words."""
    for text in ("2023-13-01", "2023-24", "1-2023-4", "99 May 2023", "平成", "may 5"):
        assert not [word for word in finding.words(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", word)]
    assert "2023" in finding.words("2023-24")


def test_whatever_has_a_page_is_a_result_and_word_lists_are_not(index):
    """Rules, kinds, claims, cases, countries, things, terms, questions; no invented claim."""
    known = {document[0] for document in index.documents}
    claims = tables.read("claims")
    wanted = [f"rules/{name}.html" for name in tables.read("rule_changes")["rule_id"]]
    wanted += [f"provisions/{name}.html" for name in tables.read("provisions")["provision_id"]]
    wanted += [f"cases/{name}.html" for name in tables.read("transfers")["transfer_id"]]
    wanted += [f"countries/{name}.html" for name in country.index()["iso3"]]
    wanted += [f"questions.html#{name}" for name in tables.read("questions")["question_id"]]
    wanted += [f"ask.html?what={name}" for name in tables.read("items")["item_id"]]
    real = claims.loc[claims["article_id"] != "sample", "claim_id"]
    wanted += [f"claims/{name}.html" for name in real]
    assert set(wanted) <= known
    lists = {f"tables/{name}.html" for name in search_documents.WORD_LISTS}
    sample = {f"claims/{name}.html" for name in claims["claim_id"]} - set(wanted)
    assert not known & (lists | sample | {"search.html"})


def test_every_result_leads_to_a_place(site, index):
    """To a file, and where the address names a place on it, to that."""
    for address, title, kind, _ in index.documents:
        name, _, place = address.partition("?")[0].partition("#")
        assert title and kind and (site / name).is_file(), address
        assert not place or f'id="{place}"' in (site / name).read_text("utf-8"), address


def test_the_names_of_things_and_countries_are_understood(index):
    """In both languages, the longest name counting; Japan is no destination."""
    for query, thing, place in (
        ("Patriot Ukraine", "patriot", "UKR"),
        ("パトリオット ウクライナ", "patriot", "UKR"),
        ("may Mogami-class frigates go to New Zealand?", "mogami", "NZL"),
        ("F-35 parts for South Korea", "f-35-parts", "KOR"),
        ("Japan", "", ""),
    ):
        assert finding.asked(index, query)[:2] == (thing, place), query


def test_the_index_is_small_and_reads_back_as_it_was(site, index):
    """Both at once: what is written is what is looked up, and no page but the search loads it."""
    for file in finding.FILES.values():
        assert (site / "_static" / file).stat().st_size <= MOST_BYTES
    found = [(0, 1), (79, 89), (80, 3), (735, 5), (736, 1)]
    assert finding.posted(search.digits(found)) == found
    assert all(finding.posted(text) for text in index.postings.values())
    for name in ("index.html", "search.html", "rules/R043.html"):
        assert "search-index.js" not in (site / name).read_text("utf-8")
        assert "searchindex.js" not in (site / name).read_text("utf-8")
    assert not (site / "searchindex.js").exists()
