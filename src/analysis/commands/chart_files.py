"""The command `chart`: list the charts, or draw one into a file."""

import argparse
import contextlib
import inspect
import sys
from pathlib import Path

from .. import tables, user_files
from .arguments import path

KINDS = (".svg", ".png")


def add(commands: argparse._SubParsersAction) -> None:
    """Add the command and its options to the command line."""
    parser = commands.add_parser(
        "chart",
        help="list the charts, or draw one as SVG or PNG",
        description="Without a name, list the charts. With one, draw it into a file, and print "
        "in words what it shows.",
        epilog="example: chart changes changes.svg",
    )
    parser.add_argument("name", nargs="?", metavar="CHART", help="one of the charts listed")
    parser.add_argument(
        "file",
        nargs="?",
        type=path,
        metavar="FILE",
        help="where it goes, ending in .svg or .png (CHART.svg in this folder)",
    )
    parser.add_argument("--phone", action="store_true", help="as wide as a telephone, not a page")
    parser.add_argument("--japanese", action="store_true", help="with Japanese words")
    parser.add_argument("--replace", action="store_true", help="write over a file that is there")


def run(chosen: argparse.Namespace) -> None:
    """List the charts or draw one; what cannot be drawn or written ends the program in a line."""
    from .. import charts

    if chosen.name is None:
        width = max(map(len, charts.CHARTS))
        lines = ((name, inspect.getdoc(chart) or "") for name, chart in charts.CHARTS.items())
        print("\n".join(f"{name:{width}}  {text.splitlines()[0]}" for name, text in lines))
        return
    path = chosen.file or Path(f"{chosen.name}.svg")
    try:
        tables.one_of(chosen.name, charts.CHARTS, "chart")
        if path.suffix.lower() not in KINDS:
            sys.exit(f"{path}: a chart is written as .svg or .png; end the file's name in one")
        print(f"{path}: {_drawn(path, chosen)}")
    except (ValueError, OSError) as error:
        sys.exit(str(error))


def _drawn(path: Path, chosen: argparse.Namespace) -> str:
    """Draw a chart into a file and return its description; another file there raises OSError."""
    from .. import charts

    with contextlib.ExitStack() as ways:
        if chosen.phone:
            ways.enter_context(charts.phone())
        if chosen.japanese:
            ways.enter_context(charts.japanese())
        chart = charts.CHARTS[chosen.name]()
    content = chart.to_png() if path.suffix.lower() == ".png" else chart.to_svg().encode("utf-8")
    if path.is_file() and not chosen.replace and path.read_bytes() != content:
        raise FileExistsError(f"{path} is there and differs; name another file, or add --replace")
    user_files.write(path.parent, {path.name: content})
    return chart.alt
