"""Which text of a page is its article: trafilatura's judgement, found again among our blocks.

Paragraphs, their roles and the title stay ours; trafilatura only tells which of them are the
article's.
"""

import functools
import logging
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from . import furniture, roles
from .pages import Page, parse, regions, same
from .patterns import CONSENT

NOT_LETTERS = re.compile(r"[\W_]+")
ENDED = re.compile(r"[.!?。！？…»”\"'’)」]\s*$")
SHORT = 25  # letters below which a block is only known again as a whole line
STANDING = 100  # letters from which a block between two of the article's is kept
LARGEST = 10_000  # blocks of a page that are looked at
SENTENCE = 40  # characters of a sentence of a wall that asks for consent
LEAD = 80  # letters of a sentence that may lead an article
LEADS = 600  # letters that may stand before the first paragraph that trafilatura knows
ENOUGH = 0.8  # share of trafilatura's text from which the element that we chose is the right one
LEAST = 0.5  # share below which its text is taken as it is
ARTICLE = 600  # letters from which trafilatura's first pass may be enough
NEARLY = 0.9  # share of either text that the other must have for that
FEW = 250  # letters below which what is hidden gets a second look
MANY_TIMES = 3
LONGER = 1.5  # times a text that the page states is longer than what it shows, and is taken
OTHER = 0.5  # what a letter that was not chosen weighs against one that was
PRUNED = ("<rt", "<rp", "<noscript", "hidden", "display")  # words of what may be taken out
HIDDEN = (
    "//*[@hidden or contains(@style, 'display:none') or contains(@style, 'display: none')]"
    "[not(self::body or self::html)]"
)
for logger in ("trafilatura", "htmldate", "courlan", "justext"):
    logging.getLogger(logger).addHandler(logging.NullHandler())


class Choice(NamedTuple):
    """The text that trafilatura takes for the article: its letters, its lines and their letters."""

    letters: str
    lines: list[str]
    short: frozenset[str]


@functools.lru_cache(maxsize=1024)
def letters(text: str) -> str:
    """Return the letters and digits of a text, in lower case; asked of a block several times."""
    return NOT_LETTERS.sub("", text).casefold()


def choose(html: str, stated: str, likely: list[dict]) -> Choice:
    """Return the text of a page that trafilatura takes for its article; blank where it finds none.

    Its first pass is enough where that and what is `likely` (blocks with roles) agree; else its
    second readers are asked too. What is hidden counts only where next to nothing stands beside it.
    A text that the page states in its data counts where it is much longer: the page shows its
    opening only.
    """
    quick = _split(_extracted(html, first_pass=True))
    text = "\n".join(quick.lines)
    if not _agree(quick, likely):
        text = _extracted(html)
    if len(text) < FEW:
        all_text = _extracted(html, with_hidden=True)
        text = all_text if len(all_text) > MANY_TIMES * len(text) else text
    if stated and len(letters(stated)) > LONGER * len(letters(text)):
        text = stated
    return _split(text)


def _split(text: str) -> Choice:
    """Return a text with its letters, by line."""
    lines = [line for line in text.splitlines() if line.strip()]
    lines_letters = [letters(line) for line in lines]
    short = frozenset(line for line in lines_letters if len(line) < SHORT)
    return Choice("".join(lines_letters), lines, short)


def _agree(choice: Choice, likely: list[dict]) -> bool:
    """Return whether a text of some length is that of the blocks, and theirs not much more."""
    count = len(choice.letters)
    if count < ARTICLE or not count / NEARLY > _body(likely) > NEARLY * count:
        return False
    return _coverage(likely, choice) > NEARLY


def _extracted(html: str, with_hidden: bool = False, first_pass: bool = False) -> str:
    """Return trafilatura's text of a page."""
    import trafilatura  # a quarter of a second, only where a page is read

    options = _options(first_pass)
    source = html.lower()
    if not any(mark in source for mark in PRUNED):
        return trafilatura.extract(html, options=options) or ""
    tree = trafilatura.load_html(html)
    if tree is None:
        return ""
    _prune(tree, source, with_hidden)
    return trafilatura.extract(tree, options=options) or ""


@functools.cache
def _options(first_pass: bool) -> Any:
    """Return how trafilatura is to read, made once: it reads its settings each time."""
    from trafilatura.settings import Extractor

    return Extractor(comments=False, fast=first_pass)


def _prune(tree: Any, source: str, with_hidden: bool) -> None:
    """Take out readings of characters and what is hidden; open what holds text without scripts.

    Each is looked for only where the page's source (in lower case) has a word of it.
    """
    if "<rt" in source or "<rp" in source:
        for element in list(tree.iter("rt", "rp", "rtc")):
            element.drop_tree()
    may_hide = not with_hidden and ("hidden" in source or "display" in source)
    for element in tree.xpath(HIDDEN) if may_hide else []:
        if element.getparent() is not None:
            element.drop_tree()
    for element in list(tree.iter("noscript")) if "<noscript" in source else []:
        if len(element.findall(".//p")) > 1:
            element.drop_tag()


def _known(block: str, choice: Choice) -> bool:
    """Return whether a block is part of the text that was chosen."""
    block_letters = letters(block)
    if len(block_letters) < SHORT and not ENDED.search(block):
        return block_letters in choice.short
    return bool(block_letters) and block_letters in choice.letters


