"""Results of the engine, recalled on other days on which no rule that they looked at has changed.

While a result is worked out, the kinds of transfer whose rules are looked at are noted. On another
day it is the same as long as these have the same rules, whatever became of the others.
"""

from collections.abc import Callable
from typing import Any

import pandas as pd

from analysis.rules.conditions import Condition
from analysis.rules.deciding import Verdict
from analysis.rules.recorded import Record, Row


class Noting(dict[str, list[Row]]):
    """The rules by kind, which notes the kinds that were looked at."""

    def __init__(self, rules: dict[str, list[Row]], looked_at: set[str]) -> None:
        super().__init__(rules)
        self.looked_at = looked_at

    def get(self, kind: str, default: Any = None) -> Any:
        """Return the rules of a kind."""
        self.looked_at.add(kind)
        return dict.get(self, kind, default)  # quicker than by super()


class Recall:
    """Results by all that they hang on, but for the rules, and by the rules they looked at."""

    def __init__(self, record: Record) -> None:
        self.looked_at: set[str] = set()
        self.record = record._replace(
            cells=Noting(record.cells, self.looked_at),
            one_offs=Noting(record.one_offs, self.looked_at),
        )
        self.turns = {kind: turns(record, kind) for kind in {*record.cells, *record.one_offs}}
        self.passed: dict[pd.Timestamp, dict[str, int]] = {}  # day → kind → turns passed by then
        self.results: dict[tuple, list[tuple[dict[str, int], Any]]] = {}

    def recalled(self, key: tuple, then: pd.Timestamp, work_out: Callable[[], Any]) -> Any:
        """Return the result under a key on a day: an earlier one with the same rules, or a new one.

        `work_out` works with `record` of this object alone.
        """
        self.looked_at.clear()
        return self.within(key, then, work_out)

    def within(self, key: tuple, then: pd.Timestamp, work_out: Callable[[], Any]) -> Any:
        """Return the same of a part of a result; it rests on what led to it too."""
        passed = self.passed.get(then) or self.passed_on(then)
        earlier = self.results.get(key)
        if earlier is None:
            earlier = self.results[key] = []
        for those_looked_at, result in earlier:
            if those_looked_at.items() <= passed.items():
                self.looked_at.update(those_looked_at)
                return result
        result = work_out()
        looked_at = {kind: passed[kind] for kind in self.looked_at if kind in passed}
        earlier.append((looked_at, result))
        return result

    def passed_on(self, then: pd.Timestamp) -> dict[str, int]:
        """Return for each kind how many of its turns have passed on a day."""
        if then not in self.passed:
            self.passed[then] = {
                kind: sum(turn <= then for turn in days) for kind, days in self.turns.items()
            }
        return self.passed[then]


def turns(record: Record, kind: str) -> list[pd.Timestamp]:
    """Return the days from which the rules on a kind are others: beginnings, and ends."""
    rules = record.cells.get(kind, []) + record.one_offs.get(kind, [])
    days = [rule[name] for rule in rules for name in ("since", "end") if rule.get(name)]
    return sorted(set(days))


def alike(verdict: Verdict) -> tuple:
    """Return all of a verdict that its words rest on; the rows of the record by their identity."""
    return (
        (verdict.may, verdict.because, verdict.kind, id(verdict.cell), id(verdict.one_off)),
        verdict.left_open,
        tuple([*map(condition_alike, verdict.conditions)]),
        tuple([*map(alike, verdict.others)]),
    )


def condition_alike(condition: Condition) -> tuple:
    """Return all of a condition that its words rest on."""
    holes = [
        (name, id(value) if isinstance(value, dict) else value)
        for name, value in condition.holes.items()
    ]
    words = (condition.text, condition.why, condition.source_id)
    return condition.test, condition.state, words, tuple(holes)
