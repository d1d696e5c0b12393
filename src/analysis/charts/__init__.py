"""Frames in, charts out: one function per chart, by subject.

`CHARTS` names them all by the names of their functions. `show` displays one with its description,
which is also its text form and its alternative text. Those made within `phone()` are as wide as a
telephone.
"""

from . import (
    answer,
    claims,
    copies,
    permits,
    regimes,
    rules,
    sources,
    transfers,
    world,
)
from .figure import phone, show

SUBJECTS = [claims, copies, sources, rules, regimes, permits, transfers, world, answer]
CHARTS = {name: chart for subject in SUBJECTS for name, chart in subject.CHARTS.items()}

__all__ = [
    "CHARTS",
    "answer",
    "claims",
    "copies",
    "permits",
    "phone",
    "regimes",
    "rules",
    "show",
    "sources",
    "transfers",
    "world",
]