def article(html: str, page: Page, title: str) -> list[dict]:
    """Return the blocks of a page's article, each with its role under `as`.

    Where too little of the text that trafilatura chose stands where articles do, it is looked for
    in all of the page, and else taken as it is.
    """
    furniture.label(page)
    likely = _with_roles(regions(page, title)[0])
    choice = choose(html, page.meta.get("articlebody", ""), likely)
    if len(choice.letters) < FEW and _body(likely) > len(choice.letters):
        return likely
    if not choice.letters:
        return _with_roles(regions(parse(html, whole=True), title)[0])
    best, share = [], -1.0
    for blocks in _places(html, page, title):
        found = _coverage(blocks, choice)
        if found > share + 0.02:
            best, share = blocks, found
        if share >= ENOUGH:
            break
    if share < LEAST:
        lines = [{"text": line, "tag": "", "role": "", "linked": 0.0} for line in choice.lines]
        return _with_roles(lines)
    return _within(_after_wall(best, title), choice)


def _places(html: str, page: Page, title: str) -> Iterator[list[dict]]:
    """Give where the article may stand, the likeliest first, and at last whatever could be text."""
    for blocks in regions(page, title):
        yield _with_roles(blocks)
    whole = parse(html, whole=True)
    furniture.label(whole)
    sure = ("teaser", "credit")
    yield [
        block | {"as": roles.role(block["text"], block if block["role"] in sure else None)}
        for block in whole.blocks[:LARGEST]
    ]


def _with_roles(blocks: list[dict]) -> list[dict]:
    return [block | {"as": roles.role(block["text"], block)} for block in blocks]


def _letters(blocks: list[dict]) -> int:
    """Return how many letters blocks have."""
    return sum(len(letters(block["text"])) for block in blocks)


def _body(blocks: list[dict]) -> int:
    """Return how many letters the body has among blocks."""
    return _letters([block for block in blocks if block["as"] == "body"])


def _coverage(blocks: list[dict], choice: Choice) -> float:
    """Return how much of the text that was chosen stands in blocks."""
    chosen = [block for block in blocks if _known(block["text"], choice)]
    return _letters(chosen) / len(choice.letters)


def _after_wall(blocks: list[dict], title: str) -> list[dict]:
    """Return blocks without a wall that asks for consent before the headline."""
    heads = [place for place, block in enumerate(blocks) if same(block["text"], title)]
    before = blocks[: heads[-1]] if heads else []
    sentences = [block["text"] for block in before if len(block["text"]) > SENTENCE]
    asking = sum(bool(CONSENT.search(text)) for text in sentences)
    return blocks[heads[-1] :] if asking > len(sentences) / 2 else blocks


def _within(blocks: list[dict], choice: Choice) -> list[dict]:
    """Return the blocks of the stretch that was chosen, and labelled ones about it.

    A sentence of some length that stands just before the first leads it. Between the first and the
    last a block that was not chosen stays if it has some length.
    """
    marks = [_known(block["text"], choice) for block in blocks]
    chosen = [block for block, mark in zip(blocks, marks, strict=True) if mark]
    is_named_wrongly = 2 * _body(chosen) < _letters(chosen)
    blocks = [
        block | {"as": "body"} if mark and _is_mislabelled(block, is_named_wrongly) else block
        for block, mark in zip(blocks, marks, strict=True)
    ]
    texts = [block["text"] if block["as"] == "body" else "" for block in blocks]
    stretch = _stretch(texts, marks)
    if not stretch:
        return blocks
    first, last = stretch[0], stretch[-1]
    lead = next((place for place in range(first - 1, -1, -1) if texts[place]), None)
    is_start = lead is not None and sum(map(len, texts[:first])) < LEADS
    if lead is not None and is_start and len(texts[lead]) > LEAD and ENDED.search(texts[lead]):
        first = lead
    return [
        block
        for place, block in enumerate(blocks)
        if block["as"] != "body"
        or first <= place <= last
        and (marks[place] or len(texts[place]) > STANDING or block["tag"] == "tr")
    ]


def _is_mislabelled(block: dict, is_named_wrongly: bool) -> bool:
    """Return whether a block is labelled by its element alone, and reads like a text.

    Where most of an article is labelled so, the name of its element says nothing.
    """
    if block["as"] == "body" or block["role"] == "teaser" or roles.role(block["text"]) != "body":
        return False
    is_sentence = len(block["text"]) > LEAD and bool(ENDED.search(block["text"]))
    return is_named_wrongly or (block["as"] == "related" and is_sentence)


def _stretch(texts: list[str], marks: list[bool]) -> range:
    """Return the places of the stretch that holds most of what was chosen and least of all else."""
    best, best_sum = range(0), 0.0
    start, sum_so_far = 0, 0.0
    for place, (text, mark) in enumerate(zip(texts, marks, strict=True)):
        if sum_so_far <= 0:
            start, sum_so_far = place, 0.0
        sum_so_far += len(text) if mark else -OTHER * len(text)
        if mark and text and sum_so_far > best_sum:
            best, best_sum = range(start, place + 1), sum_so_far
    return best
