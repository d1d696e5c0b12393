"""Cases like the one asked about: of the same thing, of the same kind, or to the same place."""

from typing import Any

from .deciding import Verdict
from .posed import Question
from .recorded import Record, Row

NO_CASES = ["considered", "outside the rules"]
MOST = 5


def precedents(record: Record, question: Question, verdict: Verdict) -> list[dict[str, Any]]:
    """Return the cases most like a question, the nearest first; those only considered are not.

    Each is a dictionary: transfer_id, recipient_iso3, item, status, decided, same (a list of what
    it shares with the question: thing, kind, destination).
    """
    cases: dict[str, tuple[int, Row, list[str]]] = {}
    for case in record.cases:
        if case["status"] in NO_CASES:
            continue
        same = _shared(question, verdict, case)
        if same and same != ["destination"]:
            nearness = sum(WEIGHTS[name] for name in same)
            cases[case["transfer_id"]] = (-nearness, case, same)
    nearest = sorted(cases.values(), key=_rank)[:MOST]
    return [_told(case, same) for _, case, same in nearest]


WEIGHTS = {"thing": 4, "kind": 2, "destination": 1}


def _shared(question: Question, verdict: Verdict, case: Row) -> list[str]:
    """Return what a case shares with a question."""
    same = []
    if question.item is not None and case["item_id"] == question.item["item_id"]:
        same.append("thing")
    if verdict.kind is not None and case["provision_id"] == verdict.kind:
        same.append("kind")
    if case["recipient_iso3"] == question.fields["destination"]:
        same.append("destination")
    return same


def _rank(entry: tuple[int, Row, list[str]]) -> tuple[int, str]:
    """Return the place of a case: by nearness, then by its id."""
    return entry[0], entry[1]["transfer_id"]


def _told(case: Row, same: list[str]) -> dict[str, Any]:
    """Return one case as plain values."""
    names = ("transfer_id", "recipient_iso3", "item", "status", "decided", "source_id")
    return {name: case[name] for name in names} | {"same": same}
