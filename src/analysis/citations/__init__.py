"""Citations: which source states which fact, how much of it was read, and the grade that follows.

A grade is computed, never typed. It says what a fact rests on:

- **A** A primary text states the fact, and that passage was read.
- **B** A primary text gives only the day, or an official mirror states the fact, or two or more
  independent newsrooms state it, one of them on a page of its own.
- **C** One source states the fact, or several of one origin, or what was read implies it; what only
  copies, reprints and aggregators carry is not above C.
- **D** A headline, a machine-written page, or nothing that was read.
"""

from .forms import faults, follows
from .grading import (
    GRADES,
    days,
    derived,
    facts,
    grades,
    grades_of,
    reason,
    row_ids,
    weigh,
    weighed,
)
from .rechecks import draw, printed_shares, recheck_rates, wilson

__all__ = [
    "GRADES",
    "days",
    "derived",
    "draw",
    "facts",
    "faults",
    "follows",
    "grades",
    "grades_of",
    "printed_shares",
    "reason",
    "recheck_rates",
    "row_ids",
    "weigh",
    "weighed",
    "wilson",
]
