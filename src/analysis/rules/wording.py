"""An answer in words, in English or Japanese, from its codes.

The phrases are rows of the table `answer_words`; this module only chooses among them and fills
their holes.
"""

import functools
import re
from typing import Any

import pandas as pd

from .. import tables
from ..periods import in_words
from .conditions import FAILED, MET, NOT_JUDGED, OPEN, Condition
from .deciding import Verdict
from .posed import Question
from .recorded import Record, Row

LANGUAGES = ["en", "ja"]
JOINS = {"en": "; ", "ja": "、"}
EXCEPTION = "special circumstances"  # the test of a condition
VERBS = {"passed on": "pass", "service": "serve"}
BLANK = re.compile(r"\{\w*\}")
SPACES = re.compile("  +")
# What follows the noun that a thing is: weapons | of Japanese design
BESIDE = re.compile(r" (?:of|for|from|in|under|with|without|developed|made|supplied) | \(")


def phrase(known: Record, code: str, language: str, **holes: Any) -> str:
    """Return one phrase, its holes filled; a code without a phrase is a KeyError."""
    return known.words[language][code].format_map(holes)


@functools.lru_cache(maxsize=4096)
def date(then: pd.Timestamp, language: str) -> str:
    """Return a day as a sentence of the language has it."""
    return in_words(then) if language == "en" else f"{then.year}年{then.month}月{then.day}日"


@functools.cache
def _with_article(names: str) -> frozenset[str]:
    """Return the names that a sentence has with an article."""
    return frozenset(names.split(";"))


def destination_name(known: Record, code: str, language: str) -> str:
    """Return the name of a destination as a sentence has it, with its article."""
    name = known.places[language][code]
    if language == "en" and name in _with_article(known.words["en"]["the"]):
        return f"the {name}"
    return name


def sentence(
    known: Record, question: Question, verdict: Verdict, language: str, way: str | None = None
) -> str:
    """Return the answer as one sentence or two: what may be, and why."""
    tables.one_of(language, LANGUAGES, "language")
    holes = _holes(known, question, verdict, language, way)
    text = phrase(known, f"{verdict.may}.{verdict.because}", language, **holes)
    gap = " " if language == "en" else ""
    for caution in (
        _fighting(known, question, verdict, language),
        _unjudged(known, question, verdict, language),
        _caution(known, verdict, language),
    ):
        text += gap + caution if caution else ""
    return _begun(_tidy(text))


def _fighting(known: Record, question: Question, verdict: Verdict, language: str) -> str:
    """Return that fighting under way there is why special circumstances are needed, or nothing."""
    if not any(one.test == EXCEPTION for one in verdict.conditions):
        return ""
    country = destination_name(known, question.fields["destination"], language)
    return phrase(known, "fighting", language, country=country)


def _unjudged(known: Record, question: Question, verdict: Verdict, language: str) -> str:
    """Return that an armed conflict which Japan did not judge keeps this from a yes, or nothing."""
    rows = [one.holes["row"] for one in verdict.conditions if one.why == NOT_JUDGED]
    if verdict.may != "if" or not rows:
        return ""
    holes = {
        "country": destination_name(known, question.fields["destination"], language),
        "since": date(rows[0]["from"], language),
    }
    return phrase(known, "unjudged", language, **holes)


def _caution(known: Record, verdict: Verdict, language: str) -> str:
    """Return that sources disagree on the rule, or that it is known by reports, or nothing."""
    if verdict.cell is None or verdict.because == "text not read":
        return ""
    if disputes(known, verdict.cell):
        return phrase(known, "disputed", language)
    return phrase(known, "reported", language) if only_reported(known, verdict.cell) else ""


def disputes(known: Record, cell: Row | None) -> bool:
    """Return whether a source that was read disputes a cell."""
    return cell is not None and f"{cell['kind_id']}-{cell['rule_id']}" in known.disputed


def only_reported(known: Record, cell: Row) -> bool:
    """Return whether no source of a cell is a text of the government."""
    return not set((cell["sources"] or "").split(";")) & known.official


def is_plural(thing: str) -> bool:
    """Return whether the English name of a thing is a plural: weapons of Japanese design are.

    Examples
    --------
    >>> is_plural("maintenance of F-35 fighters and engines"), is_plural("C-2 transport aircraft")
    (False, True)
    """
    noun = BESIDE.split(thing)[0]
    return noun.endswith(("s", "craft")) or " and " in noun


