"""One raw table: its file, its header, and each cell against what the schema says of its column."""

import csv
import difflib
import io
from pathlib import Path

import pandas as pd

from .. import tables

PARTIAL = {
    r"\d{4}-\d{2}-\d{2}": ("", "day"),
    r"\d{4}-\d{2}": ("-01", "month"),
    r"\d{4}": ("-01-01", "year"),
    r"FY\d{4}": ("-04-01", "fiscal year"),
}
EARLIEST, LATEST = pd.Timestamp("1900-01-01"), pd.Timestamp("2100-12-31")


def raw_columns(name: str) -> list[str]:
    """The columns that people write: all of the processed table but those that are derived."""
    return [field["name"] for field in tables.fields(name) if "derived" not in field]


def key_columns(name: str) -> list[str]:
    """The columns that together tell the rows of a table apart."""
    key = tables.resource(name)["schema"]["primaryKey"]
    return [key] if isinstance(key, str) else key


def rows(name: str, path: Path, faults: list[str]) -> pd.DataFrame | None:
    """The cells of one raw table as text, or None where the file or its header cannot be read."""
    text = _text(path, faults)
    cells = None if text is None else _cells(text, path, raw_columns(name), faults)
    low, high = tables.resource(name)["rowBounds"]
    if cells is not None and not low <= len(cells) <= high:
        faults.append(
            f"{tables.raw(name)}: {len(cells)} rows, where {low} to {high} are expected; if that is right, change `rows` in the YAML file beside it"
        )
    return cells


def _text(path: Path, faults: list[str]) -> str | None:
    try:
        return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except FileNotFoundError:
        faults.append(
            f"{tables.raw(path.stem)}: the file is missing; put it back, or take its table out of data/raw/tables.yml"
        )
    except UnicodeDecodeError as error:
        row = path.read_bytes()[: error.start].count(b"\n") + 1
        faults.append(
            f"{tables.raw(path.stem)}, row {row}: byte {error.object[error.start]:#04x} is not UTF-8; save the file as CSV UTF-8 (Shift_JIS is refused)"
        )
    return None


def _cells(text: str, path: Path, expected: list[str], faults: list[str]) -> pd.DataFrame | None:
    try:
        rows = list(csv.reader(io.StringIO(text), strict=True))
    except csv.Error as error:
        faults.append(
            f"{tables.raw(path.stem)}: not a CSV file ({error}); check the quotation marks"
        )
        return None
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    header = rows[0] if rows else []
    if header != expected:
        faults.append(f"{tables.raw(path.stem)}, row 1: {_header(header, expected)}")
        return None
    wrong = [(i, row) for i, row in enumerate(rows[1:], 2) if len(row) != len(expected)]
    faults.extend(
        f"{tables.raw(path.stem)}, row {i}: {len(row)} cells, where the header has {len(expected)}; check commas and quotation marks"
        for i, row in wrong
    )
    good = {i: row for i, row in enumerate(rows[1:], 2) if len(row) == len(expected)}
    return pd.DataFrame(good.values(), index=list(good), columns=expected, dtype="str")


def _header(header: list[str], expected: list[str]) -> str:
    if len(header) == 1 and ";" in header[0]:
        return "the cells are separated by `;`; save the file with commas"
    missing, extra = (
        [c for c in expected if c not in header],
        [c for c in header if c not in expected],
    )
    near = {c: difflib.get_close_matches(c, missing, 1) for c in extra}
    parts = [f"column {c!r} is missing" for c in missing]
    parts += [
        f"column {c!r} is unknown" + (f" (is it {near[c][0]!r}?)" if near[c] else "") for c in extra
    ]
    return (
        "; ".join(parts or ["the columns stand in another order or twice"])
        + f"; the header must be {','.join(expected)}"
    )


def typed(name: str, cells: pd.DataFrame, faults: list[str]) -> pd.DataFrame:
    """Return the cells of one raw table, typed; what does not fit its column is missing and a fault."""
    frame = cells.copy()
    for field in tables.fields(name):
        if field["name"] in cells:
            frame = frame.assign(**_column(cells[field["name"]], field, name, faults))
    return frame


