"""Run notebooks in place and store what they show, so that a second run changes no byte: `python tools/execute.py [NOTEBOOK …]`."""

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
    NOTEBOOKS / "04-the-rule-changes.ipynb",
    NOTEBOOKS.parent / "site" / "_static" / "answer.png",
)
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def execute(path: Path) -> bool:
    """Run one notebook in its own folder and write it back; True where that changed the file. A failing cell raises."""
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
    if after != before:
        draft = path.with_suffix(".part")
        draft.write_bytes(after.encode("utf-8"))
        draft.replace(path)
    return after != before


def tidy(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """The notebook without what depends on the machine: versions, timings, random cell ids, split streams."""
    notebook.metadata = {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    for number, cell in enumerate(notebook.cells, start=1):
        cell.id = f"cell-{number:02d}"
        cell.metadata.pop("execution", None)
        cell.metadata.pop("collapsed", None)
        if cell.cell_type == "code":
            cell.outputs = joined(cell.outputs)
    return notebook


def joined(outputs: list) -> list:
    """Outputs with neighbouring pieces of one stream put together: where a stream is cut depends on the machine's speed."""
    result = []
    for output in outputs:
        if (
            result
            and output.output_type == "stream" == result[-1].output_type
            and output.name == result[-1].name
        ):
            result[-1].text += output.text
        else:
            result.append(output)
    return result


def front_picture(notebook: Path, picture: Path) -> None:
    """Copy the first picture that a notebook stores to where README and site show it."""
    cells = nbformat.read(notebook, as_version=4).cells
    stored = [
        out.data["image/png"]
        for cell in cells
        for out in cell.get("outputs", [])
        if "image/png" in out.get("data", {})
    ]
    picture.write_bytes(base64.b64decode(stored[0]))


def main(names: list[str]) -> None:
    """Run the named notebooks, or all of them, saying how each went and how long the rest will take; stopped, say how to go on."""
    paths, begun = (
        [Path(name).resolve() for name in names] or sorted(NOTEBOOKS.glob("*.ipynb")),
        time.monotonic(),
    )
    for number, path in enumerate(paths, start=1):
        print(f"[{number}/{len(paths)}] {path.name} ", end="", flush=True)
        try:
            changed = execute(path)
        except BaseException:  # stopped by hand, or by a cell that fails
            rest = shlex.join(os.path.relpath(left) for left in paths[number - 1 :])
            print(f"stopped. To go on: python {os.path.relpath(__file__)} {rest}", flush=True)
            raise
        left = (time.monotonic() - begun) / number * (len(paths) - number)
        print(
            "changed" if changed else "the same",
            f"(about {left:.0f} s to go)" if number < len(paths) else "",
            flush=True,
        )
    front_picture(*FRONT)


if __name__ == "__main__":
    main(sys.argv[1:])
