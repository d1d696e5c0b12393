"""The command `ask`: whether a thing could go to a place on a day, in words or as JSON."""

import argparse
import datetime
import json
import sys

from .items import refusal
from .ways import ask


def add(commands: argparse._SubParsersAction) -> None:
    """Add the command and its options to the command line."""
    parser = commands.add_parser(
        "ask",
        help="say whether a thing could go to a place on a day, and why",
        description="Say whether a thing could go to a place on a day, and why.",
        epilog='example: ask "Patriot" --to Ukraine --on 2024-03-10',
    )
    parser.add_argument("item", metavar="THING", help="what it is, as people name it: Patriot")
    parser.add_argument("--to", required=True, metavar="PLACE", help="a country, or the UN")
    parser.add_argument(
        "--on", default=datetime.date.today(), metavar="DAY", help="the day, as 2024-03-10 (today)"
    )
    parser.add_argument("--json", action="store_true", help="print the whole answer as JSON")
    parser.add_argument("--language", choices=["en", "ja"], default="en", help="of the words (en)")


def run(chosen: argparse.Namespace) -> None:
    """Print the answer; a thing, place or day that is none ends the program with one line."""
    try:
        answer = ask(chosen.item, chosen.to, chosen.on)
    except ValueError as error:
        sys.exit(refusal(chosen.item, chosen.language) or str(error))
    if chosen.json:
        print(json.dumps(answer.to_dict(), ensure_ascii=False, indent=2))
    else:
        print(answer.text(chosen.language))
