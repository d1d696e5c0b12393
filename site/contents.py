"""What the pages are made of: copies of the notebooks and the data, and the frames that fill the page templates."""

import functools
import json
import re
import shutil
from html import escape
from pathlib import Path

import jinja2
import nbformat
from sphinx.util import logging

from analysis import sources

ROOT = Path(__file__).parents[1]
FIGURES = Path(__file__).parent / "figures"
PUBLISHED = ["figures", "downloads"]  # folders that go to the site as they are
MARK = re.compile(r"\[drawn: ([0-9a-f]{8})\]$")
TEMPLATES = ["index", "walk"]


def gather(site: Path) -> None:
    """Lay `notebooks/` and `data/` beside the pages as they lie beside each other in a clone, so that their links hold."""
    for folder in ("notebooks", "data"):
        shutil.rmtree(site / folder, ignore_errors=True)
        (site / folder).mkdir()
    for name, notebook in notebooks().items():
        nbformat.write(described(name, notebook), site / "notebooks" / f"{name}.ipynb")
    for name in ("README.md", "datapackage.json"):
        shutil.copy(ROOT / "data" / name, site / "data")
    shutil.copytree(ROOT / "data" / "processed", site / "data" / "processed")
    for name, text in exports().items():
        (site / "data" / name).write_bytes(text.encode("utf-8"))


def publish(app, failure) -> None:
    """Lay what can be downloaded beside the pages; Sphinx calls this when all else is done."""
    if app.builder.format != "html" or failure:
        return
    made, site = Path(app.srcdir), Path(app.outdir)
    for folder in PUBLISHED:
        shutil.copytree(made / folder, site / folder, dirs_exist_ok=True)
    for name in exports():
        shutil.copy(made / "data" / name, site / "data")


def exports() -> dict[str, str]:
    """The register of sources as files for reference managers, by name."""
    register = sources.register()
    items = json.dumps(sources.csl(register), ensure_ascii=False, indent=1) + "\n"
    return {"sources.bib": sources.bibtex(register), "sources.csl.json": items}


def fill(app, page: str, source: list[str]) -> None:
    """Fill a page that is a template; Sphinx calls this with the text of every page it reads, in a list of one."""
    if page in TEMPLATES:
        environment = jinja2.Environment(
            undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )
        frames = {"package": package(), "walk": walk(), "chart": chart}
        source[0] = environment.from_string(source[0]).render(frames)


@functools.cache
def notebooks() -> dict[str, nbformat.NotebookNode]:
    """The committed notebooks by name, in reading order."""
    paths = sorted((ROOT / "notebooks").glob("*.ipynb"))
    return {path.stem: nbformat.read(path, as_version=4) for path in paths}


@functools.cache
def package() -> dict:
    """The data package; added to each table are its `keys` and, by column, the table that the column `points_to`."""
    package = json.loads((ROOT / "data" / "datapackage.json").read_text("utf-8"))
    tables = {table["name"]: table for table in package["resources"]}
    for table in tables.values():
        schema = table["schema"]
        table["keys"] = listed(schema["primaryKey"])
        table["points_to"] = {
            column: tables[key["reference"]["resource"] or table["name"]]
            for key in schema.get("foreignKeys", [])
            for column in listed(key["fields"])
        }
    return package


def listed(columns: str | list[str]) -> list[str]:
    """The columns of a key: Table Schema writes a single one without a list."""
    return [columns] if isinstance(columns, str) else columns


def walk() -> list[dict]:
    """Each notebook's name, title, question and answer, as the notebook itself states them."""
    return [{"name": name, **opening(notebook)} for name, notebook in notebooks().items()]


def opening(notebook: nbformat.NotebookNode) -> dict[str, str]:
    """Title and question from the first cell, the answer from the cell that computes it."""
    title, question = notebook.cells[0].source.split("\n\n")[:2]
    shown = [
        text
        for cell in notebook.cells
        for text in markdown(cell)
        if text.startswith("**The answer.**")
    ]
    if not shown:
        raise LookupError(f"{title}: no answer is stored; run `make notebooks`")
    return {
        "title": title.removeprefix("# "),
        "question": question.removeprefix("**Question.** "),
        "answer": shown[0].removeprefix("**The answer.** "),
    }


