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
    """The weakest grade among some rows, and how many have each; of one grade, that alone."""
    counts = rows["confidence"].dropna().astype("str").value_counts().sort_index()
    if len(counts) == 1:
        return f"grade {counts.index[0]}"
    return f"weakest grade {counts.index[-1]} ({', '.join(f'{n} {grade}' for grade, n in counts.items())})"


def weakest(rows: pd.DataFrame, key: str) -> str:
    """The ids of the rows of the weakest grade, and that grade."""
    grade = rows["confidence"].dropna().astype("str")
    return f"{listed(rows.loc[grade.index[grade == grade.max()], key])}: grade {grade.max()}"


def missing(*gap_ids: str) -> str:
    """What was looked for and not found, by the ids of its gaps; an id that the table does not have raises KeyError."""
    gaps = tables.read("gaps").set_index("gap_id")["looked_for"].loc[list(gap_ids)]
    return "what is still missing: " + ", ".join(f"{gap} ({text})" for gap, text in gaps.items())


def listed(ids: object) -> str:
    """Ids in a sentence, each once."""
    *most, last = pd.unique(pd.Series(ids, dtype="str"))
    return f"{', '.join(most)} and {last}" if most else last


def article_day() -> pd.Timestamp:
    """The day on which the audited article was published."""
    return tables.read("articles").set_index("article_id").loc[claims.ARTICLE, "published"]


def many(number: int, noun: str) -> str:
    """A number with its noun, in the plural where it is one."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
