"""The cells of one raw table against what its schema says of each column, typed where they fit."""

import re
from collections.abc import Iterable

import pandas as pd

from .. import tables
from . import kinds, signs
from .faults import Fault

PARTIAL = {
    "[0-9]{4}-[0-9]{2}-[0-9]{2}": ("", "day"),
    "[0-9]{4}-[0-9]{2}": ("-01", "month"),
    "[0-9]{4}": ("-01-01", "year"),
    "FY[0-9]{4}": ("-04-01", "fiscal year"),
}
DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
EARLIEST = pd.Timestamp("1900-01-01")
LATEST = pd.Timestamp("2100-12-31")
# A spreadsheet keeps 15 digits of a number and turns the rest into zeros.
NUMBERS = {
    "integer": ("-?[0-9]{1,15}", "is not a whole number of at most 15 digits"),
    "number": (r"-?[0-9]{1,15}(\.[0-9]{1,15})?", "is not a number of at most 15 digits"),
}


def raw_columns(name: str) -> list[str]:
    """Return the columns that people write: those of the processed table but the derived ones.

    Examples
    --------
    >>> raw_columns("comparators")
    ['iso3', 'name', 'named_in_answer', 'reason']
    """
    return [field["name"] for field in tables.fields(name) if "derived" not in field]


def key_columns(name: str) -> list[str]:
    """Return the columns that together tell the rows of a table apart.

    Examples
    --------
    >>> key_columns("regimes")
    ['provision_id', 'rule_id']
    """
    key = tables.resource(name)["schema"]["primaryKey"]
    return [key] if isinstance(key, str) else key


def typed(name: str, cells: pd.DataFrame) -> tuple[pd.DataFrame, list[Fault]]:
    """Return the cells of a raw table typed, and the faults: what does not fit is missing."""
    columns: dict[str, pd.Series] = {}
    faults: list[Fault] = []
    for field in tables.fields(name):
        if field["name"] in cells:
            column = _Column(name, field, cells[field["name"]])
            columns |= column.values()
            faults += column.faults.values()
    return cells.assign(**columns), faults


