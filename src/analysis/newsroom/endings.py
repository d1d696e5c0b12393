"""What the ends of sentences and articles say of newsrooms: whose copy it is, who passes it on."""

import re
from functools import partial

from .. import tables
from .names import Finder, cues

COPYRIGHT = re.compile(r"©|\(c\)|copyright|\bsource:|джерело:|источник:|配信", re.IGNORECASE)
BRACKETED = re.compile(
    r"\s*[\[(【〔][^\[\](){}【】〔〕]{2,25}[\])】〕]\s*"
)  # …と述べた。[時事通信社]
PICTURE = re.compile("photo|image|picture|фото|写真|画像", re.IGNORECASE)
CLOSING = 150  # characters of a line that closes an article with its agency's name
LAST = 4  # characters after the newsroom that ends a sentence


def copyrights(line: str) -> list[re.Match]:
    """Return where a short line says whose copy it is: [Copyright The Jiji Press]; [時事]."""
    bracketed = BRACKETED.fullmatch(line)
    if bracketed:
        return [bracketed]
    return list(COPYRIGHT.finditer(line)) if len(line) < CLOSING else []


def closing(
    lines: list[tuple[str, str, str]], newsrooms: Finder, known: set[str]
) -> list[tuple[str, str, str, str]]:
    """Return the newsrooms, but known ones, that lines after the body name as owners: © KYODO.

    `lines` are the label, role and plain text of each paragraph.
    """
    roles = [role for _, role, _ in lines]
    start = len(roles) - roles[::-1].index("body") if "body" in roles else len(roles)
    rows = []
    for label, role, line in lines[start:]:
        if role != "credit" or not copyrights(line) or PICTURE.search(line):
            continue
        shouted = newsrooms.find(line.title())  # KYODO
        for mention in newsrooms.find(line) or shouted:
            if mention.words not in known and mention.kind != "self":
                known = known | {mention.words}
                rows.append((label, mention.words, mention.kind, "copyright"))
    return rows


def passes_on(start: int, end: int, sentence: str, language: str) -> bool:
    """Return whether a newsroom ends a sentence and passes on what others in it report.

    So in "reported by the Yomiuri, according to UNN": UNN has it from the Yomiuri.
    """
    is_last = len(sentence) - end <= LAST
    return is_last and _lead(language).search(sentence[:start]) is not None


@partial(tables.cached, names=("cues", "outlets"))
def _lead(language: str) -> re.Pattern:
    """Return what leads to a newsroom that passes on: …, according to the news agency"""
    words = cues(language, "passing on")
    return re.compile(rf",\s{words}(?:\sthe)?(?:\s[\w'-]+){{0,2}}\s[«\"]?$", re.IGNORECASE)
