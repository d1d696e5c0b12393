"""The same function over many files: Dask workers against one process, their start told apart."""

import statistics
import tempfile
from pathlib import Path

import corpus
import pandas as pd
from measure import row, seconds, taken

from analysis import articles, newsroom

PAGES = 1_000
START = "Starting two workers takes a second or two, once"
OVERHEAD = "After that the overhead of Dask is small"
GAIN = "two workers need little more than half the time of one process"


def rows():
    """Attributions by one worker, which shows what Dask itself takes, and by two."""
    import dask.bag

    with tempfile.TemporaryDirectory() as place:
        paths = [str(Path(place, f"{number:05d}.html")) for number in range(PAGES)]
        for path, page in zip(paths, corpus.pages(PAGES), strict=True):
            Path(path).write_text(page, "utf-8")
        files = dask.bag.from_sequence(paths, npartitions=16)
        _, ratio = compared(files, paths, 1)
        yield row("one worker, beside one process", ratio, "site/scale.md", OVERHEAD)
        started, ratio = compared(files, paths, 2)
        yield row("two workers started", taken([started]), "site/scale.md", START)
        yield row("two workers, beside one process", ratio, "site/scale.md", GAIN)


def compared(files, paths: list[str], workers: int) -> tuple[float, str]:
    """Return the seconds that workers take to start, and their time as a share of one process's.

    The rows of both are compared.
    """
    from dask.distributed import Client

    settings = {"n_workers": workers, "threads_per_worker": 1, "dashboard_address": None}
    clients: list[Client] = []
    started = seconds(lambda: clients.append(Client(**settings)))
    with clients[0] as client:
        client.run(lambda: __import__("analysis.newsroom"))
        shares = []
        for _ in range(3):
            shared = seconds(lambda: files.map(credits).compute())
            shares.append(shared / seconds(lambda: [*map(credits, paths)]))
        together = pd.concat(files.map(credits).compute())
    pd.testing.assert_frame_equal(together, pd.concat(map(credits, paths)))
    least, middle, most = min(shares), statistics.median(shares), max(shares)
    return started, f"{middle:.2f} of its time ({least:.2f}–{most:.2f})"


def credits(path: str) -> pd.DataFrame:
    """Return one row per attribution of the page in a file."""
    return newsroom.attributions(articles.read(Path(path).read_bytes())).assign(article_id=path)
