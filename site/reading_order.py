"""The notebooks in reading order, and what each says of itself."""

import functools
from pathlib import Path

import nbformat
import templating

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
QUESTION, ANSWER = "**Question.** ", "**The answer.** "


@functools.cache
def notebooks() -> dict[str, nbformat.NotebookNode]:
    """Return the committed notebooks by name, in reading order."""
    paths = sorted(NOTEBOOKS.glob("*.ipynb"))
    return {path.stem: nbformat.read(path, as_version=4) for path in paths}


def walk() -> list[dict]:
    """Return name, title, question and answer of each notebook, as the notebook states them."""
    return [{"name": name, **opening(notebook)} for name, notebook in notebooks().items()]


def opening(notebook: nbformat.NotebookNode) -> dict[str, str]:
    """Return title and question from the first cell, the answer from the cell that computes it.

    `subject` is the title without the notebook's number.
    """
    title, question = notebook.cells[0].source.split("\n\n")[:2]
    answers = [
        text
        for cell in notebook.cells
        for text in computed_markdown(cell)
        if text.startswith(ANSWER)
    ]
    if not answers:
        raise LookupError(f"{title}: no answer is stored; run `make notebooks`")
    return {
        "title": title.removeprefix("# "),
        "subject": title.removeprefix("# ").partition(" ")[2],
        "question": question.removeprefix(QUESTION),
        "answer": templating.inert_markdown(answers[0].removeprefix(ANSWER)),
    }


def computed_markdown(cell: nbformat.NotebookNode) -> list[str]:
    """Return the Markdown that a code cell shows."""
    return [
        output.data["text/markdown"]
        for output in cell.get("outputs", [])
        if "text/markdown" in output.get("data", {})
    ]
