"""A web page → the blocks of its article and what the page says of itself.

The page is read as a stream of events, so that neither depth nor length can exhaust the reader; no
tree is ever built.
"""

import functools
import re
from collections.abc import Mapping
from typing import NamedTuple

from lxml import etree

from .linked_data import statements

SILENT = set(  # never part of a text; rt and rp hold the readings of Japanese characters
    """script style template svg math button select textarea iframe object audio video canvas head
    map rp rt rtc""".split()
)
SKIPPED = SILENT | set("noscript nav footer dialog menu".split())
INLINE = set(
    """script style noscript template svg button a abbr b bdi bdo br cite code data del dfn em font
    i img ins kbd label mark q rb rp rt rtc ruby s samp small span strike strong sub sup td th time
    tt u var wbr amp-img picture source""".split()
)
CELL = 150  # characters from which a cell of a table is a paragraph, and its row is not
VOID = set("area base br col embed hr img input link meta param source track wbr".split())
FRAMES = {"body", "html", "article", "main"}  # never left out, whatever their class says
BREAK = "\x1f"  # a line break, in text from which control characters were taken out

# An element goes by its class, id, role and itemprop. A name says what the element is for, with or
# without what sites put before it (post-share) and after it (share-buttons).
BEFORE = r"^(?:(?:article|post|entry|story|news|page|amp|c|wp|sns)[-_]+)*"
AFTER = r"""(?:[-_]+(?:
      bar | buttons? | links? | list | icons? | block | box | tools | area | section
    | news | articles? | posts? | stories | info | text | name | media | \d+
))*$"""
JUNK = r"""(
      share | sharing | social | sns | comments?            # share-buttons, sns-list
    | breadcrumbs? | topicpath | nav | navi | navigation    # post-navigation
    | contentinfo | sidebar | toolbar | pager | pagination  # pagination-links
    | ad | ads | advert | advertisement | promo             # ad-block-2
    | cookies? | cookie-\w+ | consent | gdpr | cmp          # cookie-law, consent-layer
    | subscribe | newsletter | paywall | regwall            # newsletter-box
    | byline | author | tags | tag | ranking | copyright    # article-tags
    | hidden | sr-only | visually-hidden | screen-reader    # screen-reader-text
)"""
POINTER = r"""(
      related | recommend(?:ed|ations?)? | kanren           # related-articles
    | read-?(?:also|more) | readalso | see-?also | more     # read-also, see-also
)"""
CAPTION = r"""(
      caption | (?:photo|image|img)?-?credits?              # wp-caption, photo-credit
    | (?:photo|image|figure|fig)-?(?:caption|desc|description)  # figure-caption
)"""
HOLDER = r"""^(
      article-?body | article__body | article-(?:text|content)  # articleBody
    | story-?body | entry-content | post-content                # entry-content
)$"""
KINDS = {
    "junk": re.compile(BEFORE + JUNK + AFTER, re.IGNORECASE | re.VERBOSE),
    "related": re.compile(BEFORE + POINTER + AFTER, re.IGNORECASE | re.VERBOSE),
    "remark": re.compile(BEFORE + "comments?" + AFTER, re.IGNORECASE | re.VERBOSE),
    "credit": re.compile(BEFORE + CAPTION + AFTER, re.IGNORECASE | re.VERBOSE),
    "holder": re.compile(HOLDER, re.IGNORECASE | re.VERBOSE),
}
UNSEEN_STYLE = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
TELLING = {"meta", "link", "html", "time", "script", "title"}  # by which a page says what it is
DEEPEST = 19  # open inline elements among which a block is looked for

Attributes = Mapping[str, str]


class Element(NamedTuple):
    """An element that is open."""

    tag: str
    number: int
    role: str
    skipped: bool


