"""The table `questions`: its answers filled, what they rest on, and what is wrong in it."""

import pandas as pd

from .. import tables
from ..checks import Fault
from . import formats, holes

Frames = dict[str, pd.DataFrame]
TEMPLATES = [f"answer_{language}" for language in formats.LANGUAGES]


def fill(template: str, language: str = "en") -> str:
    """Return a sentence with its holes filled from the tables.

    Parameters
    ----------
    template : str
        A text with holes: `{table:row:column}`, or `{count:name}` for one of the named counts.
    language : str
        "en" or "ja".

    Returns
    -------
    str
        The text as a reader has it.

    Raises
    ------
    ValueError
        For a hole that names nothing, a cell that is blank, or another language.

    Examples
    --------
    >>> fill("Stated on {rule_changes:R004:adopted}.")
    'Stated on 21 April 1967.'
    >>> fill("{rule_changes:R004:adopted}に表明。", "ja")
    '1967年4月21日に表明。'
    """
    if language not in formats.LANGUAGES:
        raise ValueError(f"no such language: {language!r}; use one of {formats.LANGUAGES}")
    return holes.filled(template, language, _book())


def answers(kind: str | None = None) -> pd.DataFrame:
    """Return the questions that people ask with their answers.

    Parameters
    ----------
    kind : str, optional
        "fact", "may" or "misreading"; without it, all.

    Returns
    -------
    pandas.DataFrame
        One row per question: the table `questions`, with `said_en` and `said_ja` (the answer),
        `grounds` (the rows it rests on), `grade` (the weakest of these) and `sources`.

    Raises
    ------
    ValueError
        For another kind.

    Examples
    --------
    >>> answers("fact").set_index("question_id").loc["F001", "grade"]
    'A'
    """
    frame = tables.read("questions")
    if kind is None:
        return frame
    known = frame["kind"].cat.categories.tolist()
    if kind not in known:
        raise ValueError(f"no such kind: {kind!r}; use one of {known}")
    return frame[frame["kind"] == kind].reset_index(drop=True)


def answered(frame: pd.DataFrame, frames: Frames) -> pd.DataFrame:
    """Return the questions with what the build works out: answers, grounds, grade and sources.

    Where something is wrong (see `mistakes`) the cell stays missing.
    """
    book = holes.Book(frames | {"questions": frame})
    grounds = [_grounds(row) for row in frame.to_dict("records")]
    behind = [_behind(each, book) for each in grounds]
    grades = [min(grades_of_rows, default=None, key=_weakness) for grades_of_rows, _ in behind]
    said = {
        _said(column): [_filled(text, column[-2:], book)[0] for text in frame[column]]
        for column in TEMPLATES
    }
    return frame.assign(
        **{name: pd.Series(texts, frame.index, dtype="str") for name, texts in said.items()},
        grounds=pd.Series([";".join(each) or None for each in grounds], frame.index, dtype="str"),
        grade=pd.Categorical(grades, ["A", "B", "C", "D"], ordered=True),
        sources=pd.Series([";".join(each) or None for _, each in behind], frame.index, dtype="str"),
    )


def mistakes(frames: Frames) -> list[Fault]:
    """Return the faults of the questions: holes, and rows that answers rest on and are not there.

    Parameters
    ----------
    frames : dict of pandas.DataFrame
        All tables, each indexed by the row of its file; `questions` as `answered` returns it.
    """
    faults = []
    book = holes.Book(frames)
    questions = frames["questions"]
    for at, row in zip(questions.index, questions.to_dict("records"), strict=True):
        for column in TEMPLATES:
            if pd.notna(row[_said(column)]):
                continue
            _, advice = _filled(row[column], column[-2:], book)
            if advice:
                faults.append(Fault("questions", at, column, row[column], advice))
        for ground in str(row["rests_on"]).split(";") if pd.notna(row["rests_on"]) else []:
            advice = _lost(ground, book)
            if advice:
                faults.append(Fault("questions", at, "rests_on", ground, advice))
        if not _grounds(row):
            advice = "rests on no row; name one in rests_on, or take a number from a table"
            faults.append(Fault("questions", at, "rests_on", "", advice))
    return faults


def _said(column: str) -> str:
    """Return the column that holds what a column of templates says."""
    return column.replace("answer", "said")


def _filled(template: object, language: str, book: holes.Book) -> tuple[str | None, str]:
    """Return a template filled, and what is wrong in it: one of the two is empty."""
    if pd.isna(template):
        return None, ""
    try:
        return holes.filled(str(template), language, book), ""
    except ValueError as error:
        return None, str(error)


def _lost(ground: str, book: holes.Book) -> str:
    """Return what is wrong in the name of a row, written `table:row`; "" where nothing is."""
    table, _, name = ground.partition(":")
    try:
        book.row(table, name, ground)
    except ValueError as error:
        return str(error)
    return ""


def _grounds(row: dict) -> list[str]:
    """Return the rows that a question rests on: those of `rests_on`, then those of its holes."""
    named = [] if pd.isna(row["rests_on"]) else row["rests_on"].split(";")
    for column in TEMPLATES:
        try:
            taken = holes.holes("" if pd.isna(row[column]) else row[column])
        except ValueError:
            continue
        named += [f"{hole.table}:{hole.row}" for hole in taken if hole.table != "count"]
    return list(dict.fromkeys(named))


def _behind(grounds: list[str], book: holes.Book) -> tuple[list[str], list[str]]:
    """Return the grades of some rows, and the source that carries each."""
    grades: list[str] = []
    sources: list[str] = []
    for ground in grounds:
        table, _, name = ground.partition(":")
        if _lost(ground, book):
            continue
        row = book.row(table, name, ground)
        if "grade" in row and pd.notna(row["grade"]):
            grades.append(str(row["grade"]))
        if "source_id" in row and pd.notna(row["source_id"]):
            sources.append(str(row["source_id"]))
    return grades, list(dict.fromkeys(sources))


def _weakness(grade: str) -> int:
    """Return how a grade is ordered, the weakest first."""
    return -ord(grade)


@tables.cached
def _book() -> holes.Book:
    """Return all tables."""
    return holes.Book({name: tables.read(name) for name in tables.names()})
