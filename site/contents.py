"""What the pages are made of: copies of the notebooks and the data, and the frames that fill the page templates."""

import base64
import functools
import json
import shutil
from pathlib import Path

import jinja2
import nbformat

from analysis import sources

ROOT = Path(__file__).parents[1]
TEMPLATES = ["index", "tables", "walk"]
FRONT = ("03-the-claims", "verdicts_then_now")  # notebook and chart of the figure on the front page


def gather(site: Path) -> None:
    """Lay `notebooks/` and `data/` beside the pages as they lie beside each other in a clone, so that their links hold."""
    for folder in ("notebooks", "data"):
        shutil.rmtree(site / folder, ignore_errors=True)
        (site / folder).mkdir()
    for name, notebook in notebooks().items():
        nbformat.write(described(notebook), site / "notebooks" / f"{name}.ipynb")
    (site / "notebooks" / "front.png").write_bytes(picture(*FRONT)["png"])
    for name in ("README.md", "datapackage.json"):
        shutil.copy(ROOT / "data" / name, site / "data")
    shutil.copytree(ROOT / "data" / "processed", site / "data" / "processed")
    for name, text in exports().items():
        (site / "data" / name).write_bytes(text.encode("utf-8"))


def exports() -> dict[str, str]:
    """The register of sources as files for reference managers, by name."""
    register = sources.register()
    items = json.dumps(sources.csl(register), ensure_ascii=False, indent=1) + "\n"
    return {"sources.bib": sources.bibtex(register), "sources.csl.json": items}


def fill(app, page: str, source: list[str]) -> None:
    """Fill a page that is a template; Sphinx calls this with the text of every page it reads, in a list of one."""
    if page in TEMPLATES:
        environment = jinja2.Environment(undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True)
        source[0] = environment.from_string(source[0]).render(package=package(), walk=walk(), front=picture(*FRONT))


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
    shown = [text for cell in notebook.cells for text in markdown(cell) if text.startswith("**The answer.**")]
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
        output.data["text/markdown"] for output in cell.get("outputs", []) if "text/markdown" in output.get("data", {})
    ]


def picture(notebook: str, chart: str) -> dict:
    """The stored picture (`png`) of a chart in a notebook, with its description (`alt`)."""
    for cell in notebooks()[notebook].cells:
        for alt, png in pictures(cell) if f".{chart}(" in cell.source else []:
            return {"alt": alt, "png": png}
    raise LookupError(f"no picture of {chart} is stored in notebook {notebook}")


def pictures(cell: nbformat.NotebookNode) -> list[tuple[str, bytes]]:
    """The pictures that a cell shows, each with its description; a picture without one raises KeyError."""
    shown = [output for output in cell.get("outputs", []) if "image/png" in output.get("data", {})]
    return [(output.metadata["image/png"]["alt"], base64.b64decode(output.data["image/png"])) for output in shown]


def described(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """A copy of a notebook whose pictures carry their description where MyST-NB looks for it, the code folded away."""
    copy = nbformat.from_dict(json.loads(json.dumps(notebook)))
    for cell in copy.cells:
        if cell.cell_type == "code":
            cell.metadata.tags = ["hide-input"]
            found = pictures(cell)
            if len(found) > 1:
                raise ValueError(
                    "one cell shows two pictures: put each into its own cell, or they share one description"
                )
            if found:
                cell.metadata.mystnb = {"image": {"alt": found[0][0]}}
    return copy
