"""Change one cell of the facts at a time, and see whether `check` notices.

    python tools/mutate_data.py --count 150 --seed 1 --workers 2

A cell is drawn among the dates, statuses, quantities, sources and states of the raw tables whose
rows are cited; it becomes another value that the column allows. The mutants are told in groups:
cells beside which the form stands that a source prints, cells of a column of which a rule between
columns or tables speaks, and all others. Which share of each table's cells has a form, or a form or
a rule, is printed first. The survivors are printed, a line each. It takes about ten minutes for 150
on two cores and is no part of `make test`.
"""

import argparse
import ast
import csv
import random
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import Queue

import mutate_rules

from analysis import tables
from analysis.checks import printed, relations
from analysis.citations import grading

ROOT = Path(__file__).parents[1]
FORM, RULE, NEITHER = "with a printed form", "with a rule alone", "with neither"
GROUPS = {FORM: 0.5, RULE: 0.25, NEITHER: 0.25}  # the share of each among the mutants
KINDS = ["date", "quantity", "source", "state", "status"]


@dataclass(frozen=True)
class Cell:
    """One cell of a raw table, and what holds it: a printed form, a rule, or neither."""

    table: str
    row: int
    column: str
    value: str
    kind: str
    group: str


def rows_of(name: str) -> list[dict[str, str]]:
    """Return the rows of a raw table as they stand in its file."""
    with (ROOT / tables.raw(name)).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def kind(field: dict) -> str:
    """Return what a column holds of what is changed here; blank where it is nothing of that."""
    if "enum" in field.get("constraints", {}):
        return "status"
    if field["type"] == "date":
        return "date"
    if field["type"] in ("integer", "number"):
        return "quantity"
    if field["name"] == "source_id":
        return "source"
    return "state" if field["name"].endswith("iso3") else ""


