"""Frames in, charts out: one function per chart, by subject.

A chart asks its subject for the rows where none are given. As the last line of a cell it shows
itself, with its description as the text form and the alternative text. Those made within
`phone()` are as wide as a telephone, those made within `japanese()` speak Japanese. `CHARTS` names
them all by the names of their functions.
"""

from collections.abc import Callable

from . import answers, claims, method, partners, permits, polls, regimes, rules, transfers, world
from .figure import Chart, japanese, phone

_DRAWN: list[Callable[..., Chart]] = [claims.story, claims.sourcing]
_DRAWN += [claims.verdicts_then_now, claims.origins_per_claim]
_DRAWN += [rules.landmarks, rules.changes, rules.deciders, rules.gaps_between]
_DRAWN += [regimes.who_may_get_what, regimes.status_bands, regimes.comparison]
_DRAWN += [answers.by_destination, permits.by_year, transfers.recipients]
_DRAWN += [partners.agreements, partners.osa, partners.tiles]
_DRAWN += [world.beside_others, world.bridge, polls.opinion, method.codings, method.lags]
CHARTS = {draw.__name__: draw for draw in _DRAWN}

__all__ = ["CHARTS", "Chart", "answers", "claims", "japanese", "method", "partners", "permits"]
__all__ += ["phone", "polls", "regimes", "rules", "transfers", "world"]
