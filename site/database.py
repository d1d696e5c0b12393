"""The tables as one SQLite file, with types, keys and a dictionary; the same tables give the same bytes."""

import csv
import sqlite3
from pathlib import Path

SQL = {
    "integer": ("INTEGER", int),
    "number": ("REAL", float),
    "boolean": ("INTEGER", "true".__eq__),
}  # all else is TEXT
NOTES = {
    "blank": "NULL means not seen, never zero and never no.",
    "dates": "TEXT, YYYY-MM-DD. One known only to the month or year is its first day; the column beside it says how precise it is.",
    "booleans": "INTEGER, 1 for true and 0 for false.",
    "dictionary": "about_tables says what one row of each table is, about_columns what each column holds.",
}


def write(path: Path, package: dict, data: Path, notes: dict[str, str]) -> None:
    """Write the database of a data package whose files lie in `data`; a broken key raises ValueError."""
    path.unlink(missing_ok=True)
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("BEGIN")
    for table in package["resources"]:
        database.execute(declaration(table))
        fill(database, table["name"], rows(table, data))
    for name, columns, content in dictionary(package, {**notes, **NOTES}):
        database.execute(f"CREATE TABLE {name} ({columns})")
        fill(database, name, content)
    database.execute("COMMIT")
    broken = database.execute("PRAGMA foreign_key_check").fetchall()
    database.execute("VACUUM")
    database.close()
    if broken:
        raise ValueError(f"a key leads nowhere: {broken[0]}")


def declaration(table: dict) -> str:
    """The statement that creates a table: its columns with types, its primary key, its foreign keys."""
    schema = table["schema"]
    parts = [column(field) for field in schema["fields"]]
    parts.append(f"PRIMARY KEY {named(schema['primaryKey'])}")
    for key in schema.get("foreignKeys", []):
        other = key["reference"]
        parts.append(
            f'FOREIGN KEY {named(key["fields"])} REFERENCES "{other["resource"] or table["name"]}" {named(other["fields"])}'
        )
    return f'CREATE TABLE "{table["name"]}" (\n  ' + ",\n  ".join(parts) + "\n)"


def column(field: dict) -> str:
    """A column with its type, and what holds for its values."""
    rules = field.get("constraints", {})
    kind = SQL.get(field["type"], ("TEXT",))[0]
    return (
        f'"{field["name"]}" {kind}'
        + " NOT NULL" * rules.get("required", False)
        + " UNIQUE" * rules.get("unique", False)
    )


def named(columns: str | list[str]) -> str:
    """Columns as SQL lists them; Table Schema writes a single one without a list."""
    columns = [columns] if isinstance(columns, str) else columns
    return "(" + ", ".join(f'"{name}"' for name in columns) + ")"


def rows(table: dict, data: Path) -> list[list]:
    """The rows of a table's CSV file as values, None where a cell is blank."""
    read = [SQL.get(field["type"], (None, str))[1] for field in table["schema"]["fields"]]
    with (data / table["path"]).open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file))[1:]
    return [
        [to(cell) if cell else None for to, cell in zip(read, line, strict=True)] for line in lines
    ]


def fill(database: sqlite3.Connection, table: str, content: list) -> None:
    """Insert rows into a table."""
    if content:
        marks = ", ".join("?" * len(content[0]))
        database.executemany(f'INSERT INTO "{table}" VALUES ({marks})', content)


def dictionary(package: dict, notes: dict[str, str]) -> list[tuple[str, str, list]]:
    """The tables that explain the others: name, columns and rows of each."""
    about = {
        "title": package["title"],
        "description": package["description"],
        "version": package["version"],
        **notes,
    }
    tables = [
        (table["name"], table["title"], table["description"]) for table in package["resources"]
    ]
    columns = [
        (table["name"], place, *explained(field))
        for table in package["resources"]
        for place, field in enumerate(table["schema"]["fields"], 1)
    ]
    of = 'table_name TEXT NOT NULL REFERENCES about_tables (table_name), position INTEGER NOT NULL, column_name TEXT NOT NULL, "type" TEXT NOT NULL'
    return [
        ("about", "key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL", list(about.items())),
        (
            "about_tables",
            "table_name TEXT PRIMARY KEY NOT NULL, title TEXT NOT NULL, description TEXT NOT NULL",
            tables,
        ),
        (
            "about_columns",
            f"{of}, unit TEXT, description TEXT NOT NULL, codes TEXT, PRIMARY KEY (table_name, column_name)",
            columns,
        ),
    ]


def explained(field: dict) -> tuple:
    """What the dictionary says of a column: name, type in the data package, unit, meaning, codes."""
    codes = " | ".join(field.get("constraints", {}).get("enum", [])) or None
    return field["name"], field["type"], field.get("unit"), field["description"], codes
