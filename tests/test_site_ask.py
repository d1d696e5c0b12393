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
from analysis.rules import items
from analysis.rules.recorded import cell_on, record

SITE = Path(__file__).resolve().parents[1] / "site"
sys.path.insert(0, str(SITE))

import answering  # noqa: E402
import country_pages  # noqa: E402
import describing  # noqa: E402
import recalling  # noqa: E402
import resting  # noqa: E402
import working_out  # noqa: E402

DATA = answering.data()
JAPANESE = answering.data_in("ja")
THINGS = [thing[0] for thing in DATA["things"]]
PLACES = {code: (name, number) for code, name, number in DATA["places"]}
KINDS = DATA["kinds"]["names"]
CHANCE = random.Random(20260421)
DAY = pd.Timedelta(days=1)


def filled(text: str, thing: str, place: str) -> str:
    """A text of the page with its names filled in, as the script fills them."""
    capital = {name: word[:1].upper() + word[1:] for name, word in (("T", thing), ("C", place))}
    holes = {"t": thing, "c": place, **capital}
    return re.sub(r"\{([cCtT])\}", lambda hole: holes[hole[1]], text)


def capital(text: str) -> str:
    """A text that begins with a capital letter."""
    return text[:1].upper() + text[1:]


def runs_of(thing: str, code: str) -> list[list]:
    """The runs of a thing of the table, or of one told by its kind, and a destination."""
    if thing in KINDS:
        numbers = DATA["kinds"]["classes"][DATA["kinds"]["places"][code]]
        return DATA["runs"][numbers[KINDS.index(thing)]]
    return DATA["runs"][DATA["classes"][PLACES[code][1]][THINGS.index(thing)]]


def looked_up(thing: str, code: str, on: str) -> tuple[str, str, list, list, str]:
    """May, the sentence, the conditions' states, what would change it, and the sentence in
    Japanese, looked up as the script of the page does.
    """
    run = [each for each in runs_of(thing, code) if each[0] <= on]
    may, _, sentence, conditions, _, _, changes = DATA["answers"][run[-1][1]]
    called = "" if thing in KINDS else DATA["things"][THINGS.index(thing)][1]
    name = PLACES[code][0]
    told = filled(DATA["texts"][sentence], called, name)
    if on > DATA["asOf"]:
        then = pd.Timestamp(on)
        told = f"{DATA['late'].replace('{on}', f'{then.day} {then:%B %Y}')} {told}"
    turns = [(turn, capital(filled(DATA["texts"][text], called, name))) for turn, text in changes]
    states = [(state, source) for state, _, _, source in conditions]
    return may, told, states, turns, in_japanese(thing, code, on, sentence)


def in_japanese(thing: str, code: str, on: str, sentence: int) -> str:
    """The same sentence as the Japanese page has it."""
    called = "" if thing in KINDS else JAPANESE["things"][THINGS.index(thing)][1]
    (name,) = [name for each, name, _ in JAPANESE["places"] if each == code]
    told = filled(JAPANESE["texts"][sentence], called, name)
    if on > DATA["asOf"]:
        then = pd.Timestamp(on)
        day = f"{then.year}年{then.month}月{then.day}日"
        told = JAPANESE["late"].replace("{on}", day) + told
    return told


def answered(thing: str, code: str, on: str) -> tuple[str, str, list, list, str]:
    """The same, as Python answers it."""
    if thing in KINDS:
        kind, facts = describing.facts(thing)
        answer = rules.assess(kind, on, code, **facts)
    else:
        answer = rules.ask(thing, code, on)
    states = [(each["state"], each["source_id"] or "") for each in answer["conditions"]]
    turns = [
        (turn["may"], capital(turn["en"])) for turn in answer["would_change"] if "facts" in turn
    ]
    return answer["may"], answer.sentence(), states, turns, answer.sentence("ja")


def edges(thing: str, code: str) -> list[str]:
    """The days on which the page's answer changes, and their eves."""
    starts = [run[0] for run in runs_of(thing, code)]
    days = [pd.Timestamp(start) + shift * DAY for start in starts if start for shift in (-1, 0)]
    return [f"{day:%Y-%m-%d}" for day in days]


def questions() -> list[tuple[str, str, str]]:
    """Questions by chance, and each turn of chosen things and places; EVERY=1: all of them."""
    every = list(itertools.product([*THINGS, *KINDS], PLACES))
    if os.environ.get("EVERY"):
        chosen = every
    else:
        known = [
            (thing, code) for thing in ("patriot", "weapon", "fps-3", *OFTEN) for code in SPECIAL
        ]
        chosen = [*known, *CHANCE.sample(every, 120)]
    asked = [(thing, code, day) for thing, code in chosen for day in edges(thing, code)]
    span = (pd.Timestamp("2027-12-31") - pd.Timestamp("1960-01-01")).days
    for thing, code in CHANCE.sample(every, 300):
        day = pd.Timestamp("1960-01-01") + CHANCE.randrange(span) * DAY
        asked.append((thing, code, f"{day:%Y-%m-%d}"))
    return asked


OFTEN = ["finished/other-licence/yes", "part/joint/no"]
SPECIAL = ["USA", "UKR", "PHL", "AUS", "PRK", "NZL", "GBR", "IND", "KOR", "UN"]


