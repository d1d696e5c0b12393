"""Rule changes → what changed when, what could go to whom on any day, and what the answer rests on.

`changes` holds the timeline, `regimes` the status of each provision on a day, `agreements` the
partner states, `cabinets` the prime ministers, `ways` the answer to a question as people ask it (a
thing, a place, a day), `assessment` that to a structured one, `two_codings` the codings that the
statuses were settled from.

What pages and notebooks may rely on: `ask(thing, place, day)` and `assess(kind, day, place, …)`
return an `Answer`, a Series with the names that `assess` lists, whose `sentence("en" or "ja")`,
`text(…)` and `to_dict()` say it in words, in lines and as plain values. For columns both return a
frame, thousands of questions a second. The words are rows of the table `answer_words`; the days on
which an answer about a place may change come from `consequences.days_of_change`.
"""

from .agreements import partner_count, partners
from .assessment import assess
from .cabinets import prime_minister, prime_ministers
from .changes import effective, faults, timeline
from .coverage import answer_faults
from .items import item
from .posed import question
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
from .replies import Answer
from .two_codings import agreement, codings, headlines, sensitivity
from .ways import ask
from .widening import effect_faults, effects

__all__ = [
    "CHANGES",
    "STATUSES",
    "Answer",
    "agreement",
    "answer_faults",
    "ask",
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
    "item",
    "known_until",
    "partner_count",
    "partners",
    "prime_minister",
    "prime_ministers",
    "question",
    "sensitivity",
    "set_by",
    "status",
    "timeline",
]
