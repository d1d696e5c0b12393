"""The layer map of the package, held."""

import ast
from pathlib import Path

import pytest

import analysis

HOME = Path(analysis.__file__).parent
FLOORS = {
    "tables": 1, "checks": 1.5, "japanese": 1, "countries": 2, "sources": 2, "printed": 2.5, "reliability": 1, "web": 2.5,
    "articles": 3, "claims": 3, "rules": 3, "permits": 3, "transfers": 3, "audit": 4, "conclusions": 4, "__main__": 5, "__init__": 0,
}  # fmt: skip
OUTSIDE = {
    "tables": {"pandas"}, "checks": {"pandas"}, "japanese": {"pandas", "numpy"}, "countries": {"pandas"}, "sources": {"pandas"},
    "printed": {"pandas"}, "reliability": {"pandas", "numpy"},
    "web": {"pandas", "requests", "urllib3"}, "articles": {"pandas", "numpy", "lxml"}, "claims": {"pandas"}, "rules": {"pandas"},
    "permits": {"pandas"}, "transfers": {"pandas"}, "audit": {"pandas"}, "conclusions": {"pandas"}, "__main__": {"pandas", "IPython"}, "__init__": set(),
    "charts": {"pandas", "numpy", "matplotlib", "seaborn", "IPython"},
}  # fmt: skip
FILES = sorted(HOME.rglob("*.py"))


def _room(path: Path) -> str:
    return path.relative_to(HOME).parts[0].removesuffix(".py")


def _imports(path: Path) -> tuple[set[str], set[str]]:
    inside, outside = set(), set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found = [f"{node.module}.{alias.name}" if node.module == "analysis" else node.module for alias in node.names]
        else:
            continue
        inside |= {name.split(".")[1] for name in found if name.startswith("analysis.")}
        outside |= {name.split(".")[0] for name in found if not name.startswith("analysis")}
    return inside, outside


@pytest.mark.parametrize("path", FILES, ids=[str(path.relative_to(HOME)) for path in FILES])
def test_a_module_imports_only_from_the_floors_below(path):
    """Charts import nothing of the package; nothing but the command line imports charts; subjects do not import one another."""
    import sys

    room = _room(path)
    inside, outside = _imports(path)
    assert outside - set(sys.stdlib_module_names) <= OUTSIDE[room]
    if room == "charts":
        assert inside <= {"charts"}
    else:
        assert all(other == room or FLOORS[other] < FLOORS[room] for other in inside), inside


@pytest.mark.parametrize("path", FILES, ids=[str(path.relative_to(HOME)) for path in FILES])
def test_rooms_stay_readable(path):
    """No module past 300 lines, no function past 25 without its docstring, a docstring for every public name."""
    text = path.read_text("utf-8")
    assert text.count("\n") <= 300
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            doc = ast.get_docstring(node) or ""
            body = node.end_lineno - node.lineno + 1 - (doc.count("\n") + 1 if doc else 0)
            assert body <= 25, f"{path.name}:{node.name} has {body} lines"
            assert doc or node.name.startswith("_") or node.col_offset, f"{path.name}:{node.name} has no docstring"