def _column(cells: pd.Series, field: dict, name: str, faults: list[str]) -> dict[str, pd.Series]:
    """The typed column, and its precision where it is a partial date; faults are added to the list."""

    def report(bad: pd.Series, why: str) -> None:
        """Add a fault for each cell that is bad."""
        faults.extend(
            f"{tables.raw(name)}, row {row}, column {field['name']}: {value!r} {why}"
            for row, value in cells[bad].items()
        )

    rules, blank = field.get("constraints", {}), cells == ""
    if rules.get("required"):
        report(blank, "is empty; this cell must be filled")
    if field["type"] == "string":
        report(
            cells.str.match(r"[=+\-@\t]"),
            "begins like a spreadsheet formula; write it as plain text",
        )
        report(cells != cells.str.strip(), "has blanks at its start or end; take them out")
    if "enum" in rules:
        report(
            ~blank & ~cells.isin(rules["enum"]),
            f"is not a known code; use one of: {', '.join(rules['enum'])} (or add it to `codes` in the YAML file beside the table)",
        )
    if "pattern" in rules:
        report(
            ~blank & ~cells.str.fullmatch(rules["pattern"]),
            f"is not of the form {rules['pattern']}",
        )
    if rules.get("unique"):
        report(~blank & cells.duplicated(keep=False), "stands in more than one row; keep one")
    return _values(cells.mask(blank), field, report)


def _values(cells: pd.Series, field: dict, report) -> dict[str, pd.Series]:
    rules, name = field.get("constraints", {}), field["name"]
    if field["type"] == "date":
        return _date(cells, field, report)
    if field["type"] in ("integer", "number"):
        form = r"-?\d+" if field["type"] == "integer" else r"-?\d+(\.\d+)?"
        good = cells.isna() | cells.str.fullmatch(form)
        report(
            ~good,
            f"is not {'a whole number' if field['type'] == 'integer' else 'a number'}; write digits alone",
        )
        values = tables.typed(cells.where(good), field)
        report(
            (values < rules.get("minimum", float("-inf"))).fillna(False).astype(bool),
            f"is below {rules.get('minimum')}",
        )
        report(
            (values > rules.get("maximum", float("inf"))).fillna(False).astype(bool),
            f"is above {rules.get('maximum')}",
        )
        return {name: values}
    known = cells.where(cells.isin(rules["enum"])) if "enum" in rules else cells
    return {name: tables.typed(known, field)}


def _date(cells: pd.Series, field: dict, report) -> dict[str, pd.Series]:
    forms = PARTIAL if "precision" in field else dict(list(PARTIAL.items())[:1])
    full, precision = (
        pd.Series(pd.NA, cells.index, dtype="str"),
        pd.Series(pd.NA, cells.index, dtype="str"),
    )
    for form, (rest, name) in forms.items():
        hit = cells.str.fullmatch(form) & cells.notna()
        full, precision = (
            full.mask(hit, cells.str.removeprefix("FY") + rest),
            precision.mask(hit, name),
        )
    dates = pd.to_datetime(full, format="%Y-%m-%d", errors="coerce")
    report(
        cells.notna() & dates.isna(),
        f"is not a date; write {'YYYY-MM-DD, YYYY-MM, YYYY or FYYYYY' if len(forms) > 1 else 'YYYY-MM-DD'}",
    )
    report(~dates.between(EARLIEST, LATEST) & dates.notna(), "lies outside 1900 to 2100")
    beside = {field["precision"]: precision.astype("str")} if "precision" in field else {}
    return {field["name"]: dates} | beside


def derived(name: str, frame: pd.DataFrame) -> list[str]:
    """The faults of a table's derived columns: a required one that could not be worked out."""
    wanted = [
        f
        for f in tables.fields(name)
        if "derived" in f and f.get("constraints", {}).get("required") and f["name"] in frame
    ]
    return [
        f"{tables.raw(name)}, row {row}: {field['name']} could not be worked out from {field['derived'].replace('`', '')}; fill it there"
        for field in wanted
        for row in frame.index[frame[field["name"]].isna()]
    ]
