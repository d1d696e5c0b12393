"""The same function over many files: two Dask workers against one process, start-up told apart."""

import tempfile
import time
from pathlib import Path

import corpus
import pandas as pd
from measure import row, seconds

from analysis import articles

PAGES = 2_000


def rows():
    """Attributions of 2,000 pages, the rows compared."""
    import dask.bag
    from dask.distributed import Client

    with tempfile.TemporaryDirectory() as place:
        paths = [str(Path(place, f"{number:05d}.html")) for number in range(PAGES)]
        for path, page in zip(paths, corpus.pages(PAGES), strict=True):
            Path(path).write_text(page, "utf-8")
        start = time.perf_counter()
        with Client(n_workers=2, threads_per_worker=1, dashboard_address=None) as client:
            client.run(lambda: __import__("analysis.articles"))
            yield {"what": "two workers started", "against": "once", "figure": f"{time.perf_counter() - start:.1f} s"}
            files = dask.bag.from_sequence(paths, npartitions=16)
            held = {}
            alone = lambda: held.update(alone=pd.concat(map(credits, paths), ignore_index=True))  # noqa: E731
            shared = lambda: held.update(shared=pd.concat(files.map(credits).compute(), ignore_index=True))  # noqa: E731
            turns = [(seconds(shared), seconds(alone)) for _ in range(3)]
        pd.testing.assert_frame_equal(held["shared"], held["alone"])
        yield row(f"attributions of {PAGES:,} pages, two Dask workers", "one process, without Dask; 0.5 is the limit", turns)


def credits(path: str) -> pd.DataFrame:
    """One row per attribution of the page in a file."""
    return articles.attributions(articles.read(Path(path).read_bytes())).assign(article_id=path)
