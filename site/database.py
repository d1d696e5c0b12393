"""The tables as one SQLite file, with types, keys and a dictionary.

The same tables, the same bytes.
"""

import csv
import sqlite3
from collections.abc import Callable
from pathlib import Path

# Type in the data package → type in SQLite, and how a cell is read; all else is TEXT
TYPES: dict[str, tuple[str, Callable[[str], object]]] = {
    "integer": ("INTEGER", int),
    "number": ("REAL", float),
    "boolean": ("INTEGER", "true".__eq__),
}
TEXT = ("TEXT", str)
NOTES = {
    "blank": "NULL means not seen, never zero and never no.",
    "dates": (
        "TEXT, YYYY-MM-DD. One known only to the month or year is its first day; "
        "the column beside it says how precise it is."
    ),
    "booleans": "INTEGER, 1 for true and 0 for false.",
    "dictionary": (
        "about_tables says what one row of each table is, about_columns what each column holds."
    ),
}
ABOUT = "key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL"
ABOUT_TABLES = (
    "table_name TEXT PRIMARY KEY NOT NULL, title TEXT NOT NULL, description TEXT NOT NULL"
)
ABOUT_COLUMNS = (
    "table_name TEXT NOT NULL REFERENCES about_tables (table_name), "
    'position INTEGER NOT NULL, column_name TEXT NOT NULL, "type" TEXT NOT NULL, '
    "unit TEXT, description TEXT NOT NULL, codes TEXT, "
    "PRIMARY KEY (table_name, column_name)"
)


def write(path: Path, package: dict, data: Path, notes: dict[str, str]) -> None:
    """Write the database of a data package whose files lie in `data`.

    A key that leads nowhere raises ValueError.
    """
    path.unlink(missing_ok=True)
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("BEGIN")
    for table in package["resources"]:
        database.execute(declaration(table))
        fill(database, table["name"], rows(table, data))
    for name, columns, content in dictionary(package, notes | NOTES):
        database.execute(f"CREATE TABLE {name} ({columns})")
        fill(database, name, content)
    database.execute("COMMIT")
    broken = database.execute("PRAGMA foreign_key_check").fetchall()
    database.execute("VACUUM")
    database.close()
    if broken:
        table, row, target, _ = broken[0]
        raise ValueError(f"{table}, row {row}: a key leads to no row of {target}; mend the table")


def declaration(table: dict) -> str:
    """Return the statement that creates a table: columns with types, primary and foreign keys."""
    schema = table["schema"]
    parts = [column(field) for field in schema["fields"]]
    parts.append(f"PRIMARY KEY {named(schema['primaryKey'])}")
    for key in schema.get("foreignKeys", []):
        target = key["reference"]["resource"] or table["name"]
        columns, target_columns = named(key["fields"]), named(key["reference"]["fields"])
        parts.append(f'FOREIGN KEY {columns} REFERENCES "{target}" {target_columns}')
    return f'CREATE TABLE "{table["name"]}" (\n  ' + ",\n  ".join(parts) + "\n)"


def column(field: dict) -> str:
    """Return a column with its type, and what holds for its values."""
    constraints = field.get("constraints", {})
    kind, _ = TYPES.get(field["type"], TEXT)
    words = [f'"{field["name"]}"', kind]
    if constraints.get("required"):
        words.append("NOT NULL")
    if constraints.get("unique"):
        words.append("UNIQUE")
    return " ".join(words)


def named(columns: str | list[str]) -> str:
    """Return columns as SQL lists them; Table Schema writes a single one without a list."""
    names = [columns] if isinstance(columns, str) else columns
    return "(" + ", ".join(f'"{name}"' for name in names) + ")"


def rows(table: dict, data: Path) -> list[list]:
    """Return the rows of a table's CSV file as values, None where a cell is blank."""
    readers = [TYPES.get(field["type"], TEXT)[1] for field in table["schema"]["fields"]]
    with (data / table["path"]).open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file))[1:]
    return [
        [read(cell) if cell else None for read, cell in zip(readers, line, strict=True)]
        for line in lines
    ]


def fill(database: sqlite3.Connection, table: str, content: list) -> None:
    """Insert rows into a table."""
    if content:
        marks = ", ".join("?" * len(content[0]))
        database.executemany(f'INSERT INTO "{table}" VALUES ({marks})', content)


def dictionary(package: dict, notes: dict[str, str]) -> list[tuple[str, str, list]]:
    """Return the tables that explain the others: name, columns and rows of each."""
    about = {key: package[key] for key in ("title", "description", "version")} | notes
    tables = [
        (table["name"], table["title"], table["description"]) for table in package["resources"]
    ]
    columns = [
        (table["name"], position, *explained(field))
        for table in package["resources"]
        for position, field in enumerate(table["schema"]["fields"], 1)
    ]
    return [
        ("about", ABOUT, list(about.items())),
        ("about_tables", ABOUT_TABLES, tables),
        ("about_columns", ABOUT_COLUMNS, columns),
    ]


def explained(field: dict) -> tuple:
    """Return what the dictionary says of a column: name, type, unit, meaning, codes."""
    codes = " | ".join(field.get("constraints", {}).get("enum", [])) or None
    return field["name"], field["type"], field.get("unit"), field["description"], codes
