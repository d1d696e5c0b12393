"""Where a sentence ends; each rule looks at every character once, so time grows with the text."""

import re

JAPANESE_SIGNS = re.compile("[。「」]")
BEFORE_CAPITAL = re.compile(
    r"""
    (?<=[.!?]) "? \s+ (?=["A-ZА-ЯІЇЄҐ0-9«])                            # It rained. He left.
    (?<!U\.S\.\ ) (?<!Mr\.\ ) (?<!No\.\ ) (?<!Gen\.\ ) (?<!Lt\.\ )     # not: the U.S. Army
    """,
    re.VERBOSE,
)
BETWEEN_SENTENCES = re.compile(
    r"""
    (?<=[^A-Z\s][.!?]) ["”’)]? \s+ (?=["“«(A-ZА-ЯІЇЄҐ])      # It rained. “He left.”
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


def split_plain(text: str, language: str) -> list[str]:
    """Return the sentences of a text in plain form (see `names.plain`), to look for cues in."""
    if language != "ja":
        return BEFORE_CAPITAL.split(text)
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
