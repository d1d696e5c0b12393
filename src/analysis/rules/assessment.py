"""A structured question in, a reasoned answer out.

Which provision decides is data: the first row of the table `decisions` whose pattern the question
meets. What that provision said on the day comes from the regimes (or, where no provision covers
the question, from the general rules), what it asks for from the conditions, who approves and who is
told from the procedures. Code decides nothing.
"""

import hashlib
from typing import Any

import pandas as pd

from .. import tables
from ..periods import day
from . import chain, destinations, replies, wording
from .consequences import would_change
from .deciding import Verdict, decided
from .posed import LOOKED_UP, Question, asked
from .precedents import precedents
from .recorded import BAR, Record, Row, cell_on, record
from .regimes import UNSETTLED
from .replies import Answer, condition_row

ANSWER = [
    "on",
    "may",
    "because",
    "status",
    "kind_id",
    "provision_id",
    "provision",
    "condition",
    "rule_id",
    "since",
    "instrument",
    "body",
    "approver",
    "diet",
    "diet_note",
    "prior_consent",
    "agreement",
    "one_off",
    "conditions",
    "assumed",
    "trace",
    "would_change",
    "precedents",
    "disputed",
    "sources",
    "confidence",
    "decision",
    "reason",
    "question",
    "item",
    "way",
    "others",
    "as_of",
    "version",
]
BRIEF = [
    "on",
    "destination",
    "may",
    "because",
    "status",
    "kind_id",
    "rule_id",
    "since",
    "confidence",
    "sentence",
]


def assess(kind: Any, on: Any, destination: Any, **facts: Any) -> Answer | pd.DataFrame:
    """Return whether this could go there on that day, and what the answer rests on.

    Facts about the destination that the question leaves open are looked up in the table
    `destination_facts`. Peace is assumed where nothing speaks against it; a country in an armed
    conflict of public record that Japan did not judge is *not known*, and never makes a *yes*.

    Parameters
    ----------
    kind : str or pandas.Series
        As in `question`; a column of questions gives a frame.
    on : object or pandas.Series
        A day, as `periods.day` takes it.
    destination : str or pandas.Series
        As in `question`.
    **facts : bool, str, None or pandas.Series
        The other fields of `question`.

    Returns
    -------
    Answer or pandas.DataFrame
        One answer, a Series with the names below; what does not apply is None. `sentence()`,
        `sentence("ja")`, `text()` and `to_dict()` say it in words or as plain values. For columns:
        one row per question, on their index, with the columns `BRIEF`.

        - `on`; `may`: yes, if (conditions that the question leaves open), no or unknown (the texts
          that were read do not settle it); `because`: the code of the reason (barred, not
          permitted, condition failed, nothing found, text not read, no rule speaks, …);
        - `status` (one of `STATUSES`: of the kind, whoever is asked about), `kind_id`,
          `provision_id` (None where a general kind decides), `provision` (its name), `condition`;
        - `rule_id`, `since`, `instrument` and `body` (which made the rule);
        - `approver` (who must approve), `diet` (required, conditional, described or not
          addressed), `diet_note`, `prior_consent`;
        - `agreement`: yes, no, unknown or none signed, where the condition asks for a transfer
          agreement; `one_off`: the rule that exempts this case, and no other;
        - `conditions`: for this destination, each met, not met, not known or assumed, and why;
        - `assumed`, `trace` (the steps, each with its source), `would_change` (the fewest facts
          that turn the answer), `precedents`, `disputed` (sources disagree);
        - `sources` (ids joined by `;`), `confidence` (the weakest grade in the chain), `decision`
          (priority of the row that decides), `reason`;
        - `question`, `item`, `way`, `as_of` (the last day the record reaches) and `version` (a
          hash of the tables).

    Raises
    ------
    ValueError
        Names what is wrong with a question; Japan is refused.

    Examples
    --------
    >>> patriots = {"origin": "licensed", "licensor": True}
    >>> assess("finished", "2023-12-21", "USA", **patriots)["status"]
    'prohibited'
    >>> assess("finished", "2023-12-22", "USA", **patriots)["may"]
    'yes'
    >>> assess("finished", "2026-05-01", pd.Series(["Australia", "NZ"]))["may"].tolist()
    ['if', 'no']
    """
    columns = [value for value in (kind, on, destination, *facts.values()) if is_column(value)]
    known = record()
    if columns:
        return _frame(known, columns[0].index, kind, on, destination, facts)
    question = asked(known, kind, day(on), destinations.code(destination), facts)
    return answer_to(known, question)


