"""The notebook suite as `make test` runs it, against the same notebooks with nothing but their imports, and against other runners."""

import json
import shutil
import tempfile
from pathlib import Path

from measure import PEERS, PYTHON, ROOT, command, pair

PYTEST = ["-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "xdist.plugin"]
NBVAL = [
    *PYTEST,
    "-p",
    "nbval.plugin",
    "--nbval",
    "--nbval-current-env",
    "--nbval-cell-timeout=120",
    "notebooks",
]
TWO = ["-n", "2", "--dist", "loadscope"]
SETTINGS = {
    "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
    "PYTHONUTF8": "1",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
}
RUNNER = """
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
def nbclient(path):
    import nbformat
    from nbclient import NotebookClient
    NotebookClient(nbformat.read(path, 4), timeout=120, kernel_name="project", resources={"metadata": {"path": "notebooks"}}).execute()
def papermill(path):
    import papermill as tool
    tool.execute_notebook(path, None, kernel_name="project", cwd="notebooks", progress_bar=False)
def plain(paths):
    import json
    import os
    import time
    from IPython.core.interactiveshell import InteractiveShell
    taken = {"charts": 0, "imports": 0, "other cells": 0}
    os.chdir("notebooks")
    for path in paths:
        shell = InteractiveShell.instance()
        shell.reset(new_session=False)
        for cell in json.loads(Path(path).read_text("utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                source, start = "".join(cell["source"]), time.process_time()
                shell.run_cell(source).raise_error()
                kind = "charts" if "charts.show(" in source else "imports" if source.startswith(("import ", "from ")) else "other cells"
                taken[kind] += time.process_time() - start
    print()
    print(", ".join(f"{kind} {spent:.1f} s" for kind, spent in taken.items()))
if __name__ == "__main__":
    if sys.argv[1] == "plain":
        sys.exit(plain([path.resolve() for path in sorted(Path("notebooks").glob("*.ipynb"))]))
    work = {"nbclient": nbclient, "papermill": papermill}[sys.argv[1]]
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(work, sorted(map(str, Path("notebooks").glob("*.ipynb")))))
"""


def rows():
    """Each in a copy of the notebooks; a run that fails stops the bench."""
    with tempfile.TemporaryDirectory() as place:
        whole, bare = copied(Path(place, "whole")), bared(copied(Path(place, "bare")))
        Path(place, "runner.py").write_text(RUNNER, "utf-8")
        SETTINGS["JUPYTER_PATH"] = str(kernel(Path(place)))
        two, one = run(whole, *PYTHON, *NBVAL, *TWO), run(whole, *PYTHON, *NBVAL)
        floor = run(bare, *PYTHON, *NBVAL)
        plain = run(whole, *PYTHON, Path(place, "runner.py"), "plain")
        spent = f"processor time of the cells in one process: {plain().splitlines()[-1]}; what two workers can gain on this machine stands under Dask"
        yield pair(
            "nbval, two workers, as in `make test`",
            "floor: the same notebooks with their imports only, one worker",
            two,
            floor,
            repeats=3,
            goal=1,
            note=spent,
        )
        yield pair(
            "nbval, one worker", "floor: the same", one, floor, repeats=2, warm=False, goal=1.5
        )
        yield pair(
            "nbval, one worker",
            "floor: the same cells in one process, no kernel started, nothing compared",
            one,
            plain,
            repeats=2,
            warm=False,
        )
        collect = run(whole, *PYTHON, *NBVAL, "--collect-only")
        yield pair(
            "collection and start-up",
            "the suite, two workers",
            collect,
            two,
            repeats=2,
            warm=False,
            goal=0.3,
        )
        nbmake = run(
            whole,
            *PEERS,
            *PYTEST,
            "-p",
            "nbmake.pytest_plugin",
            "--nbmake",
            "--nbmake-kernel=project",
            "notebooks",
            "-n",
            "2",
        )
        yield pair(
            "nbval, two workers",
            "peer: nbmake, two workers (compares nothing)",
            two,
            nbmake,
            repeats=2,
            warm=False,
            goal=1,
        )
        for peer in ("nbclient", "papermill"):
            other = run(whole, *PEERS, Path(place, "runner.py"), peer)
            yield pair(
                "nbval, two workers",
                f"peer: {peer}, two processes (compares nothing)",
                two,
                other,
                repeats=2,
                warm=False,
                goal=1,
            )


def kernel(place: Path) -> Path:
    """Where the project's own Python is a kernel, so that peers run the notebooks in it: seaborn takes longer where it finds their scipy."""
    spec = {
        "argv": [*PYTHON, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
        "display_name": "project",
        "language": "python",
    }
    (place / "kernels/project").mkdir(parents=True)
    (place / "kernels/project/kernel.json").write_text(json.dumps(spec), "utf-8")
    return place


def run(place: Path, *words):
    """A command in a copy."""
    return command(*words, cwd=place, **SETTINGS)


def copied(place: Path) -> Path:
    """The notebooks, and the data that they name by a relative path, in a folder of their own."""
    for name in ("notebooks", "data"):
        shutil.copytree(ROOT / name, place / name, ignore=shutil.ignore_patterns(".*"))
    shutil.copy(ROOT / "pyproject.toml", place)
    return place


def bared(place: Path) -> Path:
    """The notebooks of a copy, of each code cell only the import statements, nothing stored."""
    for path in (place / "notebooks").glob("*.ipynb"):
        notebook = json.loads(path.read_text("utf-8"))
        for cell in notebook["cells"]:
            if cell["cell_type"] == "code":
                cell["source"] = [
                    line for line in cell["source"] if line.startswith(("import ", "from "))
                ]
                cell["outputs"] = []
        path.write_text(json.dumps(notebook), "utf-8")
    return place
