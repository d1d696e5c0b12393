"""Tables as people save them: each is read without loss, or refused in a line that says what to do.

What the programs do on saving is made here byte for byte; none of them is run.
"""

import csv
import io
import re

import pandas as pd
import pytest

from analysis import tables
from analysis.checks import files, schema, signs
from analysis.checks.description import package

NAMES = ["conflict_values", "aliases", "transfers", "permits", "gaps"]
CSV_UTF8 = "CSV UTF-8"


@pytest.fixture(autouse=True, scope="module")
def described():
    with tables.described(package()):
        yield


def cells(name: str) -> list[list[str]]:
    """The header and the rows of a raw table."""
    path = tables.folder().parent / tables.raw(name)
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def text(rows: list[list[str]], sign: str = ",", end: str = "\r\n", every: bool = False) -> str:
    """Rows as text: with a sign between cells, an end of lines, all cells quoted or only some."""
    file = io.StringIO()
    quoting = csv.QUOTE_ALL if every else csv.QUOTE_MINIMAL
    csv.writer(file, delimiter=sign, lineterminator=end, quoting=quoting).writerows(rows)
    return file.getvalue()


def padded(rows: list[list[str]], count: int) -> list[list[str]]:
    """Rows with empty cells right of the last column."""
    return [[*row, *[""] * count] for row in rows]


ACCEPTED = {
    "as it stands": lambda rows: text(rows, end="\n").encode("utf-8-sig"),
    "Excel, CSV UTF-8": lambda rows: text(rows).encode("utf-8-sig"),
    "Google Sheets: no mark, no last line end": lambda rows: text(rows)[:-2].encode(),
    "Numbers, CSV, Unicode": lambda rows: text(rows).encode(),
    "LibreOffice, Text CSV, UTF-8": lambda rows: text(rows, end="\n").encode(),
    "LibreOffice, all text cells quoted": lambda rows: text(rows, end="\n", every=True).encode(),
    "Excel after a click to the right": lambda rows: text(padded(rows, 3)).encode("utf-8-sig"),
    "Excel after a click below": lambda rows: text([*rows, *[[""] * len(rows[0])] * 5]).encode(
        "utf-8-sig"
    ),
    "a second mark of byte order": lambda rows: b"\xef\xbb\xbf" + text(rows).encode("utf-8-sig"),
    "only the header is wider": lambda rows: text([[*rows[0], "", ""], *rows[1:]]).encode(),
}
# What is made, and what the line says beside the format to choose.
REFUSED = {
    "Excel, Unicode Text": (lambda rows: text(rows, "\t").encode("utf-16"), "UTF-16"),
    "UTF-16, big end first": (
        lambda rows: b"\xfe\xff" + text(rows, "\t").encode("utf-16-be"),
        "UTF-16",
    ),
    "UTF-16 without a mark": (lambda rows: text(rows).encode("utf-16-le"), "UTF-16"),
    "Excel on a Japanese Windows, CSV": (lambda rows: text(rows).encode("cp932", "replace"), ""),
    "Excel, Text (tabs), Japanese": (lambda rows: text(rows, "\t").encode("cp932", "replace"), ""),
    "Excel on a western Windows, CSV": (lambda rows: text(rows).encode("cp1252", "replace"), ""),
    "Excel on a Mac, CSV (Macintosh)": (
        lambda rows: text(rows, end="\r").encode("mac_roman", "replace"),
        "",
    ),
    "Excel, CSV (MS-DOS)": (lambda rows: text(rows).encode("cp850", "replace"), ""),
    "a workbook with another name": (lambda rows: b"PK\x03\x04\x14\x00\x06\x00" * 9, "workbook"),
    "an old workbook": (lambda rows: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 9, "workbook"),
    "a web page": (lambda rows: b"<html><table><tr><td>1</table>", "web page"),
    "a text of a word processor": (lambda rows: b"{\\rtf1\\ansi", "word processor"),
    "a page of JSON": (lambda rows: b'[{"id": 1}]\n', "begins with"),
    "columns of one width": (lambda rows: "  ".join(rows[0]).encode(), "begins with"),
    "single quotation marks": (
        lambda rows: text([[f"'{cell}'" for cell in row] for row in rows]).encode(),
        "begins with",
    ),
    "ISO-2022-JP": (
        lambda rows: text([*rows, ["日本"]]).encode("iso2022_jp", "replace"),
        "ISO-2022-JP",
    ),
    "old line ends": (lambda rows: text(rows, end="\r").encode(), "old Macintosh"),
}
SEPARATED = {
    "Excel in Germany, CSV UTF-8": ";",
    "copied from a spreadsheet": "\t",
    "bars": "|",
}