def answer_to(
    known: Record,
    question: Question,
    way: str | None = None,
    verdict: Verdict | None = None,
    others: list[Row] | None = None,
) -> Answer:
    """Return the whole answer to a question whose facts are filled in."""
    verdict = verdict or decided(known, question)
    values = _base(known, question)
    conditions = [condition_row(known, question, one) for one in verdict.conditions]
    values |= {
        "on": question.on,
        "may": verdict.may,
        "because": verdict.because,
        "confidence": _weakest(question, verdict, values.get("confidence")),
        "one_off": verdict.one_off["rule_id"] if verdict.one_off else None,
        "conditions": conditions,
        "assumed": _assumed(known, question),
        "trace": _trace(known, question, verdict, values),
        "would_change": would_change(known, question, verdict),
        "precedents": precedents(known, question, verdict),
        "disputed": wording.disputes(known, verdict.cell),
        "question": _question_values(question, way),
        "item": question.item["item_id"] if question.item else None,
        "way": way,
        "others": others or [],
        "as_of": known.as_of,
        "version": version(),
    }
    return replies.made(values, ANSWER, known, question, verdict)


@tables.cached
def version() -> str:
    """Return a hash of the tables that answers rest on."""
    digest = hashlib.sha256()
    for path in sorted((tables.folder() / "processed").glob("*.csv")):
        digest.update(path.name.encode("utf-8"))
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def is_column(value: Any) -> bool:
    """Return whether a value is a column of them."""
    return isinstance(value, pd.Series)


def _frame(
    known: Record, index: pd.Index, kind: Any, on: Any, destination: Any, facts: Row
) -> pd.DataFrame:
    """Return the brief answers to a column of questions."""
    given = {"kind": kind, "on": on, "destination": destination, **facts}
    columns = {name: aligned(value, index) for name, value in given.items()}
    places = {value: destinations.code(value) for value in set(columns["destination"])}
    days = {value: day(value) for value in set(columns["on"])}
    kept: dict[tuple, list] = {}
    chains: dict[tuple, Row] = {}
    rows = []
    for values in zip(*columns.values(), strict=True):
        if values not in kept:
            kind_of, then, place, *others = values
            stated = dict(zip(facts, others, strict=True))
            question = asked(known, kind_of, days[then], places[place], stated)
            kept[values] = brief_row(known, question, decided(known, question), None, chains)
        rows.append(kept[values])
    return pd.DataFrame(rows, index=index, columns=BRIEF)


def aligned(value: Any, index: pd.Index) -> list:
    """Return one value per question; columns on different indexes are refused."""
    if not is_column(value):
        return [value] * len(index)
    if not value.index.equals(index):
        raise ValueError(
            "the columns of a question stand on different indexes; put them into one frame"
        )
    return [None if pd.isna(each) else each for each in value]


def brief_row(
    known: Record, question: Question, verdict: Verdict, way: str | None, chains: dict[tuple, Row]
) -> list:
    """Return the brief answer to a question, in the order of `BRIEF`."""
    values = _base(known, question, chains)
    values |= {
        "on": question.on,
        "destination": question.fields["destination"],
        "may": verdict.may,
        "because": verdict.because,
        "confidence": _weakest(question, verdict, values.get("confidence")),
        "sentence": wording.sentence(known, question, verdict, "en", way),
    }
    return [values.get(name) for name in BRIEF]


