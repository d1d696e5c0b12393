"""How fast, against what: `python bench [NAME …]` measures side by side and writes `results.md`. Nothing here is a test."""

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
    "data": "Tables",
    "notation": "Notation",
    "lookups": "The rule time machine",
    "articles": "Articles",
    "charts": "Charts",
    "notebooks": "Notebooks",
    "pages": "Site",
    "scale": "Dask workers instead of one process",
    "clone": "From a fresh clone",
}
PACKAGES = [
    "pandas",
    "numpy",
    "matplotlib",
    "seaborn",
    "nbval",
    "nbclient",
    "nbmake",
    "papermill",
    "trafilatura",
    "datasketch",
    "rensa",
    "dask",
]
HEAD = "| what | against | ours, s | other, s | ratio: median (min–max) | goal |\n|---|---|--:|--:|--:|---|\n"
ABOUT = """\
# How fast, against what

Made by `make bench`; not edited by hand. Each line was measured side by side in one run: ours, the other, ours, the other, … A ratio is that of two
neighbouring runs, so whatever slows the machine slows both; below 1 ours is faster. Seconds are medians. A *floor* is what the work
cannot do without; a *peer* is another tool at the same task.
"""


def main(names: list[str]) -> None:
    """Measure the named subjects, or all, keep each as it is done, and write the page from all that is kept."""
    os.environ["PYTHONHASHSEED"], os.environ["PYTHONUTF8"] = "0", "1"
    for number, name in enumerate(names, 1):
        print(f"[{number}/{len(names)}] {name}", file=sys.stderr, flush=True)
        rows = []
        for row in import_module(name).rows():
            print(
                f"    {row['what']} / {row['against']}: {ratio(row)}", file=sys.stderr, flush=True
            )
            rows.append(row)
        kept = {"machine": machine(), "rows": rows}
        (HERE / "measured").mkdir(exist_ok=True)
        (HERE / "measured" / f"{name}.json").write_text(
            json.dumps(kept, indent=1, ensure_ascii=False) + "\n", "utf-8"
        )
    (HERE / "results.md").write_text(page(), "utf-8")
    print(f"written: {HERE.name}/results.md", file=sys.stderr)


def page() -> str:
    """The whole page, from what is kept of each subject."""
    parts = [ABOUT]
    for name, title in SUBJECTS.items():
        kept = HERE / "measured" / f"{name}.json"
        if kept.is_file():
            found = json.loads(kept.read_text("utf-8"))
            parts += [
                f"## {title}\n",
                f"{found['machine']}\n",
                HEAD + "".join(map(line, found["rows"])),
                *notes(found["rows"]),
            ]
    return "\n".join(parts)


def line(row: dict) -> str:
    """One row of the table."""
    seconds = [
        f"{row[side]:.3g}" if row.get(side) is not None else "" for side in ("ours", "other")
    ]
    return f"| {row['what']} | {row['against']} | {seconds[0]} | {seconds[1]} | {ratio(row)} | {goal(row)} |\n"


def ratio(row: dict) -> str:
    """The ratio with its spread, or the figure that stands in its place."""
    if "figure" in row:
        return row["figure"]
    low, middle, high = row["ratio"]
    return f"{middle:.3g} ({low:.3g}–{high:.3g}), n = {row['repeats']}"


def goal(row: dict) -> str:
    """The goal and whether the median meets it."""
    if row.get("goal") is None:
        return ""
    value = row["ratio"][1] if "ratio" in row else row["value"]
    return f"≤ {row['goal']:g}: {'met' if value <= row['goal'] else '**not met**'}"


def notes(rows: list[dict]) -> list[str]:
    """What a row says beside its figures."""
    said = [f"- {row['what']}: {row['note']}" for row in rows if row.get("note")]
    return ["\n".join(said) + "\n"] if said else []


def machine() -> str:
    """Processor, cores, system, versions and day."""
    model = [row.split(":", 1)[1].strip() for row in _cpuinfo() if row.startswith("model name")]
    found = {name: version(name) for name in PACKAGES if _installed(name)}
    return (
        f"{(model or [platform.processor() or 'unknown processor'])[0]}, {os.cpu_count()} cores, {platform.system()}; Python {platform.python_version()}, "
        + ", ".join(f"{name} {number}" for name, number in found.items())
        + f"; {datetime.now(UTC):%Y-%m-%d}."
    )


def _cpuinfo() -> list[str]:
    place = Path("/proc/cpuinfo")
    return place.read_text().splitlines() if place.is_file() else []


def _installed(name: str) -> bool:
    try:
        return bool(version(name))
    except ModuleNotFoundError:
        return False


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