class Page:
    """The events of one page, gathered.

    `blocks` are its texts with the element that each stands in, `meta` the page's own statements.
    A `whole` page leaves nothing out that could be text, whatever its element is called.
    """

    def __init__(self, whole: bool = False) -> None:
        self.whole = whole
        self.images: list[int] = []  # elements in which an image stands
        self.blocks: list[dict] = []
        self.meta: dict[str, str] = {}
        self.times: list[tuple[int, str]] = []  # elements that state a time, and what they state
        self.tags = [""]  # of each element, its tag
        self.parents = [-1]  # of each element, the number of the one around it
        self.ends = [0]  # of each element, the number of the last one inside it
        self.holders: list[tuple[str, int]] = []  # elements that say they hold an article
        self._open = [Element("", 0, "", False)]
        self._words: list[str] = []
        self._linked = 0  # characters of the block that stand in links
        self._skipping = 0  # open elements whose text is left out
        self._in_link = 0  # open links
        self._remarks: list[int] = []  # open elements with what readers wrote
        self._raw: list[str] | None = None  # the text of an open title or JSON-LD script

    def start(self, tag: str, attributes: Attributes) -> None:
        """Open an element; the text before it ends where the element is a block."""
        kinds = _kinds_of(attributes)
        if tag in TELLING or "itemprop" in attributes:
            self._note(tag, attributes)
        if tag not in INLINE:
            self._flush()
        around = self._open[-1]
        number = len(self.parents)
        self.parents.append(around.number)
        self.tags.append(tag)
        self.ends.append(number)
        if tag == "br" and not self._skipping:
            self._words.append(BREAK)
        if tag in ("img", "amp-img", "picture"):
            self.images.append(around.number)
        if tag in VOID:
            return
        if tag in ("td", "th"):
            self._end_cell()
        if tag in ("article", "main") or "holder" in kinds:
            self.holders.append((tag, number))
        skipped = self._is_skipped(tag, kinds)
        if skipped:
            self._skipping += 1
        if tag == "a":
            self._in_link += 1
        if "remark" in kinds and tag not in FRAMES:
            self._remarks.append(number)
        self._open.append(Element(tag, number, around.role or _role(tag, kinds), skipped))

    def end(self, tag: str) -> None:
        """Close an element."""
        if tag in VOID or len(self._open) == 1:
            return
        if tag not in INLINE:
            self._flush()
        if tag in ("td", "th"):
            self._end_cell()
        closed = self._open.pop()
        self.ends[closed.number] = len(self.ends) - 1
        if closed.number in self._remarks:
            self._remarks.remove(closed.number)
        if closed.skipped:
            self._skipping -= 1
        if closed.tag == "a":
            self._in_link -= 1
        if closed.tag in ("script", "title"):
            self._keep_statement(closed.tag)

    def data(self, text: str) -> None:
        """Take in a text, unless it stands where no article does."""
        if self._raw is not None:
            self._raw.append(text)
        elif not self._skipping:
            self._words.append(text)
            if self._in_link:
                self._linked += len(text.strip())

    def close(self) -> "Page":
        """Return the page at its end."""
        self._flush()
        return self

    def _is_skipped(self, tag: str, kinds: frozenset[str]) -> bool:
        """Return whether what stands in an element is left out."""
        if self.whole:
            return tag in SILENT
        return tag in SKIPPED or ("junk" in kinds and tag not in FRAMES)

    def _end_cell(self) -> None:
        """Part two cells of a table by a blank; a cell of some length is a block of its own."""
        if sum(map(len, self._words)) > CELL:
            self._flush()
        elif self._words:
            self._words.append(" ")

    def _flush(self) -> None:
        """End the block that was being gathered."""
        text = "".join(self._words).strip() if self._words else ""
        if text:
            element = self._block()
            about = {
                "tag": element.tag,
                "at": element.number,
                "role": element.role,
                "linked": self._linked / len(text),
            }
            self.blocks += [{"text": part} | about for part in _paragraphs(text)]
        self._words = []
        self._linked = 0

    def _block(self) -> Element:
        """Return the innermost open block; very deep inline nests count by their innermost."""
        for element in self._open[: -DEEPEST - 1 : -1]:
            if element.tag not in INLINE:
                return element
        return self._open[-1]

    def _note(self, tag: str, attributes: Attributes) -> None:
        """Keep what the page says of itself: meta, canonical link, language, dates, JSON-LD."""
        name = _first(attributes, "property", "name", "itemprop").lower()
        if tag == "meta" and name:
            self.meta.setdefault(name, _first(attributes, "content"))
        elif tag == "link" and "canonical" in _first(attributes, "rel").lower().split():
            self.meta.setdefault("canonical", _first(attributes, "href"))
        elif tag == "html":
            self.meta.setdefault("lang", _first(attributes, "lang", "xml:lang"))
        elif "datepublished" in name or (tag == "time" and "pubdate" in attributes):
            self.meta.setdefault("datepublished", _first(attributes, "datetime", "content"))
        elif tag == "time" and "modified" not in name and self._may_date():
            self.times.append((len(self.parents), _first(attributes, "datetime")))
        elif tag == "title" or (tag == "script" and "ld+json" in _first(attributes, "type")):
            self._raw = []

    def _may_date(self) -> bool:
        """Return whether a time that stands here may be the article's: no link's, no reader's."""
        return self._open[-1].role != "related" and not self._remarks

    def _keep_statement(self, tag: str) -> None:
        """Keep what a title or a JSON-LD script said."""
        text = "".join(self._raw or [])
        self._raw = None
        if tag == "title" and text.strip():
            self.meta.setdefault("title", " ".join(text.split()))
        elif tag == "script" and text:
            for name, value in statements(text).items():
                self.meta.setdefault(name, value)


