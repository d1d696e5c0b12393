"""What a conclusion is made of, and the words for how far it can be trusted."""

import pandas as pd

from .. import claims, tables

COLUMNS = [
    "conclusion",
    "question",
    "title",
    "statement",
    "rests_on",
    "confidence",
    "weakest_link",
    "would_change",
    "notebooks",
]


def grades(rows: pd.DataFrame) -> str:
    """Return the weakest grade among some rows, and how many have each; of one grade, that alone.

    >>> grades(pd.DataFrame({"confidence": ["B", "A", "B"]}))
    'weakest grade B (1 A, 2 B)'
    """
    counts = rows["confidence"].dropna().astype("str").value_counts().sort_index()
    if len(counts) == 1:
        return f"grade {counts.index[0]}"
    each = ", ".join(f"{number} {grade}" for grade, number in counts.items())
    return f"weakest grade {counts.index[-1]} ({each})"


def weakest(rows: pd.DataFrame, key: str) -> str:
    """Return the ids of the rows of the weakest grade, and that grade.

    >>> weakest(pd.DataFrame({"rule_id": ["R001", "R002"], "confidence": ["B", "A"]}), "rule_id")
    'R001: grade B'
    """
    grade = rows["confidence"].dropna().astype("str")
    ids = rows.loc[grade.index[grade == grade.max()], key]
    return f"{listed(ids)}: grade {grade.max()}"


def missing(conclusion: str) -> str:
    """Return what was looked for and not found and would change a conclusion.

    Which gaps these are stands in the column `conclusions` of the table of gaps.
    """
    gaps = tables.read("gaps").set_index("gap_id")
    named = gaps["conclusions"].str.split(";").explode()
    texts = gaps.loc[named.index[named == conclusion], "looked_for"]
    if texts.empty:
        return "no recorded gap"
    return "what is still missing: " + "; ".join(f"{text} ({gap})" for gap, text in texts.items())


def listed(ids: object) -> str:
    """Return ids as a sentence has them, each once.

    >>> listed(["C04", "C07", "C04", "C09"])
    'C04, C07 and C09'
    """
    *most, last = pd.unique(pd.Series(ids, dtype="str"))
    return f"{', '.join(most)} and {last}" if most else last


def article_day() -> pd.Timestamp:
    """Return the day on which the audited article was published."""
    return tables.read("articles").set_index("article_id").loc[claims.ARTICLE, "published"]


def many(number: int, noun: str) -> str:
    """Return a number with its noun, in the plural unless it is one.

    >>> many(1, "coding"), many(2, "coding")
    ('1 coding', '2 codings')
    """
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
