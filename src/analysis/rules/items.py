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
ADVISED = ("manners", "banned")  # words that are no things with an answer: returns, land mines


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
        key = key_of(spelling)
        for other in (key, key.removesuffix("s"), f"{key}s"):  # singular and plural are one name
            if other in names:
                return names[other][0]
    for words in ADVISED:
        if any(key_of(spelling) in _keys(words) for spelling in _spellings(name)):
            raise ValueError(f"{name!r} is not asked about by name. {_words(f'{words}.advice')[0]}")
    suggestions = _suggestions(key_of(name))
    advice = f"near names: {', '.join(suggestions)}" if suggestions else "no name is near"
    wider = _words("wider")[0].replace(";", ", ")
    raise ValueError(
        f"nothing is called {name!r}; {advice}. Ask by a wider word ({wider}), "
        f"or add the name to {tables.raw('items')}"
    )


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


def _keys(code: str) -> set[str]:
    """Return what remains of each word of a list, in English and in Japanese."""
    return {key_of(word) for text in _words(code) for word in text.split(";")}


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
