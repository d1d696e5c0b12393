"""The counts of a text, each with what the words around it say of it.

The text is read once, left to right: names, years and cues set what the next count belongs to.
"""

import functools
import re
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import pandas as pd

from .. import japanese
from . import words

TOLD = "昨年度"


class Statement(NamedTuple):
    """One count and what the text says it counts."""

    subject: str | None  # a category, or None where the text names none that is known
    label: str | None  # the fiscal year as printed in its sentence
    default: str | None  # the fiscal year last named before
    value: int
    lead: str  # the words since the count before
    sentence: str  # the sentence up to here
    is_listed: bool  # whether it stands in a list


@dataclass
class _State:
    """What the words since the start of a sentence or list item say of the next count."""

    lead: int = 0  # where the words since the last count begin
    is_listed: bool = False
    subject: str | None = None
    names: list[str] = field(default_factory=list)
    each: list[str] = field(default_factory=list)  # the names that それぞれ shares out
    named: int = 0  # where the last name ended
    is_joined: bool = False  # AやB: the next count is of both
    label: str | None = None
    label_end: int = -1
    is_before: bool = False  # the next count is of the year before
    is_aside: bool = False  # the next count is of a country, or the like
    is_span: bool = False  # the counts are of a part of a year, or of several years
    span_end: int = 0
    # These outlast the sentence.
    default: str | None = None
    older: str | None = None

    def next_sentence(self, lead: int, is_listed: bool) -> "_State":
        """Return the state at the start of the next sentence or list item."""
        return _State(lead, is_listed, default=self.default, older=self.older)


def statements(text: str) -> list[Statement]:
    """Return every exact count of one year, with what the words around it say of it."""
    state = _State()
    counts: list[Statement] = []
    sentence = 0  # where it begins
    skip = 0  # up to where the text is used up
    for token in words.tokens().finditer(text):
        if token.start() < skip:
            continue
        if token.lastgroup != "count":
            state = _heard(token, state)
            if token.lastgroup == "end":
                sentence = token.end()
            continue
        _check(token)
        if _is_level(token, state):
            subject, skip = _subject(token, state)
            counts.append(_statement(token, state, subject, max(sentence, token.start() - 300)))
            state.subject = None
            state.names = []
        elif words.OVERTAKEN.match(text, token.end()) and not state.is_before:
            state.label = None
            state.default = state.older
        state = replace(state, is_aside=False, is_before=False, is_listed=False, lead=token.end())
    return counts


@functools.lru_cache(maxsize=4096)
def named_in_full(label: str) -> int | None:
    """Return the fiscal year that a label names in full, whenever it was printed."""
    year = japanese.to_fiscal_year(label, errors="coerce")
    return None if pd.isna(year) else int(year)


def _check(token: re.Match) -> None:
    """Raise ValueError for a count that may be a piece of one: 1 841件."""
    before = token.string[max(0, token.start() - 20) : token.start()]
    piece = words.BROKEN.search(before)
    if piece and not words.ENGLISH_YEAR.search(before):
        printed = piece[0] + token[0]
        raise ValueError(f"the count {printed!r} is broken by blanks; close them")


def _statement(token: re.Match, state: _State, subject: str | None, sentence: int) -> Statement:
    """Return one count with what has been heard of it."""
    text = token.string
    if not subject and text.endswith("件", 0, token.start()):
        raise ValueError(f"two counts stand side by side, the second is {token[0]!r}")
    if dated := words.DATED.match(text, token.end()):
        state.label = state.label or dated[1]
    return Statement(
        subject,
        state.label,
        state.default,
        int(japanese.to_number(token[0])),
        text[state.lead : token.start()],
        text[sentence : token.end() + 12],
        state.is_listed,
    )


# --- what a name, a year or a cue says of the counts to come


def _heard(token: re.Match, state: _State) -> _State:
    """Return the state after a name, a year or a cue."""
    kind = str(token.lastgroup)
    if kind in words.CATEGORIES:
        return _after_name(token, words.CATEGORIES[kind], state)
    if kind in ("mark", "end"):
        return state.next_sentence(token.end(), kind == "mark")
    if kind == "before" or (kind == "told" and state.label):
        return _after_the_year_before(token, state)
    if kind in ("year", "told"):
        return _after_year(token, state)
    if kind == "span":
        return _after_span(token, state)
    if kind == "now":
        return replace(state, label=None, is_before=False)
    if kind == "whole":
        return replace(state, is_span=False)
    if kind == "each":
        return replace(state, each=state.names, is_joined=False)
    if kind == "aside":
        return replace(state, is_aside=True)
    if kind == "permit" and not state.subject:
        is_named = "資する" in token.string[state.lead : token.start()]
        return replace(state, subject=None if is_named else "total", is_aside=False)
    if kind == "all" and (state.subject in (None, "total") or _is_apart(token, state.named)):
        return replace(state, subject="total", is_aside=False)
    return state


