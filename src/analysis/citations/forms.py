"""What the citations of the facts must obey: rows, columns and printed forms that are there."""

import functools
import re

import pandas as pd

from .. import countries, japanese, tables
from ..checks import Fault
from ..checks.relations import row_ids
from . import suited
from .grading import facts

DAY_FIRST = re.compile(r"(\d{1,2})-(\d{1,2})-(\d{4})")  # 27-4-1978, as data sets print days
DATE_PATTERNS = {"day": "%Y-%m-%d", "month": "%Y-%m", "year": "%Y", "fiscal year": "%Y"}


def faults(frames: dict[str, pd.DataFrame]) -> list[Fault]:
    """Return what is wrong in the citations.

    That is a row or a column that does not exist, a fact that nothing cites, a printed form that
    says otherwise, a source that cannot be the one that was read.
    """
    by_table = [fault for name in facts() for fault in faults_of(name, frames)]
    return by_table + suited.faults(frames)


def faults_of(name: str, frames: dict[str, pd.DataFrame]) -> list[Fault]:
    """Return what is wrong in the citations of one table."""
    every, frame = frames["citations"], frames[name]
    cited = every[every["table"].astype("str") == name]
    ids = row_ids(name, frame)
    faults = _unknown(cited, ids, name) + _uncited(cited, ids, frame, name)
    return faults + _printed(cited, frame.set_index(ids), frames)


def _unknown(cited: pd.DataFrame, ids: pd.Series, name: str) -> list[Fault]:
    """Return a fault for each citation of a row or a column that the table does not have."""
    lost = cited.loc[~cited["row_id"].isin(ids), "row_id"]
    faults = [
        Fault("citations", row, "row_id", value, f"is no row of {name}; mend it")
        for row, value in lost.items()
    ]
    columns = {field["name"] for field in tables.fields(name)}
    named = cited["fields"].dropna().str.split(";").explode()
    return faults + [
        Fault("citations", row, "fields", value, f"is no column of {name}; mend it")
        for row, value in named[~named.isin(columns)].items()
    ]


def _uncited(cited: pd.DataFrame, ids: pd.Series, frame: pd.DataFrame, name: str) -> list[Fault]:
    """Return a fault for each row that nothing cites, unless it says that nothing was found.

    It says so by an empty cell of the column that `uncited_without` names in the YAML file.
    """
    bare = ids[~ids.isin(cited["row_id"])]
    needed = tables.resource(name).get("uncited_without")
    if needed:
        bare = bare[frame.loc[bare.index, needed].notna()]
    advice = f"has no citation; add a row to {tables.raw('citations')}"
    column = tables.fields(name)[0]["name"]
    return [Fault(name, row, column, value, advice) for row, value in bare.items()]


def _printed(
    cited: pd.DataFrame, rows: pd.DataFrame, frames: dict[str, pd.DataFrame]
) -> list[Fault]:
    """Return a fault for each printed form that reads as something else than what the row holds."""
    once = frames["sources"].drop_duplicates("source_id")
    published = once.set_index("source_id")["published"]
    faults = []
    forms = cited.dropna(subset=["printed"])[["row_id", "source_id", "printed"]]
    names = None
    if forms["printed"].str.contains("iso3=", regex=False).any():
        names = countries.spellings(frames["countries"], frames["aliases"])
    rows = rows[~rows.index.duplicated()]
    records = dict(zip(rows.index, rows.to_dict("records"), strict=True))
    for at, row_id, source, cell in forms.itertuples():
        if row_id not in rows.index:
            continue
        for part in cell.split("; "):
            column, _, form = part.partition("=")
            if column not in rows:
                advice = "names no column of the row; write it as `column=form`"
                faults.append(Fault("citations", at, "printed", part, advice))
            elif not follows(form, records[row_id], column, published.get(source), names):
                advice = f"does not give {records[row_id][column]}, which the row holds; mend one"
                faults.append(Fault("citations", at, "printed", part, advice))
    return faults


def follows(
    form: str,
    row: dict | pd.Series,
    column: str,
    published: pd.Timestamp | None,
    spellings: countries.Spellings | None = None,
) -> bool:
    """Return whether a printed form allows the value that a row holds.

    Parameters
    ----------
    form : str
        A date, number, sum of money or country as the source prints it.
    row : dict or Series
        The row, with the typed value of the column.
    column : str
        The column that the form was read for.
    published : Timestamp or None
        The day of publication of the source, by which a form without a year is read.
    spellings : countries.Spellings, optional
        Those of countries, where other tables than the stored ones are read.
    """
    value = row[column]
    if pd.isna(value):
        return False
    if isinstance(value, pd.Timestamp):
        date, precision = _date(form, published)
        pattern = DATE_PATTERNS.get(precision)
        if pd.isna(date) or pattern is None:
            return False
        return f"{date:{pattern}}" == f"{value:{pattern}}"
    if column in ("value", "amount"):
        return _money(form) == (value, row["currency"])
    if column.endswith("iso3"):
        code = countries.to_iso3(form, errors="coerce", spellings=spellings)
        return not pd.isna(code) and code == value
    if pd.api.types.is_number(value):
        return bool(_number(form) == value)
    return True


@functools.lru_cache(maxsize=4096)
def _date(form: str, published: pd.Timestamp | None) -> tuple[pd.Timestamp, str]:
    """Return the first day that a printed form states, and how precise it is."""
    numbers = DAY_FIRST.fullmatch(form)
    if numbers:
        day, month, year = map(int, numbers.groups())
        form = f"{year}-{month:02d}-{day:02d}"
    date = japanese.to_partial_date(pd.Series([form]), errors="coerce").iloc[0]
    if pd.isna(date["date"]) and not pd.isna(published):
        return japanese.to_date(form, published=published, errors="coerce"), "day"
    return date["date"], str(date["precision"])


@functools.lru_cache(maxsize=4096)
def _money(form: str) -> tuple[int, str] | None:
    """Return the sum and the currency that a printed form states."""
    money = japanese.to_money(form, errors="coerce").iloc[0]
    return None if pd.isna(money["amount"]) else (int(money["amount"]), str(money["currency"]))


@functools.lru_cache(maxsize=4096)
def _number(form: str) -> float | None:
    """Return the number that a printed form states."""
    number = japanese.to_number(form, errors="coerce")
    return None if pd.isna(number) else float(number)
