"""What we run ourselves, beside the least that it could take: notebooks, site, tests, questions."""

import csv
import os
import pstats
import re
import resource
import shutil
import tempfile
import time
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

from measure import PYTHON, ROOT, command, row, seconds

PAGE = "bench/goals.md"
STORIES = "0[1-9]-*.ipynb"
COPIED = "data notebooks src tools site tests".split()
FILES = "CITATION.cff LICENSE README.md pyproject.toml requirements.lock conftest.py".split()
# The steps of a build of the pages, and the file in which each stands
BUILDERS = dict.fromkeys(["gather", "publish"], "site/renewal.py")
BUILDERS |= dict.fromkeys(["read", "write"], "sphinx/builders/__init__.py")
NUMBERS = {1: "one at a time,", 2: "two at a time,"}
UNSEEN = shutil.ignore_patterns(".*", "__pycache__", "_build")
# Runs the code of each notebook named, charts drawn; then what each imports, in new processes too
RUN = """
import sys, json, os
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
sys.path.insert(0, sys.argv[1])

def cells(path):
    found = json.loads(Path(path).read_text("utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in found if cell["cell_type"] == "code"]

def imports(path):
    lines = [line for cell in cells(path) for line in cell.split(chr(10))]
    exec(chr(10).join(line for line in lines if line.startswith(("import ", "from "))), {})

def whole(path):
    import figures
    return len(figures.figures_with_pictures(Path(path)))

if __name__ == "__main__":
    work = {"imports": imports, "whole": whole}[sys.argv[2]]
    with ProcessPoolExecutor(int(sys.argv[3]), max_tasks_per_child=1) as pool:
        print(sum(each or 0 for each in pool.map(work, sys.argv[4:])))
"""
# Prints the modules that an audit of a page had loaded when it ended, those that it loads late too
LOADED = """
import contextlib, io, sys
from analysis.__main__ import main
with contextlib.redirect_stdout(io.StringIO()):
    main(["audit", sys.argv[1]])
print(*[name for name, module in sys.modules.items() if getattr(module, "__spec__", None)])
"""
IMPORTED = "import importlib, sys; [importlib.import_module(name) for name in sys.argv[1:]]"
QUESTIONS = """
import sys
sys.path.insert(0, sys.argv[1])
import resting, working_out
from analysis.rules.recorded import record
with resting.tables_at_rest():
    print(len(working_out.worked_out(record())["answers"]))
"""


def rows():
    """Each ratio that the project sets itself a goal for, with the goal beside it."""
    yield from stories()
    yield audit()
    yield questions()
    with tempfile.TemporaryDirectory() as place:
        yield from site(copied(Path(place)))


def stories(pattern: str = STORIES):
    """Return the nine notebooks with all charts, beside their imports alone, one at a time."""
    paths = sorted((ROOT / "notebooks").glob(pattern), key=size_of, reverse=True)
    imports = seconds(script(RUN, "imports", 1, *paths))
    for workers, goal in ((2, "1.0"), (1, "1.7")):
        whole = seconds(script(RUN, "whole", workers, *paths))
        what = f"the story notebooks with all charts, {workers} at a time, beside their imports"
        sentence = f"{NUMBERS[workers]} at most {goal} times that"
        yield row(what, f"{whole / imports:.2f} ({whole:.3g} s)", PAGE, sentence)


def size_of(path: Path) -> int:
    """Return how many bytes a notebook has: the longest begin, so that none is left to the end."""
    return path.stat().st_size


def audit():
    """Return the processor seconds of `audit FILE` beyond the imports of all that it uses."""
    page = ROOT / "data/raw/article/sample-article.html"
    names = command(PYTHON, "-c", LOADED, page)().split()
    whole = [processor(command(PYTHON, "-m", "analysis", "audit", page)) for _ in range(5)]
    imports = [processor(command(PYTHON, "-c", IMPORTED, *names)) for _ in range(5)]
    return row(
        "`audit FILE`, beyond its imports",
        f"{min(whole) - min(imports):.2g} s",
        PAGE,
        "`audit FILE` takes at most 0.6 s",
    )


def questions():
    """Return the processor seconds of every question of the rules, on every day of change."""
    taken = processor(script(QUESTIONS))
    return row(
        "every question of the rules", f"{taken:.3g} s", PAGE, "at most 10 s of the processor"
    )


