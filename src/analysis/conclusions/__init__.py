"""What the tables say together: dated things on one axis, and the conclusions with what each rests on.

`events` is the frame behind the last figure, `table` holds the conclusions, `markdown` writes them out.
"""

import pandas as pd

from . import article, outside, regime
from .grounds import COLUMNS
from .timeline import events

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

__all__ = ["QUESTIONS", "events", "markdown", "table"]


def table(question: str | None = None) -> pd.DataFrame:
    """One row per conclusion, all of it computed from the tables; of one of `QUESTIONS`, or of all.

    Columns: conclusion, question, title, statement, rests_on (ids joined by `;`), confidence (grades, origins or codings behind it),
    weakest_link (the rows with the least behind them), would_change (what would move it, gaps by their ids), notebooks (where it is worked out).
    """
    if question is not None and question not in QUESTIONS:
        raise ValueError(f"no question {question!r}; there are: {'; '.join(QUESTIONS)}")
    asked = QUESTIONS if question is None else {question: QUESTIONS[question]}
    rows = [
        {"conclusion": find.__name__, "question": name} | find()
        for name, found in asked.items()
        for find in found
    ]
    return pd.DataFrame(rows, columns=COLUMNS).assign(
        rests_on=lambda frame: frame["rests_on"].str.join(";")
    )


def markdown(rows: pd.DataFrame) -> str:
    """Conclusions as Markdown: each statement, then its confidence, its weakest link and what would change it."""
    return "\n\n".join(
        f"**{row.title}.** {row.statement}\n\n- *Confidence:* {row.confidence}.\n- *Weakest link:* {row.weakest_link}.\n- *What would change it:* {row.would_change}."
        for row in rows.itertuples()
    )