def _base(known: Record, question: Question, chains: dict[tuple, Row] | None = None) -> Row:
    """Return what the answer says of the kind, whoever is asked about: status, rule, grounds.

    `chains` keeps what was worked out for the kinds of a day and destination. Goods that do not
    count as arms are of no kind: what is noted of them is the ground.
    """
    if question.item is not None and question.item["controlled"] == "no":
        return {"sources": question.item["sources"], "confidence": question.item["grade"]}
    chains = {} if chains is None else chains
    fields = dict(question.fields)
    for name in question.doubtful:
        if name in LOOKED_UP and name not in question.stated:
            fields[name] = "no"
    rows, doubt = chain.reached(known, fields)
    if doubt:
        values: Row = {"status": UNSETTLED, "reason": doubt}
    else:
        iso3 = question.fields["destination"]
        key = (question.on, iso3, *(row["priority"] for row in rows))
        if key not in chains:
            kinds = dict.fromkeys(kind for row in rows for kind in chain.deciders(row))
            each = [chain.grounded(known, kind, question.on, iso3) for kind in kinds]
            chains[key] = chain.joined(each, [row["note"] for row in rows])
        values = dict(chains[key])
    values["decision"] = rows[-1]["priority"] if rows else None
    kind = values.get("kind_id")
    values["provision_id"] = kind if kind and kind.startswith("P") else None
    return values


def _weakest(question: Question, verdict: Verdict, grade: str | None) -> str | None:
    """Return the weakest grade of a chain: the rule, the facts, the conditions, the thing."""
    grades = [grade, *(row["grade"] for row in question.rows)]
    grades += [condition.grade for condition in verdict.conditions]
    if question.item is not None:
        grades.append(question.item["grade"])
    return max(filter(None, grades), default=None)


def _assumed(known: Record, question: Question) -> list[dict[str, str]]:
    """Return what is assumed of the destination, in both languages."""
    return [
        {
            "fact": name,
            "value": "no",
            "en": f"{wording.phrase(known, f'fact.{name}', 'en')}: no, assumed",
            "ja": f"{wording.phrase(known, f'fact.{name}', 'ja')}：なしと仮定",
        }
        for name in question.assumed
    ]


def _question_values(question: Question, way: str | None) -> Row:
    """Return the question as plain values: what was asked, stated, looked up and assumed."""
    return {
        **question.fields,
        "on": question.on,
        "item": question.item["item_id"] if question.item else None,
        "way": way,
        "stated": list(question.stated),
        "assumed": list(question.assumed),
        "not_known": list(question.doubtful),
        "recorded": [row["fact_id"] for row in question.rows],
    }


def _trace(known: Record, question: Question, verdict: Verdict, values: Row) -> list[Row]:
    """Return the steps of an answer, each with the row and the source that it rests on."""
    steps = []
    if question.item is not None:
        item = question.item
        says = f"{item['name_en']}: {item['kind']}, {item['origin']}"
        steps.append(_step(says, "items", item["item_id"], item))
    for row in question.rows:
        steps.append(_step(row["what"], "destination_facts", row["fact_id"], row))
    for each in (verdict, *verdict.others):
        steps += _steps_of(known, question, each)
    return list({(step["table"], step["row_id"]): step for step in steps}.values())


def _steps_of(known: Record, question: Question, verdict: Verdict) -> list[Row]:
    """Return the steps of one verdict: row, rule, conditions, procedures."""
    steps = []
    cell = verdict.one_off or verdict.cell
    if verdict.row is not None:
        row = verdict.row
        of_rule = cell or next((each.cell for each in verdict.others if each.cell), None)
        of_rule = of_rule or cell_on(known, BAR, question.on) or {}  # the general text of the day
        steps.append(_step(row["note"], "decisions", str(row["priority"]), of_rule))
    if cell is None:
        return steps
    table = "regimes" if cell["kind_id"].startswith("P") else "general_rules"
    row_id = f"{cell['kind_id']}-{cell['rule_id']}"
    steps.append(_step(f"{cell['coded']}: {cell['condition']}", table, row_id, cell))
    for number, one in enumerate(verdict.conditions, 1):
        says = f"{one.state}: {one.text} ({wording.reason(known, question, one, 'en')})"
        source = {"source_id": one.source_id} if one.source_id else cell
        steps.append(_step(says, "conditions", f"{row_id}-{number}", source))
    if verdict.may in ("yes", "if") and verdict.kind:
        for step in chain.procedures(known, verdict.kind, question.on).values():
            row_id = f"{step['rule_id']}-{step['step']}"
            steps.append(_step(step["arrangement"], "procedures", row_id, step))
    return steps


def _step(says: str, table: str, row_id: str, grounds_row: Row) -> Row:
    """Return one step of a trace."""
    return {
        "says": says,
        "table": table,
        "row_id": row_id,
        "source_id": grounds_row.get("source_id"),
        "grade": grounds_row.get("grade"),
    }
