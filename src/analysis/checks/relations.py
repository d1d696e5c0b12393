"""What holds between rows and between tables: keys, links, corrections."""

import pandas as pd

from .. import tables
from .schema import key_columns


def correct(rows: dict[str, pd.DataFrame], faults: list[str]) -> None:
    """Put the corrected values in place of the printed ones; a correction that finds another value than it expects is a fault."""
    for at, fix in rows.get("corrections", pd.DataFrame()).iterrows():
        cells = rows.get(fix["table"])
        if cells is None or fix["column"] not in cells:
            faults.append(
                f"{tables.raw('corrections')}, row {at}, column column: there is no column {fix['column']!r} in table {fix['table']!r}; mend the name"
            )
            continue
        hit = cells[key_columns(fix["table"])].agg("|".join, axis=1) == fix["row_key"]
        if not hit.any():
            faults.append(
                f"{tables.raw('corrections')}, row {at}, column row_key: no row of {fix['table']} has the key {fix['row_key']!r}; mend it"
            )
        elif (cells.loc[hit, fix["column"]] != fix["old"]).any():
            now = cells.loc[hit, fix["column"]].iat[0]
            faults.append(
                f"{tables.raw('corrections')}, row {at}, column old: {fix['old']!r} is expected in {fix['table']}, but {now!r} stands there; take the correction out, or renew it"
            )
        else:
            cells.loc[hit, fix["column"]] = fix["new"]


def keys(
    name: str, frame: pd.DataFrame, frames: dict[str, pd.DataFrame], faults: list[str]
) -> None:
    """Add a fault for each key that stands twice, and for each link that leads nowhere."""
    key = key_columns(name)
    for row, values in frame[frame.duplicated(key, keep=False)][key].astype(str).iterrows():
        faults.append(
            f"{tables.raw(name)}, row {row}, column {'+'.join(key)}: {' + '.join(values)!r} stands in more than one row; keep one"
        )
    for link in tables.resource(name)["schema"].get("foreignKeys", []):
        target = link["reference"]["resource"] or name
        if target in frames:
            _link(name, frame, link, target, frames[target], faults)


def _link(
    name: str, frame: pd.DataFrame, link: dict, target: str, other: pd.DataFrame, faults: list[str]
) -> None:
    listed = lambda x: [x] if isinstance(x, str) else x  # noqa: E731
    here, there = listed(link["fields"]), listed(link["reference"]["fields"])
    known = pd.MultiIndex.from_frame(other[there].astype("str"))
    used = frame[here].dropna().astype("str")
    lost = used[~pd.MultiIndex.from_frame(used).isin(known)]
    for row, values in lost.iterrows():
        faults.append(
            f"{tables.raw(name)}, row {row}, column {'+'.join(here)}: {' + '.join(values)!r} is not in {'+'.join(there)} of {target};"
            f" add it to {tables.raw(target)}, or mend it here"
        )
