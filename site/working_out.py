"""Every answer of `rules.ask`, worked out: runs of days with one answer, by class of destination.

A *run* is a stretch of days with one answer; a thing and a destination have a list of runs.
Destinations with the same answers to every question on every day are one class: the coarsest
partition. Each text stands in both languages; in it `{c}` and `{C}` stand for the destination,
`{t}` and `{T}` for the thing.
"""

import itertools
from typing import Any, NamedTuple

import describing
import pandas as pd
import resting
import wording
from leaving_holes import holes, with_all_holes
from recalling import Recall, alike

from analysis import country, language, sources, tables
from analysis.language import phrase
from analysis.rules import consequences, deciding, destinations, ways
from analysis.rules.conditions import PARTNERS_OF_OLD
from analysis.rules.items import item_on
from analysis.rules.recorded import UNITED_NATIONS, Record
from analysis.rules.replies import condition_row
from analysis.rules.wording import date, destination_name, is_plural, sentence

LANGUAGES = [language.ENGLISH, language.JAPANESE]
DAY = pd.Timedelta(days=1)
JAPAN = "JPN"
# Of a thing: what its answer hangs on
SETTLES = "kind arms origin licensors programme five_fields pool controlled".split()


class Pool:
    """Values by number, each once."""

    def __init__(self) -> None:
        self.held: list[Any] = []
        self.numbers: dict[str, int] = {}

    def number(self, value: Any) -> int:
        """Return the number of a value, which it gets when it first comes."""
        key = repr(value)
        if key not in self.numbers:
            self.numbers[key] = len(self.held)
            self.held.append(value)
        return self.numbers[key]


class Pools(NamedTuple):
    """What the answers share."""

    texts: Pool
    cells: Pool
    answers: Pool
    runs: Pool
    kept: Recall  # the numbers of answers, and what would change them
    rules: dict[int, int]  # the numbers of cells, by their identity in the record
    worded: dict[tuple, int]  # the numbers of answers by all that their words rest on
    grounds: Pool  # all that answers hang on: a number is quicker to look up by than what it is of


class Stretch(NamedTuple):
    """Days on which nothing changes that an answer about a destination hangs on."""

    then: pd.Timestamp  # the first of them
    place: Any  # all that an answer hangs on, but for the destination's name
    like: Any  # the same, with what held there and not in which words
    decided: tuple  # the cases decided for it by then
    members: tuple  # the rows that name the destination


def worked_out(known: Record) -> dict[str, Any]:
    """Return all answers that follow from a record."""
    with resting.nothing_thrown_away():
        return _worked_out(known)


def _worked_out(known: Record) -> dict[str, Any]:
    pools = Pools(Pool(), Pool(), Pool(), Pool(), Recall(known), {}, {}, Pool())
    known = pools.kept.record
    things = {thing: rows_of_thing(thing) for thing in things_asked()}
    for row in itertools.chain(*things.values()):
        row["key"] = pools.grounds.number(row["key"])
    classes = Pool()
    kinds = Pool()
    places = []
    kinds_of_places = {}
    numbers: dict[tuple, tuple[int, int]] = {}  # of places that nothing tells apart
    for code in places_asked():
        stretches = numbered_grounds(pools, stretches_of_place(known, code))
        if stretches not in numbers:
            own = [runs(known, pools, things[thing], code, stretches) for thing in things]
            described = runs_of_kinds(known, pools, code, stretches)
            numbers[stretches] = (
                classes.number([*map(pools.runs.number, own)]),
                kinds.number([*map(pools.runs.number, described)]),
            )
        number, kinds_of_places[code] = numbers[stretches]
        places.append([code, number])
    return {
        "asOf": f"{known.as_of:%Y-%m-%d}",
        "first": f"{known.first:%Y-%m-%d}",
        "late": [late(known, tongue) for tongue in LANGUAGES],
        "places": places,
        "pages": sorted(country.index()["iso3"]),
        "classes": classes.held,
        "kinds": {
            "names": describing.names(),
            "places": kinds_of_places,
            "classes": kinds.held,
        },
        "runs": pools.runs.held,
        "answers": pools.answers.held,
        "cells": pools.cells.held,
        "texts": pools.texts.held,
    }


def numbered_grounds(pools: Pools, stretches: tuple[Stretch, ...]) -> tuple[Stretch, ...]:
    """Return stretches with numbers for what answers hang on."""
    number = pools.grounds.number
    return tuple(
        stretch._replace(place=number(stretch.place), like=number(stretch.like))
        for stretch in stretches
    )


def late(known: Record, tongue: str) -> str:
    """Return what is said before an answer about a day after the record's last."""
    as_of = date(known.as_of, tongue)
    return known.words[tongue]["late"].format_map({"on": "{on}", "as_of": as_of})


def things_asked() -> list[str]:
    """Return the ids of the things, in the order of their table."""
    return tables.read("items")["item_id"].drop_duplicates().tolist()


def places_asked() -> list[str]:
    """Return the codes of all destinations: every country but Japan, and the United Nations."""
    codes = tables.read("countries")["iso3"]
    return [*codes[codes != JAPAN].sort_values(), UNITED_NATIONS]


