"""Citations: which source states which fact, how much of it was read, and the grade that follows.

A grade is computed, never typed. It says what a fact rests on:

- **A** A primary text states the fact, and that passage was read.
- **B** A primary text gives only the day, or an official mirror states the fact, or two or more
  independent newsrooms state it, one of them on a page of its own.
- **C** One source states the fact, or several of one origin, or what was read implies it; what only
  copies, reprints and aggregators carry is not above C.
- **D** A headline, a machine-written page, or nothing that was read.
"""

import functools
import re

import pandas as pd

from . import countries, japanese, tables
from .checks import Fault

GRADES = ["A", "B", "C", "D"]
PRIMARY = ["primary government", "law text"]
MIRRORS = ["official mirror"]
COPIES = ["reprint", "syndicated copy", "aggregator", "encyclopaedia"]
UNTRUSTED = ["machine-written"]
MOST_WORDS = 20  # of a reason
DATE_PATTERNS = {"day": "%Y-%m-%d", "month": "%Y-%m", "year": "%Y", "fiscal year": "%Y"}
READ = ["whole", "part", "opening", "abstract"]  # a headline is not enough


def grades(
    citations: pd.DataFrame, sources: pd.DataFrame, days: dict[str, list[str]]
) -> pd.DataFrame:
    """Return the grade of each cited row, with the sources behind it.

    Parameters
    ----------
    citations : DataFrame
        Rows of the table `citations`: table, row_id, fields, source_id, read, says.
    sources : DataFrame
        The register: source_id, kind, newsroom.
    days : dict of str to list of str
        For each table the columns that hold days: a citation of these alone gives the day only.

    Returns
    -------
    DataFrame
        One row per table and row_id: `grade`, `source_id` (the source that carries the grade) and
        `sources` (all that were cited, the strongest first, joined by `;`).

    Examples
    --------
    >>> cited = pd.DataFrame({"table": ["transfers"], "row_id": ["T1"], "fields": [None],
    ...     "source_id": ["a"], "read": ["whole"], "says": ["states"]})
    >>> register = pd.DataFrame({"source_id": ["a"], "kind": ["law text"], "newsroom": ["Diet"]})
    >>> grades(cited, register, {"transfers": ["decided"]})["grade"].tolist()
    ['A']
    """
    weighed = weigh(citations, sources, days)
    rows = weighed.groupby(["table", "row_id"], sort=False)
    own_page = weighed["alone"].eq("C") & weighed["own_page"]
    voices = weighed["newsroom"].where(weighed["alone"] <= "C")
    independent = voices.groupby([weighed["table"], weighed["row_id"]]).nunique() >= 2
    on_its_own_page = own_page.groupby([weighed["table"], weighed["row_id"]]).any()
    best = rows["alone"].min()
    two = (best == "C") & independent.reindex(best.index) & on_its_own_page.reindex(best.index)
    result = best.mask(two, "B").rename("grade").to_frame()
    result["source_id"] = rows["source_id"].first()
    once = weighed.drop_duplicates(["table", "row_id", "source_id"])
    result["sources"] = once.groupby(["table", "row_id"], sort=False)["source_id"].agg(";".join)
    return result.reset_index()


def weigh(
    citations: pd.DataFrame, sources: pd.DataFrame, days: dict[str, list[str]]
) -> pd.DataFrame:
    """Return the citations with the grade that each would give alone, the strongest of a row first.

    Added columns: `kind`, `newsroom`, `own_page` (the newsroom's own, no copy) and `alone`.
    """
    register = sources.set_index("source_id")[["kind", "newsroom"]].astype("str")
    weighed = citations.join(register, on="source_id")
    kind = weighed["kind"]
    read = weighed["read"].isin(READ)
    states = read & (weighed["says"] == "states") & ~kind.isin(UNTRUSTED)
    dates = read & (weighed["says"] == "dates only") & ~kind.isin(UNTRUSTED)
    dates |= states & _only_days(weighed, days)
    states &= ~dates
    alone = pd.Series("D", weighed.index)
    implies = read & (weighed["says"] == "implies") & ~kind.isin(UNTRUSTED)
    alone = alone.mask(states | dates | implies, "C")
    alone = alone.mask(states & kind.isin(MIRRORS) | dates & kind.isin(PRIMARY), "B")
    alone = alone.mask(states & kind.isin(PRIMARY), "A")
    weighed = weighed.assign(alone=alone, own_page=~kind.isin(COPIES))
    weighed["length"] = weighed["read"].map({name: i for i, name in enumerate(READ)}).fillna(9)
    weighed["copied"] = ~weighed["own_page"]
    order = ["table", "row_id", "alone", "copied", "length"]
    return weighed.sort_values(order, kind="stable").drop(columns=["length", "copied"])