def _after_name(token: re.Match, category: str, state: _State) -> _State:
    """Return the state after the name of a category.

    Two of one level in one breath (AやB) own the next count together, so that it is of neither.
    """
    last = state.names[-1] if state.names else None
    is_pair = (
        last is not None
        and last != category
        and words.LEVELS[last] == words.LEVELS[category]
        and words.JOINED.fullmatch(token.string, state.named, token.start()) is not None
    )
    return replace(
        state,
        subject=category,
        names=state.names if last == category else [*state.names, category],
        named=token.end(),
        is_joined=is_pair or (state.is_joined and last == category),
        is_aside=False,
    )


def _after_the_year_before(token: re.Match, state: _State) -> _State:
    """Return the state after 前年度: the topic of the sentence, or the owner of the next count."""
    if re.match("は|には|では", token.string[token.end() : token.end() + 2]):
        return replace(state, label=words.PREVIOUS)
    return replace(state, is_before=True)


def _after_year(token: re.Match, state: _State) -> _State:
    """Return the state after a fiscal year."""
    is_at_once = words.AT_ONCE.match(token.string, token.end()) is not None
    is_awaited = state.subject and state.label and state.label != words.SPANNED
    if is_awaited and _is_beside(token, str(state.label)):
        return replace(state, is_before=is_at_once)
    subject = state.subject or ("total" if is_at_once else None)
    is_span_of_it = words.ATTACHED.fullmatch(token.string, state.span_end, token.start())
    return replace(
        state,
        subject=subject,
        label=token[0],
        label_end=token.end(),
        is_before=False,
        is_span=state.is_span and is_span_of_it is not None,  # 4~9月の2024年度
        default=token[0],
        older=state.default,
    )


def _after_span(token: re.Match, state: _State) -> _State:
    """Return the state after the words for a part of a year, or for several years.

    Beside the year (2024年度の上期), or before any year, they hold for later sentences as well.
    """
    labels = re.findall(words.YEAR, token[0])
    if len(labels) == 2:
        first, second = (named_in_full(label) for label in labels)
        if first and first == second:  # 平成31年度・令和元年度
            return replace(state, label=labels[0], default=labels[0], older=state.default)
    between = token.string[state.label_end : token.start()] if state.label_end >= 0 else None
    is_attached = between is not None and words.ATTACHED.fullmatch(between)
    is_first = not state.label and not state.default
    if labels or is_attached or is_first:
        state = replace(state, label=words.SPANNED, default=words.SPANNED)
    return replace(state, is_span=True, span_end=token.end())


def _is_apart(token: re.Match, named: int) -> bool:
    """Return whether 合計 and its like, after a category, speak of all permits, not of it."""
    between = token.string[named : token.start()]
    return token[0].startswith("防衛装備") or re.search("[、,:;)]", between) is not None


def _is_beside(token: re.Match, label: str) -> bool:
    """Return whether a year, named while a count of another is awaited, is only compared with it.

    The other spelling of that year is not, nor is a later year.
    """
    if token.string.endswith(f"{label}(", 0, token.start()):
        return False
    year = named_in_full(token[0])
    awaited = named_in_full(label)
    return not year or not awaited or year < awaited


# --- what a count belongs to


def _is_level(token: re.Match, state: _State) -> bool:
    """Return whether a count is the exact level of something in the year at hand.

    It is not if it is a change, a country's share, of the year before, of a part of a year or of
    several, or rounded.
    """
    before = token.string[max(0, token.start() - 4) : token.start()]
    after = token.string[token.end() : token.end() + 6]
    is_past = state.is_before or state.label == words.PREVIOUS
    is_left = words.NO_LEVEL.match(after) or words.OVERTAKEN.match(after)
    is_rounded = words.NOT_EXACT.search(before)
    return not (is_past or state.is_aside or is_left or is_rounded or _is_of_a_span(token, state))


def _is_of_a_span(token: re.Match, state: _State) -> bool:
    """Return whether a count is of a part of a year or of several years, as words say around it."""
    is_dated = words.DATED.match(token.string, token.end())
    if state.is_span or (not is_dated and (state.label or state.default) == words.SPANNED):
        return True
    bracket = re.match(r"\(([^()]*)\)", token.string[token.end() :])
    if bracket is None or "件" in bracket[1]:  # a count of its own: 1,304件(うち上期640件)
        return False
    return words.SPAN.search(bracket[1]) is not None


def _subject(token: re.Match, state: _State) -> tuple[str | None, int]:
    """Return what a count belongs to, and up to where the words after it are used up by that."""
    if state.each:
        first, *others = state.each
        state.each = others
        return first, 0
    if state.is_joined:
        return None, 0
    if state.subject:
        return state.subject, 0
    if after := words.named_next(token.string, token.end()):
        return after
    is_permitted = state.label and words.PERMITTED.match(token.string, token.end())
    return ("total" if is_permitted else None), 0
