"""Frames in, figures out: one function per chart, by subject.

`CHARTS` names them all; `show` displays one with its description, which is also its text form and its alternative text.
"""

from analysis.charts import claims, copies, permits, regimes, rules, transfers, world
from analysis.charts.figure import show

CHARTS = claims.CHARTS | copies.CHARTS | rules.CHARTS | regimes.CHARTS | permits.CHARTS | transfers.CHARTS | world.CHARTS

__all__ = ["CHARTS", "claims", "copies", "permits", "regimes", "rules", "show", "transfers", "world"]
