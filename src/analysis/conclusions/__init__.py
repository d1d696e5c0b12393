"""What the tables say together: conclusions, each with what it rests on."""

from collections.abc import Callable

import pandas as pd

from .. import tables
from ..tables.credits import credited
from . import article, outside, regime
from .grounds import COLUMNS

QUESTIONS = {
    "Is the article right?": [article.holds, article.officials, article.timing],
    "What has changed in the rules?": [
        regime.opened,
        regime.unsettled,
        regime.steps,
        regime.deciders,
    ],
    "What left, and how large is it?": [outside.left, outside.size],
}
__all__ = ["QUESTIONS", "table"]


@credited(
    "What the tables come to",
    "verdicts",
    "evidence",
    "claims",
    "rule_changes",
    "regimes",
    "transfers",
    "permits",
    "arms_export_series",
)
def table(question: str | None = None) -> pd.DataFrame:
    """Return the conclusions, all of them computed from the tables.

    Parameters
    ----------
    question : str or None
        One of `QUESTIONS`, or all of them.

    Returns
    -------
    pandas.DataFrame
        One row per conclusion: conclusion, question, title, statement, rests_on (ids joined by
        `;`), confidence (grades, origins or codings behind it), weakest_link (the rows with the
        least behind them), would_change (what would move it, gaps by their ids) and notebooks
        (where it is worked out).

    Raises
    ------
    ValueError
        For an unknown question; the three are listed.

    Examples
    --------
    >>> table("Is the article right?")["conclusion"].tolist()
    ['holds', 'officials', 'timing']
    """
    if question is not None and question not in QUESTIONS:
        raise ValueError(f"no question {question!r}; there are: {'; '.join(QUESTIONS)}")
    asked = QUESTIONS if question is None else {question: QUESTIONS[question]}
    rows = [
        {"conclusion": conclude.__name__, "question": name} | _concluded(conclude)
        for name, conclusions in asked.items()
        for conclude in conclusions
    ]
    frame = pd.DataFrame(rows, columns=COLUMNS)
    return frame.assign(rests_on=frame["rests_on"].str.join(";"))


@tables.cached
def _concluded(conclude: Callable[[], dict[str, object]]) -> dict[str, object]:
    """Return one conclusion; what it says is worked out once until a table is written again."""
    return conclude()
