"""A raw table's file: its bytes, its lines and its header, before any cell is looked at."""

import csv
import difflib
import io
import re
import reprlib
from pathlib import Path

import pandas as pd

from .. import tables
from .faults import Fault
from .schema import raw_columns

SAVE = "in a spreadsheet, choose “CSV UTF-8 (comma delimited)” when you save"
BEGINNINGS = {  # what a file is that begins so
    b"PK\x03\x04": "is a workbook, not a CSV file",
    b"\xd0\xcf\x11\xe0": "is a workbook of an old Excel, not a CSV file",
    b"\xff\xfe": "is UTF-16, not UTF-8 (“Unicode Text”)",
    b"\xfe\xff": "is UTF-16, not UTF-8 (“Unicode Text”)",
    b"{\\rtf": "is a text of a word processor, not a CSV file",
    b"%PDF": "is a PDF, not a CSV file",
    b"\x1f\x8b": "is packed, not a CSV file",
}
ISO_2022_JP = b"\x1b$"  # how that encoding begins Japanese letters
SECOND_MARK = "\ufeff"  # left where a program that writes a mark of byte order kept an old one
MOST_ZEROS = 20  # zero bytes at the start of a file whose cells may hold a stray one
MERGE = re.compile("^(<{7}|={7}|>{7})(?= |$)", re.MULTILINE)
WEB_PAGE = re.compile(r"\s*<(!doctype|html|table|\?xml)\b", re.IGNORECASE)
PARTED = {";": "`;`", "\t": "tabs", "|": "`|`"}
COMMAS = (
    f"save the file with commas: {SAVE}, in LibreOffice “Text CSV” with `,` as field delimiter, in "
    "Google Sheets and Numbers CSV (Excel takes the sign from the region of the system)"
)


def read(name: str, path: Path) -> tuple[pd.DataFrame | None, list[Fault]]:
    """Return the cells of a raw table, and the faults of its file: form, header, rows.

    The cells are text, one column per raw column, indexed by the row that a spreadsheet shows;
    None where the file cannot be read or its header is not exactly the schema's. A mark of byte
    order, CRLF and blank rows at the end are passed over.
    """
    text, faults = _text(name, path)
    if text is None:
        return None, faults
    cells, faults = _cells(name, text)
    if cells is None:
        return None, faults
    least, most = tables.resource(name)["rowBounds"]
    if not least <= len(cells) <= most:
        advice = (
            f"{len(cells)} rows, where {least} to {most} are expected; "
            "if that is right, change `rows` in the YAML file beside it"
        )
        faults.append(Fault(name, None, "", None, advice))
    return cells, faults


def _text(name: str, path: Path) -> tuple[str | None, list[Fault]]:
    """Return the text of a file, or None and why it has none."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        advice = "the file is missing; put it back, or take its table out of data/raw/tables.yml"
        return None, [Fault(name, None, "", None, advice)]
    advice = _of_bytes(content)
    if advice:
        return None, [Fault(name, None, "", None, advice)]
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n").removeprefix(SECOND_MARK)
    except UnicodeDecodeError as error:
        byte = error.object[error.start]
        advice = f"byte {byte:#04x} is not UTF-8; save the file as CSV UTF-8 (Shift_JIS is refused)"
        bad_row = content[: error.start].count(b"\n") + 1
        return None, [Fault(name, bad_row, "", None, advice)]
    row, advice = _of_text(text)
    if advice:
        return None, [Fault(name, row, "", None, advice)]
    return text, []


def _of_bytes(content: bytes) -> str:
    """Return why bytes are no CSV file in UTF-8, as far as bytes show it; blank if they may be."""
    for beginning, kind in BEGINNINGS.items():
        if content.startswith(beginning):
            return f"{kind}; {SAVE}"
    if content[:1000].count(b"\0") > MOST_ZEROS:
        return f"is UTF-16 without a mark, or no text, not a CSV file; {SAVE}"
    if content.endswith(b"\0"):
        return "ends in zero bytes: it was not written whole; take back the last good file"
    if ISO_2022_JP in content:
        return f"is ISO-2022-JP (JIS), not UTF-8; {SAVE}"
    return ""


def _of_text(text: str) -> tuple[int | None, str]:
    """Return the row at which a text shows that it is no CSV file, and why; blank if it may be."""
    if not text.strip():
        return None, "is empty; take back the last good file, or export the table again"
    merge = MERGE.search(text)
    if merge:
        advice = f"holds the mark {merge[0]} of a merge that was not finished; keep one side of it"
        return text[: merge.start()].count("\n") + 1, advice
    if "\r" in text and "\n" not in text:
        return None, f"has the line ends of an old Macintosh (“CSV (Macintosh)”); {SAVE}"
    if WEB_PAGE.match(text):
        return None, f"is a web page, not a CSV file; {SAVE}"
    return None, ""


def _cells(name: str, text: str) -> tuple[pd.DataFrame | None, list[Fault]]:
    """Return the cells below the header; a line of another length is left out and is a fault."""
    columns = raw_columns(name)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        advice = f"not a CSV file ({error}); check the quotation marks, or {SAVE}"
        return None, [Fault(name, None, "", None, advice)]
    while lines and not any(cell.strip() for cell in lines[-1]):
        lines.pop()
    lines = [_trimmed(line, len(columns)) for line in lines]
    if not lines or lines[0] != columns:
        return None, [Fault(name, 1, "", None, _header(lines, columns))]
    numbered = dict(enumerate(lines[1:], 2))
    faults = [
        Fault(name, row, "", None, _length(len(line), len(columns)))
        for row, line in numbered.items()
        if len(line) != len(columns)
    ]
    whole = {row: line for row, line in numbered.items() if len(line) == len(columns)}
    cells = pd.DataFrame(list(whole.values()), index=list(whole), columns=columns, dtype="str")
    return cells, faults


def _trimmed(line: list[str], width: int) -> list[str]:
    """Return a line without the empty cells that a spreadsheet adds right of the last column."""
    return line if any(cell.strip() for cell in line[width:]) else line[:width]


def _length(count: int, expected: int) -> str:
    return (
        f"{count} cells, where the header has {expected}; check commas and quotation marks (they "
        'must be straight: "), and write a comma for each empty last cell'
    )


def _header(lines: list[list[str]], columns: list[str]) -> str:
    """Return, for a header that is not the expected one, what is wrong with it."""
    header = lines[0] if lines else [""]
    expected = f"the header must be {','.join(columns)}"
    for sign, word in PARTED.items():
        if len(header) == 1 and sign in header[0]:
            return f"the cells are separated by {word}; {COMMAS}"
    if columns in lines[1:5]:
        return (
            f"there are lines above the header (a title, or `sep=,`); take them out (in Numbers, "
            f"untick “Include table names” when you export): {expected}"
        )
    if not set(header) & set(columns):
        start = reprlib.repr(header[0])
        return f"begins with {start}, not with the header of a CSV file; {SAVE}: {expected}"
    missing = [column for column in columns if column not in header]
    parts = [f"column {column!r} is missing" for column in missing]
    for column in header:
        if column not in columns:
            near = difflib.get_close_matches(column, missing, 1)
            question = f" (is it {near[0]!r}?)" if near else ""
            parts.append(f"column {column!r} is unknown{question}")
    return "; ".join([*(parts or ["the columns stand in another order or twice"]), expected])
