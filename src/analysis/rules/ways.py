"""May this go there, on that day? The question as people ask it: a thing, a place, a day."""

from typing import Any

import pandas as pd

from ..periods import day
from . import destinations, wording
from .assessment import BRIEF, aligned, answer_to, brief_row, is_column
from .conditions import OPEN, Condition
from .deciding import IF, MAY, UNKNOWN, YES, Verdict, decided
from .items import item_on
from .posed import Question, filled
from .recorded import UNITED_NATIONS, Record, Row, record
from .replies import Answer

SALE = "sale"
RETURN = "licensed return"
PASSED_ON = "passed on"
JOINT = "joint project"
POOL = "parts pool"
SERVICE = "service"
OUTSIDE = "outside the rules"
PLAIN = {"licensor": "no", "partner": "no", "pool": "no", "onward": "no"}
ASKED = ["item", "way", *BRIEF]


def ask(item: Any, destination: Any, on: Any) -> Answer | pd.DataFrame:
    """Return whether a thing could go to a place on a day, by the most open way that is known.

    A thing may go in several ways: as a sale, back to its licensor, passed on by the licensor, in
    a joint project. Each has its answer. The one that heads them is the most open that is not
    *unknown*; the others stand beside it in `others`. That a state takes part in a joint project
    is taken from the table of destinations; where no such project was found, that way is
    *unknown* and says on what it would hang.

    Parameters
    ----------
    item : str or pandas.Series
        A thing of the table `items`, by any of its names; a column of questions gives a frame.
    destination : str or pandas.Series
        A country, in any spelling that `countries` knows, or the United Nations.
    on : object or pandas.Series
        A day, as `periods.day` takes it.

    Returns
    -------
    Answer or pandas.DataFrame
        One answer, as `assess` gives it, with `item`, `way` and `others`: a list of the other ways,
        each with `way`, `may`, `because` and the sentence in `en` and `ja`. For columns: one row
        per question, on their index, with the columns `ASKED`.

    Raises
    ------
    ValueError
        For a thing or place that nobody knows (near names are suggested), for Japan, and for what
        is no day.

    Examples
    --------
    >>> answer = ask("Patriot", "Ukraine", "2024-03-10")
    >>> answer["may"], answer["way"]
    ('no', 'passed on')
    >>> ask("Patriot", "United States", pd.Series(["2023-12-21", "2023-12-22"]))["may"].tolist()
    ['no', 'yes']
    """
    known = record()
    columns = [value for value in (item, destination, on) if is_column(value)]
    if columns:
        return _frame(known, columns[0].index, item, destination, on)
    then = day(on)
    thing = item_on(item, then)
    iso3 = destinations.code(destination)
    found = verdicts(known, thing, iso3, then)
    way, question, verdict = headline(found)
    others = [_other(known, other, asked, judged) for other, asked, judged in found if other != way]
    return answer_to(known, question, way, verdict, others)


def headline(found: list[tuple[str, Question, Verdict]]) -> tuple[str, Question, Verdict]:
    """Return the most open way that is not unknown; the first of those that are equally open."""
    return min(found, key=_openness)


def _openness(way: tuple[str, Question, Verdict]) -> int:
    return MAY.index(way[2].may)


def _other(known: Record, way: str, question: Question, verdict: Verdict) -> Row:
    """Return another way as plain values."""
    told = {"way": way, "may": verdict.may, "because": verdict.because}
    return told | {
        language: wording.sentence(known, question, verdict, language, way)
        for language in wording.LANGUAGES
    }


def verdicts(
    known: Record, thing: Row, iso3: str, then: pd.Timestamp
) -> list[tuple[str, Question, Verdict]]:
    """Return each way in which a thing may go to a place, with its question and verdict."""
    found = []
    for way, facts in ways_of(known, thing, iso3, then):
        fields = _fields(thing, iso3) | facts
        question = filled(known, fields, then, [])._replace(item=thing)
        found.append((way, question, _judged(known, question, way)))
    return found


