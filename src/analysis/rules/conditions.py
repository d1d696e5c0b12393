"""What a conditional rule asks for, held against one destination on one day.

The conditions are rows of the table `conditions`. Each is met, not met, assumed or not known for
the destination asked about, and says why.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from . import destinations
from .posed import Question
from .recorded import Record, Row

MET = "met"
FAILED = "not met"
OPEN = "not known"
ASSUMED = "assumed"
# A condition of these tests fails where nothing was found, which is no proof that there is none.
FOUND_NOTHING = ["agreement", "cross-servicing agreement"]
NOT_JUDGED = "not judged"  # an armed conflict of public record, of which Japan has not spoken
STEPS = ["National Security Council", "Cabinet", "consent", "case by case"]
PARTNERS_OF_OLD = ["decided", "agreed", "part delivered", "delivered", "in development"]


class Condition(NamedTuple):
    """One thing that a rule asks for, and how it stands for the destination."""

    test: str
    state: str  # met, not met, assumed or not known
    text: str  # what is asked for, in English
    text_ja: str
    why: str  # code of the reason, as the table `answer_words` words it
    holes: dict[str, Any]  # what the words of the reason are filled with
    source_id: str | None  # what the state rests on, where that is not the rule itself
    grade: str | None = None  # of what the state rests on


State = tuple[str, str, dict[str, Any], Row | None]


def held(record: Record, question: Question, condition: Row) -> Condition:
    """Return how one condition stands for the destination of a question."""
    if condition["test"] in question.supposed:
        return _made(condition, (MET, "supposed", {}, None))
    return _made(condition, TESTS.get(condition["test"], _left_open)(record, question, condition))


def is_asked(question: Question, condition: Row) -> bool:
    """Return whether a condition is asked of the thing: a step may be for one programme alone.

    A question that names no thing is asked it, in the words of the rule, which name the programme.
    """
    named = condition["programme"]
    if condition["test"] not in STEPS or named is None or question.item is None:
        return True
    return bool(question.item["programme"] == named)


def _made(condition: Row, outcome: State) -> Condition:
    """Return a condition with how it stands."""
    state, why, holes, row = outcome
    return Condition(
        condition["test"],
        state,
        condition["text"],
        condition["text_ja"],
        why,
        holes,
        row["source_id"] if row else None,
        row["grade"] if row else None,
    )


def _named(record: Record, question: Question, condition: Row) -> State:
    """The destination is one of the states that the rule names."""
    is_one = question.fields["destination"] in condition["values"]
    return (MET, "named", {}, None) if is_one else (FAILED, "others named", {}, None)


def _other(record: Record, question: Question, condition: Row) -> State:
    """The destination is none of the states that the rule shuts out."""
    is_one = question.fields["destination"] in condition["values"]
    return (FAILED, "shut out", {}, None) if is_one else (MET, "not shut out", {}, None)


def _agreement(record: Record, question: Question, condition: Row) -> State:
    """Japan has an agreement on transfers with the destination."""
    state, row = destinations.agreement_on(record, question.fields["destination"], question.on)
    if row is None:
        return FAILED, "no agreement found", {}, None
    holes = {"day": row["signed"]}
    if state == "yes":
        return MET, "agreement in force", holes, row
    if state == "no":
        return FAILED, "agreement not in force", holes, row
    return OPEN, "agreement signed", holes, row


def _security_cooperation(record: Record, question: Question, condition: Row) -> State:
    """The destination works with Japan on security: an agreement or a transfer shows it."""
    iso3 = question.fields["destination"]
    row = destinations.agreement_on(record, iso3, question.on)[1]
    if row is not None:
        return MET, "agreement shows it", {"day": row["signed"]}, row
    earlier = [
        case
        for case in record.cases
        if case["recipient_iso3"] == iso3
        and case["status"] in PARTNERS_OF_OLD
        and case["decided"] is not None
        and case["decided"] < question.on
    ]
    if earlier:
        return MET, "transfer shows it", {"case": earlier[0]["transfer_id"]}, earlier[0]
    return OPEN, "no list of partners", {}, None


def _cross_servicing(record: Record, question: Question, condition: Row) -> State:
    """A cross-servicing agreement with the destination is in force."""
    agreements = record.supplies.get(question.fields["destination"], [])
    signed = [row for row in agreements if row["earliest"] <= question.on]
    for row in signed:
        if row["latest"] is not None and row["latest"] <= question.on:
            return MET, "cross-servicing agreement", {"day": row["latest"]}, row
    if signed:
        holes = {"day": signed[0]["signed"] or signed[0]["earliest"]}
        return OPEN, "agreement signed", holes, signed[0]
    return FAILED, "no cross-servicing agreement found", {}, None


def _licensor(record: Record, question: Question, condition: Row) -> State:
    """The thing is made under licence of a state that the rule names."""
    if question.item is None:
        return OPEN, "licence not said", {}, None
    licensors = (question.item["licensors"] or "").split(";")
    is_one = set(licensors) & set(condition["values"])
    return (MET, "licence of it", {}, None) if is_one else (FAILED, "another licence", {}, None)


def _programme(record: Record, question: Question, condition: Row) -> State:
    """The thing belongs to the programme that the rule names."""
    if question.item is None:
        return OPEN, "programme not said", {}, None
    if question.item["programme"] == condition["programme"]:
        return MET, "of the programme", {}, None
    return FAILED, "of no such programme", {}, None


def _item(record: Record, question: Question, condition: Row) -> State:
    """The thing is the one that the exemption names."""
    if question.item is None:
        return OPEN, "thing not said", {}, None
    if question.item["item_id"] in condition["values"]:
        return MET, "the thing named", {}, None
    return FAILED, "another thing", {}, None


def _kind(record: Record, question: Question, condition: Row) -> State:
    """What is transferred is of the kind that the rule names."""
    is_one = question.fields["kind"] in condition["values"]
    return (MET, "of the kind", {}, None) if is_one else (FAILED, "of another kind", {}, None)


def _pool(record: Record, question: Question, condition: Row) -> State:
    """The parts go through a pool that the users share."""
    if question.fields["pool"] == "yes":
        return MET, "as stated", {}, None
    return FAILED, "not through the pool", {}, None


def _unarmed(record: Record, question: Question, condition: Row) -> State:
    """The thing carries no arms."""
    if question.fields["arms"] == "no":
        return MET, "unarmed", {}, None
    return OPEN, "perhaps armed", {}, None


def _fact(name: str) -> Callable[[Record, Question, Row], State]:
    """Return the test that a fact about the destination is not so."""

    def test(record: Record, question: Question, condition: Row) -> State:
        """The fact is not so: as stated, assumed, listed or not judged."""
        value = question.fields[name]
        stated = name in question.stated
        row = next((row for row in question.rows if _speaks_of(row, name)), None)
        if value is None:
            if stated or row is None:
                return OPEN, "not said", {}, row
            return OPEN, NOT_JUDGED, {"row": row}, row
        if value == "yes":
            return FAILED, "as stated" if stated else "recorded", {"row": row}, row
        if stated:
            return MET, "as stated", {}, None
        return _none_listed(record, question) if name == "barred" else (ASSUMED, "peace", {}, None)

    return test


def _none_listed(record: Record, question: Question) -> State:
    """No embargo is listed for the destination, or one that bars armed groups alone."""
    standing = destinations.facts_on(record, question.fields["destination"], question.on)
    groups = [row for row in standing if row["fact"] == "embargo on armed groups"]
    if groups:
        return MET, "armed groups alone", {}, groups[0]
    return MET, "none listed", {}, None


def _speaks_of(row: Row, name: str) -> bool:
    """Return whether a row of `destination_facts` bears on a fact."""
    if name == "barred":
        return row["fact"] in ("embargo", "party to a conflict", "armed conflict")
    return row["fact"] in ("armed conflict", "fighting", "under attack")


def _step(record: Record, question: Question, condition: Row) -> State:
    """Somebody must decide on the single case."""
    decided = _decided(record, question)
    if decided is not None:
        return MET, "decided", {"case": decided["transfer_id"]}, decided
    return OPEN, "no decision found", {}, None


def _decided(record: Record, question: Question) -> Row | None:
    """Return the case of the same thing and destination that was decided by the day, or None."""
    if question.item is None:
        return None
    for case in record.cases:
        if (
            case["item_id"] == question.item["item_id"]
            and case["recipient_iso3"] == question.fields["destination"]
            and case["status"] in PARTNERS_OF_OLD
            and case["decided"] is not None
            and case["decided"] <= question.on
        ):
            return case
    return None


def _left_open(record: Record, question: Question, condition: Row) -> State:
    """A purpose or circumstance that no table can tell."""
    return OPEN, "depends on the case", {}, None


TESTS: dict[str, Callable[[Record, Question, Row], State]] = {
    "named states": _named,
    "other states": _other,
    "agreement": _agreement,
    "security co-operation": _security_cooperation,
    "cross-servicing agreement": _cross_servicing,
    "licensor": _licensor,
    "programme": _programme,
    "item": _item,
    "kind": _kind,
    "pool": _pool,
    "unarmed": _unarmed,
    "no embargo": _fact("barred"),
    "no conflict": _fact("barred"),
    "not named party": _fact("barred"),
    "no fighting": _fact("fighting"),
    "National Security Council": _step,
    "Cabinet": _step,
    "consent": _step,
    "case by case": _step,
}
