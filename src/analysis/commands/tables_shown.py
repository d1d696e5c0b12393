"""The command `tables`: list the tables, show one, write it as CSV, print the codebook."""

import argparse
import shutil
import sys
import textwrap
from pathlib import Path

import pandas as pd

from .. import tables, user_files
from .arguments import csv_path

WIDEST = 40  # signs of a cell that are shown


def add(commands: argparse._SubParsersAction) -> None:
    """Add the command and its options to the command line."""
    parser = commands.add_parser(
        "tables",
        help="list the tables, show one, or write it as CSV",
        description="Without a name, list the tables. With one, say what each column holds and "
        "show the first rows.",
        epilog="example: tables permits --csv permits.csv",
    )
    parser.add_argument("name", nargs="?", metavar="TABLE", help="one of the tables listed")
    parser.add_argument(
        "--rows", type=_count, default=5, metavar="NUMBER", help="rows to show (5); 0 for none"
    )
    parser.add_argument("--csv", type=csv_path, metavar="FILE", help="write the whole table there")
    parser.add_argument(
        "--codebook", action="store_true", help="print what the codes mean, as Markdown"
    )


def _count(text: str) -> int:
    """Return a number of rows, which cannot be negative."""
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is no number of rows; write 0, 5, 100 …")
    return int(text)


def run(chosen: argparse.Namespace) -> None:
    """Print what was asked for; a name that is no table's ends the program with one line."""
    if chosen.codebook:
        print((tables.folder() / "README.md").read_text("utf-8"))
    elif chosen.name is None:
        if chosen.csv:
            sys.exit("which table? Name one before --csv: tables permits --csv permits.csv")
        print(listed())
    else:
        try:
            frame = tables.read(chosen.name)
        except ValueError as error:
            sys.exit(str(error))
        if chosen.csv:
            _write(chosen.name, frame, chosen.csv)
        else:
            print(shown(chosen.name, frame, chosen.rows))


def listed() -> str:
    """Return each table on a line: name, number of rows, what one row is."""
    rows = [
        (name, f"{len(tables.read(name)):,}", tables.resource(name)["description"])
        for name in tables.names()
    ]
    width = max(len(name) for name, _, _ in rows)
    return "\n".join(f"{name:{width}} {count:>6}  {what}" for name, count, what in rows)


def shown(name: str, frame: pd.DataFrame, rows: int) -> str:
    """Return a table as text: what it is, what each column holds, its first rows."""
    wide = shutil.get_terminal_size((100, 24)).columns
    about = frame.attrs
    head = [f"{about['title']}: {len(frame):,} rows. {tables.resource(name)['description']}"]
    head.append(f"{about['source']}, version {about['version']}. {about['licence']}.")
    columns = [_told(column, wide) for column in tables.describe(name).to_dict("records")]
    parts = ["\n".join(textwrap.fill(line, wide) for line in head), "\n".join(columns)]
    if rows:
        first = frame.head(rows).astype("str").fillna("")
        parts.append(first.to_string(index=False, max_colwidth=WIDEST, line_width=wide))
    return "\n\n".join(parts)


def _told(column: dict, wide: int) -> str:
    """Return what a column holds, with its unit and values, folded to a width."""
    unit = "" if pd.isna(column["unit"]) else f", {column['unit']}"
    values = "" if pd.isna(column["values"]) else f" [{column['values']}]"
    text = f"{column['column']} ({column['type']}{unit}): {column['holds']}{values}"
    return textwrap.fill(text, wide, subsequent_indent="    ", break_on_hyphens=False)


def _write(name: str, frame: pd.DataFrame, path: Path) -> None:
    """Write a whole table as CSV that a spreadsheet opens; never over what is not its own."""
    content = tables.to_csv(name, frame).encode("utf-8-sig")
    try:
        user_files.write(path.parent, {path.name: content})
    except OSError as error:
        sys.exit(str(error))
    print(f"{path}: {len(frame):,} rows of {frame.attrs['source']}. {frame.attrs['licence']}")
