"""Two ways to do one thing, timed in turns; and the most memory that a piece of work takes."""

import contextlib
import gc
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PYTHON = [
    str(next(ROOT.glob(".venv/[bS]*/python*")).parent / "python")
]  # the project's; the bench itself runs where its peers are
PEERS = [sys.executable]


class KernelDied(RuntimeError):
    """A kernel did not start, which happens once in many runs and says nothing of speed."""


def pair(
    what: str,
    against: str,
    ours: Callable,
    other: Callable,
    *,
    repeats: int = 5,
    warm: bool = True,
    goal: float | None = None,
    note: str | None = None,
) -> dict:
    """Time `ours` and `other` in turns, after one unmeasured run of each; a row with the medians and the ratio of each turn."""
    for work in (ours, other) if warm else ():
        work()
    turns: list[tuple[float, float]] = []
    for _ in range(
        repeats + 2
    ):  # a turn in which a kernel did not start is measured again, at most twice
        if len(turns) < repeats:
            with contextlib.suppress(KernelDied):
                turns.append((seconds(ours), seconds(other)))
    return row(what, against, turns, goal=goal, note=note)


def row(
    what: str,
    against: str,
    turns: list[tuple[float, float]],
    *,
    goal: float | None = None,
    note: str | None = None,
) -> dict:
    """A row from measured turns (seconds of ours, seconds of the other)."""
    ratios = sorted(one / two for one, two in turns)
    return {
        "what": what,
        "against": against,
        "ours": statistics.median(one for one, _ in turns),
        "other": statistics.median(two for _, two in turns),
        "ratio": [ratios[0], statistics.median(ratios), ratios[-1]],
        "repeats": len(turns),
        "goal": goal,
        "note": note,
    }


def seconds(work: Callable) -> float:
    """The wall time of one call, with the garbage of earlier ones gone."""
    gc.collect()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def command(*words: str | Path, cwd: Path = ROOT, **settings: str) -> Callable:
    """A command as something to time; one that fails raises with what it said."""

    def run() -> str:
        """Run it once; what it printed."""
        done = subprocess.run(
            [*map(str, words)],
            cwd=cwd,
            env={**os.environ, **settings},
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
        if done.returncode:
            fault = KernelDied if "Kernel died" in done.stdout + done.stderr else RuntimeError
            raise fault(
                f"{' '.join(map(str, words))} failed:\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
            )
        return done.stdout

    return run


def peak(code: str) -> float:
    """The most memory, in MB, that `work()` holds at once beyond what stood before it, in a fresh Python."""
    told = (
        "import tracemalloc\ntracemalloc.start()\nwork()\nprint(tracemalloc.get_traced_memory()[1])"
    )
    return float(command(*PYTHON, "-c", f"{code}\n{told}")().split()[-1]) / 1e6


def memory(what: str, code: str, rows: int, *, unit: str = "rows") -> dict:
    """A row that tells the peak memory of the code's `work()` over so many rows."""
    most = peak(code)
    return {"what": what, "against": "memory", "figure": f"{most:,.0f} MB for {rows:,} {unit}"}
