"""Which row of the table `decisions` decides a question, and what the rule of the day then says.

Code decides nothing: rows, statuses and conditions are data. A question whose facts are not all
known is asked once for each way in which they may turn out.
"""

import itertools
import operator
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from .conditions import ASSUMED, FAILED, FOUND_NOTHING, MET, OPEN, Condition, held, is_asked
from .posed import LOOKED_UP, Question
from .recorded import BAR, DECIDERS, DOUBTFUL, FIELDS, Record, Row, cell_on
from .regimes import SILENT

YES = "yes"
IF = "if"
NO = "no"
UNKNOWN = "unknown"
MAY = [YES, IF, NO, UNKNOWN]  # the most open first
FACTS = operator.itemgetter(*FIELDS)
OPTIONS = {"origin": ["own design", "licensed", "joint"]}  # of a fact that is not known


class Verdict(NamedTuple):
    """Whether something may go, and why."""

    may: str  # one of MAY
    because: str  # code of the reason
    kind: str | None = None  # the provision or general kind that decides
    cell: Row | None = None  # what its rule says on the day
    conditions: tuple[Condition, ...] = ()
    row: Row | None = None  # the row of `decisions`
    others: tuple["Verdict", ...] = ()  # what it would be, where that is not settled
    left_open: tuple[str, ...] = ()  # the facts that it depends on
    one_off: Row | None = None  # the exemption of a single case that lets it through


def routed(record: Record, fields: Row) -> Row | None:
    """Return the first row of the decision table that a question meets; None where there is none.

    All facts must be known. What was found is kept: there are fewer questions than askings.
    """
    asked = FACTS(fields)
    if asked not in record.routes:
        record.routes[asked] = _first_met(record, fields)
    return record.routes[asked]


def _first_met(record: Record, fields: Row) -> Row | None:
    """Return the first row whose pattern the fields meet."""
    for row in record.decisions:
        for name in FIELDS:
            pattern = row[name]
            if pattern is not None and pattern != fields[name]:
                break
        else:
            return row
    return None


def decided(record: Record, question: Question) -> Verdict:
    """Return the verdict on a question, whatever of its facts is known."""
    facts = FACTS(question.fields)
    if None not in facts:
        return settled(record, question)
    unknown = [name for name, value in zip(FIELDS, facts, strict=True) if value is None]
    about_item = [name for name in unknown if name not in LOOKED_UP]
    peace = _with(question, {name: "no" for name in unknown if name in LOOKED_UP})
    if about_item:
        return _either(record, peace, about_item)
    return _not_judged(record, question, settled(record, peace), unknown)


def _with(question: Question, facts: Row) -> Question:
    """Return a question with other facts."""
    return Question(question.fields | facts, *question[1:])  # quicker than _replace


def _turns(question: Question, names: list[str]) -> Iterator[Question]:
    """Return a question once for each way in which some of its facts may turn out."""
    options = [OPTIONS.get(name, ["yes", "no"]) for name in names]
    for values in itertools.product(*options):
        yield _with(question, dict(zip(names, values, strict=True)))


def _settled(record: Record, turns: Iterable[Question]) -> list[Verdict]:
    """Return the verdict on each way in which some facts of a question may turn out.

    Ways that meet the same row share its verdict where no condition was held against the facts.
    """
    verdicts = []
    shared: dict[int, Verdict] = {}
    for turn in turns:
        row = routed(record, turn.fields)
        verdict = shared.get(id(row))
        if verdict is None:
            verdict = settled(record, turn)
            if row is not None and not _hangs_on_facts(record, row, verdict):
                shared[id(row)] = verdict
        verdicts.append(verdict)
    return verdicts


def _hangs_on_facts(record: Record, row: Row, verdict: Verdict) -> bool:
    """Return whether conditions of a rule, or of an exemption from it, led to a verdict."""
    if verdict.conditions or any(other.conditions for other in verdict.others):
        return True
    kinds = [row[name] for name in DECIDERS if row[name] is not None]
    return any(record.one_offs.get(kind) for kind in kinds)


def _either(record: Record, question: Question, names: list[str]) -> Verdict:
    """Return the verdict that all turns of the open facts share, or that it depends on them."""
    verdicts = _settled(record, _turns(question, names))
    if len({verdict.may for verdict in verdicts}) == 1:
        return verdicts[0]
    distinct = {verdict.kind: verdict for verdict in verdicts}
    return Verdict(UNKNOWN, "left open", others=tuple(distinct.values()), left_open=tuple(names))


def _not_judged(record: Record, question: Question, peace: Verdict, names: list[str]) -> Verdict:
    """Return the verdict where nobody judged whether there is war: never a plain yes.

    Where war would shut what peace leaves open, or open what peace shuts, it is *if*.
    """
    *troubled, _ = _turns(question, names)  # the last of them is peace
    turns = [*_settled(record, troubled), peace]
    outcomes = {verdict.may for verdict in turns}
    conditions = tuple(
        held(record, question, _standard(name)) for name in names if name in STANDARD
    )
    listed = peace.conditions + tuple(
        one for one in conditions if one.test not in {each.test for each in peace.conditions}
    )
    if outcomes == {peace.may} and peace.may != YES:
        return peace._replace(conditions=_reopened(record, question, peace))
    if peace.may == UNKNOWN:
        return peace
    others = tuple(verdict for verdict in turns if verdict.may != peace.may)
    return peace._replace(
        may=IF, because="not judged", conditions=listed, others=others[:1], left_open=tuple(names)
    )


