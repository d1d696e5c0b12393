"""Frames in, figures out: one function per chart.

`CHARTS` names them all; `show` displays one with its description, which is also its text form and its alternative text.
"""

from analysis.charts.figure import fingerprint, show

CHARTS: dict = {}

__all__ = ["CHARTS", "fingerprint", "show"]
