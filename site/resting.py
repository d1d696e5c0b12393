"""The tables at rest: while a page is made, no table is written, and none is looked at again."""

import functools
import gc
from collections.abc import Iterator
from contextlib import contextmanager

from analysis import tables


@contextmanager
def tables_at_rest() -> Iterator[None]:
    """Within it, what rests on tables is kept without asking the disk a million times."""
    look = tables.stamp
    rest()
    try:
        yield
    finally:
        tables.stamp = look


def rest() -> None:
    """Let the tables rest for as long as this process goes on."""
    seen = tables.stamp()

    @functools.wraps(tables.stamp)  # the page of its module shows it as it is
    def stamp(*names: str) -> int:
        """Return the number of the tables as they were seen."""
        return seen

    tables.stamp = stamp


@contextmanager
def nothing_thrown_away() -> Iterator[None]:
    """Within it, nothing is searched for what can be thrown away: all that is made is kept."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
