"""Questions about a thing that is on no list: its kind, how it was made, whether it is lethal.

The form offers the codes below; its template has their words. A question is named by its three
codes, as in `finished/own/yes`, and answered by `rules.assess`.
"""

import itertools
from typing import Any

import pandas as pd

from analysis.rules.posed import Question, asked
from analysis.rules.recorded import Record

KINDS = ["finished", "part", "technology", "service"]
MADE: dict[str, dict[str, Any]] = {
    "own": {"origin": "own design"},
    "licence": {"origin": "licensed", "licensor": True},
    "other-licence": {"origin": "licensed"},
    "joint": {"origin": "joint", "partner": True},
    "other-joint": {"origin": "joint"},
}
LETHAL: dict[str, dict[str, Any]] = {
    "yes": {"arms": True},
    "no": {"arms": False},
    "five": {"arms": False, "five_fields": True},
}


def names() -> list[str]:
    """Return the names of all questions, in the order of their codes."""
    return ["/".join(codes) for codes in itertools.product(KINDS, MADE, LETHAL)]


def alike(name: str) -> str:
    """Return the first question that has the same answers, whatever the tables say.

    How a service was made, and whether it is lethal, is not asked; of technology the latter.
    """
    kind, made, lethal = name.split("/")
    if kind == "service":
        return f"{kind}/own/yes"
    return f"{kind}/{made}/yes" if kind == "technology" and lethal == "no" else name


def facts(name: str) -> tuple[str, dict[str, Any]]:
    """Return the kind and the facts of a question, as `rules.assess` takes them."""
    kind, made, lethal = name.split("/")
    return kind, MADE[made] | LETHAL[lethal]


def question(known: Record, name: str, code: str, then: pd.Timestamp) -> Question:
    """Return a question about a destination on a day, its facts filled from the tables."""
    kind, stated = facts(name)
    return asked(known, kind, then, code, stated)
