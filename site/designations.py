"""Designations in the headings of finished pages, which no line breaks: FPS-3, PAC-3, J/FPS-3ME.

A browser breaks a line after any hyphen. The text stays as it is, so that it is found and copied.
"""

import re

import marking

HEADING = re.compile(r"<(h[1-4])\b[^>]*>.*?</\1>", re.DOTALL)
DESIGNATION = re.compile(
    r"(?<![A-Za-z0-9-]) (?:[A-Z]/)? [A-Z]{1,5} (?:-[0-9]+)+ [A-Z]{0,3} (?![A-Za-z0-9])", re.VERBOSE
)
OPENED = '<span class="designation">'


def finished(text: str, page: str) -> str:
    """Return the text of a page, once it is written, with the designations of its headings held."""
    return HEADING.sub(held, text)


def held(heading: re.Match) -> str:
    """Return a heading with each designation in an element of its own."""
    pieces = []
    before = ""
    for match in marking.PIECES.finditer(heading[0]):
        piece = match[0]
        if piece[0] != "<" and before != OPENED:
            piece = DESIGNATION.sub(rf"{OPENED}\g<0></span>", piece)
        pieces.append(piece)
        before = piece
    return "".join(pieces)
