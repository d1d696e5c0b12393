"""What the kept copies of sources say of themselves, as a draft for the register.

A draft is for a person: titles and days are taken from the page's own statement alone, and nothing
is written into the register. What a page does not state stays blank.
"""

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from ... import articles, sources, user_files
from . import cache

COLUMNS = [
    "source_id",
    "title",
    "title_noted",
    "published",
    "published_noted",
    "date_hint",
    "language",
    "paragraphs",
    "characters",
    "read",
    "accessed",
    "url",
]


def draft(source_ids: Iterable[str], folder: Path | None = None) -> pd.DataFrame:
    """Return what the kept copy of each source says of itself, beside what the register notes.

    Parameters
    ----------
    source_ids : iterable of str
        Ids of the register; those without a kept copy are left out.
    folder : pathlib.Path, optional
        The cache.

    Returns
    -------
    pandas.DataFrame
        One row per copy, by id. `title` and `published` are the page's own, from its metadata;
        `title_noted` and `published_noted` are the register's. `date_hint` is the first day in the
        text, which may be another. `paragraphs` and `characters` tell how much there was to read,
        and `read` is `whole` where that is an article, else blank: a person says what was read.
    """
    register = sources.register()
    rows = []
    for source_id in sorted(set(source_ids)):
        record = cache.kept(source_id, folder)
        if record:
            noted = register.loc[source_id] if source_id in register.index else {}
            row = _of_copy(record, (folder or cache.place()) / record["file"])
            row |= {"source_id": source_id, "title_noted": noted.get("title")}
            row |= {"published_noted": _as_noted(noted)}
            rows.append(row)
    counts = dict.fromkeys(["paragraphs", "characters"], "Int64")
    return pd.DataFrame(rows, columns=COLUMNS).astype(counts)


def write(source_ids: Iterable[str], path: Path, folder: Path | None = None) -> int:
    """Write the draft as CSV, with a mark of byte order for spreadsheets; return how many rows.

    Raises
    ------
    OSError
        The file lies in the project's own data, or cannot be written.
    """
    frame = draft(source_ids, folder)
    text = frame.to_csv(index=False, lineterminator="\n")
    user_files.write(path.parent, {path.name: text.encode("utf-8-sig")})
    return len(frame)


def _of_copy(record: dict, path: Path) -> dict[str, object]:
    """Return what one copy says; of what is no article, only when and where it was read."""
    row: dict[str, object] = {"accessed": record["fetched"][:10], "url": record["final_url"]}
    try:
        paragraphs = articles.read(path.read_bytes(), url=record["final_url"])
    except ValueError:
        return row
    about = paragraphs.attrs
    row |= {name: about.get(name) for name in ("title", "published", "date_hint", "language")}
    body = paragraphs[paragraphs["role"] == "body"]
    row |= {"paragraphs": len(body), "characters": int(body["characters"].sum()), "read": "whole"}
    return row


def _as_noted(noted: pd.Series | dict) -> str | None:
    """Return the day that the register has, as ISO date; None where it has none."""
    day = noted.get("published")
    return None if day is None or pd.isna(day) else f"{day:%Y-%m-%d}"
