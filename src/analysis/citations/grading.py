"""The grades of the cited rows, worked out from their citations and the register of sources."""

import re

import pandas as pd

from .. import tables

GRADES = ["A", "B", "C", "D"]
PRIMARY = ["primary government", "law text"]
MIRRORS = ["official mirror"]
COPIES = ["reprint", "syndicated copy", "aggregator", "encyclopaedia"]
UNTRUSTED = ["machine-written"]
MOST_WORDS = 20  # of a reason
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
