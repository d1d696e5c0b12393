"""The claims of the audited article: who says so, what speaks for and against, what holds up.

`record` holds claims, chains, evidence and origins as known by a day; `judging` the verdicts.
"""

from .judging import VERDICTS, about, agreement, state, verdicts
from .record import (
    ARTICLE,
    RELATIONS,
    audited,
    chain,
    dated,
    drift,
    heard,
    known,
    matrix,
    origins,
    voice,
)

__all__ = [
    "ARTICLE",
    "RELATIONS",
    "VERDICTS",
    "about",
    "agreement",
    "audited",
    "chain",
    "dated",
    "drift",
    "heard",
    "known",
    "matrix",
    "origins",
    "state",
    "verdicts",
    "voice",
]
