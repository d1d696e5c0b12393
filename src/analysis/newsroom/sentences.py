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


def cut(text: str, ends: list[int]) -> list[str]:
    """Return the parts of a text between these places; empty ones are left out."""
    places = zip([0, *ends], [*ends, len(text)], strict=True)
    return [text[start:end] for start, end in places if start < end]


def split(text: str, language: str) -> list[str]:
    """Return the sentences of a text in plain form (see `names.plain`)."""
    if language == "ja":
        return cut(text, japanese_ends(text))
    return BEFORE_CAPITAL.split(text)
