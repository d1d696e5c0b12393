"""What stands about an article without being of it, told by its shape: captions and teasers."""

from collections import defaultdict
from itertools import accumulate

from .pages import Page
from .patterns import SENTENCE_END

CAPTION = 250  # characters of a caption at most
PARAGRAPH_CAPTION = 120  # characters of one in a paragraph element, which may also lead an article
TEASER = 400  # characters of a teaser at most
TEASERS = 3  # teasers that make a list of them
HEADLINE = 8  # letters of a linked headline at least
LINE = 200  # characters of a line that holds a linked headline
HEADING = 60  # characters of the heading of such a list at most
CUT = ("…", "...", "[…]", "[...]")  # the end of a teaser
LEAST = {"credit": 0.5, "teaser": 0.25}  # share of the text that is neither, in an article
HOLDS_PICTURES = ("div", "span", "center", "td", "figure", "section", "em", "i", "small")


class Shape:
    """How many blocks, characters and images stand in each element of a page."""

    def __init__(self, page: Page):
        self.page = page
        count = len(page.parents)
        counts = {name: [0] * count for name in ("blocks", "images", "running")}
        for element in page.images:
            counts["images"][element] += 1
        for block in page.blocks:
            counts["blocks"][block["at"]] += 1
            if block["linked"] < 0.5:
                counts["running"][block["at"]] += len(block["text"])
        self.sums = {name: [0, *accumulate(numbers)] for name, numbers in counts.items()}

    def inside(self, what: str, element: int) -> int:
        """Return how much of something an element holds."""
        sums = self.sums[what]
        return sums[self.page.ends[element] + 1] - sums[element]


def label(page: Page) -> None:
    """Give the blocks of a page that are captions or teasers their role."""
    shape = Shape(page)
    total = shape.sums["running"][-1]
    for role, places in (("credit", _captions(page, shape)), ("teaser", _teasers(page, shape))):
        length = sum(len(page.blocks[place]["text"]) for place in places)
        if total - length < LEAST[role] * total:
            continue
        for place in places:
            page.blocks[place]["role"] = page.blocks[place]["role"] or role


def _captions(page: Page, shape: Shape) -> list[int]:
    """Return the places of blocks that share their element with an image and little else."""
    return [
        place
        for place, block in enumerate(page.blocks)
        if len(block["text"]) < CAPTION
        and block["linked"] < 0.5
        and _is_caption(block, page, shape)
    ]


def _is_caption(block: dict, page: Page, shape: Shape) -> bool:
    if block["tag"] in ("h1", "h2", "h3", "li", "tr"):
        return False
    if block["tag"] == "p" and len(block["text"]) > PARAGRAPH_CAPTION:
        return False
    element = block["at"]
    for _ in range(3):
        if element <= 0 or shape.inside("blocks", element) > 2:
            return False
        if shape.inside("images", element) and page.tags[element] in HOLDS_PICTURES:
            return True
        element = page.parents[element]
    return False


def _teasers(page: Page, shape: Shape) -> list[int]:
    """Return the places of blocks of lists in which each item links to another story."""
    lists = defaultdict(list)
    places: set[int] = set()
    for place, block in enumerate(page.blocks[:-1]):
        if not _points(block):
            continue
        following = page.blocks[place + 1]
        if following["text"].endswith(CUT):
            places |= {place, place + 1}
        item = _item(page, shape, block["at"])
        if item:
            lists[page.parents[item]].append(item)
    for items in lists.values():
        if len(set(items)) >= TEASERS:
            places |= _blocks_of(page, set(items))
    return sorted(places | _headings(page, places))


def _points(block: dict) -> bool:
    """Return whether a block is a linked headline, with or without a day beside it."""
    text = block["text"]
    if sum(map(str.isalnum, text)) < HEADLINE:
        return False
    return block["linked"] > 0.8 or (
        block["linked"] > 0.35 and len(text) < LINE and not SENTENCE_END.search(text)
    )


def _item(page: Page, shape: Shape, element: int) -> int | None:
    """Return the least element about a linked headline that holds some text beside it."""
    for _ in range(4):
        is_item = page.tags[element] != "p"  # a paragraph that holds a picture's link is none
        if element <= 0 or not is_item or shape.inside("running", element) > TEASER:
            return None
        if shape.inside("running", element):
            return element
        element = page.parents[element]
    return None


def _blocks_of(page: Page, items: set[int]) -> set[int]:
    """Return the places of the blocks in some elements."""
    changes = [0] * (len(page.parents) + 1)
    for item in items:
        changes[item] += 1
        changes[page.ends[item] + 1] -= 1
    depths = list(accumulate(changes))
    return {place for place, block in enumerate(page.blocks) if depths[block["at"]]}


def _headings(page: Page, places: set[int]) -> set[int]:
    """Return the places of short headings that stand just before a teaser."""
    before = {place - 1 for place in places if place - 1 not in places and place}
    return {
        place
        for place in before
        if page.blocks[place]["tag"] in ("h2", "h3", "h4", "h5", "h6")
        and len(page.blocks[place]["text"]) < HEADING
    }
