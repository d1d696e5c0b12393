"""What stands on the command line, read strictly: an option once, no empty name, no odd pause."""

import argparse
import math
from pathlib import Path
from typing import Any, NoReturn

UNKNOWN = "unrecognized arguments: "


class Once(argparse.Action):
    """Keep the value of an option, and refuse a second: of two days only one would be heard."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: Any,
        option_string: str | None = None,
    ) -> None:
        """Set the value, as argparse does."""
        given: set[str] = getattr(namespace, "given", set())
        if option_string and self.dest in given:
            parser.error(f"argument {option_string}: stands twice; write it once")
        namespace.given = given | {self.dest}
        setattr(namespace, self.dest, values)


class Parser(argparse.ArgumentParser):
    """A reader of the command line whose options stand once, and last."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.register("action", None, Once)
        self.register("action", "store", Once)

    def error(self, message: str) -> NoReturn:
        """End with a message that says what to do about a name behind an option."""
        if message.startswith(UNKNOWN) and not message.removeprefix(UNKNOWN).startswith("-"):
            message += "; there are too many names, or one stands behind an option: options go last"
        super().error(message)


def path(text: str) -> Path:
    """Return the path that a text names."""
    if not text.strip():
        raise argparse.ArgumentTypeError("the name is empty; write one (is a variable not set?)")
    return Path(text)


def csv_path(text: str) -> Path:
    """Return the path of a CSV file to be written."""
    named = path(text)
    if named.suffix.lower() not in (".csv", ".txt", ""):
        message = f"{text}: a table is written as CSV; end the file's name in .csv"
        raise argparse.ArgumentTypeError(message)
    return named


def place(text: str) -> str:
    """Return the name of a file, or an address that may be asked."""
    path(text)
    scheme, mark, _ = text.partition("://")
    if mark and scheme.lower() not in ("http", "https"):
        message = f"{text}: an address begins with http:// or https://; a file is named without"
        raise argparse.ArgumentTypeError(message)
    return text


def seconds(text: str) -> float:
    """Return a pause in seconds."""
    try:
        pause = float(text)
    except ValueError:
        pause = math.nan
    if not 0 <= pause < math.inf:
        raise argparse.ArgumentTypeError(f"{text!r} is no pause; write seconds, as 5 or 0.5")
    return pause
