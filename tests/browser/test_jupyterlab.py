"""The notebooks in a real JupyterLab, as a reader uses it: opened by `make lab`, restarted, run to
the end, and changed.
"""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest

from analysis import rules
from conftest import ROOT

pytestmark = pytest.mark.xdist_group("lab")  # one JupyterLab for all
NOTEBOOKS = sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))
# Every third, the first and the last among them; nbval runs all of them
SOME = NOTEBOOKS if os.environ.get("EVERY") else NOTEBOOKS[::3]
WHOLE = {"windowingMode": "none"}  # every cell is drawn, those out of sight too
OPENED = re.compile(r"^opened (\S+)$", re.M)
NOTEBOOK = ".jp-NotebookPanel:not(.lm-mod-hidden)"
SHOWN = """panel => [...panel.querySelectorAll('.jp-OutputArea-output')].flatMap(
    output => [output.innerText,
               ...[...output.querySelectorAll('img')].map(picture => picture.src)])"""
MARK = """panel => panel.querySelectorAll('.jp-OutputArea-output').forEach(
    output => output.dataset.old = 'yes')"""
DONE = """panel => !panel.querySelector('[data-old]')
    && [...panel.querySelectorAll('.jp-CodeCell .jp-InputPrompt')].every(
    prompt => /^\\[\\d+\\]:$/.test(prompt.innerText))"""


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """JupyterLab as `make lab` starts it, in a copy of the house.

    The address that it would open in the reader's browser.
    """
    place = tmp_path_factory.mktemp("lab")
    house, settings = (
        place / "house",
        place / "settings/@jupyterlab/notebook-extension/tracker.jupyterlab-settings",
    )
    shutil.copytree(ROOT / "notebooks", house / "notebooks", ignore=shutil.ignore_patterns(".*"))
    settings.parent.mkdir(parents=True)
    settings.write_text(json.dumps(WHOLE), "utf-8")
    options = ["--allow-root", "--ServerApp.ip=127.0.0.1", "--ServerApp.port=0"]
    with (place / "log").open("w") as log:
        server = subprocess.Popen(
            [*recipe(), *options], cwd=house, env=alone(place), stdout=log, stderr=log
        )
    try:
        yield SimpleNamespace(notebooks=house / "notebooks", address=said(place / "log", server))
    finally:
        server.terminate()
        server.wait(20)


def recipe() -> list[str]:
    """What `make lab` runs, with the Python that runs this test."""
    done = subprocess.run(
        ["make", "--dry-run", "lab"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    line = next(line for line in done.stdout.splitlines() if " -m jupyterlab " in line)
    return [sys.executable, *shlex.split(line)[1:]]


def alone(place: Path) -> dict[str, str]:
    """An environment without this user's own settings, whose browser only says what it was asked to
    open.
    """
    folders = {
        f"JUPYTER_{name.upper()}_DIR": str(place / name) for name in ("config", "data", "runtime")
    }
    lab = {
        f"JUPYTERLAB_{name.upper()}_DIR": str(place / name) for name in ("settings", "workspaces")
    }
    return {
        **os.environ,
        **folders,
        **lab,
        "IPYTHONDIR": str(place / "ipython"),
        "BROWSER": "echo opened %s",
    }


def said(log: Path, server: subprocess.Popen) -> str:
    """Wait until JupyterLab asks for a browser; with which address."""
    for _ in range(600):
        if found := OPENED.search(log.read_text("utf-8")):
            return found[1]
        assert server.poll() is None, log.read_text("utf-8")
        time.sleep(0.1)
    raise TimeoutError(log.read_text("utf-8"))


@pytest.fixture(scope="module")
def reader(browser, lab):
    """A reader's browser on the opened JupyterLab, the same for all notebooks.

    What it asks from elsewhere is noted.
    """
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(90_000)
    page.outside = []
    page.on(
        "request",
        lambda asked: (
            re.match("http://127|file:|data:|blob:", asked.url) or page.outside.append(asked.url)
        ),
    )
    page.goto(lab.address)
    page.locator(f"{NOTEBOOK} h1").first.wait_for()
    yield page
    context.close()


def open_notebook(page, name: str):
    """Open a notebook from the list of files; its panel."""
    page.locator(".jp-DirListing-item", has_text=name[:12]).dblclick()
    panel = page.locator(NOTEBOOK, has=page.locator("h1", has_text=f"{name[:2]} "))
    panel.locator("h1").first.wait_for()
    page.locator("#jp-main-statusbar", has_text="| Idle").wait_for()  # its kernel has started
    return panel


def run_all(page, panel) -> None:
    """Restart the kernel and run all cells, by the menu, to the end."""
    panel.evaluate(MARK)
    page.get_by_role("menuitem", name="Kernel").click()
    page.get_by_text("Restart Kernel and Run All Cells").click()
    page.get_by_role("button", name="Confirm Kernel Restart").click()
    page.wait_for_function(f"panel => ({DONE})(panel)", arg=panel.element_handle())


def stored(path: Path) -> list:
    """The outputs of a notebook's file, but for who numbered them when."""
    cells = nbformat.read(path, 4).cells
    return [
        [{**output, "execution_count": None} for output in cell.get("outputs", [])]
        for cell in cells
    ]


def test_make_lab_opens_the_walk_beside_the_list_of_notebooks(reader, lab):
    """Notebook 01, the others in reading order beside it.

    No notice to close, nothing asked from elsewhere.
    """
    assert reader.locator(f"{NOTEBOOK} h1").first.inner_text().startswith("01 ")
    listed = reader.locator(".jp-DirListing-item .jp-DirListing-itemText").all_inner_texts()
    assert [name.strip() for name in listed] == NOTEBOOKS
    reader.wait_for_timeout(2000)
    assert reader.locator(".jp-Dialog, .Toastify__toast").all_inner_texts() == []
    assert reader.outside == []


@pytest.mark.parametrize("name", SOME)
def test_a_notebook_runs_from_a_restarted_kernel_and_shows_what_is_stored(reader, lab, name):
    """No error.

    The same texts, tables and pictures on the screen, and the same outputs in the saved file.
    """
    panel = open_notebook(reader, name)
    before = panel.evaluate(SHOWN)
    run_all(reader, panel)
    assert panel.locator("[data-mime-type$=error], [data-mime-type$=stderr]").count() == 0
    after = panel.evaluate(SHOWN)
    assert [old[:100] for old, new in zip(before, after, strict=True) if old != new] == []
    panel.locator("h1").first.click()
    reader.keyboard.press("Control+s")
    reader.locator(".lm-TabBar-tab.jp-mod-current:not(.jp-mod-dirty)").wait_for()
    assert stored(lab.notebooks / name) == stored(ROOT / "notebooks" / name)


def test_a_reader_changes_the_question_of_notebook_05_and_reruns(reader):
    """One cell, another thing, state and day: the answer is that of `rules.ask`."""
    panel = open_notebook(reader, "05-what-was-allowed-when.ipynb")
    cell = panel.locator(".jp-CodeCell", has_text="thing, state, day = ")
    cell.locator(".cm-line").first.click()
    reader.keyboard.press("Home")
    reader.keyboard.press("Shift+End")
    reader.keyboard.type('thing, state, day = "Patriot", "Ukraine", "2024-03-10"')
    run_all(reader, panel)
    told = cell.locator(".jp-OutputArea b").first.inner_text()
    assert told == rules.ask("Patriot", "Ukraine", "2024-03-10").sentence()
