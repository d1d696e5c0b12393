"""What turned an answer about a country on a day: what the tables say began or ended on it."""

import answering
import frames
import pandas as pd

from analysis import language, rules, tables
from analysis.language import said
from analysis.rules.recorded import record

DAY = pd.Timedelta(days=1)
CO_OPERATION = "security co-operation"  # what a condition asks for, as the table tests it
# Days of a transfer agreement on which it may turn an answer: it was signed, it is in force
OF_AGREEMENT = {"signed": "turned.signed", "latest": "turned.in force"}


def turns(thing: str, iso3: str) -> list[dict]:
    """Return the days on which what may go to a country turned, each with what turned it.

    Each has `day`, `may` and `reasons`: a list with the `text` of each and `page`, the id to which
    it leads, if any. The rule that decides from that day on goes before all else.
    """
    shown = []
    for day, may, rule_id in answering.turns(thing, iso3):
        then = pd.Timestamp(day)
        reasons = rule(rule_id, day) or [
            *facts(iso3, then),
            *agreements(thing, iso3, then),
            *cases(iso3, then),
        ]
        shown.append({"day": day, "may": may, "reasons": reasons})
    return shown


def rule(rule_id: str | None, day: str) -> list[dict]:
    """Return the rule that decides, where it is of that day."""
    if rule_id is None:
        return []
    row = frames.one("rule_changes", "rule_id", rule_id)
    if (row["in_force_from"] or row["adopted"]) != day:
        return []
    return [reason("turned.rule", page=rule_id, what=said(row["short_name"]))]


def facts(iso3: str, then: pd.Timestamp) -> list[dict]:
    """Return what began or ended in a country on a day.

    Where Japan or the United Nations judged something, what is of public record alone is left out.
    """
    rows = [row for row in record().facts.get(iso3, []) if row["fact"] != "programme partner"]
    turned = [("begins", row) for row in rows if row["from"] == then]
    turned += [("ends", row) for row in rows if row["to"] is not None and row["to"] + DAY == then]
    judged = [(what, row) for what, row in turned if row["judged_by"] != "our reading"]
    return [reason(f"{what}.{row['fact']}") for what, row in judged or turned]


def agreements(thing: str, iso3: str, then: pd.Timestamp) -> list[dict]:
    """Return what came of a country's transfer agreements on a day; signed and in force is one.

    Where the rule of that day asks for security co-operation, a signature is said to show it: under
    a rule that asks for an agreement, it counts once it is in force.
    """
    rows = record().agreements.get(iso3, [])
    turned = [code for row in rows for column, code in OF_AGREEMENT.items() if row[column] == then]
    if turned[:1] == ["turned.signed"]:
        asked = rules.ask(thing, iso3, then).to_dict()["conditions"]
        if any(condition["asks"] == CO_OPERATION for condition in asked):
            return [reason(f"turned.signed.{CO_OPERATION}")]
    return [reason(code) for code in turned[:1]]


def cases(iso3: str, then: pd.Timestamp) -> list[dict]:
    """Return the transfers to a country that were decided the day before, each once.

    From then on an earlier transfer shows security co-operation.
    """
    decided = [row for row in record().cases if row["decided"] == then - DAY]
    rows = {row["transfer_id"]: row for row in decided}
    return [
        reason("turned.case", page=case, what=said(row["item"]))
        for case, row in rows.items()
        if row["recipient_iso3"] == iso3
    ]


def reason(code: str, page: str | None = None, **holes: object) -> dict:
    """Return a reason in the language of the page, and the id to which it leads."""
    words = tables.read("answer_words").set_index("code")[language.current()]
    return {"text": words[code].format(**holes), "page": page}
