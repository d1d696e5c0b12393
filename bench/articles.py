"""Articles: how many pages one core reads."""

import corpus
import pandas as pd
from measure import processor_seconds, row

from analysis import articles, newsroom

PAGES = 1_000
PART = 100  # pages that are timed together, three times; the quickest counts


def rows():
    """The rate of one core over a thousand pages."""
    pages = corpus.pages(PAGES)
    spent = sum(quickest(pages[start : start + PART]) for start in range(0, PAGES, PART))
    yield row(
        "reading a page and finding whom it credits, one process",
        f"{PAGES / spent:.0f} pages a second of the processor",
        "site/scale.md",
        "one core reads about a hundred and fifty pages a second and finds whom they credit",
    )


def quickest(pages: list[str]) -> float:
    """Return the processor time that some pages take, whatever else the machine does."""
    return min(processor_seconds(lambda: [*map(credits, pages)]) for _ in range(3))


def credits(page: str) -> pd.DataFrame:
    """Return one row per attribution of a page."""
    return newsroom.attributions(articles.read(page))