def ruled() -> set[tuple[str, str]]:
    """Return the columns, each with its table, of which a rule between columns or tables speaks.

    Such a rule is a `not_before` of a YAML file, or a check that names table and column in the
    faults that it gives.
    """
    columns = set()
    for name in tables.names():
        for field in tables.fields(name):
            for other in relations.listed(field.get("not_before", [])):
                table, _, column = other.rpartition(".")
                columns |= {(name, field["name"]), (table or name, column)}
    for path in sorted((ROOT / "src" / "analysis").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Fault":
                named = [part.value for part in node.args[:3:2] if isinstance(part, ast.Constant)]
                columns |= {tuple(named)} if len(named) == 2 else set()
    return columns - {("citations", "source_id")}  # these rules look at printed forms alone


def cells(
    name: str, forms: set[tuple[str, str, str, str]], columns: set[tuple[str, str]]
) -> Iterator[Cell]:
    """Yield the cells of a raw table that may be changed."""
    rows = rows_of(name)
    ids = list(relations.row_ids(name, tables.read(name)))
    members = list(relations.members(name, tables.read(name)))
    beside = {field["name"]: field["printed"] for field in printed.pairs(name)}
    for field in tables.fields(name):
        column = field["name"]
        is_other = name == "citations" and column != "source_id"  # how far it was read is judged
        if not kind(field) or is_other or column not in rows[0]:
            continue
        for number, row in enumerate(rows):
            if row[column]:
                place = (name, str(ids[number]), column)
                is_read = kind(field) != "status"  # of a code no form is read again
                cited = is_read and bool({(*place, ""), (*place, members[number])} & forms)
                own = bool(row.get(beside.get(column, "printed"), "").split(";")[0])
                group = RULE if (name, column) in columns else NEITHER
                group = FORM if cited or own else group
                yield Cell(name, number, column, row[column], kind(field), group)


def cited_forms() -> set[tuple[str, str, str, str]]:
    """Return table, id, column and row among several of each form that a citation holds."""
    cited = tables.read("citations").dropna(subset=["printed"])
    return {
        (str(table), str(row), column, member)
        for table, row, text in zip(cited["table"], cited["row_id"], cited["printed"], strict=True)
        for column, member, _ in relations.printed_parts(text)
    }


def another(cell: Cell, others: list[str], draw: random.Random) -> str | None:
    """Return another value for a cell, by the operator of its kind; None where there is none."""
    if cell.kind == "date":
        return mutate_rules.moved(cell.value, draw) if cell.value[:4].isdigit() else None
    if cell.kind == "quantity":
        number = float(cell.value)
        return draw.choice([f"{number + 1:g}", f"{number * 10:g}"])
    options = sorted({other for other in others if other and other != cell.value})
    return draw.choice(options) if options else None


def all_cells() -> list[Cell]:
    """Return all cells that may be changed, by table."""
    forms, columns = cited_forms(), ruled()
    names = [*grading.facts(), "citations"]
    return [each for name in names for each in cells(name, forms, columns)]


def shares(every: list[Cell]) -> Iterator[str]:
    """Yield a line per table, and one for all: which share of its cells something holds."""
    for name in [*dict.fromkeys(cell.table for cell in every), "all"]:
        groups = [cell.group for cell in every if name in (cell.table, "all")]
        form = groups.count(FORM) / len(groups)
        held = form + groups.count(RULE) / len(groups)
        yield f"{name:20} {len(groups):5} cells, {form:4.0%} with a form, {held:4.0%} or a rule"


def drawn(count: int, seed: int) -> list[tuple[Cell, str]]:
    """Return as many cells as are asked for, half of them with a printed form, each with a value.

    The kinds take turns, so that the many dates do not crowd out the rest.
    """
    draw = random.Random(seed)
    every = all_cells()
    draw.shuffle(every)
    columns: dict[tuple[str, str], list[str]] = {}
    for cell in every:
        columns.setdefault((cell.table, cell.column), []).append(cell.value)
    mutants = []
    for name, share in GROUPS.items():
        group = [cell for cell in every if cell.group == name]
        pools = [[each for each in group if each.kind == name] for name in KINDS]
        turns = [pool[turn] for turn in range(len(group)) for pool in pools if turn < len(pool)]
        changed = ((cell, another(cell, columns[cell.table, cell.column], draw)) for cell in turns)
        wanted = [(cell, after) for cell, after in changed if after not in (None, cell.value)]
        mutants += wanted[: round(count * share)]
    return mutants


def write(root: Path, name: str, rows: list[dict[str, str]]) -> None:
    """Write the rows of a raw table into a copy of the project."""
    with (root / tables.raw(name)).open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def is_caught(cell: Cell, after: str, copies: Queue[Path]) -> bool:
    """Return whether `build`, which checks first, finds a fault in a copy with one cell changed."""
    root = copies.get()
    rows = rows_of(cell.table)
    rows[cell.row] = rows[cell.row] | {cell.column: after}
    try:
        write(root, cell.table, rows)
        caught = not mutate_rules.run(root, "-m", "analysis", "build")
        if not caught:
            place = f"{cell.table}, row {cell.row + 2}, {cell.column}"
            print(f"survived, {cell.group}: {place}: {cell.value!r} became {after!r}")
        return caught
    finally:
        write(root, cell.table, rows_of(cell.table))
        copies.put(root)


def main() -> None:
    """Make the mutants, try each, and print who survived and the share caught, by group."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=150)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    chosen = parser.parse_args()
    print(*shares(all_cells()), sep="\n", flush=True)
    mutants = drawn(chosen.count, chosen.seed)
    copies: Queue[Path] = Queue()
    with tempfile.TemporaryDirectory() as place:
        for number in range(chosen.workers):
            copies.put(mutate_rules.copied(Path(place, f"copy{number}")))
        with ThreadPoolExecutor(chosen.workers) as pool:
            tries = [pool.submit(is_caught, cell, after, copies) for cell, after in mutants]
            caught = [each.result() for each in tries]
    results = [(cell, found) for (cell, _), found in zip(mutants, caught, strict=True)]
    for group in GROUPS:
        for kind_of in ["", *KINDS]:
            found = [c for cell, c in results if cell.group == group and kind_of in ("", cell.kind)]
            name = f"  {kind_of}" if kind_of else group
            print(f"{name}: {sum(found)} of {len(found)} caught (seed {chosen.seed})")


if __name__ == "__main__":
    main()
