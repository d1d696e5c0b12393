"""What a reader does on the site, in a real browser: pick a day, search, sort, filter, take a
chart's table along.
"""

import csv
import random
import sys
from pathlib import Path

import pandas as pd
import pytest

from analysis import charts, rules, tables
from analysis.rules.items import advice, advised, names_of, unsaid

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "site"))

import finding  # noqa: E402
import search  # noqa: E402

SEARCHED = ROOT / "tests/search_cases.csv"
RANKED = """async queries => {
    await siteSearch.ready();
    const start = performance.now();
    const found = queries.map(query =>
        [siteSearch.ranked(query, 10), Object.values(siteSearch.asked(query))]);
    return {found, each: (performance.now() - start) / queries.length};
}"""

ANSWERS = """pairs => pairs.map(([on, and]) => {
    const form = document.getElementById("allowed");
    [form.on.value, form.and.value] = [on, and];
    form.requestSubmit();
    const result = document.getElementById("allowed-result");
    const rows = result.querySelector("table")?.tBodies[0].rows ?? [];
    return {words: result.textContent, rows: [...rows].map(row => ({...row.dataset,
        said: row.querySelector(".condition")?.textContent ?? "",
        since: row.cells[3].textContent.trim()}))};
})"""


@pytest.fixture
def allowed(opened):
    """The page on which a reader picks a day."""
    return opened("allowed.html")


def days(seed: int, count: int) -> list[str]:
    """Days by chance, the same in every run."""
    span = pd.date_range("1945-01-01", "2027-12-31")
    return [f"{day:%Y-%m-%d}" for day in random.Random(seed).choices(span, k=count)]


def turns() -> list[str]:
    """The days on which a status changed, and their eves."""
    starts = rules.bands()["start"].drop_duplicates()
    return [f"{day:%Y-%m-%d}" for start in starts for day in (start - pd.Timedelta(days=1), start)]


def test_a_day_has_the_status_that_the_package_gives(allowed):
    """A hundred days and every turn: each kind of transfer with its status, condition, rule, since
    when, and exemptions.
    """
    asked = days(1, 100) + turns()
    for on, answer in zip(
        asked, allowed.evaluate(ANSWERS, [[on, ""] for on in asked]), strict=True
    ):
        wanted = rules.in_force(on).astype({"condition": "str", "rule_id": "str", "one_off": "str"})
        since = wanted["since"].dt.strftime("%Y-%m-%d").where(wanted["rule_id"] != "nan")
        wanted = wanted[["provision_id", "status", "condition", "rule_id", "one_off"]].assign(
            since=since
        )
        assert told(
            answer["rows"], ["provision", "status", "said", "rule", "oneOff", "since"]
        ) == plain(wanted), on


def test_two_days_differ_as_the_package_says(allowed):
    """Forty pairs, forward and back: what changed, from which status to which.

    And where nothing did, the page says so.
    """
    asked = list(zip(days(2, 40), days(3, 40), strict=True))
    for (before, after), answer in zip(asked, allowed.evaluate(ANSWERS, asked), strict=True):
        wanted = rules.compare(before, after)[
            ["provision_id", "change", "status_before", "status_after", "rule_id"]
        ]
        if wanted.empty:
            assert "Nothing differs" in answer["words"], (before, after)
        else:
            columns = ["provision", "change", "statusBefore", "status", "rule"]
            assert told(answer["rows"], columns) == plain(wanted), (before, after)


def told(rows: list[dict], names: list[str]) -> list[list[str]]:
    """Rows of the page as lists of texts; what is absent is an empty text."""
    return [[row.get(name, "") for name in names] for row in rows]


def plain(frame: pd.DataFrame) -> list[list[str]]:
    """The rows of a frame in the same form."""
    return (
        frame.astype("object")
        .where(frame.notna(), "")
        .replace("nan", "")
        .astype("str")
        .to_numpy()
        .tolist()
    )


def test_search_ranks_in_the_browser_as_in_python(opened, site):
    """For what readers put to it: the same hits, the same names and day understood, in 50 ms."""
    index = search.read((site.folder / "_static" / search.FILE).read_text("utf-8"))
    with SEARCHED.open(encoding="utf-8-sig", newline="") as file:
        queries = [case["query"] for case in csv.DictReader(file)]
    queries += [
        "令和五年十二月二十二日",
        "22 Dec 2023",
        "ＰＡＣ－３ Ukraine",
        "patrio",
        "Philippines",
        "豪州",
        "殺",
        "",
        "xyzzy",
    ]
    page = opened("search.html")
    assert not page.evaluate("Boolean(window.searchIndex)")
    said = page.evaluate(RANKED, queries)
    for query, found in zip(queries, said["found"], strict=True):
        assert found == [finding.ranked(index, query, 10), [*finding.asked(index, query)]], query
    assert said["each"] <= 50


