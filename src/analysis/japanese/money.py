"""Sums of money in the currency, and with the bound, in which they are printed."""

import re
from collections.abc import Sequence
from decimal import Decimal

import pandas as pd

from . import columns
from .bounds import LEAD, MINUS, MORE, MORE_WITHIN, TAIL, bound, number_within
from .currencies import CURRENCIES, SCALES, WORDS
from .numerals import NUMBER, Number, value, whole
from .text import agreed, plain

Sum = tuple[int | Decimal, str, str]  # the amount, the currency, and the bound


def _key(name: str) -> str:
    """Return what two spellings of a currency have in common."""
    return re.sub(r"[・\s]", "", name.lower()).removesuffix("s")


def _any(names: Sequence[str]) -> str:
    """Return a pattern of names, in which a ・ may be left out and a Latin name may end in s."""
    patterns = []
    for name in names:
        plural = "s?" if name[-1].isascii() and name[-1].islower() else ""
        patterns.append(re.escape(name).replace("・", "・?") + plural)
    return "|".join(patterns)


_CODES = {_key(name): code for code, names in CURRENCIES.items() for name in names.split("|")}
_NAME = _any([name for names in CURRENCIES.values() for name in names.split("|")])
_SUM = re.compile(
    rf"""
    {LEAD}                                               # 約, 合計で
    (?P<sign>{MINUS})?                                   # △
    (?: (?![0-9円]) (?P<left>{_NAME}) )?                  # US$
    \s*
    (?: (?P<number>{NUMBER})                             # 19億2,100万
      | (?:an?\s)? (?P<word>{"|".join(WORDS)}) )         # five, a hundred
    (?P<scales>
        (?: [\s-]? (?:hundred|thousand) (?=[\s-]) )?     # five hundred million
        (?: [\s-]? (?:{"|".join(SCALES)}) )?             # bn, -million
    )
    (?: {MORE_WITHIN} | (?P<more>{MORE}) )?               # 余億, 余
    (?: [\s-]? (?P<right>{_NAME}) (?:相当額?)? )?         # 円, ドル相当
    {TAIL}                                               # を限度とする
    """,
    re.IGNORECASE | re.ASCII | re.VERBOSE,
)
_ENDED = re.compile(r"(?<=[0-9])\.$")  # US$5. ends a sentence
_UNITS = re.compile("[百千万億兆京]")
# 1.464 may be 1464, or one and a half: not before a Japanese name, and not after a zero.
_MAY_PART_THOUSANDS = re.compile(r"[1-9][0-9]*\.[0-9]{3}")
_JAPANESE = re.compile("[ァ-ヶー円元]$")


def to_money(values: object, errors: str = "raise") -> pd.DataFrame:
    """Return the amount, the currency and the bound of each sum: 約19億円 → 1900000000, JPY, about.

    Several spellings of one sum (`A / B`, `A (B)`) must agree in all three.

    Parameters
    ----------
    values : str or list-like of str
        Sums as printed, in Japanese or English.
    errors : {"raise", "coerce", "report"}
        Whether a text that cannot be read raises an error, becomes missing, or becomes missing with
        the reason beside it.

    Returns
    -------
    pandas.DataFrame
        One row a value, on the index of a Series: `amount`, in units of the currency; `currency`,
        its code of ISO 4217; `bound` (exact, about, at least, at most). Amounts are Int64; a column
        with a fraction (US$1.25) holds exact int and Decimal objects. Missing values stay missing.
        With `errors="report"` also `reason`.

    Raises
    ------
    ValueError
        For a text that is not one sum in a certain currency: a bare "$", 億 alone, a range, two
        sums, 無償, a sum per year.

    Examples
    --------
    >>> to_money(["19億2,100万円", "最大100億豪ドル"])
            amount currency    bound
    0   1921000000      JPY    exact
    1  10000000000      AUD  at most
    >>> to_money("$5 million")
    Traceback (most recent call last):
        ...
    ValueError: '$5 million': is not one sum of money that is understood
    """
    dtypes: dict[str, columns.Dtype] = {"amount": _dtype, "currency": "str", "bound": "str"}
    return columns.frame(values, _money, dtypes, errors)


def _dtype(amounts: Sequence[object]) -> str:
    """Return Int64 for whole amounts, object where one has a fraction."""
    is_whole = all(amount is None or isinstance(amount, int) for amount in amounts)
    return "Int64" if is_whole else "object"


def _money(text: str) -> Sum:
    """Return the sum on which all spellings in one text agree."""
    return agreed(plain(text), _sum)


def _sum(text: str) -> Sum:
    """Return the sum that one spelling prints."""
    match = _SUM.fullmatch(_ENDED.sub("", text))
    if not match:
        raise ValueError("is not one sum of money that is understood")
    names = [name for name in (match["left"], match["right"]) if name]
    codes = {_CODES[_key(name)] for name in names}
    if len(codes) != 1:
        raise ValueError("names no currency, or two")
    is_japanese = bool(_JAPANESE.search(names[-1]))
    amount = _amount(match, is_japanese)
    return _exact(-amount if match["sign"] else amount), codes.pop(), bound(match)


def _amount(match: re.Match, is_japanese: bool) -> Number:
    """Return the amount of a matched sum, scales multiplied in."""
    scales = re.findall("[a-z]+", match["scales"].lower())
    if not match["number"]:
        amount: Number = WORDS[match["word"].lower()]
    else:
        number = number_within(match)
        if not scales and not is_japanese and _MAY_PART_THOUSANDS.fullmatch(number):
            raise ValueError("has a point that may part thousands")
        if scales and _UNITS.search(number):
            raise ValueError("counts in units of two languages")
        amount = value(number)
    for scale in scales:
        amount *= SCALES[scale]
    return amount


def _exact(amount: Number) -> int | Decimal:
    """Return an int, or a Decimal if it is not whole.

    Raises ValueError for more than 64 bits or 8 decimals.
    """
    if amount.denominator == 1:
        return whole(amount)
    if 10**8 % amount.denominator:
        raise ValueError("has too many decimals")
    return Decimal(whole(amount * 10**8)).scaleb(-8).normalize()
