"""The grades of the cited rows, worked out from their citations and the register of sources."""

import re

import pandas as pd

from .. import tables
from ..checks.relations import row_ids

GRADES = ["A", "B", "C", "D"]
PRIMARY = ["primary government", "law text"]
MIRRORS = ["official mirror"]
COPIES = ["reprint", "syndicated copy", "aggregator", "encyclopaedia"]
UNTRUSTED = ["machine-written"]
MOST_WORDS = 20  # of a reason
READ = ["whole", "part", "opening", "abstract"]  # a headline is not enough


def grades(
    citations: pd.DataFrame, sources: pd.DataFrame, facts: dict[str, list[str]]
) -> pd.DataFrame:
    """Return the grade of each cited row, with the sources behind it.

    Parameters
    ----------
    citations : DataFrame
        Rows of the table `citations`: table, row_id, fields, source_id, read, says.
    sources : DataFrame
        The register: source_id, kind, newsroom.
    facts : dict of str to list of str
        For each table the columns that carry the fact of a row: a citation that names others alone
        gives the day only. Of a table that is not named, every citation speaks of the fact.

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
    >>> grades(cited, register, {"transfers": ["item"]})["grade"].tolist()
    ['A']
    """
    weighed = weigh(citations, sources, facts)
    key = [weighed["table"], weighed["row_id"]]
    rows = weighed.groupby(["table", "row_id"], sort=False)
    voices = weighed["newsroom"].where(weighed["states"])
    independent = voices.groupby(key).nunique() >= 2
    own_page = (weighed["states"] & weighed["own_page"]).groupby(key).any()
    best = rows["alone"].min()
    two = (best == "C") & independent.reindex(best.index) & own_page.reindex(best.index)
    result = best.mask(two, "B").rename("grade").to_frame()
    result["source_id"] = rows["source_id"].first()
    once = weighed.drop_duplicates(["table", "row_id", "source_id"])
    result["sources"] = once.groupby(["table", "row_id"], sort=False)["source_id"].agg(";".join)
    return result.reset_index()


def weigh(
    citations: pd.DataFrame, sources: pd.DataFrame, facts: dict[str, list[str]]
) -> pd.DataFrame:
    """Return the citations with the grade that each would give alone, the strongest of a row first.

    Added columns: `kind`, `newsroom`, `own_page` (the newsroom's own, no copy), `states` (it was
    read, is to be trusted and states the fact) and `alone`. What states other columns than those of
    the fact has "dates only" in `says`, for it counts as that.
    """
    register = sources.set_index("source_id")[["kind", "newsroom"]].astype("str")
    weighed = citations.join(register, on="source_id")
    kind = weighed["kind"]
    read = weighed["read"].isin(READ) & ~kind.isin(UNTRUSTED)
    beside_the_fact = (weighed["says"] == "states") & ~_names_one_of(weighed, facts)
    weighed["says"] = weighed["says"].astype("str").mask(beside_the_fact, "dates only")
    states = read & (weighed["says"] == "states")
    dates = read & (weighed["says"] == "dates only")
    implies = read & (weighed["says"] == "implies")
    alone = pd.Series("D", weighed.index).mask(states | dates | implies, "C")
    alone = alone.mask(states & kind.isin(MIRRORS) | dates & kind.isin(PRIMARY), "B")
    alone = alone.mask(states & kind.isin(PRIMARY), "A")
    weighed = weighed.assign(alone=alone, states=states, own_page=~kind.isin(COPIES))
    weighed["length"] = weighed["read"].map({name: i for i, name in enumerate(READ)}).fillna(9)
    weighed["copied"] = ~weighed["own_page"]
    order = ["table", "row_id", "alone", "copied", "length"]
    return weighed.sort_values(order, kind="stable").drop(columns=["length", "copied"])


def _names_one_of(citations: pd.DataFrame, columns: dict[str, list[str]]) -> pd.Series:
    """Return whether each citation speaks of a whole row, or names one of its table's columns.

    Each citation of a table that is not named does.
    """
    names = citations["fields"].fillna("").str.split(";")
    hits = [
        fields == [""] or table not in columns or not set(fields).isdisjoint(columns[table])
        for table, fields in zip(citations["table"], names, strict=True)
    ]
    return pd.Series(hits, citations.index, dtype="bool")


def facts() -> dict[str, list[str]]:
    """Return the tables whose rows are cited, each with the columns that carry the fact of a row.

    They are what a reader takes away of a row. A citation that names other columns alone gives the
    day, where one of these holds days, and else counts for nothing; one that names no column speaks
    of the whole row.
    """
    return {
        name: tables.resource(name)["fact"]
        for name in tables.names()
        if "fact" in tables.resource(name)
    }


def days() -> dict[str, list[str]]:
    """Return for each cited table the columns that hold days, with their printed forms."""
    return {name: [f["name"] for f in tables.fields(name) if _holds_days(f)] for name in facts()}


def derived(frames: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return the tables of facts with what follows from their citations.

    Parameters
    ----------
    frames : dict of DataFrame
        All tables; `citations` and `sources` are used.

    Returns
    -------
    dict of DataFrame
        Each table of `facts`, with `source_id` (the source that carries the grade), `sources` (all,
        the strongest first, joined by `;`), `grade`, and `confidence`, which is the same for those
        who used release 0.1. A row that nothing cites has none of them.
    """
    graded = grades(_counted(frames), frames["sources"], facts())
    return {name: _joined(name, frames[name], graded[graded["table"] == name]) for name in facts()}


def _joined(name: str, frame: pd.DataFrame, graded: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a table with their grades and sources."""
    ids = row_ids(name, frame).to_frame("row_id")
    found = ids.join(graded.set_index("row_id"), on="row_id")
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
    frames : dict of DataFrame
        All tables; `citations` and `sources` are used.

    Returns
    -------
    DataFrame
        One row per citation of a whole row, of a column that carries its fact, or of its days, as
        `weigh` gives.
    """
    counted = _counted(frames)
    return weigh(counted[counted["table"] == name], frames["sources"], facts())


def _counted(frames: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the citations that count for the grades of the facts."""
    cited = frames["citations"].astype({"table": "str", "read": "str", "says": "str"})
    held = days()
    columns = {name: fact + held[name] for name, fact in facts().items()}
    return cited[cited["table"].isin(list(columns)) & _names_one_of(cited, columns)]


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
    named = cited["fields"].fillna("").str.split(";").map({column}.issubset)
    cited = cited[(cited["table"] == name) & named]
    cited = cited.assign(fields=None)  # what is said of the day is here the fact itself
    graded = grades(cited, frames["sources"], {}).set_index("row_id")["grade"]
    ids = row_ids(name, frames[name])
    return pd.Series(pd.Categorical(ids.map(graded), GRADES, ordered=True), ids.index)


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


def _holds_days(field: dict) -> bool:
    return (
        field["type"] == "date"
        or re.search("date_as_printed|_as_noted$", field["name"]) is not None
    )
