"""One value among choices, a column typed by its descriptor, the columns of a table described."""

from collections.abc import Iterable
from typing import TypeVar

import pandas as pd

DTYPES = {"string": "str", "integer": "Int64", "number": "float64", "boolean": "boolean"}

Value = TypeVar("Value")


def one_of(value: Value, choices: Iterable[object], noun: str) -> Value:
    """Return the value where it is one of the choices.

    Parameters
    ----------
    value : object
        What was asked for.
    choices : iterable
        What there is; what stands twice is listed once.
    noun : str
        What a choice is called in the message.

    Returns
    -------
    object
        The value, unchanged.

    Raises
    ------
    ValueError
        The value is no choice; the message lists those there are.

    Examples
    --------
    >>> one_of("en", ["en", "ja"], "language")
    'en'
    """
    distinct = list(dict.fromkeys(choices))
    if value not in distinct:
        raise ValueError(f"no {noun} {value!r}; there are: {', '.join(map(str, distinct))}")
    return value


def typed(column: pd.Series, field: dict) -> pd.Series:
    """Return a column of text as its descriptor types it; an unknown code is missing."""
    if field["type"] == "date":
        return pd.to_datetime(column, format="%Y-%m-%d")
    if field["type"] == "boolean":
        return column.map({"true": True, "false": False}).astype("boolean")
    if "enum" in field.get("constraints", {}):
        codes = field["constraints"]["enum"]
        vocabulary = pd.CategoricalDtype(codes, ordered=field.get("ordered", False))
        return pd.Series(pd.Categorical(column, dtype=vocabulary), column.index, name=column.name)
    if field["type"] in ("integer", "number"):
        return pd.to_numeric(column).astype(DTYPES[field["type"]])
    return column.astype("str")


def is_text(field: dict) -> bool:
    """Return whether a column holds text as it was read, neither a code nor another type."""
    return field["type"] == "string" and "enum" not in field.get("constraints", {})


def described_columns(schema: dict) -> pd.DataFrame:
    """Return one row per column of a table: its name, what it holds, type, unit and values.

    Examples
    --------
    >>> field = {"name": "count", "type": "integer", "description": "How many."}
    >>> described_columns({"fields": [field | {"constraints": {"minimum": 0}}]})["values"].tolist()
    ['from 0']
    """
    targets = {
        tuple([key["fields"]] if isinstance(key["fields"], str) else key["fields"]): key
        for key in [*schema.get("foreignKeys", []), *schema.get("listKeys", [])]
    }
    rows = [
        {
            "column": field["name"],
            "holds": field["description"],
            "type": field["type"],
            "unit": field.get("unit"),
            "values": _values(field, targets.get((field["name"],))),
        }
        for field in schema["fields"]
    ]
    return pd.DataFrame(rows, dtype="str")


def _values(field: dict, key: dict | None) -> str | None:
    """Return what may stand in a column, in words; None where any value may."""
    constraints = field.get("constraints", {})
    if codes := constraints.get("enum") or field.get("items"):
        return " | ".join(codes)
    if key:
        reference = key["reference"]
        return f"{reference['fields']} of {reference['resource'] or 'this table'}"
    bounds = [f"from {constraints['minimum']}"] if "minimum" in constraints else []
    bounds += [f"to {constraints['maximum']}"] if "maximum" in constraints else []
    return " ".join(bounds) or None


def credits_of(package: dict) -> dict[str, dict[str, str]]:
    """Return title, source, licence and version of each table of a data package, by its name.

    Examples
    --------
    >>> table = {"name": "polls", "title": "Polls", "terms": "SIPRI's terms"}
    >>> about = {"name": "data", "version": "1.0", "contributors": [{"title": "We"}]}
    >>> about |= {"licenses": [{"title": "CC BY 4.0"}], "resources": [table]}
    >>> credits_of(about)["polls"]["licence"]
    "CC BY 4.0; SIPRI's terms"
    """
    author = package["contributors"][0]["title"]
    licence = package["licenses"][0]["title"]
    return {
        table["name"]: {
            "title": table["title"],
            "source": f"{author}, {package['name']}, table {table['name']}",
            "licence": "; ".join(filter(None, [licence, table.get("terms")])),
            "version": package["version"],
        }
        for table in package["resources"]
    }


def joined(credits: list[dict[str, str]]) -> dict[str, str]:
    """Return the credit of a frame made of several tables, from those of the tables.

    Examples
    --------
    >>> one = {"title": "A", "source": "We, data, table a", "licence": "CC BY", "version": "1"}
    >>> joined([one, one | {"source": "We, data, table b", "licence": "CC BY; terms"}])["source"]
    'We, data, tables a, b'
    """
    first, *others = credits
    if not others:
        return dict(first)
    opening, _, _ = first["source"].rpartition("table ")
    named = ", ".join(each["source"].rpartition("table ")[2] for each in credits)
    parts = [part for each in credits for part in each["licence"].split("; ")]
    licence = "; ".join(dict.fromkeys(parts))
    return first | {"source": f"{opening}tables {named}", "licence": licence}
