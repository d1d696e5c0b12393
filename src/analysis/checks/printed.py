"""Printed forms beside typed values: each is read again, and must say the same as what was noted.

The schema names the pairs: a field with `printed` holds what a person noted, the column it names
holds what the source prints, and `notation` says how to read that. Several spellings of one value
are parted by " / ". What stands behind ";" is not read: what other sources print, and words that
hold no such value (a cell that begins with ";" holds none). Remarks in brackets are passed over. A
spelling that no reader understands is refused, never guessed.
"""

import pandas as pd

from .. import countries, japanese, tables
from .faults import Fault

REMARK = r"\s*\([^)]*\)"
COLUMNS = ["table", "row", "column", "printed_column", "printed", "noted", "read", "result"]


def pairs(name: str) -> list[dict]:
    """Return the fields of a table that a printed form stands beside.

    Examples
    --------
    >>> [field["name"] for field in pairs("agreements")]
    ['iso3']
    """
    return [field for field in tables.fields(name) if "printed" in field]


def read_again(
    name: str, frame: pd.DataFrame, spellings: countries.Spellings | None = None
) -> pd.DataFrame:
    """Return what the readers make of the printed forms of a table.

    Parameters
    ----------
    name : str
        A table's name.
    frame : pandas.DataFrame
        That table, typed.
    spellings : countries.Spellings, optional
        Those of countries, where other tables than the stored ones are read.

    Returns
    -------
    pandas.DataFrame
        One row per spelling: `table`, `row`, `column` and `printed_column`, the spelling `printed`,
        the values `noted` and `read` as text, and `result`: `same`, `differs` or `refused`.

    Examples
    --------
    >>> set(read_again("agreements", tables.read("agreements"))["result"])
    {'same'}
    """
    parts = [_spellings(name, frame, field, spellings) for field in pairs(name)]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=COLUMNS)


def faults(frames: dict[str, pd.DataFrame]) -> list[Fault]:
    """Return a fault for each printed form that cannot be read, or reads as another value."""
    faults = []
    spellings = countries.spellings(frames["countries"], frames["aliases"])
    for name, frame in frames.items():
        for each in read_again(name, frame, spellings).itertuples():
            if each.result == "refused":
                advice = (
                    f"cannot be read as {each.column}; write it as the source prints it, "
                    "or put it behind ';' if it holds no such value"
                )
                faults.append(Fault(name, each.row, each.printed_column, each.printed, advice))
            elif each.result == "differs":
                advice = (
                    f"reads as {each.read!r}, but {each.noted!r} is noted in column {each.column}; "
                    "mend one of the two"
                )
                faults.append(Fault(name, each.row, each.printed_column, each.printed, advice))
    return faults


def bounds(frame: pd.DataFrame, column: str) -> pd.Series:
    """Return how each printed sum is bounded, by its first spelling.

    Parameters
    ----------
    frame : pandas.DataFrame
        A table.
    column : str
        The column that holds sums as the sources print them.

    Returns
    -------
    pandas.Series
        `exact`, `about`, `at least` or `at most` on the frame's index; missing where it is no sum.

    Examples
    --------
    >>> sums = pd.DataFrame({"printed": ["約20億円", "20億円 / 2 billion yen"]})
    >>> bounds(sums, "printed").tolist()
    ['about', 'exact']
    """
    spellings = frame[column].str.split(r";| / ", regex=True).str[0]
    first = spellings.str.replace(REMARK, "", regex=True)
    return japanese.to_money(first, errors="coerce")["bound"]


def _read(
    notation: str,
    printed: pd.Series,
    published: pd.Series | None,
    spellings: countries.Spellings | None,
) -> pd.DataFrame:
    """Return the values of printed forms, missing where the reader refuses one."""
    if notation == "money":
        return japanese.to_money(printed, errors="coerce")[["amount", "currency"]]
    if notation == "country":
        return pd.DataFrame(countries.to_iso3(printed, errors="coerce", spellings=spellings))
    if notation == "date":
        return pd.DataFrame(japanese.to_date(printed, published=published, errors="coerce"))
    years = japanese.to_fiscal_year(printed, published=published, errors="coerce")
    return pd.DataFrame(years)


def _spellings(
    name: str, frame: pd.DataFrame, field: dict, known: countries.Spellings | None
) -> pd.DataFrame:
    """Return the spellings of one printed column, read, beside what was noted, all as text."""
    column, printed_column = field["name"], field["printed"]
    noted = frame[frame[column].notna() & frame[printed_column].notna()]
    spellings = noted[printed_column].str.split(";").str[0].str.split(" / ").explode()
    spellings = spellings.str.replace(REMARK, "", regex=True).str.strip()
    spellings = spellings[spellings != ""]
    published = None
    if "published" in field:
        published = noted[field["published"]].reindex(spellings.index).reset_index(drop=True)
    rows = pd.DataFrame({"row": spellings.index, "printed": spellings.array})
    rows = rows.assign(table=name, column=column, printed_column=printed_column)
    rows["read"] = _text(_read(field["notation"], rows["printed"], published, known))
    columns = [column, "currency"] if field["notation"] == "money" else [column]
    rows["noted"] = _text(noted[columns].reindex(spellings.index).reset_index(drop=True))
    result = pd.Series("differs", rows.index).mask(rows["read"] == rows["noted"], "same")
    return rows.assign(result=result.mask(rows["read"] == "", "refused"))[COLUMNS]


def _text(values: pd.DataFrame) -> pd.Series:
    """Return a row of values as one text, blank where the first is missing: 1921000000 JPY."""
    parts = [values[column].astype("str").str.removesuffix(" 00:00:00") for column in values]
    joined = parts[0].str.cat(parts[1:], sep=" ", na_rep="") if len(parts) > 1 else parts[0]
    return joined.mask(values.iloc[:, 0].isna(), "").fillna("")
