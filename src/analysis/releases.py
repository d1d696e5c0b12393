"""What changed in the facts between a released version of the tables and the tables of today."""

import json
import zipfile
from pathlib import Path

import pandas as pd

from . import citations, tables

FACTS = [
    "rule_changes",
    "regimes",
    "procedures",
    "agreements",
    "transfers",
    "nsc_cases",
    "programmes",
    "permit_reports",
    "glossary",
    "verdicts",
]
CHANGES = [
    "row added",
    "row removed",
    "fact corrected",
    "grade risen",
    "grade fallen",
    "wording",
    "source",
]
# Columns that hold no fact beside the sentences of our own that the YAML files call prose
SOURCES = ["source_id", "sources", "evidence_ids"]
# How much of a date is known, by its precision
KNOWN = {"month": r"^(\d{4}-\d\d).*", "year": r"^(\d{4}).*", "fiscal year": r"^(\d{4}).*"}


def stored() -> dict[str, Path]:
    """Return the released versions that a clone keeps.

    Returns
    -------
    dict of str to pathlib.Path
        The zip of each data package by its version; none where the package is installed.

    Examples
    --------
    >>> stored()["0.1.0"].name
    'japan-arms-export-0.1.0.zip'
    """
    paths = sorted((tables.folder() / "releases").glob("*.zip"))
    return {path.stem.rsplit("-", 1)[1]: path for path in paths}


def changes(before: Path) -> pd.DataFrame:
    """Return what changed in the tables of facts since a release.

    Parameters
    ----------
    before : pathlib.Path
        The zip of a released data package, see `stored`.

    Returns
    -------
    pandas.DataFrame
        One row per cell that differs, of rows and columns that both versions have, and one per row
        added or removed: `table`, `row_id` (as citations name it), `column` (missing for a whole
        row), `old` and `new` (as text; missing where the cell was empty; a date is as precise as it
        is known), and `change`, one of `CHANGES`. The confidence of release 0.1 is the old grade.
        Of the verdicts those that stand are compared.

    Examples
    --------
    >>> since = changes(stored()["0.1.0"])
    >>> since.columns.tolist()
    ['table', 'row_id', 'column', 'old', 'new', 'change']
    >>> since["change"].isna().any()
    np.False_
    """
    parts = [_table_changes(name, _released(name, before)) for name in FACTS]
    frame = pd.concat(parts, ignore_index=True)
    return frame.assign(change=pd.Categorical(frame["change"], CHANGES))


def summary(since: pd.DataFrame) -> pd.DataFrame:
    """Return how much changed, a row per table.

    Parameters
    ----------
    since : pandas.DataFrame
        What `changes` returns.

    Returns
    -------
    pandas.DataFrame
        A row per table of `FACTS`, a column per kind of change: the number of rows or cells.

    Examples
    --------
    >>> summary(changes(stored()["0.1.0"])).loc["rule_changes", "row removed"]
    np.int64(0)
    """
    counts = pd.crosstab(since["table"], since["change"])
    return counts.reindex(index=FACTS, columns=CHANGES, fill_value=0)


def _released(name: str, before: Path) -> pd.DataFrame:
    """Return a table of a release as text, its key as `attrs["key"]`; empty where it has none."""
    with zipfile.ZipFile(before) as zipped:
        # Since 0.2.0 all lies in a folder of the zip
        (about,) = (file for file in zipped.namelist() if Path(file).name == "datapackage.json")
        described = json.loads(zipped.read(about))["resources"]
        resources = {resource["name"]: resource for resource in described}
        if name not in resources:
            return _as_text(tables.folder() / tables.resource(name)["path"]).head(0)
        with zipped.open(about.removesuffix("datapackage.json") + resources[name]["path"]) as file:
            rows = _as_text(file)
    rows.attrs["key"] = _columns(resources[name]["schema"]["primaryKey"])
    return rows.rename(columns={} if "grade" in rows else {"confidence": "grade"})


def _as_text(file: object) -> pd.DataFrame:
    """Return the rows of a CSV file; every cell is text, an empty one is missing."""
    return pd.read_csv(file, dtype="str", keep_default_na=False, na_values=[""])


