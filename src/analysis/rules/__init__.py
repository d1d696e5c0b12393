"""Rule changes → what changed when, what could go to whom on any day, and what the answer rests on.

`changes` holds the timeline, `regimes` the status of each provision on a day, `agreements` the
partner states, `cabinets` the prime ministers, `assessment` the answer to a structured question,
`two_codings` the codings that the statuses were settled from.
"""

from .agreements import partner_count, partners
from .assessment import assess, question
from .cabinets import prime_minister, prime_ministers
from .changes import effective, faults, tempo, timeline
from .regimes import (
    CHANGES,
    STATUSES,
    bands,
    compare,
    in_force,
    known_until,
    set_by,
    status,
)
from .two_codings import agreement, codings, headlines, sensitivity
from .widening import effect_faults, effects

__all__ = [
    "CHANGES",
    "STATUSES",
    "agreement",
    "assess",
    "bands",
    "codings",
    "compare",
    "effect_faults",
    "effective",
    "effects",
    "faults",
    "headlines",
    "in_force",
    "known_until",
    "partner_count",
    "partners",
    "prime_minister",
    "prime_ministers",
    "question",
    "sensitivity",
    "set_by",
    "status",
    "tempo",
    "timeline",
]
