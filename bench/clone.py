"""From a fresh clone to green tests and a rendered site: as the README says, and the same with pip and one worker."""

import subprocess
import tempfile
from pathlib import Path

from measure import ROOT, command, row, seconds


def rows():
    """Once each, since it takes minutes; set-up is told apart. Packages come from the machine's own index and caches."""
    ours, other = measured({}, "2"), measured({"UV": ""}, "1")
    yield row(
        "clone to tests green and site rendered, uv and two workers",
        "pip and one worker",
        [(sum(ours), sum(other))],
        goal=0.45,
    )
    yield row("of this the set-up", "the same with pip", [(ours[0], other[0])])


def measured(settings: dict[str, str], jobs: str) -> tuple[float, float]:
    """Seconds of the set-up, and of tests and site after it."""
    with tempfile.TemporaryDirectory() as place:
        subprocess.run(
            ["git", "clone", "--quiet", "--no-hardlinks", str(ROOT), f"{place}/clone"], check=True
        )
        words = [f"{name}={value}" for name, value in settings.items()]
        work = Path(place, "clone")
        return seconds(command("make", "data", *words, cwd=work)), seconds(
            command("make", "test", "site", f"JOBS={jobs}", *words, cwd=work)
        )
