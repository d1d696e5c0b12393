"""Where a sentence ends; each rule looks at every character once, so time grows with the text."""

import re
from collections.abc import Callable
from functools import partial

from .. import tables

JAPANESE_SIGNS = re.compile("[。「」]")
BETWEEN_SENTENCES = re.compile(
    r"""
    (?<=[^A-Z\s][.!?]) ["”’)]? \s+
    (?= ["“«(A-ZА-ЯІЇЄҐ]                                        # It rained. “He left.”
      | \d{1,2}\s[а-яіїєґ]{3,9}\s\d{4} )                     # на рынки. 1 апреля 2014 года
    """,
    re.VERBOSE,
)


def japanese_ends(text: str) -> list[int]:
    """Return where Japanese sentences end: after 。, unless it stands in a quotation.

    It does where the next bracket that follows is a closing one.
    """
    ends = []
    inside = False
    for sign in reversed(list(JAPANESE_SIGNS.finditer(text))):
        if sign[0] != "。":
            inside = sign[0] == "」"
        elif not inside:
            ends.append(sign.end())
    return ends[::-1]


@partial(tables.cached, names=("cues", "outlets"))
def _before_capital() -> re.Pattern:
    """Return the pattern of what parts two sentences: It rained. He left. Not: the U.S. Army."""
    words = tables.read("cues").query("position == 'abbreviation'")["cue"]
    no_abbreviations = "".join(rf"(?<!\b{re.escape(word)}\.\ )" for word in words)
    return re.compile(
        rf"""(?<=[.!?]) "? \s+ (?=["A-ZА-ЯІЇЄҐ0-9«]) {no_abbreviations}""", re.VERBOSE
    )


def splitter(language: str) -> Callable[[str], list[str]]:
    """Return what splits a text in plain form (see `names.plain`) into sentences."""
    return _split_japanese if language == "ja" else _before_capital().split


def split_plain(text: str, language: str) -> list[str]:
    """Return the sentences of a text in plain form, to look for cues in."""
    return splitter(language)(text)


def _split_japanese(text: str) -> list[str]:
    return _without_gaps(text, [(end, end) for end in japanese_ends(text)])


def split_any(text: str) -> list[str]:
    """Return the sentences of a text of whatever language, in which rules and dates are sought."""
    gaps = [hit.span() for hit in BETWEEN_SENTENCES.finditer(text)]
    gaps += [(end, end) for end in japanese_ends(text)]
    return [part for part in _without_gaps(text, sorted(gaps)) if part.strip()]


def _without_gaps(text: str, gaps: list[tuple[int, int]]) -> list[str]:
    """Return what stands before, between and after the gaps; empty parts are left out."""
    starts = [0, *(end for _, end in gaps)]
    ends = [*(start for start, _ in gaps), len(text)]
    return [text[start:end] for start, end in zip(starts, ends, strict=True) if start < end]