def runs(
    known: Record, pools: Pools, rows: list[dict], code: str, stretches: tuple[Stretch, ...]
) -> list[list[Any]]:
    """Return the runs of a thing and a destination."""
    numbers = []
    for stretch in stretches:
        then = stretch.then
        row = [each for each in rows if each["since"] <= then][-1:] or rows[:1]
        thing = row[0]
        of_it = tuple(case for case, item in stretch.decided if item == thing["item_id"])
        key = (thing["key"], stretch.place, of_it)

        def answer(thing: dict = thing, stretch: Stretch = stretch, of_it: tuple = of_it) -> int:
            """Return the number of the answer on this day."""
            found = ways.verdicts(known, thing, code, stretch.then)
            return numbered(known, pools, found, thing, stretch, (thing["key"], of_it))

        numbers.append((then, pools.kept.recalled(key, then, answer)))
    return joined(known, numbers)


def runs_of_kinds(
    known: Record, pools: Pools, code: str, stretches: tuple[Stretch, ...]
) -> list[list[list[Any]]]:
    """Return the runs of each kind of thing and a destination; those alike are worked out once."""
    every = {
        name: runs_of_kind(known, pools, name, code, stretches)
        for name in dict.fromkeys(map(describing.alike, describing.names()))
    }
    return [every[describing.alike(name)] for name in describing.names()]


def runs_of_kind(
    known: Record, pools: Pools, name: str, code: str, stretches: tuple[Stretch, ...]
) -> list[list[Any]]:
    """Return the runs of a thing told by its kind alone, and a destination."""
    numbers = []
    for stretch in stretches:
        key = (name, stretch.place)

        def answer(stretch: Stretch = stretch) -> int:
            """Return the number of the answer on this day."""
            question = describing.question(known, name, code, stretch.then)
            found = [(None, question, deciding.decided(known, question))]
            return numbered(known, pools, found, {}, stretch, (name,))

        numbers.append((stretch.then, pools.kept.recalled(key, stretch.then, answer)))
    return joined(known, numbers)


def joined(known: Record, numbers: list[tuple[pd.Timestamp, int]]) -> list[list[Any]]:
    """Return days with the number of their answer as runs: first day and answer.

    The run before the record begins has no first day.
    """
    found = []
    last = None
    for then, number in numbers:
        if number != last:
            found.append([f"{then:%Y-%m-%d}" if then >= known.first else "", number])
            last = number
    return found


def rows_of_thing(thing: str) -> list[dict]:
    """Return the rows of a thing, the oldest first; `key` is all that its answer hangs on.

    That is what settles it, whether its name is plural, and its id where a condition names it.
    """
    items = tables.read("items")
    named = tables.read("conditions").query("test == 'item'")["values"].dropna()
    own = thing if thing in set(named.str.split(";").explode()) else ""
    rows = []
    for since in items.loc[items["item_id"] == thing, "since"]:
        row = item_on(thing, since)
        plural = is_plural(row["name_en"])
        rows.append(row | {"key": (*(row[name] for name in SETTLES), plural, own)})
    return rows


def stretches_of_place(known: Record, code: str) -> tuple[Stretch, ...]:
    """Return the days on which an answer about a destination may change, the oldest first.

    Each with all of the destination that an answer hangs on, but for its name, and with its cases
    decided by then. The record's last day is one: of earlier days, answers speak in the past.
    """
    own = [case for case in known.cases if case["recipient_iso3"] == code and case["decided"]]
    partners = [case for case in own if case["status"] in PARTNERS_OF_OLD]
    decisions = {case["decided"] for case in own}
    turns = {*consequences.days_of_change(known, code), *decisions}
    turns |= {day + DAY for day in decisions}
    turns |= {*tables.read("items")["since"], known.first, known.as_of, known.as_of + DAY}
    members = memberships(code)
    stretches = []
    within = {day for day in turns if known.first <= day <= known.as_of + DAY}
    for then in sorted({known.first - DAY, *within}):
        state, agreement = destinations.agreement_on(known, code, then)
        decided = tuple(
            (case["transfer_id"], case["item_id"]) for case in own if case["decided"] <= then
        )
        earlier = [case["transfer_id"] for case in partners if case["decided"] < then][:1]
        supplies = supplies_on(known, code, then)
        shared = (members, state, then < known.first)
        held = destinations.facts_on(known, code, then)
        place = (
            tuple(row["fact_id"] for row in held),
            f"{agreement['signed']}" if agreement else "",
            (then < known.as_of, *earlier),
            supplies,
        )
        like = (
            tuple((row["fact"], row["programme"]) for row in held),
            then < known.as_of,
            tuple(case["transfer_id"] for case in own if case["decided"] < then),
            supplies,
        )
        stretches.append(Stretch(then, (shared, place), (shared, like), decided, members))
    return tuple(stretches)


def supplies_on(known: Record, code: str, then: pd.Timestamp) -> tuple:
    """Return the cross-servicing agreements with a destination that may be in force on a day."""
    return tuple(
        (f"{row['signed']} {row['earliest']}", row["latest"] is not None and row["latest"] <= then)
        for row in known.supplies.get(code, [])
        if row["earliest"] <= then
    )


