"""Country names in Japanese and English, as sources print them, and their ISO 3166-1 codes.

The spellings are rows of the tables `countries` and `aliases`; nothing is guessed. What is not one
country of ISO 3166-1 (an organisation, a group, a historic state, "unknown supplier(s)") is
refused, never made into one.
"""

import re
import unicodedata
from collections.abc import Callable
from typing import Any, NamedTuple

import pandas as pd

from . import tables

# The Gambia, the-gambia; Viet Nam, viet-nam, Việt Nam; パプア・ニューギニア. A middle dot between
# other signs than katakana (英国・イタリア) parts a list, as a comma does, and stays.
ARTICLE = re.compile(r"^[\s\-_.]*the[\s\-_.]+")
ACCENTS = re.compile("[\u0300-\u036f]")
SEPARATORS = re.compile(r"[\s\-‐-―−─_.'’‘ʼ`]+|(?<=[ァ-ヺー])・(?=[ァ-ヺ])")


class Spellings(NamedTuple):
    """What the tables `countries` and `aliases` say of spellings; see `spellings`."""

    names: dict[str, dict[str, str]]  # language → code → customary name
    codes: dict[str, str]  # what remains of a spelling → code
    others: dict[str, str]  # what remains of a spelling → what it is, where it is no country


def spellings(countries: pd.DataFrame, aliases: pd.DataFrame) -> Spellings:
    """Return the spellings that two tables hold, for `to_iso3` while new tables are being built.

    Rows with a gap where none may be are passed over: the checks name them.

    Parameters
    ----------
    countries : pandas.DataFrame
        One row per country: iso3, name_en, name_ja.
    aliases : pandas.DataFrame
        One row per further spelling: alias, kind, iso3 (blank for what is no country), note.

    Returns
    -------
    Spellings
        Names by code, codes by spelling, and what the other spellings are.

    Examples
    --------
    >>> stored = spellings(tables.read("countries"), tables.read("aliases"))
    >>> to_iso3("豪州", spellings=stored)
    'AUS'
    """
    countries = countries.dropna(subset=["iso3", "name_en", "name_ja"])
    by_code = countries.set_index("iso3")
    names = countries.melt("iso3", ["name_en", "name_ja"], value_name="alias")[["alias", "iso3"]]
    names = names.assign(kind="country", note="")
    rows = pd.concat([names, aliases[names.columns].astype("str")], ignore_index=True)
    rows = rows.dropna(subset=["alias", "kind"])
    rows.index = rows["alias"].map(folded)
    is_country = rows["kind"] == "country"
    others = rows[~is_country]
    explained = others["kind"] + ": " + others["note"].fillna("")
    return Spellings(
        {"en": by_code["name_en"].to_dict(), "ja": by_code["name_ja"].to_dict()},
        rows.loc[is_country, "iso3"].dropna().to_dict(),
        explained.to_dict(),
    )


def to_iso3(values: object, errors: str = "raise", spellings: Spellings | None = None) -> Any:
    """Return the ISO 3166-1 alpha-3 code of a country's name.

    Width, case, accents, spaces, hyphens, dots, apostrophes and a leading "the" do not matter;
    codes in capitals stand for themselves.

    Parameters
    ----------
    values : str or list-like of str
        A name as a source prints it, in Japanese or English, or a column of names.
    errors : {"raise", "coerce", "report"}
        Whether what names no country raises, is missing in the result, or is missing with the
        reason beside it.
    spellings : Spellings, optional
        Those to go by; where none are given, those of the stored tables.

    Returns
    -------
    str, None, pandas.Series or pandas.DataFrame
        The code, None for a missing value; for a column, a `str` column with its index and name.
        With `errors="report"`, a frame of `value` and `reason`, one row a value.

    Raises
    ------
    ValueError
        A value names no country of ISO 3166-1; the message names it, what it is and its row.

    Examples
    --------
    >>> to_iso3("豪州"), to_iso3("the Philippines")
    ('AUS', 'PHL')
    >>> to_iso3(pd.Series(["米国", "国連"]), errors="coerce").tolist()
    ['USA', nan]
    >>> to_iso3(["米国", "国連"], errors="report")["reason"].str[:28].tolist()
    [nan, "no country: '国連' (organisati"]
    """
    if errors not in ("raise", "coerce", "report"):
        raise ValueError(f'errors is "raise", "coerce" or "report", not {errors!r}')
    values = _listed(values)
    by = _stored() if spellings is None else spellings

    def code(text: str) -> str | None:
        """Return the code of one spelling, or None for what is no country."""
        return _code(text, by)

    def complaint(value: object, position: str) -> str:
        """Return the message for a value that is no country."""
        return _no_country(value, position, by)

    if errors == "report":
        return _reported(values, code, complaint)
    return _convert(values, code, complaint if errors == "raise" else None)


