"""The same function over many files: Dask workers against one process, start-up told apart."""

import subprocess
import tempfile
import time
from pathlib import Path

import corpus
import pandas as pd
from measure import PYTHON, pair, row, seconds

from analysis import articles, newsroom

PAGES = 1_000
BUSY = [*PYTHON, "-c", "sum(number * number for number in range(30_000_000))"]
NAMES = {1: "one Dask worker", 2: "two Dask workers"}


def rows():
    """Attributions of the same pages by one worker, which shows what Dask itself takes, and by two; the rows compared."""
    import dask.bag
    from dask.distributed import Client

    with tempfile.TemporaryDirectory() as place:
        paths = [str(Path(place, f"{number:05d}.html")) for number in range(PAGES)]
        for path, page in zip(paths, corpus.pages(PAGES), strict=True):
            Path(path).write_text(page, "utf-8")
        yield pair(
            "two busy processes at once",
            "the same, one after the other: what two workers can gain on this machine",
            at_once,
            in_turn,
            repeats=5,
        )
        files = dask.bag.from_sequence(paths, npartitions=16)
        for workers, name in NAMES.items():
            start = time.perf_counter()
            with Client(n_workers=workers, threads_per_worker=1, dashboard_address=None) as client:
                client.run(lambda: __import__("analysis.newsroom"))
                yield {
                    "what": f"{name} started",
                    "against": "once",
                    "figure": f"{time.perf_counter() - start:.1f} s",
                }
                turns = [
                    (
                        seconds(lambda: files.map(credits).compute()),
                        seconds(lambda: [*map(credits, paths)]),
                    )
                    for _ in range(3)
                ]
                pd.testing.assert_frame_equal(
                    pd.concat(files.map(credits).compute()), pd.concat(map(credits, paths))
                )
            yield row(
                f"attributions of {PAGES:,} pages, {name}",
                f"one process, without Dask; {1 / workers:g} is the limit",
                turns,
            )


def at_once() -> None:
    """Two processes that only count, side by side."""
    for busy in [subprocess.Popen(BUSY) for _ in range(2)]:
        busy.wait()


def in_turn() -> None:
    """The same two, one after the other."""
    for _ in range(2):
        subprocess.run(BUSY, check=True)


def credits(path: str) -> pd.DataFrame:
    """One row per attribution of the page in a file."""
    return newsroom.attributions(articles.read(Path(path).read_bytes())).assign(article_id=path)
