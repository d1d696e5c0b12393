"""The texts of answers with holes for the names in them, so that many answers share a text."""

import functools
import re
from collections.abc import Iterable

import wording


def holes(place: str, thing: str) -> list[tuple[str, str]]:
    """Return the names that stand in the texts of an answer, each with its hole."""
    return [(thing, "t"), (place, "c")] if thing else [(place, "c")]


def with_all_holes(both: Iterable[str], names: list[list[tuple[str, str]]]) -> list[str]:
    """Return a text in both languages with the names of each taken out."""
    return [with_holes(text, own) for text, own in zip(both, names, strict=True)]


@functools.cache
def either(capital: str, name: str) -> re.Pattern:
    """Return the pattern of a name with and without a capital letter."""
    return re.compile(f"({re.escape(capital)}|{re.escape(name)})")


def with_holes(text: str, names: list[tuple[str, str]]) -> str:
    """Return a text with its names taken out.

    `{T}` stands for a name with a capital letter, as one that begins a sentence has it, so that
    a name which always has one ("UNICORN") makes way for one which has not.
    """
    for name, hole in names:
        capital = wording.capital(name)
        if name not in text and capital not in text:
            continue
        parts = either(capital, name).split(text)
        for number in range(1, len(parts), 2):
            before = "".join(parts[:number])
            begins = before == "" or before.endswith(". ")
            is_large = begins if name == capital else parts[number] == capital
            parts[number] = f"{{{hole.upper() if is_large else hole}}}"
        text = "".join(parts)
    return text
