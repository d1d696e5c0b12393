"""An answer: the question with what may be, why, on what conditions, and what it rests on."""

import html
from typing import Any

import pandas as pd

from ..language import japanese
from . import wording
from .conditions import Condition
from .deciding import Verdict
from .posed import Question
from .recorded import Record, Row


class Answer(pd.Series):
    """One answer, as a Series of named values; `sentence()` says it in words.

    `to_dict()` gives plain values for JSON. In a notebook it shows itself as the sentence with
    its conditions and sources.
    """

    _metadata = ["known", "asked", "verdict"]

    @property
    def _constructor(self) -> type[pd.Series]:
        """Return what a part of an answer is: a plain Series."""
        return pd.Series

    def sentence(self, language: str = "en") -> str:
        """Return the answer in words, in English ("en") or Japanese ("ja")."""
        text = wording.sentence(self.known, self.asked, self.verdict, language, self["way"])
        if self["on"] <= self["as_of"]:
            return text
        late = wording.phrase(
            self.known,
            "late",
            language,
            on=wording.date(self["on"], language),
            as_of=wording.date(self["as_of"], language),
        )
        return f"{late} {text}" if language == "en" else f"{late}{text}"

    def lines(self, language: str = "en") -> list[str]:
        """Return the answer as lines of plain text: the sentence, then what it rests on."""
        lines = [self.sentence(language)]
        for condition in self.verdict.conditions:
            lines.append("- " + condition_line(self.known, self.asked, condition, language))
        for other in self["others"]:
            label = wording.phrase(self.known, f"Way.{other['way']}", language)
            lines.append(f"{label}: {other[language]}")
        for note in self._notes(language):
            lines.append(note)
        lines += [self._turn(change, language) for change in self["would_change"]]
        if self["sources"]:
            label = "Sources" if language == "en" else "出典"
            lines.append(f"{label}: {self['sources'].replace(';', ', ')} ({self['confidence']})")
        advice = "advice.outside" if self["way"] == "outside the rules" else "advice"
        return [*lines, wording.phrase(self.known, advice, language)]

    def _turn(self, change: Row, language: str) -> str:
        """Return what would change the answer, or another day, with what the answer would be."""
        code = "turn.day" if "day" in change else "turn"
        may = wording.phrase(self.known, f"may.{change['may']}", language)
        return wording.phrase(self.known, code, language, what=change[language], may=may)

    def _notes(self, language: str) -> list[str]:
        """Return what is noted of the thing; in Japanese, where the note was translated."""
        item = self.asked.item
        note = item["note"] if item else None
        if note and language == "ja":
            note = japanese(note)
        return [note] if note else []

    def text(self, language: str = "en") -> str:
        """Return the answer as plain text."""
        return "\n".join(self.lines(language))

    def to_dict(self, **_: Any) -> dict[str, Any]:
        """Return the answer as plain values, fit for JSON: days as text, no missing marks."""
        values = {name: plain(self[name]) for name in self.index}
        words = {"en": self.sentence("en"), "ja": self.sentence("ja")}
        return values | {"sentence": words}

    def __repr__(self) -> str:
        """Return the answer as plain text."""
        return self.text()

    def _repr_html_(self) -> str:
        """Return the answer as HTML, its texts escaped."""
        first, *rest = self.lines()
        items = "".join(f"<li>{html.escape(line.removeprefix('- '))}</li>" for line in rest)
        return f"<p><b>{html.escape(first)}</b></p><ul>{items}</ul>"


def made(
    values: dict[str, Any], index: list[str], known: Record, asked: Question, verdict: Verdict
) -> Answer:
    """Return an answer of its values; what does not apply is None."""
    answer = Answer([values.get(name) for name in index], index=index, dtype="object")
    answer.known = known
    answer.asked = asked
    answer.verdict = verdict
    return answer


def condition_line(known: Record, question: Question, condition: Condition, language: str) -> str:
    """Return one condition as a line: how it stands, what it asks, why."""
    state = wording.phrase(known, f"state.{condition.state}", language)
    text = condition.text if language == "en" else condition.text_ja
    return f"{state}: {text} ({wording.reason(known, question, condition, language)})"


def condition_row(known: Record, question: Question, condition: Condition) -> dict[str, Any]:
    """Return one condition as plain values, in both languages."""
    return {
        "asks": condition.test,
        "state": condition.state,
        "en": condition.text,
        "ja": condition.text_ja,
        "why_en": wording.reason(known, question, condition, "en"),
        "why_ja": wording.reason(known, question, condition, "ja"),
        "source_id": condition.source_id,
    }


def plain(value: Any) -> Any:
    """Return a value as JSON has it."""
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    if value is None or isinstance(value, (str, bool)):
        return value
    if pd.isna(value):
        return None
    return int(value) if float(value).is_integer() else float(value)