def test_the_page_and_python_agree():
    """On thing, destination and day: may, the sentence in both languages, how each condition stands
    and by which source, what would change it.
    """
    differing = []
    with resting.tables_at_rest():
        for question in questions():
            if looked_up(*question) != answered(*question):
                differing.append((question, looked_up(*question), answered(*question)))
    assert differing[:3] == []


def test_every_thing_and_destination_can_be_asked_about():
    """All things of the table, every kind of thing, every country but Japan, and the United
    Nations.
    """
    assert sorted(THINGS) == sorted(set(tables.read("items")["item_id"]))
    assert len(KINDS) == len(set(KINDS)) == 60
    assert list(PLACES) == list(DATA["kinds"]["places"])
    assert sorted(PLACES) == sorted({*tables.read("countries")["iso3"], "UN"} - {"JPN"})


def test_the_form_has_the_names_and_the_words_before_them_that_python_knows():
    """In both languages; a test in the browser holds how the script uses them."""
    for tongue, data in (("en", DATA), ("ja", JAPANESE)):
        assert data["unsaid"] == items.unsaid()
        said = [[words, texts[tongue]] for words, texts in items.advised()]
        assert data["advised"] == said and len(said) > 4
        for thing, name, others, *_ in data["things"]:
            assert sorted([name, *others]) == sorted(items.names_of(thing))
    spoken = [f"{word}{name}" for word in items.unsaid() for name in ("もがみ", "TC-90")]
    assert {rules.item(name, "2026-01-01")["item_id"] for name in spoken} == {"mogami", "tc-90"}


def test_the_classes_are_the_coarsest_that_give_the_same_answers():
    """No two classes hold the same runs throughout."""
    rows = [tuple(row) for row in DATA["classes"]]
    assert len(rows) == len(set(rows)) < len(PLACES) / 2
    texts = [json.dumps(runs) for runs in DATA["runs"]]
    assert len(texts) == len(set(texts))


def test_the_form_offers_each_code_of_a_kind_of_thing():
    """The template's words for kind, making and lethality stand for the codes that are answered."""
    form = (SITE / "templates" / "parts.jinja").read_text("utf-8")
    offered = {
        name: re.findall(
            r'value="([a-z-]+)"', form.split(f'name="{name}">')[1].split("</select>")[0]
        )
        for name in ("kind", "made", "lethal")
    }
    codes = {"kind": describing.KINDS, "made": [*describing.MADE], "lethal": [*describing.LETHAL]}
    assert offered == codes


def test_questions_said_to_be_alike_have_one_answer():
    """Only what no rule asks is passed over: how a service was made, whether technology kills."""
    different = [name for name in KINDS if describing.alike(name) != name]
    for name in different[::3]:
        for code in ("USA", "UKR", "IRN", "FRA"):
            for day in ("1970-01-01", "2012-01-01", "2026-05-01"):
                assert answered(name, code, day) == answered(describing.alike(name), code, day)


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


def test_pages_say_which_conflict_keeps_an_answer_open():
    """Front page and country pages: not the condition alone, but since when it is open."""
    for thing in ("weapon", "fps-3"):
        asks = country_pages.answer(thing, "USA")["asks"]
        assert "an armed conflict is on public record from 28 February 2026" in asks
    assert "armed conflict" not in country_pages.answer("weapon", "AUS")["asks"]


def test_the_answers_take_from_the_tables_apart_what_is_told_beside(monkeypatch):
    """So that a changed source, which is none of that, leaves the kept answers as good."""
    known, names = record(), working_out.sources_named()
    things, places = working_out.things_asked(), working_out.places_asked()
    read = tables.read

    def read_if_not_apart(name: str):
        assert name not in answering.APART
        return read(name)

    monkeypatch.setattr(working_out, "sources_named", lambda: names)
    monkeypatch.setattr(working_out, "things_asked", lambda: things[::10])
    monkeypatch.setattr(working_out, "places_asked", lambda: places[::40])
    monkeypatch.setattr(tables, "stamp", lambda *names: -1)  # nothing that is kept is good
    monkeypatch.setattr(tables, "read", read_if_not_apart)
    assert working_out.worked_out(known)["answers"]


def test_each_destination_stands_in_one_class():
    """And none is left out."""
    codes = [code for group in answering.classes_today() for code, _ in group["places"]]
    assert sorted(codes) == sorted(PLACES)


def test_an_answer_is_recalled_only_while_the_rules_it_looked_at_stand():
    """Worked out again after a turn of one of them, in a part too, and not after another's."""
    known = record()
    recall = recalling.Recall(known)
    first, second = sorted(kind for kind in known.cells if len(known.cells[kind]) > 1)[:2]
    worked = []

    def answer(then: pd.Timestamp) -> str:
        """What is recorded of both kinds; the second is looked at for a part alone."""

        def part() -> str:
            worked.append(f"part {then:%Y-%m-%d}")
            return str(cell_on(recall.record, second, then))

        def whole() -> str:
            worked.append(f"{then:%Y-%m-%d}")
            return f"{cell_on(recall.record, first, then)} {recall.within(('part',), then, part)}"

        return recall.recalled(("whole",), then, whole)

    turns = {*recalling.turns(known, first), *recalling.turns(known, second)}
    others = {cell["since"] for cells in known.cells.values() for cell in cells} - turns
    for then in sorted(turns | others):
        before = len(worked)
        said = answer(then)
        assert said == f"{cell_on(known, first, then)} {cell_on(known, second, then)}"
        assert (len(worked) > before) == (then in turns or before == 0)
    assert len(turns) > 2 and others
