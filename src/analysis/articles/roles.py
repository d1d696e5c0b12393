"""What a block of an article is: body, a pointer to another story, or a credit."""

import re

from .patterns import BAR, BYLINE, CREDIT, DATED, NAMES, RELATED, SENTENCE_END, SHOUTED

COUNT = 8  # characters of a number that may count shares


def role(block: str, element: dict | None = None) -> str:
    """Return the role of a block, by its words and by the element that it stands in."""
    start = block[:300]
    if element is not None and element["role"] == "teaser":
        return "related"
    if RELATED.match(start) or SHOUTED.match(start):
        return "related"
    if _is_credit(block):
        return "credit"
    if element is None:
        return "body"
    if element["role"]:
        return element["role"]
    return "related" if element["linked"] > 0.8 and not SENTENCE_END.search(block) else "body"


def is_bar(text: str) -> bool:
    """Return whether a line is nothing but the buttons of a share bar, or a day of publication."""
    if len(text) < 150 and DATED.match(text):
        return True
    words = re.findall(r"[\w-]+", text[:200].lower())
    is_number = len(words) == 1 and len(text) < COUNT  # of those who shared it
    is_named = is_number or not words or any(word in BAR for word in words)
    return len(text) < 200 and is_named and all(word in BAR or word.isdigit() for word in words)


def _is_credit(block: str) -> bool:
    """Return whether a block is a caption, or names who took a photo or wrote the article."""
    start = block if len(block) < 300 else block[:40]
    if len(block) < 400 and CREDIT.search(start):
        return True
    if len(block) >= 80:
        return False
    return BYLINE.match(block) is not None or NAMES.match(block) is not None