def read(name: str, content: bytes, folder) -> tuple[pd.DataFrame | None, list]:
    """The typed table of some bytes and its faults."""
    path = folder / f"{name}.csv"
    path.write_bytes(content)
    found, faults = files.read(name, path)
    if found is None:
        return None, faults
    frame, unfit = schema.typed(name, found)
    return frame, faults + unfit


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("way", ACCEPTED)
def test_a_good_save_loses_nothing(name, way, tmp_path):
    own, _ = read(name, ACCEPTED["as it stands"](cells(name)), tmp_path)
    saved, faults = read(name, ACCEPTED[way](cells(name)), tmp_path)
    assert faults == []
    pd.testing.assert_frame_equal(saved, own)


@pytest.mark.parametrize("name", sorted({*NAMES} - {"permits"}))
@pytest.mark.parametrize("way", REFUSED)
def test_a_bad_save_is_refused_and_the_line_names_the_format(name, way, tmp_path):
    """Save for a table in plain ASCII (permits), of which no encoding loses a letter."""
    make, what = REFUSED[way]
    content = make(cells(name))
    _, faults = read(name, content, tmp_path)
    assert faults and all(CSV_UTF8 in fault.advice and "\n" not in str(fault) for fault in faults)
    assert what in faults[0].advice


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("way", SEPARATED)
def test_other_signs_between_cells_are_named(name, way, tmp_path):
    content = text(cells(name), SEPARATED[way]).encode("utf-8-sig")
    frame, (fault,) = read(name, content, tmp_path)
    assert frame is None and "save the file with commas" in fault.advice
    assert "LibreOffice" in fault.advice and "Google Sheets" in fault.advice


@pytest.mark.parametrize("above", [["Table 1"], ["sep=,"], ["Gaps, as of May", ""], ["a"] * 5])
def test_lines_above_the_header_are_named(above, tmp_path):
    """Numbers puts the name of the table there, people a title, with or without empty cells."""
    for rows in ([above], [above, []], [above, [""] * 5]):
        content = text([*rows, *cells("gaps")]).encode("utf-8-sig")
        frame, (fault,) = read("gaps", content, tmp_path)
        assert frame is None and "lines above the header" in fault.advice
        assert "Include table names" in fault.advice


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ("10/01/2017", "a day that a spreadsheet made"),
        ("01.10.2017", "a day that a spreadsheet made"),
        ("2017/10/1", "a day that a spreadsheet made"),
        ("Oct-17", "a day that a spreadsheet made"),
        ("1-Oct", "a day that a spreadsheet made"),
        ("01-Okt-17", "a day that a spreadsheet made"),
        ("1.92E+09", "a number that a spreadsheet cut"),
        ("1,92E+09", "a number that a spreadsheet cut"),
        ("######", "a message of a spreadsheet"),
        ("#NAME?", "a message of a spreadsheet"),
        ("#N/A", "a message of a spreadsheet"),
        ("NULL", "a program's word for no value"),
        ("NaN", "a program's word for no value"),
        ("カ\u3099ス", "holds letters in parts"),
        ("??????", "has lost letters"),
        ("Cura?ao", "has lost letters"),
        ("19億?", ""),
        ("1 464\u00a0件", "a blank that does not break"),
        ("1\u202f464", "a blank that does not break"),
        ("“19億2,100万円” (Reuters)", ""),
    ],
)
def test_what_a_spreadsheet_makes_of_a_text_is_named(change, what, tmp_path):
    """October 2017 became a day, a long number lost its end, Japanese became question marks."""
    rows = cells("conflict_values")
    column = rows[0].index("value")
    rows[1][column] = change
    _, faults = read("conflict_values", text(rows).encode("utf-8-sig"), tmp_path)
    assert len(faults) == bool(what)
    if what:
        assert (faults[0].row, faults[0].column, faults[0].value) == (2, "value", change)
        assert what in faults[0].advice


