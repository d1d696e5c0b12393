"""Country names in Japanese and English, as sources print them, and their ISO 3166-1 alpha-3 codes.

The spellings are rows of the tables `countries` and `aliases`; nothing is guessed. What is not one country
of ISO 3166-1 (an organisation, a group, a historic state, "unknown supplier(s)") is refused, never made into one.
"""

import functools
import re
import unicodedata
from collections.abc import Callable

import pandas as pd

from . import tables

# The Gambia, the-gambia; Viet Nam, viet-nam, Việt Nam; パプア・ニューギニア. A middle dot between other signs than
# katakana (英国・イタリア) parts a list, as a comma does, and stays.
ARTICLE = re.compile(r"^[\s\-_.]*the[\s\-_.]+")
ACCENTS = re.compile("[\u0300-\u036f]")
SEPARATORS = re.compile(r"[\s\-‐-―−─_.'’‘ʼ`]+|(?<=[ァ-ヺー])・(?=[ァ-ヺ])")


def to_iso3(values: object, errors: str = "raise") -> str | pd.Series | None:
    """The ISO 3166-1 alpha-3 code of a country's name: 豪州 → AUS, a Series → a `str` Series with its index and name.

    Width, case, accents, spaces, hyphens, dots, apostrophes and a leading "the" do not matter; codes in capitals stand
    for themselves. Missing stays missing. What names no country raises ValueError with the value, what it is and its
    place; with errors="coerce" it is missing in the result.
    """
    if errors not in ("raise", "coerce"):
        raise ValueError(f'errors is "raise" or "coerce", not {errors!r}')
    return _convert(values, _code, _no_country if errors == "raise" else None)


def name(iso3: object, language: str = "en") -> str | pd.Series | None:
    """The customary name of a country in "en" or "ja", for labels: AUS → Australia, a Series → a `str` Series.

    Missing stays missing; what is no ISO 3166-1 alpha-3 code raises ValueError.
    """
    if language not in ("en", "ja"):
        raise ValueError(f'language is "en" or "ja", not {language!r}')
    return _convert(iso3, _names(language).get, "no ISO 3166-1 alpha-3 code: {0!r}{1}".format)


def _convert(
    values: object, lookup: Callable, complaint: Callable | None
) -> str | pd.Series | None:
    """Look up a scalar, or each distinct value of a Series; `complaint(value, place)` words the error, None coerces."""
    if not isinstance(values, pd.Series):
        return _convert_scalar(values, lookup, complaint)
    positions, uniques = pd.factorize(_as_text(values))
    found = [lookup(text) for text in uniques]
    if complaint and None in found:
        unique = found.index(None)
        row = int((positions == unique).argmax())
        raise ValueError(complaint(uniques[unique], f" at index {values.index[row]!r}, row {row}"))
    result = pd.array(found, dtype="str").take(positions, allow_fill=True)
    return pd.Series(result, index=values.index, name=values.name)


def _convert_scalar(value: object, lookup: Callable, complaint: Callable | None) -> str | None:
    if not pd.api.types.is_scalar(value):
        raise ValueError(f"one value or a Series is wanted, not a {type(value).__name__}")
    if pd.isna(value):
        return None
    found = lookup(value) if isinstance(value, str) else None
    if complaint and found is None:
        raise ValueError(complaint(value, ""))
    return found


def _as_text(values: pd.Series) -> pd.Series:
    """The column with whatever is not text written out, so that it can be looked up, fail and be named."""
    if isinstance(values.dtype, pd.StringDtype):
        return values
    return values.astype(object).map(
        lambda value: value if isinstance(value, str) else repr(value), na_action="ignore"
    )


def _code(text: str) -> str | None:
    code = unicodedata.normalize("NFKC", text).strip()
    return code if code in _names("en") else _spellings()[0].get(_key(text))


def _no_country(value: object, place: str) -> str:
    what = _spellings()[1].get(_key(str(value)), "unknown spelling")
    return f"no country: {value!r}{place} ({what}); a further spelling of a country: add a row to {tables.raw('aliases')}"


def _key(text: str) -> str:
    """What remains of a spelling when everything that does not matter is taken away."""
    plain = ACCENTS.sub("", unicodedata.normalize("NFKD", text).casefold())
    return SEPARATORS.sub(
        "", ARTICLE.sub("", unicodedata.normalize("NFKC", plain)).replace("&", "and")
    )


def learn(countries: pd.DataFrame, aliases: pd.DataFrame) -> None:
    """Use these two tables from now on: the build checks new rows by the spellings that it is about to write."""
    _learnt.update(countries=countries, aliases=aliases)
    _names.cache_clear()
    _spellings.cache_clear()


def faults(frames: dict[str, pd.DataFrame]) -> list[str]:
    """Spellings of `aliases` that stand in it twice, or among the names of `countries`, when all that does not matter is taken away."""
    aliases = frames["aliases"]["alias"].dropna()
    names = frames["countries"].melt("iso3")["value"].dropna().map(_key)
    keys = aliases.map(_key)
    twice = keys.duplicated(keep="first") | keys.isin(names)
    return [
        f"{tables.raw('aliases')}, row {row}, column alias: {alias!r} is a spelling that is there already (in countries or above); take it out"
        for row, alias in aliases[twice].items()
    ]


_learnt: dict[str, pd.DataFrame] = {}


def _table(name: str) -> pd.DataFrame:
    return _learnt[name] if name in _learnt else tables.read(name)


@functools.cache
def _names(language: str) -> dict[str, str]:
    countries = _table("countries")
    return dict(zip(countries["iso3"], countries[f"name_{language}"], strict=True))


@functools.cache
def _spellings() -> tuple[dict[str, str], dict[str, str]]:
    """Two dictionaries by key: codes of countries, and what the other spellings are."""
    names = (
        _table("countries")
        .melt("iso3", value_name="alias")[["alias", "iso3"]]
        .assign(kind="country", note="")
    )
    spellings = pd.concat(
        [names, _table("aliases")[names.columns].astype("str")], ignore_index=True
    )
    spellings.index = spellings["alias"].map(_key)
    country = spellings["kind"] == "country"
    others = spellings[~country]
    return spellings["iso3"][country].to_dict(), (
        others["kind"] + ": " + others["note"].fillna("")
    ).to_dict()
