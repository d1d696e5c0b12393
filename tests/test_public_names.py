"""The public names of the package, and that each says how it is called.

Every public function has a docstring with the sections of numpydoc: Parameters (where it has any),
Returns, and Examples. The examples run as tests of their own, see `testpaths` in pyproject.toml.
"""

import importlib
import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PUBLIC = {  # what a reader calls, by the module or package that it is imported from
    "articles": "compare fingerprint fingerprint_text normalised read",
    "claims": """about agreement audited chain drift heard known matrix origins state
        verdicts voice""",
    "conclusions": "table",
    "countries": "name spellings to_iso3",
    "country": "cases gaps index mentioned money named rules_naming",
    "japanese": "normalise to_date to_fiscal_year to_money to_number to_partial_date",
    "newsroom": "attributions chain quoted similar",
    "newsroom.audit": "audit",
    "periods": "day days decimal_year fiscal_year in_words last_day",
    "permits": "counts read_release reconcile",
    "questions": "answers fill",
    "releases": "changes stored summary",
    "reliability": "agreement alpha kappa",
    "rules": """agreement ask assess bands codings compare headlines in_force item known_until
        partner_count partners prime_minister prime_ministers question sensitivity set_by status
        timeline""",
    "show": "escaped say table",
    "sources": "as_of bibtex cite csl link name register",
    "tables": "cached describe fields names one_of raw read resource stamp write",
    "transfers": """bridge case cases lags median_wait nsc_cases osa programmes revisions series
        statuses waits""",
}
FOR_THE_BUILD = {  # exported for the command line, not for readers
    "claims": {"dated"},
    "permits": {"faults"},
    "questions": {"answered", "mistakes"},
    "rules": {"effective", "faults", "effects", "effect_faults", "answer_faults"},
}
NAMES = [f"{module}.{name}" for module, names in PUBLIC.items() for name in names.split()]
SECTION = re.compile(r"^(?P<name>[A-Z]\w+(?: \w+)?)\n-{3,}$", re.MULTILINE)


def _function(path: str) -> object:
    module, name = path.rsplit(".", 1)
    return getattr(importlib.import_module(f"analysis.{module}"), name)


def _sections(path: str) -> dict[str, str]:
    """Return the sections of a docstring by name; what stands before the first is "Summary"."""
    parts = SECTION.split(inspect.getdoc(_function(path)) or "")
    return {"Summary": parts[0]} | dict(zip(parts[1::2], parts[2::2], strict=True))


@pytest.mark.parametrize("path", NAMES)
def test_every_public_function_says_how_it_is_called(path):
    """Each parameter is named, what comes back is told, and an example shows both."""
    sections = _sections(path)
    parameters = inspect.signature(_function(path)).parameters
    wanted = {"Returns", "Examples"} | ({"Parameters"} if parameters else set())
    assert wanted - set(sections) == set()
    assert ">>> " in sections["Examples"]
    described = {
        name.strip(" *")
        for line in re.findall(r"^(\S.*?) : ", sections.get("Parameters", ""), re.MULTILINE)
        for name in line.split(",")
    }
    assert described == set(parameters)


@pytest.mark.parametrize("module", PUBLIC)
def test_no_public_function_is_missing_from_the_list(module):
    """What a package exports is for readers, or for the build."""
    package = importlib.import_module(f"analysis.{module}")
    exported = {
        name
        for name in getattr(package, "__all__", PUBLIC[module].split())
        if callable(getattr(package, name)) and not inspect.isclass(getattr(package, name))
    }
    assert exported == set(PUBLIC[module].split()) | FOR_THE_BUILD.get(module, set())


def test_the_examples_are_collected_with_the_tests():
    """`pytest`, as make and the README call it, finds the examples of every public function."""
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "src/analysis"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    items = {line.split("::")[1] for line in listed.splitlines() if "::" in line}
    for path in NAMES:
        function = inspect.unwrap(_function(path))
        name = f"{function.__module__}.{function.__qualname__}"
        if ">>> " in (inspect.getdoc(function) or ""):
            assert name in items