def test_search_answers_above_the_hits_without_a_server(opened, site):
    """A thing, a country and a day: the sentence of `rules.ask`, then the hits."""
    page = opened("search.html")
    page.goto(f"{site.folder.as_uri()}/search.html?q=Patriot+Ukraine+10+March+2024")
    answer = page.locator("#search-answer")
    answer.wait_for()
    assert rules.ask("patriot", "UKR", "2024-03-10").sentence() in answer.inner_text()
    address = answer.locator("a").get_attribute("href")
    assert address == "ask.html?what=patriot&to=UKR&on=2024-03-10"
    assert page.locator(".hits a").count() > 3
    assert page.locator("#search-day a").get_attribute("href") == "allowed.html?on=2024-03-10"


def test_a_table_is_sorted_by_its_header(opened):
    """Once up, twice down, blanks last either way; a screen reader is told."""
    page = opened("tables/rule_changes.html")
    header = page.locator(".table-box thead th", has_text="adopted").first
    column = header.evaluate("header => header.cellIndex")
    for order in ("ascending", "descending"):
        header.locator("button").press("Enter")
        assert header.get_attribute("aria-sort") == order
        shown = page.locator(f".table-box tbody tr > :nth-child({column + 1})").all_inner_texts()
        filled = [text for text in shown if text]
        assert len(shown) == len(tables.read("rule_changes")) and len(set(filled)) > 1
        assert filled == sorted(filled, reverse=order == "descending") == shown[: len(filled)]


def test_a_table_is_filtered_by_words(opened):
    """All words must be in a row; the number of rows is said; emptied, all are back."""
    page = opened("tables/rule_changes.html")
    field, count = page.get_by_label("Show only rows with"), page.locator(".table-filter output")
    every = page.locator(".table-box tbody tr:visible").count()
    field.fill("patriot 2023")
    left = page.locator(".table-box tbody tr:visible").all_inner_texts()
    assert 0 < len(left) < every and all("patriot" in row.lower() and "2023" in row for row in left)
    assert count.inner_text() == f"{len(left)} of {every} rows"
    field.fill("")
    assert page.locator(".table-box tbody tr:visible").count() == every


@pytest.mark.parametrize("chart", ["landmarks", "changes", "deciders", "gaps_between"])
def test_the_table_beside_a_chart_is_the_one_it_draws(opened, tmp_path, chart):
    """Downloaded by its link under the picture, cell for cell."""
    figure = charts.CHARTS[chart]()
    page = opened("notebooks/04-the-rule-changes.html")
    with page.expect_download() as download:
        page.locator(f"a[href$='/{chart}.csv']").first.click()
    download.value.save_as(tmp_path / "chart.csv")
    written = pd.read_csv(tmp_path / "chart.csv", dtype="str", keep_default_na=False)
    table = figure.table
    dates = table.select_dtypes("datetime").columns
    table = table.assign(**{name: table[name].dt.strftime("%Y-%m-%d") for name in dates})
    assert list(written) == list(table) and written.to_numpy().tolist() == plain(table)


ASKED = """questions => questions.map(([what, to, on]) => {
    const form = document.getElementById("ask");
    [form.what.value, form.to.value, form.on.value, form.and.value] = [what, to, on, ""];
    form.requestSubmit();
    const answer = document.querySelector(".says");
    return answer && [answer.dataset.may, answer.lastElementChild.textContent];
})"""


def test_the_form_answers_as_python_does(opened):
    """By a thing's name, for sixty questions by chance and those that the page proposes."""
    page = opened("ask.html")
    chance = random.Random(5)
    things = tables.read("items").drop_duplicates("item_id")["name_en"].tolist()
    places = page.locator("#ask-to option").evaluate_all("all => all.map(each => each.value)")
    asked = [
        [chance.choice(things), chance.choice(places), day] for day in days(4, 60) if day > "1967"
    ]
    asked += [["Patriot", "UKR", "2024-03-10"], ["frigate", "NZL", "2026-09-01"]]
    for question, (may, text) in zip(asked, page.evaluate(ASKED, asked), strict=True):
        answer = rules.ask(*question)
        assert may == answer["may"] and answer.sentence().endswith(text), question


