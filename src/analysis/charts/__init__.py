"""Frames in, charts out: one function per chart, by subject.

A chart asks its subject for the rows where none are given. As the last line of a cell it shows
itself, with its description as the text form and the alternative text. Those made within
`phone()` are as wide as a telephone. `CHARTS` names them all by the names of their functions.
"""

from . import (
    answers,
    claims,
    method,
    partners,
    permits,
    polls,
    regimes,
    rules,
    sources,
    transfers,
    world,
)
from .figure import Chart, phone

SUBJECTS = [claims, sources, rules, regimes, answers, permits, transfers, partners, world]
SUBJECTS += [polls, method]
CHARTS = {name: chart for subject in SUBJECTS for name, chart in subject.CHARTS.items()}

__all__ = ["CHARTS", "Chart", "phone"]
__all__ += [subject.__name__.rpartition(".")[2] for subject in SUBJECTS]
