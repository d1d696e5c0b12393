"""Near-copies: how long a search among a hundred thousand articles takes."""

import corpus
import pandas as pd
from measure import row, seconds, taken

from analysis import articles, newsroom

STORIES = 100_000


def rows():
    """The search among a hundred thousand."""
    known = articles.fingerprint(paragraphs(STORIES))
    yield row(
        f"`newsroom.similar`, {STORIES:,} articles",
        taken([seconds(lambda: newsroom.similar(known))]),
        "site/scale.md",
        "the near-copies among a hundred thousand in half a minute",
    )


def paragraphs(count: int) -> pd.DataFrame:
    """Return the bodies of so many articles as `articles.read` gives them."""
    rows = [(name, "body", text) for name, texts in corpus.stories(count).items() for text in texts]
    return pd.DataFrame(rows, columns=["article_id", "role", "text"])
