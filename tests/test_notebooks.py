"""What nbval lets through: cleared outputs, other pictures or columns, numbers typed in prose."""

import ast
import base64
import copy
import hashlib
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
MARK = re.compile(r"\[drawn: ([0-9a-f]{8})\]$")


def faults(notebook) -> list[str]:
    """Return what would mislead a reader of a stored notebook and what nbval does not see."""
    found = []
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    if [cell.execution_count for cell in code] != list(range(1, len(code) + 1)):
        found.append("not executed from top to bottom")
    for number, cell in enumerate(code, 1):
        if cell.source.count("\n") >= 10:
            found.append(f"cell {number} is longer than ten lines")
        if shows(cell.source) and not cell.outputs:
            found.append(f"cell {number} shows nothing")
        for output in cell.outputs:
            found += [f"cell {number}: {fault}" for fault in output_faults(output)]
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and (typed := typed_numbers(cell.source)):
            found.append(f"a number typed in prose: {typed[0]}")
    return found


def shows(source: str) -> bool:
    """Whether a cell ends in something to look at."""
    return isinstance(ast.parse(source).body[-1], ast.Expr)


def output_faults(output) -> list[str]:
    """Return what is wrong in one stored output: an error, noise, a picture of something else."""
    if output.output_type == "error" or output.get("name") == "stderr":
        return [output.get("ename", "something on stderr")]
    data, about = output.get("data", {}), output.get("metadata", {}).get("image/png", {})
    if "image/png" not in data:
        return []
    picture, mark = base64.b64decode(data["image/png"]), MARK.search(data.get("text/plain", ""))
    checks = {
        "the picture has no description": about.get("alt")
        and data["text/plain"].startswith(about.get("alt", "-")),
        "the picture was replaced": hashlib.sha256(picture).hexdigest() == about.get("sha256"),
        "the picture does not carry the fingerprint of its data": mark
        and mark[1].encode() in picture,
    }
    return [fault for fault, good in checks.items() if not good]


def typed_numbers(markdown: str) -> list[str]:
    """Return digits in prose that a cell should have computed, but for ids, links and notebooks."""
    prose = re.sub(
        r"```.*?```|`[^`]*`|\[[^\]]*\]\([^)]*\)|https?://\S+|^#+ \d\d ",
        "",
        markdown,
        flags=re.S | re.M,
    )
    return re.findall(r"\S*\d\S*", prose)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=[path.stem for path in NOTEBOOKS])
def test_a_stored_notebook_misleads_nobody(path):
    """Executed in order, short cells, no noise, pictures described, no typed numbers."""
    assert faults(nbformat.read(path, 4)) == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=[path.stem for path in NOTEBOOKS])
def test_a_notebook_opens_with_question_and_answer(path):
    """A reader who opens only one knows where they are."""
    cells = nbformat.read(path, 4).cells
    assert re.match(r"# \d\d .+\n\n\*\*Question\.\*\* .+\?", cells[0].source)
    early = "".join(str(output) for cell in cells[:4] for output in cell.get("outputs", []))
    assert "**The answer.**" in early
    prose = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    assert "**What it reads.**" in prose and "**What it does not show.**" in prose


@pytest.mark.parametrize("path", NOTEBOOKS, ids=[path.stem for path in NOTEBOOKS])
def test_links_between_notebooks_lead_somewhere(path):
    """The reading order lists only what is there."""
    prose = "\n".join(
        cell.source for cell in nbformat.read(path, 4).cells if cell.cell_type == "markdown"
    )
    for link in re.findall(r"\]\(([^)#]+)", prose):
        assert link.startswith("http") or (path.parent / link).exists(), link


@pytest.mark.parametrize("path", NOTEBOOKS, ids=[path.stem for path in NOTEBOOKS])
def test_a_notebook_has_one_cell_to_try(path):
    """The same heading and words everywhere; the cell below begins by setting a value or two."""
    cells = nbformat.read(path, 4).cells
    places = [place for place, cell in enumerate(cells) if cell.source.startswith("## Try it")]
    assert (
        len(places) == 1
        and "Change the first line and run the cell again." in cells[places[0]].source
    )
    first = ast.parse(cells[places[0] + 1].source).body[0]
    assert isinstance(first, ast.Assign) and first.lineno == first.end_lineno == 1
    ast.literal_eval(first.value)
    assert sum("run the cell again" in cell.source for cell in cells) == 1


