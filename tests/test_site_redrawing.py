"""Charts are kept, and drawn again where what they were drawn from is another."""

import shutil
import sys
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from analysis import rules, tables

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT / "site"))
import redrawing  # noqa: E402

DATA = tables.folder()


@pytest.fixture
def drawing(tmp_path, monkeypatch):
    """A drawing over tables that a test may change, which counts how often it was asked for."""
    (tmp_path / "data" / "processed").mkdir(parents=True)
    for name in ["datapackage.json", *(f"processed/{name}.csv" for name in tables.names())]:
        shutil.copy(DATA / name, tmp_path / "data" / name)
    monkeypatch.setattr(tables, "folder", lambda: tmp_path / "data")
    monkeypatch.setattr(redrawing, "PLACE", tmp_path / "charts")
    redrawing.watch.cache_clear()
    counted = SimpleNamespace(times=0, data=tmp_path / "data", given="a notebook")

    def times_drawn(read) -> int:
        """How often it was drawn by now, when it is asked for once more."""

        def draw() -> str:
            counted.times += 1
            return str(read())

        redrawing.digest.cache_clear()  # as in a process of its own
        redrawing.code.cache_clear()
        redrawing.kept("chart", counted.given, draw)
        return counted.times

    counted.after = times_drawn
    yield counted
    redrawing.watch.cache_clear()


def changed(drawing, table: str, column: str, value: str = "another") -> None:
    """Change the first cell of a column."""
    path = drawing.data / "processed" / f"{table}.csv"
    frame = pd.read_csv(path, dtype="str", keep_default_na=False)
    frame.loc[0, column] = value
    frame.to_csv(path, index=False)


def titles() -> int:
    return len(tables.read("sources")["title"])


def publishers() -> int:
    return len(tables.read("sources")["publisher"])


def test_charts_are_drawn_again_for_what_they_saw_alone(drawing):
    """Neither for a table that they did not read, nor for a column that no chart sees."""
    assert [drawing.after(publishers) for _ in range(2)] == [1, 1]
    changed(drawing, "gaps", "found")
    changed(drawing, "sources", "title")
    assert drawing.after(publishers) == 1
    changed(drawing, "sources", "publisher")
    assert [drawing.after(publishers) for _ in range(2)] == [2, 2]
    drawing.given = "another notebook"
    assert drawing.after(publishers) == 3


def test_who_asks_for_a_column_that_charts_do_not_see_is_drawn_again_for_it(drawing):
    """It is run twice, first without the column."""
    assert [drawing.after(titles) for _ in range(2)] == [2, 2]
    changed(drawing, "sources", "accessed", "2020-01-01")
    assert drawing.after(titles) == 4


def test_the_table_of_a_chart_is_whole(drawing):
    """One that shows all rows of a table as they are shows every column of it."""

    def whole() -> list[str]:
        columns = list(tables.read("claims"))
        redrawing.refuse_part(columns)
        return columns

    drawing.after(whole)
    held = redrawing.pickle.loads((redrawing.PLACE / "chart.pickle").read_bytes())[1]
    assert held["charts"] == str(list(tables.read("claims")))
    changed(drawing, "claims", "note")
    times = drawing.times
    assert drawing.after(whole) > times


def test_what_was_kept_of_the_tables_counts_as_read(drawing):
    """Such as the day up to which the rules are known, which a chart before asked for."""
    rules.known_until()
    drawing.after(rules.known_until)
    changed(drawing, "as_of", "how")
    assert drawing.after(rules.known_until) == 2


def test_other_files_of_the_data_count_too(drawing):
    """As a raw page that a notebook reads."""
    page = drawing.data / "page.html"
    page.write_text("one", "utf-8")
    assert [drawing.after(page.read_bytes) for _ in range(2)] == [1, 1]
    page.write_text("two", "utf-8")
    assert drawing.after(page.read_bytes) == 2