def markdown(cell: nbformat.NotebookNode) -> list[str]:
    """The Markdown that a cell shows."""
    return [
        output.data["text/markdown"]
        for output in cell.get("outputs", [])
        if "text/markdown" in output.get("data", {})
    ]


@functools.cache
def charts() -> list[dict]:
    """The charts that the notebooks show, in reading order, as `figures.json` lists them; none are drawn where it is missing."""
    index = FIGURES / "figures.json"
    return json.loads(index.read_text("utf-8")) if index.is_file() else []


def chart(name: str, up: str = "") -> str:
    """A chart by name as HTML for a page from which `up` leads to the front page; nothing, and Sphinx warns, where it is not drawn."""
    return "".join(shown(about, up) for about in charts() if about["name"] == name) or undrawn(name)


def undrawn(chart: str) -> str:
    """Nothing in place of a chart, said aloud: the site is built with warnings as errors."""
    logging.getLogger(__name__).warning(
        "no files of the chart %s: run `python site/figures.py`", chart
    )
    return "<!-- not drawn -->"


def shown(about: dict, up: str) -> str:
    """A chart as HTML: drawn for the width of the screen, with a caption, which screen readers meet as the picture's description, and its files."""
    place, alt = f"{up}figures/{about['name']}", escape(about["alt"])
    sizes = ['width="{}" height="{}"'.format(*about[layout]) for layout in ("size", "phone")]
    files = {".svg": "SVG", ".png": "PNG", ".csv": "CSV (the table it draws)"}
    links = " · ".join(f'<a href="{place}{end}" download>{name}</a>' for end, name in files.items())
    return (
        f'<figure class="chart" id="chart-{about["name"]}">\n'
        f'<picture><source media="(max-width: 599.98px)" srcset="{place}-phone.svg" {sizes[1]}>\n'
        f'<img src="{place}.svg" alt="{alt}" {sizes[0]} loading="lazy"></picture>\n'
        f'<figcaption><p aria-hidden="true"><em>{alt}</em></p>\n<p class="files">{links}</p></figcaption>\n</figure>'
    )


def described(name: str, notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """A copy of a notebook for the site: the files of its charts in place of its pictures, what to download, the code folded away."""
    copy = nbformat.from_dict(json.loads(json.dumps(notebook)))
    copy.cells[0].source += "\n\n" + offered(name)
    drawn = {about["drawn"]: about for about in charts() if about["notebook"] == name}
    for cell in copy.cells:
        if cell.cell_type == "code":
            cell.metadata.tags = ["hide-input"]
            cell.outputs = [
                illustrated(output, drawn, name)
                for output in cell.outputs
                if not repeats(output, cell.outputs)
            ]
    return copy


def offered(name: str) -> str:
    """The line that offers a notebook to download."""
    return (
        f'<p class="files"><a href="../downloads/{name}.ipynb" download>This notebook (.ipynb)</a> · '
        f'<a href="../downloads/{name}.zip" download>ready to run, with its tables and code (.zip)</a></p>'
    )


def illustrated(
    output: nbformat.NotebookNode, drawn: dict[str, dict], name: str
) -> nbformat.NotebookNode:
    """An output with the files of its chart in place of its picture; a picture without such files stays, and Sphinx warns."""
    if "image/png" not in output.get("data", {}):
        return output
    mark = MARK.search(output.data["text/plain"])[1]
    if mark not in drawn:
        undrawn(f"[drawn: {mark}] in {name}")
        return output
    return nbformat.v4.new_output("display_data", {"text/html": shown(drawn[mark], "../")})


def repeats(output: nbformat.NotebookNode, beside: list) -> bool:
    """Whether an output is the description of a picture beside it, which the chart's caption says already."""
    said = {
        f"*{other.metadata['image/png']['alt']}*"
        for other in beside
        if "image/png" in other.get("data", {})
    }
    return output.get("data", {}).get("text/markdown") in said
