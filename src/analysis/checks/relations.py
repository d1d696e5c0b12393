"""What holds between rows and between tables: keys, links, lists of keys, lines of descent."""

from collections.abc import Iterator

import pandas as pd

from .. import tables
from .faults import Fault
from .schema import key_columns


def faults(frames: dict[str, pd.DataFrame]) -> list[Fault]:
    """Return a fault for each key that stands twice, each link that leads nowhere, each circle."""
    faults: list[Fault] = []
    for name, frame in frames.items():
        faults += _keys(name, frame)
        faults += _lists(name, frame, frames)
        schema = tables.resource(name)["schema"]
        for link in schema.get("foreignKeys", []):
            target = link["reference"]["resource"] or name
            built = set(listed(link["fields"])) <= set(frame)  # a derived column is not, yet
            if target in frames and built:
                faults += _link(name, frame, link, frames[target])
            if target == name and built:
                faults += _circles(name, frame, link)
    return faults


def listed(columns: str | list[str]) -> list[str]:
    """Return the columns of a key; Table Schema writes a single one without a list."""
    return [columns] if isinstance(columns, str) else columns


def _keys(name: str, frame: pd.DataFrame) -> Iterator[Fault]:
    """Give the rows that share a key; a blank in a key is a fault of its own cell."""
    key = key_columns(name)
    whole = frame[key].dropna()
    for row, values in whole[whole.duplicated(keep=False)].astype("str").iterrows():
        value = " + ".join(values)
        yield Fault(name, row, "+".join(key), value, "stands in more than one row; keep one")


def _link(name: str, frame: pd.DataFrame, link: dict, other: pd.DataFrame) -> Iterator[Fault]:
    """Give the rows whose link is not in the other table."""
    here = listed(link["fields"])
    there = listed(link["reference"]["fields"])
    target = link["reference"]["resource"] or name
    standing = pd.MultiIndex.from_frame(other[there].astype("str"))
    used = frame[here].dropna().astype("str")
    lost = used[~pd.MultiIndex.from_frame(used).isin(standing)]
    for row, values in lost.iterrows():
        yield Fault(name, row, "+".join(here), " + ".join(values), _nowhere(target, there))


def _nowhere(table: str, columns: list[str]) -> str:
    return (
        f"is not in {'+'.join(columns)} of {table}; add it to {tables.raw(table)}, or mend it here"
    )


def _lists(name: str, frame: pd.DataFrame, frames: dict[str, pd.DataFrame]) -> Iterator[Fault]:
    """Give the cells whose list has a blank or double item, or one that its link does not find."""
    for field in tables.fields(name):
        if "list" in field and field["name"] in frame:  # a derived column is not there yet
            for row, cell in frame[field["name"]].dropna().items():
                items = cell.split(field["list"])
                if any(item != item.strip() or not item for item in items):
                    advice = f"has a blank beside `{field['list']}`; take it out"
                    yield Fault(name, row, field["name"], cell, advice)
                for item in items:
                    if item.strip() and item not in field.get("items", [item]):
                        advice = f"is not a known code; use one of: {', '.join(field['items'])}"
                        yield Fault(name, row, field["name"], item, advice)
                if len(set(items)) < len(items):
                    advice = "names one thing twice; take one out"
                    yield Fault(name, row, field["name"], cell, advice)
    signs = {field["name"]: field.get("list") for field in tables.fields(name)}
    for link in tables.resource(name)["schema"].get("listKeys", []):
        column, there = link["fields"], link["reference"]["fields"]
        target = link["reference"]["resource"] or name
        if target in frames:
            items = frame[column].dropna().str.split(signs[column], regex=False).explode()
            standing = frames[target][there].dropna().astype("str")
            for row, item in items[~items.isin(standing) & (items.str.strip() != "")].items():
                yield Fault(name, row, column, item, _nowhere(target, [there]))


def _circles(name: str, frame: pd.DataFrame, link: dict) -> Iterator[Fault]:
    """Give the rows that descend from themselves, by a link from a table to itself."""
    here = listed(link["fields"])
    there = listed(link["reference"]["fields"])
    if len(here) > 1:
        return
    pairs = frame[[there[0], here[0]]].dropna().drop_duplicates(there[0])
    parents = dict(zip(pairs[there[0]], pairs[here[0]], strict=True))
    for row, start in pairs[there[0]].items():
        line = [start]
        while parents.get(line[-1]) not in (None, *line):
            line.append(parents[line[-1]])
        if parents.get(line[-1]) == start:
            circle = " → ".join([*line, start])
            advice = f"leads back to its own row ({circle}); name an earlier one, or leave it blank"
            yield Fault(name, row, here[0], parents[start], advice)


def row_ids(name: str, frame: pd.DataFrame) -> pd.Series:
    """Return the id by which citations name each row of a table.

    It is the key of the table; the parts of a key of several columns are joined by `-`.
    """
    key = tables.resource(name).get("cited_by") or tables.resource(name)["schema"]["primaryKey"]
    columns = [key] if isinstance(key, str) else key
    parts = [_as_text(frame[column]) for column in columns]
    joined = parts[0]
    for part in parts[1:]:
        joined = joined + "-" + part
    return joined.str.replace(" ", "-") if len(parts) > 1 else joined


def members(name: str, frame: pd.DataFrame) -> pd.Series:
    """Return what tells the rows of a table apart that citations name by one id, blank elsewhere.

    Of polls, whose rows are cited by poll, it is the stance of the answer.
    """
    key = listed(tables.resource(name)["schema"]["primaryKey"])
    cited_by = listed(tables.resource(name).get("cited_by") or key)
    parts = [_as_text(frame[column]) for column in key if column not in cited_by]
    blank = pd.Series("", frame.index)
    return blank.str.cat(parts, sep="-").str.removeprefix("-") if parts else blank


def printed_parts(cell: str) -> Iterator[tuple[str, str, str]]:
    """Give the column, the row among several and the form of each part of a printed cell.

    `share[against]=48.2%; asked_to=9 March` holds the share of one answer, and the day of all.
    """
    for part in cell.split("; "):
        place, _, form = part.partition("=")
        column, _, member = place.removesuffix("]").partition("[")
        yield column, member, form


def printed_places(citations: pd.DataFrame, table: str) -> set[tuple[str, str]]:
    """Return id and column of each form that a citation of a table prints."""
    cited = citations[(citations["table"].astype("str") == table) & citations["printed"].notna()]
    return {
        (row_id, column)
        for row_id, cell in zip(cited["row_id"], cited["printed"], strict=True)
        for column, _, _ in printed_parts(cell)
    }


def _as_text(values: pd.Series) -> pd.Series:
    if values.dtype.kind == "M":
        return values.dt.strftime("%Y-%m-%d")
    return values.astype("str")
