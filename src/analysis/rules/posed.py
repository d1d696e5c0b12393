"""A question about a transfer, as the fields of the table `decisions`."""

from typing import Any, NamedTuple

import pandas as pd

from ..periods import day
from . import destinations
from .destinations import LOOK_UP, LOOKED_UP
from .recorded import Record, Row, record

PLAIN_SALE: Row = {  # the facts of a question that states none
    "origin": "own design",
    "arms": True,
    "five_fields": False,
    "licensor": False,
    "partner": False,
    "pool": False,
    "onward": False,
    "fighting": LOOK_UP,
    "aggression": LOOK_UP,
    "barred": LOOK_UP,
}
YES_OR_NO = {True: "yes", False: "no", None: None}


class Question(NamedTuple):
    """What is asked: the fields, the day, and where each fact comes from."""

    fields: Row  # as the table `decisions` writes them; None for what is not known
    on: pd.Timestamp
    stated: list[str]  # facts about the destination that the question states
    assumed: list[str]  # facts that nobody judged and nothing suggests: peace
    doubtful: list[str]  # facts that the tables leave open, though they are asked for
    rows: list[Row]  # the rows of `destination_facts` that were used
    item: Row | None = None  # the thing as people name it, where one was named
    supposed: frozenset[str] = frozenset()  # tests of conditions taken to be met, to see what if


def question(
    kind: str,
    destination: str,
    *,
    on: object = None,
    arms: bool | None = True,
    origin: str | None = "own design",
    five_fields: bool | None = False,
    licensor: bool | None = False,
    partner: bool | None = False,
    pool: bool | None = False,
    onward: bool | None = False,
    fighting: bool | str | None = LOOK_UP,
    aggression: bool | str | None = LOOK_UP,
    barred: bool | str | None = LOOK_UP,
) -> dict[str, str | None]:
    """Return a question as the fields of the table `decisions`.

    Parameters
    ----------
    kind : str
        finished, part, technology or service.
    destination : str
        A country, in any spelling that `countries` knows, or the United Nations.
    on : object, optional
        A day, as `periods.day` takes it: what is to be looked up is then filled from the table
        `destination_facts`. Without a day it is taken not to be so.
    arms : bool or None
        Lethal equipment, or its parts; False for other equipment under export control.
    origin : str or None
        own design, licensed or joint.
    five_fields : bool or None
        For rescue, transport, warning, surveillance or minesweeping.
    licensor : bool or None
        The destination is the licensor's state.
    partner : bool or None
        The destination is a partner in the joint programme.
    pool : bool or None
        Through a parts pool that the users share.
    onward : bool or None
        Passed on by the state that Japan supplied.
    fighting : bool, None or "look up"
        Fighting is judged to be under way in the destination. None: not known.
    aggression : bool, None or "look up"
        The destination is under attack in breach of international law.
    barred : bool, None or "look up"
        The destination is party to a conflict in the sense of the text in force, or under a
        Security Council embargo.

    Returns
    -------
    dict
        Field → code, yes or no; None for what is not known.

    Raises
    ------
    ValueError
        For an unknown code or country, for Japan, and for what is neither True, False nor None.

    Examples
    --------
    >>> fields = question("part", "Israel", pool=True, fighting=None)
    >>> fields["destination"], fields["pool"], fields["fighting"], fields["onward"]
    ('ISR', 'yes', None, 'no')
    >>> question("finished", "North Korea", on="2026-05-01")["barred"]
    'yes'
    """
    facts = {
        "origin": origin,
        "arms": arms,
        "five_fields": five_fields,
        "licensor": licensor,
        "partner": partner,
        "pool": pool,
        "onward": onward,
        "fighting": fighting,
        "aggression": aggression,
        "barred": barred,
    }
    recorded = record()
    iso3 = destinations.code(destination)
    fields = fields_of(recorded, kind, iso3, facts)
    then = None if on is None else day(on)
    for name in LOOKED_UP:
        if fields[name] == LOOK_UP:
            fields[name] = _looked_up(recorded, name, iso3, then)
    return fields


def fields_of(recorded: Record, kind: str, iso3: str, facts: Row) -> dict[str, str | None]:
    """Return a question as fields, what is to be looked up still so; wrong facts raise ValueError.

    Facts that are not given are those of a plain sale of Japan's own arms.
    """
    strange = [name for name in facts if name not in PLAIN_SALE]
    if strange:
        raise ValueError(f"no fact: {', '.join(strange)}; there are: {', '.join(PLAIN_SALE)}")
    given = PLAIN_SALE | facts
    origin = given.pop("origin")
    _check_code(recorded, "kind", kind)
    if origin is not None:
        _check_code(recorded, "origin", origin)
    return {"kind": kind, "origin": origin, "destination": iso3} | _yes_or_no(given)


def _looked_up(recorded: Record, name: str, iso3: str, then: pd.Timestamp | None) -> str | None:
    """Return a fact about a destination from the tables; without a day it is not so."""
    if then is None:
        return "no"
    return destinations.find(recorded, name, iso3, then).value


def asked(recorded: Record, kind: str, then: pd.Timestamp, iso3: str, facts: Row) -> Question:
    """Return a question with its facts filled from the tables, and where each comes from."""
    fields = fields_of(recorded, kind, iso3, facts)
    return filled(recorded, fields, then, [name for name in LOOKED_UP if _is_stated(facts, name)])


def filled(recorded: Record, fields: Row, then: pd.Timestamp, stated: list[str]) -> Question:
    """Return the question of some fields, those about the destination looked up unless stated."""
    fields = dict(fields)
    assumed, doubtful, rows = [], [], []
    for name in LOOKED_UP:
        if name in stated:
            if fields[name] is None:
                doubtful.append(name)
            continue
        finding = destinations.find(recorded, name, fields["destination"], then)
        fields[name] = finding.value
        rows += [row for row in finding.rows if row not in rows]
        if finding.value is None:
            doubtful.append(name)
        elif finding.value == "no" and name != "barred":
            assumed.append(name)
    return Question(fields, then, stated, assumed, doubtful, rows)


def _is_stated(facts: Row, name: str) -> bool:
    """Return whether a question states a fact about the destination."""
    return facts.get(name, LOOK_UP) != LOOK_UP


def _check_code(recorded: Record, name: str, value: object) -> None:
    """Raise ValueError for a value that is no code of a field of the table `decisions`."""
    codes = recorded.codes[name]
    if value not in codes:
        raise ValueError(f"{name} is one of {', '.join(codes)}, not {value!r}")


def _yes_or_no(flags: dict[str, Any]) -> dict[str, str | None]:
    """Return facts as the table writes them; a value that is no fact raises ValueError."""
    wrong = [
        f"{name}={value!r}"
        for name, value in flags.items()
        if value not in (True, False, None) and not (name in LOOKED_UP and value == LOOK_UP)
    ]
    if wrong:
        raise ValueError(
            "yes or no is True or False, and None where it is not known: " + ", ".join(wrong)
        )
    return {
        name: LOOK_UP if value == LOOK_UP else YES_OR_NO[value] for name, value in flags.items()
    }
