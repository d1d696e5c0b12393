"""Figures, days and superlatives held against the tables: planted ones, right and not."""

import pandas as pd
import pytest

from analysis import tables
from analysis.newsroom.audit import audit, held

FOLDER = tables.folder().parent / "tests" / "newsroom" / "corpus"


def differences(sentence: str, published: str | None) -> list[str]:
    found = audit(f"A title\n\n{sentence}\n\nAn end.", published=published)["notes"]
    return found.loc[found["kind"].isin(["the tables differ"]), "note"].tolist()


@pytest.mark.parametrize(
    ("name", "count", "least"), [("figures", 40, 38), ("figures_later", 20, 19)]
)
def test_planted_figures(name, count, least):
    """Half of them differ from the tables, which is noted; of the others nothing is."""
    planted = pd.read_csv(FOLDER / f"{name}.csv", encoding="utf-8-sig")
    assert len(planted) == count and planted["differs"].eq("yes").sum() == count / 2
    told = [
        bool(differences(row.sentence, row.published)) == (row.differs == "yes")
        for row in planted.itertuples()
    ]
    assert sum(told) >= least


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("Japan exported weapons 1,464 times.", "permits in fiscal 2017"),
        ("Australia will pay A$6.5 billion for Mogami frigates.", "A$10bn"),
        ("Japan lifted its ban on arms exports in April 2025.", "R047"),
        ("Arms transfers are authorized for a list of 25 nations.", "signed with"),
        ("It was the first easing of the weapons export rules since 2014.", "R035"),
    ],
)
def test_a_note_says_what_the_table_has(sentence, said):
    (note,) = differences(sentence, "2025-11-01")
    assert said in note


def test_sums_are_read_in_both_languages():
    text = "約30億円, US$6.5bn and 75.7 billion yen"
    assert [row[1:] for row in held.amounts(text)] == [
        (3e9, "JPY"),
        (6.5e9, "USD"),
        (75.7e9, "JPY"),
    ]


@pytest.mark.parametrize(
    ("sentence", "published", "rule"),
    [
        ("In 2022 Japan changed its arms export rules.", "2024-01-01", "R037"),
        ("Japan eased its weapons export restrictions.", "2026-04-22", "R050"),
        ("У 2023 році Японія внесла зміни до правил експорту зброї.", "2025-11-20", "R043"),
        ("In 2018 Sweden changed its arms export rules.", "2024-01-01", None),
        ("Japan eased its weapons export restrictions.", "2025-06-22", None),
    ],
)
def test_rules_in_other_words(sentence, published, rule):
    """By a year alone, or told on the day; the rules of another state are not these."""
    rules = audit(f"A title\n\n{sentence}\n\nAn end.", published=published)["rules"]
    found = set(rules.loc[rules["how"].str.startswith("change"), "rule_id"])
    assert rule in found | set(rules.loc[rules["how"].eq("name and date"), "rule_id"]) or not rule
    assert rule or not found