def _only_days(citations: pd.DataFrame, days: dict[str, list[str]]) -> pd.Series:
    """Return whether a citation names columns, and all of them hold days."""
    names = citations["fields"].fillna("").str.split(";")
    only = [
        bool(fields[0]) and set(fields) <= set(days.get(table, []))
        for table, fields in zip(citations["table"], names, strict=True)
    ]
    return pd.Series(only, citations.index)


def facts() -> dict[str, list[str]]:
    """Return the tables whose rows are cited, each with the columns that carry the fact of a row.

    A citation counts for the grade of a row where it names one of these columns, or none at all
    (it then speaks of the whole row).
    """
    return {
        name: tables.resource(name)["fact"]
        for name in tables.names()
        if "fact" in tables.resource(name)
    }


def days() -> dict[str, list[str]]:
    """Return for each cited table the columns that hold days, with their printed forms."""
    return {name: [f["name"] for f in tables.fields(name) if _holds_days(f)] for name in facts()}


def derive(name: str, frame: pd.DataFrame, frames: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Return a table of facts with what follows from its citations.

    Parameters
    ----------
    name : str
        The table.
    frame : DataFrame
        Its rows, with the column that names a row (see `row_ids`).
    frames : dict of str to DataFrame
        All tables; `citations` and `sources` are used.

    Returns
    -------
    DataFrame
        The same rows with `source_id` (the source that carries the grade), `sources` (all, the
        strongest first, joined by `;`), `grade`, and `confidence`, which is the same for those who
        used release 0.1. A row that nothing cites has none of them.
    """
    graded = grades(_of_table(name, frames), frames["sources"], days())
    found = row_ids(name, frame).to_frame("row_id").join(graded.set_index("row_id"), on="row_id")
    grade = pd.Categorical(found["grade"], GRADES, ordered=True)
    return frame.assign(
        source_id=found["source_id"], sources=found["sources"], grade=grade, confidence=grade
    )


def weighed(name: str, frames: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the citations on which the grades of a table rest, the strongest of a row first.

    Parameters
    ----------
    name : str
        A table of `facts`.
    frames : dict of str to DataFrame
        All tables; `citations` and `sources` are used.

    Returns
    -------
    DataFrame
        One row per citation of a whole row or of a column that carries its fact, as `weigh` gives.
    """
    return weigh(_of_table(name, frames), frames["sources"], days())


def _of_table(name: str, frames: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the citations that count for the grades of a table."""
    cited = frames["citations"].astype({"table": "str", "read": "str", "says": "str"})
    cited = cited[cited["table"] == name]
    return cited[_of_the_fact(cited["fields"], tables.resource(name)["fact"] + days()[name])]


def grades_of(name: str, column: str, frames: dict[str, pd.DataFrame]) -> pd.Series:
    """Return the grade of one column of a table, by the citations that name it.

    Parameters
    ----------
    name, column : str
        A table and one of its columns.
    frames : dict of str to DataFrame
        All tables.

    Returns
    -------
    Series
        On the index of the table; missing where no citation names the column.
    """
    cited = frames["citations"].astype({"table": "str", "read": "str", "says": "str"})
    cited = cited[(cited["table"] == name) & cited["fields"].fillna("").str.contains(column)]
    cited = cited.assign(fields=None)  # what is said of the day is here the fact itself
    graded = grades(cited, frames["sources"], {}).set_index("row_id")["grade"]
    ids = row_ids(name, frames[name])
    return pd.Series(pd.Categorical(ids.map(graded), GRADES, ordered=True), ids.index)


def row_ids(name: str, frame: pd.DataFrame) -> pd.Series:
    """Return the id by which citations name each row of a table.

    It is the key of the table; the parts of a key of several columns are joined by `-`.
    """
    key = tables.resource(name).get("cited_by") or tables.resource(name)["schema"]["primaryKey"]
    columns = [key] if isinstance(key, str) else key
    parts = [_as_text(frame[column]) for column in columns]
    joined = parts[0]
    for part in parts[1:]:
        joined = joined + "-" + part
    return joined.str.replace(" ", "-") if len(parts) > 1 else joined


def reason(row: pd.DataFrame) -> str:
    """Return in a sentence of at most twenty words why a fact has its grade.

    Parameters
    ----------
    row : DataFrame
        The weighed citations of one fact, the strongest first (see `weigh`).

    Returns
    -------
    str
        Who says it, what kind of source that is, where it stands there (if that is short), how much
        was read, and which other newsroom or office says so too.
    """
    if not len(row) or (row["alone"] == "D").all():
        return "No source that was read states it."
    best = row.iloc[0]
    verb = {"states": "states it", "dates only": "gives the day", "implies": "implies it"}
    who = best["source_id"] if pd.isna(best["newsroom"]) else best["newsroom"]
    told = f"{verb.get(best['says'], 'is cited')}, read: {best['read']}"
    others = row.loc[(row["alone"] <= "C") & (row["newsroom"] != best["newsroom"]), "newsroom"]
    others = others.dropna()
    second = f"second: {others.iloc[0]}" if len(others) else "no second source"
    place = "" if pd.isna(best.get("locator")) else f": {best['locator']}"
    exact = f"{who} ({best['kind']}{place}) {told}; {second}."
    short = f"{who} ({best['kind']}) {told}; {second}."
    return exact if len(exact.split()) <= MOST_WORDS else short


def faults(frames: dict[str, pd.DataFrame]) -> list[Fault]:
    """Return what is wrong in the citations.

    That is a row or a column that does not exist, a fact that nothing cites, a printed form that
    says otherwise.
    """
    every = frames["citations"]
    faults = []
    for name in facts():
        cited = every[every["table"].astype("str") == name]
        ids = row_ids(name, frames[name])
        faults += _unknown(cited, ids, name) + _uncited(cited, ids, frames[name], name)
        faults += _printed(cited, frames[name].set_index(ids), frames["sources"])
    return faults


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
    """Return a fault for each row that nothing cites, unless it says that nothing was found."""
    bare = ids[~ids.isin(cited["row_id"])]
    if name == "permit_reports":
        bare = bare[frame.loc[bare.index, "reported"].notna()]
    advice = f"has no citation; add a row to {tables.raw('citations')}"
    column = tables.fields(name)[0]["name"]
    return [Fault(name, row, column, value, advice) for row, value in bare.items()]


def _printed(cited: pd.DataFrame, rows: pd.DataFrame, sources: pd.DataFrame) -> list[Fault]:
    """Return a fault for each printed form that reads as something else than what the row holds."""
    published = sources.set_index("source_id")["published"]
    faults = []
    forms = cited.dropna(subset=["printed"])[["row_id", "source_id", "printed"]]
    records = dict(zip(rows.index, rows.to_dict("records"), strict=True))
    for at, row_id, source, cell in forms.itertuples():
        if row_id not in rows.index:
            continue
        for part in cell.split("; "):
            column, _, form = part.partition("=")
            if column not in rows:
                advice = "names no column of the row; write it as `column=form`"
                faults.append(Fault("citations", at, "printed", part, advice))
            elif not follows(form, records[row_id], column, published.get(source)):
                advice = f"does not give {records[row_id][column]}, which the row holds; mend one"
                faults.append(Fault("citations", at, "printed", part, advice))
    return faults


def follows(form: str, row: dict | pd.Series, column: str, published: pd.Timestamp | None) -> bool:
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
        code = countries.to_iso3(form, errors="coerce")
        return not pd.isna(code) and code == value
    if pd.api.types.is_number(value):
        return bool(_number(form) == value)
    return True


@functools.lru_cache(maxsize=4096)
def _date(form: str, published: pd.Timestamp | None) -> tuple[pd.Timestamp, str]:
    """Return the first day that a printed form states, and how precise it is."""
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


def _of_the_fact(fields: pd.Series, fact: list[str]) -> pd.Series:
    """Return whether a citation speaks of a whole row or of a column that carries its fact."""
    names = fields.fillna("").str.split(";")
    return names.map(lambda each: each == [""] or bool(set(each) & set(fact))).astype("bool")


def _holds_days(field: dict) -> bool:
    return (
        field["type"] == "date"
        or re.search("date_as_printed|_as_noted$", field["name"]) is not None
    )


def _as_text(values: pd.Series) -> pd.Series:
    if values.dtype.kind == "M":
        return values.dt.strftime("%Y-%m-%d")
    return values.astype("str")
