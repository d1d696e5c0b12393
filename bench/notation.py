"""Notation over a million printed values: against a row-wise apply of the same reader, and against the floor of mapping unique values."""

import numpy as np
import pandas as pd
from measure import memory, pair

from analysis import countries, japanese, tables

MILLION = 1_000_000
PUBLISHED = pd.Timestamp("2024-03-10")
random = np.random.default_rng(1967)


def rows():
    """Where values repeat as they do in official tables (about 200 distinct ones), and where every one is another."""
    names = tables.read("aliases")["alias"].head(200)
    yield from compared("countries", countries.to_iso3, names, goal=1 / 20)
    dates = pd.Series(
        [f"令和{2 + number % 5}年{1 + number % 12}月{1 + number % 28}日" for number in range(200)]
    )
    yield from compared("dates", japanese.to_date, dates, goal=1 / 5)
    money = pd.Series(
        [f"{number % 90 + 1}億{number % 9000 + 1000:,}万円" for number in range(0, 4000, 20)]
    )
    yield from compared("money", japanese.to_money, money, goal=1 / 5)
    yield from compared(
        "numbers", japanese.to_number, pd.Series([f"{number:,}件" for number in range(900, 1100)])
    )
    yield from compared(
        "fiscal years",
        japanese.to_fiscal_year,
        pd.Series([f"平成{number % 30 + 1}年度" for number in range(30)]),
    )
    different = pd.Series([f"{number:,}件" for number in range(MILLION // 10)])
    yield distinct("numbers", japanese.to_number, different)
    days = pd.Series(pd.date_range("1900-01-01", periods=40_000)).dt.strftime("%Y年%m月%d日")
    yield distinct("dates", japanese.to_date, days)
    printed = {
        "countries.to_iso3": ["ウクライナ", "米国"],
        "japanese.to_date": ["令和5年12月22日", "令和6年3月10日"],
        "japanese.to_money": ["3億円", "1,200万円"],
    }
    for read, values in printed.items():
        code = f"import pandas as pd\nfrom analysis import countries, japanese\nvalues = pd.Series({values} * {MILLION // 2})\nwork = lambda: {read}(values)"
        yield memory(f"`{read}`, a million, 2 distinct", code, MILLION)


def compared(what: str, read, printed: pd.Series, goal: float | None = None):
    """A million values drawn from the printed ones: against apply (on a fiftieth, times fifty) and against the floor."""
    values = pd.Series(random.choice(printed.to_numpy(), MILLION))
    part = values.head(MILLION // 50)
    told = f"{what}, a million, {printed.nunique()} distinct"
    alone, turns = (
        pair(
            told,
            "row-wise `apply`",
            lambda: read(values),
            lambda: part.map(read),
            repeats=3,
            goal=goal,
        ),
        50,
    )
    alone["other"], alone["ratio"] = (
        alone["other"] * turns,
        [ratio / turns for ratio in alone["ratio"]],
    )
    yield alone | {"note": "the apply was timed on a fiftieth of the values"}
    yield pair(
        told,
        "floor: map the distinct values",
        lambda: read(values),
        lambda: mapped(read, values),
        repeats=5,
        goal=1.5,
    )


def distinct(what: str, read, values: pd.Series) -> dict:
    """Every value another."""
    return pair(
        f"{what}, {len(values):,}, all different",
        "row-wise `apply`",
        lambda: read(values),
        lambda: values.map(read),
        repeats=3,
    )


def mapped(read, values: pd.Series):
    """What cannot be done without: the distinct values once through the same reader, and their answers to every row."""
    codes, known = pd.factorize(values)
    answers = [read(value) for value in known]
    if isinstance(answers[0], pd.DataFrame):
        return pd.concat(answers, ignore_index=True).take(codes)
    return pd.Series(answers).array.take(codes)
