"""Change one line of the code at a time, and see whether the tests of its subject notice.

    python tools/mutate_code.py --count 150 --seed 1 --workers 2

Each mutant is made in a copy of the project: one operator, constant or place of one expression is
changed, drawn by the seed. It is *killed* where a test of the subject fails or takes too long. The
tests that run the changed line come first; only a mutant that they let pass meets all tests of the
subject, the examples of its docstrings among them. The survivors are printed, a line each. This is
no part of `make test`.
"""

import argparse
import ast
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import Queue

import coverage

ROOT = Path(__file__).parents[1]
CODE = Path("src/analysis")
COPIED = "data src tests tools site pyproject.toml Makefile conftest.py .gitignore".split()
LONGEST = 900  # seconds for the tests of one mutant
PASSED, LOST = 0, 4  # how pytest ends where all pass, and where it finds no test of a given name
# What is changed, and the tests of each beside the examples in its docstrings: those that a person
# who changes it would run
SUBJECTS = {
    "japanese": "test_japanese test_numerals test_notation test_bare_fiscal_years",
    "permits": "test_permits test_permits_english",
    "decoding.py": "test_decoding",
    "user_files.py": "test_user_files",
    "checks": "test_checks test_saved_tables test_odd_values test_description test_consistency "
    "test_suited_sources",
    "claims": "test_claims test_one_clock test_ladder",
    "rules": "test_rules test_assessment test_time_machine test_effects test_answers "
    "test_rule_checks test_definitions test_reliability test_worked_questions",
    "transfers": "test_transfers test_transfer_events",
    "tables": "test_tables test_checks",
    "newsroom/attribution.py": "newsroom/test_attributions newsroom/test_crediting",
    "newsroom/web/guard.py": "newsroom/test_web newsroom/test_hostile_servers",
}
COMPARISONS = {
    ast.Lt: "<=",
    ast.LtE: "<",
    ast.Gt: ">=",
    ast.GtE: ">",
    ast.Eq: "!=",
    ast.NotEq: "==",
    ast.In: "not in",
    ast.NotIn: "in",
    ast.Is: "is not",
    ast.IsNot: "is",
}
NAMES = {"min": "max", "max": "min", "all": "any", "any": "all"}


@dataclass(frozen=True)
class Mutant:
    """One changed expression: its file below the code, its line, and what became of it."""

    file: str
    line: int
    start: int  # columns, in bytes, as the parser counts them
    end: int
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.before} became {self.after}"


def changed(node: ast.AST) -> str:
    """Return what an expression becomes; blank where no operator changes it."""
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        left, right = ast.unparse(node.left), ast.unparse(node.comparators[0])
        return f"{left} {COMPARISONS[type(node.ops[0])]} {right}"
    if isinstance(node, ast.BoolOp):
        word = " or " if isinstance(node.op, ast.And) else " and "
        return word.join(f"({ast.unparse(value)})" for value in node.values)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return ast.unparse(node.operand)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
        sign = "-" if isinstance(node.op, ast.Add) else "+"
        return f"{ast.unparse(node.left)} {sign} {ast.unparse(node.right)}"
    if isinstance(node, ast.Constant) and isinstance(node.value, bool):
        return str(not node.value)
    if isinstance(node, ast.Constant) and isinstance(node.value, int):
        return str(node.value + 1)
    if isinstance(node, ast.Name) and node.id in NAMES:
        return NAMES[node.id]
    return ""


def mutants(path: Path) -> Iterator[Mutant]:
    """Yield every change of an expression that stands on one line of a module."""
    text = (ROOT / CODE / path).read_text("utf-8")
    lines = text.splitlines()
    tree = ast.parse(text)
    left = {id(part) for node in ast.walk(tree) for part in _left_alone(node)}
    for node in ast.walk(tree):
        after = changed(node) if id(node) not in left else ""
        if not after or node.lineno != node.end_lineno:
            continue
        line = lines[node.lineno - 1].encode()
        before = line[node.col_offset : node.end_col_offset].decode()
        if before == after or not _stands_alone(before, node):
            continue
        yield Mutant(
            path.as_posix(), node.lineno, node.col_offset, node.end_col_offset, before, after
        )


