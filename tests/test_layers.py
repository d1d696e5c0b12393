"""The layer map of the package, held."""

import ast
from pathlib import Path

import pytest

import analysis

HOME = Path(analysis.__file__).parent
FLOORS = {
    "tables": 1,
    "periods": 1,
    "checks": 1.5,
    "japanese": 1,
    "countries": 2,
    "sources": 2,
    "printed": 2.5,
    "reliability": 1,
    "web": 2.5,
    "articles": 3,
    "claims": 3,
    "rules": 3,
    "permits": 3,
    "transfers": 3,
    "audit": 4,
    "conclusions": 4,
    "__main__": 5,
    "__init__": 0,
}
OUTSIDE = {
    "tables": {"pandas"},
    "periods": {"pandas"},
    "checks": {"pandas"},
    "japanese": {"pandas", "numpy"},
    "countries": {"pandas"},
    "sources": {"pandas"},
    "printed": {"pandas"},
    "reliability": {"pandas", "numpy"},
    "web": {"pandas", "requests", "urllib3"},
    "articles": {"pandas", "numpy", "lxml"},
    "claims": {"pandas"},
    "rules": {"pandas"},
    "permits": {"pandas"},
    "transfers": {"pandas"},
    "audit": {"pandas"},
    "conclusions": {"pandas"},
    "__main__": {"pandas", "IPython"},
    "__init__": set(),
    "charts": {"pandas", "numpy", "matplotlib", "seaborn", "IPython"},
}
FILES = sorted(HOME.rglob("*.py"))


def _room(path: Path) -> str:
    return path.relative_to(HOME).parts[0].removesuffix(".py")


def _imports(path: Path) -> tuple[set[str], set[str]]:
    inside, outside = set(), set()
    package = ("analysis", *path.relative_to(HOME).parent.parts)
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) + 1 - node.level] if node.level else ()
            module = ".".join([*above, node.module] if node.module else above)
            named = [f"{module}.{alias.name}" for alias in node.names]
            found = named if module == "analysis" else [module]
        else:
            continue
        inside |= {name.split(".")[1] for name in found if name.startswith("analysis.")}
        outside |= {name.split(".")[0] for name in found if not name.startswith("analysis")}
    return inside, outside


@pytest.mark.parametrize("path", FILES, ids=[str(path.relative_to(HOME)) for path in FILES])
def test_a_module_imports_only_from_the_floors_below(path):
    """Charts import of the package only `periods`; nothing imports charts; subjects do not import one another."""
    import sys

    room = _room(path)
    inside, outside = _imports(path)
    assert outside - set(sys.stdlib_module_names) <= OUTSIDE[room]
    if room == "charts":
        assert inside <= {"charts", "periods"}
    else:
        assert all(other == room or FLOORS[other] < FLOORS[room] for other in inside), inside


LONG_MODULES = {"charts/regimes.py", "charts/transfers.py"}
LONG_FUNCTIONS = {
    "__main__.py:_parser",
    "articles/attribution.py:_credited",
    "articles/attribution.py:_en",
    "charts/copies.py:_draw_descent",
    "charts/regimes.py:comparison",
    "charts/transfers.py:stages",
    "charts/transfers.py:lags",
    "charts/transfers.py:agreements",
    "charts/transfers.py:osa",
    "rules/assessment.py:question",
    "web/watch.py:observe",
}


def _body(node: ast.FunctionDef) -> int:
    """The lines of a function, its docstring left out."""
    doc = ast.get_docstring(node)
    return node.end_lineno - node.lineno + 1 - (doc.count("\n") + 1 if doc else 0)


@pytest.mark.parametrize("path", FILES, ids=[str(path.relative_to(HOME)) for path in FILES])
def test_rooms_stay_readable(path):
    """No module past 400 lines, no function past 40, a docstring for every public name."""
    name, text = path.relative_to(HOME).as_posix(), path.read_text("utf-8")
    assert (text.count("\n") > 400) == (name in LONG_MODULES)
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)]
    long = {f"{name}:{node.name}" for node in functions if _body(node) > 40}
    assert long == {each for each in LONG_FUNCTIONS if each.startswith(f"{name}:")}
    for node in functions:
        assert ast.get_docstring(node) or node.name.startswith("_") or node.col_offset, node.name
