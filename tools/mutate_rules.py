"""Change one cell of the tables of rules at a time, and see whether checks and tests notice.

    python tools/mutate_rules.py --count 150 --seed 1 --workers 2

Each mutant is made in a copy of the project: one cell of `decisions`, `regimes`, `conditions`,
`destination_facts` or `agreements` is changed by a fixed operator drawn by the seed. It is *caught*
where `check` finds a fault, or where a test of the subject fails. The survivors are printed, a line
each. This takes about 20 minutes for 150 on two quiet cores and is no part of `make test`.
"""

import argparse
import csv
import random
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import Queue

ROOT = Path(__file__).parents[1]
RULES = Path("data/raw/rules")
COPIED = ["data", "src", "tests", "tools", "pyproject.toml", "Makefile"]
SUBJECT = [  # the quickest first
    "tests/test_definitions.py",
    "tests/test_worked_questions.py",
    "tests/test_assessment.py",
    "tests/test_answers.py",
]
CODES = {
    "kind": ["finished", "part", "technology", "service"],
    "origin": ["own design", "licensed", "joint"],
    "status": ["allowed", "conditional", "prohibited", "not addressed"],
    "scope": ["standing", "one-off"],
    "fact": ["embargo", "embargo on armed groups", "armed conflict", "fighting", "under attack"],
    "test": ["agreement", "no fighting", "purpose", "security co-operation", "consent"],
}
YES_OR_NO = "arms five_fields licensor partner pool onward fighting aggression barred".split()
COLUMNS = {  # the columns whose cells are changed; texts, notes and keys of no meaning are not
    "decisions": ["kind", "origin", "destination", *YES_OR_NO, "provision_id", "general_id"],
    "regimes": ["status", "rule_id", "scope"],
    "conditions": ["test", "values", "programme", "rule_id"],
    "destination_facts": ["iso3", "fact", "programme", "from", "to"],
    "agreements": ["iso3", "signed", "in_force_from"],
}


@dataclass
class Mutant:
    """One changed cell: where it is, what stood there and what stands there now."""

    table: str
    row: int
    column: str
    before: str
    after: str

    def __str__(self) -> str:
        place = f"{self.table}, row {self.row + 2}, {self.column}"
        return f"{place}: {self.before!r} became {self.after!r}"


def read(table: str) -> list[dict[str, str]]:
    """Return the rows of a raw table."""
    path = ROOT / RULES / f"{table}.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def write(root: Path, table: str, rows: list[dict[str, str]]) -> None:
    """Write the rows of a raw table into a copy of the project."""
    path = root / RULES / f"{table}.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def changed(column: str, cell: str, others: list[str], draw: random.Random) -> str | None:
    """Return another value for a cell, by the operator of its column; None where there is none."""
    if column in YES_OR_NO:
        return draw.choice([code for code in ("yes", "no", "") if code != cell])
    if column in CODES:
        options = [code for code in CODES[column] if code != cell]
        return draw.choice([*options, ""] if column in ("kind", "origin") else options)
    if column in ("from", "to", "signed", "in_force_from"):
        return moved(cell, draw)
    if column == "values":
        parts = cell.split(";") if cell else []
        return ";".join(parts[1:]) if len(parts) > 1 else None
    options = sorted({other for other in others if other != cell and other})
    if not options or (not cell and column != "destination"):
        return None
    return draw.choice(options)


def moved(cell: str, draw: random.Random) -> str | None:
    """Return a day moved by a year, or its month or day moved by one; None for a blank."""
    if not cell:
        return None
    parts = cell.split("-")
    place = draw.randrange(len(parts))
    least, most = [(1900, 2025), (1, 12), (1, 28)][place]
    number = int(parts[place])
    number += 1 if number < most else -1
    parts[place] = f"{max(number, least):02d}"
    return "-".join(parts)


def drawn(tables: dict[str, list[dict[str, str]]], count: int, seed: int) -> list[Mutant]:
    """Return as many mutants as are asked for, evenly over the tables, by a seed."""
    draw = random.Random(seed)
    mutants: list[Mutant] = []
    while len(mutants) < count:
        table = list(COLUMNS)[len(mutants) % len(COLUMNS)]
        row = draw.randrange(len(tables[table]))
        column = draw.choice(COLUMNS[table])
        before = tables[table][row][column]
        others = [other[column] for other in tables[table]]
        after = changed(column, before, others, draw)
        if after is not None and after != before:
            mutants.append(Mutant(table, row, column, before, after))
    return mutants


def run(root: Path, *arguments: str) -> bool:
    """Return whether a command of the copy ends well."""
    environment = {"PYTHONPATH": str(root / "src"), "PYTHONUTF8": "1", "PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=root, env=environment, capture_output=True, check=False
    )
    return done.returncode == 0


def caught_by(root: Path) -> str:
    """Return what fails in a copy of the project: `check`, the tests of the subject, or nothing."""
    if not run(root, "-m", "analysis", "build"):
        return "check"
    options = ["-q", "-x", "-p", "no:cacheprovider", "-p", "no:randomly"]
    return "" if run(root, "-m", "pytest", *options, *SUBJECT) else "tests"


def tried(mutant: Mutant, rows: list[dict[str, str]], copies: Queue) -> str:
    """Return what catches a mutant: `check`, the tests of the subject, or nothing."""
    root = copies.get()
    try:
        changed_rows = [dict(row) for row in rows]
        changed_rows[mutant.row][mutant.column] = mutant.after
        write(root, mutant.table, changed_rows)
        catcher = caught_by(root)
        if not catcher:
            print(f"survived: {mutant}", flush=True)
        return catcher
    finally:
        write(root, mutant.table, rows)
        copies.put(root)


def copied(folder: Path) -> Path:
    """Return a copy of what a run needs."""
    folder.mkdir()
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            skipped = shutil.ignore_patterns("__pycache__", "browser", "newsroom/corpus")
            shutil.copytree(source, folder / name, ignore=skipped)
        else:
            shutil.copy(source, folder / name)
    return folder


def main() -> None:
    """Make the mutants, try each, and print who survived."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=150)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    chosen = parser.parse_args()
    tables = {table: read(table) for table in COLUMNS}
    mutants = drawn(tables, chosen.count, chosen.seed)
    copies: Queue = Queue()
    with tempfile.TemporaryDirectory() as place:
        for number in range(chosen.workers):
            copies.put(copied(Path(place, f"copy{number}")))
        failing = caught_by(copies.queue[0])
        if failing:
            sys.exit(f"nothing was changed yet, and {failing} fails; mend that first")
        with ThreadPoolExecutor(chosen.workers) as pool:
            tries = [pool.submit(tried, each, tables[each.table], copies) for each in mutants]
            catchers = [each.result() for each in tries]
    for table in COLUMNS:
        of_table = [c for m, c in zip(mutants, catchers, strict=True) if m.table == table]
        caught = sum(bool(catcher) for catcher in of_table)
        by_check = of_table.count("check")
        print(f"{table}: {caught} of {len(of_table)} caught, {by_check} of them by check")
    print(f"{sum(map(bool, catchers))} of {len(mutants)} caught (seed {chosen.seed})")


if __name__ == "__main__":
    main()
