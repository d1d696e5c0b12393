"""Frames in, figures out: one function per chart, by subject.

`CHARTS` names them all; `show` displays one with its description, which is also its text form and its alternative text.
"""

from analysis.charts import claims, copies, permits, regimes, rules, sources, transfers, world
from analysis.charts.figure import show

SUBJECTS = [claims, copies, sources, rules, regimes, permits, transfers, world]
CHARTS = {name: chart for subject in SUBJECTS for name, chart in subject.CHARTS.items()}

__all__ = ["CHARTS", "claims", "copies", "permits", "regimes", "rules", "show", "sources", "transfers", "world"]
