"""What is recorded of a destination on a day: bars, fighting, attack, partnerships, agreements."""

from typing import Any, NamedTuple

import pandas as pd

from .. import countries, tables
from .recorded import BAR, UNITED_NATIONS, Record, Row, cell_on

JAPAN = "JPN"
LOOK_UP = "look up"  # the value of a fact that the table of destinations is asked for
LOOKED_UP = ["fighting", "aggression", "barred"]
# Which rows of `destination_facts` settle a fact, and which only raise a doubt: they are of
# public record, and Japan did not judge them.
SETTLES = {"fighting": ["fighting"], "aggression": ["under attack"]}
DOUBTS = ["armed conflict"]
BARS = {  # test of the bar on destinations → the facts that meet it, and those that raise a doubt
    "no embargo": (["embargo"], []),
    "no conflict": (["party to a conflict"], ["armed conflict", "fighting", "under attack"]),
    "not named party": (["party to a conflict"], []),
}


class Finding(NamedTuple):
    """What the tables say of one fact: yes, no or None where it is not known, and by which rows."""

    value: str | None
    rows: list[Row]


NOTHING = Finding("no", [])


def code(destination: str) -> str:
    """Return the code of a destination: ISO 3166-1 alpha-3, or `UN` for the United Nations.

    Japan is refused, for nothing is exported to it; so is what is neither a country nor the
    United Nations.
    """
    if _is_united_nations(destination):
        return UNITED_NATIONS
    iso3 = countries.to_iso3(destination)
    if iso3 == JAPAN:
        raise ValueError(
            f"{destination!r} is Japan itself: the rules are on what leaves Japan; "
            "name another country, or the United Nations"
        )
    if iso3 is None:
        raise ValueError("no destination was named; name a country, or the United Nations")
    return iso3


def _is_united_nations(destination: object) -> bool:
    """Return whether a spelling names the United Nations or one of its missions."""
    if not isinstance(destination, str):
        return False
    return destination.strip().casefold() in _united_nations()


@tables.cached
def _united_nations() -> set[str]:
    """Return the spellings of the United Nations and of its missions, in small letters."""
    aliases = tables.read("aliases")
    note = aliases["note"].astype("str")
    is_one = note.str.startswith(
        ("the United Nations", "UN mission", "UN peacekeeping", "UN force")
    )
    is_one &= aliases["kind"] == "organisation"
    return set(aliases.loc[is_one, "alias"].str.casefold())


def facts_on(record: Record, destination: str, then: pd.Timestamp) -> list[Row]:
    """Return the rows of `destination_facts` that held in a country on a day."""
    return [
        row
        for row in record.facts.get(destination, [])
        if row["from"] <= then and (row["to"] is None or then <= row["to"])
    ]


def find(record: Record, fact: str, destination: str, then: pd.Timestamp) -> Finding:
    """Return what the tables say of `fighting`, `aggression` or `barred` on a day."""
    standing = facts_on(record, destination, then)
    if not standing:
        return NOTHING
    if fact == "barred":
        return _barred(record, standing, then)
    sure = [row for row in standing if row["fact"] in SETTLES[fact]]
    if sure:
        return Finding("yes", sure)
    doubtful = [row for row in standing if row["fact"] in DOUBTS]
    return Finding(None if doubtful else "no", doubtful)


def _barred(record: Record, standing: list[Row], then: pd.Timestamp) -> Finding:
    """Return whether the bar of the day reaches a destination with these facts."""
    cell = cell_on(record, BAR, then)
    ways = record.conditions.get((BAR, cell["rule_id"]), []) if cell else []
    tests = [condition["test"] for way in ways for condition in way]
    sure = [row for row in standing for test in tests if row["fact"] in BARS[test][0]]
    if sure:
        return Finding("yes", sure)
    doubtful = [row for row in standing for test in tests if row["fact"] in BARS[test][1]]
    return Finding(None if doubtful else "no", doubtful)


def agreement_on(record: Record, destination: str, then: pd.Timestamp) -> tuple[str, Row | None]:
    """Return whether a transfer agreement is in force on a day, and the row that says so.

    That is yes, unknown, no or none signed, as `partners` says it.
    """
    signed = [row for row in record.agreements.get(destination, []) if row["signed"] <= then]
    best: tuple[int, str, Row | None] = (3, "none signed", None)
    for row in sorted(signed, key=_day_of_signature):
        state = _state(row, then)
        rank = ["yes", "unknown", "no"].index(state)
        if rank < best[0]:
            best = (rank, state, row)
    return best[1], best[2]


def _day_of_signature(row: Row) -> Any:
    return row["signed"]


def _state(row: Row, then: pd.Timestamp) -> str:
    """Return whether one agreement is in force on a day: yes, unknown or no."""
    if row["earliest"] > then:
        return "no"
    if row["latest"] is not None and row["latest"] <= then:
        return "yes"
    return "unknown"


def is_partner(record: Record, programme: str, destination: str, then: pd.Timestamp) -> bool:
    """Return whether a destination is a partner of a programme on a day."""
    return any(
        row["fact"] == "programme partner" and row["programme"] == programme
        for row in facts_on(record, destination, then)
    )
