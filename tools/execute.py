"""Run notebooks in place and store what they show: `python tools/execute.py [NOTEBOOK …]`.

A second run changes no byte.
"""

import base64
import os
import shlex
import sys
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
QUIET = ["--IPKernelApp.log_level=40"]
FRONT = (
    NOTEBOOKS / "01-the-article.ipynb",
    NOTEBOOKS.parent / "site" / "_static" / "answer.png",
)
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def execute(path: Path) -> bool:
    """Run one notebook in its own folder and write it back; return whether that changed the file.

    A cell that fails raises.
    """
    before = path.read_text("utf-8")
    notebook = nbformat.reads(before, as_version=4)
    NotebookClient(
        notebook,
        timeout=120,
        kernel_name="python3",
        extra_arguments=QUIET,
        record_timing=False,
        resources={"metadata": {"path": str(path.parent)}},
    ).execute()
    after = nbformat.writes(tidy(notebook)).rstrip("\n") + "\n"
    if after == before:
        return False
    draft = path.with_suffix(".part")
    draft.write_bytes(after.encode("utf-8"))
    draft.replace(path)
    return True


def tidy(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Return the notebook without what hangs on the machine.

    That is versions, timings, random cell ids, and where a stream is cut.
    """
    notebook.metadata = {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    notebook.nbformat = 4
    notebook.nbformat_minor = 5
    for number, cell in enumerate(notebook.cells, start=1):
        cell.id = f"cell-{number:02d}"
        cell.metadata.pop("execution", None)
        cell.metadata.pop("collapsed", None)
        if cell.cell_type == "code":
            cell.outputs = joined(cell.outputs)
    return notebook


def joined(outputs: list[nbformat.NotebookNode]) -> list[nbformat.NotebookNode]:
    """Return outputs with neighbouring pieces of one stream put together.

    Where a stream is cut depends on the machine's speed.
    """
    result: list[nbformat.NotebookNode] = []
    for output in outputs:
        if result and is_of_one_stream(output, result[-1]):
            result[-1].text += output.text
        else:
            result.append(output)
    return result


def is_of_one_stream(output: nbformat.NotebookNode, before: nbformat.NotebookNode) -> bool:
    """Return whether an output goes on with the stream of the one before."""
    types = {output.output_type, before.output_type}
    return types == {"stream"} and output.name == before.name


def front_picture(notebook: Path, picture: Path) -> None:
    """Copy the first picture that a notebook stores to where README and site show it."""
    pictures = [
        output.data["image/png"]
        for cell in nbformat.read(notebook, as_version=4).cells
        for output in cell.get("outputs", [])
        if "image/png" in output.get("data", {})
    ]
    picture.write_bytes(base64.b64decode(pictures[0]))


def main(names: list[str]) -> None:
    """Run the named notebooks, or all, saying how each went and how long the rest will take.

    A run that is stopped, by hand or by a cell that fails, says how to go on.
    """
    paths = [Path(name).resolve() for name in names] or sorted(NOTEBOOKS.glob("*.ipynb"))
    begun = time.monotonic()
    for number, path in enumerate(paths, start=1):
        print(f"[{number}/{len(paths)}] {path.name} ", end="", flush=True)
        try:
            result = "changed" if execute(path) else "the same"
        except BaseException:
            rest = shlex.join(os.path.relpath(path) for path in paths[number - 1 :])
            print(f"stopped. To go on: python {os.path.relpath(__file__)} {rest}", flush=True)
            raise
        left = (time.monotonic() - begun) / number * (len(paths) - number)
        print(result, f"(about {left:.0f} s to go)" if number < len(paths) else "", flush=True)
    front_picture(*FRONT)


if __name__ == "__main__":
    main(sys.argv[1:])