def site(place: Path):
    """Return a build of the site after one row has changed, and after none, beside a first.

    A build is of the tables, the charts and the pages. And the unit tests, beside charts, pages and
    notebooks made once, in processor seconds.
    """
    tables = command(PYTHON, "-m", "analysis", "build", cwd=place)
    charts = command(PYTHON, "site/figures.py", cwd=place)
    words = "-m sphinx -q -b html -d doctrees site html".split()
    pages = command(PYTHON, *words, cwd=place)
    steps = {"tables": tables, "charts": charts, "pages": pages}

    def build() -> None:
        """Make the site."""
        for step in steps.values():
            step()

    begun = time.perf_counter()
    made_once = processor(build)
    first = time.perf_counter() - begun
    none = seconds(pages) / first
    yield unit_tests(place, made_once)
    edited(place / "data/raw/sources/sources.csv")
    one = {name: seconds(step) / first for name, step in steps.items()}
    parts = ", ".join(f"{name} {share:.2f}" for name, share in one.items())
    edited(place / "data/raw/sources/sources.csv")
    tables()
    profile = place / "profile"
    command(PYTHON, "-m", "cProfile", "-o", profile, *words, cwd=place)()
    yield row(
        "a first build of the site", f"{first:.3g} s", PAGE, "Beside a first build of the site"
    )
    yield row(
        "the site with nothing changed", f"{none:.2f} of it", PAGE, "0.15 where nothing changed"
    )
    yield row(
        "the site with one row changed",
        f"{sum(one.values()):.2f} of it: {parts}; of the pages' part {steps_of(profile)}",
        PAGE,
        "0.35 where one row of a raw table did",
    )


def unit_tests(place: Path, made_once: float):
    """Return the processor seconds of the unit tests, beside those of site and notebooks once."""
    made_once += processor(command(PYTHON, "tools/execute.py", cwd=place))
    os.environ["RENDERED_SITE"] = f"{place / 'html'}"
    os.environ["PYTHONPATH"] = f"{ROOT / 'src'}"
    words = "-m pytest -q -n 2 --dist loadfile --no-loadscope-reorder --durations=0".split()
    printed: list[str] = []
    tests = command(PYTHON, *words)
    whole = processor(lambda: printed.append(tests()))
    os.environ["PYTHONPATH"] = f"{place / 'src'}"
    return row(
        "the unit tests, beside the site and the notebooks made once",
        f"{whole / made_once:.2f} ({whole:.3g} s); most of it {longest(printed[0])}",
        PAGE,
        "The unit tests take at most 2 times the processor seconds",
    )


def longest(printed: str, count: int = 6) -> str:
    """Return the files of tests that take longest, each with its share of all that is told."""
    told = re.findall(r"^(\d+\.\d+)s \w+ +([\w/.]+)", printed, re.MULTILINE)
    taken: Counter[str] = Counter()
    for time_taken, path in told:
        taken[Path(path).stem] += float(time_taken)
    shares = [f"{name} {share / taken.total():.0%}" for name, share in taken.most_common(count)]
    return ", ".join(shares)


def steps_of(profile: Path) -> str:
    """Return the share of each step of a build of the pages, from its profile."""
    stats = pstats.Stats(str(profile))
    taken = {
        name: cumulative
        for (path, _, name), (_, _, _, cumulative, _) in stats.stats.items()
        if path.endswith(BUILDERS.get(name, "no step"))
    }
    return ", ".join(f"{name} {taken[name] / stats.total_tt:.0%}" for name in BUILDERS)


def edited(path: Path) -> None:
    """Change the day on which the last source was looked at, as a person does."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        found, names = list(reader), reader.fieldnames
    day = date.fromisoformat(found[-1]["accessed"])
    found[-1]["accessed"] = f"{day - timedelta(days=1)}"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, names or [], lineterminator="\n")
        writer.writeheader()
        writer.writerows(found)


def script(text: str, *words: object):
    """Return a script as something to time; it finds the code of the site."""
    held = Path(tempfile.mkdtemp(), "script.py")  # a worker process must be able to read it
    held.write_text(text, "utf-8")
    return command(PYTHON, held, ROOT / "site", *map(str, words))


def processor(work) -> float:
    """Return the processor seconds of a command."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    work()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def copied(place: Path) -> Path:
    """Return a copy in which the site can be built."""
    for name in COPIED:
        shutil.copytree(ROOT / name, place / name, ignore=UNSEEN)
    for name in FILES:
        shutil.copy(ROOT / name, place)
    os.environ["PYTHONPATH"] = str(place / "src")
    return place
