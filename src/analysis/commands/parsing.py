"""How each command is called: its options, one line on it and an example."""

import argparse
import sys
from pathlib import Path

from .. import __version__
from ..rules import asked
from . import chart_files, tables_shown
from .arguments import Parser, csv_path, path, place, seconds

INSTALLED = "japan-arms-export"
EXAMPLES = """\
examples:
  {prog} tables permits --csv permits.csv
  {prog} rules --on 2023-12-21 --compare 2023-12-22
  {prog} ask "Patriot" --to Ukraine --on 2024-03-10
  {prog} audit article.html --html report.html
  {prog} check ~/drafts/claims.csv
  {prog} chart changes changes.svg

`{prog} COMMAND --help` explains one command. check, build and watch serve those who keep the
tables: check and build need a clone of the repository. Research, not legal advice.
"""


def _add_check(commands: argparse._SubParsersAction) -> None:
    parser = commands.add_parser(
        "check",
        help="look for mistakes in the raw tables; nothing is written",
        description="Look for mistakes in the raw tables, and name row, column and remedy of each.",
        epilog="example: check ~/drafts/claims.csv",
    )
    parser.add_argument(
        "files",
        nargs="*",
        type=path,
        metavar="FILE",
        help="a CSV file named as its table (claims.csv), to be checked in place of the table",
    )
    parser.add_argument(
        "--text",
        type=path,
        metavar="FILE",
        help="a file with the text of the audited article: say whether it is the same text",
    )


def _add_rules(commands: argparse._SubParsersAction) -> None:
    parser = commands.add_parser(
        "rules",
        help="say what Japan could transfer to whom on a day, or what changed",
        description="Say what Japan could transfer to whom on a day, and what differs on another.",
        epilog="example: rules --on 2023-12-21 --compare 2023-12-22",
    )
    parser.add_argument("--on", required=True, metavar="DAY", help="the day, as 2023-12-21")
    parser.add_argument("--compare", metavar="DAY", help="a second day: show only what differs")
    parser.add_argument("--csv", type=csv_path, metavar="FILE", help="write the whole table there")


def _add_audit(commands: argparse._SubParsersAction) -> None:
    parser = commands.add_parser(
        "audit",
        help="hold an article against the tables: sources, copies, rules",
        description="Hold any article against the tables: whom it credits, what it copies, and "
        "which rules and transfers it speaks of.",
        epilog="example: audit article.html --html report.html",
    )
    parser.add_argument(
        "place", type=place, metavar="FILE|URL", help="a file of HTML or text, or an address"
    )
    parser.add_argument("--csv", type=path, metavar="DIR", help="write each table of it there")
    parser.add_argument("--html", type=path, metavar="FILE", help="write it there as one page")
    parser.add_argument("--json", action="store_true", help="print JSON in place of text")
    parser.add_argument(
        "--published",
        metavar="DAY",
        help="the day of publication, as 2024-03-10, where the page does not say it",
    )


def _add_watch(commands: argparse._SubParsersAction) -> None:
    parser = commands.add_parser(
        "watch",
        help="read the sources again over the network; edits nothing",
        description="Read the sources again over the network and say what changed. Edits nothing.",
        epilog="example: watch --only ukrinform-3837875 --report watch.csv",
    )
    parser.add_argument(
        "--only", nargs="+", default=[], metavar="SOURCE_ID", help="these sources instead of all"
    )
    parser.add_argument(
        "--delay",
        type=seconds,
        default=5.0,
        metavar="SECONDS",
        help="pause between two requests to one host (5)",
    )
    parser.add_argument(
        "--report", type=csv_path, metavar="FILE", help="write what was seen as CSV"
    )
    parser.add_argument(
        "--draft",
        type=path,
        metavar="FILE",
        help="write title, day and extent of each page as CSV, beside what the register notes",
    )


def _add_build(commands: argparse._SubParsersAction) -> None:
    commands.add_parser(
        "build",
        help="check data/raw/ and write data/processed/ from it",
        description="Check data/raw/ and write data/processed/ from it, if no row is wrong.",
        epilog="example: build",
    )


def program() -> str:
    """Return by which words the command line was called, for the help."""
    if Path(sys.argv[0]).stem == INSTALLED:
        return INSTALLED
    return f"python -m {__package__.partition('.')[0]}"


def parser() -> argparse.ArgumentParser:
    """Return the reader of the command line."""
    prog = program()
    made = Parser(
        prog=prog,
        description="Japan's arms-export rules and the claims made about them, as checked tables.",
        epilog=EXAMPLES.format(prog=prog),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument("--version", action="version", version=f"{INSTALLED} {__version__}")
    commands = made.add_subparsers(
        dest="command", required=True, metavar="COMMAND", title="commands"
    )
    adders = [tables_shown.add, _add_rules, asked.add, _add_audit, _add_check, chart_files.add]
    for add in (*adders, _add_build, _add_watch):
        add(commands)
    return made