def name(iso3: object, language: str = "en") -> str | pd.Series | None:
    """Return the customary name of a country, for labels.

    Parameters
    ----------
    iso3 : str or pandas.Series
        An ISO 3166-1 alpha-3 code, or a column of codes.
    language : {"en", "ja"}
        English or Japanese.

    Returns
    -------
    str, None or pandas.Series
        The name, None for a missing code; for a column, a `str` column with its index and name.

    Raises
    ------
    ValueError
        A value is no such code, or the language is another.

    Examples
    --------
    >>> name("AUS"), name("AUS", "ja")
    ('Australia', 'オーストラリア')
    """
    if language not in ("en", "ja"):
        raise ValueError(f'language is "en" or "ja", not {language!r}')
    return _convert(iso3, _stored().names[language].get, _no_code)


@tables.cached
def _stored() -> Spellings:
    """Return the spellings of the stored tables."""
    return spellings(tables.read("countries"), tables.read("aliases"))


Lookup = Callable[[str], str | None]
Complaint = Callable[[object, str], str]


def _listed(values: object) -> object:
    """Return a list-like as a Series, and a scalar as it is; ValueError for what is no column."""
    if isinstance(values, pd.Series) or pd.api.types.is_scalar(values):
        return values
    if isinstance(values, pd.DataFrame | set | frozenset | dict):
        raise ValueError(f"one value or a column is wanted, not a {type(values).__name__}")
    if not pd.api.types.is_list_like(values):
        raise ValueError(f"one value or a column is wanted, not a {type(values).__name__}")
    return pd.Series(values, dtype="object")


def _reported(values: object, lookup: Lookup, complaint: Complaint) -> pd.DataFrame:
    """Return what a lookup gives for each value, and beside it why it gave nothing."""
    column = values if isinstance(values, pd.Series) else pd.Series([values], dtype="object")
    results: Any = _convert(column, lookup, None)
    is_refused = results.isna() & column.notna()
    reasons = [
        complaint(value, "") if refused else None
        for value, refused in zip(_as_text(column), is_refused, strict=True)
    ]
    reason = pd.array(reasons, dtype="str")
    return pd.DataFrame({"value": results, "reason": reason}, index=column.index)


def _convert(values: object, lookup: Lookup, complaint: Complaint | None) -> str | pd.Series | None:
    """Return what a lookup gives for a scalar, or for each distinct value of a Series.

    `complaint(value, position)` words the error; without one, what is not found is missing.
    """
    if not isinstance(values, pd.Series):
        return _convert_scalar(values, lookup, complaint)
    positions, uniques = pd.factorize(_as_text(values))
    results = [lookup(text) for text in uniques]
    if complaint and None in results:
        unique = results.index(None)
        row = int((positions == unique).argmax())
        raise ValueError(complaint(uniques[unique], f" at index {values.index[row]!r}, row {row}"))
    column = pd.array(results, dtype="str").take(positions, allow_fill=True)
    return pd.Series(column, index=values.index, name=values.name)


def _convert_scalar(value: object, lookup: Lookup, complaint: Complaint | None) -> str | None:
    """Return what a lookup gives for one value; None for a missing one."""
    if not pd.api.types.is_scalar(value):
        raise ValueError(f"one value or a Series is wanted, not a {type(value).__name__}")
    if pd.isna(value):
        return None
    result = lookup(value) if isinstance(value, str) else None
    if complaint and result is None:
        raise ValueError(complaint(value, ""))
    return result


def _as_text(values: pd.Series) -> pd.Series:
    """Return the column with what is not text written out, so that it can fail and be named."""
    if isinstance(values.dtype, pd.StringDtype):
        return values
    return values.astype(object).map(
        lambda value: value if isinstance(value, str) else repr(value), na_action="ignore"
    )


def _code(text: str, by: Spellings) -> str | None:
    """Return the code of one spelling; None where it names no country."""
    code = unicodedata.normalize("NFKC", text).strip()
    if code in by.names["en"]:
        return code
    name, _, rest = text.partition(",")
    turned = f"{rest} {name}" if rest.strip() else text  # Bahrain, Kingdom of
    return by.codes.get(folded(text)) or by.codes.get(folded(turned))


def _no_country(value: object, position: str, by: Spellings) -> str:
    """Return the message on a value that names no country."""
    what = by.others.get(folded(str(value)), "unknown spelling")
    return (
        f"no country: {value!r}{position} ({what}); a further spelling of a country: "
        f"add a row to {tables.raw('aliases')}"
    )


def _no_code(value: object, position: str) -> str:
    """Return the message on a value that is no code."""
    return f"no ISO 3166-1 alpha-3 code: {value!r}{position}"


def folded(text: str) -> str:
    """Return what remains of a spelling when all that does not matter is taken away.

    Examples
    --------
    >>> folded("The United-States") == folded("united states")
    True
    """
    plain = ACCENTS.sub("", unicodedata.normalize("NFKD", text).casefold())
    without_article = ARTICLE.sub("", unicodedata.normalize("NFKC", plain))
    return SEPARATORS.sub("", without_article.replace("&", "and"))
