"""What a site asks of robots (RFC 9309): groups by agent, the longest matching rule wins, `*` and `$`, a delay."""

import re
from urllib.parse import quote, unquote

from .answers import FetchError

AGENT = "japan-arms-export"
RULE = re.compile(r"^\s*(user-agent|allow|disallow|crawl-delay)\s*:\s*([^#]*)", re.I)
RULES_AT_MOST = 5000
DELAY_AT_MOST = 60.0


def read(text: str, agent: str = AGENT) -> dict:
    """The rules of a robots.txt for an agent: `rules` as (pattern, allowed) and `delay` in seconds (0 where none is asked)."""
    groups, names, open_ = {}, [], False
    for line in text.lstrip("\ufeff").replace("\r", "\n").split("\n"):
        found = RULE.match(line)
        if not found:
            continue
        key, value = found[1].lower(), found[2].strip()
        if key == "user-agent":
            name = value.partition("/")[0].lower()
            names, open_ = [*names, name] if open_ else [name], True
            groups.setdefault(name, [])
        else:
            open_ = False
            for name in names:
                groups[name].append((key, value))
    lines = groups.get(agent, groups.get("*", []))[:RULES_AT_MOST]
    delays = [
        float(value)
        for key, value in lines
        if key == "crawl-delay" and re.fullmatch(r"\d{1,6}(\.\d{1,3})?", value)
    ]
    rules = [
        (_plain(value), key == "allow") for key, value in lines if key != "crawl-delay" and value
    ]
    return {"rules": rules, "delay": min(max(delays, default=0.0), DELAY_AT_MOST)}


def check(robots: dict, path: str) -> None:
    """Raise FetchError where the rules disallow a path (with its query); at equal length allowing wins, as the RFC says."""
    fitting = [
        (len(pattern), allowed, pattern)
        for pattern, allowed in robots["rules"]
        if _fits(pattern, _plain(path))
    ]
    if fitting and not max(fitting)[1]:
        raise FetchError(f"robots.txt disallows {max(fitting)[2]}")


def _plain(path: str) -> str:
    """A path in one spelling, whichever of its signs were percent-encoded."""
    return quote(unquote(path, errors="replace"), safe="/*$?=&;,:@!+~()'[]%#|^{}<>`\" \\")


def _fits(pattern: str, path: str) -> bool:
    """Whether a path begins as the pattern says; pieces between stars are sought from the left, so time stays linear."""
    ends = pattern.endswith("$")
    first, *pieces = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    last = pieces.pop() if ends and pieces else None
    for piece in pieces:
        found = path.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    if ends:
        return (
            at == len(path) if last is None else len(path) - at >= len(last) and path.endswith(last)
        )
    return True