def test_the_front_picture_is_the_notebook_s_own():
    """README and site show the first chart of notebook 01, the story, byte by byte."""
    cells = nbformat.read(ROOT / "notebooks/01-the-article.ipynb", 4).cells
    pictures = [
        o.data["image/png"]
        for cell in cells
        for o in cell.get("outputs", [])
        if "image/png" in o.get("data", {})
    ]
    assert (ROOT / "site/_static/answer.png").read_bytes() == base64.b64decode(pictures[0])


@pytest.fixture(scope="module")
def small() -> nbformat.NotebookNode:
    """A notebook with one chart, executed."""
    notebook = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_markdown_cell(
                "# 00 A small one\n\nProse without numbers, see `rule 7`."
            ),
            nbformat.v4.new_code_cell("from analysis import charts, rules"),
            nbformat.v4.new_code_cell("changes = rules.timeline()"),
            nbformat.v4.new_code_cell("charts.rules.deciders(changes)"),
        ],
        metadata={
            "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}
        },
    )
    NotebookClient(notebook, timeout=120, record_timing=False).execute()
    return notebook


def nbval(notebook, folder: Path) -> subprocess.CompletedProcess:
    """Strict nbval over one notebook, as `make test` runs it."""
    path = folder / "small.ipynb"
    nbformat.write(notebook, path)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "--nbval",
        "--nbval-current-env",
        "--nbval-cell-timeout=120",
        "-p",
        "no:cacheprovider",
        "-q",
        path.name,
    ]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True)


def test_the_small_notebook_is_sound(small, tmp_path):
    """What the mutations below are made from passes both gates."""
    assert faults(small) == []
    assert nbval(small, tmp_path).returncode == 0


def test_a_chart_that_draws_another_column_fails(small, tmp_path):
    """The fingerprint of what is drawn is text, so strict nbval sees it."""
    mutant = copy.deepcopy(small)
    mutant.cells[3].source = (
        "looks = charts.rules.EFFECTS\n"
        "looks['loosens'], looks['tightens'] = looks['tightens'], looks['loosens']\n"
        "charts.rules.deciders(changes)"
    )
    assert nbval(mutant, tmp_path).returncode == 1


def test_a_replaced_picture_is_found(small):
    """A red square in place of the chart."""
    mutant = copy.deepcopy(small)
    mutant.cells[3].outputs[0].data["image/png"] = base64.b64encode(
        b"\x89PNG a red square"
    ).decode()
    assert [fault for fault in faults(mutant) if "replaced" in fault]


def test_two_pictures_exchanged_are_found(small):
    """Another chart's picture does not carry this chart's fingerprint."""
    mutant = copy.deepcopy(small)
    output = mutant.cells[3].outputs[0]
    output.data["text/plain"] = MARK.sub("[drawn: 00000000]", output.data["text/plain"])
    assert [fault for fault in faults(mutant) if "fingerprint" in fault]


def test_cleared_outputs_are_found(small):
    """nbval passes a notebook without outputs in silence."""
    mutant = copy.deepcopy(small)
    for cell in mutant.cells[1:]:
        cell.outputs, cell.execution_count = [], None
    assert "not executed from top to bottom" in faults(mutant) and "cell 3 shows nothing" in faults(
        mutant
    )


def test_a_number_typed_in_prose_is_found(small):
    """Numbers come from cells."""
    mutant = copy.deepcopy(small)
    mutant.cells[0].source += "\n\nThe rules changed 50 times."
    assert "a number typed in prose: 50" in faults(mutant)


def test_noise_is_found(small):
    """A warning on stderr is an error in a notebook."""
    mutant = copy.deepcopy(small)
    mutant.cells[1].outputs = [nbformat.v4.new_output("stream", name="stderr", text="careful!")]
    assert "cell 1: something on stderr" in faults(mutant)
