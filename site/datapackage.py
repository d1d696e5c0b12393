"""The data package, as the pages and downloads tell of it."""

import csv
import functools
import json
from pathlib import Path

DATA = Path(__file__).parents[1] / "data"


@functools.cache
def package() -> dict:
    """Return `datapackage.json`; each table also gets its `keys` and the tables it `points_to`.

    `keys` are the columns of the primary key; `points_to` holds, by column, the table that the
    column's foreign key leads to.
    """
    package = json.loads((DATA / "datapackage.json").read_text("utf-8"))
    tables = {table["name"]: table for table in package["resources"]}
    for table in tables.values():
        table["keys"] = as_list(table["schema"]["primaryKey"])
        table["points_to"] = {
            column: tables[target] for target, columns in foreign_keys(table) for column in columns
        }
    return package


def foreign_keys(table: dict) -> list[tuple[str, list[str]]]:
    """Return each foreign key of a table: the name of the table it leads to, and its columns."""
    return [
        (key["reference"]["resource"] or table["name"], as_list(key["fields"]))
        for key in table["schema"].get("foreignKeys", [])
    ]


def as_list(columns: str | list[str]) -> list[str]:
    """Return the columns of a key as a list: Table Schema writes a single one without."""
    return [columns] if isinstance(columns, str) else columns


def records(table: dict) -> list[dict[str, str]]:
    """Return the rows of a table, as its CSV file prints them."""
    with (DATA / table["path"]).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def release() -> str:
    """Return the name of this version of the data."""
    return f"{package()['name']}-{package()['version']}"
