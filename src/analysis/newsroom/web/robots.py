"""What a site asks of robots (RFC 9309): groups by agent, the longest matching rule, a delay.

The standard library's `urllib.robotparser` takes the first rule that fits, not the longest, and
knows neither `*` nor `$` within a path; so the rules are read here, each line once.
"""

import re
from typing import NamedTuple
from urllib.parse import quote, unquote

from .answers import FetchError

AGENT = "japan-arms-export"
LINE = re.compile(r"\s*(user-agent|allow|disallow|crawl-delay)\s*:\s*([^#]*)", re.IGNORECASE)
DELAY = re.compile(r"[0-9]{1,6}(\.[0-9]{1,3})?")
LARGEST = 500 * 1024  # bytes of a robots.txt that are read, as the RFC asks
MOST_RULES = 5000
LONGEST_DELAY = 60.0  # seconds
AS_THEY_ARE = "/*$?=&;,:@!+~()'[]%#|^{}<>`\" \\"  # signs that a path is not encoded for


class Rules(NamedTuple):
    """The rules of a site for one agent: paths with whether they are allowed, and a delay."""

    paths: list[tuple[str, bool]]
    delay: float  # seconds between two requests, 0 where none is asked


def read(text: str, agent: str = AGENT) -> Rules:
    """Return the rules of a robots.txt for an agent: of its own group, else of that for all."""
    groups: dict[str, list[tuple[str, str]]] = {}
    names: set[str] = set()  # those of the group that is being read, and that matter here
    is_naming = False
    for line in text.lstrip("\ufeff").replace("\r", "\n").split("\n"):
        parts = LINE.match(line)
        if not parts:
            continue
        key, value = parts[1].lower(), parts[2].strip()
        if key == "user-agent":
            names = names if is_naming else set()
            is_naming = True
            name = value.partition("/")[0].lower()
            if name in (agent, "*"):
                names.add(name)
                groups.setdefault(name, [])
            continue
        is_naming = False
        for name in names:
            if len(groups[name]) < MOST_RULES:
                groups[name].append((key, value))
    return _rules(groups.get(agent, groups.get("*", [])))


def _rules(lines: list[tuple[str, str]]) -> Rules:
    """Return the rules that the lines of one group state; an empty path states none."""
    paths = [
        (_one_spelling(value), key == "allow")
        for key, value in lines
        if key != "crawl-delay" and value
    ]
    delays = [
        float(value) for key, value in lines if key == "crawl-delay" and DELAY.fullmatch(value)
    ]
    return Rules(paths, min(max(delays, default=0.0), LONGEST_DELAY))


def check(rules: Rules, path: str) -> None:
    """Raise FetchError where a path (with its query) is disallowed.

    The longest rule that fits counts; of two of one length the one that allows, as the RFC says.
    """
    path = _one_spelling(path)
    fitting = [
        (len(pattern), is_allowed, pattern)
        for pattern, is_allowed in rules.paths
        if _fits(pattern, path)
    ]
    if fitting and not max(fitting)[1]:
        raise FetchError(f"robots.txt disallows {max(fitting)[2]}")


def _one_spelling(path: str) -> str:
    """Return a path in one spelling, whichever of its signs were percent-encoded."""
    return quote(unquote(path, errors="replace"), safe=AS_THEY_ARE)


def _fits(pattern: str, path: str) -> bool:
    """Whether a path begins as the pattern says.

    The pieces between stars are sought from the left, each behind the one before, so that time
    grows with the length of the path.
    """
    is_whole = pattern.endswith("$")
    first, *pieces = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    if is_whole and not pieces:
        return path == first
    last = pieces.pop() if is_whole else ""
    place = len(first)
    for piece in pieces:
        start = path.find(piece, place)
        if start < 0:
            return False
        place = start + len(piece)
    return not is_whole or (len(path) - place >= len(last) and path.endswith(last))