def _columns(key: str | list[str]) -> list[str]:
    """Return the columns of a key as a list: a single one is written without."""
    return [key] if isinstance(key, str) else list(key)


def _table_changes(name: str, before: pd.DataFrame) -> pd.DataFrame:
    """Return the changes of one table, in the order of its rows and columns."""
    today = _as_text(tables.folder() / tables.resource(name)["path"])
    key = _columns(tables.resource(name)["schema"]["primaryKey"])
    if not set(key) <= set(before):
        key = before.attrs["key"]  # the key is younger than the release
    if name == "verdicts":
        before, today = _standing(before), _standing(today)
        key = ["claim_id", "known_by"]
        today["row_id"] = today["claim_id"] + "-" + today["known_by"]
    else:
        today["row_id"] = citations.row_ids(name, today)
    before = _with_known_days(before).set_index(key)
    today = _with_known_days(today).set_index(key)
    shared = today.index[today.index.isin(before.index)]
    rows = [_differing(name, before.loc[shared], today.loc[shared])]
    added = today.loc[~today.index.isin(before.index), "row_id"]
    gone = before[~before.index.isin(today.index)].reset_index()
    removed = gone[key[0]].str.cat([gone[column] for column in key[1:]], sep="-")
    rows.append(_whole_rows(added, "row added"))
    rows.append(_whole_rows(removed, "row removed"))
    frame = pd.concat(rows, ignore_index=True)
    columns = ["table", "row_id", "column", "old", "new", "change"]
    return frame.assign(table=name).astype({"change": "str"})[columns]


def _standing(verdicts: pd.DataFrame) -> pd.DataFrame:
    """Return the verdicts that stand: the settled ones, and the first coding where none is."""
    order = verdicts["coder"].map({"settled": 0, "first": 1})
    ranked = verdicts.assign(order=order).dropna(subset="order").sort_values("order", kind="stable")
    standing = ranked.drop_duplicates(["claim_id", "known_by"]).sort_index()
    return standing.drop(columns=["order", "coder"])


def _with_known_days(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows whose dates are as precise as known ("2024-03"), without the precision."""
    dates = [column for column in rows if f"{column}_precision" in rows]
    for column in dates:
        precision = rows[f"{column}_precision"]
        for known, form in KNOWN.items():
            prefix = "FY" if known == "fiscal year" else ""
            shorter = prefix + rows[column].str.replace(form, r"\1", regex=True)
            rows = rows.assign(**{column: rows[column].mask(precision == known, shorter)})
    return rows.drop(columns=[f"{column}_precision" for column in dates])


def _differing(name: str, old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """Return a row per cell that differs between two versions of the same rows of a table."""
    number = pd.Series(range(len(new)), new.index)
    prose = {field["name"] for field in tables.fields(name) if field.get("prose")}
    parts = []
    for column in [column for column in new if column in old and column != "confidence"]:
        at = old[column].fillna("") != new[column].fillna("")
        cells = {"number": number[at], "row_id": new.loc[at, "row_id"], "column": column}
        part = pd.DataFrame(cells | {"old": old.loc[at, column], "new": new.loc[at, column]})
        parts.append(part.assign(change=_kind(column, part, prose)))
    return pd.concat(parts).sort_values("number", kind="stable").drop(columns="number")


def _kind(column: str, cells: pd.DataFrame, prose: set[str]) -> pd.Series | str:
    """Return what kind of change the cells of a column show; `prose` names columns of sentences."""
    if column == "grade":
        risen = cells["new"].fillna("E") < cells["old"].fillna("E")
        return pd.Series("grade fallen", cells.index).mask(risen, "grade risen")
    if column in SOURCES:
        return "source"
    return "wording" if column in prose else "fact corrected"


def _whole_rows(row_ids: pd.Series, change: str) -> pd.DataFrame:
    """Return a row per row added or removed."""
    blank = {"column": None, "old": None, "new": None, "change": change}
    return pd.DataFrame({"row_id": list(row_ids)}, dtype="str").assign(**blank)
