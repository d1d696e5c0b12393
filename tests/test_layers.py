"""The layer map of the package, held."""

import ast
import re
import sys
from pathlib import Path

import pytest

import analysis

HOME = Path(analysis.__file__).parent
FLOORS = {
    room: int(number)
    for number, line in re.findall(r"^(\d)\. (.+(?:\n   .+)*)", analysis.__doc__, re.M)
    for room in re.findall(r"`(\w+)`", line)
}
OUTSIDE = {
    "tables": {"pandas"},
    "periods": {"pandas"},
    "checks": {"pandas", "yaml"},
    "japanese": {"pandas", "numpy"},
    "countries": {"pandas"},
    "decoding": set(),
    "language": set(),
    "sources": {"pandas"},
    "user_files": set(),
    "reliability": {"pandas", "numpy"},
    "articles": {"pandas", "numpy", "lxml", "trafilatura", "htmldate", "babel"},
    "newsroom": {"pandas", "numpy", "requests", "urllib3"},
    "citations": {"pandas"},
    "claims": {"pandas"},
    "rules": {"pandas"},
    "permits": {"pandas"},
    "transfers": {"pandas"},
    "country": {"pandas"},
    "conclusions": {"pandas"},
    "releases": {"pandas"},
    "questions": {"pandas"},
    "__main__": {"pandas", "IPython"},
    "commands": {"pandas"},
    "show": {"pandas", "IPython"},
    "__init__": set(),
    "charts": {"pandas", "numpy", "matplotlib", "seaborn", "IPython", "PIL"},
}
FILES = sorted(HOME.rglob("*.py"))


def _room(path: Path) -> str:
    return path.relative_to(HOME).parts[0].removesuffix(".py")


def _imports(path: Path, text: str) -> tuple[set[str], set[str]]:
    """The rooms of the package that a module imports, and the packages from outside."""
    package = ("analysis", *path.relative_to(HOME).parts[:-1])
    names = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join([*base, *filter(None, [node.module])])
            names |= {f"{module}.{alias.name}" for alias in node.names}
    inside = {name.split(".")[1] for name in names if name.startswith("analysis.")}
    return inside, {name.split(".")[0] for name in names if not name.startswith("analysis.")}


def _climbs(path: Path, text: str) -> set[str]:
    """The rooms that a module imports although they stand on its own floor, or above it."""
    room = _room(path)
    inside, _ = _imports(path, text)
    return {each for each in inside - {room} if each in FLOORS and FLOORS[each] >= FLOORS[room]}


@pytest.mark.parametrize("path", FILES, ids=[str(path.relative_to(HOME)) for path in FILES])
def test_a_module_imports_only_from_the_floors_below(path):
    """Within the package every import is relative, and points down or to the room itself."""
    text, room = path.read_text("utf-8"), _room(path)
    inside, outside = _imports(path, text)
    assert "from analysis" not in text and "import analysis" not in text
    assert outside - set(sys.stdlib_module_names) <= OUTSIDE[room]
    assert _climbs(path, text) == set()


@pytest.mark.parametrize(
    ("module", "line", "climbs"),
    [
        ("rules/changes.py", "from .. import claims", {"claims"}),
        ("rules/changes.py", "from ..newsroom.web import client", {"newsroom"}),
        ("tables/__init__.py", "from ..rules import timeline", {"rules"}),
        ("newsroom/audit/days.py", "from ...__main__ import main", {"__main__"}),
        ("newsroom/audit/days.py", "from ... import rules", set()),
        ("rules/changes.py", "from . import regimes", set()),
        ("rules/changes.py", "from .regimes import status", set()),
    ],
)
def test_an_import_that_climbs_is_seen(module, line, climbs):
    """Relative imports are read with the package that they stand in."""
    assert _climbs(HOME / module, line) == climbs


def test_every_room_has_a_floor():
    """And every room that the floors name is there."""
    assert set(FLOORS) == {_room(path) for path in FILES} - {"__init__"}


def test_no_two_modules_share_a_name():
    """Those of charts do on purpose: each is called after the subject that it draws."""
    names = [path.stem for path in FILES if path.stem != "__init__" and _room(path) != "charts"]
    assert sorted(names) == sorted(set(names))


def test_no_function_hides_the_module_it_stands_in():
    """What a package exports is never called as one of its modules is."""
    for package in HOME.rglob("__init__.py"):
        modules = {path.stem for path in package.parent.glob("*.py")}
        modules |= {path.parent.name for path in package.parent.glob("*/__init__.py")}
        tree = ast.parse(package.read_text("utf-8"))
        imports = [node for node in tree.body if isinstance(node, ast.ImportFrom) and node.module]
        exported = {alias.asname or alias.name for node in imports for alias in node.names}
        exported |= {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
        assert exported & modules == set(), package


def _body(node: ast.FunctionDef) -> int:
    """The lines of a function, its docstring left out."""
    doc = ast.get_docstring(node)
    return node.end_lineno - node.lineno + 1 - (doc.count("\n") + 1 if doc else 0)


@pytest.mark.parametrize("path", FILES, ids=[str(path.relative_to(HOME)) for path in FILES])
def test_rooms_stay_readable(path):
    """No module past 400 lines, no function past 40, a docstring for every public name."""
    text = path.read_text("utf-8")
    assert text.count("\n") <= 400
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)]
    assert [node.name for node in functions if _body(node) > 40] == []
    for node in functions:
        assert ast.get_docstring(node) or node.name.startswith("_") or node.col_offset, node.name
