"""The tables as one Excel workbook: a sheet each, after a sheet about them and a dictionary.

Every text is text: a cell that begins like a formula or an address is neither. The same tables give
the same bytes.
"""

import datetime
from collections.abc import Iterable
from pathlib import Path

import database
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
NOTES = {
    "blank": "An empty cell means not seen, never zero and never no.",
    "dates": (
        "A date known only to the month or year is its first day; the column beside it says how "
        "precise it is."
    ),
    "dictionary": "The sheet dictionary says what each column of each table holds.",
}
DICTIONARY = ["table", "position", "column", "type", "unit", "holds", "codes"]
WIDEST = 60  # signs
LONGEST = 32_767  # signs of a cell, as Excel has it


def write(path: Path, package: dict, data: Path, notes: dict[str, str], day: datetime.date) -> None:
    """Write the workbook of a data package whose files lie in `data`, dated to a day.

    A cell longer than a workbook can hold raises ValueError.
    """
    workbook = xlsxwriter.Workbook(path, AS_TEXT)
    workbook.set_properties(
        {
            "title": package["title"],
            "comments": package["description"],
            "created": datetime.datetime(day.year, day.month, day.day),
        }
    )
    looks = {
        "head": workbook.add_format({"bold": True, "bottom": 1}),
        "date": workbook.add_format({"num_format": "yyyy-mm-dd"}),
    }
    about = {key: package[key] for key in ("title", "description", "version")} | notes | NOTES
    _, tables, columns = database.dictionary(package, {})
    content = [*about.items(), ("", ""), *((name, what) for name, _, what in tables[2])]
    fill(workbook.add_worksheet("about"), ["key", "value"], content, looks)
    fill(workbook.add_worksheet("dictionary"), DICTIONARY, columns[2], looks)
    for table in package["resources"]:
        fields = table["schema"]["fields"]
        rows = [values(line, fields) for line in database.rows(table, data)]
        sheet = workbook.add_worksheet(table["name"])
        fill(sheet, [field["name"] for field in fields], rows, looks)
    workbook.close()


def values(line: list, fields: list[dict]) -> list:
    """Return the cells of a row with dates and yes or no as what they are."""
    typed = []
    for cell, field in zip(line, fields, strict=True):
        if cell is not None and field["type"] == "date":
            cell = datetime.date.fromisoformat(cell)
        elif cell is not None and field["type"] == "boolean":
            cell = bool(cell)
        typed.append(cell)
    return typed


def fill(
    sheet: Worksheet, names: list[str], rows: Iterable[Iterable], looks: dict[str, Format]
) -> None:
    """Write a sheet: names above, rows below; the names stay in sight, rows can be chosen."""
    widths = [len(name) for name in names]
    sheet.write_row(0, 0, names, looks["head"])
    count = 0
    for count, row in enumerate(rows, 1):
        for place, cell in enumerate(row):
            put(sheet, count, place, cell, looks["date"])
            widths[place] = max(widths[place], len(str(cell or "")))
    for place, width in enumerate(widths):
        sheet.set_column(place, place, min(width, WIDEST) + 2)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, count, len(names) - 1)


def put(sheet: Worksheet, row: int, place: int, cell: object, date: Format) -> None:
    """Write one cell as what it is; a missing one stays empty."""
    if cell is None or cell == "":
        return
    if isinstance(cell, str):
        if len(cell) > LONGEST:
            raise ValueError(
                f"sheet {sheet.get_name()}, row {row + 1}: a cell of {len(cell):,} signs is longer "
                "than a workbook can hold; shorten it in the raw table"
            )
        sheet.write_string(row, place, cell)
    elif isinstance(cell, bool):
        sheet.write_boolean(row, place, cell)
    elif isinstance(cell, datetime.date):
        sheet.write_datetime(row, place, cell, date)
    else:
        sheet.write_number(row, place, cell)
