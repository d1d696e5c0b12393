"""Which of the mentions of a sentence stand, where several share words."""

import re

from . import credits_japanese
from .names import Mention

RANK = ["outlet", "unnamed officials", "document", "official on record", "name"]


def longest(mentions: list[Mention], newsrooms: list[Mention], sentence: str) -> list[Mention]:
    """Return mentions that do not overlap, in order of the sentence.

    Unnamed people, documents and outlets come before officials, the longer before the shorter.
    """
    kept: list[Mention] = []
    order = [(each.start, RANK.index(each.kind), -each.end, each) for each in mentions]
    for *_, mention in sorted(order):
        beside = [each for each in newsrooms if _belongs(mention, each, sentence)]
        if credits_japanese.is_newsroom_s(mention, newsrooms, sentence):
            continue
        staff = _of_staff(mention, beside)
        if staff:
            mention, beside = staff, []
        if beside and mention.kind == "outlet":  # the newspaper Yomiuri: it has its name
            kept.append(mention._replace(kind=""))
        if beside and (mention.kind != "unnamed officials" or beside[0].start == mention.start):
            continue
        if not any(mention.overlaps(other) for other in kept):
            kept.append(mention)
    return sorted(mention for mention in kept if mention.kind)


def _of_staff(mention: Mention, newsrooms: list[Mention]) -> Mention | None:
    """Return the person whom a Japanese phrase says to work for a newsroom: TBS記者の甲野さん."""
    place = mention.words.rfind("の") + 1
    start = mention.start + place
    is_before = newsrooms and newsrooms[-1].end < start
    if not place or not is_before or not mention.words.endswith(("氏", "さん")):
        return None
    return mention._replace(start=start, words=mention.words[place:])


def _belongs(mention: Mention, newsroom: Mention, sentence: str) -> bool:
    """Whether a mention is a newsroom's: it overlaps, or it is the word "newspaper" beside it."""
    if mention.overlaps(newsroom):
        return True
    if mention.kind != "outlet":
        return False
    between = sentence[mention.end : newsroom.start]
    after = sentence[newsroom.end : mention.start]
    is_next = 0 <= mention.start - newsroom.end < 3 and after != "など"
    return is_next or bool(re.fullmatch(r"\s[«\"]?", between))
