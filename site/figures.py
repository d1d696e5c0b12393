"""The charts of the notebooks as files, with the tables they draw: `python site/figures.py`.

Each is drawn for a wide and for a narrow screen, and in both languages. The code of every
committed notebook runs here once more, in a plain process. A chart that is not the one whose
picture the notebook stores stops the run, so that what can be downloaded is what is shown. A text
without Japanese stops it too.
"""

import ast
import base64
import contextlib
import functools
import io
import json
import os
import re
import shutil
import sys
import time
from collections.abc import Collection
from concurrent.futures import Executor, ProcessPoolExecutor
from pathlib import Path

import answering
import IPython.display
import japanese_tables
import pandas as pd
import redrawing

from analysis import charts, checks, show
from analysis.charts.files import fingerprint

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "site" / "figures"

Drawn = tuple[dict, dict[str, bytes]]  # of a chart: its entry in the index, its files by ending
MARK = re.compile(r"\[drawn: ([0-9a-f]{8})\]$")
STALE = "{} stores other charts than its code draws now: run `make notebooks`"
SVG_TEXTS = '<title id="title">{}</title>\n <desc id="desc">{}</desc>'
SVG_ROLE = '<svg role="img" aria-labelledby="title desc" '


def main(into: Path = FOLDER) -> None:
    """Write the files of every chart, and at the end `figures.json`, which lists them in order."""
    shutil.rmtree(into, ignore_errors=True)
    into.mkdir(parents=True)
    index: list[dict] = []
    with ProcessPoolExecutor() as pool:
        pool.submit(answering.in_both)  # the longest work of the pages, which find it kept
        for_slides = pool.submit(redrawing.kept, "slides", "", slides)
        every_chart = drawn_in_all(notebooks(), pool)
        slides_drawn = for_slides.result()
    for about, files in every_chart:
        about["name"] = numbered(about["chart"], [earlier["chart"] for earlier in index])
        for ending, content in files.items():
            (into / (about["name"] + ending)).write_bytes(content)
        index.append(about)
    (into / "slides").mkdir()
    for name, content in slides_drawn:
        (into / "slides" / name).write_bytes(content)
    text = json.dumps(index, ensure_ascii=False, indent=1) + "\n"
    (into / "figures.json").write_bytes(text.encode("utf-8"))


def slides() -> list[tuple[str, bytes]]:
    """Return the landmarks for slides, wide and square, in both languages: names and files."""
    files = []
    for language in ("en", "ja"):
        for shape in ("slide", "square"):
            figure = charts.rules.landmarks(language=language, shape=shape)
            name = f"landmarks-{shape}-{language}"
            files.append((f"{name}.png", figure.to_png()))
            files.append((f"{name}.svg", svg(figure).encode("utf-8")))
    return files


def notebooks() -> list[Path]:
    """Return the committed notebooks in reading order."""
    return sorted((ROOT / "notebooks").glob("*.ipynb"))


def drawn_in_all(paths: list[Path], pool: Executor) -> list[Drawn]:
    """Return what `drawn` returns of all notebooks, and say how far the work is."""
    every_chart = []
    begun = time.monotonic()
    told = dict(zip(paths, told_before(paths), strict=True))
    # The longest first, so that none is left alone with it at the end
    by_size = sorted(paths, key=size_of, reverse=True)
    drawing = {path: pool.submit(drawn_or_kept, path, told[path]) for path in by_size}
    for number, path in enumerate(paths, start=1):
        charts_of_one = drawing[path].result()
        every_chart += charts_of_one
        left = (time.monotonic() - begun) / number * (len(paths) - number)
        step = f"[{number}/{len(paths)}] {path.name}"
        line = f"{step}: {len(charts_of_one)} charts, about {left:.0f} s to go"
        print(line, file=sys.stderr, flush=True)
    return every_chart


def size_of(path: Path) -> int:
    """Return how many bytes a notebook has; those with most charts have most."""
    return path.stat().st_size


def drawn_or_kept(path: Path, before: Collection[str]) -> list[Drawn]:
    """Return what `drawn` returns of a notebook, kept where all that it rests on is the same."""
    given = "\n".join([path.read_text("utf-8"), *sorted(before)])
    return redrawing.kept(path.stem, given, functools.partial(drawn, path, before))


def told_before(paths: list[Path]) -> list[set[str]]:
    """Return the fingerprints of the charts that earlier notebooks show, for each notebook."""
    before: list[set[str]] = [set()]
    for path in paths:
        cells = json.loads(path.read_text("utf-8"))["cells"]
        own = {mark for cell in cells for mark, _ in stored(cell)}
        before.append(before[-1] | own)
    return before[:-1]


def numbered(name: str, earlier: list[str]) -> str:
    """Return the name of a chart's files: its own, with a number from the second time on."""
    return f"{name}-{earlier.count(name) + 1}" if name in earlier else name