class _Column:
    """One column of a raw table, with at most one fault per cell."""

    def __init__(self, table: str, field: dict, cells: pd.Series):
        self.table = table
        self.field = field
        self.cells = cells
        self.texts = cells.tolist()  # a list is gone through many times faster than a column
        self.faults: dict[int, Fault] = {}
        self.constraints = field.get("constraints", {})

    def refuse(self, bad: Iterable, advice: str | list[str]) -> None:
        """Add a fault for each bad cell that has none yet; `advice` is one for all, or a list."""
        places = [place for place, wrong in enumerate(bad) if wrong]
        advices = advice if isinstance(advice, list) else [advice] * len(self.cells)
        for place in places:
            row, cell = int(self.cells.index[place]), self.cells.iloc[place]
            fault = Fault(self.table, row, self.field["name"], cell, advices[place])
            self.faults.setdefault(row, fault)

    def fits(self, pattern: str) -> pd.Series:
        """Return whether each cell has a form; digits of other scripts are no digits."""
        form = re.compile(pattern, re.ASCII)
        found = [form.fullmatch(text) is not None for text in self.texts]
        return pd.Series(found, self.cells.index, dtype="bool")

    def values(self) -> dict[str, pd.Series]:
        """Return the typed column, and its precision where it is a date known in part."""
        blank = self.cells == ""
        if self.constraints.get("required"):
            self.refuse(blank, "is empty; this cell must be filled")
        odd = [signs.advice(text) for text in self.texts]
        self.refuse(odd, odd)
        if self.field["type"] == "string":
            self._refuse_text(blank)
        if self.constraints.get("unique"):
            twice = self.cells.duplicated(keep=False)
            self.refuse(~blank & twice, "stands in more than one row; keep one")
        if self.field["type"] == "date":
            return self._dates(blank)
        if self.field["type"] in NUMBERS:
            return {self.field["name"]: self._numbers(blank)}
        known = self.cells.mask(blank)
        if "enum" in self.constraints:
            known = known.where(known.isin(self.constraints["enum"]))
        return {self.field["name"]: tables.typed(known, self.field)}

    def _refuse_text(self, blank: pd.Series) -> None:
        """Refuse texts that a spreadsheet would run, and those that the schema does not allow."""
        formulas = [signs.is_formula(text) for text in self.texts]
        self.refuse(formulas, "begins like a spreadsheet formula; write it as plain text")
        is_printed = self.field["name"].endswith("_as_printed")
        accidents = [signs.accident(text, is_printed) for text in self.texts]
        self.refuse(accidents, accidents)
        padded = [text != text.strip() for text in self.texts]
        self.refuse(padded, "has blanks at its start or end; take them out")
        if "enum" in self.constraints:
            codes = self.constraints["enum"]
            advice = (
                f"is not a known code; use one of: {', '.join(codes)} "
                "(or add it to `codes` in the YAML file beside the table)"
            )
            self.refuse(~blank & ~self.cells.isin(codes), advice)
        if "pattern" in self.constraints:
            pattern = self.constraints["pattern"]
            self.refuse(~blank & ~self.fits(pattern), f"is not of the form {pattern}")
        if "holds" in self.field:
            kind = self.field["holds"]
            advices = [kinds.advice(kind, text) if text else "" for text in self.texts]
            self.refuse(advices, advices)

    def _numbers(self, blank: pd.Series) -> pd.Series:
        """Return the numbers of the column; what is none, or out of bounds, is a fault."""
        form, advice = NUMBERS[self.field["type"]]
        good = self.fits(form)
        self.refuse(~blank & ~good, f"{advice}; write digits alone")
        values = tables.typed(self.cells.where(good), self.field)
        for key, word in (("minimum", "below"), ("maximum", "above")):
            if key in self.constraints:
                bound = self.constraints[key]
                beyond = values < bound if key == "minimum" else values > bound
                self.refuse(beyond.fillna(False).astype(bool), f"is {word} {bound}")
        return values

    def _dates(self, blank: pd.Series) -> dict[str, pd.Series]:
        """Return the first day of what each cell states, and how precise that is."""
        partial = "precision" in self.field
        full = pd.Series(pd.NA, self.cells.index, dtype="str")
        precision = pd.Series(pd.NA, self.cells.index, dtype="str")
        for form, (rest, name) in PARTIAL.items():
            if partial or form == DAY:
                hit = self.fits(form)
                full = full.mask(hit, self.cells.str.removeprefix("FY") + rest)
                precision = precision.mask(hit, name)
        dates = pd.to_datetime(full, format="%Y-%m-%d", errors="coerce")
        forms = "YYYY-MM-DD, YYYY-MM, YYYY or FYYYYY" if partial else "YYYY-MM-DD"
        self.refuse(~blank & dates.isna(), f"is not a date; write {forms}")
        self.refuse(
            ~dates.between(EARLIEST, LATEST) & dates.notna(), "lies outside 1900 to 2100; mend it"
        )
        beside = {self.field["precision"]: precision.astype("str")} if partial else {}
        return {self.field["name"]: dates} | beside


def derived(name: str, frame: pd.DataFrame, frames: dict[str, pd.DataFrame]) -> list[Fault]:
    """Return a fault for each cell that a required derived column needs and that is blank.

    Parameters
    ----------
    name : str
        A table's name.
    frame : pandas.DataFrame
        That table with its derived columns, indexed by row.
    frames : dict of pandas.DataFrame
        All raw tables, typed, indexed by row.

    Returns
    -------
    list of Fault
        One per blank cell, named where it stands: in the other table, if it is read from there.
    """
    faults = []
    for field in tables.fields(name):
        required = "derived" in field and field.get("constraints", {}).get("required")
        if not required or field["name"] not in frame:
            continue
        origin = re.fullmatch(r"`(\w+)\.(\w+)`", field["derived"])
        for row in frame.index[frame[field["name"]].isna()]:
            ground = field["derived"].removeprefix("from ")
            advice = f"could not be worked out from {ground}; fill that"
            fault = Fault(name, row, field["name"], None, advice)
            if origin:
                fault = _at_origin(fault, frame.loc[row], frames, *origin.groups())
            faults.append(fault)
    return list(dict.fromkeys(faults))


def _at_origin(
    fault: Fault, values: pd.Series, frames: dict[str, pd.DataFrame], table: str, column: str
) -> Fault:
    """Return the fault of a derived cell, named at the blank cell that it is worked out from."""
    key = key_columns(table)[0]
    rows = frames[table].index[frames[table][key] == values.get(key)]
    if rows.empty:
        return fault
    advice = f"is empty, and {fault.column} of {fault.table} is worked out from it; fill it"
    return Fault(table, rows[0], column, "", advice)