def ways_of(known: Record, thing: Row, iso3: str, then: pd.Timestamp) -> list[tuple[str, Row]]:
    """Return the ways in which a thing may go to a place, the natural one first.

    Each is its name and the facts of the question that it sets.
    """
    if thing["controlled"] == "no":
        return [(OUTSIDE, {})]
    if thing["kind"] == "service":
        return [(SERVICE, {})]
    if thing["pool"] == "yes":
        return [(POOL, {"pool": "yes"})]
    if thing["origin"] == "licensed":
        if iso3 in (thing["licensors"] or "").split(";"):
            return [(RETURN, {"licensor": "yes"})]
        return [(PASSED_ON, {"onward": "yes"}), (SALE, {})]
    if thing["origin"] == "joint" and not thing["programme"]:  # the name says that it is joint
        return [(JOINT, {"partner": "yes"})]
    joint = (JOINT, {"origin": "joint", "partner": "yes"})
    programme = thing["programme"]
    if programme and destinations.is_partner(known, programme, iso3, then):
        return [joint] if thing["origin"] == "joint" else [joint, (SALE, {})]
    may_join = iso3 != UNITED_NATIONS and (thing["arms"] == "yes" or thing["programme"])
    if may_join:
        return [(SALE, {}), joint]
    return [(SALE, {})]


def _fields(thing: Row, iso3: str) -> Row:
    """Return the fields of a question that a thing settles."""
    named = {name: thing[name] for name in ("kind", "arms", "origin", "five_fields")}
    unasked = dict.fromkeys(("fighting", "aggression", "barred"), "no")
    return {**named, **PLAIN, **unasked, "destination": iso3}


def _judged(known: Record, question: Question, way: str) -> Verdict:
    """Return the verdict on one way."""
    verdict = decided(known, question)
    if way == OUTSIDE:
        return _outside(question)
    if way == JOINT and verdict.may in (YES, IF) and not _takes_part(known, question):
        part = Condition(
            "takes part",
            OPEN,
            wording.phrase(known, "takes part", "en", country=_country(known, question, "en")),
            wording.phrase(known, "takes part", "ja", country=_country(known, question, "ja")),
            "part supposed",
            {},
            None,
        )
        conditions = (part, *verdict.conditions)
        return verdict._replace(may=UNKNOWN, because="part not known", conditions=conditions)
    return verdict


def _country(known: Record, question: Question, language: str) -> str:
    return wording.destination_name(known, question.fields["destination"], language)


def _takes_part(known: Record, question: Question) -> bool:
    """Return whether the destination is recorded as a partner in the programme of the thing.

    Of what is joint by its name and of no programme, that is what is asked about.
    """
    thing = question.item or {}
    programme = thing.get("programme")
    if not programme:
        return thing.get("origin") == "joint"
    return destinations.is_partner(known, programme, question.fields["destination"], question.on)


def _outside(question: Question) -> Verdict:
    """Return the verdict on goods that do not count as arms, of which the policy does not speak.

    Fighting is a test of that policy alone; an embargo can reach further than arms.
    """
    if question.fields["barred"] == "no" and "barred" not in question.doubtful:
        return Verdict(YES, OUTSIDE)
    return Verdict(UNKNOWN, "embargoed goods")


def _frame(known: Record, index: pd.Index, item: Any, destination: Any, on: Any) -> pd.DataFrame:
    """Return the brief answers to a column of questions."""
    columns = [aligned(value, index) for value in (item, destination, on)]
    places = {value: destinations.code(value) for value in set(columns[1])}
    days = {value: day(value) for value in set(columns[2])}
    pairs = {(name, then) for name, _, then in zip(*columns, strict=True)}
    things = {(name, then): item_on(name, days[then]) for name, then in pairs}
    kept: dict[tuple, list] = {}
    chains: dict[tuple, Row] = {}
    rows = []
    for name, place, then in zip(*columns, strict=True):
        if (name, place, then) not in kept:
            thing = things[name, then]
            found = verdicts(known, thing, places[place], days[then])
            way, question, verdict = headline(found)
            values = brief_row(known, question, verdict, way, chains)
            kept[name, place, then] = [thing["item_id"], way, *values]
        rows.append(kept[name, place, then])
    return pd.DataFrame(rows, index=index, columns=ASKED)
