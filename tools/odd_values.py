"""Try odd values in every column of every raw table: each is refused by name, or rightly accepted.

    python tools/odd_values.py             every value in every column: some minutes
    python tools/odd_values.py gaps claims these tables only

Each table is checked in this process with one odd value in each of twenty rows. A value that is
refused must be named with its table, row and column; one that is accepted must be harmless there.
"""

import csv
import re
import sys
import tempfile
from pathlib import Path

from analysis import checks, tables
from analysis.__main__ import frames

# What no column may hold, whatever its type.
HOSTILE = [
    " ",
    "=1+1",
    " ＝1+1",
    "\u200b@SUM(A1)",
    "a\nb",
    "a\x1b[31mb",
    "a\u202eb",
    "lost \ufffd letter",
    "\x00",
    "<img src=x onerror=alert(1)>",
    "```{literalinclude} /etc/os-release",
    "繧､繝ｳ繝峨ロ繧ｷ繧｢",
]
# What free text may hold, and nothing else.
HARMLESS = ["１４６４", "١٤", "9" * 400, "1,464", "2024-02-30", "ZZZ", "https://127.0.0.1/"]
BLANK = ""
VALUES = [*HOSTILE, *HARMLESS, BLANK]
CLOSED = ("holds", "list", "printed")
# Blank but beside one value of another column.
DEPENDENT = {("destination_facts", "programme")}


def is_free(name: str, column: str, value: str) -> bool:
    """Return whether a column takes a harmless text: no code, link, list or printed form is due.

    Where the schema asks for a form alone, the text must have it: a row of nines is hexadecimal.
    """
    resource = tables.resource(name)
    schema = resource["schema"]
    if "fact" in resource and column == schema["primaryKey"]:
        return False  # citations name the row by it
    linked = {
        each
        for key in [*schema.get("foreignKeys", []), *schema.get("listKeys", [])]
        for each in ([key["fields"]] if isinstance(key["fields"], str) else key["fields"])
    }
    (field,) = [field for field in schema["fields"] if field["name"] == column]
    printed = {each["printed"] for each in schema["fields"] if "printed" in each}
    constraints = field.get("constraints", {})
    return (
        field["type"] == "string"
        and column not in linked | printed
        and (name, column) not in DEPENDENT
        and not any(key in field for key in CLOSED)
        and "enum" not in constraints
        and re.fullmatch(constraints.get("pattern", ".*"), value, re.ASCII) is not None
    )


def cells_of(name: str) -> list[list[str]]:
    """Return the lines of a raw table, the header first."""
    path = tables.folder().parent / tables.raw(name)
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def spots(name: str) -> list[tuple[int, str, str]]:
    """Return one spot per column: a row, the column, and an odd value; the values take turns."""
    columns, count = checks.raw_columns(name), len(cells_of(name)) - 1
    turn = tables.names().index(name)
    return [
        (2 + place % count, column, VALUES[(place + turn) % len(VALUES)])
        for place, column in enumerate(columns)
    ]


def all_spots(name: str) -> list[list[tuple[int, str, str]]]:
    """Return every column × value, as many at a time as the table has rows."""
    count = len(cells_of(name)) - 1
    return [
        [(2 + place, column, value) for place, value in enumerate(VALUES[start : start + count])]
        for column in checks.raw_columns(name)
        for start in range(0, len(VALUES), count)
    ]


def wrong(edits: dict[str, list[tuple[int, str, str]]]) -> list[str]:
    """Return what the checks get wrong about tables with odd values, in sentences."""
    with tempfile.TemporaryDirectory() as folder:
        drafts = {name: draft(Path(folder), name, spots) for name, spots in edits.items()}
        try:
            frames(drafts=drafts)
            faults = []
        except checks.DataError as error:
            faults = error.faults
        except Exception as error:
            return [f"{', '.join(edits)}: {type(error).__name__}: {error} (odd values: {edits})"]
    sentences = [f"{fault}: no row is named" for fault in faults if fault.row is None]
    named = {
        (fault.table, fault.row, column) for fault in faults for column in fault.column.split("+")
    }
    for name, spots in edits.items():
        for row, column, value in spots:
            place = f"{name}, row {row}, column {column}: {value[:40]!r}"
            is_refused = (name, row, column) in named
            if not is_refused and not may_pass(name, column, value):
                sentences.append(f"{place} was accepted")
            if is_refused and value in HARMLESS and is_free(name, column, value):
                sentences.append(f"{place} was refused")
    return sentences


def draft(folder: Path, name: str, edits: list[tuple[int, str, str]]) -> Path:
    """Write a raw table with odd values; return where it lies."""
    lines = cells_of(name)
    for row, column, value in edits:
        lines[row - 1][lines[0].index(column)] = value
    path = folder / f"{name}.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(lines)
    return path


def may_pass(name: str, column: str, value: str) -> bool:
    """Return whether a value is rightly accepted in a column."""
    (field,) = [field for field in tables.fields(name) if field["name"] == column]
    if value == BLANK:
        return not field.get("constraints", {}).get("required", False)
    if value not in HARMLESS:
        return False
    printed = {each["printed"] for each in tables.fields(name) if "printed" in each}
    open_list = "list" in field and "items" not in field and (name, column) not in _linked_lists()
    return is_free(name, column, value) or column in printed or open_list


def _linked_lists() -> set[tuple[str, str]]:
    """Return the columns whose items are keys of another table, each with its table."""
    return {
        (name, key["fields"])
        for name in tables.names()
        for key in tables.resource(name)["schema"].get("listKeys", [])
    }


def main(names: list[str]) -> None:
    """Try all values in the tables named, or in all; exit with status 1 if one is misjudged."""
    tries, sentences = 0, []
    for name in names or tables.names():
        for edits in all_spots(name):
            tries += len(edits)
            sentences += wrong({name: edits})
        print(f"{name}: tried", flush=True)
    print(f"{tries:,} odd values, {len(sentences)} wrong answers", *sentences, sep="\n")
    sys.exit(bool(sentences))


if __name__ == "__main__":
    main(sys.argv[1:])
