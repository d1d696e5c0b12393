"""The ministry's English page on permits, or a report in English → its counts, or a refusal."""

import re

from .. import japanese
from . import words
from .statements import Statement

JAPANESE = re.compile("[ぁ-ヿ一-鿿]")
_NUMBER = r"(?<![0-9,.])(?<![0-9][ ])(?P<count>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,4})(?![0-9,]*[0-9])"
_YEAR = r"(?:FY\ ?|fiscal\ (?:year\ )?)(?P<year>[0-9]{4})(?![0-9/-])"
_PERMITS = r"(?:individual\ )?(?:permits?|licen[cs]es?|permissions?|approvals?)\b"
# A total stands in one sentence with its year, on either side of it.
_TOTALS = (
    re.compile(rf"{_YEAR}(?P<between>[^.:;]{{0,160}}?){_NUMBER}\ {_PERMITS}", re.VERBOSE),
    re.compile(rf"{_NUMBER}\ {_PERMITS}(?P<between>[^.:;]{{0,160}}?)\bin\ {_YEAR}", re.VERBOSE),
)
# Words by which a count is not that of one whole year, or is not exact.
_OTHERWISE = re.compile(
    r"""\b(?: half | quarter | months? | between | since | until | through | through\ to
      | cumulative | average | past | last | previous | compared | than | from | up | down
      | about | around | nearly | almost | over | more | some | approximately | roughly
      | April | September | October | March ) \b""",
    re.VERBOSE | re.IGNORECASE,
)
_LISTED = re.compile(
    rf"(?: :\s? | \( ){_NUMBER}(?:\ (?:cases?|permits?|items?))?(?=[\s.;,)]|$)", re.VERBOSE
)
# In this order the names are tried: each item of the list has words of the second to last as well.
_NAMES = {
    words.SMALL: r"\b(?:very|extremely|negligibly)\ (?:small|limited|minor)\b",
    words.AGGRESSION: r"\baggression\b",
    words.JOINT: r"\bjoint\ (?:research,\ )?development\b",
    words.COOPERATION: r"\bsecurity\ and\ defen[cs]e\ cooperation\b",
    words.FORCES: r"\b(?:SDF|Self-Defen[cs]e\ Forces)\b|\bsafety\ of\ Japanese\ nationals\b",
    words.PEACE: r"\bpeace\b",
    words.SECURITY: r"\bcontribut\w+\ to\ Japan['’]s\ security\b",
}


def counts(text: str) -> tuple[int, int, dict[str, Statement]]:
    """Return the fiscal year, the total, and the count of each category that a text lists.

    Raises ValueError for a text that is no release, prints no exact total of one fiscal year or
    two, two counts of a category, and an item whose name is not known.
    """
    flat = " ".join(str(japanese.normalise(text)).split())
    if not re.search(r"\bdefen[cs]e equipment\b|\barms\b", flat, re.IGNORECASE):
        raise ValueError("the text is no release on permits for defence equipment")
    totals = {}
    end = 0
    for pattern in _TOTALS:
        for match in pattern.finditer(flat):
            if not _is_otherwise(match):
                totals[int(match["year"]), _value(match)] = match
                end = max(end, match.end())
    if len(totals) != 1:
        raise ValueError("the text prints no total of permits for one fiscal year, or two")
    ((year, total),) = totals
    return year, total, _parts(flat, end)


def _is_otherwise(match: re.Match) -> bool:
    """Return whether a total is of a part of a year, of several years, compared, or not exact."""
    before = match.string[max(0, match.start() - 40) : match.start()].rpartition(".")[2]
    after = match.string[match.end() : match.end() + 40].partition(".")[0]
    nearby = f"{before} {match['between']} {after}"
    return bool(_OTHERWISE.search(nearby)) or bool(re.search("FY|fiscal", nearby))


def _parts(flat: str, start: int) -> dict[str, Statement]:
    """Return the counts that stand behind names after the total; ValueError for one not known."""
    parts: dict[str, Statement] = {}
    for match in _LISTED.finditer(flat, start):
        lead = flat[start : match.start()]
        lead = re.split(r"\)|(?<=[a-z])\. ", lead)[-1]
        start = match.end()
        names = [name for name, pattern in _NAMES.items() if re.search(pattern, lead)]
        if not names:
            if re.search(r"\btransfers?\b|\bThose\b|^\W*[0-9]\. ", lead):
                raise ValueError(f"no category is known by the name {lead.strip()!r}")
            continue
        count = Statement(names[0], None, None, _value(match), lead, flat, True)
        if parts.setdefault(names[0], count).value != count.value:
            raise ValueError(f"{names[0]!r} has two counts")
    return parts


def _value(match: re.Match) -> int:
    return int(match["count"].replace(",", ""))