def memberships(code: str) -> tuple:
    """Return the conditions and things that name a destination; the United Nations are apart."""
    named = tables.read("conditions")["values"].str.split(";")
    rows = [place for place, values in named.dropna().items() if code in values]
    licensed = tables.read("items")["licensors"].str.split(";")
    things = [place for place, values in licensed.dropna().items() if code in values]
    return tuple(rows), tuple(things), code == UNITED_NATIONS


def numbered(
    known: Record, pools: Pools, found: list[tuple], thing: dict, stretch: Stretch, of_it: tuple
) -> int:
    """Return the number of one answer, given the verdict on each way.

    `of_it` is all of the thing that an answer hangs on. What is worded alike is worded once.
    """
    way, question, verdict = ways.headline(found)

    def changes() -> list[tuple]:
        """Return what would change the answer, with holes for the names in it."""
        turns = consequences.turning_facts(known, question, verdict)
        names = names_to_leave(known, question.fields["destination"], thing)
        both = [with_all_holes([turn["en"], turn["ja"]], names) for turn in turns]
        return [(turn["may"], *texts) for turn, texts in zip(turns, both, strict=True)]

    key = ("changes", *of_it, stretch.like)
    changing = pools.kept.within(key, stretch.then, changes)
    said_of = [(name, *worded_alike(known, asked, each)) for name, asked, each in found]
    whole = (of_it, stretch.members, tuple(said_of), tuple(changing))
    if whole not in pools.worded:
        pools.worded[whole] = pools.answers.number(worded(known, pools, found, thing, changing))
    return pools.worded[whole]


def worded_alike(known: Record, question: Any, verdict: Any) -> tuple:
    """Return all that the words of a verdict rest on, but for the names of thing and place."""
    fields = [value for name, value in question.fields.items() if name != "destination"]
    facts = [row["fact"] for row in question.rows]
    return question.on < known.as_of, tuple(fields), tuple(facts), alike(verdict)


def worded(
    known: Record, pools: Pools, found: list[tuple], thing: dict, changing: list[tuple]
) -> list:
    """Return one answer.

    It has: may, rule, sentence, conditions, the other ways, the way, what would change it.
    """
    way, question, verdict = ways.headline(found)
    names = names_to_leave(known, question.fields["destination"], thing)

    def text(*both: str) -> int:
        """Return the number of a text in both languages, with holes for the names in it."""
        return pools.texts.number(with_all_holes(both, names))

    lines = []
    for condition in verdict.conditions:
        row = condition_row(known, question, condition)
        words = [text(row["en"], row["ja"]), text(row["why_en"], row["why_ja"])]
        lines.append([row["state"], *words, row["source_id"] or ""])
    others = [
        [text(*way_said(known, name)), each.may, text(*said(known, asked, each, name))]
        for name, asked, each in found
        if name != way
    ]
    cell = -1 if verdict.cell is None else cell_number(pools, verdict.cell)
    first = text(*said(known, question, verdict, way))
    shown = text(*way_said(known, way)) if others else -1
    changes = [[may, pools.texts.number(texts)] for may, *texts in changing]
    return [verdict.may, cell, first, lines, others, shown, changes]


def names_to_leave(known: Record, code: str, thing: dict) -> list[list[tuple[str, str]]]:
    """Return for each language the names that leave holes in the texts of an answer."""
    return [
        holes(destination_name(known, code, tongue), thing.get(f"name_{tongue}", ""))
        for tongue in LANGUAGES
    ]


def said(known: Record, question: Any, verdict: Any, way: str | None) -> list[str]:
    """Return a verdict in words, in each language."""
    return [sentence(known, question, verdict, tongue, way) for tongue in LANGUAGES]


def way_said(known: Record, way: str | None) -> list[str]:
    """Return the name of a way, in each language."""
    return [known.words[tongue][f"Way.{way}"] for tongue in LANGUAGES]


def cell_number(pools: Pools, cell: dict) -> int:
    """Return the number of what the page shows of a rule; each is worded once."""
    if id(cell) not in pools.rules:
        pools.rules[id(cell)] = pools.cells.number(told_of_cell(cell))
    return pools.rules[id(cell)]


def told_of_cell(cell: dict) -> list:
    """Return what the page shows of the rule that decides: kind, rule, grade, source."""
    source = cell["source_id"]
    kind = cell["kind_id"] if cell["kind_id"].startswith("P") else ""
    titles = []
    for tongue in LANGUAGES:
        with language.of(tongue):
            day = wording.day(f"{cell['since']:%Y-%m-%d}")
            name = cell["short_name_ja" if language.is_japanese() else "short_name"]
            titles.append(phrase("{name}, {detail}", name=name, detail=day))
    return [kind, cell["rule_id"], titles, cell["grade"], source, sources_named()[source]]


@tables.cached
def sources_named() -> dict[str, str]:
    """Return the name of each source."""
    return sources.name(sources.register()).to_dict()
