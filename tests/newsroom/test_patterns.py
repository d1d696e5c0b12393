"""Each pattern that pages reach, sought in figures strung together: time grows as the text does."""

import importlib
import pkgutil
import re
import time

import pytest

from analysis import articles, newsroom

BODIES = ["1", "1,", "1億", "1兆", "$1", "1年", "1.", "1 ", "in 1 ", "a1", "二"]
LENGTH = 2_500  # characters; the longer text has four times as many
AT_THE_START = {  # matched from the first sign on, never sought
    "analysis.newsroom.attribution.HEADLINE",
    "analysis.newsroom.attribution.OWN_REPORT",
}
QUICK = 0.05  # seconds in which any text may be searched
MOST = 9  # times as long for a text four times as long: in line 4, squared 16


def _patterns() -> dict[str, re.Pattern]:
    """The patterns that stand in the modules of the two packages, by their names."""
    found = {}
    for package in (articles, newsroom):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            held = vars(importlib.import_module(module.name))
            found |= {
                f"{module.name}.{name}": value
                for name, value in held.items()
                if isinstance(value, re.Pattern) and isinstance(value.pattern, str)
            }
    return found


PATTERNS = {name: one for name, one in _patterns().items() if name not in AT_THE_START}


def _seconds(pattern: re.Pattern, text: str) -> float:
    """The shortest time of three in which a pattern is sought all through a text."""
    taken = []
    for _ in range(3):
        begun = time.process_time()
        for _ in pattern.finditer(text):
            pass
        taken.append(time.process_time() - begun)
        if taken[-1] > 1:
            break
    return min(taken)


@pytest.mark.parametrize("name", PATTERNS)
def test_a_pattern_searches_a_page_of_figures_in_time_that_grows_with_it(name):
    """A page of figures alone must not take hours, as it did where each figure began a number."""
    for body in BODIES:
        count = LENGTH // len(body)
        longer = _seconds(PATTERNS[name], body * 4 * count)
        shorter = _seconds(PATTERNS[name], body * count) if longer > QUICK else longer
        assert longer <= QUICK or longer < MOST * shorter, f"{body!r}: {shorter} s, {longer} s"


def test_the_patterns_of_the_audit_are_among_them():
    """And more than a hundred others; a renamed package would otherwise leave none."""
    assert {"analysis.newsroom.audit.held.MONEY", "analysis.newsroom.audit.dating.YEARS"} <= set(
        PATTERNS
    )
    assert len(PATTERNS) > 60
