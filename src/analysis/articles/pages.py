"""A web page → the blocks of its article and what the page says of itself.

The page is read as a stream of events, so that neither depth nor length can exhaust the reader; no tree is ever built.
"""

import functools
import json
import re

from lxml import etree

SKIPPED = set(
    "script style noscript template svg math nav footer button select textarea iframe object audio video canvas dialog head menu map".split()
)
INLINE = set(
    "script style noscript template svg button a abbr b bdi bdo br cite code data del dfn em font i img ins kbd label mark q rb rp rt ruby s samp small span strike strong sub sup time tt u var wbr amp-img picture source".split()
)
BREAK = "\x1f"  # a line break, in text from which control characters were taken out
VOID = set("area base br col embed hr img input link meta param source track wbr".split())
BEFORE, AFTER = (
    r"^(?:(?:article|post|entry|story|news|page|amp|c|wp|sns)[-_]+)*",
    r"(?:[-_]+(?:bar|buttons?|links?|list|icons?|block|box|tools|area|news|articles?|posts?|stories|info|text|name|section|media|\d+))*$",
)
JUNK = (
    BEFORE
    + r"(share|sharing|social|sns|comments?|breadcrumbs?|topicpath|nav|navi|navigation|contentinfo|sidebar|ad|ads|advert|advertisement|cookies?|subscribe"
    r"|newsletter|promo|byline|author|tags|tag|toolbar|pager|pagination|ranking|copyright|hidden|sr-only|visually-hidden|screen-reader)"
    + AFTER
)
POINTER = (
    BEFORE
    + r"(related|read-?(?:also|more)|readalso|see-?also|more|recommend(?:ed|ations?)?|kanren)"
    + AFTER
)
CAPTION = (
    BEFORE
    + r"(caption|(?:photo|image|img)?-?credits?|(?:photo|image|figure|fig)-?(?:caption|desc|description))"
    + AFTER
)
HOLDER = r"^(article-?body|story-?body|entry-content|post-content|article__body|article-(?:text|content))$"
KINDS = {
    "junk": re.compile(JUNK, re.I),
    "related": re.compile(POINTER, re.I),
    "credit": re.compile(CAPTION, re.I),
    "holder": re.compile(HOLDER, re.I),
}
NAMES = ("class", "id", "role", "itemprop")  # attributes that say what an element is for
TELLING = {
    "meta",
    "link",
    "html",
    "time",
    "script",
    "title",
}  # elements by which a page says what it is


class Page:
    """The events of one page, gathered: `blocks` of text with the place each stands in, and the page's own `meta` statements."""

    def __init__(self):
        self.parents, self.ends, self.holders = [-1], [0], []
        self.stack, self.blocks, self.meta = [("", 0, "", 0)], [], {}
        self.words, self.linked, self.skipping, self.in_link, self.raw = [], 0, 0, 0, None

    def start(self, tag, attributes):
        """An element opens: text before it ends where the element is a block."""
        about = (
            _kinds(" ".join(attributes.get(name) or "" for name in NAMES)[:500])
            if attributes
            else frozenset()
        )
        if tag in TELLING:
            self._note(tag, attributes)
        if tag not in INLINE:
            self._flush()
        role = self.stack[-1][2] or _role(tag, about)
        self.parents.append(self.stack[-1][1])
        self.ends.append(len(self.ends))
        number = len(self.parents) - 1
        skipped = (
            tag in SKIPPED or "junk" in about and tag not in ("body", "html", "article", "main")
        )
        if tag == "br" and not self.skipping:
            self.words.append(BREAK)
        if tag in VOID:
            return
        if tag in ("article", "main") or "holder" in about:
            self.holders.append((tag, number))
        self.skipping += skipped
        self.in_link += tag == "a"
        self.stack.append((tag, number, role, skipped))

    def end(self, tag):
        """An element closes."""
        if tag in VOID or len(self.stack) == 1:
            return
        if tag not in INLINE:
            self._flush()
        opened, number, _, skipped = self.stack.pop()
        self.ends[number] = len(self.ends) - 1
        self.skipping -= skipped
        self.in_link -= opened == "a"
        if opened in ("script", "title"):
            self._close(opened)

    def data(self, text):
        """Text: kept, unless it stands where no article does."""
        if self.raw is not None:
            self.raw.append(text)
        elif not self.skipping:
            self.words.append(text)
            self.linked += len(text.strip()) * bool(self.in_link)

    def close(self):
        """The end of the page."""
        self._flush()
        return self

    def _flush(self):
        text = "".join(self.words).strip() if self.words else ""
        if text:
            tag, number, role, _ = self._block()
            linked = self.linked / len(text)
            self.blocks += [
                {"text": part, "tag": tag, "at": number, "role": role, "linked": linked}
                for part in _parts(text)
            ]
        self.words, self.linked = [], 0

    def _block(self):
        """The innermost open element that is a block; very deep inline nests count by their innermost element."""
        for element in self.stack[:-20:-1]:
            if element[0] not in INLINE:
                return element
        return self.stack[-1]

    def _note(self, tag, attributes):
        """What the page says of itself: meta, canonical link, language, machine-readable dates, JSON-LD."""
        name = (
            attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or ""
        ).lower()
        if tag == "meta" and name:
            self.meta.setdefault(name, attributes.get("content") or "")
        elif tag == "link" and "canonical" in (attributes.get("rel") or "").lower().split():
            self.meta.setdefault("canonical", attributes.get("href") or "")
        elif tag == "html":
            self.meta.setdefault("lang", attributes.get("lang") or attributes.get("xml:lang") or "")
        elif tag == "time" and ("pubdate" in attributes or "datepublished" in name):
            self.meta.setdefault("datepublished", attributes.get("datetime") or "")
        elif tag == "script" and "ld+json" in (attributes.get("type") or "") or tag == "title":
            self.raw = []

    def _close(self, tag):
        text, self.raw = "".join(self.raw or []), None
        if tag == "title" and text.strip():
            self.meta.setdefault("title", " ".join(text.split()))
        elif tag == "script" and text:
            for name, value in _linked_data(text).items():
                self.meta.setdefault(name, value)


