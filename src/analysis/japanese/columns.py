"""How a reader of one text reads a whole column: each distinct text once, missing values never.

A *question* is what a reader is asked: a text, or a text and its day of publication. A *reason* is
why it refused to answer.
"""

from collections.abc import Callable, Sequence
from datetime import date
from numbers import Integral
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

ERRORS = ("raise", "coerce", "report")
REASON = "reason"  # the column that `errors="report"` adds

Read = Callable[..., object]
Dtype = str | Callable[[Sequence[object]], str]


class _Column(NamedTuple):
    """The distinct questions of a column, and which of them each row asks."""

    codes: np.ndarray  # one a row: the place of its question; -1 where the value is missing
    questions: list[tuple]
    index: pd.Index
    is_scalar: bool = False


class _Answers(NamedTuple):
    """What a reader says of each question: an answer, or `missing` and the reason."""

    answers: list[Any]
    reasons: list[str | None]


def series(
    values: object,
    read: Read,
    dtype: Dtype,
    missing: object = pd.NA,
    published: object = None,
    errors: str = "raise",
) -> Any:
    """Return what `read(text[, published])` says of a scalar, or of each row of a list-like.

    A list-like gives a Series of `dtype` with the index and the name of a Series; `published` is
    None, one Timestamp, or a Series of them on that index. `errors="report"` gives a frame of
    `value` and `reason`. Raises ValueError as `read` does.
    """
    _check(errors)
    if errors != "report" and not pd.api.types.is_list_like(values):
        column = _single(values, published)
        return _answers(column, read, errors, missing).answers[0] if column.questions else missing
    column = _several(values, published)
    answered = _answers(column, read, errors, missing)
    read_values = _rows(column, answered.answers, dtype)
    if errors == "report":
        reasons = _rows(column, answered.reasons, "str")
        return pd.DataFrame({"value": read_values, REASON: reasons}, index=column.index)
    return pd.Series(read_values, index=column.index, name=getattr(values, "name", None))


def frame(
    values: object, read: Read, dtypes: dict[str, Dtype], errors: str = "raise"
) -> pd.DataFrame:
    """Return what `read(text)`, a tuple, says of each value: one row a value (a scalar: one row).

    `dtypes` maps the columns to a dtype, or to a function that picks one for the answers of its
    column. `errors="report"` adds the column `reason`.
    """
    _check(errors)
    column = _several(values, None)
    answered = _answers(column, read, errors, (None,) * len(dtypes))
    table = pd.DataFrame(index=column.index)
    for place, (name, dtype) in enumerate(dtypes.items()):
        parts = [answer[place] for answer in answered.answers]
        table[name] = _rows(column, parts, dtype)
    if errors == "report":
        table[REASON] = _rows(column, answered.reasons, "str")
    return table


def beside(published: object, values: object) -> Any:
    """Return days of publication on the index of the values that they belong to.

    A list-like without an index belongs to the values row by row.
    """
    if isinstance(published, pd.Series) or not pd.api.types.is_list_like(published):
        return published
    days = _listed(published)
    if not isinstance(values, pd.Series):
        return days
    if len(days) != len(values):
        raise ValueError(f"published has {len(days)} rows, the values have {len(values)}")
    return days.set_axis(values.index)


def _check(errors: str) -> None:
    """Raise ValueError for a way to treat errors that there is not."""
    if errors not in ERRORS:
        raise ValueError(f"errors must be 'raise', 'coerce' or 'report', not {errors!r}")


def _single(value: object, published: object) -> _Column:
    """Return the column that one value makes."""
    if isinstance(published, pd.Series):
        raise ValueError("one value has one day of publication, not a column of them")
    if pd.isna(value):
        return _Column(np.array([-1]), [], pd.RangeIndex(1), is_scalar=True)
    question = (value,) if published is None else (value, published)
    return _Column(np.zeros(1, dtype=int), [question], pd.RangeIndex(1), is_scalar=True)


def _several(values: object, published: object) -> _Column:
    """Return the distinct questions of a list-like, or of one value."""
    if not pd.api.types.is_list_like(values):
        return _single(values, published)
    column = _listed(values)
    codes, texts = _factorized(column)
    if not isinstance(published, pd.Series):
        questions = [(text,) if published is None else (text, published) for text in texts]
        return _Column(codes, questions, column.index)
    if not published.index.equals(column.index):
        raise ValueError("published must have the index of the values it belongs to")
    day_codes, days = _factorized(published)
    days = [*days, None]  # the code -1, a missing day, finds None at the end
    asked = codes >= 0
    pairs, distinct = pd.factorize((codes * len(days) + day_codes % len(days))[asked])
    codes[asked] = pairs
    questions = [(texts[pair // len(days)], days[pair % len(days)]) for pair in distinct]
    return _Column(codes, questions, column.index)


def _listed(values: object) -> pd.Series:
    """Return a list-like as a Series. Raises ValueError for one without order, and for a frame."""
    if isinstance(values, pd.DataFrame | set | frozenset | dict):
        raise ValueError(f"must be one value or a column of values, not a {type(values).__name__}")
    return values if isinstance(values, pd.Series) else pd.Series(values)


def _factorized(values: pd.Series) -> tuple[np.ndarray, list]:
    """Return the code of each row (-1: missing) and the distinct values that codes stand for."""
    try:
        codes, distinct = pd.factorize(values)
    except TypeError as error:
        raise ValueError(f"a column must hold texts: {error}") from None
    return codes, distinct.tolist()


def _answers(column: _Column, read: Read, errors: str, missing: object) -> _Answers:
    """Return what a reader says of each question of a column."""
    answered = _Answers([], [])
    for code, (value, *day) in enumerate(column.questions):
        try:
            answer, reason = read(_text(value), *day), None
        except ValueError as error:
            if errors == "raise":
                place = _place(column, code)
                shown = str(value)[:10] if isinstance(value, date) else value
                raise ValueError(f"{shown!r}{place}: {error}") from None
            answer, reason = missing, str(error)
        answered.answers.append(answer)
        answered.reasons.append(reason)
    return answered


def _place(column: _Column, code: int) -> str:
    """Return the label of the first row that asks a question, in words; nothing for a scalar."""
    if column.is_scalar:
        return ""
    return f" at {column.index[np.argmax(column.codes == code)]!r}"


def _text(value: object) -> str:
    """Return what a cell prints. Raises ValueError for what is neither text, a number nor a day."""
    if isinstance(value, str):
        return value
    if isinstance(value, Integral):
        return str(value)
    if isinstance(value, date | np.datetime64):
        if getattr(value, "tzinfo", None) is not None:
            raise ValueError("has a time zone, which leaves the day open")
        return str(value)[:10]
    raise ValueError("is not text")


def _rows(column: _Column, answers: list, dtype: Dtype) -> Any:
    """Return the answers of a column as an array of a dtype, one a row."""
    chosen = dtype if isinstance(dtype, str) else dtype(answers)
    if chosen.startswith("datetime"):
        days = [None if pd.isna(day) else day for day in answers]
        array = pd.array(np.array(days, chosen), dtype=chosen)
    else:
        array = pd.array(answers, dtype=chosen)
    return array.take(column.codes, allow_fill=True)
