"""Seconds of a piece of work, as a row of the results."""

import gc
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PYTHON = sys.executable


def row(what: str, figure: str, file: str, sentence: str) -> dict[str, str]:
    """Return a row of the results: the measure, and the sentence of a file that rests on it."""
    return {"what": what, "figure": figure, "file": file, "sentence": sentence}


def taken(runs: Iterable[float]) -> str:
    """Return the median of some seconds, with the least and the greatest."""
    ordered = sorted(runs)
    middle = f"{statistics.median(ordered):.3g} s"
    return middle if len(ordered) == 1 else f"{middle} ({ordered[0]:.3g}–{ordered[-1]:.3g})"


def seconds(work: Callable[[], object]) -> float:
    """Return the wall time of one call, with the garbage of earlier ones gone."""
    gc.collect()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def processor_seconds(work: Callable[[], object]) -> float:
    """Return the time of the processor that one call takes, whatever else the machine does."""
    gc.collect()
    start = time.process_time()
    work()
    return time.process_time() - start


def command(*words: str | Path, cwd: Path = ROOT) -> Callable[[], str]:
    """Return a command as something to time; one that fails raises with what it printed."""

    def run() -> str:
        """Run it once and return what it printed."""
        done = subprocess.run(
            [*map(str, words)],
            cwd=cwd,
            env=dict(os.environ),
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
        if done.returncode:
            printed = f"{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
            raise RuntimeError(f"{' '.join(map(str, words))} failed:\n{printed}")
        return done.stdout

    return run
