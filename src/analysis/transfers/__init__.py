"""Cases, programmes and the world series → tidy frames.

How long after a rule its cases came, and what each official number counts. `casebook` holds the
cases and programmes, `waiting` the time from rule to case, `volumes` the world series, `bridging`
all numbers side by side.
"""

from .bridging import bridge
from .casebook import STAGES, case, cases, nsc_cases, osa, programmes, statuses
from .volumes import revisions, series
from .waiting import STATES, lags, median_wait, waits

__all__ = [
    "STAGES",
    "STATES",
    "bridge",
    "case",
    "cases",
    "lags",
    "median_wait",
    "nsc_cases",
    "osa",
    "programmes",
    "revisions",
    "series",
    "statuses",
    "waits",
]