def parse(html: str, whole: bool = False) -> Page:
    """Return the events of a page, gathered; what cannot be parsed gives an empty page."""
    parser = etree.HTMLParser(target=Page(whole))
    try:
        parser.feed(html)
        return parser.close()
    except etree.XMLSyntaxError:
        return Page(whole)


def regions(page: Page, title: str) -> list[list[dict]]:
    """Return where in a page the article may stand, from the likeliest to the widest.

    That is the element that holds the running text, from its headline on; all of that element; and
    the page.
    """
    weight = [0] * len(page.parents)
    for block in page.blocks:
        if block["linked"] < 0.5 and not block["role"]:
            weight[block["at"]] += len(block["text"])
    for number in range(len(weight) - 1, 0, -1):
        weight[page.parents[number]] += weight[number]
    first = _holder(page, weight)
    last = page.ends[first] if first else len(weight)
    inside = [block for block in page.blocks if first <= block["at"] <= last]
    return [_from_headline(inside, title), inside, page.blocks]


def _from_headline(blocks: list[dict], title: str) -> list[dict]:
    """Return blocks from the headline on: the title as a heading, or one before most of the text.

    A first-level heading after the text is not the article's.
    """
    heads = [position for position, block in enumerate(blocks) if block["tag"] == "h1"]
    titles = [position for position in heads if same(blocks[position]["text"], title)]
    for position in [*titles, *heads[:1]]:
        before, after = blocks[:position], blocks[position:]
        if position in titles or _length(before) < _length(after):
            return after
    return blocks


def same(one: str, other: str) -> bool:
    """Return whether two headlines are the same but for blanks and case, and one may be cut."""
    one, other = _folded(one), _folded(other)
    return bool(one and other) and (one.startswith(other[:60]) or other.startswith(one[:60]))


@functools.lru_cache(maxsize=1024)
def _folded(text: str) -> str:
    """Return a text with single blanks, in lower case; asked of a block several times."""
    return " ".join(text.split()).casefold()


def _length(blocks: list[dict]) -> int:
    """Return how many characters of running text blocks have."""
    return sum(len(block["text"]) for block in blocks if block["linked"] < 0.5)


def _holder(page: Page, weight: list[int]) -> int:
    """Return the number of the element that holds the article.

    A declared one with two fifths of the running text, the heaviest and then the first of those in
    an `article` if there are any; else the innermost element with nine tenths of the text.
    """
    declared = [number for tag, number in page.holders if tag == "article"]
    declared = declared or [number for _, number in page.holders]
    if declared:
        heaviest = max(declared, key=weight.__getitem__)
        if weight[heaviest] >= 0.4 * weight[0] > 0:
            return heaviest
    best = 0
    for number in range(1, len(weight)):
        if page.parents[number] == best and weight[number] >= 0.9 * weight[0] > 0:
            best = number
    return best


def _paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a block.

    They are parted by two line breaks, by one before a wide blank, and in a long block by one after
    a full stop.
    """
    ends = rf"{BREAK}\s*{BREAK}[\s{BREAK}]*|{BREAK}(?=\s*\u3000)"
    if len(text) > 300:
        ends += rf"|(?<=[。.!?」”\"])\s*{BREAK}"
    parts = (" ".join(part.replace(BREAK, " ").split()) for part in re.split(ends, text))
    return [part for part in parts if part]


def _role(tag: str, kinds: frozenset[str]) -> str:
    """Return the role of all that stands in an element; blank where the element says nothing."""
    if tag == "figcaption" or "credit" in kinds:
        return "credit"
    if tag == "aside" or "related" in kinds:
        return "related"
    return ""


def _kinds_of(attributes: Attributes) -> frozenset[str]:
    """Return which of `KINDS` an element is, by its attributes."""
    if not attributes:
        return frozenset()
    get = attributes.get
    names = f"{get('class') or ''} {get('id') or ''} {get('role') or ''} {get('itemprop') or ''}"
    kinds = _kinds(names[:500])
    style = get("style")
    if "hidden" in attributes or (style and UNSEEN_STYLE.search(style[:500])):
        return kinds | {"junk"}
    return kinds


@functools.lru_cache(maxsize=4096)
def _kinds(names: str) -> frozenset[str]:
    """Return which of `KINDS` the names are that an element goes by."""
    each = names.split()
    return frozenset(kind for kind, pattern in KINDS.items() if any(map(pattern.match, each)))


def _first(attributes: Attributes, *names: str) -> str:
    """Return the first of some attributes that says anything; blank where none does."""
    return next((attributes[name] for name in names if attributes.get(name)), "")