def _holes(
    known: Record, question: Question, verdict: Verdict, language: str, way: str | None
) -> dict[str, str]:
    """Return what the phrases of a verdict are filled with."""
    country = destination_name(known, question.fields["destination"], language)
    verb = VERBS.get(way or "", "go")
    cell = verdict.one_off or verdict.cell
    past = question.on < known.as_of
    thing = thing_name(known, question, verdict, language)
    plural = not question.item or is_plural(thing)
    holes = {
        "thing": thing,
        "Thing": _begun(thing),
        "it": "them" if plural else "it",
        "country": country,
        "Country": _begun(country),
        "way": _as_way(known, way, language),
        "verb": phrase(known, f"verb.{verb}", language, country=country),
        "no": "",
        "modal": "could" if past else "may",
        "was": "was" if past else "is",
        "does": _does(past, plural),
        "did": _does(past, False),
        "on": date(question.on, language),
        "as_of": date(known.as_of, language),
        "first": date(known.first, language),
        "facts": JOINS[language].join(
            phrase(known, f"fact.{n}", language) for n in verdict.left_open
        ),
        "rules": JOINS[language].join(_kind_phrase(known, o, language) for o in verdict.others),
    }
    if language == "ja":
        holes["verb_no"] = phrase(known, f"verb.{verb}.no", language, country=country)
    if cell is not None:
        holes |= _of_cell(cell, language)
    return holes | _of_conditions(known, question, verdict, language)


def _does(past: bool, plural: bool) -> str:
    """Return the auxiliary of a negation."""
    if past:
        return "did"
    return "do" if plural else "does"


def _of_cell(cell: Row, language: str) -> dict[str, str]:
    """Return the words of a cell: its day, its rule, what it says."""
    name = cell["short_name"] if language == "en" else cell["short_name_ja"]
    condition = cell["condition"]
    return {
        "since": date(cell["since"], language),
        "rule": name,
        "condition": condition[:1].lower() + condition[1:],
    }


def _of_conditions(
    known: Record, question: Question, verdict: Verdict, language: str
) -> dict[str, str]:
    """Return the words of the conditions: those still open, and the first that fails."""
    waiting = [one for one in verdict.conditions if one.state == OPEN]
    failed = [one for one in verdict.conditions if one.state == FAILED]
    shown = waiting or [one for one in verdict.conditions if one.state == MET]
    holes = {"conditions": JOINS[language].join(_text(one, language) for one in shown)}
    if failed:
        holes["failed"] = _text(failed[0], language)
        holes["reason"] = reason(known, question, failed[0], language)
    holes["bar"] = _bar(known, question, language)
    return holes


def _bar(known: Record, question: Question, language: str) -> str:
    """Return why a destination is barred."""
    was = "was" if question.on < known.as_of else "is"
    facts = [
        row["fact"] for row in question.rows if row["fact"] in ("embargo", "party to a conflict")
    ]
    return phrase(known, f"bar.{facts[0] if facts else 'stated'}", language, was=was)


def reason(known: Record, question: Question, condition: Condition, language: str) -> str:
    """Return why a condition stands as it does for the destination."""
    holes: dict[str, Any] = {
        name: date(value, language) if isinstance(value, pd.Timestamp) else value
        for name, value in condition.holes.items()
        if name != "row"
    }
    row = condition.holes.get("row")
    if row is not None:
        holes["since"] = date(row["from"], language)
        holes["what"] = _within(row["what"])
        holes["recorded"] = phrase(known, f"recorded.{row['fact']}", language, what=holes["what"])
    holes["country"] = destination_name(known, question.fields["destination"], language)
    holes["was"] = "was" if question.on < known.as_of else "is"
    return phrase(known, f"why.{condition.why}", language, **holes)


def _within(what: str) -> str:
    """Return a sentence of a table as part of another."""
    return what.rstrip(".")


def _text(condition: Condition, language: str) -> str:
    """Return what a condition asks for."""
    return condition.text if language == "en" else condition.text_ja


def thing_name(known: Record, question: Question, verdict: Verdict, language: str) -> str:
    """Return the thing asked about: as people name it, or its kind."""
    if question.item is not None:
        return question.item["name_en" if language == "en" else "name_ja"]
    if verdict.kind is None and question.fields["kind"] is not None:
        return question.fields["kind"] if language == "en" else "これ"
    return _kind_phrase(known, verdict, language)


def _kind_phrase(known: Record, verdict: Verdict, language: str) -> str:
    """Return the words of a kind of transfer."""
    words = known.words[language]
    kind = verdict.kind or ""
    return words.get(f"kind.{kind}") or known.names.get(kind, kind)


def _as_way(known: Record, way: str | None, language: str) -> str:
    """Return the words of a way, as the middle of a sentence has them."""
    if way is None or way in VERBS:
        return ""
    text = phrase(known, f"way.{way}", language)
    return f" {text}" if language == "en" else text


def _begun(text: str) -> str:
    """Return a text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def _tidy(text: str) -> str:
    """Return a text without holes that stayed empty and without double spaces."""
    return SPACES.sub(" ", BLANK.sub("", text)).strip()