def test_the_form_knows_a_thing_by_the_names_that_python_knows(opened):
    """All names in both languages, used, second-hand, 中古の and the like before them, plurals; of
    what Python refuses, words that may change the thing are refused too.
    """
    page = opened("ask.html")
    chance = random.Random(6)
    names = [name for thing in set(tables.read("items")["item_id"]) for name in names_of(thing)]
    said = sorted(names) + [f"{name.upper()}s" for name in sorted(names)]
    said += [word + name for word in unsaid() for name in chance.sample(sorted(names), 12)]
    said += [
        chance.choice(unsaid()) + chance.choice(unsaid()) + chance.choice(sorted(names))
        for _ in range(200)
    ]
    said += ["ＵＳＥＤ Abukuma", "Japanese-made  frigates"]
    refused = ["used", "中古の", "a", "armed radar", "binocular case", "teapot"]
    found = page.evaluate("texts => texts.map(text => thingOfPage(text) ?? '')", said + refused)
    wrong = [
        (text, own)
        for text, own in zip(said, found, strict=False)
        if own != rules.item(text, "2026-01-01")["item_id"]
    ]
    assert wrong == [] and found[len(said) :] == [""] * len(refused)


@pytest.mark.parametrize("tongue", ["en", "ja"])
def test_the_form_says_what_python_says_to_a_name_without_an_answer(opened, tongue):
    """Land mines, returns, what depends on its make: the same text, each question a link; none of
    them is taken for the thing of a longer name, as 地雷 for what clears land mines.
    """
    page = opened("ask.html" if tongue == "en" else "ja/ask.html")
    said = [word for words, _ in advised() for word in words]
    said += ["used Land-Mines", "中古の地雷", "sonobuoyss", "teapot", "Patriot"]
    told = page.evaluate("all => all.map(each => [thingOfPage(each), adviceOfPage(each)])", said)
    for word, (thing, text) in zip(said, told, strict=True):
        assert text == (advice(word) or {tongue: ""})[tongue], word
        assert not (thing and text), word
    page.locator("#ask-what").fill("地雷")
    page.keyboard.press("Enter")
    assert page.locator("#ask-told").inner_text() == advice("地雷")[tongue]
    assert page.locator("#ask-told a[href$='questions.html#F131']").count() == 1


def test_an_answer_has_an_address_and_an_unknown_thing_is_said(opened):
    """The state stands in the address; what the tables do not know is named and marked."""
    page = opened("ask.html?what=patriot&to=USA&on=2023-12-21&and=2023-12-22")
    assert page.locator(".says").evaluate_all("all => all.map(each => each.dataset.may)") == [
        "no",
        "yes",
    ]
    page.locator("#ask-what").fill("teapot")
    page.keyboard.press("Enter")
    assert "teapot" in page.locator("#ask-told").inner_text()
    assert page.locator("#ask-what").get_attribute("aria-invalid") == "true"
    assert page.locator(".says").count() == 0
    page.locator("#ask-what").fill("TC-90")
    page.keyboard.press("Enter")
    assert "what=tc-90" in page.url and page.locator("#the-answer").evaluate(
        "heading => heading === document.activeElement"
    )


def test_a_thing_on_no_list_is_asked_about_by_its_kind(opened):
    """Kind, how made and whether lethal: the answer of `rules.assess`, with its address."""
    page = opened("ask.html")
    page.locator(".unlisted > summary").click()
    page.locator("#ask-made").select_option("other-licence")
    page.locator("#ask-to").select_option("UKR")
    page.locator("#ask-on").press("Enter")
    answer = rules.assess("finished", rules.known_until(), "UKR", origin="licensed")
    assert page.locator(".says").get_attribute("data-may") == answer["may"]
    assert answer.sentence().endswith(page.locator(".says > :last-child").inner_text())
    assert "?kind=finished&made=other-licence&lethal=yes&to=UKR&on=" in page.url
    opened(page.url.rpartition("/")[2])
    assert page.locator("#ask-made").input_value() == "other-licence"


def test_the_front_page_s_form_leads_to_the_answer(opened):
    """Also by keyboard alone."""
    page = opened("index.html")
    page.locator("#ask-what").fill("Patriot")
    page.locator("#ask-to").select_option("UKR")
    page.locator("#ask-on").fill("2024-03-10")
    page.locator("#ask-on").press("Enter")
    page.locator(".says").wait_for()
    assert "ask.html?what=patriot&to=UKR&on=2024-03-10" in page.url


@pytest.mark.parametrize("name", ["transfers", "rules"])
def test_a_long_list_is_narrowed_without_scripts(opened, name):
    """By a radio button and style alone."""
    page = opened(f"{name}.html", scripts=False)
    every = page.locator("tbody tr:visible").count()
    page.locator("fieldset.filter input").nth(1).check()
    assert 0 < page.locator("tbody tr:visible").count() < every


def test_a_script_that_slipped_into_a_page_is_not_run(opened):
    """Only the site's own script files and the theme's few lines are."""
    page = opened("rules/R043.html")
    page.evaluate("""() => {
        const script = document.createElement("script");
        script.textContent = "window.ran = true";
        document.body.append(script);
    }""")
    assert not page.evaluate("window.ran === true")
    assert any("Content Security Policy" in error for error in page.errors)