def parse(html: str) -> Page:
    """The events of a page, gathered; what cannot be parsed gives an empty page."""
    parser = etree.HTMLParser(target=Page())
    try:
        parser.feed(html)
        return parser.close()
    except etree.XMLSyntaxError:
        return Page()


def article(page: Page) -> list[dict]:
    """The blocks of the page's article: those of the element that holds the running text, from its headline on."""
    weight = [0] * len(page.parents)
    for block in page.blocks:
        block["good"] = len(block["text"]) * (block["linked"] < 0.5 and not block["role"])
        weight[block["at"]] += block["good"]
    for number in range(len(weight) - 1, 0, -1):
        weight[page.parents[number]] += weight[number]
    first = _holder(page, weight)
    last = page.ends[first] if first else len(weight)
    inside = [block for block in page.blocks if first <= block["at"] <= last]
    heads = [place for place, block in enumerate(inside) if block["tag"] == "h1"]
    return inside[heads[0] :] if heads else inside


def _holder(page: Page, weight: list[int]) -> int:
    """The element that holds the article: a declared one with half of the running text, else the innermost with nine tenths of it."""
    declared = [(weight[number], -number) for tag, number in page.holders if tag == "article"] or [
        (weight[number], -number) for _, number in page.holders
    ]
    if declared and max(declared)[0] >= 0.4 * weight[0] > 0:
        return -max(declared)[1]
    best = 0
    for number in range(1, len(weight)):
        if page.parents[number] == best and weight[number] >= 0.9 * weight[0] > 0:
            best = number
    return best


def _parts(text: str) -> list[str]:
    """The paragraphs of a block: parted by two line breaks, by one before a wide blank, and in a long block by one after a full stop."""
    ends = rf"{BREAK}\s*{BREAK}[\s{BREAK}]*|{BREAK}(?=\s*\u3000)" + (
        rf"|(?<=[。.!?」”\"])\s*{BREAK}" if len(text) > 300 else ""
    )
    return [
        part
        for part in (" ".join(part.replace(BREAK, " ").split()) for part in re.split(ends, text))
        if part
    ]


def _role(tag: str, about: frozenset[str]) -> str:
    if tag == "figcaption" or "credit" in about:
        return "credit"
    return "related" if tag == "aside" or "related" in about else ""


@functools.lru_cache(maxsize=4096)
def _kinds(about: str) -> frozenset[str]:
    """Which of `KINDS` the names are that an element goes by."""
    names = about.split()
    return frozenset(kind for kind, pattern in KINDS.items() if any(map(pattern.match, names)))


def _linked_data(text: str) -> dict:
    """Date, publisher and headline from JSON-LD; what is not JSON says nothing."""
    try:
        known = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return {}
    rows = known if isinstance(known, list) else [known]
    rows += [
        row
        for top in rows
        if isinstance(top, dict) and isinstance(top.get("@graph"), list)
        for row in top["@graph"]
    ]
    found = {}
    for row in filter(lambda row: isinstance(row, dict) and "datePublished" in row, rows):
        publisher = row.get("publisher")
        publisher = publisher.get("name") if isinstance(publisher, dict) else publisher
        for name, value in (
            ("datepublished", row["datePublished"]),
            ("publisher", publisher),
            ("headline", row.get("headline")),
        ):
            if isinstance(value, str):
                found.setdefault(name, value)
    return found
