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
    """Return the id of the thing that is called so; near names are suggested for an unknown one."""
    names = _names()
    key = key_of(name)
    if key in names:
        return names[key][0]
    for other in (key.removesuffix("s"), f"{key}s"):  # singular and plural are one name
        if key and other in names:
            return names[other][0]
    near = difflib.get_close_matches(key, names, NEAR, cutoff=0.5)
    near += [other for other in names if key and (key in other or other in key) and len(other) > 2]
    suggestions = list(dict.fromkeys(names[other][1] for other in near))[:NEAR]
    advice = f"near names: {', '.join(suggestions)}" if suggestions else "no name is near"
    raise ValueError(
        f"nothing is called {name!r}; {advice}; a further name: add it to {tables.raw('items')}, "
        "or ask by kind (rules.assess)"
    )


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
    for item_id, rows in _things().items():
        for row in rows:
            others = (row["other_names"] or "").split(";")
            for name in [item_id, row["name_en"], row["name_ja"], *filter(None, others)]:
                names.setdefault(key_of(name), (item_id, name))
    return names
