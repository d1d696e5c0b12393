"""The page that asks the tables in SQL, in a real browser: from a server, and from a folder."""

import csv
import io
import sqlite3
from contextlib import closing

import pytest

PREPARED = "#sql .prepared button"
SIDEWAYS = """Math.max(...[...document.querySelectorAll('html, main, main :has(> article)')].map(
    part => part.scrollWidth - part.clientWidth))"""
ROWS = """() => [...document.querySelectorAll('#sql-result tbody tr')].map(
    row => [...row.cells].map(cell => cell.textContent))"""
DONE = """() => /row|no table|No result/.test(document.getElementById('sql-told').textContent)"""


def told(page) -> str:
    """What the page says once a query is done."""
    page.wait_for_function(DONE)
    return page.locator("#sql-told").text_content()


def ask(page, query: str) -> str:
    """Write a query, run it by the keyboard, and return what the page says."""
    page.locator("#sql-told").evaluate("part => part.textContent = ''")
    page.locator("#sql-query").fill(query)
    page.locator("#sql-query").press("Control+Enter")
    return told(page)


def result(site, query: str) -> list[list[str]]:
    """What SQLite itself gives on the file that the site offers."""
    (path,) = (site.folder / "downloads").glob("*.sqlite")
    with closing(sqlite3.connect(path)) as database:
        rows = database.execute(query).fetchall()
    return [["NULL" if cell is None else str(cell) for cell in row] for row in rows]


@pytest.fixture
def sql(opened):
    """The page, as it is before anything was asked."""
    return opened("sql.html")


def test_nothing_is_loaded_before_a_question_is_asked(opened):
    """The first view stays light: engine and tables come with the first query."""
    page = opened("sql.html")
    page.wait_for_load_state("networkidle")
    loaded = "performance.getEntriesByType('resource').map(each => each.name)"
    assert not [name for name in page.evaluate(loaded) if "/_static/sql/" in name]
    page.locator(PREPARED).first.click()
    assert "row" in told(page)
    assert len([name for name in page.evaluate(loaded) if "/_static/sql/" in name]) == 2


def test_every_prepared_question_is_answered_as_sqlite_does(sql, site):
    """Row by row, and nothing is asked from outside."""
    buttons = sql.locator(PREPARED)
    assert buttons.count() == 5
    for number in range(5):
        sql.locator("#sql-told").evaluate("part => part.textContent = ''")
        buttons.nth(number).click()
        words = told(sql)
        wanted = result(site, sql.locator("#sql-query").input_value())
        assert sql.evaluate(ROWS) == wanted
        assert words.startswith(f"{len(wanted)} row")
        assert buttons.nth(number).get_attribute("aria-pressed") == "true"
    assert (sql.errors, sql.outside) == ([], [])


def test_it_works_from_a_folder(opened, site):
    """Without a server, where no page may read a file."""
    page = opened("index.html")
    page.outside, page.errors = [], []
    page.goto(f"{site.folder.as_uri()}/sql.html")
    page.locator(PREPARED).nth(3).click()
    assert "row" in told(page) and page.evaluate(ROWS)
    assert page.errors == []


def test_a_cell_and_a_name_are_text(sql):
    """Whatever a query makes, nothing of it acts."""
    evil = "<img src=x onerror=\"document.title='acted'\">"
    quoted = evil.replace("'", "''")
    assert ask(sql, f"SELECT '{quoted}' AS \"<b>bold</b>\"") == "1 row."
    assert sql.evaluate(ROWS) == [[evil]]
    assert sql.locator("#sql-result th").text_content() == "<b>bold</b>"
    assert sql.locator("#sql-result :is(img, b)").count() == 0 and sql.title() != "acted"


def test_a_query_that_fails_says_why_and_the_next_one_works(sql):
    """The old result is gone, the field is marked, and nothing is broken."""
    assert ask(sql, "SELECT 1 AS one") == "1 row."
    words = ask(sql, "SELECT a FROM nowhere")
    assert "no such table: nowhere" in words and sql.evaluate(ROWS) == []
    assert sql.locator("#sql-query").get_attribute("aria-invalid") == "true"
    assert sql.locator("#sql-csv").is_disabled()
    assert ask(sql, "SELECT 2 AS two") == "1 row." and sql.evaluate(ROWS) == [["2"]]
    assert sql.locator("#sql-query").get_attribute("aria-invalid") is None
    assert "no table" in ask(sql, "CREATE TABLE mine (a)")


def test_a_large_result_is_cut_and_says_so(sql):
    """Five hundred rows are shown; one without end stops."""
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"
    assert ask(sql, f"{endless} LIMIT 700").startswith("700 rows; the first 500")
    assert len(sql.evaluate(ROWS)) == 500
    assert ask(sql, endless).startswith("More than 50,000 rows")


def test_the_result_can_be_taken_as_csv(sql):
    """With its names, its commas and quotes, and Japanese."""
    ask(sql, "SELECT '三原則' AS name, 'a, \"b\"' AS words, NULL AS blank, 1.5 AS number")
    with sql.expect_download() as saving:
        sql.locator("#sql-csv").click()
    text = saving.value.path().read_bytes().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows == [["name", "words", "blank", "number"], ["三原則", 'a, "b"', "", "1.5"]]


def test_it_fits_a_phone(opened):
    """With a wide result too, which scrolls in its own box."""
    page = opened("sql.html", width=360)
    page.locator(PREPARED).nth(3).click()
    assert "row" in told(page)
    assert page.evaluate(SIDEWAYS) <= 0
    assert page.locator("#sql-result .table-box").get_attribute("tabindex") == "0"
