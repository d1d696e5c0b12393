"""How long things take: `python bench [NAME …]` measures and writes `results.md`. No test.

Each line belongs to a sentence of the documents, which a test looks up. What no sentence rests on
is not measured.
"""

import argparse
import json
import os
import platform
import sys
from datetime import UTC, datetime
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).parent
SUBJECTS = {
    "commands": "What `make` does",
    "fresh": "A fresh clone",
    "articles": "Articles",
    "near_copies": "Near-copies",
    "public_sets": "Public sets of pages",
    "marked_pages": "Pages in Japanese, Ukrainian and Russian",
    "public_credits": "A public corpus of attributions",
    "ratios": "What we run ourselves",
    "workers": "Dask workers instead of one process",
}
PACKAGES = ["pandas", "numpy", "matplotlib", "nbclient", "sphinx", "dask"]
TABLE = "| what | measured | the sentence that rests on it |\n|---|---|---|\n"
ABOUT = """\
# How long things take

Made by `make bench`; not edited by hand. Each line stands for a sentence of the documents. Seconds
are medians, with the least and the greatest where there were several runs.
"""


def main(names: list[str]) -> None:
    """Measure the named subjects, keep each as it is done, and write the page from all kept."""
    os.environ["PYTHONHASHSEED"], os.environ["PYTHONUTF8"] = "0", "1"
    for number, name in enumerate(names, 1):
        print(f"[{number}/{len(names)}] {name}", file=sys.stderr, flush=True)
        rows = []
        for row in import_module(name).rows():
            print(f"    {row['what']}: {row['figure']}", file=sys.stderr, flush=True)
            rows.append(row)
        text = json.dumps({"machine": machine(), "rows": rows}, indent=1, ensure_ascii=False)
        (HERE / "measured").mkdir(exist_ok=True)
        (HERE / "measured" / f"{name}.json").write_text(text + "\n", "utf-8")
        (HERE / "results.md").write_text(page(), "utf-8")  # a later subject runs the tests
    print(f"written: {HERE.name}/results.md", file=sys.stderr)


def page() -> str:
    """Return the whole page, from what is kept of each subject."""
    parts = [ABOUT]
    for name, title in SUBJECTS.items():
        path = HERE / "measured" / f"{name}.json"
        if path.is_file():
            measured = json.loads(path.read_text("utf-8"))
            lines = "".join(map(line, measured["rows"]))
            parts += [f"## {title}\n", f"{measured['machine']}\n", TABLE + lines]
    return "\n".join(parts)


def line(row: dict) -> str:
    """Return one row of the table."""
    return f"| {row['what']} | {row['figure']} | {row['file']}: “{row['sentence']}” |\n"


def machine() -> str:
    """Return processor, cores, system, versions and day."""
    versions = [f"{name} {version(name)}" for name in PACKAGES]
    parts = [
        f"{processor()}, {os.cpu_count()} cores, {platform.system()}",
        ", ".join([f"Python {platform.python_version()}", *versions]),
        f"{datetime.now(UTC):%Y-%m-%d}.",
    ]
    return "; ".join(parts)


def processor() -> str:
    """Return the model of the processor, where the system tells it."""
    path = Path("/proc/cpuinfo")
    lines = path.read_text().splitlines() if path.is_file() else []
    models = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return (models or [platform.processor() or "unknown processor"])[0]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python bench", description=__doc__)
    parser.add_argument(
        "names",
        nargs="*",
        choices=[*SUBJECTS, []],
        metavar="NAME",
        help=f"one or more of: {', '.join(SUBJECTS)}",
    )
    main(parser.parse_args().names or list(SUBJECTS))
