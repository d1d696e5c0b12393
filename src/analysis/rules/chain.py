"""What an answer rests on: the rule of the day, who approves, who is told, sources and grades."""

import pandas as pd

from . import destinations
from .recorded import DECIDERS, FIELDS, Record, Row, cell_on, status_on
from .regimes import OPEN, SILENT, UNSETTLED

AGREEMENT = "agreement"  # the test of a condition that asks for a transfer agreement
NOT_VERIFIED = "not verified: no text read supports the table's status"


def reached(record: Record, fields: Row) -> tuple[list[Row], str]:
    """Return the rows that may decide a question, and why they cannot, if so.

    The last of them is the first that the question surely meets.
    """
    rows = []
    sure = False
    for row in record.decisions:
        named = [name for name in FIELDS if row[name] is not None]
        if any(fields[name] is not None and fields[name] != row[name] for name in named):
            continue
        rows.append(row)
        if all(fields[name] is not None for name in named):
            sure = True
            break
    if not rows:
        return [], "no row of the decision table meets this question"
    if sure:
        return rows, ""
    asks = [
        name
        for name in FIELDS
        if fields[name] is None and any(row[name] is not None for row in rows)
    ]
    return [], f"it depends on what the question leaves open: {', '.join(asks)}"


def grounded(record: Record, kind: str, then: pd.Timestamp, destination: str) -> Row:
    """Return what one kind said on a day, who is asked and told, and all sources and grades.

    `sources` and `grades` are lists here; `joined` makes one text and one grade of them.
    """
    cell = cell_on(record, kind, then) or {}
    status = status_on(record, kind, then)
    is_open = status in OPEN
    steps = procedures(record, kind, then) if is_open else {}
    grounds = [(cell.get("source_id"), cell.get("grade"))]
    grounds.append(_of_rule(record, cell.get("rule_id")))
    grounds += [(step["source_id"], step["grade"]) for step in steps.values()]
    agreement = None
    if is_open and asks_for_agreement(record, kind, cell["rule_id"]):
        agreement, row = destinations.agreement_on(record, destination, then)
        if row is not None:
            grounds.append((row["source_id"], row["confidence"]))
    answer = {
        "status": status,
        "kind_id": kind,
        "provision": record.names[kind],
        "approver": _arrangement(steps, "approver"),
        "prior_consent": _arrangement(steps, "prior consent"),
        "diet": steps.get("Diet notification", {}).get("status"),
        "diet_note": _arrangement(steps, "Diet notification"),
        "agreement": agreement,
        "sources": [source for source, _ in grounds if source],
        "grades": [grade for _, grade in grounds if grade],
    }
    named = ("coded", "condition", "rule_id", "since", "instrument", "body")
    answer |= {name: cell.get(name) for name in named}
    return answer | {"reason": _reason(answer, destination, then, record)}


def asks_for_agreement(record: Record, kind: str, rule_id: str) -> bool:
    """Return whether a cell asks for a transfer agreement."""
    ways = record.conditions.get((kind, rule_id), [])
    return any(condition["test"] == AGREEMENT for way in ways for condition in way)


def procedures(record: Record, kind: str, then: pd.Timestamp) -> dict[str, Row]:
    """Return the latest arrangement of each step in force on a day that holds for a kind.

    An arrangement that `procedure_scopes` lists holds for the provisions listed there, any other
    for all.
    """
    latest: dict[str, Row] = {}
    for row in record.procedures:
        if row["in_force_from"] <= then and row["provision_id"] in (None, kind):
            latest[row["step"]] = row
    return latest


def joined(answers: list[Row], notes: list[str]) -> Row:
    """Return one answer of the kinds that may decide: what all say alike.

    It is *not determinable* where their statuses differ.
    """
    alike = {
        name: value
        for name, value in answers[0].items()
        if len({str(answer[name]) for answer in answers}) == 1
    }
    sources = dict.fromkeys(source for answer in answers for source in answer["sources"])
    reasons = "; or ".join(answer["reason"] for answer in answers)
    return (
        {"status": UNSETTLED}
        | alike
        | {
            "sources": ";".join(sources) or None,
            "confidence": max((g for answer in answers for g in answer["grades"]), default=None),
            "reason": f"{reasons} (row: {'; or '.join(notes)})",
        }
    )


def deciders(row: Row) -> list[str]:
    """Return the kinds that a row of the decision table names."""
    return [row[name] for name in DECIDERS if row[name] is not None]


def _arrangement(steps: dict[str, Row], step: str) -> str | None:
    return steps.get(step, {}).get("arrangement")


def _of_rule(record: Record, rule_id: str | None) -> tuple[str | None, str | None]:
    """Return the source and the grade of a rule change."""
    return record.rules.get(rule_id or "", (None, None))


def _reason(answer: Row, destination: str, then: pd.Timestamp, record: Record) -> str:
    """Return the chain of an answer in words."""
    parts = [f"{answer['kind_id']} ({answer['provision']})", _rule_in_words(answer)]
    if answer["agreement"]:
        country = record.places["en"][destination]
        parts.append(f"transfer agreement with {country} in force: {answer['agreement']}")
    if answer["grades"]:
        parts.append(f"weakest grade {max(answer['grades'])}")
    if answer["coded"] and answer["coded"] != answer["status"]:
        parts.append(NOT_VERIFIED)
    if then < record.first:
        parts.append(f"before {record.first:%Y-%m-%d}, the first rule of the table")
    if then > record.as_of:
        parts.append(f"as last known: nothing dated later than {record.as_of:%Y-%m-%d} was read")
    return "; ".join(parts)


def _rule_in_words(answer: Row) -> str:
    """Return what the rule behind an answer says, or that there is none."""
    if answer["rule_id"]:
        code = answer["coded"]
        if answer["status"] != code:
            code = f"in the table {code}, which is not verified,"
        rule = f"{answer['rule_id']} ({answer['instrument']}, {answer['body']})"
        return f"{code} since {answer['since']:%Y-%m-%d} by {rule}"
    if answer["status"] == SILENT:
        return "no rule in force speaks of it"
    return "no rule of the table was in force"
