"""What would change an answer: the fewest facts, and the days before and after."""

import itertools
from typing import Any

import pandas as pd

from . import wording
from .deciding import IF, NO, UNKNOWN, YES, Verdict, decided
from .posed import Question, filled
from .recorded import UNITED_NATIONS, Record

DAY = pd.Timedelta(days=1)
FLIPS = {"yes": "no", "no": "yes", None: "yes"}
# Conditions that could come to be met; a state that the rule names cannot.
SUPPOSABLE = [
    "agreement",
    "security co-operation",
    "cross-servicing agreement",
    "National Security Council",
    "Cabinet",
    "consent",
    "special circumstances",
    "no fighting",
]
WORDS = {
    ("fighting", "yes"): "change.fighting",
    ("fighting", "no"): "change.peace",
    ("barred", "yes"): "change.barred",
    ("barred", "no"): "change.unbarred",
    ("aggression", "yes"): "change.aggression",
    ("partner", "yes"): "change.partner",
}
NO_ARMS = ("outside the rules", "embargoed goods")  # why an answer on goods that are no arms is so
Step = tuple[str, str]  # a fact and its new value, or "condition" and the test that is supposed met


def would_change(record: Record, question: Question, verdict: Verdict) -> list[dict[str, Any]]:
    """Return the smallest sets of facts that turn an answer, then the nearest days that do.

    Each is a dictionary: `facts` (or `day`), `may` (what the answer would be), `en` and `ja`.
    Of goods that are no arms there are none: no rule of the day decides it.
    """
    if verdict.because in NO_ARMS:
        return []
    return turning_facts(record, question, verdict) + _days(record, question, verdict)


def turning_facts(record: Record, question: Question, verdict: Verdict) -> list[dict[str, Any]]:
    """Return the smallest sets of facts that turn an answer on its day: one fact, else two."""
    if verdict.because in NO_ARMS:
        return []
    steps = _steps(question, verdict)
    turns = _turning(record, question, verdict, [(step,) for step in steps])
    if turns:
        return turns
    return _turning(record, question, verdict, list(itertools.combinations(steps, 2)))


def _steps(question: Question, verdict: Verdict) -> list[Step]:
    """Return the single facts about the destination or the deal that could be otherwise."""
    facts = ["fighting", "barred", "aggression"]
    if question.fields["destination"] == UNITED_NATIONS:
        facts = []
    if question.fields["origin"] == "joint" and question.fields["partner"] == "no":
        facts.append("partner")
    steps = [(name, FLIPS[question.fields[name]]) for name in facts]
    steps = [step for step in steps if step in WORDS]
    listed = verdict.conditions + tuple(c for other in verdict.others for c in other.conditions)
    tests = dict.fromkeys(one.test for one in listed if one.test in SUPPOSABLE)
    if question.fields["fighting"] is not None:  # then a step on fighting says it already
        tests.pop("no fighting", None)
    return steps + [("condition", test) for test in tests]


def _turning(
    record: Record, question: Question, verdict: Verdict, candidates: list[tuple[Step, ...]]
) -> list[dict[str, Any]]:
    """Return the candidates under which the answer turns."""
    turns = []
    for steps in candidates:
        new = decided(record, _supposed(question, steps))
        if _is_turn(verdict.may, new.may):
            turns.append(_told(record, question, verdict, steps, new.may))
    return turns


def _supposed(question: Question, steps: tuple[Step, ...]) -> Question:
    """Return a question in which some facts are otherwise."""
    facts = {name: value for name, value in steps if name != "condition"}
    tests = {test for name, test in steps if name == "condition"}
    stated = [*question.stated, *facts]
    return Question(
        question.fields | facts,
        question.on,
        stated,
        question.assumed,
        question.doubtful,
        question.rows,
        question.item,
        frozenset(tests),
    )


def _is_turn(before: str, after: str) -> bool:
    """Return whether an answer has turned: shut to open, open to shut, or unsettled to settled."""
    is_open = before in (YES, IF)
    if is_open:
        return after == NO
    if before == NO:
        return after in (YES, IF)
    return after != UNKNOWN


def _told(
    record: Record, question: Question, verdict: Verdict, steps: tuple[Step, ...], may: str
) -> dict[str, Any]:
    """Return one set of facts with its words."""
    return {
        "facts": {
            test if name == "condition" else name: _value(name, test) for name, test in steps
        },
        "may": may,
        "en": " + ".join(_words(record, question, verdict, step, "en") for step in steps),
        "ja": "＋".join(_words(record, question, verdict, step, "ja") for step in steps),
    }


def _value(name: str, value: str) -> str:
    return "met" if name == "condition" else value


def _words(record: Record, question: Question, verdict: Verdict, step: Step, language: str) -> str:
    """Return one fact in words."""
    country = wording.destination_name(record, question.fields["destination"], language)
    if step in WORDS:
        return wording.phrase(record, WORDS[step], language, country=country)
    listed = verdict.conditions + tuple(c for other in verdict.others for c in other.conditions)
    condition = next(one for one in listed if one.test == step[1])
    return condition.text if language == "en" else condition.text_ja


def _days(record: Record, question: Question, verdict: Verdict) -> list[dict[str, Any]]:
    """Return the nearest later and the nearest earlier day on which the answer is another."""
    turns = []
    days = days_of_change(record, question.fields["destination"])
    for day in [day for day in days if question.on < day <= record.as_of]:
        may = _on(record, question, day)
        if may != verdict.may:
            turns.append(_told_of_day(record, "later", day, may))
            break
    for day in reversed([day for day in days if record.first < day <= question.on]):
        may = _on(record, question, day - DAY)
        if may != verdict.may:
            turns.append(_told_of_day(record, "earlier", day, may))
            break
    return turns


def days_of_change(record: Record, destination: str) -> list[pd.Timestamp]:
    """Return the days on which an answer about a destination may change, the earliest first."""
    days = {cell["since"] for cells in record.cells.values() for cell in cells}
    days |= {cell["since"] for cells in record.one_offs.values() for cell in cells}
    for row in record.facts.get(destination, []):
        days.add(row["from"])
        if row["to"] is not None:
            days.add(row["to"] + DAY)
    agreements = record.agreements.get(destination, []) + record.supplies.get(destination, [])
    for row in agreements:
        days |= {day for day in (row["signed"], row["earliest"], row["latest"]) if day is not None}
    return sorted(days)


def _on(record: Record, question: Question, day: pd.Timestamp) -> str:
    """Return what may be on another day."""
    other = filled(record, question.fields, day, question.stated)
    return decided(record, other._replace(item=question.item)).may


def _told_of_day(record: Record, which: str, day: pd.Timestamp, may: str) -> dict[str, Any]:
    """Return a day on which the answer turns, with its words."""
    told = {"day": day, "may": may}
    for language in wording.LANGUAGES:
        words = wording.date(day, language)
        told[language] = wording.phrase(record, f"change.{which}", language, day=words)
    return told