def _left_alone(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what changes no answer: the parts of an annotation, and the size of a cache."""
    if isinstance(node, ast.keyword) and node.arg == "maxsize":
        yield node.value
    yield from ast.walk(getattr(node, "annotation", None) or ast.Pass())


def _stands_alone(text: str, node: ast.AST) -> bool:
    """Return whether a text is the source of an expression; within an f-string it is not."""
    try:
        return ast.unparse(ast.parse(text, mode="eval")) == ast.unparse(node)
    except SyntaxError:
        return False


def drawn(count: int, seed: int, subjects: Iterable[str]) -> list[tuple[Mutant, str]]:
    """Return so many mutants with the subject of each, the subjects in turn, drawn by the seed."""
    chance = random.Random(seed)
    pools = []
    for subject in subjects:
        place = ROOT / CODE / subject
        modules = sorted(place.rglob("*.py")) if place.is_dir() else [place]
        pool = [each for path in modules for each in mutants(path.relative_to(ROOT / CODE))]
        chance.shuffle(pool)
        pools.append([(mutant, subject) for mutant in pool])
    rounds = [pool[number] for number in range(count) for pool in pools if number < len(pool)]
    return rounds[:count]


def files(subject: str) -> list[str]:
    """Return the files of the tests of a subject, its own for the examples among them."""
    return [*(f"tests/{name}.py" for name in SUBJECTS[subject].split()), f"{CODE / subject}"]


def copy(into: Path) -> Path:
    """Return a copy of the project in which a mutant is tried."""
    into.mkdir(exist_ok=True)
    for name in filter(lambda name: (ROOT / name).exists(), COPIED):
        if (ROOT / name).is_dir():
            made = shutil.ignore_patterns("__pycache__", "_build")
            shutil.copytree(ROOT / name, into / name, ignore=made)
        else:
            shutil.copy2(ROOT / name, into / name)
    return into


def run(house: Path, tests: list[str], *options: str, longest: int | None = LONGEST) -> int:
    """Return how pytest ended in a copy: 0 where all passed, 1 where one failed or took too long.

    The tests are handed over in a file, since thousands of names do not fit a command line.
    """
    (house / "chosen.txt").write_text("\n".join(tests), "utf-8")
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider"]
    environment = os.environ | {"PYTHONPATH": str(house / "src"), "PYTHONUTF8": "1"}
    try:
        return subprocess.run(
            [*command, *options, "@chosen.txt"],
            cwd=house,
            env=environment,
            capture_output=True,
            timeout=longest,
        ).returncode
    except subprocess.TimeoutExpired:
        return 1


def covering(house: Path, subject: str) -> coverage.CoverageData:
    """Return which tests run which lines of a subject, from one run of them all.

    A test that fails for the time that this takes is let pass, if it passes without.
    """
    (house / "lines.ini").touch()  # no setting of the project's own: branches cost time
    # To find a module further down, coverage would load what it lies in, and then once more.
    package = f"analysis.{subject.removesuffix('.py').partition('/')[0]}"
    options = [f"--cov={package}", "--cov-context=test", "--cov-config=lines.ini", "--cov-report="]
    told = run(house, files(subject), *options, longest=None)
    if told and run(house, files(subject), longest=None):
        sys.exit(f"{subject}: before anything is changed a test fails")
    data = coverage.CoverageData(str(house / ".coverage"))
    data.read()
    return data


def sorted_tests(data: coverage.CoverageData, path: Path, line: int) -> tuple[list, list]:
    """Return the tests that run a line, and the others: all where it runs as the module loads."""
    every = {context.rpartition("|")[0] for context in data.measured_contexts()} - {""}
    contexts = data.contexts_by_lineno(str(path)).get(line, [])
    near = {context.rpartition("|")[0] for context in contexts}
    if "" in near:
        return [], sorted(every)
    return sorted(near), sorted(every - near)


def is_killed(house: Path, mutant: Mutant, subject: str, choices: tuple[list, list]) -> bool:
    """Return whether the tests of the subject notice a mutant; the copy is mended afterwards.

    Where the mutant gives tests other names, or none, the files of the subject run whole.
    """
    path = house / CODE / mutant.file
    content = path.read_bytes()
    lines = content.split(b"\n")
    line = lines[mutant.line - 1]
    lines[mutant.line - 1] = line[: mutant.start] + mutant.after.encode() + line[mutant.end :]
    path.write_bytes(b"\n".join(lines))
    try:
        for tests in filter(None, choices):
            ended = run(house, tests)
            if ended == LOST:
                ended = run(house, files(subject))
            if ended != PASSED:
                return True
        return False
    finally:
        path.write_bytes(content)


class Copies:
    """Copies of the project, each used by one trial at a time."""

    def __init__(self, place: Path, count: int) -> None:
        self.free: Queue[Path] = Queue()
        for number in range(count):
            self.free.put(copy(place / str(number)))

    @contextmanager
    def one(self) -> Iterator[Path]:
        """Give a copy that nothing else uses, and take it back."""
        house = self.free.get()
        try:
            yield house
        finally:
            self.free.put(house)

    def tests(self, subject: str, of_subject: list[Mutant]) -> dict[Mutant, tuple[list, list]]:
        """Return for each mutant of a subject the tests that run its line, and the others."""
        with self.one() as house:
            data = covering(house, subject)
            return {
                mutant: sorted_tests(data, house / CODE / mutant.file, mutant.line)
                for mutant in of_subject
            }

    def tried(self, mutant: Mutant, subject: str, tests: tuple[list, list]) -> bool:
        """Return whether a mutant is killed, and print it."""
        with self.one() as house:
            killed = is_killed(house, mutant, subject, tests)
        print(f"{'killed' if killed else 'SURVIVED'}: {mutant}", flush=True)
        return killed


def main() -> None:
    """Try the mutants that the arguments ask for, and print each and the share killed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=150)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--only", nargs="*", choices=SUBJECTS, default=list(SUBJECTS))
    chosen = parser.parse_args()
    cases = drawn(chosen.count, chosen.seed, chosen.only)
    by_subject: dict[str, list[Mutant]] = {}
    for mutant, subject in cases:
        by_subject.setdefault(subject, []).append(mutant)
    with (
        tempfile.TemporaryDirectory() as place,
        ThreadPoolExecutor(chosen.workers) as pool,
    ):
        copies = Copies(Path(place), chosen.workers)
        tests: dict[Mutant, tuple[list, list]] = {}
        for part in pool.map(copies.tests, by_subject, by_subject.values()):
            tests |= part
        trials = [(mutant, subject, tests[mutant]) for mutant, subject in cases]
        results = list(pool.map(copies.tried, *zip(*trials, strict=True)))
    share = sum(results) / len(results)
    print(f"{sum(results)} of {len(results)} mutants killed ({share:.0%})")


if __name__ == "__main__":
    main()
