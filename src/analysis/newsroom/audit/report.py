"""An audit as something to read: text for a terminal, CSV files for a spreadsheet, a page.

Nothing in an article acts in any of them.
"""

import json
import re
import sys
import textwrap
from collections.abc import Iterable
from numbers import Integral
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from ... import checks, user_files
from ...articles.reading import UNSEEN
from . import audit
from .sections import NOTE, SECTIONS, clean, shown, summary, title_and_facts
from .webpage import to_html

if TYPE_CHECKING:
    from .. import web

LONG = 200_000  # characters from which an audit takes more than two seconds
PACE = 100_000  # characters that it reads in a second
WIDEST_CELL = 48  # characters of a cell, and of a line, of the report as text
WIDEST_LINE = 110

__all__ = ["run", "to_csv", "to_html", "to_json", "to_text"]


def run(
    place: str,
    csv: Path | None = None,
    page: Path | None = None,
    published: str | None = None,
    client: "web.Client | None" = None,
    as_json: bool = False,
) -> str:
    """Audit a file or an address, write what is asked, and return the report.

    Parameters
    ----------
    place : str
        A file, or an address that begins with http:// or https://.
    csv : pathlib.Path, optional
        A folder for one CSV file per frame.
    page : pathlib.Path, optional
        A file for the report as HTML.
    published : str, optional
        The day of publication, YYYY-MM-DD.
    client : analysis.newsroom.web.Client, optional
        How addresses are read.
    as_json : bool
        Whether the report is JSON in place of text.

    Returns
    -------
    str
        The report.

    Raises
    ------
    ValueError
        Where there is no article.
    OSError
        Where a file cannot be read or written, or would replace what an audit did not make.
    """
    is_address = bool(re.match(r"https?://", place, re.I))
    inputs = [] if is_address else [Path(place)]
    for output in filter(None, (csv, page)):
        user_files.check_output(output, inputs)
    if csv and page and (page == csv or (page.parent == csv and page.suffix == ".csv")):
        raise FileExistsError(f"{page} is where the tables go; name a file that ends in .html")
    text, url = _page(place, client) if is_address else (_content(Path(place)), None)
    if len(text) > LONG:
        seconds = len(text) / PACE
        print(
            f"{len(text):,} characters: about {seconds:.0f} s; nothing is written until it is done",
            file=sys.stderr,
            flush=True,
        )
    frames = audit(text, url, published)
    html = to_html(frames).encode("utf-8")
    if page:
        user_files.check_replaced(page, html)
    if csv:
        to_csv(frames, csv, inputs)
    if page:
        user_files.write(page.parent, {page.name: html}, inputs)
    return to_json(frames) if as_json else to_text(frames)


def _page(address: str, client: "web.Client | None") -> tuple[str, str]:
    """Return the text of a page and the address that it came from."""
    from .. import web  # a file is audited without what reads the web

    page = web.fetch(address, client)
    if page.text is None:
        raise ValueError(f"{address} is a PDF, not a page")
    return page.text, page.final_url


def _content(path: Path) -> bytes:
    """Return the bytes of an article's file; what is wrong with it, with its name."""
    try:
        return user_files.content(path)
    except (OSError, ValueError) as error:
        raise ValueError(f"{path}: {error}") from None


def to_text(frames: dict[str, pd.DataFrame]) -> str:
    """Return the report as plain text: a heading and a short table per frame, questions first."""
    lines = [*title_and_facts(frames), summary(frames), NOTE]
    lines += _margin(frames)
    for name, section in SECTIONS.items():
        lines += ["", section.heading, "-" * len(section.heading)]
        frame = shown(frames[name], section.columns)
        if frame.empty:
            lines.append(section.none)
        elif name == "questions":
            lines += map(_question, frame["paragraph"], frame["question"])
        else:
            lines += _aligned(frame)
    return "\n".join(lines)


def _margin(frames: dict[str, pd.DataFrame]) -> list[str]:
    """Return the notes as lines, the weightiest first, each with grade, source and address."""
    lines = [""] if len(frames["notes"]) else []
    for row in frames["notes"].map(clean).to_dict("records"):
        head = f"[{row['rank']}] paragraph {row['paragraph'] or '(whole)'}: {row['note']}"
        lines.append(textwrap.fill(head, WIDEST_LINE, subsequent_indent="    "))
        ground = [f"grade {row['grade'] or 'none'}", row["source_id"], row["link"], row["page"]]
        lines.append("    " + ", ".join(filter(None, ground)))
    return lines


def to_json(frames: dict[str, pd.DataFrame]) -> str:
    """Return the frames as JSON: for each name a list of rows; days as YYYY-MM-DD."""
    rows = {name: frame.map(_plain).to_dict("records") for name, frame in frames.items()}
    return json.dumps({"summary": summary(frames)} | rows, ensure_ascii=False, indent=1)


def _plain(value: object) -> object:
    """Return a cell as JSON has it: text without unseen signs, a number, or null."""
    if pd.isna(value):
        return None
    if isinstance(value, bool | int | float):
        return value
    return int(value) if isinstance(value, Integral) else clean(value)


def _question(label: str, question: str) -> str:
    """Return a question as an item of a list, wrapped."""
    text = f"{label or 'whole'}: {question}"
    return textwrap.fill(text, WIDEST_LINE, initial_indent="- ", subsequent_indent="  ")


def _aligned(frame: pd.DataFrame) -> list[str]:
    """Return the lines of a table whose cells start below one another, long ones cut."""
    rows = [tuple(frame), *frame.itertuples(index=False, name=None)]
    cells = [
        [textwrap.shorten(cell, WIDEST_CELL, placeholder=" …") for cell in row] for row in rows
    ]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return ["  ".join(map(str.ljust, row, widths)).rstrip() for row in cells]


def to_csv(
    frames: dict[str, pd.DataFrame], folder: Path, inputs: Iterable[Path] = ()
) -> list[Path]:
    """Write each frame as `<name>.csv`, all or none (see `user_files.write`), and return the files.

    No cell is one that a spreadsheet would take for a formula (see `harmless`).
    """
    contents = {}
    for name, frame in frames.items():
        text = frame.apply(_harmless_column).to_csv(
            index=False, lineterminator="\n", date_format="%Y-%m-%d"
        )
        contents[f"{name}.csv"] = text.encode("utf-8-sig")
    user_files.write(folder, contents, inputs)
    return [folder / name for name in contents]


def _harmless_column(column: pd.Series) -> pd.Series:
    return column if column.dtype.kind in "fiubM" else column.map(harmless)


def harmless(value: object) -> object:
    """Return a text that no spreadsheet takes for a formula: with an apostrophe before it.

    Signs that the eye does not see are left out; what is no text is returned as it is.

    Examples
    --------
    >>> harmless("=1+1")
    "'=1+1"
    """
    if not isinstance(value, str):
        return value
    text = UNSEEN.sub("", value)
    return f"'{text}" if checks.is_formula(text) else text