@pytest.mark.parametrize(
    "printed",
    ["2015/7/23", "2015.7.23", "October 2017", "17 October 2017", "E-2D", "https://a/?q=1?2", "#1"],
)
def test_what_sources_print_is_no_accident(printed):
    assert signs.accident(printed, is_printed=True) == signs.advice(printed) == ""


@pytest.mark.parametrize(
    ("name", "column", "saved"),
    [
        ("permits", "count", "1,464"),
        ("permits", "count", "1464.0"),
        ("permits", "count", "１４６４"),
        ("permits", "count", "1\u00a0464"),
        ("permits", "count", "1 464"),
        ("permits", "count", "1.464"),
        ("rule_changes", "adopted", "2024/3/26"),
        ("rule_changes", "adopted", "3/26/2024"),
        ("rule_changes", "adopted", "26.03.2024"),
        ("rule_changes", "adopted", "45377"),
        ("rule_changes", "adopted", "2024-3-26"),
        ("rule_changes", "adopted", "令和6年3月26日"),
        ("rule_changes", "adopted", "2024-03-26 00:00:00"),
    ],
)
def test_numbers_and_days_in_the_form_of_a_spreadsheet_are_named(name, column, saved, tmp_path):
    """Thousands, zeros that are lost, days in the form of the region, days as numbers."""
    rows = cells(name)
    rows[1][rows[0].index(column)] = saved
    _, faults = read(name, text(rows).encode("utf-8-sig"), tmp_path)
    assert [(fault.row, fault.column, fault.value) for fault in faults] == [(2, column, saved)]
    assert re.search("write|type", faults[0].advice)


def test_curly_quotation_marks_and_short_lines_are_named(tmp_path):
    """Quotation marks that a word processor turned; empty last cells that Excel left out."""
    rows = cells("gaps")
    curly = text(rows).replace('"', "”")
    _, faults = read("gaps", curly.encode(), tmp_path)
    assert faults and "they must be straight" in faults[0].advice
    short = text([*rows[:-1], rows[-1][:-2]])
    _, faults = read("gaps", short.encode(), tmp_path)
    assert any("a comma for each empty last cell" in fault.advice for fault in faults)


def test_a_cell_right_of_the_last_column_is_not_dropped(tmp_path):
    rows = padded(cells("gaps"), 2)
    rows[3][-1] = "a remark"
    _, faults = read("gaps", text(rows).encode(), tmp_path)
    assert [fault.row for fault in faults] == [4]


@pytest.mark.parametrize("spoiled", ["empty", "cut off", "not merged"])
def test_a_file_that_no_program_saved_so_is_told_as_such(spoiled, tmp_path):
    """Nothing in it, zero bytes at its end after a full disk, or the marks of an open merge."""
    rows = cells("gaps")
    merged = [rows[0], ["<<<<<<< HEAD"], *rows[1:3], ["======="], ["", "="], [">>>>>>> draft"]]
    ways = {
        "empty": (b"\xef\xbb\xbf\n\n", None, "is empty"),
        "cut off": (text(rows).encode() + b"\0" * 9, None, "was not written whole"),
        "not merged": (text(merged).encode(), 2, "a merge that was not finished"),
    }
    content, row, what = ways[spoiled]
    frame, (fault,) = read("gaps", content, tmp_path)
    assert frame is None and fault.row == row and what in fault.advice
