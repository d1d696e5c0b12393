"""Articles: how many pages one process reads, and how long a search for near-copies takes."""

import corpus
import pandas as pd
from measure import processor_seconds, row, seconds, taken

from analysis import articles, newsroom

PAGES, STORIES = 1_000, 100_000


def rows():
    """The rate of one process over a thousand pages, and the search among a hundred thousand."""
    pages = corpus.pages(PAGES)
    spent = min(processor_seconds(lambda: [*map(credits, pages)]) for _ in range(3))
    yield row(
        "reading a page and finding whom it credits, one process",
        f"{PAGES / spent:.0f} pages a second of the processor",
        "site/scale.md",
        "one core reads about a hundred and fifty pages a second and finds whom they credit",
    )
    known = articles.fingerprint(paragraphs(STORIES))
    yield row(
        f"`newsroom.similar`, {STORIES:,} articles",
        taken([seconds(lambda: newsroom.similar(known))]),
        "site/scale.md",
        "the near-copies among a hundred thousand in half a minute",
    )


def credits(page: str) -> pd.DataFrame:
    """Return one row per attribution of a page."""
    return newsroom.attributions(articles.read(page))


def paragraphs(count: int) -> pd.DataFrame:
    """Return the bodies of so many articles as `articles.read` gives them."""
    rows = [(name, "body", text) for name, texts in corpus.stories(count).items() for text in texts]
    return pd.DataFrame(rows, columns=["article_id", "role", "text"])
