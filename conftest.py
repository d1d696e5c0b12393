"""The names that the examples in the docstrings use, as the notebooks import them."""

import pytest


@pytest.fixture(autouse=True)
def notebook_names(request: pytest.FixtureRequest) -> None:
    """Give an example the package's modules, under the names by which notebooks call them."""
    if not isinstance(request.node, pytest.DoctestItem):
        return
    from analysis import charts, claims, conclusions, permits, rules, sources, tables, transfers

    modules = (charts, claims, conclusions, permits, rules, sources, tables, transfers)
    names = request.getfixturevalue("doctest_namespace")
    names |= {module.__name__.rpartition(".")[2]: module for module in modules}
