"""How a reader of one text reads a whole column: each distinct text once, missing values never."""

from datetime import date
from numbers import Integral

import numpy as np
import pandas as pd


def series(values, read, dtype, missing=pd.NA, published=None, errors="raise"):
    """Return what `read(text[, published])` says of a scalar, or of a Series: a Series of `dtype`, index and name kept.

    `published` is None, one Timestamp, or a Series of them on the index of `values`. Raises ValueError as `read` does.
    """
    _check(errors)
    if not pd.api.types.is_list_like(values):
        if isinstance(published, pd.Series):
            raise ValueError("one value has one day of publication, not a column of them")
        key = (values,) if published is None else (values, published)
        return missing if pd.isna(values) else _answer(read, key, errors, missing)
    values = _column(values)
    codes, answers = _answers(values, read, published, errors, None)
    return pd.Series(
        _array(answers, dtype).take(codes, allow_fill=True), index=values.index, name=values.name
    )


def frame(values, read, dtypes, errors="raise"):
    """Return what `read(text)`, a tuple, says of each value: a frame of one row a value (a scalar: one row).

    `dtypes` maps the columns to a dtype, or to a function that picks one for the answers of its column.
    """
    _check(errors)
    missing = (None,) * len(dtypes)
    if pd.api.types.is_list_like(values):
        values = _column(values)
        index, (codes, answers) = values.index, _answers(values, read, None, errors, missing)
    else:
        index, codes = pd.RangeIndex(1), np.zeros(1, dtype=int)
        answers = [missing if pd.isna(values) else _answer(read, (values,), errors, missing)]
    parts = zip(*answers, strict=True) if answers else [()] * len(dtypes)
    columns = {
        name: _array(list(part), dtype)
        for (name, dtype), part in zip(dtypes.items(), parts, strict=True)
    }
    return pd.DataFrame(
        {name: array.take(codes, allow_fill=True) for name, array in columns.items()}, index=index
    )


def _check(errors):
    if errors not in ("raise", "coerce"):
        raise ValueError(f"errors must be 'raise' or 'coerce', not {errors!r}")


def _column(values):
    if isinstance(values, pd.DataFrame | set | frozenset | dict):
        raise ValueError(f"must be one value or a column of values, not a {type(values).__name__}")
    return values if isinstance(values, pd.Series) else pd.Series(values)


def _answers(values, read, published, errors, missing):
    codes, keys = _distinct(values, published)
    rows = values.index, codes
    return codes, [_answer(read, key, errors, missing, rows, code) for code, key in enumerate(keys)]


def _distinct(values, published):
    """Return the code of each row (-1: missing) and the distinct (text[, published]) that the codes stand for."""
    codes, texts = _factorize(values)
    if not isinstance(published, pd.Series):
        return codes, [(text,) if published is None else (text, published) for text in texts]
    if not published.index.equals(values.index):
        raise ValueError("published must have the index of the values it belongs to")
    when, days = _factorize(published)
    days = [*days, None]
    pairs, distinct = pd.factorize((codes * len(days) + when % len(days))[codes >= 0])
    codes[codes >= 0] = pairs
    return codes, [(texts[pair // len(days)], days[pair % len(days)]) for pair in distinct]


def _factorize(values):
    try:
        codes, distinct = pd.factorize(values)
    except TypeError as error:
        raise ValueError(f"a column must hold texts: {error}") from None
    return codes, distinct.tolist()


def _answer(read, key, errors, missing, rows=None, code=0):
    try:
        return read(_text(key[0]), *key[1:])
    except ValueError as error:
        if errors == "coerce":
            return missing
        place = "" if rows is None else f" at {rows[0][np.argmax(rows[1] == code)]!r}"
        raise ValueError(f"{key[0]!r}{place}: {error}") from None


def _text(value):
    if isinstance(value, str):
        return value
    if isinstance(value, Integral):
        return str(value)
    if isinstance(value, date | np.datetime64):
        return str(value)[:10]
    raise ValueError("is not text")


def _array(answers, dtype):
    dtype = dtype(answers) if callable(dtype) else dtype
    return pd.array(
        np.array(answers, dtype) if str(dtype).startswith("datetime") else answers, dtype=dtype
    )