def drawn(path: Path, before: Collection[str] = frozenset()) -> list[Drawn]:
    """Return each chart that a notebook shows: its entry in the index, and its files by ending.

    Those of the fingerprints that were seen `before` are not drawn in Japanese once more.
    """
    found: list[Drawn] = []
    for figure, (mark, png) in figures_with_pictures(path):
        about, files = chart(figure, mark)
        about = {"notebook": path.stem, "order": len(found) + 1, **about}
        files[".png"] = png
        if mark not in before:
            about["ja"], japanese_files = in_japanese(figure)
            files |= japanese_files
        found.append((about, files))
    return found


def figures_with_pictures(path: Path) -> list[tuple[charts.Chart, tuple[str, bytes]]]:
    """Run a notebook's code and return each figure it shows with the picture it stores.

    A figure that is not the one stored raises ValueError.
    """
    pairs: list[tuple[charts.Chart, tuple[str, bytes]]] = []
    namespace: dict = {}
    os.chdir(path.parent)
    for cell in json.loads(path.read_text("utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            with contextlib.redirect_stdout(io.StringIO()):
                shown = shown_by("".join(cell["source"]), path.name, namespace)
            pictures = stored(cell)
            if [fingerprint(figure) for figure in shown] != [mark for mark, _ in pictures]:
                raise ValueError(STALE.format(path.name))
            pairs += zip(shown, pictures, strict=True)
    return pairs


def shown_by(source: str, name: str, namespace: dict) -> list[charts.Chart]:
    """Run a cell and return the charts it shows: by `display`, or as its last line."""
    shown: list[object] = []
    IPython.display.display = lambda *things, **more: shown.extend(things)
    tree = ast.parse(source, name)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    if "display" in namespace:
        namespace["display"] = IPython.display.display
    exec(compile(tree, name, "exec"), namespace)
    if last is not None:
        shown.append(eval(compile(ast.Expression(last.value), name, "eval"), namespace))
    return [thing for thing in shown if isinstance(thing, charts.Chart)]


def stored(cell: dict) -> list[tuple[str, bytes]]:
    """Return the pictures that a cell stores, each with the fingerprint of what it draws."""
    outputs = cell.get("outputs", [])
    data = [output["data"] for output in outputs if "image/png" in output.get("data", {})]
    return [
        (MARK.search("".join(one["text/plain"]))[1], base64.b64decode(one["image/png"]))
        for one in data
    ]


def chart(figure: charts.Chart, mark: str) -> tuple[dict, dict[str, bytes]]:
    """Return what the index says of a chart, and its files but for the picture."""
    with charts.phone():
        narrow = figure.again()
    about = {
        "chart": figure.chart,
        "title": figure.title,
        "alt": figure.alt,
        "drawn": mark,
        "size": size(figure),
        "phone": size(narrow),
    }
    files = {".svg": svg(figure), "-phone.svg": svg(narrow), ".csv": csv(figure.table)}
    return about, {ending: text.encode("utf-8") for ending, text in files.items()}


def in_japanese(figure: charts.Chart) -> tuple[dict, dict[str, bytes]]:
    """Return what the index says of a chart in Japanese, and its files: the same drawing."""
    with charts.japanese():
        page = figure.again()
        with charts.phone():
            narrow = figure.again()
    about = {"title": page.title, "alt": page.alt, "size": size(page), "phone": size(narrow)}
    table = csv(japanese_tables.in_japanese(figure.table, figure.chart))
    files = {
        "-ja.svg": svg(page),
        "-ja-phone.svg": svg(narrow),
        "-ja.csv": japanese_tables.BOM + table,
    }
    encoded = {ending: text.encode("utf-8") for ending, text in files.items()}
    return about, encoded | {"-ja.png": page.to_png()}


def size(figure: charts.Chart) -> list[int]:
    """Return width and height in CSS pixels, a hundred to the inch as in the notebook."""
    return [round(inches * 100) for inches in figure.get_size_inches()]


def svg(figure: charts.Chart) -> str:
    """Return the figure as SVG that a screen reader announces as one picture, described."""
    title, description = show.escaped(figure.title), show.escaped(figure.alt)
    named = SVG_TEXTS.format(title, description)
    text = figure.to_svg()
    text = re.sub(r"<title>.*?</title>", lambda _: named, text, count=1, flags=re.DOTALL)
    tongue = f'lang="{figure.language}" ' if figure.language != "en" else ""
    return text.replace("<svg ", SVG_ROLE + tongue, 1)


def csv(table: pd.DataFrame) -> str:
    """Return the table that a chart draws as CSV, written as the processed tables are.

    A cell that a spreadsheet would run raises ValueError.
    """
    redrawing.refuse_part(table.columns)
    text = table.select_dtypes(exclude=["number", "datetime"]).astype("str")
    for cell in text.to_numpy().ravel():
        if isinstance(cell, str) and checks.is_formula(cell):
            raise ValueError(f"a spreadsheet takes this for a formula: {cell!r}; reword the cell")
    return table.to_csv(index=False, lineterminator="\n", date_format="%Y-%m-%d")


if __name__ == "__main__":
    try:
        main(*map(Path, sys.argv[1:]))
    except (LookupError, ValueError) as fault:
        sys.exit(str(fault))
    except OSError as fault:
        sys.exit(
            f"the charts could not be written ({fault}); the tables are whole. Make room, or mend "
            "the folder's permissions, then: make site"
        )
