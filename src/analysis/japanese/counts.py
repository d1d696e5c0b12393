"""Counts: whole numbers with the words that stand around them, 約1,464件."""

import re
from typing import Any

from . import columns
from .bounds import LEAD, MINUS, MORE, MORE_WITHIN, TAIL, bound, excludes, number_within
from .counters import COUNTER
from .numerals import NUMBER, value, whole
from .text import plain

_COUNT = re.compile(
    rf"""
    {LEAD}                                # 約, 合計で
    (?P<sign>{MINUS})?                    # △
    (?P<number>{NUMBER})                  # 1,464
    (?: {MORE_WITHIN} | (?P<more>{MORE}) )?  # 余万, 余り
    \s*
    (?: {COUNTER} | \((?:{COUNTER})\) )?   # 件, (件)
    {TAIL}                                # 以上
    """,
    re.IGNORECASE | re.ASCII | re.VERBOSE,
)
_NONE = re.compile("^ゼロ(?=.)")  # ゼロ件; the word alone may be the name of a column
_ENDED = re.compile(r"(?<=[0-9]{4}|,[0-9]{3})\.$")  # 1,464. ends a sentence; 3. may be a list mark


def to_number(values: object, errors: str = "raise") -> Any:
    """Return the whole number that each text counts: 1,464件 → 1464.

    約, 以上 and their like are read over.

    Parameters
    ----------
    values : str or list-like of str
        Counts as printed, in either script, with or without a counter.
    errors : {"raise", "coerce", "report"}
        Whether a text that cannot be read raises an error, becomes missing, or becomes missing with
        the reason beside it.

    Returns
    -------
    int, pandas.Series of Int64, or pandas.DataFrame
        The numbers; a Series keeps its index and name, and missing values stay missing. With
        `errors="report"`, a frame of `value` and `reason`, one row a value.

    Raises
    ------
    ValueError
        For what is not one count: a name (61式, PAC-3), a measure (5.56 mm), two counts, a range, a
        fraction, grouping other than by thousands, figures that mean *or* (百二三人), and a number
        that is not reached (100件未満).

    Examples
    --------
    >>> to_number("約千四百六十四件")
    1464
    >>> to_number(["1,179件", "10余万", None]).tolist()
    [1179, 100000, <NA>]
    >>> to_number(["1,179件", "百二三人"], errors="report")["reason"].tolist()
    [nan, "strings figures together, which may mean 'or'"]
    """
    return columns.series(values, _count, "Int64", errors=errors)


def _count(text: str) -> int:
    """Return the whole number that one text counts."""
    match = _COUNT.fullmatch(_NONE.sub("0", _ENDED.sub("", plain(text))))
    if not match or "・" in match["number"]:
        raise ValueError("is not one count")
    bound(match)
    if excludes(match):
        raise ValueError("says what the count does not reach")
    printed = number_within(match)
    number = value(printed)
    has_unit = set(printed) & set("百千万億兆京")
    if number.denominator > 1 or ("." in printed and not has_unit):
        raise ValueError("is not a whole number")
    return whole(-number if match["sign"] else number)
