"""Things as people name them, and what is noted of each on a day."""

import difflib
import re
import unicodedata
from typing import Any

import pandas as pd

from .. import tables
from ..periods import day
from .recorded import Row, plain

LOOSE = re.compile(r"[\s\-‐-―−─_.,'’/・()（）]+")
NEAR = 5  # names that an unknown one is answered with
ALIKE = 0.7  # how alike two names must be for one to be suggested for the other
ADVICE = ".advice"  # ends the code of what is said to words that have no answer of their own


def item(name: str, on: object) -> pd.Series:
    """Return what is noted of a thing on a day, by any of its names.

    Parameters
    ----------
    name : str
        A name in English or Japanese; width, case, spaces and hyphens do not matter.
    on : object
        A day, as `periods.day` takes it.

    Returns
    -------
    pandas.Series
        The row of the table `items` that holds on that day; what does not apply is None.

    Raises
    ------
    ValueError
        No thing is called so; the message suggests near names.

    Examples
    --------
    >>> item("Patriot", "2024-03-10")["item_id"], item("ペトリオット", "2024-03-10")["origin"]
    ('patriot', 'licensed')
    """
    return pd.Series(item_on(name, day(on)), dtype="object")


def item_on(name: str, then: pd.Timestamp) -> Row:
    """Return the row of a thing that holds on a day."""
    rows = _things()[identified(name)]
    current = rows[0]
    for row in rows:
        if row["since"] <= then:
            current = row
    return current


def identified(name: object) -> str:
    """Return the id of the thing that is called so; near names are suggested for an unknown one.

    Words before a name that do not change what it is (used, Japanese, 中古の) need not be known.
    """
    names = _names()
    for spelling in _spellings(name):
        for key in _numbers(key_of(spelling)):
            if key in names:
                return names[key][0]
    raise ValueError(_refusals(name)["en"])


def refusal(name: object, tongue: str) -> str | None:
    """Return why there is no thing of a name and what to ask instead, or None where there is."""
    try:
        identified(name)
    except ValueError:
        return _refusals(name)[tongue]
    return None


def _numbers(key: str) -> tuple[str, str, str]:
    """Return a key, and the same in singular and plural, which are one name."""
    return key, key.removesuffix("s"), f"{key}s"


def _refusals(name: object) -> dict[str, str]:
    """Return what is said to a name that no thing has, in each language."""
    said = advice(name)
    if said is not None:
        return said
    suggestions = ", ".join(_suggestions(key_of(name)))
    words = tables.read("answer_words").set_index("code")[["en", "ja"]].astype("str")
    return {
        tongue: words.at["near names" if suggestions else "no near name", tongue].format(
            name=name,
            near=suggestions,
            wider=words.at["wider", tongue].replace(";", ", " if tongue == "en" else "、"),
            table=tables.raw("items"),
        )
        for tongue in words
    }


def advice(name: object) -> dict[str, str] | None:
    """Return what is said to a name that has no answer of its own, in each language, or None.

    Land mines are banned, a return is a way of going, and of jammers it hangs on what they were
    made for.
    """
    spellings = _spellings(name)
    for words, texts in advised():
        keys = {key_of(word) for word in words}
        for spelling in spellings:
            if keys.intersection(_numbers(key_of(spelling))):
                return {tongue: text.replace("{name}", str(name)) for tongue, text in texts.items()}
    return None


@tables.cached
def advised() -> list[tuple[list[str], dict[str, str]]]:
    """Return the words that have no answer of their own, and what is said to them."""
    words = tables.read("answer_words").set_index("code")[["en", "ja"]].astype("str")
    codes = words.index[words.index.str.endswith(ADVICE)]
    return [
        (";".join(words.loc[code.removesuffix(ADVICE)]).split(";"), words.loc[code].to_dict())
        for code in codes
    ]


def _spellings(name: object) -> list[str]:
    """Return a name, and what remains as each word that says nothing of the thing is taken off."""
    if not isinstance(name, str):
        return []
    spellings = [unicodedata.normalize("NFKC", name).casefold().strip()]
    while True:
        begun = [word for word in unsaid() if spellings[-1].startswith(word)]
        rest = spellings[-1].removeprefix(begun[0]).strip() if begun else ""
        if not rest:
            return spellings
        spellings.append(rest)


def unsaid() -> list[str]:
    """Return what may stand before a name and says nothing of the thing, the longest first.

    An English word ends with the blank that divides it from the name.
    """
    english, japanese = [text.casefold().split(";") for text in _words("unsaid")]
    return sorted([f"{word} " for word in english] + japanese, key=len, reverse=True)


def names_of(thing: str) -> list[str]:
    """Return all names of a thing, as they are written, on whatever day they were."""
    names = []
    for row in _things()[thing]:
        others = (row["other_names"] or "").split(";")
        names += [row["name_en"], row["name_ja"], *filter(None, others)]
    return list(dict.fromkeys(names))


def _suggestions(key: str) -> list[str]:
    """Return known names that are spelt nearly so, or that hold this one or stand in it."""
    names = _names()
    near = difflib.get_close_matches(key, names, NEAR, cutoff=ALIKE)
    near += [other for other in names if key and (key in other or other in key) and len(other) > 2]
    return list(dict.fromkeys(names[other][1] for other in near))[:NEAR]


def _words(code: str) -> list[str]:
    """Return a list of the words of answers, in English and in Japanese."""
    words = tables.read("answer_words").set_index("code")
    return [str(words.at[code, language]) for language in ("en", "ja")]


def key_of(name: object) -> str:
    """Return what remains of a name when all that does not matter is taken away."""
    if not isinstance(name, str):
        return ""
    return LOOSE.sub("", unicodedata.normalize("NFKC", name).casefold())


@tables.cached
def _things() -> dict[str, list[Row]]:
    """Return the rows of each thing, the oldest first."""
    frame = tables.read("items").sort_values(["item_id", "since"]).astype("object")
    things: dict[str, list[Row]] = {}
    for values in frame.to_dict("records"):
        row: dict[str, Any] = {str(name): plain(value) for name, value in values.items()}
        things.setdefault(row["item_id"], []).append(row)
    return things


@tables.cached
def _names() -> dict[str, tuple[str, str]]:
    """Return the id of a thing, and the name as written, by what remains of each of its names."""
    names: dict[str, tuple[str, str]] = {}
    for item_id in _things():
        for name in [item_id, *names_of(item_id)]:
            names.setdefault(key_of(name), (item_id, name))
    return names