def _reopened(record: Record, question: Question, peace: Verdict) -> tuple[Condition, ...]:
    """Return the conditions as they stand when the facts are not known, and not as in peace."""
    if not peace.conditions:
        return peace.conditions
    return _evaluated(record, question, peace.kind, peace.cell, peace.row).conditions


# The bars that stand before every kind, as conditions that an answer lists where they are open.
STANDARD = {
    "fighting": (
        "no fighting",
        "no fighting judged to be under way there",
        "現に戦闘が行われていると判断されないこと",
    ),
    "barred": ("no conflict", "no part in an international conflict", "国際紛争の当事国でないこと"),
}


def _standard(name: str) -> Row:
    """Return the standing bar of a fact in the shape of a condition."""
    test, text, text_ja = STANDARD[name]
    return {"test": test, "text": text, "text_ja": text_ja, "values": [], "programme": None}


def settled(record: Record, question: Question) -> Verdict:
    """Return the verdict on a question whose facts are all known."""
    row = routed(record, question.fields)
    if row is None:
        return Verdict(UNKNOWN, "no row")
    kinds = [row[name] for name in DECIDERS if row[name] is not None]
    verdicts = [_of_kind(record, question, kind, row) for kind in kinds]
    if len(verdicts) == 1:
        return verdicts[0]
    if len({verdict.may for verdict in verdicts}) == 1:
        return verdicts[0]._replace(others=tuple(verdicts[1:]))
    return Verdict(UNKNOWN, "rules differ", row=row, others=tuple(verdicts))


def _of_kind(record: Record, question: Question, kind: str, row: Row) -> Verdict:
    """Return what the rule of the day says of one kind of transfer; `row` is of `decisions`."""
    if question.on < record.first:
        return Verdict(UNKNOWN, "before the record", kind, row=row)
    cell = cell_on(record, kind, question.on)
    verdict = _standing(record, question, kind, cell, row)
    if verdict.may in (YES, IF):
        return verdict
    return _exempted(record, question, kind, row) or verdict


def _standing(record: Record, question: Question, kind: str, cell: Row | None, row: Row) -> Verdict:
    """Return what the standing cell of a kind says."""
    if cell is None or cell["coded"] == SILENT:
        return Verdict(UNKNOWN, "no rule speaks", kind, cell, row=row)
    if cell["confidence"] == DOUBTFUL:
        return Verdict(UNKNOWN, "text not read", kind, cell, row=row)
    if cell["coded"] == "prohibited":
        because = "barred" if kind == BAR else "not permitted"
        return Verdict(NO, because, kind, cell, row=row)
    if cell["coded"] == "allowed":
        return Verdict(YES, "nothing in the way", kind, cell, row=row)
    return _evaluated(record, question, kind, cell, row)


def _evaluated(
    record: Record, question: Question, kind: str | None, cell: Any, row: Row | None
) -> Verdict:
    """Return what the conditions of a cell say of the destination, by the most open way."""
    verdicts = []
    for way in record.conditions.get((kind or "", cell["rule_id"]), []):
        asked = [condition for condition in way if is_asked(question, condition)]
        conditions = tuple([held(record, question, condition) for condition in asked])
        may, because = _of_way(conditions)
        verdicts.append(Verdict(may, because, kind, cell, conditions, row))
    if not verdicts:
        return Verdict(UNKNOWN, "conditions not coded", kind, cell, row=row)
    return verdicts[0] if len(verdicts) == 1 else min(verdicts, key=_openness)


def _of_way(conditions: tuple[Condition, ...]) -> tuple[str, str]:
    """Return what may be, and why, by one way: all its conditions must be met."""
    states = {condition.state for condition in conditions}
    if FAILED in states:
        failed = [condition for condition in conditions if condition.state == FAILED]
        nothing = all(each.test in FOUND_NOTHING and each.source_id is None for each in failed)
        return NO, "nothing found" if nothing else "condition failed"
    return (YES, "conditions met") if states <= {MET, ASSUMED} else (IF, "conditions open")


def _openness(verdict: Verdict) -> tuple[int, int]:
    """Return a number that is smaller for what is more open, then by how little fails."""
    failing = sum(condition.state in (FAILED, OPEN) for condition in verdict.conditions)
    return MAY.index(verdict.may), failing


def _exempted(record: Record, question: Question, kind: str, row: Row) -> Verdict | None:
    """Return the exemption of a single case that fits a question, or None."""
    for cell in record.one_offs.get(kind, []):
        ended = cell["end"] is not None and cell["end"] <= question.on
        if cell["since"] > question.on or ended:
            continue
        verdict = _evaluated(record, question, kind, cell, row)
        if verdict.may in (YES, IF):
            return verdict._replace(may=IF, because="one exemption", one_off=cell)
    return None
