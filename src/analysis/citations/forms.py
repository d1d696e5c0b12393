"""What the citations of the facts must obey: rows, columns and printed forms that are there."""

import functools
import re
import unicodedata

import pandas as pd

from .. import countries, japanese, tables
from ..checks import Fault
from ..checks.relations import members, printed_parts, row_ids
from . import suited
from .grading import facts

Frames = dict[str, pd.DataFrame]
DAY_FIRST = re.compile(r"(\d{1,2})-(\d{1,2})-(\d{4})")  # 27-4-1978, as data sets print days
PER_CENT = re.compile(r"(?P<number>\d+(?:[.・]\d+)?) ?(?:%|パーセント|per ?cent|pct)")
DATE_PATTERNS = {"day": "%Y-%m-%d", "month": "%Y-%m", "year": "%Y", "fiscal year": "%Y"}


def faults(frames: Frames) -> list[Fault]:
    """Return what is wrong in the citations.

    That is a row or a column that does not exist, a fact that nothing cites, a printed form that
    says otherwise, a source that cannot be the one that was read.
    """
    by_table = [fault for name in facts() for fault in faults_of(name, frames)]
    return by_table + suited.faults(frames)


def faults_of(name: str, frames: Frames) -> list[Fault]:
    """Return what is wrong in the citations of one table."""
    every, frame = frames["citations"], frames[name]
    cited = every[every["table"].astype("str") == name]
    ids = row_ids(name, frame)
    faults = _unknown(cited, ids, name) + _uncited(cited, ids, frame, name)
    return faults + _printed(cited, frame, ids, name, frames)


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
    cited: pd.DataFrame, frame: pd.DataFrame, ids: pd.Series, name: str, frames: Frames
) -> list[Fault]:
    """Return a fault for each printed form that reads as something else than what the row holds.

    Of several rows with one id, a form that names none of them (`share[against]=…`) speaks of all.
    """
    once = frames["sources"].drop_duplicates("source_id")
    published = once.set_index("source_id")["published"]
    faults = []
    forms = cited.dropna(subset=["printed"])[["row_id", "source_id", "printed"]]
    names = None
    if forms["printed"].str.contains("iso3=", regex=False).any():
        names = countries.spellings(frames["countries"], frames["aliases"])
    records: dict[tuple[str, str], list[dict]] = {}
    keys = zip(ids, members(name, frame), strict=True)
    for (row_id, member), record in zip(keys, frame.to_dict("records"), strict=True):
        for which in {member, ""}:
            records.setdefault((row_id, which), []).append(record)
    for at, row_id, source, cell in forms.itertuples():
        for column, member, form in printed_parts(cell) if (row_id, "") in records else ():
            rows = records.get((row_id, member), [])
            held = [row.get(column) for row in rows if column in row]
            fits = [
                follows(form, row, column, published.get(source), names) for row in rows if held
            ]
            if held and all(fits):
                continue
            advice = (
                f"does not give {held[fits.index(False)]}, which the row holds; mend one"
                if held
                else "names no column of the row; write it as `column=form`, and of several rows "
                "with one id as `column[row]=form`"
            )
            part = f"{column}[{member}]={form}" if member else f"{column}={form}"
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
    """Return the number that a printed form states; of a share the per cent: 48・2%, 27.0 pct."""
    share = PER_CENT.fullmatch(unicodedata.normalize("NFKC", form))
    if share:
        return float(share["number"].replace("・", "."))
    number = japanese.to_number(form, errors="coerce")
    return None if pd.isna(number) else float(number)
