"""Which rows a chart draws, and how its title speaks of them.

Without a frame a chart asks its subject for one, and its title speaks of the whole. With fewer
rows than the whole the title counts them ("Of the 7 cases drawn, …"); with other rows it speaks of
those "in this table".
"""

import functools
import inspect
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

import pandas as pd

from .. import language
from .figure import Chart, named
from .words import counted, phrase, word

SHARED = """\
Parameters
----------
frame : pandas.DataFrame, optional
    The rows to draw; where it is left out, {rows}.
of : str, optional
    Words for the rows given, as "for the Philippines".{more}

Returns
-------
Chart
    {result}

Raises
------
ValueError
    If the rows given lack a column, or hold nothing that can be drawn."""
OWN = "Parameters\n----------\n"
Whole = Callable[[], pd.DataFrame]


def chart(
    whole: Whole, noun: str, needs: Iterable[str]
) -> Callable[[Callable[..., Chart]], Callable[..., Chart]]:
    """Make a chart, `name(frame=None, of=None)`, of a function that draws rows with a title.

    `whole` gives the rows where a reader gives none, `noun` says what a row is in a word that takes
    an s, and `needs` are the columns drawn. What is decorated takes the rows, and how a title on a
    part of them begins.
    """

    def decorator(draw: Callable[..., Chart]) -> Callable[..., Chart]:
        """Give the function the arguments and the description that all charts share."""

        @functools.wraps(draw)
        def asked(
            frame: pd.DataFrame | None = None, of: str | None = None, **options: Any
        ) -> Chart:
            """Draw the rows given, or those of the subject."""
            with language.of(options.get("language", language.current())):
                rows, lead = drawn(frame, of, whole, noun, needs)
                return draw(rows, lead, **options)

        signature = inspect.signature(asked, follow_wrapped=False)
        given = list(signature.parameters.values())[:2]
        more = list(inspect.signature(draw).parameters.values())[2:]
        asked.__signature__ = signature.replace(parameters=given + more)  # type: ignore
        asked.__doc__ = _described(inspect.getdoc(draw) or "", whole)
        del asked.__wrapped__  # type: ignore
        return named(asked)

    return decorator


def _described(own: str, whole: Whole) -> str:
    """Return a docstring with what all charts share: `frame` and `of`, and what comes back."""
    head, result, *rest = own.split("\n\n")
    first = (inspect.getdoc(whole) or "").split("\n\n")[0]
    rows = " ".join(first.removeprefix("Return ").split()).rstrip(".")
    more = ""
    if rest and rest[0].startswith(OWN):
        more = "\n" + rest.pop(0).removeprefix(OWN)
    result = result.replace("\n", "\n    ")
    return "\n\n".join([head, SHARED.format(rows=rows, more=more, result=result), *rest])


def drawn(
    frame: pd.DataFrame | None, of: str | None, whole: Whole, noun: str, needs: Iterable[str]
) -> tuple[pd.DataFrame, str]:
    """Return the rows to draw and how a title on a part begins; nothing where it is the whole.

    The arguments are those of a chart, then those of `chart`. Rows that cannot be drawn raise
    ValueError, what is no frame TypeError.

    Examples
    --------
    >>> whole = pd.DataFrame({"country": ["A", "B", "C"]})
    >>> drawn(whole.head(2), None, whole.copy, "case", ["country"])[1]
    'Of the 2 cases drawn, '
    >>> drawn(whole.head(2), "in Asia", whole.copy, "case", ["country"])[1]
    'Of the 2 cases in Asia, '
    """
    if frame is None:
        if of is not None:
            raise ValueError(f"of={of!r} names rows that were not given: pass them as the frame")
        return whole(), ""
    if not isinstance(frame, pd.DataFrame):
        raise TypeError(f"a chart draws a frame, not a {type(frame).__name__}: pass a DataFrame")
    if absent := [column for column in needs if column not in frame]:
        raise ValueError(f"the frame lacks the column {', '.join(absent)}: pass rows that have it")
    if frame.empty:
        raise ValueError(f"the frame has no row, so there is no {noun} to draw: widen the choice")
    words = of or word(_words(frame, whole()))
    rows = frame.reset_index(drop=True)
    if not words:
        return rows, ""
    lead = phrase("Of the {rows} {words},", rows=counted(len(rows), noun), words=words)
    return rows, lead if language.is_japanese() else f"{lead} "


def _words(frame: pd.DataFrame, whole: pd.DataFrame) -> str:
    """Return how rows are called: nothing for the whole, "drawn" for a part, or the reader's."""
    shared = [column for column in whole if column in frame]
    theirs, ours = (
        Counter(rows[shared].astype("str").itertuples(index=False, name=None))
        for rows in (frame, whole)
    )
    if not theirs <= ours:
        return "in this table"
    return "drawn" if len(frame) < len(whole) else ""
