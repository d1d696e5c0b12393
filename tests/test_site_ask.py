"""The question form: what its page holds is what `rules.ask` answers; nothing is decided there."""

import gzip
import itertools
import json
import os
import random
import re
import sys
from pathlib import Path

import pandas as pd
import pytest

from analysis import rules, tables

SITE = Path(__file__).resolve().parents[1] / "site"
sys.path.insert(0, str(SITE))

import answering  # noqa: E402
import resting  # noqa: E402

DATA = answering.data()
THINGS = [thing[0] for thing in DATA["things"]]
PLACES = {code: (name, number) for code, name, number in DATA["places"]}
CHANCE = random.Random(20260421)
DAY = pd.Timedelta(days=1)


def filled(text: str, thing: str, place: str) -> str:
    """A text of the page with its names filled in, as the script fills them."""
    capital = {name: word[:1].upper() + word[1:] for name, word in (("T", thing), ("C", place))}
    holes = {"t": thing, "c": place, **capital}
    return re.sub(r"\{([cCtT])\}", lambda hole: holes[hole[1]], text)


def looked_up(thing: str, code: str, on: str) -> tuple[str, str, list]:
    """May, the sentence and the conditions' states, looked up as the script of the page does."""
    number = THINGS.index(thing)
    name, place = PLACES[code]
    run = [each for each in DATA["runs"][DATA["classes"][place][number]] if each[0] <= on]
    may, _, sentence, conditions, _, _ = DATA["answers"][run[-1][1]]
    told = filled(DATA["texts"][sentence], DATA["things"][number][1], name)
    if on > DATA["asOf"]:
        then = pd.Timestamp(on)
        told = f"{DATA['late'].replace('{on}', f'{then.day} {then:%B %Y}')} {told}"
    return may, told, [state for state, _, _ in conditions]


def answered(thing: str, code: str, on: str) -> tuple[str, str, list]:
    """The same, as Python answers it."""
    answer = rules.ask(thing, code, on)
    return answer["may"], answer.sentence(), [each["state"] for each in answer["conditions"]]


def edges(thing: str, code: str) -> list[str]:
    """The days on which the page's answer changes, and their eves."""
    place = PLACES[code][1]
    starts = [run[0] for run in DATA["runs"][DATA["classes"][place][THINGS.index(thing)]]]
    days = [pd.Timestamp(start) + shift * DAY for start in starts if start for shift in (-1, 0)]
    return [f"{day:%Y-%m-%d}" for day in days]


def questions() -> list[tuple[str, str, str]]:
    """Questions by chance, and each turn of chosen things and places; EVERY=1: all of them."""
    every = list(itertools.product(THINGS, PLACES))
    if os.environ.get("EVERY"):
        chosen = every
    else:
        known = [(thing, code) for thing in ("patriot", "weapon", "fps-3") for code in SPECIAL]
        chosen = [*known, *CHANCE.sample(every, 120)]
    asked = [(thing, code, day) for thing, code in chosen for day in edges(thing, code)]
    span = (pd.Timestamp("2027-12-31") - pd.Timestamp("1960-01-01")).days
    for thing, code in CHANCE.sample(every, 300):
        day = pd.Timestamp("1960-01-01") + CHANCE.randrange(span) * DAY
        asked.append((thing, code, f"{day:%Y-%m-%d}"))
    return asked


SPECIAL = ["USA", "UKR", "PHL", "AUS", "PRK", "NZL", "GBR", "IND", "KOR", "UN"]


def test_the_page_and_python_agree():
    """On thing, destination and day: may, the sentence, and how each condition stands."""
    differing = []
    with resting.tables_at_rest():
        for question in questions():
            if looked_up(*question) != answered(*question):
                differing.append((question, looked_up(*question), answered(*question)))
    assert differing[:3] == []


def test_every_thing_and_destination_can_be_asked_about():
    """All things of the table, every country but Japan, and the United Nations."""
    assert sorted(THINGS) == sorted(set(tables.read("items")["item_id"]))
    assert sorted(PLACES) == sorted({*tables.read("countries")["iso3"], "UN"} - {"JPN"})


def test_the_classes_are_the_coarsest_that_give_the_same_answers():
    """No two classes hold the same runs throughout."""
    rows = [tuple(row) for row in DATA["classes"]]
    assert len(rows) == len(set(rows)) < len(PLACES) / 2
    texts = [json.dumps(runs) for runs in DATA["runs"]]
    assert len(texts) == len(set(texts))


def test_the_answers_are_light():
    """At most 400 kB, compressed, for all questions on all days."""
    text = json.dumps(DATA, ensure_ascii=False, separators=(",", ":"))
    assert len(gzip.compress(text.encode("utf-8"), 6)) < 400_000


@pytest.mark.parametrize("group", answering.classes_today())
def test_the_table_by_class_says_what_python_says(group):
    """What stands on the page without scripting: each thing under its answer, for each class."""
    code = group["places"][0][0]
    names = {thing[1]: thing[0] for thing in DATA["things"]}
    for may, things in group["may"].items():
        for name in things:
            assert rules.ask(names[name], code, DATA["asOf"])["may"] == may, (name, code)


def test_each_destination_stands_in_one_class():
    """And none is left out."""
    codes = [code for group in answering.classes_today() for code, _ in group["places"]]
    assert sorted(codes) == sorted(PLACES)
