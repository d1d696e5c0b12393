"""How often facts were wrong when somebody checked them again, by the grade that they had."""

import hashlib
import math
import re

import pandas as pd

from .. import tables
from ..checks.relations import row_ids
from .grading import GRADES, facts

SURE = 1.959963984540054  # standard deviations that hold 95 % of a normal distribution
UNCHECKED = "could not check"
RECHECKED = ["A", "B", "C"]  # a fact of grade D claims nothing
HEAD = ["commit", "table", "row_id", "grade_at_draw"]


def wilson(count: int, of: int) -> tuple[float, float]:
    """Return the interval that holds a share with 95 % confidence, by Wilson's formula.

    Parameters
    ----------
    count, of : int
        How many of how many.

    Returns
    -------
    tuple of float
        The two ends, between 0 and 1; the whole range where nothing was counted.

    Raises
    ------
    ValueError
        More were counted than there are, or less than none.

    Examples
    --------
    >>> [round(end, 3) for end in wilson(15, 73)]
    [0.129, 0.312]
    """
    if not 0 <= count <= of:
        raise ValueError(f"{count} of {of} is no share; count from 0 to {of}")
    if of == 0:
        return 0.0, 1.0
    share = count / of
    weight = 1 + SURE**2 / of
    middle = (share + SURE**2 / (2 * of)) / weight
    reach = SURE * math.sqrt(share * (1 - share) / of + SURE**2 / (4 * of**2)) / weight
    return max(0.0, middle - reach), min(1.0, middle + reach)


def recheck_rates(rechecks: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return how many of the facts checked again were wrong, by their grade on the day of the draw.

    Parameters
    ----------
    rechecks : pandas.DataFrame, optional
        Rows of the table `rechecks`; without it, all of them.

    Returns
    -------
    pandas.DataFrame
        One row per grade (A, B, C): `drawn`, `checked` (those that could be), `wrong` (any field)
        and `substantive`; for the last two the share of those checked, `wrong_share` and
        `substantive_share`, each with the ends of its interval of 95 % (`…_low`, `…_high`). Shares
        are missing where nothing was checked yet.

    Examples
    --------
    >>> one = {"grade_at_draw": ["A", "A"], "outcome": ["right", "minor error"]}
    >>> recheck_rates(pd.DataFrame(one)).set_index("grade").loc["A", ["checked", "wrong"]].tolist()
    [2, 1]
    """
    frame = tables.read("rechecks") if rechecks is None else rechecks
    frame = frame.astype({"grade_at_draw": "str", "outcome": "str"})
    lines = []
    for grade in RECHECKED:
        drawn = frame[frame["grade_at_draw"] == grade]
        checked = drawn[drawn["outcome"] != UNCHECKED]
        wrong = int((checked["outcome"] != "right").sum())
        substantive = int((checked["outcome"] == "substantive error").sum())
        counts = {"grade": grade, "drawn": len(drawn), "checked": len(checked)}
        counts |= {"wrong": wrong, "substantive": substantive}
        lines.append(counts | _shares("wrong", wrong, len(checked)))
        lines[-1] |= _shares("substantive", substantive, len(checked))
    return pd.DataFrame(lines)


def _shares(name: str, count: int, of: int) -> dict[str, float]:
    """Return a share and the ends of its interval, under their names; missing of nothing."""
    if of == 0:
        return dict.fromkeys([f"{name}_share", f"{name}_low", f"{name}_high"], float("nan"))
    low, high = wilson(count, of)
    return {f"{name}_share": count / of, f"{name}_low": low, f"{name}_high": high}


def draw(commit: str, sizes: dict[str, int]) -> pd.DataFrame:
    """Return facts drawn by lot, the lot being the hash of a commit.

    Parameters
    ----------
    commit : str
        The whole hash, forty signs.
    sizes : dict of str to int
        How many facts of each grade.

    Returns
    -------
    pandas.DataFrame
        One row per fact, by grade, table and row: the columns of the table `rechecks`; what the
        check gives is blank.

    Raises
    ------
    ValueError
        The hash is none, or there are fewer facts of a grade than are to be drawn.

    Examples
    --------
    >>> commit = "3ce034f" + "0" * 33
    >>> lot = draw(commit, {"A": 2, "B": 1})
    >>> lot["grade_at_draw"].tolist(), lot.equals(draw(commit, {"A": 2, "B": 1}))
    (['A', 'A', 'B'], True)
    """
    if not re.fullmatch("[0-9a-f]{40}", commit):
        raise ValueError(f"{commit!r} is no hash of a commit; give its forty signs")
    seed = int(hashlib.sha256(commit.encode()).hexdigest()[:8], 16)
    pool = _graded_rows()
    parts = []
    for grade in [grade for grade in GRADES if grade in sizes]:
        rows = pool[pool["grade_at_draw"] == grade]
        if len(rows) < sizes[grade]:
            raise ValueError(f"there are {len(rows)} facts of grade {grade}, not {sizes[grade]}")
        parts.append(rows.sample(sizes[grade], random_state=seed).sort_values(["table", "row_id"]))
    lot = pd.concat(parts, ignore_index=True).assign(commit=commit)
    columns = [field["name"] for field in tables.fields("rechecks")]
    numbers = pd.Series(range(1, len(lot) + 1), dtype="str").str.zfill(4)
    return lot[HEAD].assign(recheck_id="K" + numbers).reindex(columns=columns)


def _graded_rows() -> pd.DataFrame:
    """Return every graded fact, by table and row, so that its place does not hang on its file.

    Rows that citations call by one name, as the answers of one poll, are one fact.
    """
    parts = []
    for name in facts():
        frame = tables.read(name)
        ids = {"table": name, "row_id": row_ids(name, frame)}
        parts.append(pd.DataFrame(ids).assign(grade_at_draw=frame["grade"].astype("str")))
    pool = pd.concat(parts).dropna(subset=["grade_at_draw"])
    pool = pool.drop_duplicates(["table", "row_id"])
    return pool.sort_values(["table", "row_id"], ignore_index=True)


def printed_shares() -> pd.DataFrame:
    """Return how many facts rest on a form that was read in print: a date, a number, a sum.

    Such a form is noted beside the citation, and the build reads the typed value from it again.

    Returns
    -------
    pandas.DataFrame
        One row per table of facts and one for all: `table` (missing in the last), `facts` (rows
        that something cites), `printed` (rows with a printed form in a citation) and `share`.

    Examples
    --------
    >>> bool((printed_shares()["printed"] <= printed_shares()["facts"]).all())
    True
    """
    cited = tables.read("citations").astype({"table": "str"})
    forms = cited.dropna(subset=["printed"]).groupby("table")["row_id"].agg(set)
    lines = []
    for name in facts():
        frame = tables.read(name)
        ids = row_ids(name, frame)[frame["grade"].notna()]
        printed = int(ids.isin(forms.get(name, set())).sum())
        lines.append({"table": name, "facts": len(ids), "printed": printed})
    counts = pd.DataFrame(lines)
    whole = counts[["facts", "printed"]].sum().to_frame().T
    together = pd.concat([counts, whole], ignore_index=True).astype({"table": "str"})
    return together.assign(share=together["printed"] / together["facts"])
