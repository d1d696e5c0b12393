"""The charts of the notebooks as files, for a wide and a narrow screen, with the tables they draw.

`python site/figures.py` runs the code of every committed notebook once more, in a plain process. A
chart that is not the one whose picture the notebook stores stops the run, so that what can be
downloaded is what is shown.
"""

import base64
import contextlib
import io
import json
import os
import re
import shutil
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from html import escape
from pathlib import Path

import pandas as pd

from analysis import charts
from analysis.charts import figure as house

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "site" / "figures"
MARK = re.compile(r"\[drawn: ([0-9a-f]{8})\]$")


def main(into: Path = FOLDER) -> None:
    """Write the files of every chart, and last `figures.json`, which lists them in order."""
    shutil.rmtree(into, ignore_errors=True)
    into.mkdir(parents=True)
    paths, begun = notebooks(), time.monotonic()
    drawings = []
    with ProcessPoolExecutor() as pool:
        for number, charts_of_one in enumerate(pool.map(drawn, paths), start=1):
            drawings += charts_of_one
            left = (time.monotonic() - begun) / number * (len(paths) - number)
            done = f"[{number}/{len(paths)}] {paths[number - 1].name}: {len(charts_of_one)} charts"
            print(f"{done}, about {left:.0f} s to go", file=sys.stderr, flush=True)
    index = []
    for about, files in drawings:
        about["name"] = numbered(about["chart"], [earlier["chart"] for earlier in index])
        for end, content in files.items():
            (into / (about["name"] + end)).write_bytes(content)
        index.append(about)
    (into / "figures.json").write_bytes(
        (json.dumps(index, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
    )


def notebooks() -> list[Path]:
    """Return the committed notebooks in reading order."""
    return sorted((ROOT / "notebooks").glob("*.ipynb"))


def numbered(name: str, earlier: list[str]) -> str:
    """Return the name of a chart's files: the chart's own, numbered where it is shown again."""
    return f"{name}-{earlier.count(name) + 1}" if name in earlier else name


def drawn(path: Path) -> list[tuple[dict, dict[str, bytes]]]:
    """Return each chart that a notebook shows: what the index says of it, its files by ending."""
    drawings, space = [], {}
    shown: list[house.Chart] = []
    os.chdir(path.parent)
    charts.show = shown.append
    for cell in json.loads(path.read_text("utf-8"))["cells"]:
        if cell["cell_type"] != "code":
            continue
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile("".join(cell["source"]), path.name, "exec"), space)
        pictures = stored(cell)
        if [house.fingerprint(figure) for figure in shown] != [mark for mark, _ in pictures]:
            raise ValueError(
                f"{path.name} stores other charts than its code draws now: run `make notebooks`"
            )
        for figure, (mark, png) in zip(shown, pictures, strict=True):
            about, files = chart(figure, mark)
            order = {"notebook": path.stem, "order": len(drawings) + 1}
            drawings.append(({**order, **about}, {**files, ".png": png}))
        shown.clear()
    return drawings


def stored(cell: dict) -> list[tuple[str, bytes]]:
    """Return the pictures that a cell stores, each with the fingerprint of what it draws."""
    data = [output["data"] for output in cell["outputs"] if "image/png" in output.get("data", {})]
    return [
        (MARK.search("".join(one["text/plain"]))[1], base64.b64decode(one["image/png"]))
        for one in data
    ]


def chart(figure: house.Chart, mark: str) -> tuple[dict, dict[str, bytes]]:
    """Return what the index says of a chart, and its files but for the picture."""
    with house.phone():
        narrow = figure.again()
    about = {
        "chart": figure.chart,
        "title": figure.title,
        "alt": figure.alt,
        "drawn": mark,
    }
    about |= {"size": size(figure), "phone": size(narrow)}
    files = {".svg": svg(figure), "-phone.svg": svg(narrow), ".csv": csv(figure.table)}
    return about, {end: text.encode("utf-8") for end, text in files.items()}


def size(figure: house.Chart) -> list[int]:
    """Return width and height in CSS pixels, a hundred to the inch as in the notebook."""
    return [round(inches * 100) for inches in figure.get_size_inches()]


def svg(figure: house.Chart) -> str:
    """Return the chart as SVG that a screen reader announces as one picture, and describes."""
    text = house.to_svg(figure)
    named = f'<title id="title">{escape(figure.title)}</title>\n '
    named += f'<desc id="desc">{escape(figure.alt)}</desc>'
    text = re.sub(r"<title>.*?</title>", lambda _: named, text, count=1, flags=re.DOTALL)
    return text.replace("<svg ", '<svg role="img" aria-labelledby="title desc" ', 1)


def csv(table: pd.DataFrame) -> str:
    """Return the table that a chart draws, as the processed tables are written.

    A cell that a spreadsheet would run raises ValueError.
    """
    text = table.select_dtypes(exclude=["number", "datetime"]).astype("str")
    formulas = text.apply(lambda column: column.str.match(r"[=+\-@\t\r]")).to_numpy()
    if formulas.any():
        raise ValueError(
            f"a spreadsheet takes this for a formula: {text.to_numpy()[formulas][0]!r}"
        )
    return table.to_csv(index=False, lineterminator="\n", date_format="%Y-%m-%d")


if __name__ == "__main__":
    try:
        main(*map(Path, sys.argv[1:]))
    except ValueError as fault:
        sys.exit(str(fault))
